"""The report of ``uncertainty``: how much of the doubt about one period is chance."""

from collections.abc import Iterator
from math import isnan

from sim.experiment.uncertainty import Doubt
from sim.report.decision.again import uncertainty_again
from sim.report.decision.doubt import (
    Uncertainty,
    alone_told,
    average_told,
    one_told,
    period_ends,
    share_of,
    uncertainty_answer,
    uncertainty_caution,
)
from sim.report.decision.naming import quantity_told
from sim.report.decision.ticks import unit_told
from sim.report.decision.unknowns_figure import draw_years
from sim.report.document.cells import NOTHING, doubtful
from sim.report.document.framing import framed, pictured
from sim.report.document.parts import (
    Audience,
    Cell,
    Chart,
    Column,
    Document,
    Headline,
    Headlines,
    Paragraph,
    Section,
    Table,
    cell,
)
from sim.report.language import say
from sim.report.numbers import bare, step_of

__all__ = ["build_uncertainty"]


def build_uncertainty(found: Uncertainty, audience: Audience) -> Document:
    """Return the report of where doubt comes from, in the language that is spoken.

    A ministry sees first what one single period may bring, for which a budget must
    last; a donor how much of the doubt research could remove.
    """
    picture = pictured(
        "one_period",
        lambda: draw_years(found),
        _periods(found),
        Chart(kind="bar", along=1, up=(2,), alone=0, unit=5),
        what=say("Bars of what one period may bring, a scale each"),
        says=next(iter(uncertainty_answer(found)), ""),
    )
    return framed(
        found.scenario,
        audience,
        question=say(
            "How much of the doubt about one period is chance, and how much not "
            "knowing?"
        ),
        first=(
            Section(
                name="answer",
                title=say("The answer"),
                blocks=(
                    *(
                        Paragraph(text, "answer" if at < len(found.doubts) else "plain")
                        for at, text in enumerate(uncertainty_answer(found))
                    ),
                    Headlines(tuple(_headlines(found, audience))),
                ),
            ),
        ),
        movable=[Section(name="one", title=picture.title, blocks=(picture,))],
        rest=[_doubts(found)],
        basis=uncertainty_caution(found),
        command=uncertainty_again(found),
    )


def _headlines(found: Uncertainty, audience: Audience) -> Iterator[Headline]:
    for doubt in found.doubts[:4]:
        label = quantity_told(doubt.quantity, found.scenario)
        share = share_of(doubt)
        if audience == "donor":
            yield Headline(
                label=label,
                value=share.partition(" (")[0],
                doubt=say(
                    "of the doubt comes from not knowing; range {range}",
                    range=share.partition(" (")[2].removesuffix(")") or "–",
                ),
            )
        elif doubt.unit == "probability":
            yield Headline(
                label=label,
                value=average_told(doubt).partition(" (")[0],
                doubt=say(
                    "of single periods; range {range}; by luck alone {alone}",
                    range=average_told(doubt).partition(" (")[2].removesuffix(")")
                    or "–",
                    alone=alone_told(doubt),
                ),
            )
        else:
            yield Headline(
                label=label,
                value=one_told(doubt, doubt.one_low, doubt.one_high),
                doubt=say("95 of 100 single periods lie between"),
            )


def _doubts(found: Uncertainty) -> Table:
    """Return each quantity: average, one period, both by luck alone, and the share."""
    return Table(
        name="doubts",
        title=say("Where the doubt about one period comes from"),
        columns=(
            Column(title=say("Measure"), meaning=say("what is counted")),
            Column(
                title=say("Average"),
                kind="number",
                meaning=say("mean over the draws, with its 95 % interval"),
            ),
            Column(
                title=say("Average by luck alone"),
                kind="number",
                meaning=say(
                    "with every value as the file says, with its 95 % interval"
                ),
            ),
            Column(title=say("One period"), meaning=say("95 of 100 lie between")),
            Column(
                title=say("One period by luck alone"),
                meaning=say("95 of 100, with every value as the file says"),
            ),
            Column(
                title=say("From not knowing"),
                kind="share",
                meaning=say("the share of the variance that knowing would remove"),
            ),
        ),
        rows=tuple(
            (
                cell(quantity_told(doubt.quantity, found.scenario)),
                Cell(average_told(doubt), doubt.mean, doubt.mean_low, doubt.mean_high),
                doubtful(alone_told(doubt), doubt.alone),
                cell(one_told(doubt, doubt.one_low, doubt.one_high)),
                cell(one_told(doubt, doubt.luck_low, doubt.luck_high)),
                NOTHING if isnan(doubt.share) else Cell(share_of(doubt), doubt.share),
            )
            for doubt in found.doubts
        ),
    )


def _periods(found: Uncertainty) -> Table:
    """Return what the picture of one period shows: an average and the ends of a bar.

    Of what a period has or has not there are no ends but those of its average.
    """
    unit = say("in the unit of the row")
    return Table(
        name="periods",
        title=say("What one period may bring"),
        columns=(
            Column(title=say("Measure"), meaning=say("what is counted")),
            Column(title=say("By what"), meaning=say("by what periods differ")),
            Column(title=say("Average"), kind="number", meaning=unit),
            Column(title=say("From"), kind="number", meaning=unit),
            Column(title=say("To"), kind="number", meaning=unit),
            Column(title=say("Unit"), meaning=say("of the numbers of the row")),
        ),
        rows=tuple(row for doubt in found.doubts for row in _ends_of(doubt, found)),
        note=say("95 of 100 periods lie between; of a chance, its 95 % interval."),
    )


def _ends_of(doubt: Doubt, found: Uncertainty) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each of the two bars of a quantity."""
    both, luck = period_ends(doubt)
    for what, value, (low, high) in (
        (say("luck and not knowing"), doubt.mean, both),
        (say("luck alone"), doubt.alone.value, luck),
    ):
        step = step_of(low, high)
        first, last = (bare(each, doubt.unit, step) for each in (low, high))
        yield (
            cell(quantity_told(doubt.quantity, found.scenario)),
            cell(what),
            NOTHING
            if value is None
            else Cell(bare(value, doubt.unit, step), value, low, high),
            Cell(first, low),
            Cell(last, high),
            cell(unit_told(doubt.unit)),
        )
