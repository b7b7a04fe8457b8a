"""What ``sensitivity`` says: which unknown matters, and which to measure first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.experiment.estimate import Estimate
from sim.experiment.sensitivity import Bar, Index, Information, Sobol, Tornado
from sim.experiment.unknowns import Skipped, Unknown
from sim.report.answer.skewed import skewed
from sim.report.answer.spread import FIRST_LOOK, listing, period
from sim.report.answer.tables import short
from sim.report.decision.naming import (
    named_last,
    path_told,
    quantity_told,
    quoted,
    value_told,
)
from sim.report.decision.shares import share_told
from sim.report.decision.unknowns_worth import first_to_measure, tell_worth
from sim.report.decision.wording import gap_cell, wrapped
from sim.report.language import marked, say, some
from sim.report.language.retelling import retold
from sim.report.numbers import (
    amount,
    bare,
    between,
    count,
    step_of,
)
from sim.scenario.plan import Scenario

__all__ = [
    "WIDE",
    "Choice",
    "Sensitivity",
    "base_told",
    "end_told",
    "sensitivity_answer",
    "sensitivity_caution",
    "tell_sensitivity",
    "value_at",
]

WIDEST = 12
"""Rows of a tornado in the terminal."""
WIDE = 0.3
"""An interval of a share wider than this says little: more points are needed."""
SLIGHT = 0.05
"""By so much shares may be off what is possible without a word."""
ENOUGH = 256
"""So many points are told to be taken where fewer left the shares too wide."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The plans to choose instead of a file, and how that was worked out.

    ``worth`` is what one of each effect is worth, in whole units of the currency, and
    ``points`` at how many points the plans were played.
    """

    variants: tuple[Scenario, ...]
    worth: Mapping[str, float]
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """All that was asked of the unknowns of one file; ``objective`` chose a plan.

    ``inputs`` are the unknowns that were kept to, none where all were turned;
    ``widest`` how many of them were turned together.  ``choice`` is what plans were
    chosen from, None where none were.
    """

    scenario: Scenario
    tornado: Tornado
    sobol: Sobol | None
    information: Information | None
    skipped: tuple[Skipped, ...]
    seed: int
    replications: int
    objective: str = ""
    objective_unit: str = ""
    inputs: tuple[str, ...] = ()
    widest: int = 10
    choice: Choice | None = None


def tell_sensitivity(found: Sensitivity, *, width: int = 80) -> str:
    """Return everything that ``sensitivity`` prints."""
    blocks = [
        wrapped(found.scenario.title, width),
        *(wrapped(text, width) for text in sensitivity_answer(found)),
        _tornado(found, width),
    ]
    if found.sobol is not None:
        blocks.append(_sobol(found.sobol, width))
    if found.information is not None and found.information.perfect > 0:
        blocks.append(tell_worth(found, found.information, width, WIDEST))
    blocks.append(wrapped(sensitivity_caution(found), width))
    return "\n\n".join(filter(None, blocks))


def sensitivity_answer(found: Sensitivity) -> Iterator[str]:
    """Yield paragraphs: what moves the answer most, and what to measure first."""
    yield " ".join(_moving(found))
    if found.sobol is not None and found.sobol.variance > 0:
        yield " ".join(_sharing(found, found.sobol))
    if found.information is not None:
        yield " ".join(first_to_measure(found, found.information))


def _moving(found: Sensitivity) -> Iterator[str]:
    tornado, when = found.tornado, period(found.scenario)
    label = quoted(quantity_told(tornado.quantity, found.scenario))
    moved = [bar for bar in tornado.bars if bar.swing]
    if not moved:
        yield say(
            "No unknown of the file moves {label} {when}.", label=label, when=when
        )
        return
    top = moved[0]
    yield say(
        "{label} {when} is {value} as the file stands.",
        label=label,
        when=when,
        value=base_told(tornado),
    )
    what = marked("It moves most with {path}: {low}; {high}.")
    if not _reach(top):
        what = marked("No unknown surely moves it; perhaps {path} most: {low}; {high}.")
    yield say(
        what,
        path=_named(found, top.unknown),
        low=end_told(found.tornado, top, "low"),
        high=end_told(found.tornado, top, "high"),
    )
    least = _reach(top)[:1]
    near = [_named(found, bar.unknown) for bar in moved[1:] if least < _reach(bar)[1:]]
    if near:
        yield say(
            "These may move it as much, by chance alone: {others}.",
            others=listing(near),
        )


def base_told(found: Tornado, *, unit: bool = False) -> str:
    """Write the answer of the file as it stands, with its interval.

    The value is told one digit finer than its ends, so that what an end of a range
    changes and what comes of it add up for who reads both; with its ``unit`` too.
    """
    base, write = found.base, amount if unit else bare
    if base.value is None:
        return "–"
    if base.low is None or base.high is None or base.unit == "probability":
        return short(base)
    step = step_of(base.low, base.high)
    if step is None:
        return short(base)
    ends = between(base.low, base.high, base.unit, step, signed=False)
    return f"{write(base.value, base.unit, step / 10).strip()} ({ends})"


def _named(found: Sensitivity, unknown: Unknown) -> str:
    """Name an unknown within a sentence, by what it is and whose."""
    return quoted(path_told(unknown.path, found.scenario))


def _reach(bar: Bar) -> tuple[float, ...]:
    """Return the least and the most that a bar surely moves; nothing where it may not.

    Of its two ends that which moves more.
    """
    ends = [
        tuple(sorted((abs(told.low), abs(told.high))))
        for told in (bar.low, bar.high)
        if told.low is not None and told.high is not None and told.low * told.high > 0
    ]
    return max(ends, key=sum, default=())


def end_told(tornado: Tornado, bar: Bar, which: str) -> str:
    """Say what comes of one end: the value there, and by how much it differs."""
    told = bar.low if which == "low" else bar.high
    share = bar.unknown.ends[0 if which == "low" else 1]
    setting = value_told(bar.unknown.told(share))
    low, high, base = told.low, told.high, tornado.base.value
    if told.value is None or base is None:
        return say("with {setting} it is not defined", setting=setting)
    if setting == value_told(bar.unknown.now):
        return say("{setting} is what the file says", setting=setting)
    if told.value == low == high == 0:
        return say("with {setting} nothing changes", setting=setting)
    if low is not None and high is not None and low <= 0 <= high:
        return say(
            "with {setting} no difference can be told, {gap}",
            setting=setting,
            gap=gap_cell(told),
        )
    return say(
        "with {setting} it is {value}, {gap}",
        setting=setting,
        value=value_at(tornado, told),
        gap=gap_cell(told),
    )


def value_at(tornado: Tornado, told: Estimate) -> str:
    """Write what an end of a range leads to, as fine as what it changes is told."""
    base = tornado.base.value
    if told.value is None or base is None:
        return "–"
    step = None
    if told.low is not None and told.high is not None:
        step = step_of(told.low, told.high)
    if step is not None and told.unit == "probability":
        step = 0.01
    return amount(base + told.value, told.unit, step).strip()


def _sharing(found: Sensitivity, shares: Sobol) -> Iterator[str]:
    """Say with which unknown the doubt goes, and how well that is known."""
    first, *others = shares.indices
    unknowns = len(found.tornado.bars)
    what = marked(
        "Of all that the unknowns leave open together, {share} goes with {path} and "
        "its company."
    )
    if len(shares.indices) < unknowns:
        what = marked(
            "Of all that the {few} widest of {all} unknowns leave open together, "
            "{share} goes with {path} and its company."
        )
    yield say(
        what,
        share=share_told(first.total, first.total_low, first.total_high),
        path=_named(found, first.unknown),
        few=len(shares.indices),
        all=unknowns,
    )
    near = [
        _named(found, each.unknown)
        for each in others
        if each.total_high >= first.total_low
    ]
    if near:
        yield say(
            "By that share it cannot be told from these: {others}.",
            others=listing(near),
        )
    if is_impossible(shares):
        yield say(
            "Some shares are impossible: none can be larger alone than with its "
            "company, nor all of them alone add up to more than 100 %. Too few points "
            "were taken to tell them."
        )
    if is_wide(shares) or is_impossible(shares):
        yield say(
            "These shares are known roughly only: take {points} points or more to "
            "decide (--sobol {points}).",
            points=max(ENOUGH, 2 * shares.points),
        )


def is_wide(found: Sobol) -> bool:
    """Say whether intervals of shares are too wide to decide by."""
    return any(_width(index) > WIDE for index in found.indices)


def is_impossible(found: Sobol) -> bool:
    """Say whether the shares told are such as no function of the unknowns can have.

    In theory an unknown explains alone at most what it does with its company, and
    all of them alone at most the whole; estimates may miss that by a little.
    """
    alone = sum(max(index.first, 0.0) for index in found.indices)
    more = max(index.first - index.total for index in found.indices)
    return max(alone - 1, more) > SLIGHT


def _width(index: Index) -> float:
    return max(index.total_high - index.total_low, index.first_high - index.first_low)


def _tornado(found: Sensitivity, width: int) -> str:
    """Return a row an unknown that moves the answer, the unknown last."""
    moved = [bar for bar in found.tornado.bars if bar.swing][:WIDEST]
    if not moved:
        return ""
    text = named_last(
        [
            (say("low end"), "", say("high end"), "", say("Unknown")),
            *(
                (
                    value_told(bar.unknown.told(bar.unknown.ends[0])),
                    gap_cell(bar.low),
                    value_told(bar.unknown.told(bar.unknown.ends[1])),
                    gap_cell(bar.high),
                    bar.unknown.path,
                )
                for bar in moved
            ),
        ],
        width,
    )
    rest = len(found.tornado.bars) - len(moved)
    if rest:
        text += "\n" + some(
            "and {number} other that moves it less, or not at all",
            "and {number} others that move it less, or not at all",
            rest,
        )
    return text


def _sobol(found: Sobol, width: int) -> str:
    return named_last(
        [
            (say("alone"), say("with its company"), say("share of the variance")),
            *(
                (
                    share_told(index.first, index.first_low, index.first_high),
                    share_told(index.total, index.total_low, index.total_high),
                    index.unknown.path,
                )
                for index in found.indices
            ),
        ],
        width,
    )


def _turned_together(found: Sensitivity) -> int:
    """Return how many unknowns were turned together; all where none had to be."""
    if found.sobol is not None:
        return len(found.sobol.indices)
    if found.information is not None:
        return len(found.information.unknowns)
    return len(found.tornado.bars)


def sensitivity_caution(found: Sensitivity) -> str:
    """Say how sure the numbers are, and what was left out."""
    played = count(found.replications, "replication")
    told = [
        say(
            "{played} a plan, all with the same luck, seed {seed}. Ranges of the "
            "tornado hold together with 95 % (Bonferroni); where 0 lies within, no "
            "difference can be told.",
            played=played,
            seed=found.seed,
        )
    ]
    if found.sobol is not None:
        told.append(
            say(
                "Shares come from {points}, any value of a range as likely as another, "
                "with bootstrap intervals.",
                points=count(found.sobol.points, "design point"),
            )
        )
    turned = _turned_together(found)
    if turned < len(found.tornado.bars):
        told.append(
            say(
                "Only the {few} of {all} unknowns that move it most were turned "
                "together; the others stayed as the file says.",
                few=turned,
                all=len(found.tornado.bars),
            )
        )
    told += [
        say(
            "{path} was left out: {why}.",
            path=quoted(path_told(skipped.path, found.scenario)),
            why=retold(skipped.why),
        )
        for skipped in found.skipped
    ]
    if found.replications >= FIRST_LOOK:
        ends = [end for bar in found.tornado.bars for end in (bar.low, bar.high)]
        told += filter(None, [skewed([found.tornado.base, *ends])])
    else:
        told.append(
            say("{played} are a first look: play 200 or more to decide.", played=played)
        )
    return " ".join(told)
