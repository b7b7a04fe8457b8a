"""What ``compare`` says: a sentence a variant, what changed, tables, and JSON."""

from collections.abc import Iterator
from textwrap import fill

from sim.experiment.comparing import Comparison, Difference
from sim.experiment.economics import EFFECTS, Strategy, Trade
from sim.experiment.estimate import Estimate
from sim.report.answer.playing import precision_told
from sim.report.answer.spread import FIRST_LOOK, period
from sim.report.answer.tables import HEADLINE, columns, short, value_of
from sim.report.decision.wording import (
    gap,
    gap_cell,
    listed,
    named,
    price_of_one,
    sure,
)
from sim.report.language import marked, say, spoken
from sim.report.numbers import amount, bare, count, localised, step_of, whole
from sim.scenario.changes import Change

__all__ = ["answer", "as_data", "tell"]

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WORTH_TELLING = 1.05
"""The smallest gain by common luck that is told."""
NAMED = 3
"""Up to so many changes of a variant are told; the rest is counted."""


def tell(found: Comparison, *, width: int = 80) -> str:
    """Return everything that ``compare`` prints, as text of ``width`` columns."""
    blocks = [
        f"{found.base.title}\n{fill(found.base.question, width)}",
        *(fill(text, width, break_on_hyphens=False) for text in answers(found)),
        "\n".join(_changes(found, width)),
        *_tables(found, width),
        *_prices(found, width),
        fill(caution(found), width, break_on_hyphens=False),
    ]
    return "\n\n".join(block for block in blocks if block)


def answer(found: Comparison) -> str:
    """Answer in sentences, one for each variant."""
    return " ".join(answers(found))


def answers(found: Comparison) -> Iterator[str]:
    """Yield for each variant what is asked for: both values, and the difference."""
    for at, name in enumerate(found.names[1:]):
        if found.unchanged[at]:
            yield say(
                "{name} plans the same as {base}: nothing differs.",
                name=name,
                base=found.names[0],
            )
            continue
        told = [
            _asked(difference)
            for measure in found.asked
            if (difference := _find(found, name, measure)) is not None
        ]
        against = say(
            "{name} against {base}, on average {when}: {told}.",
            name=name,
            base=found.names[0],
            when=period(found.base),
            told="; ".join(told),
        )
        yield " ".join([against, *_better(found, name)])


def _asked(difference: Difference) -> str:
    told = difference.estimate
    step = None
    if told.low is not None and told.high is not None:
        step = step_of(told.low, told.high)
        step = step / 10 if step and step >= 10 else step
    label = _small(named(told.measure))
    if difference.base is None or difference.own is None:
        return f"{label}: {told.note}"
    own, base = (
        bare(value, told.unit, step) for value in (difference.own, difference.base)
    )
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


def _better(found: Comparison, name: str) -> Iterator[str]:
    """Say apart how often it does better, and how sure it is that it does (W8)."""
    for measure in found.asked:
        difference = _find(found, name, measure)
        if difference is None or difference.better is None or difference.worse is None:
            continue
        told = marked(
            "By '{label}' it does better in {better} of 100 single replications and "
            "worse in {worse}."
        )
        if difference.confidence is not None:
            told = marked(
                "By '{label}' it does better in {better} of 100 single replications "
                "and worse in {worse}; that it is better on average is sure to {sure}."
            )
        yield say(
            told,
            label=_small(named(measure)),
            better=f"{100 * difference.better:.0f}",
            worse=f"{100 * difference.worse:.0f}",
            sure="" if difference.confidence is None else sure(difference.confidence),
        )


def _find(
    found: Comparison, variant: str, measure: str, **by: str
) -> Difference | None:
    try:
        return found.difference(variant, measure, **by)
    except KeyError:
        return None


def _changes(found: Comparison, width: int) -> Iterator[str]:
    """Yield what each variant changes, with the line that says so."""
    for name, changes in zip(found.names[1:], found.changes, strict=True):
        yield f"{name} changes {count(len(changes), 'setting')}:"
        for change in changes[:NAMED]:
            yield from _change(change, width)
        if len(changes) > NAMED:
            yield f"  … and {len(changes) - NAMED} more (--json has them all)"


def _change(change: Change, width: int) -> Iterator[str]:
    def cut(text: str | None) -> str:
        if text is None:
            return "nothing"
        return text if len(text) <= 34 else f"{text[:33]}…"

    said = f"  {change.path}: {cut(change.before)} → {cut(change.after)}"
    at = change.after_at or change.before_at
    origin = "" if at is None else f"{at[0]}:{at[1]}"
    if change.after_at is None:
        origin = f"was {origin}"
    if len(said) + len(origin) + 2 <= width:
        yield said + " " * (width - len(said) - len(origin)) + origin
    else:
        yield said
        yield f"{origin:>{width}}"


def _tables(found: Comparison, width: int) -> Iterator[str]:
    """Yield tables of differences, the base in each, as many variants as fit."""
    names = [
        name
        for name, same in zip(found.names[1:], found.unchanged, strict=True)
        if not same
    ]
    while names:
        shown = len(names)
        table = _table(found, names)
        while shown > 1 and _wide(table) > width:
            shown -= 1
            table = _table(found, names[:shown])
        if _wide(table) > width:
            table = _table(found, names[:shown], brief=True)
        legend = [
            f"{LETTERS[found.names.index(name) - 1]} = {name}, minus {found.names[0]}"
            for name in names[:shown]
        ]
        yield "\n".join([table, *legend])
        names = names[shown:]


def _wide(table: str) -> int:
    return max(map(len, table.split("\n")))


def _table(found: Comparison, names: list[str], *, brief: bool = False) -> str:
    """Return a row a headline measure; ``brief`` leaves out the base's range."""
    letters = [LETTERS[found.names.index(name) - 1] for name in names]
    rows: list[tuple[str, ...]] = [("", "base", *(f"{x} - base" for x in letters))]
    for measure, _ in HEADLINE:
        base = _base(found, measure)
        told = [_find(found, name, measure) for name in names]
        if base is None or base.value is None or all(_nothing(d) for d in told):
            continue
        cells = ["–" if d is None else gap_cell(d.estimate) for d in told]
        shown = value_of(base) if brief else short(base)
        rows.append((named(measure), shown, *cells))
    return columns(rows)


def _base(found: Comparison, measure: str) -> Estimate | None:
    return next((e for e in found.estimates if e.measure == measure and not e.by), None)


def _nothing(difference: Difference | None) -> bool:
    """Say whether a plan changes nothing in any replication."""
    if difference is None or difference.estimate.value is None:
        return True
    told = difference.estimate
    same = told.value == 0 and difference.same in (None, 1.0)
    return same and told.low in (0, None) if told.interval == "t" else same


def _prices(found: Comparison, width: int) -> Iterator[str]:
    """Yield what effects cost, and what they are worth at a stated price."""
    trades = [trade for trade in found.economics.trades if trade.verdict != "no effect"]
    if trades:
        rows = [("What it costs", "more cost", "more effect", "cost of one more")]
        rows += [_trade(found, trade) for trade in trades]
        table = columns(rows)
        if _wide(table) > width:  # the cost stands in the table of differences too
            table = columns([(row[0], *row[2:]) for row in rows])
        yield table
    told = " ".join(filter(None, [*_efficient(found), *_worth(found)]))
    if told:
        yield fill(told, width, break_on_hyphens=False)


def _trade(found: Comparison, trade: Trade) -> tuple[str, str, str, str]:
    unit, how, _ = EFFECTS[trade.effect]
    letter = LETTERS[found.names.index(trade.variant) - 1]
    one = f"{letter}, {how + ' ' if how == 'avoided' else ''}{unit}s"
    return (
        one,
        gap_cell(trade.cost),
        gap_cell(trade.gain),
        _ratio(trade),
    )


def _ratio(trade: Trade) -> str:
    """Say an incremental ratio, or why there is none that means anything."""
    words = {
        "dominates": "none: cheaper and better",
        "dominated": "none: dearer and worse",
        "cannot be told": "cannot be told",
    }
    if trade.ratio.value is None or trade.verdict in words:
        return words.get(trade.verdict, "cannot be told")
    text = price_of_one(trade.ratio)
    return f"saves {text}" if trade.verdict == "saves" else text


def _efficient(found: Comparison) -> Iterator[str]:
    """Say which plans another, or a mixture of two others, makes superfluous."""
    by_effect: dict[str, list[Strategy]] = {}
    for strategy in found.economics.strategies:
        by_effect.setdefault(strategy.effect, []).append(strategy)
    for effect, strategies in by_effect.items():
        if not any(s.gain for s in strategies):
            continue
        unit, how, _ = EFFECTS[effect]
        out = [
            f"{s.name} is {s.status}"
            for s in strategies
            if s.status.endswith("dominated")
        ]
        if out:
            goal = f"{how} {unit}s" if how == "avoided" else f"{unit}s"
            yield f"By mean cost and {goal}, {listed(out)}."


def _worth(found: Comparison) -> Iterator[str]:
    for benefit in found.economics.benefits:
        unit, how, _ = EFFECTS[benefit.effect]
        price = whole(benefit.price, found.base.currency)
        yield (
            f"At {price} for each {how + ' ' if how == 'avoided' else ''}{unit}, "
            f"{benefit.variant} has a net benefit of {_money(benefit.estimate)}."
        )


def _money(told: Estimate) -> str:
    assert told.value is not None
    step = None
    if told.low is not None and told.high is not None:
        step = step_of(told.low, told.high)
    value = amount(told.value, told.unit, step)
    if step is None:
        return value
    assert told.low is not None
    assert told.high is not None
    ends = (amount(end, told.unit, step) for end in (told.low, told.high))
    return f"{value} ({' to '.join(ends)})"


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
        variants = count(len(found.variants), "variant")
        asked = count(
            len(found.asked), "measure that is asked for", "measures asked for"
        )
        parts.append(
            say(
                "Ranges of differences are {level} intervals, so that those of "
                "{variants} and {asked} hold together with 95 % (Bonferroni).",
                level=localised(f"{100 * found.level:.4g}") + spoken().percent,
                variants=variants,
                asked=asked,
            )
        )
    else:
        parts.append(say("Ranges of differences are 95 % intervals."))
    if found.stopped is not None:
        parts += precision_told(found.stopped)
    reduced = _reduced(found)
    if reduced:
        parts.append(reduced)
    if found.replications < FIRST_LOOK:
        first = "{played} are a first look: play 200 or more to decide."
        parts.append(say(first, played=played))
    return " ".join(parts)


def _reduced(found: Comparison) -> str:
    """Say how many more replications independent luck would have needed."""
    told = []
    for name in found.names[1:]:
        needed = [
            say(
                "{times} times as many for '{label}'",
                times=localised(f"{difference.reduction:.2g}"),
                label=_small(named(measure)),
            )
            for measure in ("closure_days", "unmet_bed_nights", "costs")
            if (difference := _find(found, name, measure)) is not None
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


def _small(label: str) -> str:
    """Begin a label with a small letter, for use within a sentence."""
    return label[:1].lower() + label[1:]


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
        "precision": None if found.stopped is None else dict(found.stopped.reached),
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
                "incremental_ratio": s.ratio,
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
                "price": prices.tolist(),
                "best": {
                    name: shares[at].tolist() for at, name in enumerate(found.names)
                },
            }
            for effect, (prices, shares) in economics.acceptable.items()
        },
    }
