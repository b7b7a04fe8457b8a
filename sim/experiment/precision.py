"""How precise an answer has to be, and when enough replications have been played.

``closure_probability ±1 point and cost_per_supported_victim ±3 %`` is read here.

Replications are added in steps that depend on the scenario alone, and at each step
the intervals are looked at.  An interval can be short by luck and longer again
later; so it has to be short at two looks in a row, the second with at least a
tenth more replications than the first.  That is the look-ahead of Hoad, Robinson
and Davies (2010), *Automated selection of the number of replications for a
discrete-event simulation*, Journal of the Operational Research Society 61:1632-1644,
who look 5 replications ahead, and 5 % of them beyond a hundred.

The looks are for precision only: none of them asks what the answer is.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from sim.experiment.estimate import Estimate
from sim.experiment.kept import block_end
from sim.measures.measure import Measure
from sim.measures.registry import MEASURES
from sim.said import Said
from sim.scenario.plan import Scenario

__all__ = ["Goal", "GoalError", "Stopped", "goals_in", "looks", "stopping"]

FIRST_LOOK = 100
STEPS = 10
"""From look to look the number grows by at least one part in so many."""

GOAL = re.compile(
    r"(?P<measure>[a-z0-9_]+)\s*(?:±|\+/?-)\s*(?P<amount>\d+(?:\.\d+)?)\s*"
    r"(?P<unit>.*)"
)
SHARES = ("share", "probability")
POINTS = ("points", "point", "percentage points", "percentage point", "pp")
MONEY_WORDS = ("euros", "euro", "€")
CLOSE = 0.7
"""How like a measure's name a word must be to be taken for a slip of it."""
EXAMPLE = "closure_probability ±1 point and cost_per_supported_victim ±3 %"


class GoalError(ValueError):
    """What was asked for is no measure, no number or no unit."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The half-width that the 95 % interval of one measure may have.

    ``amount`` is in the measure's unit, or a share of its value where ``relative``.
    ``text`` is what was asked for.
    """

    measure: Measure
    amount: float
    relative: bool
    text: str

    def is_met(self, estimate: Estimate) -> bool:
        """Say whether an estimate is as precise as this, on both sides."""
        value, low, high = estimate.value, estimate.low, estimate.high
        if value is None or low is None or high is None:
            return False
        allowed = self.amount * abs(value) if self.relative else self.amount
        return max(value - low, high - value) <= allowed * (1 + 1e-9)  # rounding


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why there are as many replications as there are.

    ``reached`` says of each goal whether it was met at the last look and at the one
    before; ``looks`` how often was looked, ``at_most`` where it would have ended.
    """

    reached: Mapping[str, bool]
    replications: int
    looks: int
    at_most: int

    @property
    def precise(self) -> bool:
        """Say whether every goal was reached."""
        return all(self.reached.values())


def goals_in(text: str, currency: str = "EUR") -> tuple[Goal, ...]:
    """Read what is asked for, in words.

    Raises
    ------
    GoalError
        If it cannot be understood; the message says what to write.

    >>> [(goal.measure.name, goal.amount) for goal in goals_in(EXAMPLE)]
    [('closure_probability', 0.01), ('cost_per_supported_victim', 0.03)]
    """
    parts = re.split(r"\s+and\s+|\s*[,;]\s+", text.strip())
    return tuple(_goal(part.strip(), currency) for part in parts)


def _goal(text: str, currency: str) -> Goal:
    match = GOAL.fullmatch(text)
    if match is None:
        raise GoalError(
            Said(
                "'{text}' is not understood; write for example  {example}",
                text=text,
                example=EXAMPLE,
            )
        )
    measure = _measure(match["measure"])
    amount, unit = float(match["amount"]), match["unit"].strip()
    if not amount:
        raise GoalError(
            Said("'{text}': no number of replications makes it exact", text=text)
        )
    words = _units(measure, currency)
    if unit == "%":
        return Goal(measure, amount / 100, relative=True, text=text)
    if unit.lower() not in words:
        said = f"±{match['amount']}"
        raise GoalError(
            Said(
                "'{text}': {name} is in {unit}; write  {said} {unit}  or  {said} %  "
                "for a share of its value",
                text=text,
                name=measure.name,
                unit=words[0],
                said=said,
            )
        )
    in_unit = amount / 100 if measure.unit in SHARES else amount
    return Goal(measure, in_unit, relative=False, text=text)


def _measure(name: str) -> Measure:
    known = {measure.name: measure for measure in MEASURES if () in measure.by}
    if name in known:
        return known[name]
    if name in {measure.name for measure in MEASURES}:
        raise GoalError(Said("{name} is not told of the whole system", name=name))
    near = get_close_matches(name, known, 1, CLOSE)
    fix = (
        Said("did you mean '{near}'?", near=near[0])
        if near
        else Said("see docs/reference/measures.md")
    )
    raise GoalError(Said("there is no measure '{name}'; {fix}", name=name, fix=fix))


def _units(measure: Measure, currency: str) -> tuple[str, ...]:
    """Return the words for a measure's unit, in small letters, the plain one first."""
    if measure.unit in SHARES:
        return POINTS
    unit = measure.unit.split(" per ")[0]
    if unit == "money":
        return (currency.lower(), *(MONEY_WORDS if currency == "EUR" else ()))
    short = unit.split("-")[-1]
    return (unit, unit.removesuffix("s"), short, short.removesuffix("s"), "")


def looks(scenario: Scenario, at_most: int) -> Iterator[int]:
    """Yield the numbers of replications at which to look, the last being the most.

    They are ends of blocks, so they depend on the scenario alone.
    """
    at = block_end(scenario, FIRST_LOOK - 1)
    while at < at_most:
        yield at
        more = -(-at // STEPS)
        at = block_end(scenario, at + more - 1)
    yield at_most


def stopping(
    goals: Sequence[Goal],
    scenario: Scenario,
    at_most: int,
    look: Callable[[int], Sequence[Estimate]],
) -> Stopped:
    """Play on until every goal is met at two looks in a row, or at the most.

    ``look`` plays up to a number of replications and estimates the goals' measures.
    """
    met = [False] * len(goals)
    done = Stopped({}, 0, 0, at_most)
    for number, replications in enumerate(looks(scenario, at_most), 1):
        before = met
        found = look(replications)
        met = [goal.is_met(one) for goal, one in zip(goals, found, strict=True)]
        reached = {
            goal.text: once and again
            for goal, once, again in zip(goals, before, met, strict=True)
        }
        done = Stopped(reached, replications, number, at_most)
        if done.precise:
            break
    return done
