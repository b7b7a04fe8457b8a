"""Tables of a comparison: what differs, what does not, and what an effect costs."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from types import MappingProxyType

from sim.experiment.comparison import Comparison, Difference
from sim.experiment.economics import EFFECTS, Strategy, Trade
from sim.experiment.estimate import Estimate
from sim.report.answer.tables import HEADLINE, columns
from sim.report.decision.wording import (
    GAINS,
    UNITS,
    difference_cell,
    listed,
    lowered,
    named,
    price_of_one,
    value_cell,
    verdict_told,
    wrapped,
)
from sim.report.language import marked, say
from sim.report.numbers import count, localised, whole

__all__ = [
    "LETTERS",
    "alike",
    "base_of",
    "fitted",
    "is_nothing",
    "is_untold",
    "pair",
    "prices",
    "small",
    "stepped",
    "tables",
    "worth",
]

LEAST = 20
"""Labels are not folded into less room."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MANY = 5
"""Of so many variants only those are named that do best and worst."""
UNTOLD = "~"
"""The sign of a difference that cannot be told from none."""
SMALL = "*"
"""The sign of a difference that rests on few replications."""


def pair(found: Comparison, variant: str, measure: str, **by: str) -> Difference | None:
    """Return how a variant differs in a measure, None where that is not defined."""
    try:
        return found.difference(variant, measure, **by)
    except KeyError:
        return None


def are_many(found: Comparison) -> bool:
    """Return whether so many variants differ that sentences cannot name them all."""
    return found.unchanged.count(False) >= MANY


def tables(found: Comparison, width: int) -> Iterator[str]:
    """Yield tables of differences, the base in each, as many variants as fit."""
    names = [
        name
        for name, same in zip(found.names[1:], found.unchanged, strict=True)
        if not same
    ]
    while names:
        shown = len(names)
        rows = _rows(found, names)
        while shown > 1 and _wide(columns(rows)) > width:
            shown -= 1
            rows = _rows(found, names[:shown])
        if _wide(columns(rows)) > width:
            rows = _rows(found, names[:shown], brief=True)
        yield "\n".join([fitted(rows, width), *_legend(found, names[:shown], width)])
        names = names[shown:]


def _wide(table: str) -> int:
    return max(map(len, table.split("\n")))


def fitted(rows: Sequence[tuple[str, ...]], width: int) -> str:
    """Align a table; where it is too wide for a terminal, fold its first column.

    And the last one too, where that is not enough.
    """
    table = columns(rows)
    over = _wide(table) - width
    if over <= 0:
        return table
    labels, ends = (max(len(row[at]) for row in rows) for at in (0, -1))
    room = max(labels - over, LEAST)
    left = ends - max(0, over - (labels - room))
    folded: list[tuple[str, ...]] = []
    for label, *cells, end in rows:
        *above, last = wrap(label, room, subsequent_indent="  ") or [""]
        first, *below = wrap(end, left) or [""]
        nothing = [""] * len(cells)
        folded += [(part, *nothing, "") for part in above]
        folded.append((last, *cells, first))
        folded += [("", *nothing, part) for part in below]
    return columns(folded)


def _legend(found: Comparison, names: list[str], width: int) -> Iterator[str]:
    """Yield what letters and signs of a table mean, and what does not differ."""
    for name in names:
        yield say(
            "{letter} = {name}, minus {base}",
            letter=_letter(found, name),
            name=name,
            base=found.names[0],
        )
    if any(is_untold(pair(found, name, m)) for m, _ in HEADLINE for name in names):
        yield say("{sign} = cannot be told from no difference", sign=UNTOLD)
    for name in names:
        if told := small(found, name, _letter(found, name)):
            yield wrapped(f"{SMALL} = {told}", width)
    for name in names:
        if same := alike(found, name):
            told = say(
                "In no replication does {plan} differ in: {measures}.",
                plan=_letter(found, name),
                measures="; ".join(same),
            )
            yield wrapped(told, width)


def small(found: Comparison, name: str, plan: str) -> str:
    """Say which headline differences that can be told rest on few replications."""
    few = [
        say(
            "“{label}” in {differing}",
            label=named(measure),
            differing=localised(f"{difference.differing}"),
        )
        for measure, _ in HEADLINE
        if (difference := pair(found, name, measure)) is not None
        and difference.is_small
        and not is_untold(difference)
    ]
    if not few:
        return ""
    return say(
        "small: of {played} {plan} differs only in a few, so that ranges, and what one "
        "more costs, are rough: {measures}",
        played=count(found.replications, "replication"),
        plan=plan,
        measures="; ".join(few),
    )


def alike(found: Comparison, name: str) -> list[str]:
    """Return the labels of headline measures in which a plan changes nothing at all."""
    return [
        lowered(named(measure))
        for measure, _ in HEADLINE
        if (base := base_of(found, measure)) is not None
        and base.value is not None
        and is_nothing(pair(found, name, measure))
    ]


def _letter(found: Comparison, name: str) -> str:
    return LETTERS[(found.names.index(name) - 1) % len(LETTERS)]


def _rows(
    found: Comparison, names: list[str], *, brief: bool = False
) -> list[tuple[str, ...]]:
    """Return a row a headline measure; ``brief`` leaves out the base's range."""
    heads = [
        say("{letter} - base", letter=_letter(found, name)) + _blank(found, name)
        for name in names
    ]
    rows: list[tuple[str, ...]] = [("", say("base"), *heads)]
    for measure, _ in HEADLINE:
        base = base_of(found, measure)
        told = [pair(found, name, measure) for name in names]
        if base is None or base.value is None or all(is_nothing(d) for d in told):
            continue
        cells = [
            _gap_told(d) + ("" if _sign(d) else _blank(found, name))
            for d, name in zip(told, names, strict=True)
        ]
        shown = value_cell(base, brief=brief)
        rows.append((named(measure), shown, *cells))
    return rows


def _gap_told(difference: Difference | None) -> str:
    """Write a difference, with the sign of what is to be known of it."""
    if difference is None:
        return "–"
    return f"{difference_cell(difference.estimate)} {_sign(difference)}".rstrip()


def _sign(difference: Difference | None) -> str:
    """Return the sign of a difference that cannot be told, or rests on little."""
    if difference is None or is_untold(difference):
        return UNTOLD if difference else ""
    return SMALL if difference.is_small else ""


def _blank(found: Comparison, name: str) -> str:
    """Return the room of the sign, so that numbers without one end where others do."""
    signed = any(_sign(pair(found, name, measure)) for measure, _ in HEADLINE)
    return " " * (1 + len(UNTOLD)) if signed else ""


def base_of(
    found: Comparison, measure: str, by: Mapping[str, str] = MappingProxyType({})
) -> Estimate | None:
    """Return what the base has, None where that is not defined."""
    return next(
        (e for e in found.estimates if e.measure == measure and dict(e.by) == by), None
    )


def is_untold(difference: Difference | None) -> bool:
    """Say whether there is a difference that cannot be told from none."""
    if difference is None or is_nothing(difference):
        return False
    low, high = difference.estimate.low, difference.estimate.high
    return low is not None and high is not None and low <= 0 <= high


def is_nothing(difference: Difference | None) -> bool:
    """Say whether a plan changes nothing in any replication."""
    if difference is None or difference.estimate.value is None:
        return True
    told = difference.estimate
    if told.value != 0 or difference.same is not None:
        return told.value == 0 and difference.same == 1.0
    return told.low in (0, None)


def prices(found: Comparison, width: int) -> Iterator[str]:
    """Yield what effects cost, and what they are worth at a stated price."""
    trades = [t for t in found.economics.trades if not _same(found, t.variant)]
    told = [trade for trade in trades if trade.verdict != "no effect"]
    if told:
        rows: list[tuple[str, ...]] = [
            (
                say("What it costs"),
                say("more cost"),
                say("more effect"),
                say("cost of one more"),
            ),
            *(_trade(found, trade) for trade in told),
        ]
        if _wide(columns(rows)) > width:  # the cost is among the differences too
            rows = [(row[0], *row[2:]) for row in rows]
        yield fitted(rows, width)
    none = [trade for trade in trades if trade.verdict == "no effect"]
    text = " ".join(
        [
            *_without_effect(found, none),
            *_efficient(found),
            *stepped(found),
            *worth(found),
        ]
    )
    if text:
        yield wrapped(text, width)


def _same(found: Comparison, variant: str) -> bool:
    return found.unchanged[found.names.index(variant) - 1]


def _without_effect(found: Comparison, trades: list[Trade]) -> Iterator[str]:
    """Say which plan has no effect at all, and so no price of it."""
    for name in found.names[1:]:
        gains = [say(GAINS[t.effect]) for t in trades if t.variant == name]
        if gains:
            yield say(
                "In no replication has {plan} an effect, and so no price, on: "
                "{effects}.",
                plan=name,
                effects="; ".join(gains),
            )


def _trade(found: Comparison, trade: Trade) -> tuple[str, str, str, str]:
    return (
        f"{_letter(found, trade.variant)}, {say(GAINS[trade.effect])}",
        difference_cell(trade.cost),
        difference_cell(trade.gain),
        _ratio(trade),
    )


def _ratio(trade: Trade) -> str:
    """Say an incremental ratio, or why there is none that means anything."""
    words = {
        "dominates": marked("none: cheaper and better"),
        "dominated": marked("none: dearer and worse"),
    }
    known = trade.verdict in {"costs", "saves"}
    if trade.ratio.value is None or not known:
        return verdict_told(trade, words)
    text = price_of_one(trade.ratio)
    if trade.verdict == "saves":
        return say("{price} saved for each one less", price=text)
    return text


def _efficient(found: Comparison) -> Iterator[str]:
    """Say which plans another, or a mixture of two others, makes superfluous."""
    by_effect: dict[str, list[Strategy]] = {}
    for strategy in found.economics.strategies:
        by_effect.setdefault(strategy.effect, []).append(strategy)
    for effect, strategies in by_effect.items():
        if not any(s.gain for s in strategies):
            continue
        same = [
            say("{plan} is the same as another", plan=s.name)
            for s in strategies
            if s.status == "the same" and not _twin(found, s)
        ]
        sure = [_dominated(s) for s in strategies if s.by and s.sure]
        unsure = [_dominated(s) for s in strategies if s.by and not s.sure]
        if same or sure:
            yield say(
                "By mean cost and {effect}, {told}.",
                effect=say(GAINS[effect]),
                told=listed([*same, *sure]),
            )
        if unsure:
            yield say(
                "By the means alone of cost and {effect}, {told}; but that cannot be "
                "told from these replications.",
                effect=say(GAINS[effect]),
                told=listed(unsure),
            )


def stepped(found: Comparison) -> Iterator[str]:
    """Yield what one more costs from each efficient plan to the next.

    Of two plans that stands among the trades.
    """
    if len(found.names) == 2:
        return
    for effect, unit in UNITS.items():
        steps = [
            say(
                "{price} from {one} to {other}",
                price=price_of_one(_step(found, strategy)),
                one=strategy.after,
                other=strategy.name,
            )
            if strategy.ratio_low is not None
            else say(
                "from {one} to {other} it cannot be told",
                one=strategy.after,
                other=strategy.name,
            )
            for strategy in found.economics.strategies
            if strategy.effect == effect and strategy.after
        ]
        if steps:
            yield say(
                "Along the plans that are efficient by the means, {unit} costs: "
                "{steps}.",
                unit=say(unit),
                steps="; ".join(steps),
            )


def _step(found: Comparison, strategy: Strategy) -> Estimate:
    """Return the price of one more on a step along the efficient plans."""
    return Estimate(
        measure="incremental ratio",
        value=strategy.ratio,
        low=strategy.ratio_low,
        high=strategy.ratio_high,
        interval="fieller",
        unit=f"{found.base.currency} per {EFFECTS[strategy.effect][0]}",
        replications=found.replications,
    )


def _dominated(strategy: Strategy) -> str:
    """Say by whom a plan is dominated, or would be by the means."""
    mixed = strategy.status == "extendedly dominated"
    words = {
        (False, True): marked("{plan} is surely dominated by {others}"),
        (False, False): marked("{plan} would be dominated by {others}"),
        (True, True): marked(
            "{plan} is surely dominated by a mixture of {others} (extendedly)"
        ),
        (True, False): marked(
            "{plan} would be dominated by a mixture of {others} (extendedly)"
        ),
    }[mixed, strategy.sure]
    return say(words, plan=strategy.name, others=listed(strategy.by))


def _twin(found: Comparison, strategy: Strategy) -> bool:
    """Say whether a strategy is told elsewhere to plan the same as the base."""
    at = found.names.index(strategy.name)
    return any(found.unchanged) and (at == 0 or found.unchanged[at - 1])


def worth(found: Comparison) -> Iterator[str]:
    """Yield what each plan is worth at the prices that were stated."""
    for benefit in found.economics.benefits:
        if _same(found, benefit.variant):
            continue
        yield say(
            "At {price} for {unit}, {plan} has a net benefit of {benefit}.",
            price=whole(benefit.price, found.base.currency),
            unit=say(UNITS[benefit.effect]),
            plan=benefit.variant,
            benefit=difference_cell(benefit.estimate),
        )
