"""Find the smallest, or largest, value of a setting that keeps a condition.

Root-finding on common random numbers: a first look at points spread from end to
end, then bisection between the last that fails and the first that holds.  The same
luck everywhere makes the estimated response a step function of the setting alone,
so bisection does not chase noise (Nelson, *Foundations and Methods of Stochastic
Simulation*, 2013, section 8.3).

Two answers are given (W8): where the *estimate* meets the condition, and where its
one-sided 95 % bound does, which is the value to rely on.  The interval of the
crossing are the values at which neither the condition nor its contrary is refused
at 97.5 %.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.experiment.asking import Condition
from sim.experiment.curve import Point, as_it_stands, played_point
from sim.experiment.luck import Luck, Progress
from sim.experiment.paired import difference, level_together
from sim.experiment.players import Asked
from sim.scenario.loading import Draft
from sim.scenario.plan import Scenario
from sim.scenario.scale import Scale

__all__ = [
    "Crossing",
    "Finding",
    "Kept",
    "Search",
    "find",
    "first_holding",
    "kept",
    "search",
]

Floats = NDArray[np.float64]
Holds = Literal["from", "up to", "everywhere", "nowhere", "here and there"]
Kept = Literal["surely", "by the estimate", "not", "surely not"]
"""Whether a condition is kept; ``not`` is by the estimate, where it may yet be."""

LOOKS = 7
"""Points of the first look, both ends included."""
TWO_SIDED = 0.975
"""Each side of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A value of the scale, None where the condition is not met on it at all."""

    number: float | None
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a search found.

    ``scenario`` is the plan as it stands; that at the low end of the scale where it
    is none before it is turned.
    ``holds`` says where the condition is met: ``from`` a value on, ``up to`` a
    value, ``everywhere`` between the ends, ``nowhere``, or ``here and there`` where
    the response is not monotone.  ``turns`` says that it surely both rises and falls,
    which an answer has to tell.  ``value`` is where the estimate meets it, ``sure``
    where its one-sided 95 % bound does; the crossing lies between ``low`` and ``high``
    with 95 %.  ``points`` are the curve it was read from, in order, and ``kept`` says
    of each whether the condition holds there.  ``now`` is the point of the file as it
    is, None where it does not say what the setting is.
    """

    scenario: Scenario
    paths: tuple[str, ...]
    scale: Scale
    condition: Condition
    holds: Holds
    value: Crossing
    sure: Crossing
    low: Crossing
    high: Crossing
    turns: bool
    points: tuple[Point, ...]
    kept: tuple[Kept, ...]
    now: Point | None
    now_kept: Kept | None
    seed: int
    replications: int


class _Walk:
    """Points of a scale, each played once, when somebody asks."""

    def __init__(self, condition: Condition, play: Callable[[int], Point]) -> None:
        self.condition = condition
        self.play = play
        self.seen: dict[int, Point] = {}

    def point(self, place: int) -> Point:
        """Return the point at a place."""
        if place not in self.seen:
            self.seen[place] = self.play(place)
        return self.seen[place]

    def meets(self, place: int, how: str) -> bool:
        """Say whether the condition holds there, in one of four ways."""
        point = self.point(place)
        value, each = point.estimates[0].value, point.each[0]
        if value is None:
            return False
        match how:
            case "surely":
                return self.condition.surely(value, each)
            case "surely, two-sided":
                return self.condition.surely(value, each, TWO_SIDED)
            case "possibly":
                return self.condition.possibly(value, each, TWO_SIDED)
            case _:
                return self.condition.holds(value)


def find(
    draft: Draft,
    paths: tuple[str, ...],
    scale: Scale,
    condition: Condition,
    *,
    overrides: Mapping[str, str] | None = None,
    seed: int = 1,
    replications: int = 200,
    player: Asked = "auto",
    workers: int | None = None,
    progress: Progress | None = None,
) -> Finding:
    """Find where along a scale a condition begins, or ends, to hold.

    Which of the two follows from the ends: where it holds at the high end only, the
    smallest value is sought; where at the low end only, the largest.

    Raises
    ------
    ScenarioError
        When a value of the scale is not allowed at a path.
    """
    fixed = dict(overrides or {})
    last = len(scale) - 1
    ends = [  # checked before anything is played
        draft.scenario({**fixed, **_put(paths, scale, end)}) for end in (0, last)
    ]
    standing = as_it_stands(draft, fixed)
    expected = replications * (LOOKS + 1 + 2 * max(1, last // LOOKS).bit_length())
    with Luck(
        seed, player=player, workers=workers, progress=progress, expected=expected
    ) as luck:

        def play(place: int) -> Point:
            put = _put(paths, scale, place)
            scenario = draft.scenario({**fixed, **put})
            asked = (condition.quantity,)
            return played_point(
                scenario, asked, luck, replications, settings=put, at=(place,)
            )

        found = search(last, condition, play)
        now = _now(standing, paths, condition, luck, replications)

    def told(place: int | None) -> Crossing:
        if place is None:
            return Crossing(None, None)
        return Crossing(float(scale.at(place)), scale.told(scale.at(place)))

    return Finding(
        scenario=standing or ends[0],
        paths=paths,
        scale=scale,
        condition=condition,
        holds=found.holds,
        value=told(found.value),
        sure=told(found.sure),
        low=told(found.low),
        high=told(found.high),
        turns=found.turns,
        points=found.points,
        kept=tuple(kept(condition, point) for point in found.points),
        now=now,
        now_kept=None if now is None else kept(condition, now),
        seed=seed,
        replications=replications,
    )


def _now(
    scenario: Scenario | None,
    paths: tuple[str, ...],
    condition: Condition,
    luck: Luck,
    replications: int,
) -> Point | None:
    """Return the point of a plan as it stands, where it says what is varied."""
    if scenario is None:
        return None
    written = {setting.path: setting.text for setting in scenario.settings}
    if any(written.get(path, "{").startswith(("{", "[")) for path in paths):
        return None  # it says nothing of them, or more than one value
    settings = {path: written[path] for path in paths}
    asked = (condition.quantity,)
    return played_point(scenario, asked, luck, replications, settings=settings, at=())


def kept(condition: Condition, point: Point) -> Kept:
    """Say whether a point keeps a condition, and how surely."""
    value = point.estimates[0].value
    if value is None:
        return "surely not"
    if not condition.holds(value):
        return "not" if condition.possibly(value, point.each[0]) else "surely not"
    surely = condition.surely(value, point.each[0])
    return "surely" if surely else "by the estimate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search along places 0, 1, 2, … found; see :class:`Finding`."""

    holds: Holds
    value: int | None
    sure: int | None
    low: int | None
    high: int | None
    turns: bool
    points: tuple[Point, ...]


def search(last: int, condition: Condition, play: Callable[[int], Point]) -> Search:
    """Find where from place 0 to ``last`` a condition begins, or ends, to hold.

    ``play`` returns the point at a place, with the same luck at each.
    """
    walk = _Walk(condition, play)
    looks = _looks(last)
    holds = _shape(walk, looks)
    down = holds == "up to" or (holds != "from" and _falls(walk, looks))

    def crossing(how: str) -> int | None:
        if holds == "here and there":
            return None
        return first_holding(
            looks[::-1] if down else looks, lambda place: walk.meets(place, how)
        )

    value, sure = crossing("estimate"), crossing("surely")
    near, far = crossing("possibly"), crossing("surely, two-sided")
    return Search(
        holds=holds,
        value=value,
        sure=sure,
        low=far if down else near,
        high=near if down else far,
        turns=_turns(walk, looks),
        points=tuple(walk.seen[place] for place in sorted(walk.seen)),
    )


def _put(paths: tuple[str, ...], scale: Scale, place: int) -> dict[str, str]:
    return dict.fromkeys(paths, scale.text(scale.at(place)))


def _looks(last: int) -> list[int]:
    many = min(LOOKS, last + 1)
    return list(dict.fromkeys(round(n * last / (many - 1)) for n in range(many)))


def _shape(walk: _Walk, looks: list[int]) -> Holds:
    """Say where the condition holds, by the first look.

    More than one change from holding to not is taken for chance, unless the
    response surely both rises and falls; but not where the ends are alike.
    """
    met = [walk.meets(place, "estimate") for place in looks]
    if all(met):
        return "everywhere"
    if not any(met):
        return "nowhere"
    changes = sum(one != other for one, other in pairwise(met))
    if met[0] == met[-1] or (changes > 1 and _turns(walk, looks)):
        return "here and there"
    return "from" if met[-1] else "up to"


def _falls(walk: _Walk, looks: list[int]) -> bool:
    """Say whether the condition is nearer to be met at the low end."""
    low, high = (walk.point(at).estimates[0].value for at in (looks[0], looks[-1]))
    if low is None or high is None:
        return False
    return low < high if walk.condition.sense == "<=" else low > high


def _turns(walk: _Walk, looks: list[int]) -> bool:
    """Say whether the response surely both rises and falls between looks.

    All pairs of looks are compared, and the intervals hold together (Bonferroni).
    """
    pairs = [(a, b) for at, a in enumerate(looks) for b in looks[at + 1 :]]
    level = level_together(len(pairs))
    rises = falls = False
    for a, b in pairs:
        bounds = difference(walk.point(a).each[0], walk.point(b).each[0], level)
        rises |= bool(bounds.low > 0)
        falls |= bool(bounds.high < 0)
    return rises and falls


def first_holding(looks: list[int], meets: Callable[[int], bool]) -> int | None:
    """Return the first place, in the order of the looks, that meets a condition.

    The condition is taken to fail before the crossing and to hold after it; the
    last look that fails and the one after it bracket the crossing.

    >>> first_holding([0, 10, 20], lambda place: place >= 13)
    13
    """
    failing = [place for place in looks if not meets(place)]
    if not failing:
        return looks[0]
    if failing[-1] == looks[-1]:
        return None
    bad, good = failing[-1], looks[looks.index(failing[-1]) + 1]
    while abs(good - bad) > 1:
        middle = (good + bad) // 2
        if meets(middle):
            good = middle
        else:
            bad = middle
    return good
