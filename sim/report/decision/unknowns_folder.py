"""The folders of ``sensitivity`` and ``uncertainty``."""

from pathlib import Path

from sim.report.decision.again import sensitivity_again, uncertainty_again
from sim.report.decision.doubt import (
    Uncertainty,
    tell_uncertainty,
    uncertainty_as_data,
)
from sim.report.decision.folder import rows_as_csv, write_decision
from sim.report.decision.unknowns import Sensitivity, tell_sensitivity
from sim.report.decision.unknowns_data import sensitivity_as_data
from sim.report.decision.unknowns_figure import draw_shares, draw_tornado, draw_years
from sim.report.figures.style import save
from sim.report.language import say

__all__ = ["write_sensitivity", "write_uncertainty"]


def write_sensitivity(found: Sensitivity, out: Path) -> Path:
    """Write the folder of a sensitivity analysis into ``out`` and return it.

    Raises
    ------
    OSError
        If it cannot be written; then nothing is left behind.
    """

    def draw(folder: Path) -> list[tuple[str, str]]:
        figure, title = draw_tornado(found.tornado, found.scenario)
        save(figure, folder / "tornado", title)
        told = [("tornado", title)]
        if found.sobol is not None and found.sobol.variance > 0:
            figure, title = draw_shares(found.sobol, found.scenario)
            save(figure, folder / "shares", title)
            told.append(("shares", title))
        return told

    rows = [
        {
            "path": bar.unknown.path,
            "end": which,
            "setting": bar.unknown.told(share),
            **told.as_json(),
        }
        for bar in found.tornado.bars
        for which, share, told in zip(
            ("low", "high"), bar.unknown.ends, (bar.low, bar.high), strict=True
        )
    ]
    return write_decision(
        out / f"sensitivity-{found.scenario.name}",
        name="sensitivity",
        title=say("{title}: which unknown matters", title=found.scenario.title),
        text=tell_sensitivity(found, width=88),
        command=sensitivity_again(found),
        data=sensitivity_as_data(found),
        tables={"tornado": rows_as_csv(rows)},
        draw=draw,
        plans=[found.scenario, *(found.choice.variants if found.choice else ())],
    )


def write_uncertainty(found: Uncertainty, out: Path) -> Path:
    """Write the folder of an uncertainty analysis into ``out`` and return it.

    Raises
    ------
    OSError
        If it cannot be written; then nothing is left behind.
    """

    def draw(folder: Path) -> list[tuple[str, str]]:
        figure, title = draw_years(found)
        save(figure, folder / "one-period", title)
        return [("one-period", title)]

    data = uncertainty_as_data(found)
    rows = data["doubts"]
    assert isinstance(rows, list)
    return write_decision(
        out / f"uncertainty-{found.scenario.name}",
        name="uncertainty",
        title=say("{title}: chance and not knowing", title=found.scenario.title),
        text=tell_uncertainty(found, width=88),
        command=uncertainty_again(found),
        data=data,
        tables={"doubts": rows_as_csv(rows)},
        draw=draw,
        plans=[found.scenario],
    )
