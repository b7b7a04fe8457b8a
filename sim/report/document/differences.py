"""What differs between plans, as a picture, a chart for a spreadsheet and a table."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.experiment.comparison import Comparison, Difference
from sim.experiment.estimate import Estimate
from sim.report.answer.tables import HEADLINE, label_of
from sim.report.decision.comparison import caution
from sim.report.decision.comparison_figure import draw_differences, parts_drawn
from sim.report.decision.comparison_tables import (
    alike,
    are_many,
    base_of,
    is_nothing,
    pair,
    small,
)
from sim.report.decision.naming import quoted
from sim.report.decision.plan_titles import in_quotes
from sim.report.document.cells import NOTHING
from sim.report.document.comparing_shelter import (
    difference_columns,
    difference_row,
)
from sim.report.document.parts import (
    Block,
    Cell,
    Chart,
    Column,
    Paragraph,
    Picture,
    Table,
    cell,
)
from sim.report.document.pictures import alt_of
from sim.report.language import marked, say
from sim.report.numbers import is_money

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["pictures_of", "table_of"]

UNITS = {
    "persons": marked("people"),
    "referrals": marked("referrals"),
    "stays": marked("stays"),
    "closures": marked("closures"),
    "days": marked("days"),
    "shelter-days": marked("shelter-days"),
    "months": marked("months"),
    "nights": marked("nights"),
    "bed-nights": marked("bed-nights"),
    "beds": marked("beds"),
    "share": marked("parts of 1"),
    "probability": marked("parts of 1"),
    "index": marked("number"),
}
"""Units as a spreadsheet's axis names them; an amount is in its currency."""


def pictures_of(found: Comparison) -> Iterator[Picture]:
    """Yield the pictures of the differences."""
    pairs = list(_pairs(found))
    table = _table(found, pairs)
    parts = parts_drawn(found)
    left = {base.measure for *_, base in pairs}  # a spreadsheet draws all of them
    for number, measures in enumerate(parts):
        shown = left - set(sum(parts[number + 1 :], ()))
        left -= shown
        figure, title = draw_differences(found, measures)
        if figure is not None:
            data = _with_ends(table, pairs, shown)
            yield _picture(figure, title, data, number, alone=_is_alone(found))


def table_of(found: Comparison) -> Iterator[Block]:
    """Yield the table of the differences, and what is small or does not differ."""
    yield _table(found, list(_pairs(found)))
    told_of = in_quotes(found)
    for name in told_of.names[1:]:
        if few := small(told_of, name, name):
            yield Paragraph(f"{few[:1].upper()}{few[1:]}.", "note")
    if are_many(found):
        return
    for name, unchanged in zip(told_of.names[1:], found.unchanged, strict=True):
        if not unchanged and (same := alike(told_of, name)):
            told = say(
                "In no replication does {plan} differ in: {measures}.",
                plan=name,
                measures="; ".join(same),
            )
            yield Paragraph(told, "note")


def _picture(
    figure: "Figure", title: str, data: Table, number: int, *, alone: bool
) -> Picture:
    """Return one of the pictures of the differences: the first, or one that follows."""
    after = f"_{number + 1}" if number else ""
    if number:
        title = say("{title}: further measures", title=title)
    return Picture(
        name=f"differences{after}",
        title=title,
        alt=alt_of(title, say("Differences of plans, each with its interval")),
        data=replace(data, name=f"{data.name}{after}"),
        chart=Chart(
            kind="bar",
            along=0 if alone else 2,
            up=(3,),
            alone=1 if alone else 0,
            unit=10,
        ),
        beside="differences",
        draw=lambda: figure,
    )


def _is_alone(found: Comparison) -> bool:
    """Return whether one plan is compared with the base: it heads all that differs."""
    return len(found.variants) == 1


def _pairs(found: Comparison) -> Iterator[tuple[str, Difference, Estimate]]:
    """Yield what differs by headline and by what is asked: plan, how much, base."""
    for measure in dict.fromkeys([*(name for name, _ in HEADLINE), *found.asked]):
        base = base_of(found, measure, {})
        for name in found.names[1:]:
            told = pair(found, name, measure)
            if told is None or base is None or base.value is None or is_nothing(told):
                continue
            yield name, told, base


def _table(found: Comparison, pairs: list[tuple[str, Difference, Estimate]]) -> Table:
    """Return what differs by headline and by what is asked: base, variant, gap."""
    unlisted = ""
    if are_many(found):
        unlisted = say(
            "Plans that do not stand under a measure do not differ in it in any "
            "replication."
        )
    return Table(
        name="differences",
        title=say("Differences from {base}", base=quoted(found.names[0])),
        columns=difference_columns(alone=_is_alone(found)),
        rows=tuple(
            difference_row(
                label_of(base.measure), name, told, base, alone=_is_alone(found)
            )
            for name, told, base in pairs
        ),
        note=f"{unlisted} {caution(in_quotes(found))}".strip(),
        grouped=1 if _is_alone(found) else 2,
    )


def _with_ends(
    table: Table, pairs: list[tuple[str, Difference, Estimate]], shown: set[str]
) -> Table:
    """Return the rows of some measures with units and the ends of each interval."""
    of_interval = say("of the joint interval of the difference")
    return Table(
        name="differences_shown",
        title=table.title,
        columns=(
            *table.columns,
            Column(title=say("Lower end"), kind="number", meaning=of_interval),
            Column(title=say("Upper end"), kind="number", meaning=of_interval),
            Column(title=say("Unit"), meaning=say("of the base and the difference")),
        ),
        rows=tuple(
            (
                *row,
                _end(told.estimate.low),
                _end(told.estimate.high),
                cell(_unit(told.estimate.unit)),
            )
            for row, (_, told, base) in zip(table.rows, pairs, strict=True)
            if base.measure in shown
        ),
        note=table.note,
    )


def _end(number: float | None) -> Cell:
    return NOTHING if number is None else Cell(f"{number:g}", number)


def _unit(unit: str) -> str:
    """Return a unit in words; of an amount for each of something, its currency."""
    if is_money(unit):
        return unit.partition(" per ")[0]
    return say(UNITS[unit]) if unit in UNITS else unit
