"""What ``uncertainty`` says: how much of the doubt about one period is chance."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite, nan
from typing import TypeAlias

from sim.experiment.estimate import finite, kind_of
from sim.experiment.uncertainty import Doubt
from sim.report.answer.tables import columns
from sim.report.decision.naming import named_last, quantity_told, quoted
from sim.report.decision.shares import share_told
from sim.report.decision.unknowns import WIDE
from sim.report.decision.wording import wrapped
from sim.report.language import say
from sim.report.numbers import amount, bare, between, count, step_of
from sim.scenario.plan import Scenario

__all__ = [
    "Uncertainty",
    "alone_told",
    "average_told",
    "one_told",
    "period_ends",
    "share_of",
    "tell_uncertainty",
    "uncertainty_answer",
    "uncertainty_as_data",
    "uncertainty_caution",
]

Ends: TypeAlias = tuple[float, float]
ENOUGH = 256
"""So many draws are told to be taken where fewer left the shares too wide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainty:
    """The doubts about some quantities of one file; ``paths`` are its unknowns.

    ``inputs`` are those that were kept to, none where all were drawn.
    """

    scenario: Scenario
    doubts: tuple[Doubt, ...]
    paths: tuple[str, ...]
    seed: int
    inputs: tuple[str, ...] = ()


def tell_uncertainty(found: Uncertainty, *, width: int = 80) -> str:
    """Return everything that ``uncertainty`` prints."""
    rows = [("", say("average"), say("one period"), say("from not knowing"))]
    for doubt in found.doubts:
        rows += [
            (
                quantity_told(doubt.quantity, found.scenario),
                average_told(doubt),
                one_told(doubt, doubt.one_low, doubt.one_high),
                share_of(doubt),
            ),
            (
                f"  {say('by luck alone')}",
                alone_told(doubt),
                one_told(doubt, doubt.luck_low, doubt.luck_high),
                "",
            ),
        ]
    table = columns(rows)
    if max(map(len, table.split("\n"))) > width:
        rows[0] = (say("Measure"), *rows[0][1:])
        table = named_last([(*told, name.strip()) for name, *told in rows], width)
    return "\n\n".join(
        [
            wrapped(found.scenario.title, width),
            *(wrapped(text, width) for text in uncertainty_answer(found)),
            table,
            wrapped(uncertainty_caution(found), width),
        ]
    )


def uncertainty_answer(found: Uncertainty) -> Iterator[str]:
    """Yield a paragraph a quantity: where the doubt about one period comes from."""
    for doubt in found.doubts:
        yield " ".join(_of(doubt, found.scenario))
    if any(_is_wide(doubt) for doubt in found.doubts):
        yield say(
            "These shares are known roughly only: take {draws} draws or more to decide "
            "(--draws {draws}).",
            draws=max(ENOUGH, 2 * found.doubts[0].outer),
        )


def _of(doubt: Doubt, scenario: Scenario) -> Iterator[str]:
    label = quoted(quantity_told(doubt.quantity, scenario))
    if doubt.one_low == doubt.one_high and not isfinite(doubt.share):
        yield say(
            "There is no doubt about {label}: {value}.",
            label=label,
            value=average_told(doubt),
        )
        return
    if doubt.unit == "probability":
        yield say(
            "{label}: in {value} of single periods, by luck and by what the file does "
            "not know; in {alone} by luck alone, were every value as the file says.",
            label=label,
            value=average_told(doubt),
            alone=alone_told(doubt),
        )
    else:
        yield say(
            "{label}: one single period may bring {range} (95 of 100), by luck and by "
            "what the file does not know; {alone} by luck alone, were every value as "
            "the file says.",
            label=label,
            range=one_told(doubt, doubt.one_low, doubt.one_high),
            alone=one_told(doubt, doubt.luck_low, doubt.luck_high),
        )
        yield say(
            "On average it is {value}, and by luck alone {alone}.",
            value=average_told(doubt),
            alone=alone_told(doubt),
        )
    if isfinite(doubt.share):
        yield say(
            "Of that doubt {share} comes from not knowing, the rest is chance.",
            share=share_of(doubt),
        )


def share_of(doubt: Doubt) -> str:
    """Write the share that comes from not knowing, with its interval."""
    if not isfinite(doubt.share):
        return "–"
    return share_told(doubt.share, doubt.share_low, doubt.share_high)


def _is_wide(doubt: Doubt) -> bool:
    return isfinite(doubt.share) and doubt.share_high - doubt.share_low > WIDE


def average_told(doubt: Doubt) -> str:
    """Write the average with its interval, by luck and by what is not known."""
    return _with_ends(doubt.mean, doubt.mean_low, doubt.mean_high, doubt.unit)


def alone_told(doubt: Doubt) -> str:
    """Write the average by luck alone with its interval."""
    value, low, high = (
        nan if each is None else each
        for each in (doubt.alone.value, doubt.alone.low, doubt.alone.high)
    )
    return _with_ends(value, low, high, doubt.unit)


def _with_ends(value: float, low: float, high: float, unit: str) -> str:
    """Write a value with its interval; a chance stays between 0 and 1."""
    if unit in ("probability", "share"):
        low, high = max(low, 0.0), min(high, 1.0)
    step = step_of(low, high)
    told = bare(value, unit, step)
    if step is None:
        return told
    return f"{told} ({between(low, high, unit, step, signed=False)})"


def period_ends(doubt: Doubt) -> tuple[Ends, Ends]:
    """Return where one period may lie: by both kinds of doubt, and by luck alone.

    A period has what is a chance or has it not, so of that they are the ends of the
    averages.
    """
    if doubt.unit == "probability":
        low, high = doubt.alone.low, doubt.alone.high
        return (
            (max(doubt.mean_low, 0.0), min(doubt.mean_high, 1.0)),
            (0.0 if low is None else low, 1.0 if high is None else high),
        )
    return (doubt.one_low, doubt.one_high), (doubt.luck_low, doubt.luck_high)


def one_told(doubt: Doubt, low: float, high: float) -> str:
    """Write what a single period may bring; a dash for what happens or does not."""
    if doubt.unit == "probability":
        return "–"
    step = step_of(doubt.one_low, doubt.one_high)
    if low == high:
        return amount(low, doubt.unit, step).strip()
    return say(
        "{low} to {high}",
        low=bare(low, doubt.unit, step),
        high=amount(high, doubt.unit, step).strip(),
    )


def uncertainty_caution(found: Uncertainty) -> str:
    """Say how the doubts were told apart, and how sure that is."""
    first = found.doubts[0]
    return say(
        "{draws} of {unknowns}, any value of a range as likely as another, each with "
        "{played} of its own luck; seed {seed}. By luck alone: every value as the file "
        "says, {all} of the same luck. One period: 95 of 100 lie between. Intervals of "
        "shares are 95 % jackknife intervals over the draws.",
        draws=count(first.outer, "draw"),
        unknowns=count(len(found.paths), "unknown"),
        played=count(first.inner, "replication"),
        all=count(first.alone.replications, "replication"),
        seed=found.seed,
    )


def uncertainty_as_data(found: Uncertainty) -> dict[str, object]:
    """Return the plain data of the ``--json`` contract."""
    return {
        "scenario": found.scenario.name,
        "digest": found.scenario.digest,
        "seed": found.seed,
        "replications": found.doubts[0].inner,
        "draws": found.doubts[0].outer,
        "unknowns": list(found.paths),
        "inputs": list(found.inputs),
        "answer": " ".join(uncertainty_answer(found)),
        "doubts": [
            {
                "measure": d.quantity.measure.name,
                "by": dict(d.quantity.by),
                "unit": d.unit,
                "value": d.mean,
                "low": finite(d.mean_low),
                "high": finite(d.mean_high),
                "interval": kind_of(
                    "skewness-adjusted t", finite(d.mean_low), finite(d.mean_high)
                ),
                "value_by_luck_alone": d.alone.value,
                "low_by_luck_alone": d.alone.low,
                "high_by_luck_alone": d.alone.high,
                "interval_by_luck_alone": d.alone.interval,
                "share_from_not_knowing": finite(d.share),
                "share_low": finite(d.share_low),
                "share_high": finite(d.share_high),
                "prediction_low": d.one_low,
                "prediction_high": d.one_high,
                "prediction_low_by_luck_alone": d.luck_low,
                "prediction_high_by_luck_alone": d.luck_high,
            }
            for d in found.doubts
        ],
    }
