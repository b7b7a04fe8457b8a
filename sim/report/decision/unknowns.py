"""What ``sensitivity`` says: which unknown matters, and which to measure first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import floor, log10

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
from sim.report.decision.wording import gap_cell, wrapped
from sim.report.language import marked, say
from sim.report.language.retelling import retold
from sim.report.numbers import amount, bare, count, localised, percent, step_of
from sim.scenario.plan import Scenario

__all__ = [
    "WIDE",
    "Choice",
    "Sensitivity",
    "best_now",
    "end_told",
    "sensitivity_answer",
    "sensitivity_caution",
    "share_told",
    "tell_sensitivity",
    "worth_told",
]

WIDEST = 12
"""Rows of a tornado in the terminal."""
WIDE = 0.3
"""An interval of a share wider than this says little: more points are needed."""
SLIGHT = 0.05
"""By so much shares may be off what is possible without a word."""
TINY = 1e-9
"""Sums of shares may be so much above 1 by rounding alone."""
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
        blocks.append(_information(found, found.information, width))
    blocks.append(wrapped(sensitivity_caution(found), width))
    return "\n\n".join(filter(None, blocks))


def sensitivity_answer(found: Sensitivity) -> Iterator[str]:
    """Yield paragraphs: what moves the answer most, and what to measure first."""
    yield " ".join(_moving(found))
    if found.sobol is not None and found.sobol.variance > 0:
        yield " ".join(_sharing(found, found.sobol))
    if found.information is not None:
        yield " ".join(_first_to_measure(found, found.information))


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
        value="–" if tornado.base.value is None else short(tornado.base),
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
    step = None if low is None or high is None else step_of(low, high)
    if step is not None and told.unit == "probability":
        step = max(step, 0.01)
    return say(
        "with {setting} it is {value}, {gap}",
        setting=setting,
        value=amount(base + told.value, told.unit, step).strip(),
        gap=gap_cell(told),
    )


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


def best_now(found: Sensitivity, known: Information) -> str:
    """Say which plan is best as things are known, or that none is."""
    objective = (
        say("net benefit")
        if found.objective == "net benefit"
        else quoted(quantity_told(found.tornado.quantity, found.scenario))
    )
    if known.alike:
        return say(
            "{plans} cannot be told apart by {objective}: they do exactly the same "
            "in all the cases that the ranges leave open.",
            plans=listing(known.alike),
            objective=objective,
        )
    at = known.plans.index(known.best)
    told = say(
        "As things are known, {best} is the best of {plans} by {objective}; it is so "
        "in {share} of the cases that the ranges leave open.",
        share=share_told(known.chosen[at], *known.chosen_ends[at]),
        best=known.best,
        plans=listing(known.plans),
        objective=objective,
    )
    if sum(known.chosen) <= 1 + TINY:
        return told
    return f"{told} " + say("In some of them another plan does exactly as well.")


def _first_to_measure(found: Sensitivity, known: Information) -> Iterator[str]:
    yield best_now(found, known)
    if known.alike:
        yield say(
            "To measure any of these unknowns would not help to choose between them."
        )
        return
    if known.perfect <= 0:
        yield say(
            "It was best wherever the unknowns were put, so that none of them is worth "
            "measuring for this choice."
        )
        return
    yield say(
        "To know everything before deciding would be worth {amount} a period on "
        "average.",
        amount=worth_told(found, known.perfect, *known.perfect_ends),
    )
    apart = [worth for worth in known.unknowns if worth.told_apart]
    if not apart:
        yield say(
            "No single unknown is worth more than chance alone would make it seem."
        )
        return
    yield say(
        "Measure {path} first: to know it is worth {worth} a period.",
        path=_named(found, apart[0].unknown),
        worth=worth_told(found, apart[0].value, apart[0].low, apart[0].high),
    )


def worth_told(found: Sensitivity, value: float, low: float, high: float) -> str:
    """Write what it is worth to know something, with its interval."""
    unit, step = found.objective_unit, _place(value, low, high)
    ends = (bare(each, unit, step) for each in (low, high))
    return say(
        "{value} ({low} to {high})",
        value=bare(value, unit, step),
        **dict(zip(("low", "high"), ends, strict=True)),
    )


def _place(value: float, low: float, high: float) -> float | None:
    """Return what a worth is rounded to: as its interval asks, at least two figures."""
    step = step_of(low, high)
    if step is not None and value > step / 1_000:  # less is a rounding error
        step = min(step, 10.0 ** (floor(log10(value)) - 1))
    return step


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
        others = count(rest, "other")
        text += "\n" + say(
            "and {others} that move it less, or not at all", others=others
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


def _information(found: Sensitivity, known: Information, width: int) -> str:
    return named_last(
        [
            (say("worth of knowing"), say("by chance alone"), say("Unknown")),
            *(
                (
                    worth_told(found, worth.value, worth.low, worth.high),
                    say(
                        "up to {worth}",
                        worth=bare(
                            worth.chance,
                            found.objective_unit,
                            _place(worth.value, worth.low, worth.high),
                        ),
                    ),
                    worth.unknown.path,
                )
                for worth in known.unknowns[:WIDEST]
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


def share_told(share: float, low: float, high: float) -> str:
    """Write a share and its interval, which estimates may put a little outside 0 to 1.

    >>> share_told(0.42, -0.1, 1.2)
    '42 % (0–100)'
    """
    ends = "–".join(
        localised(f"{100 * min(max(each, 0.0), 1.0):.0f}") for each in (low, high)
    )
    return f"{percent(round(min(max(share, 0.0), 1.0), 2))} ({ends})"


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
