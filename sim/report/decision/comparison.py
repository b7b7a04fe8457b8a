"""What ``compare`` says: a sentence a variant, what changed, tables, and JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import floor, log10

from sim.experiment.acceptability import ERROR, SAMPLES
from sim.experiment.comparing import Comparison, Difference
from sim.report.answer.playing import precision_told
from sim.report.answer.skewed import skewed
from sim.report.answer.spread import FIRST_LOOK, period
from sim.report.decision.comparison_tables import pair, prices, tables
from sim.report.decision.naming import label_of_one, value_told
from sim.report.decision.wording import (
    gap,
    listed,
    lowered,
    named,
    stopped_as_data,
    sure,
    two_values,
    wrapped,
)
from sim.report.language import say, spoken
from sim.report.numbers import count, localised, rounded
from sim.scenario.changes import Change

__all__ = ["answer", "answers", "as_data", "caution", "single_values", "tell"]

WORTH_TELLING = 1.05
"""The smallest gain by common luck that is told."""
NAMED = 8
"""Up to so many changes of a variant are told; the rest is counted."""
HALF = 0.5
"""Less sure than this, nothing is said to be better."""


def tell(found: Comparison, *, width: int = 80) -> str:
    """Return everything that ``compare`` prints, as text of ``width`` columns."""
    blocks = [
        f"{found.base.title}\n{wrapped(found.base.question, width)}",
        *(wrapped(text, width) for text in answers(found)),
        "\n".join(_changes(found, width)),
        *tables(found, width),
        *prices(found, width),
        wrapped(caution(found), width),
    ]
    return "\n\n".join(block for block in blocks if block)


def answer(found: Comparison) -> str:
    """Answer in sentences, one for each variant."""
    return " ".join(answers(found))


def answers(found: Comparison, shelter: str | None = None) -> Iterator[str]:
    """Yield for each variant what is asked for: both values, and the difference.

    Of one shelter, what is asked for and told by shelter, or else whether it closes
    and for how long it admits nobody.
    """
    by = {} if shelter is None else {"shelter": shelter}
    asked = [m for m in found.asked if pair(found, found.names[1], m, **by) is not None]
    asked = asked or ["closure_probability", "freeze_days"]
    for at, name in enumerate(found.names[1:]):
        if found.unchanged[at]:
            yield say(
                "{name} plans the same as {base}: nothing differs.",
                name=name,
                base=found.names[0],
            )
            continue
        told = [
            _asked(difference, label_of_one(measure) if by else named(measure))
            for measure in asked
            if (difference := pair(found, name, measure, **by)) is not None
        ]
        against = say(
            "{name} against {base}, on average {when}: {told}.",
            name=name,
            base=found.names[0],
            when=period(found.base),
            told="; ".join(told),
        )
        yield " ".join([against, *_better(found, name, asked, by)])


def _asked(difference: Difference, label: str) -> str:
    told = difference.estimate
    label = lowered(label)
    if difference.base is None or difference.own is None:
        return f"{label}: {say(told.note or '–')}"
    own, base = two_values(difference.own, difference.base, told)
    if told.unit == "probability":
        sign = spoken().percent
        own, base = own.removesuffix(sign), base.removesuffix(sign)
        own = say("{times} of 100", times=own)
    return say(
        "{label}: {own} instead of {base}, {gap}",
        label=label,
        own=own,
        base=base,
        gap=gap(told),
    )


def _better(
    found: Comparison, name: str, asked: Sequence[str], by: Mapping[str, str]
) -> Iterator[str]:
    """Say apart how often it does better, and how sure it is that it does (W8)."""
    for measure in asked:
        told = pair(found, name, measure, **by)
        if told is None or told.better is None or told.worse is None:
            continue
        label = lowered(label_of_one(measure) if by else named(measure))
        if not told.better and not told.worse:
            yield say("By '{label}' no single replication differs.", label=label)
            continue
        yield say(
            "By '{label}' it does better in {better} of 100 single replications and "
            "worse in {worse}.",
            label=label,
            better=f"{100 * told.better:.0f}",
            worse=f"{100 * told.worse:.0f}",
        )
        if told.confidence is not None and told.doubted is not None:
            yield _on_average(told.confidence, told.doubted)


def _on_average(better: float, worse: float) -> str:
    """Say which way it is on average, and how sure that is among all claims."""
    if max(better, worse) < HALF:
        return say("Which of the two is better on average cannot be told.")
    if better > worse:
        return say("That it is better on average is sure to {sure}.", sure=sure(better))
    return say("That it is worse on average is sure to {sure}.", sure=sure(worse))


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
    reduced = _reduced(found)
    if reduced:
        parts.append(reduced)
    if found.replications < FIRST_LOOK:
        first = "{played} are a first look: play 200 or more to decide."
        parts.append(say(first, played=played))
    return " ".join(parts)


def _times(factor: float) -> str:
    """Write a factor with two significant figures: ``1.4``, ``38``, ``1,100``."""
    return rounded(factor, 10.0 ** (floor(log10(factor)) - 1))


def _reduced(found: Comparison) -> str:
    """Say how many more replications independent luck would have needed."""
    told = []
    for name in found.names[1:]:
        needed = [
            say(
                "{times} times as many for '{label}'",
                times=_times(difference.reduction),
                label=lowered(named(measure)),
            )
            for measure in ("closure_days", "unmet_bed_nights", "costs")
            if (difference := pair(found, name, measure)) is not None
            and difference.reduction is not None
            and difference.reduction >= WORTH_TELLING
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
