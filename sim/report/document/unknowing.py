"""The reports of ``sensitivity`` and ``uncertainty``: what is not known."""

from collections.abc import Iterator
from math import isnan

from sim.experiment.sensitivity import Bar, Information, Sobol
from sim.experiment.uncertainty import Doubt
from sim.report.decision.again import sensitivity_again, uncertainty_again
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
from sim.report.decision.naming import path_told, quantity_told, quoted, value_told
from sim.report.decision.ticks import unit_told
from sim.report.decision.unknowns import (
    Sensitivity,
    end_told,
    sensitivity_answer,
    sensitivity_caution,
    share_told,
    worth_told,
)
from sim.report.decision.unknowns_figure import draw_shares, draw_tornado, draw_years
from sim.report.decision.wording import gap_cell
from sim.report.document.cells import NOTHING, doubtful
from sim.report.document.framing import framed, pictured
from sim.report.document.parts import (
    Audience,
    Block,
    Bullets,
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
from sim.scenario.plan import Scenario

__all__ = ["build_sensitivity", "build_uncertainty", "measured"]

FIRST = 3
"""So many unknowns of a reader's own stand on the first page."""
OWN: dict[Audience, tuple[str, ...]] = {
    "ministry": ("funding.", "bridge.", "referrals.", "pathway.", "waiting."),
    "director": ("shelters.",),
    "donor": ("",),
}
"""How the unknowns begin that a reader can settle or find out."""


def build_sensitivity(found: Sensitivity, audience: Audience) -> Document:
    """Return the report of which unknown matters, in the language that is spoken.

    After the answer a ministry reads what it can settle itself, a director what a
    shelter can, and a donor what is worth finding out at all.
    """
    own = [
        bar
        for bar in found.tornado.bars
        if bar.swing and bar.unknown.path.startswith(OWN[audience])
    ]
    told = tuple(_told(found, bar) for bar in own[:FIRST])
    if audience == "donor" and found.information is not None:
        told = tuple(_worth_knowing(found, found.information)) or told
    return framed(
        found.scenario,
        audience,
        question=say(
            "Which unknown matters most for {label}?",
            label=quoted(quantity_told(found.tornado.quantity, found.scenario)),
        ),
        first=(
            Section(
                name="answer",
                title=say("The answer"),
                blocks=tuple(
                    Paragraph(text, "plain" if at else "answer")
                    for at, text in enumerate(sensitivity_answer(found))
                ),
            ),
            Section(
                name="own",
                title={
                    "ministry": say("What funders and referrers can settle"),
                    "director": say("What a shelter can settle or find out"),
                    "donor": say("What is worth finding out first"),
                }[audience],
                blocks=(
                    Bullets(told)
                    if told
                    else Paragraph(say("No unknown of this kind moves the answer.")),
                ),
            ),
        ),
        rest=measured(found),
        basis=sensitivity_caution(found),
        command=sensitivity_again(found),
    )


def _worth_knowing(found: Sensitivity, known: Information) -> Iterator[str]:
    """Say of each unknown that is worth measuring for a choice how much it is."""
    for each in known.unknowns:
        if each.told_apart:
            yield say(
                "{path}: to know it before deciding is worth {worth} a period.",
                path=path_told(each.unknown.path, found.scenario),
                worth=worth_told(found, each.value, each.low, each.high),
            )


def _told(found: Sensitivity, bar: Bar) -> str:
    return say(
        "{path}, now {now}: {low}; {high}.",
        path=path_told(bar.unknown.path, found.scenario),
        now=value_told(bar.unknown.now),
        low=end_told(found.tornado, bar, "low"),
        high=end_told(found.tornado, bar, "high"),
    )


def measured(found: Sensitivity) -> list[Block]:
    """Return the pictures and tables of what matters."""
    blocks: list[Block] = [
        pictured(
            "tornado",
            lambda: draw_tornado(found.tornado, found.scenario),
            _tornado(found),
            Chart(kind="bar", along=0, up=(3, 5)),
            what=say("Two bars an unknown, for the ends of its range; widest first"),
            says=next(iter(sensitivity_answer(found)), ""),
        ),
        _tornado(found),
    ]
    if found.sobol is not None and found.sobol.variance > 0:
        shares = found.sobol
        blocks += [
            pictured(
                "shares",
                lambda: draw_shares(shares, found.scenario),
                _shares(shares, found.scenario),
                Chart(kind="bar", along=0, up=(1, 2)),
                what=say("Shares of the variance, alone and in company, by unknown"),
                says=_widest(shares, found.scenario),
            ),
            _shares(shares, found.scenario),
        ]
    if found.information is not None and found.information.perfect > 0:
        blocks.append(_worth(found, found.information))
    return blocks


def _widest(found: Sobol, scenario: Scenario) -> str:
    """Say which unknown explains most, with all its company."""
    most = max(found.indices, key=lambda index: index.total)
    return say(
        "{path}: {share} in company.",
        path=path_told(most.unknown.path, scenario),
        share=share_told(most.total, most.total_low, most.total_high),
    )


def _unknown() -> Column:
    return Column(title=say("Unknown"), meaning=say("what it is, and whose"))


def _place() -> Column:
    return Column(title=say("Setting"), meaning=say("its place in the scenario file"))


def _tornado(found: Sensitivity) -> Table:
    """Return every unknown with its two ends and what each changes."""
    label = quantity_told(found.tornado.quantity, found.scenario)
    change = say("mean over the replications, with its joint interval")
    return Table(
        name="tornado",
        title=say("What moves {label}", label=quoted(label)),
        columns=(
            _unknown(),
            Column(title=say("Now"), meaning=say("as the file says")),
            Column(title=say("Low end"), meaning=say("the low end of its range")),
            Column(title=say("Change at the low end"), kind="number", meaning=change),
            Column(title=say("High end"), meaning=say("the high end of its range")),
            Column(title=say("Change at the high end"), kind="number", meaning=change),
            _place(),
        ),
        rows=tuple(
            (
                cell(path_told(bar.unknown.path, found.scenario)),
                cell(value_told(bar.unknown.now)),
                cell(value_told(bar.unknown.told(bar.unknown.ends[0]))),
                doubtful(gap_cell(bar.low), bar.low),
                cell(value_told(bar.unknown.told(bar.unknown.ends[1]))),
                doubtful(gap_cell(bar.high), bar.high),
                cell(bar.unknown.path),
            )
            for bar in found.tornado.bars
        ),
    )


def _shares(found: Sobol, scenario: Scenario) -> Table:
    """Return how much of the variance goes with each unknown."""
    return Table(
        name="shares",
        title=say("Which unknown the doubt goes with"),
        columns=(
            _unknown(),
            Column(
                title=say("Alone"),
                kind="share",
                meaning=say("the share of the variance that it explains alone"),
            ),
            Column(
                title=say("With its company"),
                kind="share",
                meaning=say("the share that would stay if all others were known"),
            ),
        ),
        rows=tuple(
            (
                cell(path_told(each.unknown.path, scenario)),
                Cell(
                    share_told(each.first, each.first_low, each.first_high),
                    *(each.first, each.first_low, each.first_high),
                ),
                Cell(
                    share_told(each.total, each.total_low, each.total_high),
                    *(each.total, each.total_low, each.total_high),
                ),
            )
            for each in found.indices
        ),
    )


def _worth(found: Sensitivity, known: Information) -> Table:
    """Return what it is worth to know each unknown before deciding."""
    return Table(
        name="worth",
        title=say("What it is worth to know"),
        columns=(
            _unknown(),
            Column(
                title=say("Worth of knowing"),
                kind="number",
                meaning=say("a period, by regression, with a bootstrap interval"),
            ),
            Column(
                title=say("Told apart"),
                meaning=say("whether it is more than chance alone would make it seem"),
            ),
        ),
        rows=tuple(
            (
                cell(path_told(each.unknown.path, found.scenario)),
                Cell(worth_told(found, each.value, each.low, each.high), each.value),
                cell(say("yes") if each.told_apart else say("no")),
            )
            for each in known.unknowns
        ),
    )


def build_uncertainty(found: Uncertainty, audience: Audience) -> Document:
    """Return the report of where doubt comes from, in the language that is spoken.

    A ministry sees first what one single period may bring, for which a budget must
    last; a donor how much of the doubt research could remove.
    """
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
                    Headlines(tuple(_headlines(found, audience))),
                    *(
                        Paragraph(text, "answer" if at < len(found.doubts) else "plain")
                        for at, text in enumerate(uncertainty_answer(found))
                    ),
                ),
            ),
        ),
        rest=[
            pictured(
                "one_period",
                lambda: draw_years(found),
                _periods(found),
                Chart(kind="bar", along=1, up=(2,), alone=0, unit=5),
                what=say("Bars of what one period may bring, a scale each"),
                says=next(iter(uncertainty_answer(found)), ""),
            ),
            _doubts(found),
        ],
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
                doubt=say("of the doubt comes from not knowing: {share}", share=share),
            )
        elif doubt.unit == "probability":
            yield Headline(
                label=label,
                value=average_told(doubt).partition(" (")[0],
                doubt=say(
                    "of single periods: {share}; by luck alone {alone}",
                    share=average_told(doubt),
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
