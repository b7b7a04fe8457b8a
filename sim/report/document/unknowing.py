"""The report of ``sensitivity``: which of what is not known matters."""

from collections.abc import Iterator, Sequence

from sim.experiment.estimate import Estimate
from sim.experiment.sensitivity import Bar, Information, Sobol
from sim.report.decision.again import sensitivity_again
from sim.report.decision.naming import path_told, quantity_told, quoted, value_told
from sim.report.decision.shares import share_told
from sim.report.decision.unknowns import (
    Sensitivity,
    base_told,
    end_told,
    sensitivity_answer,
    sensitivity_caution,
    value_at,
)
from sim.report.decision.unknowns_figure import draw_shares, draw_tornado
from sim.report.decision.unknowns_worth import worth_told
from sim.report.decision.wording import gap_cell
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
from sim.report.language import say, some
from sim.report.numbers import count
from sim.scenario.plan import Scenario

__all__ = ["build_sensitivity", "measured"]

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
    picture, *rest = measured(found)
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
                blocks=(
                    *(
                        Paragraph(text, "plain" if at else "answer")
                        for at, text in enumerate(sensitivity_answer(found))
                    ),
                    Headlines(tuple(_ends_told(found))),
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
        movable=[Section(name="moves", title=say("What moves it"), blocks=(picture,))],
        rest=rest,
        basis=sensitivity_caution(found),
        command=sensitivity_again(found),
    )


def _ends_told(found: Sensitivity) -> Iterator[Headline]:
    """Yield the answer as the file stands, and what the widest unknown makes of it."""
    base = found.tornado.base
    label = quantity_told(found.tornado.quantity, found.scenario)
    value, _, range_ = base_told(found.tornado, unit=True).partition(" (")
    range_ = range_.removesuffix(")") or "–"
    doubt = say("range {range}", range=range_)
    if base.unit == "probability" and base.value is not None:
        doubt = say(
            "{times} of {played}; range {range}",
            times=round(base.value * base.replications),
            played=count(base.replications, "replication"),
            range=range_,
        )
    yield Headline(
        label=say("{measure}, as the file stands", measure=label),
        value=value,
        doubt=doubt,
    )
    bar = found.tornado.bars[0]
    if not bar.swing:
        return
    for end, told in zip(bar.unknown.ends, (bar.low, bar.high), strict=True):
        setting = value_told(bar.unknown.told(end))
        if setting != value_told(bar.unknown.now) and told.value is not None:
            yield Headline(
                label=say(
                    "With {path} {setting}",
                    path=quoted(path_told(bar.unknown.path, found.scenario)),
                    setting=setting,
                ),
                value=value_at(found.tornado, told),
                doubt=gap_cell(told),
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
    moving = [bar for bar in found.tornado.bars if _moves(bar)]
    still = _unmoving(found) if moving else ""
    table = _tornado(found, moving or found.tornado.bars, note=still)
    blocks: list[Block] = [
        pictured(
            "tornado",
            lambda: draw_tornado(found.tornado, found.scenario),
            table,
            Chart(kind="bar", along=0, up=(3, 5)),
            what=say("Two bars an unknown, for the ends of its range; widest first"),
            says=next(iter(sensitivity_answer(found)), ""),
        ),
        table,
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


def _moves(bar: Bar) -> bool:
    """Say whether one of the ends of an unknown changed anything on average."""
    return bool(bar.low.value or bar.high.value)


def _unmoving(found: Sensitivity) -> str:
    """Name the unknowns of which neither end changed anything on average."""
    still = [bar.unknown.path for bar in found.tornado.bars if not _moves(bar)]
    if not still:
        return ""
    told = some(
        "{number} other unknown changed nothing on average at either end",
        "{number} other unknowns changed nothing on average at either end",
        len(still),
    )
    named = "; ".join(path_told(path, found.scenario) for path in still)
    return f"{told}: {named}."


def _tornado(found: Sensitivity, bars: Sequence[Bar], note: str = "") -> Table:
    """Return unknowns with their two ends and what each changes."""
    label = quantity_told(found.tornado.quantity, found.scenario)
    change = say("mean over the replications, with its joint interval")
    low, high = say("Change at the low end"), say("Change at the high end")
    if found.tornado.base.unit in ("probability", "share"):
        low = say("Change at the low end, points")
        high = say("Change at the high end, points")
    return Table(
        name="tornado",
        title=say("What moves {label}", label=quoted(label)),
        columns=(
            _unknown(),
            Column(title=say("Now"), meaning=say("as the file says")),
            Column(title=say("Low end"), meaning=say("the low end of its range")),
            Column(title=low, kind="number", meaning=change),
            Column(title=say("High end"), meaning=say("the high end of its range")),
            Column(title=high, kind="number", meaning=change),
            _place(),
        ),
        rows=tuple(
            (
                cell(path_told(bar.unknown.path, found.scenario)),
                cell(value_told(bar.unknown.now)),
                cell(value_told(bar.unknown.told(bar.unknown.ends[0]))),
                _change(bar.low),
                cell(value_told(bar.unknown.told(bar.unknown.ends[1]))),
                _change(bar.high),
                cell(bar.unknown.path),
            )
            for bar in bars
        ),
        note=note,
    )


def _change(told: Estimate) -> Cell:
    """Return what an end changes; of a chance in points, as the head of the column."""
    points = 100.0 if told.unit in ("probability", "share") else 1.0
    value, low, high = (
        None if each is None else points * each
        for each in (told.value, told.low, told.high)
    )
    return Cell(gap_cell(told, points=False), value, low, high)


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
