"""The folders of ``marginal`` and ``allocate``."""

from pathlib import Path

from sim.experiment.allocating import Allocation
from sim.experiment.arena import Candidate
from sim.experiment.marginal import Marginal
from sim.money import minor_digits
from sim.report.decision.again import allocation_again, marginal_again
from sim.report.decision.allocation import split_told
from sim.report.decision.allocation_data import allocation_as_data
from sim.report.decision.allocation_tables import tell_allocation
from sim.report.decision.folder import rows_as_csv, write_decision
from sim.report.decision.marginal import marginal_as_data, tell_marginal
from sim.report.decision.spending_figure import draw_front, draw_marginal
from sim.report.figures.style import save
from sim.report.language import say

__all__ = ["write_allocation", "write_marginal"]


def write_marginal(found: Marginal, out: Path) -> Path:
    """Write the folder of ``marginal`` into ``out`` and return it.

    Raises
    ------
    OSError
        If it cannot be written; then nothing is left behind.
    """

    def draw(folder: Path) -> list[tuple[str, str]]:
        figure, title = draw_marginal(found)
        save(figure, folder / "marginal", title)
        return [("marginal", title)]

    currency = found.scenario.currency
    rows = [
        {
            "lever": b.lever.name,
            "position": b.option.label,
            **_price(b.option.price, currency),
            **told.as_json(),
        }
        for b in found.bought
        if b.option is not None
        for told in (*b.avoided.values(), *b.price_of_one.values())
    ]
    return write_decision(
        out / f"marginal-{found.scenario.name}",
        name="marginal",
        title=say("{title}: what the next sum buys", title=found.scenario.title),
        text=tell_marginal(found, width=88),
        command=marginal_again(found),
        data=marginal_as_data(found),
        tables={"levers": rows_as_csv(rows)},
        draw=draw,
        plans=[found.scenario],
    )


def write_allocation(found: Allocation, out: Path) -> Path:
    """Write the folder of ``allocate`` into ``out`` and return it.

    Raises
    ------
    OSError
        If it cannot be written; then nothing is left behind.
    """

    def draw(folder: Path) -> list[tuple[str, str]]:
        figure, title = draw_front(found)
        save(figure, folder / "front", title)
        return [("front", title)]

    currency = found.scenario.currency

    def row(each: Candidate) -> dict[str, object]:
        return {
            "plan": split_told(found, each.spending),
            **_price(each.spending.price, currency),
            **each.goal.as_json(),
            "kept": "; ".join(each.kept),
        }

    tables = {"plans": rows_as_csv([row(each) for each in found.candidates])}
    if found.fresh is not None:
        fresh = [found.fresh.best, *(each.candidate for each in found.fresh.tied)]
        if found.fresh.nothing not in fresh:
            fresh.append(found.fresh.nothing)
        tables["fresh"] = rows_as_csv([row(each) for each in fresh])
    return write_decision(
        out / f"allocate-{found.scenario.name}",
        name="allocation",
        title=say("{title}: a budget split", title=found.scenario.title),
        text=tell_allocation(found, width=88),
        command=allocation_again(found),
        data=allocation_as_data(found),
        tables=tables,
        draw=draw,
        plans=[found.scenario],
    )


def _price(minor: int, currency: str) -> dict[str, object]:
    """Return a price in whole units of the currency, to its smallest coin."""
    digits = minor_digits(currency)
    return {"price": f"{minor / 10**digits:.{digits}f}", "price_unit": currency}
