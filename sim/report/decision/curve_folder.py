"""The folders of ``sweep`` and ``find``."""

from pathlib import Path

from sim.experiment.curve import Point, Sweep
from sim.experiment.finding import Finding
from sim.report.decision.again import finding_again, sweep_again
from sim.report.decision.curve import finding_as_data, tell_finding
from sim.report.decision.curve_figure import draw_finding, draw_heat, draw_sweep
from sim.report.decision.folder import rows_as_csv, write_decision
from sim.report.decision.sweep import sweep_as_data, tell_sweep
from sim.report.figures.style import save
from sim.report.language import say

__all__ = ["write_finding", "write_sweep"]


def write_finding(found: Finding, out: Path) -> Path:
    """Write the folder of a finding into ``out`` and return it.

    Raises
    ------
    OSError
        If it cannot be written; then nothing is left behind.
    """

    def draw(folder: Path) -> list[tuple[str, str]]:
        figure, title = draw_finding(found)
        save(figure, folder / "curve", title)
        return [("curve", title)]

    return write_decision(
        out / f"find-{found.scenario.name}",
        name="finding",
        title=say("{title}: a value that is enough", title=found.scenario.title),
        text=tell_finding(found, width=88),
        command=finding_again(found),
        data=finding_as_data(found),
        tables={"curve": _table(found.points)},
        draw=draw,
        plans=[found.scenario],
    )


def write_sweep(found: Sweep, out: Path) -> Path:
    """Write the folder of a sweep into ``out`` and return it.

    Raises
    ------
    OSError
        If it cannot be written; then nothing is left behind.
    """

    def draw(folder: Path) -> list[tuple[str, str]]:
        two = len(found.dials) == 2
        figure, title = draw_heat(found) if two else draw_sweep(found)
        save(figure, folder / "sweep", title)
        return [("sweep", title)]

    return write_decision(
        out / f"sweep-{found.scenario.name}",
        name="sweep",
        title=say("{title}: a sweep", title=found.scenario.title),
        text=tell_sweep(found, width=88),
        command=sweep_again(found),
        data=sweep_as_data(found),
        tables={"points": _table(found.points)},
        draw=draw,
        plans=[found.scenario],
    )


def _table(points: tuple[Point, ...]) -> str:
    return rows_as_csv(
        [
            {**point.settings, **estimate.as_json()}
            for point in points
            for estimate in point.estimates
        ]
    )
