"""A comparison of plans: what differs between a base and each of its variants."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.experiment.economics import Economics
from sim.experiment.estimate import Estimate
from sim.experiment.precision import Stopped
from sim.scenario.changes import Change
from sim.scenario.plan import Scenario

__all__ = ["Comparison", "Difference"]

_Key = tuple[str, str, frozenset[tuple[str, str]]]
FEW_DIFFER = 20
"""Of fewer replications that differ the interval of a difference is rough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How one variant differs from the base in one measure.

    ``estimate`` is variant minus base.  ``base`` and ``own`` are the two values.
    ``better``, ``same`` and ``worse`` are shares of paired replications, of one
    future period each; ``confidence`` is how sure it is that the variant is better
    on average (W8), ``doubted`` that it is worse, both as far as intervals that hold
    together leave out no difference; one of them is 0.  They are None where neither
    way is better.
    ``reduction`` says how many times more replications independent luck would have
    needed for the same interval; ``differing`` how many replications differ at all.
    """

    variant: str
    estimate: Estimate
    base: float | None
    own: float | None
    better: float | None = None
    same: float | None = None
    worse: float | None = None
    confidence: float | None = None
    doubted: float | None = None
    reduction: float | None = None
    differing: int | None = None

    @property
    def is_small(self) -> bool:
        """Whether so few replications differ that its interval is rough."""
        few = min(FEW_DIFFER, self.estimate.replications / 2)
        return self.differing is not None and 0 < self.differing < few

    def as_json(self) -> dict[str, object]:
        """Return the fields of an estimate and those of a difference."""
        return {
            "variant": self.variant,
            **self.estimate.as_json(),
            "base_value": self.base,
            "variant_value": self.own,
            "better": self.better,
            "same": self.same,
            "worse": self.worse,
            "confidence_better_on_average": self.confidence,
            "confidence_worse_on_average": self.doubted,
            "variance_reduction": self.reduction,
            "replications_that_differ": self.differing,
            "small": self.is_small,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A base and its variants, played with the same luck.

    ``stopped`` says how precise the differences are, where that was asked for.
    ``level`` is the confidence of each interval, such that ``claims`` of them hold
    together with 95 %; nothing is claimed of a variant that changes nothing.
    ``names`` are what variants are called, the base first.
    """

    base: Scenario
    variants: tuple[Scenario, ...]
    names: tuple[str, ...]
    seed: int
    replications: int
    level: float
    claims: int
    asked: tuple[str, ...]
    estimates: tuple[Estimate, ...]
    changes: tuple[tuple[Change, ...], ...]
    unchanged: tuple[bool, ...]
    differences: tuple[Difference, ...]
    economics: Economics
    stopped: Stopped | None = None
    _by_key: Mapping[_Key, Difference] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put differences where they are found at once: a page asks for thousands."""
        by_key = {
            _key(each.variant, each.estimate.measure, each.estimate.by): each
            for each in self.differences
        }
        object.__setattr__(self, "_by_key", by_key)

    def difference(self, variant: str, measure: str, **by: str) -> Difference:
        """Return one difference, e.g. ``difference("late", "closure_days")``.

        Raises
        ------
        KeyError
            If there is none.
        """
        found = self._by_key.get(_key(variant, measure, by))
        if found is None:
            raise KeyError(f"no difference of {variant} in {measure} by {by}")
        return found


def _key(variant: str, measure: str, by: Mapping[str, str]) -> _Key:
    return variant, measure, frozenset(by.items())
