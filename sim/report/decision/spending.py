"""What ``marginal`` and ``allocate`` say: what money buys, and how to split it."""

from collections.abc import Iterator
from math import floor, log10
from textwrap import fill

from sim.experiment.allocating import Allocation, Candidate
from sim.experiment.marginal import EFFECTS, Bought, Marginal, cheapest
from sim.report.answer.spread import FIRST_LOOK, period
from sim.report.answer.tables import columns, short
from sim.report.decision.wording import gap_cell, listed
from sim.report.numbers import amount, bare, between, count, money, step_of

__all__ = [
    "allocation_as_data",
    "marginal_as_data",
    "price_cell",
    "tell_allocation",
    "tell_marginal",
]

SHOWN = 6
"""So many plans that cannot be told from the best are named."""


def tell_marginal(found: Marginal, *, width: int = 80) -> str:
    """Return everything that ``marginal`` prints."""
    return "\n\n".join(
        [
            fill(found.scenario.title, width),
            fill(" ".join(marginal_answer(found)), width, break_on_hyphens=False),
            *_bought(found, width),
            fill(_marginal_caution(found), width, break_on_hyphens=False),
        ]
    )


def marginal_answer(found: Marginal) -> Iterator[str]:
    """Yield a sentence an effect: where the next sum avoids it at the least price."""
    currency = found.scenario.currency
    total = money(found.amount, currency)
    when = period(found.scenario)
    for effect, one in EFFECTS.items():
        able = cheapest(found, effect)
        if not able:
            yield (f"With the next {total} no lever surely avoids any {one} {when}.")
            continue
        first = able[0]
        assert first.option is not None
        label = f"{first.option.label}, " if len(first.lever.options) > 1 else ""
        yield (
            f"With the next {total}, {first.lever.title} ({label}"
            f"{money(first.option.price, currency)}) avoids {_avoided(first, effect)} "
            f"{one}s {when}, at {price_cell(first, effect, currency)} each."
        )
        others = [b.lever.title for b in able[1:] if _overlap(b, first, effect)]
        if others:
            yield f"It cannot be told from {listed(others, 'or')} by that price."


def _avoided(bought: Bought, effect: str) -> str:
    told = bought.avoided[effect]
    return short(told) if told.value is not None else "–"


def _overlap(one: Bought, other: Bought, effect: str) -> bool:
    a, b = one.price_of_one[effect], other.price_of_one[effect]
    return (a.low or 0.0) <= (b.high or 0.0) and (b.low or 0.0) <= (a.high or 0.0)


def price_cell(bought: Bought, effect: str, currency: str) -> str:
    """Write the price of one avoided, with its interval, or that there is none."""
    told = bought.price_of_one[effect]
    if told.value is None or told.low is None or told.high is None:
        return "–"
    fine = 10.0 ** (floor(log10(told.value)) - 1)  # two figures, however wide the range
    step = min(step_of(told.low, told.high) or fine, fine)
    ends = between(told.low, told.high, currency, step, signed=False)
    return f"{bare(told.value, currency, step)} ({ends})"


def _bought(found: Marginal, width: int) -> Iterator[str]:
    """Yield what is avoided, and at what price; ranges only where they fit."""
    currency = found.scenario.currency
    avoided = [
        ("avoided", "price", *(f"{one}s" for one in EFFECTS.values()), "cost of care")
    ]
    prices = [("price of one avoided", *EFFECTS.values())]
    for bought in found.bought:
        name = bought.lever.title
        if bought.option is None or bought.care is None:
            first = money(bought.lever.options[0].price, currency)
            avoided.append((name, f"from {first}", *("–" for _ in EFFECTS), "–"))
            continue
        if len(bought.lever.options) > 1:
            name += f", {bought.option.label}"
        cells = [gap_cell(bought.avoided[effect]) for effect in EFFECTS]
        price = money(bought.option.price, currency)
        avoided.append((name, price, *cells, gap_cell(bought.care)))
        prices.append((name, *(price_cell(bought, e, currency) for e in EFFECTS)))
    for rows in (avoided, prices):
        text = columns(rows)
        if max(map(len, text.split("\n"))) > width:
            text = columns([tuple(c.partition(" (")[0] for c in row) for row in rows])
        yield text


def _marginal_caution(found: Marginal) -> str:
    played = count(found.replications, "replication")
    text = (
        f"Each lever alone, as far as the sum goes; {played} each with the same luck, "
        f"seed {found.seed}. Ranges are {100 * found.level:.4g} % intervals, so that "
        "all hold together with 95 % (Bonferroni); a dash says that nothing is surely "
        "avoided. Prices are those of the file."
    )
    if found.replications < FIRST_LOOK:
        text += f" {played} are a first look: play 200 or more to decide."
    return text


def marginal_as_data(found: Marginal) -> dict[str, object]:
    """Return the plain data of the ``--json`` contract."""
    return {
        "scenario": found.scenario.name,
        "digest": found.scenario.digest,
        "amount": found.amount,
        "money": f"minor units of {found.scenario.currency}",
        "seed": found.seed,
        "replications": found.replications,
        "level": found.level,
        "answer": " ".join(marginal_answer(found)),
        "levers": [
            {
                "lever": b.lever.name,
                "title": b.lever.title,
                "option": None if b.option is None else b.option.label,
                "price": None if b.option is None else b.option.price,
                "avoided": {k: e.as_json() for k, e in b.avoided.items()},
                "price_of_one": {k: e.as_json() for k, e in b.price_of_one.items()},
                "cost_of_care": None if b.care is None else b.care.as_json(),
            }
            for b in found.bought
        ],
    }


def tell_allocation(found: Allocation, *, width: int = 80) -> str:
    """Return everything that ``allocate`` prints."""
    return "\n\n".join(
        [
            fill(found.scenario.title, width),
            fill(" ".join(allocation_answer(found)), width, break_on_hyphens=False),
            *(_plans(found)),
            fill(_allocation_caution(found), width, break_on_hyphens=False),
        ]
    )


def allocation_answer(found: Allocation) -> Iterator[str]:
    """Yield sentences: what to do, what it does, how sure it is the best."""
    currency = found.scenario.currency
    budget = money(found.budget, currency)
    when = period(found.scenario)
    if found.best is None:
        kept = listed([condition.text for condition in found.constraints])
        yield f"No plan within {budget} that was played keeps {kept} {when}."
        return
    best = found.best
    yield (
        f"Within {budget}, for the {found.goal.name} {when}: "
        f"{best.spending.told(found.levers)}, for "
        f"{money(best.spending.price, currency)}."
    )
    yield (
        f"That makes {_value(found, best)} on average, instead of "
        f"{_value(found, found.nothing)} if nothing is done."
    )
    for condition, kept in zip(found.constraints, best.kept, strict=True):
        how = "surely (one-sided 95 % bound)" if kept == "surely" else kept
        yield f"It keeps {condition.text} {how}."
    if found.finished:
        yield (
            "It is the best of all plans played with 95 %, if it is better than they "
            f"are by {_size(found, found.matters)} or more."
        )
        return
    yield (
        f"{count(len(found.tied), 'plan')} cannot be told from it; it had the best "
        f"average in {100 * found.chance:.0f} of 100 bootstrap samples."
    )
    cheaper = [each for each in found.tied if each.spending.price < best.spending.price]
    if cheaper:
        least = min(cheaper, key=lambda each: each.spending.price)
        yield (
            f"The cheapest of them: {least.spending.told(found.levers)}, for "
            f"{money(least.spending.price, currency)}."
        )


def _value(found: Allocation, candidate: Candidate) -> str:
    told = candidate.goal
    sign = -1.0 if found.goal.name.startswith("most ") else 1.0
    value = sign * (told.value or 0.0)
    if told.low is None or told.high is None:
        return amount(value, told.unit, None).strip()
    low, high = sorted((sign * told.low, sign * told.high))
    step = step_of(low, high)
    ends = between(low, high, told.unit, step, signed=False)
    return f"{amount(value, told.unit, step).strip()} ({ends})"


def _size(found: Allocation, size: float) -> str:
    assert found.best is not None
    return amount(size, found.best.goal.unit, None).strip()


def _plans(found: Allocation) -> Iterator[str]:
    currency = found.scenario.currency

    def row(name: str, each: Candidate) -> tuple[str, str, str]:
        price = money(each.spending.price, currency)
        return name, price, _value(found, each)

    if found.best is not None and found.tied:
        tied = [row(each.spending.told(found.levers), each) for each in found.tied]
        rows = [("cannot be told apart", "price", found.goal.name)]
        rows += [row(found.best.spending.told(found.levers), found.best), *tied[:SHOWN]]
        rest = len(tied) - SHOWN
        text = _folded(rows)
        if rest > 0:
            text += f"\nand {count(rest, 'other')} (--json has them all)"
        yield text
    rows = [("the most for each sum", "price", found.goal.name)]
    rows += [row(each.spending.told(found.levers), each) for each in found.front]
    yield _folded(rows)


def _folded(rows: list[tuple[str, str, str]]) -> str:
    """Put the price first and the plan last, for names of plans are long."""
    table = columns([(price, value) for _, price, value in rows]).split("\n")
    wide = max(map(len, table))
    names = (name for name, _, _ in rows)
    return "\n".join(
        f"{line:{wide}}  {name}" for line, name in zip(table, names, strict=True)
    )


def _allocation_caution(found: Allocation) -> str:
    played = count(found.replications, "replication")
    text = (
        f"{count(len(found.candidates), 'plan')} of {found.possible:,} that the budget "
        f"allows, the finalists with {played} each, all with the same luck, seed "
        f"{found.seed}. The choice is by Kim and Nelson's procedure; differences below "
        f"{found.matters:.3g} are taken not to matter. Prices are those of the file."
    )
    if found.replications < FIRST_LOOK:
        text += f" {played} are a first look: play 200 or more to decide."
    return text


def allocation_as_data(found: Allocation) -> dict[str, object]:
    """Return the plain data of the ``--json`` contract."""

    def plain(each: Candidate) -> dict[str, object]:
        return {
            "pulled": {
                lever.name: lever.options[position - 1].label
                for lever, position in zip(
                    found.levers, each.spending.pulled, strict=True
                )
                if position
            },
            "settings": each.spending.overrides(found.levers),
            "price": each.spending.price,
            "goal": each.goal.as_json(),
            "kept": list(each.kept),
            "replications": each.replications,
        }

    return {
        "scenario": found.scenario.name,
        "digest": found.scenario.digest,
        "budget": found.budget,
        "money": f"minor units of {found.scenario.currency}",
        "goal": found.goal.name,
        "constraints": [condition.text for condition in found.constraints],
        "seed": found.seed,
        "replications": found.replications,
        "possible": found.possible,
        "answer": " ".join(allocation_answer(found)),
        "best": None if found.best is None else plain(found.best),
        "nothing": plain(found.nothing),
        "finished": found.finished,
        "matters": found.matters,
        "chance_of_best": found.chance,
        "tied": [plain(each) for each in found.tied],
        "front": [plain(each) for each in found.front],
        "candidates": [plain(each) for each in found.candidates],
    }
