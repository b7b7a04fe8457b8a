"""The reports of a search and of a sweep: the answer, what stands now, the curve."""

from collections.abc import Iterator

from sim.experiment.curve import Sweep
from sim.experiment.estimate import Estimate
from sim.experiment.finding import Finding
from sim.report.decision.again import finding_again, sweep_again
from sim.report.decision.curve import KEPT, answer, basis, cell, cell_held, standing
from sim.report.decision.curve_figure import draw_finding, draw_heat, draw_sweep
from sim.report.decision.naming import (
    condition_told,
    paths_told,
    quantity_told,
    quoted,
    settings_briefly,
    value_told,
)
from sim.report.decision.sweep import (
    cell_marked,
    places_told,
    sweep_answer,
    sweep_basis,
    sweep_standing,
    sweep_told,
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
from sim.report.numbers import count

__all__ = ["build_finding", "build_sweep"]

MEASURES = 2
"""So many measures of a sweep have figures on the first page."""


def build_finding(found: Finding, audience: Audience = "ministry") -> Document:
    """Return the report of a search in the language that is spoken.

    Each reader's opens on the answer and what stands now.  A director then has what
    every value would do, all others see the curve.
    """
    picture, table = _curve(found)
    answered = Section(
        name="answer",
        title=say("The answer"),
        blocks=(Paragraph(answer(found), "answer"), _figures(found)),
    )
    movable, rest = _in_order(audience, picture, table)
    return framed(
        found.scenario,
        audience,
        question=say(
            "Which value of {setting} keeps {condition}?",
            setting=quoted(paths_told(found.paths, found.scenario)),
            condition=condition_told(found.condition, found.scenario),
        ),
        first=[answered, *_doing_nothing(standing(found))],
        movable=movable,
        rest=(*rest, *map(Paragraph, _meanings())),
        basis=basis(found.replications, found.seed),
        command=finding_again(found),
    )


def _doing_nothing(told: str) -> list[Section]:
    """Return what comes of the plan as it stands; nothing where that is not known."""
    if not told:
        return []
    return [_section("nothing", say("What doing nothing means"), Paragraph(told))]


def _in_order(
    audience: Audience, picture: Picture, table: Table
) -> tuple[list[Section], list[Block]]:
    """Return what may stand on the first page and what follows, for a reader."""
    curve = _section("curve", say("The curve"), picture)
    values = _section("values", say("What each value would do"), table)
    return ([values], [picture]) if audience == "director" else ([curve], [table])


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

    Each reader's opens on the ends of each measure and what stands now.  A director
    then has what every value would do, all others see the curves.
    """
    picture, table = _grid(found)
    settings = [quoted(paths_told(d.paths, found.scenario)) for d in found.dials]
    told = (Paragraph(text, "answer") for text in sweep_told(found))
    answered = Section(
        name="answer",
        title=say("The answer"),
        blocks=(*told, Headlines(tuple(_ends(found)))),
    )
    movable, rest = _in_order(audience, picture, table)
    return framed(
        found.scenario,
        audience,
        question=_question(settings),
        first=[answered, *_doing_nothing(sweep_standing(found))],
        movable=movable,
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
            value = cell(end.told).partition(" (")[0]
            yield Headline(
                label=say(label, measure=measure),
                value=value,
                doubt=_doubt(end.told, at=places_told(found, end.points)),
            )


def _doubt(told: Estimate, at: str) -> str:
    """Say where a figure was found, of a chance how often, and within what it lies."""
    range_ = cell(told).partition(" (")[2].removesuffix(")")
    if not range_:
        return say("at {settings}; the same in every replication", settings=at)
    if told.unit != "probability" or told.value is None:
        return say("at {settings}; range {range}", settings=at, range=range_)
    return say(
        "at {settings}; {times} of {played}; range {range}",
        settings=at,
        times=round(told.value * told.replications),
        played=count(told.replications, "replication"),
        range=range_,
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
        told.append(
            Headline(
                label=say("By the estimate"),
                value=value_told(found.value.text),
                doubt=_turning(found),
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
    return Headlines((*told, *_standing_figure(found)))


def _turning(found: Finding) -> str:
    """Say between which values a condition begins or ends to hold."""
    low, high = found.low.text, found.high.text
    if low is not None and high is not None:
        return say(
            "the turning point: {low} to {high} (95 % interval)",
            low=value_told(low),
            high=value_told(high),
        )
    if low is not None:
        told, end = marked("the turning point: above {end} (95 % interval)"), low
    elif high is not None:
        told, end = marked("the turning point: below {end} (95 % interval)"), high
    else:
        return ""
    return say(told, end=value_told(end))


def _standing_figure(found: Finding) -> Iterator[Headline]:
    """Yield what the plan as it stands leads to, where the file says its value."""
    if found.now is None or found.now_kept is None:
        return
    now = cell_held(found.now.estimates[0], found.condition)
    value, _, range_ = now.partition(" (")
    kept = say(KEPT[found.now_kept])
    yield Headline(
        label=say(
            "{measure}, as the plan stands",
            measure=quantity_told(found.condition.quantity, found.scenario),
        ),
        value=value,
        doubt=say("range {range}; {kept}", range=range_.removesuffix(")"), kept=kept)
        if range_
        else kept,
    )


def _curve(found: Finding) -> tuple[Picture, Table]:
    """Return the curve that a value was read from, and its table."""
    quantity = found.condition.quantity
    told = quantity_told(quantity, found.scenario)
    table = Table(
        name="curve",
        title=say("What was played"),
        columns=(
            Column(
                title=settings_briefly([found.paths], found.scenario)[0],
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
                Column(title=turned, meaning=say("the setting that varies"))
                for turned in settings_briefly(
                    [dial.paths for dial in found.dials], found.scenario
                )
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
