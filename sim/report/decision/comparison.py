"""What ``compare`` says: answer, tables, changes, what it rests on, and JSON."""

from collections.abc import Iterable, Iterator
from math import floor, log10

from sim.experiment.acceptability import ERROR, SAMPLES
from sim.experiment.comparison import Comparison
from sim.report.answer.playing import precision_told
from sim.report.answer.skewed import skewed
from sim.report.answer.spread import FIRST_LOOK
from sim.report.decision.comparison_answer import answer, answers, how_sure
from sim.report.decision.comparison_tables import (
    are_many,
    fitted,
    pair,
    prices,
    tables,
)
from sim.report.decision.naming import value_told
from sim.report.decision.wording import (
    listed,
    lowered,
    named,
    stopped_as_data,
    wrapped,
)
from sim.report.language import say, spoken
from sim.report.numbers import count, localised, rounded
from sim.scenario.changes import Change

__all__ = ["as_data", "basis", "caution", "single_values", "tell"]

WORTH_TELLING = 1.05
"""The smallest gain by common luck that is told."""
NAMED = 8
"""Up to so many changes of a variant are told; the rest is counted."""


def tell(found: Comparison, *, width: int = 80) -> str:
    """Return everything that ``compare`` prints, as text of ``width`` columns."""
    blocks = [
        f"{found.base.title}\n{wrapped(found.base.question, width)}",
        *(wrapped(text, width) for text in answers(found)),
        *tables(found, width),
        *([] if (rows := how_sure(found)) is None else [fitted(rows, width)]),
        *prices(found, width),
        "\n".join(_changes(found, width)),
        wrapped(caution(found), width),
    ]
    return "\n\n".join(block for block in blocks if block)


def _changes(found: Comparison, width: int) -> Iterator[str]:
    """Yield what each variant changes, with the line that says so."""
    for name, changes in zip(found.names[1:], found.changes, strict=True):
        lines = list(single_values(changes))
        if not lines:
            yield say("{name} changes no setting.", name=name)
            continue
        settings = count(len(lines), "setting")
        yield say("{name} changes {settings}:", name=name, settings=settings)
        for change in lines[:NAMED]:
            yield from _change(change, width)
        if len(lines) > NAMED:
            more = len(lines) - NAMED
            yield "  " + say("… and {more} more (--json has them all)", more=more)


def single_values(changes: Iterable[Change]) -> Iterator[Change]:
    """Yield changes value by value, each with its own path."""
    for change in changes:
        yield from change.parts or (change,)


def _change(change: Change, width: int) -> Iterator[str]:
    def cut(text: str | None) -> str:
        if text is None:
            return say("nothing")
        text = value_told(text)
        return text if len(text) <= 34 else f"{text[:33]}…"

    said = f"  {change.path}: {cut(change.before)} → {cut(change.after)}"
    at = change.after_at or change.before_at
    origin = "" if at is None else f"{at[0]}:{at[1]}"
    if change.after_at is None:
        origin = say("was {place}", place=origin)
    if len(said) + len(origin) + 2 <= width:
        yield said + " " * (width - len(said) - len(origin)) + origin
    else:
        yield said
        yield f"{origin:>{width}}"


def caution(found: Comparison) -> str:
    """Say what the ranges mean, and what the common luck was worth."""
    return " ".join(filter(None, (*_ranges(found), _reduced(found), _few(found))))


def basis(found: Comparison) -> str:
    """Say what the ranges mean, for a page that has no room for more."""
    return " ".join(filter(None, (*_ranges(found), _few(found))))


def _few(found: Comparison) -> str:
    """Say that so few replications are a first look, where they are."""
    if found.replications >= FIRST_LOOK:
        return ""
    return say(
        "{played} are a first look: play 200 or more to decide.",
        played=count(found.replications, "replication"),
    )


def _ranges(found: Comparison) -> list[str]:
    played = count(found.replications, "replication")
    parts = [
        say(
            "{played} each with the same luck, seed {seed}.",
            played=played,
            seed=found.seed,
        )
    ]
    if found.claims > 1:
        variants = count(found.unchanged.count(False), "variant")
        asked = count(
            len(found.asked), "measure that is asked for", "measures asked for"
        )
        parts.append(
            say(
                "Ranges of differences are {level} intervals, so that those of "
                "{variants} and {asked} hold together with 95 % (Bonferroni); how sure "
                "it is that a plan is better is reckoned in the same way.",
                level=localised(f"{100 * found.level:.4g}") + spoken().percent,
                variants=variants,
                asked=asked,
            )
        )
    else:
        parts.append(say("Ranges of differences are 95 % intervals."))
    if found.replications >= FIRST_LOOK:
        asked_for = (d.estimate for d in found.differences if not d.estimate.by)
        parts += filter(
            None, [skewed(e for e in asked_for if e.measure in found.asked)]
        )
    if found.stopped is not None:
        parts += precision_told(found.stopped)
    return parts


def _times(factor: float) -> str:
    """Write a factor with two significant figures: ``1.4``, ``38``, ``1,100``."""
    return rounded(factor, 10.0 ** (floor(log10(factor)) - 1))


def _reduced(found: Comparison) -> str:
    """Say how many more replications independent luck would have needed.

    Of many variants the least and the most are told.
    """
    saved = {
        measure: {
            name: difference.reduction
            for name in found.names[1:]
            if (difference := pair(found, name, measure)) is not None
            and difference.reduction is not None
            and difference.reduction >= WORTH_TELLING
        }
        for measure in ("closure_days", "unmet_bed_nights", "costs")
    }
    told = []
    if are_many(found):
        told = [
            say(
                "{least} to {most} times as many for “{label}”",
                least=_times(min(by_plan.values())),
                most=_times(max(by_plan.values())),
                label=lowered(named(measure)),
            )
            for measure, by_plan in saved.items()
            if by_plan
        ]
    for name in () if told else found.names[1:]:
        needed = [
            say(
                "{times} times as many for “{label}”",
                times=_times(by_plan[name]),
                label=lowered(named(measure)),
            )
            for measure, by_plan in saved.items()
            if name in by_plan
        ]
        if needed:
            told.append(say("for {name} {needed}", name=name, needed=listed(needed)))
    if not told:
        return ""
    return say(
        "Independent luck would have needed more replications: {told}.",
        told="; ".join(told),
    )


def as_data(found: Comparison) -> dict[str, object]:
    """Return the comparison as the plain data of the ``--json`` contract."""
    economics = found.economics
    return {
        "base": found.names[0],
        "digest": found.base.digest,
        "variants": [
            {
                "name": name,
                "title": scenario.title,
                "digest": scenario.digest,
                "unchanged": same,
                "changes": [change.as_json() for change in changes],
            }
            for name, scenario, same, changes in zip(
                found.names[1:],
                found.variants,
                found.unchanged,
                found.changes,
                strict=True,
            )
        ],
        "seed": found.seed,
        "replications": found.replications,
        **stopped_as_data(found.stopped),
        "level": found.level,
        "claims": found.claims,
        "asked": list(found.asked),
        "answer": answer(found),
        "estimates": [estimate.as_json() for estimate in found.estimates],
        "differences": [difference.as_json() for difference in found.differences],
        "trades": [trade.as_json() for trade in economics.trades],
        "strategies": [
            {
                "strategy": s.name,
                "effect": s.effect,
                "cost": s.cost,
                "gain": s.gain,
                "status": s.status,
                "by": list(s.by),
                "sure": s.sure,
                "after": s.after,
                "incremental_ratio": s.ratio,
                "incremental_ratio_low": s.ratio_low,
                "incremental_ratio_high": s.ratio_high,
            }
            for s in economics.strategies
        ],
        "net_benefits": [
            {
                "variant": b.variant,
                "effect": b.effect,
                "price": b.price,
                **b.estimate.as_json(),
            }
            for b in economics.benefits
        ],
        "acceptability": {
            effect: {
                "samples": SAMPLES,
                "error": ERROR,
                "price": prices.tolist(),
                "best": {
                    name: shares[at].tolist() for at, name in enumerate(found.names)
                },
            }
            for effect, (prices, shares) in economics.acceptable.items()
        },
    }
