"""The answer of a comparison: what differs, by how much, how often, and how surely."""

from collections.abc import Iterator, Mapping, Sequence

from sim.experiment.comparison import Comparison, Difference
from sim.measures.direction import BETTER
from sim.report.answer.spread import period, remark
from sim.report.decision.comparison_tables import (
    LETTERS,
    are_many,
    base_of,
    is_nothing,
    is_untold,
    pair,
)
from sim.report.decision.naming import label_of_one
from sim.report.decision.wording import (
    gap,
    listed,
    lowered,
    named,
    sure,
    two_values,
    value_cell,
)
from sim.report.language import say, some, spoken
from sim.report.numbers import localised

__all__ = ["answer", "answers", "how_sure", "surely"]

HALF = 0.5
"""Less sure than this, nothing is said to be better."""
ENDS = 2
"""Of many plans so many are named that do best, and so many that do worst."""


def answer(found: Comparison) -> str:
    """Answer in sentences: see :func:`answers`."""
    return " ".join(answers(found))


def answers(found: Comparison, shelter: str | None = None) -> Iterator[str]:
    """Yield what is asked for: of one variant all, of several a sentence a measure.

    Of one shelter, what is asked for and told by shelter, or else whether it closes
    and for how long it admits nobody.
    """
    by = {} if shelter is None else {"shelter": shelter}
    asked = _asked_of(found, by)
    for name, same in zip(found.names[1:], found.unchanged, strict=True):
        if same:
            yield say(
                "{name} plans the same as {base}: nothing differs.",
                name=name,
                base=found.names[0],
            )
    differing = _differing(found)
    if len(differing) == 1:
        yield from _of_one(found, differing[0], asked, by)
    elif differing:
        yield from _of_several(found, differing, asked, by)


def _asked_of(found: Comparison, by: Mapping[str, str]) -> list[str]:
    """Return the measures that are asked for and told of this place."""
    first = found.names[1]
    asked = [m for m in found.asked if pair(found, first, m, **by) is not None]
    return asked or ["closure_probability", "freeze_days"]


def _differing(found: Comparison) -> list[str]:
    return [
        name
        for name, same in zip(found.names[1:], found.unchanged, strict=True)
        if not same
    ]


# --- one variant: everything in sentences --------------------------------------------


def _of_one(
    found: Comparison, name: str, asked: Sequence[str], by: Mapping[str, str]
) -> Iterator[str]:
    """Yield what differs, and then how often it does better, and how surely."""
    told = [
        _both(difference, label_of_one(measure) if by else named(measure))
        for measure in asked
        if (difference := pair(found, name, measure, **by)) is not None
    ]
    yield say(
        "{name} against {base}, on average {when}: {told}.",
        name=name,
        base=found.names[0],
        when=period(found.base),
        told="; ".join(told),
    )
    if better := " ".join(_better(found, name, asked, by)):
        yield better


def _both(difference: Difference, label: str) -> str:
    """Tell both values, and the difference."""
    told = difference.estimate
    label = lowered(label)
    if difference.base is None or difference.own is None:
        return f"{label}: {remark(told.note) or '–'}"
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
            yield say("By “{label}” no single replication differs.", label=label)
            continue
        yield say(
            "By “{label}” it does better in {better} of 100 single replications and "
            "worse in {worse}.",
            label=label,
            better=_of_hundred(told.better),
            worse=_of_hundred(told.worse),
        )
        if told.confidence is not None and told.doubted is not None:
            yield _on_average(told.confidence, told.doubted)


def _of_hundred(share: float) -> str:
    """Write a share as so many of a hundred; what is more than none is not nought.

    >>> _of_hundred(0.29), _of_hundred(0.005), _of_hundred(0.0)
    ('29', '0.5', '0')
    """
    times = 100 * share
    return localised(f"{times:.1g}" if 0 < times < 1 else f"{times:.0f}")


def _on_average(better: float, worse: float) -> str:
    """Say which way it is on average, and how sure that is among all claims."""
    if max(better, worse) < HALF:
        return say("Which of the two is better on average cannot be told.")
    if better > worse:
        return say("That it is better on average is sure to {sure}.", sure=sure(better))
    return say("That it is worse on average is sure to {sure}.", sure=sure(worse))


# --- several variants: a sentence a measure, the rest in a table ---------------------


def _of_several(
    found: Comparison, names: list[str], asked: Sequence[str], by: Mapping[str, str]
) -> Iterator[str]:
    """Yield for each measure what the base has, and how the variants differ.

    Those that do best come first; what cannot be told from no difference comes last,
    without its range, which stands in the tables.  Of many variants those between the
    best and the worst are counted.
    """
    plans = _counted if are_many(found) else listed
    for measure in asked:
        label = label_of_one(measure) if by else named(measure)
        pairs = [(n, d) for n in names if (d := pair(found, n, measure, **by))]
        base = base_of(found, measure, by)
        if base is None or base.value is None or not pairs:
            continue
        pairs.sort(key=_size, reverse=BETTER.get(measure) == "more")
        differ = [(n, d) for n, d in pairs if not (is_nothing(d) or is_untold(d))]
        told = [
            say("{gap} with {plan}", gap=gap(d.estimate), plan=n) for n, d in differ
        ]
        if are_many(found) and len(differ) > 2 * ENDS:
            between = _counted([n for n, _ in differ[ENDS:-ENDS]])
            middle = say("something in between with {plans}", plans=between)
            told = [*told[:ENDS], middle, *told[-ENDS:]]
        untold = [n for n, d in pairs if is_untold(d)]
        alike = [n for n, d in pairs if is_nothing(d)]
        if untold:
            told.append(
                say("no difference that can be told with {plans}", plans=plans(untold))
            )
        if alike:
            told.append(say("no difference at all with {plans}", plans=plans(alike)))
        yield say(
            "{label}: {value} with {base}, on average {when}; {told}.",
            label=label,
            when=period(found.base),
            value=value_cell(base),
            base=found.names[0],
            told="; ".join(told),
        )


def _counted(names: Sequence[str]) -> str:
    """Name a plan or two; count more of them."""
    if len(names) <= 2:
        return listed(names)
    return some("{number} other plan", "{number} other plans", len(names))


def _size(each: tuple[str, Difference]) -> float:
    return each[1].estimate.value or 0.0


def how_sure(found: Comparison) -> list[tuple[str, ...]] | None:
    """Return rows of how often each of several variants does better, and how surely.

    None where sentences say so: of one variant.
    """
    names = _differing(found)
    if len(names) < 2:
        return None
    rows: list[tuple[str, ...]] = [
        (
            say("Of 100 single replications"),
            say("better"),
            say("worse"),
            say("on average"),
        )
    ]
    for measure in _asked_of(found, {}):
        for name in names:
            told = pair(found, name, measure)
            if told is None or told.better is None or told.worse is None:
                continue
            letter = LETTERS[(found.names.index(name) - 1) % len(LETTERS)]
            rows.append(
                (
                    f"{letter}, {lowered(named(measure))}",
                    f"{100 * told.better:.0f}",
                    f"{100 * told.worse:.0f}",
                    surely(told),
                )
            )
    return rows if len(rows) > 1 else None


def surely(told: Difference) -> str:
    """Say in a cell which way it is on average, and how sure that is (W8)."""
    better, worse = told.confidence, told.doubted
    if better is None or worse is None or is_nothing(told):
        return "–"
    if max(better, worse) < HALF:
        return say("cannot be told")
    if better > worse:
        return say("better, sure to {sure}", sure=sure(better))
    return say("worse, sure to {sure}", sure=sure(worse))
