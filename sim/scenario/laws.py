"""Laws of chance as a file writes them: of durations, of numbers, of money."""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, ClassVar, Generic, Self, TypeAlias, TypeVar

from pydantic import model_validator

from sim.distributions import (
    Clipped,
    Discrete,
    Distribution,
    Empirical,
    Exponential,
    Fixed,
    Gamma,
    Lognormal,
    Triangular,
    Uniform,
    Weibull,
    with_mean_after_limit,
)
from sim.money import format_number
from sim.said import Said, marked, together
from sim.scenario.border import (
    Days,
    Money,
    Number,
    Part,
    Shape,
    Share,
    Text,
    Width,
    one_of,
    short,
)
from sim.scenario.tree import Fault

__all__ = ["CountLaw", "DurationLaw", "Law", "MoneyLaw", "check_shares", "upper_bound"]

Q = TypeVar("Q")
UNEVEN = Said("change one of them, or add what is missing")

NEEDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "fixed": (("value",),),
    "exponential": (("mean",), ("mean_after_limit",)),
    "lognormal": (
        ("mean", "sigma"),
        ("mean", "cv"),
        ("mean", "sd"),
        ("mean_after_limit", "sigma"),
        ("mean_after_limit", "cv"),
        ("median", "p90"),
    ),
    "gamma": (("mean", "cv"), ("mean", "sd"), ("mean_after_limit", "cv")),
    "weibull": (("mean", "shape"), ("scale", "shape"), ("mean_after_limit", "shape")),
    "triangular": (("low", "mode", "high"),),
    "uniform": (("low", "high"),),
    "discrete": (("values",),),
    "empirical": (("observed",),),
}
PARAMETERS = tuple(dict.fromkeys(p for ways in NEEDS.values() for w in ways for p in w))
_read, _schema = one_of(
    *NEEDS, problem=marked("'{text}' is not a law of chance I know")
)
LawName: TypeAlias = Annotated[str, _read, _schema]


def check_shares(shares: Mapping[Q, Fraction]) -> None:
    """Refuse shares that do not sum to one."""
    total = sum(shares.values(), Fraction(0))
    if shares and abs(total - 1) > Fraction(1, 10**6):
        said = format_number(round(total, 6))
        raise Fault(
            Said(
                "the shares sum to {said}; together they must make 1 (100 %)", said=said
            ),
            UNEVEN,
        )


class Law(Part, Generic[Q]):
    """A law of chance: its name, and the numbers that fix it.

    ``at_least`` and ``at_most`` clip it: the mass beyond sits at the limit.
    """

    unit: ClassVar[str] = ""

    distribution: LawName = "fixed"
    """Which law: fixed, exponential, lognormal, gamma, weibull, triangular,
    uniform, discrete or empirical."""
    value: Q | None = None
    """fixed: the one value."""
    mean: Q | None = None
    """The mean of the law before its limits."""
    mean_after_limit: Q | None = None
    """The mean after the limits; the law is solved for it. Needs at_most."""
    median: Q | None = None
    """lognormal: half are below this."""
    p90: Q | None = None
    """lognormal: nine in ten are at or below this."""
    sd: Q | None = None
    """The standard deviation, in the unit of the mean."""
    cv: Width | None = None
    """The standard deviation divided by the mean, 0.01 to 5."""
    sigma: Width | None = None
    """lognormal: the standard deviation of the logarithm, 0.01 to 5."""
    scale: Q | None = None
    """weibull: 63 in 100 are below this."""
    shape: Shape | None = None
    """weibull: the shape, 0.1 to 20; 1 is exponential."""
    low: Q | None = None
    """uniform, triangular: the lowest value."""
    mode: Q | None = None
    """triangular: the most likely value."""
    high: Q | None = None
    """uniform, triangular: the highest value."""
    values: dict[Q, Share] | None = None
    """discrete: each value with its share; the shares sum to one."""
    observed: list[Q] | None = None
    """empirical: the observed values, instead of a file."""
    file: Text | None = None
    """empirical: a CSV file beside this one, one number a line, in days."""
    at_least: Q | None = None
    """Anything below is raised to this."""
    at_most: Q | None = None
    """Anything above is cut to this."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        self._check_parameters()
        self._check_limits()
        self._check_order()
        if self.values is not None:
            try:
                check_shares(self.values)
            except Fault as fault:
                raise Fault(*fault.args, at=("values",)) from None
        self.law  # noqa: B018 - builds it once, to see that it can be built
        return self

    def _check_parameters(self) -> None:
        given = {p for p in PARAMETERS if getattr(self, p) is not None}
        ways = NEEDS[self.distribution]
        if any(given == set(way) for way in ways):
            return
        usable = {p for way in ways for p in way}
        for parameter in sorted(given - usable):
            raise Fault(
                Said(
                    "'{name}' is no setting of the law '{law}'",
                    name=parameter,
                    law=self.distribution,
                ),
                Said("it needs {ways}", ways=_ways(ways)),
                at=(parameter,),
                key=True,
            )
        problem = Said("the law '{law}' needs more settings", law=self.distribution)
        if _enough(given, ways):
            problem = Said("the law '{law}' is given too much", law=self.distribution)
        raise Fault(
            problem,
            Said("it needs {ways}", ways=_ways(ways)),
        )

    def _check_limits(self) -> None:
        low, high = self.number("at_least"), self.number("at_most")
        if low is not None and high is not None and low > high:
            raise Fault(
                Said("at_least is above at_most"),
                Said("at_most is the longest or largest there can be"),
                at=("at_least",),
            )
        if self.mean_after_limit is None:
            return
        target = self.number("mean_after_limit")
        assert target is not None
        if high is None:
            raise Fault(
                Said("'mean_after_limit' needs a limit"),
                Said("add at_most, or write mean"),
                at=("mean_after_limit",),
                key=True,
            )
        if not (low or 0) < target < high:
            raise Fault(
                Said("the mean after the limit must lie below the limit"),
                Said("write a smaller mean_after_limit or a larger at_most"),
                at=("mean_after_limit",),
            )

    def _check_order(self) -> None:
        for low, high, problem in (
            (
                "median",
                "p90",
                marked("p90 {upper}must be longer than the median {lower}"),
            ),
            ("low", "high", marked("high {upper}must be above low {lower}")),
        ):
            below, above = self.number(low), self.number(high)
            if below is not None and above is not None and above <= below:
                fix = Said("high is the largest value, low the smallest")
                if high == "p90":
                    fix = Said(
                        "p90 is the length of stay that 9 in 10 people do not exceed"
                    )
                said = Said(
                    problem, upper=self.said(above), lower=self.said(below).rstrip()
                )
                raise Fault(said, fix, at=(high,))
        median, p90 = self.number("median"), self.number("p90")
        if median and p90 and p90 > 600 * median:
            raise Fault(
                Said("p90 is more than 600 times the median"),
                Said("are the units right?"),
                at=("p90",),
            )
        mode, bottom, top = (self.number(name) for name in ("mode", "low", "high"))
        if mode is not None and not (bottom or 0) <= mode <= (top or 0):
            raise Fault(Said("mode must lie between low and high"), at=("mode",))
        for name in ("mean", "median", "sd", "scale", "mean_after_limit"):
            if self.number(name) == 0:
                fix = Said("write the fixed value 0 if nothing happens here")
                raise Fault(
                    Said("'{name}' must be above 0", name=name), fix, at=(name,)
                )
        mean, sd = self.number("mean"), self.number("sd")
        if mean and sd and not 0.01 <= sd / mean <= 5:
            raise Fault(
                Said("sd must be between a hundredth of the mean and five times it"),
                at=("sd",),
            )

    def number(self, name: str) -> float | None:
        """Return a setting as a float, in days, persons or minor units."""
        value = getattr(self, name)
        return None if value is None else float(value)

    def said(self, value: float) -> str:
        """Return a value in brackets, with its unit."""
        return f"({format_number(value)} {self.unit}) ".replace(" )", ")")

    @property
    def law(self) -> Distribution:
        """The law before its limits."""
        if self.mean_after_limit is None:
            return self.of_mean(self.number("mean") or 0.0)
        try:
            return _solved(self)
        except (ValueError, OverflowError, ZeroDivisionError):
            raise Fault(
                Said("no law of this kind has this mean after the limit"),
                Said("write a smaller mean_after_limit or a larger at_most"),
                at=("mean_after_limit",),
            ) from None

    @property
    def clipped(self) -> Distribution:
        """The law with its limits."""
        low, high = self.number("at_least"), self.number("at_most")
        if low is None and high is None:
            return self.law
        return Clipped(self.law, at_least=low or 0.0, at_most=high)

    def of_mean(self, mean: float) -> Distribution:
        """Return the law of this kind with an unclipped mean."""
        get: Callable[[str], float] = lambda name: self.number(name) or 0.0  # noqa: E731
        match self.distribution:
            case "exponential":
                return Exponential(mean)
            case "lognormal":
                return self._lognormal(mean)
            case "gamma" if self.sd is not None:
                return Gamma.from_mean_sd(mean, get("sd"))
            case "gamma":
                return Gamma.from_mean_cv(mean, get("cv"))
            case "weibull" if self.scale is not None:
                return Weibull(get("shape"), get("scale"))
            case "weibull":
                return Weibull.from_mean_shape(mean, get("shape"))
            case "triangular":
                return Triangular(get("low"), get("mode"), get("high"))
            case "uniform":
                return Uniform(get("low"), get("high"))
            case "discrete":
                cells = self.values or {}
                shares = [float(share) for share in cells.values()]
                total = math.fsum(shares) or 1.0
                return Discrete(
                    tuple(_float(v) for v in cells), tuple(s / total for s in shares)
                )
            case "empirical":
                return Empirical(tuple(_float(v) for v in self.observed or ()))
        return Fixed(get("value"))

    def _lognormal(self, mean: float) -> Distribution:
        median, p90 = self.number("median"), self.number("p90")
        sigma, cv, sd = self.number("sigma"), self.number("cv"), self.number("sd")
        if median is not None and p90 is not None:
            return Lognormal.from_median_p90(median, p90)
        if sigma is not None:
            return Lognormal.from_mean_sigma(mean, sigma)
        if cv is not None:
            return Lognormal.from_mean_cv(mean, cv)
        return Lognormal.from_mean_sd(mean, sd or 0.0)


@lru_cache(maxsize=256)
def _solved(law: Law[Q]) -> Distribution:
    """Return the law whose mean after its limits is as wanted, solved once.

    A search builds many variants of a file, and most of its laws stay as they are.
    """
    limit, floor = law.number("at_most"), law.number("at_least") or 0.0
    target = law.number("mean_after_limit")
    assert limit is not None
    assert target is not None
    return with_mean_after_limit(law.of_mean, target, limit, at_least=floor)


def _float(value: object) -> float:
    assert isinstance(value, (int, Fraction))
    return float(value)


def _enough(given: set[str], ways: tuple[tuple[str, ...], ...]) -> bool:
    return any(set(way) <= given for way in ways)


def _ways(ways: tuple[tuple[str, ...], ...]) -> str:
    listed = [together(way) for way in ways]
    told = listed[0]
    for way in listed[1:]:
        told = Said("{first}, or {second}", first=told, second=way)
    return told


def upper_bound(law: Distribution) -> float:
    """Return the value that a law never exceeds; infinity for most."""
    match law:
        case Fixed():
            return law.value
        case Uniform() | Triangular():
            return law.high
        case Discrete() | Empirical():
            return max(law.values)
    return math.inf


class DurationOrMapping(Law[Days]):
    """A length of time that may vary: one value, or a law of chance."""

    unit: ClassVar[str] = "days"


class CountOrMapping(Law[Number]):
    """A number that may vary: one value, or a law of chance."""


class MoneyOrMapping(Law[Money]):
    """An amount of money that may vary: one value, or a law of chance."""

    unit: ClassVar[str] = "cents"


_before, _short = short("value", "30 days")
DurationLaw: TypeAlias = Annotated[DurationOrMapping, _before, _short]
_before, _short = short("value", "3")
CountLaw: TypeAlias = Annotated[CountOrMapping, _before, _short]
_before, _short = short("value", "€300")
MoneyLaw: TypeAlias = Annotated[MoneyOrMapping, _before, _short]
