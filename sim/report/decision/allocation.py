"""What ``allocate`` says: how to split a budget, and how sure that is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import floor, isfinite, log10

from sim.experiment.allocating import Allocation, Fresh, Rival
from sim.experiment.arena import Candidate, is_more_better
from sim.experiment.estimate import Estimate
from sim.experiment.splits import Spending
from sim.report.answer.skewed import skewed
from sim.report.answer.spread import FIRST_LOOK, listing, period
from sim.report.answer.tables import short
from sim.report.decision.naming import (
    condition_told,
    position_told,
    quantity_told,
    quoted,
)
from sim.report.decision.wording import gap
from sim.report.language import marked, say, some
from sim.report.numbers import (
    amount,
    bare,
    between,
    count,
    localised,
    money,
    step_of,
    titled,
)
from sim.scenario.plan import LeverPlan, Option

__all__ = [
    "BRIEFLY",
    "KEPT",
    "allocation_answer",
    "allocation_caution",
    "goal_briefly",
    "goal_cell",
    "goal_told",
    "how_sure",
    "kept_told",
    "proposed",
    "rivals",
    "split_told",
    "undone",
]

NOTHING = 1e-6
"""A size below this stands for none: there was nothing to gain."""
KEPT = {
    "surely": marked("surely (one-sided 95 % bound)"),
    "by the estimate": marked("by the estimate, not surely"),
    "perhaps": marked("not by the estimate, though perhaps"),
    "no": marked("no"),
}
"""How sure it is that a constraint is kept."""
BRIEFLY = {
    "surely": marked("surely"),
    "by the estimate": marked("by the estimate"),
    "perhaps": marked("perhaps not"),
    "no": marked("no"),
}
"""How sure it is that a constraint is kept, in a table: the surest first."""
AFRESH = {
    "surely": marked("Kept there too: {condition}, {how}; it is {value}."),
    "by the estimate": marked("Kept there too: {condition}, {how}; it is {value}."),
    "perhaps": marked(
        "Not kept there, by the estimate: {condition}; it is {value}, and met the "
        "limit only where the plan was chosen."
    ),
    "no": marked(
        "Surely not kept there: {condition}; it is {value}, and met the limit only "
        "where the plan was chosen."
    ),
}
"""What is said of a constraint on fresh luck."""


def allocation_answer(found: Allocation) -> Iterator[str]:
    """Yield paragraphs: what to do and what it does; how sure it is the best."""
    if found.best is None:
        conditions = [
            condition_told(each, found.scenario) for each in found.constraints
        ]
        yield say(
            "No plan within {budget} that was played keeps {conditions} {when}.",
            budget=money(found.budget, found.scenario.currency),
            conditions=listing(conditions),
            when=period(found.scenario),
        )
        if found.possible == 1:
            yield _nothing_fits(found)
        yield " ".join(_nearest(found))
        return
    told = list(_what_to_do(found, found.best))
    yield " ".join(told[:2])
    if more := " ".join(told[2:]):
        yield more
    if sure := " ".join(how_sure(found)):
        yield sure


def _nearest(found: Allocation) -> Iterator[str]:
    """Yield of each condition which plan comes nearest to it, and how near."""
    for at, condition in enumerate(found.constraints):
        sign = 1.0 if condition.sense == "<=" else -1.0
        known = [
            (sign * value, plan.spending.price, plan)
            for plan in found.candidates
            if at < len(plan.asked) and (value := plan.asked[at].value) is not None
        ]
        if known:
            plan = min(known, key=lambda each: each[:2])[2]
            yield say(
                "Nearest to {condition} comes this plan, for {price}: {plan}. It is "
                "then {value}.",
                condition=condition_told(condition, found.scenario),
                price=money(plan.spending.price, found.scenario.currency),
                plan=split_told(found, plan.spending),
                value=short(plan.asked[at]),
            )


def _what_to_do(found: Allocation, best: Candidate) -> Iterator[str]:
    currency = found.scenario.currency
    if found.possible == 1:
        yield _nothing_fits(found)
    elif best.spending.price == found.budget:
        yield say(
            "Spend all of {budget} {when}: {plan}.",
            budget=money(found.budget, currency),
            when=period(found.scenario),
            plan=split_told(found, best.spending),
        )
    elif any(best.spending.pulled):
        yield say(
            "Of {budget}, spend {price} {when}: {plan}.",
            budget=money(found.budget, currency),
            price=money(best.spending.price, currency),
            when=period(found.scenario),
            plan=split_told(found, best.spending),
        )
    else:
        yield say(
            "Of {budget}, spend nothing {when}: no plan does better.",
            budget=money(found.budget, currency),
            when=period(found.scenario),
        )
    if found.fresh is None:
        yield say(
            "{goal} is {value} on average if nothing is done.",
            goal=quoted(goal_told(found)),
            value=goal_cell(found, best),
        )
        yield from _kept_told(found, best)
    else:
        yield from _on_fresh_luck(found, found.fresh)


def _kept_told(found: Allocation, plan: Candidate) -> Iterator[str]:
    for condition, kept in zip(found.constraints, plan.kept, strict=True):
        yield say(
            "Kept: {condition}, {how}.",
            condition=condition_told(condition, found.scenario),
            how=say(KEPT[kept]),
        )


def _on_fresh_luck(found: Allocation, fresh: Fresh) -> Iterator[str]:
    """Yield what the plan does where it was not chosen, and what it keeps there."""
    alone = fresh.gain is None
    what = marked(
        "On fresh luck, {played} that had no part in the choice, {goal} is then "
        "{value} on average; if nothing is done, {nothing}."
    )
    if alone:
        what = marked(
            "On fresh luck, {played} that had no part in the choice, {goal} is then "
            "{value} on average."
        )
    yield say(
        what,
        played=count(fresh.replications, "replication"),
        goal=quoted(goal_told(found)),
        value=goal_cell(found, fresh.best),
        nothing=goal_cell(found, fresh.nothing),
    )
    if fresh.gain is not None:
        yield say("Against doing nothing: {gap}.", gap=gap(_gained(found, fresh.gain)))
    yield from _kept_afresh(found, fresh)
    ahead = [each for each in fresh.tied if (each.behind.high or 0.0) < 0]
    if ahead:
        yield say(
            "On fresh luck another plan does surely better: {plan}. Prefer it, or "
            "allocate again with more replications.",
            plan=split_told(found, min(ahead, key=_how_far).candidate.spending),
        )


def _gained(found: Allocation, behind: Estimate) -> Estimate:
    """Return plan less nothing in the goal's own sense, from how far that is behind."""
    if found.goal.is_most or behind.value is None:
        return behind
    low, high = behind.low, behind.high
    return replace(
        behind,
        value=-behind.value,
        low=None if high is None else -high,
        high=None if low is None else -low,
    )


def _how_far(rival: Rival) -> float:
    return rival.behind.value or 0.0


def _kept_afresh(found: Allocation, fresh: Fresh) -> Iterator[str]:
    """Yield whether conditions are kept on fresh luck too, or what else keeps them."""
    rows = zip(found.constraints, fresh.best.kept, fresh.best.asked, strict=True)
    for condition, kept, told in rows:
        yield say(
            AFRESH[kept],
            condition=condition_told(condition, found.scenario),
            how=say(KEPT[kept]),
            value=short(told),
        )
    if fresh.best.able:
        return
    able = [each.candidate for each in fresh.tied if each.candidate.able]
    if able:
        plan = min(able, key=lambda each: (each.loss, each.spending.price))
        yield say(
            "Of the plans that cannot be told from it, this one keeps all there: "
            "{plan}.",
            plan=split_told(found, plan.spending),
        )
    else:
        yield say(
            "Do not rely on it: play more replications, or leave more room to the "
            "limit."
        )


def _nothing_fits(found: Allocation) -> str:
    """Say that the budget is below every price, and which is the lowest."""
    price, lever, option = min(
        (
            (option.price, lever, option)
            for lever in found.levers
            for option in lever.options
        ),
        key=lambda each: each[0],
    )
    return say(
        "Nothing fits a budget of {budget} {when}; the cheapest option costs {price}: "
        "{plan}.",
        budget=money(found.budget, found.scenario.currency),
        when=period(found.scenario),
        price=money(price, found.scenario.currency),
        plan=_pulled(lever, option),
    )


def how_sure(found: Allocation) -> Iterator[str]:
    """Yield sentences: how sure the choice is, and which plans were played."""
    played = count(len(found.candidates), "plan")
    if found.able == 1 < len(found.candidates):
        yield say("It is the only one of {plans} played that is allowed.", plans=played)
    elif found.finished:
        yield say(
            "Of {plans} played none that is allowed is better than it by {size} or "
            "more, with 95 % confidence.",
            plans=played,
            size=_size(found, found.matters),
        )
    elif found.tied:
        yield from _tied(found)
    elif found.able > 1:
        yield say(
            "It is the best of {plans} played that are allowed, with 95 % confidence.",
            plans=played,
        )
    if len(found.candidates) < found.possible:
        yield say(
            "The budget allows {possible} plans, too many to play; {played} of them "
            "were, as a search proposed them (differential evolution), so that a "
            "better one may have been missed.",
            possible=localised(f"{found.possible:,}"),
            played=localised(f"{len(found.candidates):,}"),
        )


def _tied(found: Allocation) -> Iterator[str]:
    assert found.best is not None
    many = len(found.tied)
    yield some(
        "Of {played} plans played, {number} other cannot be told from it: with 95 % "
        "confidence the best is one of these {all}.",
        "Of {played} plans played, {number} others cannot be told from it: with 95 % "
        "confidence the best is among these {all}.",
        many,
        played=localised(f"{len(found.candidates):,}"),
        all=many + 1,
    )
    if isfinite(found.gap) and found.gap > 0:
        yield say(
            "None is better than it by more than {size}.",
            size=_size(found, found.gap),
        )
    prices = [each.candidate.spending.price for each in found.tied]
    if min(prices) < found.best.spending.price:
        least = found.tied[prices.index(min(prices))].candidate.spending
        if not any(least.pulled):
            yield say("To do nothing is one of them.")
            return
        yield say(
            "The cheapest of them costs {price}: {plan}.",
            price=money(least.price, found.scenario.currency),
            plan=split_told(found, least),
        )


def proposed(found: Allocation) -> Candidate | None:
    """Return the plan proposed as it is told: on fresh luck where it was chosen."""
    return found.best if found.fresh is None else found.fresh.best


def undone(found: Allocation) -> Candidate:
    """Return doing nothing as it is told."""
    return found.nothing if found.fresh is None else found.fresh.nothing


def rivals(found: Allocation) -> Sequence[Rival]:
    """Return the plans that cannot be told from the one proposed, as they are told."""
    return found.tied if found.fresh is None else found.fresh.tied


def kept_told(plan: Candidate) -> str:
    """Say of a plan how sure it is that all constraints are kept, in a table."""
    return say(BRIEFLY[max(plan.kept, key=list(BRIEFLY).index)])


def split_told(found: Allocation, spending: Spending) -> str:
    """Say what is done: ``Reserve: 2 months; Bridge fund: €10,000``."""
    done = [
        _pulled(lever, lever.options[position - 1])
        for lever, position in zip(found.levers, spending.pulled, strict=True)
        if position
    ]
    return "; ".join(done) or say("nothing")


def _pulled(lever: LeverPlan, option: Option) -> str:
    """Name a lever and how far it goes, where it goes further."""
    title = titled(lever.title)
    if len(lever.options) == 1:
        return title
    return f"{title}: {position_told(option.label)}"


def goal_told(found: Allocation) -> str:
    """Say what is made small, or large: a label, or a weighted sum of labels."""
    terms = found.goal.terms
    if len(terms) == 1:
        return quantity_told(terms[0][0], found.scenario)
    told = ""
    for quantity, weight in terms:
        minus = is_more_better(quantity)
        sign = (" − " if minus else " + ") if told else ("−" if minus else "")
        factor = f"{localised(f'{weight:g}')} × "
        told += f"{sign}{factor}{quantity_told(quantity, found.scenario)}"
    return told


def goal_briefly(found: Allocation) -> str:
    """Name the goal where room is short: a weighted sum without its terms."""
    return goal_told(found) if len(found.goal.terms) == 1 else say("The weighted sum")


def goal_cell(
    found: Allocation,
    candidate: Candidate,
    step: float | None = None,
    place: float | None = None,
    *,
    unit: bool = True,
) -> str:
    """Write what a plan leads to, with its 95 % interval.

    Ends are rounded to ``step``, as the interval asks for unless given; the value to
    ``place``, as the ends unless given.  Without ``unit`` the head of a column says
    what is counted.
    """
    write = amount if unit else bare
    told, sign = candidate.goal, -1.0 if found.goal.is_most else 1.0
    value = sign * candidate.loss
    if told.low is None or told.high is None:
        return write(value, told.unit, place).strip()
    low, high = sorted((sign * told.low, sign * told.high))
    step = step or step_of(low, high)
    ends = between(low, high, told.unit, step, signed=False)
    return f"{write(value, told.unit, place or step).strip()} ({ends})"


def _size(found: Allocation, size: float) -> str:
    """Write a size of the goal to two figures."""
    unit = found.goal.unit(found.scenario.currency)
    size = size if size > NOTHING else 0.0
    step = 10.0 ** (floor(log10(size)) - 1) if size > 0 else None
    return amount(size, unit, step).strip()


def allocation_caution(found: Allocation) -> str:
    """Say how the choice was made, and what it rests on."""
    played = count(found.replications, "replication")
    if found.best is None:
        told = [
            say(
                "{played} of each plan, all with the same luck, seed {seed}; 95 % "
                "intervals. Prices are those of the file.",
                played=played,
                seed=found.seed,
            )
        ]
    else:
        told = [_how_chosen(found, played)]
    if found.fresh is not None:
        told += _told_afresh(found, found.fresh)
    if found.replications < FIRST_LOOK:
        told.append(
            say("{played} are a first look: play 200 or more to decide.", played=played)
        )
    else:
        told.append(
            skewed([undone(found).goal, *(each.behind for each in rivals(found))])
        )
    return " ".join(filter(None, told))


def _how_chosen(found: Allocation, played: str) -> str:
    return say(
        "{played} of each plan, all with the same luck, seed {seed}. A difference "
        "below {matters} is taken not to matter; play ends early when one plan is "
        "left (Kim and Nelson's procedure). Which plans cannot be told from the "
        "best is said from intervals of how far each is behind, under the same "
        "luck; all that is said of them holds together with 95 % (Bonferroni). "
        "Prices are those of the file.",
        played=played,
        seed=found.seed,
        matters=_size(found, found.matters),
    )


def _told_afresh(found: Allocation, fresh: Fresh) -> Iterator[str]:
    """Yield which figures come from fresh luck, and what the choice flattered."""
    assert found.best is not None
    yield say(
        "The best of many looks better than it is, by the luck that chose it: where "
        "it was chosen, the plan proposed came to {value}. So it, doing nothing and "
        "the plans that may be the best were played again with replications {first} "
        "to {last}, which had no part in the choice; what is told of them, and how far "
        "each is behind, comes from these.",
        value=goal_cell(found, found.best),
        first=localised(f"{fresh.first + 1:,}"),
        last=localised(f"{fresh.first + fresh.replications:,}"),
    )
    if fresh.dropped:
        yield some(
            "{number} plan could not be told from it where it was chosen, but is "
            "surely behind on fresh luck, and so is left out.",
            "{number} plans could not be told from it where it was chosen, but are "
            "surely behind on fresh luck, and so are left out.",
            len(fresh.dropped),
        )
    if found.front:
        yield say(
            "The list of the most for each sum comes from the choice, and so looks a "
            "little too good."
        )
