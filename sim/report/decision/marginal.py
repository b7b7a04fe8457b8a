"""What ``marginal`` says: what the next sum buys in each lever, and at what price."""

from collections.abc import Iterator
from textwrap import fill

from sim.experiment.marginal import EFFECTS, Bought, Marginal, cheapest
from sim.report.answer.skewed import skewed
from sim.report.answer.spread import FIRST_LOOK, listing, period
from sim.report.decision.naming import named_last, position_told, quoted
from sim.report.decision.wording import gap_cell, price_of_one
from sim.report.language import marked, say
from sim.report.numbers import count, money, titled

__all__ = [
    "AVOIDED",
    "lever_told",
    "marginal_answer",
    "marginal_as_data",
    "marginal_caution",
    "price_cell",
    "tell_marginal",
]

AVOIDED = {
    "closure_days": marked("closure days"),
    "unmet_bed_nights": marked("unmet nights"),
    "displaced": marked("displaced people"),
}
"""What is avoided, as the head of a column."""
NEXT = {
    "closure_days": marked(
        "Closure days {when}: with {lever} ({price}) {avoided} fewer, at {each} for "
        "each day."
    ),
    "unmet_bed_nights": marked(
        "Unmet nights {when}: with {lever} ({price}) {avoided} fewer, at {each} for "
        "each night."
    ),
    "displaced": marked(
        "Displaced people {when}: with {lever} ({price}) {avoided} fewer, at {each} "
        "for each person."
    ),
}
NEVER = {
    "closure_days": marked("No lever surely avoids closure days {when}."),
    "unmet_bed_nights": marked("No lever surely avoids unmet nights {when}."),
    "displaced": marked("No lever surely spares anybody being displaced {when}."),
}


def tell_marginal(found: Marginal, *, width: int = 80) -> str:
    """Return everything that ``marginal`` prints."""
    return "\n\n".join(
        [
            fill(found.scenario.title, width),
            *(
                fill(text, width, break_on_hyphens=False)
                for text in marginal_answer(found)
            ),
            *_bought(found, width),
            fill(marginal_caution(found), width, break_on_hyphens=False),
        ]
    )


def marginal_answer(found: Marginal) -> Iterator[str]:
    """Yield a paragraph an effect: where the next sum avoids it at the least price."""
    total = money(found.amount, found.scenario.currency)
    yield say("What the next {amount} buys, each lever by itself:", amount=total)
    for effect in EFFECTS:
        yield " ".join(_of_effect(found, effect))


def _of_effect(found: Marginal, effect: str) -> Iterator[str]:
    when, currency = period(found.scenario), found.scenario.currency
    able = cheapest(found, effect)
    if not able:
        yield say(NEVER[effect], when=when)
        return
    first = able[0]
    assert first.option is not None
    yield say(
        NEXT[effect],
        when=when,
        lever=quoted(lever_told(first)),
        price=money(first.option.price, currency),
        avoided=gap_cell(first.avoided[effect]).replace("+", ""),
        each=price_cell(first, effect),
    )
    others = [titled(b.lever.title) for b in able[1:] if _overlap(b, first, effect)]
    if others:
        yield say(
            "By that price it cannot be told from these: {others}.",
            others=listing(others),
        )


def lever_told(bought: Bought) -> str:
    """Return a lever with the position it reaches: ``Reserve, 2 months``."""
    if bought.option is None or len(bought.lever.options) == 1:
        return titled(bought.lever.title)
    return f"{titled(bought.lever.title)}, {position_told(bought.option.label)}"


def _overlap(one: Bought, other: Bought, effect: str) -> bool:
    a, b = one.price_of_one[effect], other.price_of_one[effect]
    return (a.low or 0.0) <= (b.high or 0.0) and (b.low or 0.0) <= (a.high or 0.0)


def price_cell(bought: Bought, effect: str) -> str:
    """Write the price of one avoided with its interval; a dash where there is none."""
    told = bought.price_of_one[effect]
    return "–" if told.value is None else price_of_one(told)


def _bought(found: Marginal, width: int) -> Iterator[str]:
    """Yield a table an effect, and one of what care then costs."""
    currency = found.scenario.currency
    for effect in EFFECTS:
        yield named_last(
            [
                (
                    say("price"),
                    say("avoided"),
                    say("price of each"),
                    say(AVOIDED[effect]),
                ),
                *(
                    (
                        money(bought.option.price, currency),
                        gap_cell(bought.avoided[effect]),
                        price_cell(bought, effect),
                        lever_told(bought),
                    )
                    for bought in found.bought
                    if bought.option is not None
                ),
            ],
            width,
        )
    yield named_last(
        [
            (say("price"), say("added"), say("cost of care")),
            *(_care(bought, currency) for bought in found.bought),
        ],
        width,
    )


def _care(bought: Bought, currency: str) -> tuple[str, str, str]:
    if bought.option is None or bought.care is None:
        first = money(bought.lever.options[0].price, currency)
        return say("from {price}", price=first), "–", titled(bought.lever.title)
    price = money(bought.option.price, currency)
    return price, gap_cell(bought.care), lever_told(bought)


def marginal_caution(found: Marginal) -> str:
    """Say how sure the numbers are, and what they rest on."""
    played = count(found.replications, "replication")
    text = say(
        "Each lever alone, as far as the sum goes; {played} each with the same luck, "
        "seed {seed}. Ranges hold together with 95 % (Bonferroni); where 0 lies "
        "within, what is avoided cannot be told from nothing, and a dash stands for "
        "its price. Prices are those of the file.",
        played=played,
        seed=found.seed,
    )
    if found.replications < FIRST_LOOK:
        return f"{text} " + say(
            "{played} are a first look: play 200 or more to decide.", played=played
        )
    told = [each for bought in found.bought for each in bought.avoided.values()]
    return f"{text} {skewed(told)}".strip()


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
        "base": {name: told.as_json() for name, told in found.base.items()},
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
