"""What ``sensitivity --decide`` says: which plan to choose, what knowing is worth."""

from collections.abc import Iterator
from math import floor, log10
from typing import TYPE_CHECKING

from sim.experiment.sensitivity import Information
from sim.report.answer.spread import listing
from sim.report.decision.naming import (
    named_last,
    path_told,
    plans_called,
    quantity_told,
    quoted,
)
from sim.report.decision.shares import share_told
from sim.report.language import say
from sim.report.numbers import bare, step_of

if TYPE_CHECKING:
    from sim.report.decision.unknowns import Sensitivity

__all__ = ["best_now", "first_to_measure", "tell_worth", "worth_told"]

TINY = 1e-9
"""Sums of shares may be so much above 1 by rounding alone."""


def best_now(found: "Sensitivity", known: Information) -> str:
    """Say which plan is best as things are known, or that none is."""
    objective = (
        say("net benefit")
        if found.objective == "net benefit"
        else quoted(quantity_told(found.tornado.quantity, found.scenario))
    )
    called = _called(found, known)
    if known.alike:
        return say(
            "{plans} cannot be told apart by {objective}: they do exactly the same "
            "in all the cases that the ranges leave open.",
            plans=listing([called[plan] for plan in known.alike]),
            objective=objective,
        )
    at = known.plans.index(known.best)
    told = say(
        "As things are known, {best} is the best of {plans} by {objective}; it is so "
        "in {share} of the cases that the ranges leave open.",
        share=share_told(known.chosen[at], *known.chosen_ends[at]),
        best=called[known.best],
        plans=listing([called[plan] for plan in known.plans]),
        objective=objective,
    )
    if sum(known.chosen) <= 1 + TINY:
        return told
    return f"{told} " + say("In some of them another plan does exactly as well.")


def _called(found: "Sensitivity", known: Information) -> dict[str, str]:
    """Return the plans as sentences name them: by their titles, where known."""
    variants = found.choice.variants if found.choice is not None else ()
    titles = [plan.title for plan in (found.scenario, *variants)]
    if len(titles) != len(known.plans):
        return {plan: plan for plan in known.plans}
    told = plans_called(known.plans, titles)
    return {plan: quoted(title) for plan, title in zip(known.plans, told, strict=True)}


def first_to_measure(found: "Sensitivity", known: Information) -> Iterator[str]:
    """Yield which plan is best, what knowing is worth and what to measure first."""
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
        path=quoted(path_told(apart[0].unknown.path, found.scenario)),
        worth=worth_told(found, apart[0].value, apart[0].low, apart[0].high),
    )


def worth_told(found: "Sensitivity", value: float, low: float, high: float) -> str:
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


def tell_worth(found: "Sensitivity", known: Information, width: int, most: int) -> str:
    """Return a table of what it is worth to know the unknowns worth most."""
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
                for worth in known.unknowns[:most]
            ),
        ],
        width,
    )
