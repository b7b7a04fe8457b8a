"""The reports of a search and of a sweep: the answer, what stands now, the curve."""

from collections.abc import Iterator

from sim.experiment.curve import Sweep
from sim.experiment.finding import Finding
from sim.report.decision.again import finding_again, sweep_again
from sim.report.decision.curve import KEPT, answer, basis, cell, cell_held, standing
from sim.report.decision.curve_figure import draw_finding, draw_heat, draw_sweep
from sim.report.decision.naming import (
    condition_told,
    paths_told,
    quantity_told,
    quoted,
    value_told,
)
from sim.report.decision.sweep import (
    cell_marked,
    places_briefly,
    sweep_answer,
    sweep_basis,
    sweep_standing,
    values_told,
)
from sim.report.decision.wording import listed
from sim.report.document.cells import doubtful
from sim.report.document.framing import framed, pictured
from sim.report.document.parts import (
    Audience,
    Block,
    Chart,
    Column,
    Document,
    Headline,
    Headlines,
    Paragraph,
    Picture,
    Section,
    Table,
)
from sim.report.document.parts import cell as words
from sim.report.language import marked, say

__all__ = ["build_finding", "build_sweep"]

MEASURES = 2
"""So many measures of a sweep have figures on the first page."""


def build_finding(found: Finding, audience: Audience = "ministry") -> Document:
    """Return the report of a search in the language that is spoken.

    Each reader's opens on the answer.  With it a ministry reads what stands now, a
    donor sees the curve, and a director has what every value would do.
    """
    answered: tuple[Block, ...] = (Paragraph(answer(found), "answer"), _figures(found))
    picture, table = _curve(found)
    now = standing(found)
    nothing = Section(
        name="nothing",
        title=say("What doing nothing means"),
        blocks=(Paragraph(now),),
    )
    first = {
        "ministry": (),
        "director": (_section("values", say("What each value would do"), table),),
        "donor": (_section("curve", say("The curve"), picture),),
    }[audience]
    rest = {
        "ministry": (picture, table),
        "director": (picture,),
        "donor": (table,),
    }[audience]
    return framed(
        found.scenario,
        audience,
        question=say(
            "Which value of {setting} keeps {condition}?",
            setting=quoted(paths_told(found.paths, found.scenario)),
            condition=condition_told(found.condition, found.scenario),
        ),
        first=(
            Section(name="answer", title=say("The answer"), blocks=answered),
            *((nothing,) if now else ()),
            *first,
        ),
        rest=(*rest, *map(Paragraph, _meanings())),
        basis=basis(found.replications, found.seed),
        command=finding_again(found),
    )


def _meanings() -> tuple[str, ...]:
    """Say what the values of a search mean."""
    return (
        say(
            "The estimate is where the average over the replications meets the "
            "condition; the value to rely on is the first at which its one-sided "
            "95 % bound does."
        ),
        say(
            "The condition is about the average, or for a chance about how many "
            "replications; that it holds so does not mean that it does in every "
            "single one."
        ),
    )


def build_sweep(found: Sweep, audience: Audience = "ministry") -> Document:
    """Return the report of a sweep in the language that is spoken.

    A ministry reads the answer first and the numbers after it, a donor sees the
    picture and a director has the numbers on the page that stands alone.
    """
    picture, table = _grid(found)
    first = {
        "ministry": (),
        "director": (_section("values", say("What each value would do"), table),),
        "donor": (_section("curve", say("The curve"), picture),),
    }[audience]
    rest = {
        "ministry": (picture, table),
        "director": (picture,),
        "donor": (table,),
    }[audience]
    settings = [quoted(paths_told(d.paths, found.scenario)) for d in found.dials]
    said = Paragraph(sweep_answer(found), "answer")
    nothing = Section(
        name="nothing",
        title=say("What doing nothing means"),
        blocks=(Paragraph(sweep_standing(found)),),
    )
    return framed(
        found.scenario,
        audience,
        question=_question(settings),
        first=(
            Section(
                name="answer",
                title=say("The answer"),
                blocks=(Headlines(tuple(_ends(found))), said),
            ),
            nothing,
            *first,
        ),
        rest=rest,
        basis=sweep_basis(found),
        command=sweep_again(found),
    )


def _ends(found: Sweep) -> Iterator[Headline]:
    """Yield the least and the most of the first measures, as figures."""
    shown = zip(found.quantities, found.ends, strict=True)
    for quantity, ends in [pair for pair in shown if pair[1] is not None][:MEASURES]:
        assert ends is not None
        measure = quantity_told(quantity, found.scenario)
        for label, end in (
            (marked("{measure}, at the least"), ends.least),
            (marked("{measure}, at the most"), ends.most),
        ):
            value, _, range_ = cell(end.told).partition(" (")
            yield Headline(
                label=say(label, measure=measure),
                value=value,
                doubt=say(
                    "at {settings}; range {range}",
                    settings=places_briefly(found, end.points),
                    range=range_.removesuffix(")") or "–",
                ),
            )


def _question(settings: list[str]) -> str:
    """Ask what one setting changes, or what several do."""
    asked = marked("What does {setting} change?")
    if len(settings) > 1:
        asked = marked("What do {setting} change?")
    return say(asked, setting=listed(settings))


def _section(name: str, title: str, block: Block) -> Section:
    return Section(name=name, title=title, blocks=(block,))


def _figures(found: Finding) -> Headlines:
    """Return the value by the estimate, that to rely on, and where it turns."""
    told = []
    if found.value.text is not None and found.holds in ("from", "up to"):
        ends = [end for end in (found.low.text, found.high.text) if end is not None]
        doubt = ""
        if len(ends) == 2:
            doubt = say(
                "the turning point: {low} to {high} (95 % interval)",
                low=value_told(ends[0]),
                high=value_told(ends[1]),
            )
        told.append(
            Headline(
                label=say("By the estimate"),
                value=value_told(found.value.text),
                doubt=doubt,
            )
        )
    if found.sure.text is not None:
        told.append(
            Headline(
                label=say("To rely on"),
                value=value_told(found.sure.text),
                doubt=say("one-sided 95 % bound"),
            )
        )
    return Headlines(tuple(told))


def _curve(found: Finding) -> tuple[Picture, Table]:
    """Return the curve that a value was read from, and its table."""
    quantity = found.condition.quantity
    told = quantity_told(quantity, found.scenario)
    table = Table(
        name="curve",
        title=say("What was played"),
        columns=(
            Column(
                title=paths_told(found.paths, found.scenario),
                meaning=say("the setting that varies"),
            ),
            Column(
                title=told,
                kind="number",
                meaning=say("mean in the period, with its 95 % interval"),
            ),
            Column(
                title=say("In words"),
                meaning=say("whether the condition is kept, and how surely"),
            ),
        ),
        rows=tuple(
            (
                words(value_told(point.settings[found.paths[0]])),
                doubtful(
                    cell_held(point.estimates[0], found.condition), point.estimates[0]
                ),
                words(say(KEPT[kept])),
            )
            for point, kept in zip(found.points, found.kept, strict=True)
        ),
    )
    chart = Chart(kind="line", along=0, up=(1,))
    picture = pictured(
        "curve",
        lambda: draw_finding(found),
        table,
        chart,
        what=say("Curve of a measure over a setting, with the limit it is to keep"),
        says=answer(found),
    )
    return picture, table


def _grid(found: Sweep) -> tuple[Picture, Table]:
    """Return the picture of a sweep, and every point as a table."""
    table = Table(
        name="points",
        title=say("What was played"),
        columns=(
            *(
                Column(
                    title=paths_told(dial.paths, found.scenario),
                    meaning=say("the setting that varies"),
                )
                for dial in found.dials
            ),
            *(
                Column(
                    title=quantity_told(quantity, found.scenario),
                    kind="number",
                    meaning=say("mean in the period, with its 95 % interval"),
                )
                for quantity in found.quantities
            ),
        ),
        rows=tuple(
            (
                *(words(value) for value in values_told(found, point)),
                *(
                    doubtful(cell_marked(found, at, number), told)
                    for number, told in enumerate(point.estimates)
                ),
            )
            for at, point in enumerate(found.points)
        ),
    )
    two = len(found.dials) == 2
    draw = draw_heat if two else draw_sweep
    chart = Chart(kind="line", along=int(two), up=(1 + two,), apart=0 if two else None)
    what = say("Curve of each measure over a setting, with its band")
    if two:
        what = say("Table of colours over two settings, the numbers in it")
    picture = pictured(
        "sweep", lambda: draw(found), table, chart, what=what, says=sweep_answer(found)
    )
    return picture, table
