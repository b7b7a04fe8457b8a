"""The folders of ``marginal`` and ``allocate``."""

from pathlib import Path

from sim.experiment.allocating import Allocation
from sim.experiment.marginal import Marginal
from sim.report.decision.folder import rows_as_csv, write_decision
from sim.report.decision.spending import (
    allocation_as_data,
    marginal_as_data,
    tell_allocation,
    tell_marginal,
)
from sim.report.decision.spending_figure import draw_front, draw_marginal
from sim.report.figures.style import save

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

    rows = [
        {"lever": b.lever.name, "price": b.option.price, **told.as_json()}
        for b in found.bought
        if b.option is not None
        for told in (*b.avoided.values(), *b.price_of_one.values())
    ]
    return write_decision(
        out / f"marginal-{found.scenario.name}",
        name="marginal",
        title=f"{found.scenario.title}: what the next sum buys",
        text=tell_marginal(found, width=88),
        data=marginal_as_data(found),
        tables={"levers": rows_as_csv(rows)},
        draw=draw,
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

    rows = [
        {
            "plan": each.spending.told(found.levers),
            "price": each.spending.price,
            **each.goal.as_json(),
            "kept": "; ".join(each.kept),
        }
        for each in found.candidates
    ]
    return write_decision(
        out / f"allocate-{found.scenario.name}",
        name="allocation",
        title=f"{found.scenario.title}: a budget split",
        text=tell_allocation(found, width=88),
        data=allocation_as_data(found),
        tables={"plans": rows_as_csv(rows)},
        draw=draw,
    )
