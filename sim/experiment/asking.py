"""One number asked of replications: a measure of something, and a condition on it.

Written as ``closure_probability``, ``closure_days of pvpt`` or
``unmet_bed_nights of no_bed``, and ``closure_probability of pvpt <= 5 %``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, NoReturn

import numpy as np
from numpy.typing import NDArray

from sim.experiment import intervals
from sim.experiment.contributions import SMOOTH, Tallied
from sim.experiment.estimate import Estimate, Interval, few, finite, kind_of
from sim.experiment.intervals import Bounds
from sim.experiment.paired import difference
from sim.experiment.skewness import few_for
from sim.measures.frame import frame_of
from sim.measures.measure import Measure
from sim.measures.registry import MEASURES
from sim.measures.tally import COUNTS, key_of
from sim.money import minor_digits
from sim.said import Said, together
from sim.scenario.plan import Scenario
from sim.scenario.quantities import read_money, read_number, read_share, split_unit
from sim.scenario.tree import Fault, did_you_mean

__all__ = [
    "Condition",
    "Quantity",
    "counts_of",
    "read_condition",
    "read_conditions",
    "read_quantity",
]

Floats = NDArray[np.float64]

ONE_SIDED = 0.95
SHELTERS = 6
"""So many shelters are named as those of which something may be asked."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One cell of a measure: what a search, a curve or a share of variance is of."""

    measure: Measure
    by: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The words that read as this quantity."""
        of = " and ".join(value for _, value in self.by)
        return self.measure.name + (f" of {of}" if of else "")

    def values(self, tallied: Tallied) -> tuple[float, Floats]:
        """Return the estimate, and what each replication contributes to it."""
        found = tallied.contributions(self.measure, tuple(key for key, _ in self.by))
        cell = found.cells.index(dict(self.by))
        return float(found.value[cell]), found.each[:, cell]

    def estimate(self, tallied: Tallied) -> Estimate:
        """Return the estimate with its 95 % interval."""
        value, each = self.values(tallied)
        bounds, interval = self._bounds(value, each)
        defined = np.isfinite(value)
        low, high = (
            finite(end) if defined else None for end in (bounds.low, bounds.high)
        )
        return Estimate(
            measure=self.measure.name,
            by=dict(self.by),
            value=value if defined else None,
            low=low,
            high=high,
            interval=kind_of(interval, low, high),
            unit=self.measure.unit.replace("money", tallied.scenario.currency),
            replications=len(each),
            note=self._note(each)
            if defined
            else "not defined: there was nothing to divide by",
        )

    def _note(self, each: Floats) -> str | None:
        if self.measure.kind != "mean":
            return None
        return few(len(each), few_for(each))

    def _bounds(self, value: float, each: Floats) -> tuple[Bounds, Interval]:
        if self.measure.kind == "probability":
            sure: Interval = "clopper-pearson" if value in (0.0, 1.0) else "wilson"
            return intervals.probability(each > 0), sure
        bounds = difference(np.zeros_like(each), each).around(np.asarray(value))
        if each.min() >= 0:
            bounds = Bounds(bounds.value, np.maximum(bounds.low, 0.0), bounds.high)
        return (
            bounds,
            "skewness-adjusted t" if self.measure.kind == "mean" else "jackknife",
        )

    def one_sided(
        self, value: float, each: Floats, level: float
    ) -> tuple[float, float]:
        """Return the lower and the upper bound, each at ``level`` by itself.

        A probability has Clopper and Pearson's, which are exact; others that of t,
        longer on the side of a long tail.
        """
        n = len(each)
        if self.measure.kind == "probability":
            from scipy.special import betaincinv

            times = int((each > 0).sum())
            low = betaincinv(times, n - times + 1, 1 - level) if times else 0.0
            high = betaincinv(times + 1, n - times, level) if times < n else 1.0
            return float(low), float(high)
        bounds = difference(np.zeros_like(each), each, 2 * level - 1)
        around = bounds.around(np.asarray(value))
        return float(around.low), float(around.high)

    def within(self, value: float, each: Floats, level: float) -> tuple[float, float]:
        """Return the interval at a level of its own; that of a chance is exact."""
        low, high = self.one_sided(value, each, (1 + level) / 2)
        return (max(low, 0.0) if each.min() >= 0 else low), high


def counts_of(quantities: Iterable[Quantity]) -> frozenset[str]:
    """Return the names of the counts that answer some quantities."""
    return frozenset().union(*(each.measure.counts for each in quantities))


@dataclass(frozen=True, slots=True)
class Condition:
    """A quantity that is to stay at most, or at least, at a bound.

    ``bound`` is in the measure's unit: whole units of money, shares from 0 to 1.
    """

    quantity: Quantity
    sense: Literal["<=", ">="]
    bound: float
    text: str

    def holds(self, value: float) -> bool:
        """Say whether a value meets the condition."""
        return value <= self.bound if self.sense == "<=" else value >= self.bound

    def surely(self, value: float, each: Floats, level: float = ONE_SIDED) -> bool:
        """Say whether the one-sided bound meets it (W8)."""
        low, high = self.quantity.one_sided(value, each, level)
        return high <= self.bound if self.sense == "<=" else low >= self.bound

    def possibly(self, value: float, each: Floats, level: float = ONE_SIDED) -> bool:
        """Say whether it is not surely broken."""
        low, high = self.quantity.one_sided(value, each, level)
        return low <= self.bound if self.sense == "<=" else high >= self.bound


def read_quantity(text: str, scenario: Scenario) -> Quantity:
    """Read ``MEASURE`` or ``MEASURE of NAME``, ``… of NAME and NAME``.

    Raises
    ------
    Fault
        When there is no such measure, or nothing of that name to ask it of.
    """
    name, _, of = (part.strip() for part in text.strip().partition(" of "))
    name = name.replace(" ", "_")
    known = [m for m in MEASURES if m.name == name]
    if not known:
        _refuse_weight(text)
        smooth = list(dict.fromkeys(m.name for m in MEASURES if m.kind in SMOOTH))
        fix = did_you_mean(name, smooth, "measures")
        raise Fault(
            Said("there is no measure '{name}'", name=name),
            fix
            if fix.startswith("did")
            else Said("docs/reference/measures.md has them all"),
        )
    if known[0].kind not in SMOOTH:
        raise Fault(
            Said("'{name}' is a quantile, of which searches know no doubt", name=name),
            Said("ask for a mean, a share or a chance, such as mean_wait_days"),
        )
    labels = [part.strip() for part in of.split(" and ")] if of else []
    if labels == ["any shelter"]:
        labels = []
    return _of(name, known, labels, scenario)


def _refuse_weight(text: str) -> None:
    """Say how a weight, or its place, is written where it precedes a measure."""
    found = re.fullmatch(r"\s*([0-9]+(?:\.[0-9]+)?)\s*[*×]?\s*(.+?)\s*", text)
    if found is None:
        return
    weight, rest = found[1], found[2]
    if rest.partition(" of ")[0].replace(" ", "_") not in {m.name for m in MEASURES}:
        return
    raise Fault(
        Said("'{text}' is no measure: it has a weight", text=text.strip()),
        Said(
            "write {plain}; where a weighted sum is asked for (--minimise), {weighed}",
            plain=rest,
            weighed=f"{weight}*{rest}",
        ),
    )


def _of(
    name: str, known: list[Measure], labels: list[str], scenario: Scenario
) -> Quantity:
    """Return the measure by the keys that the labels belong to."""
    frame = frame_of(scenario)
    possible: set[str] = set()
    for measure in known:
        axes = {key_of(a): a for a in COUNTS[measure.numerator.split(" - ")[0]]}
        for split in measure.by:
            cells = [frame.labels[axes[key]] for key in split]
            possible.update(label for cell in cells for label in cell)
            if len(split) != len(labels):
                continue
            matched = _matched(split, cells, labels)
            if matched is not None:
                return Quantity(measure, matched)
    wrong = next((label for label in labels if label not in possible), labels[0])
    near = get_close_matches(wrong, sorted(possible), 1, 0.5)
    shelters = [plan.name for plan in scenario.shelters if plan.name in possible]
    fix = Said("ask it of the whole system")
    if near:
        fix = Said("did you mean '{near}'?", near=near[0])
    elif shelters:
        fix = Said(
            "ask it of the whole system, or of a shelter: {shelters}",
            shelters=together(shelters[:SHELTERS]),
        )
    raise Fault(
        Said(
            "'{name}' cannot be asked of '{labels}'",
            name=name,
            labels=" and ".join(labels),
        ),
        fix,
    )


def _matched(
    split: tuple[str, ...], cells: list[tuple[str, ...]], labels: list[str]
) -> tuple[tuple[str, str], ...] | None:
    left = list(labels)
    pairs = []
    for key, inside in zip(split, cells, strict=True):
        label = next((each for each in left if each in inside), None)
        if label is None:
            return None
        left.remove(label)
        pairs.append((key, label))
    return tuple(pairs)


def read_condition(text: str, scenario: Scenario) -> Condition:
    """Read ``MEASURE [of NAME] <= VALUE`` or ``>= VALUE``.

    Raises
    ------
    Fault
        When it is no condition, or its value is not in the measure's unit.
    """
    parts = re.split(r"\s*(<=|>=|≤|≥|<|>|=)\s*", text.strip(), maxsplit=1)
    if len(parts) != 3 or parts[1] in ("<", ">", "="):
        _refuse_as_condition(text, parts)
    quantity = read_quantity(parts[0], scenario)
    sense: Literal["<=", ">="] = "<=" if parts[1] in ("<=", "≤") else ">="
    bound = _value(parts[2], quantity.measure.unit, scenario.currency)
    return Condition(quantity, sense, bound, text.strip())


def _refuse_as_condition(text: str, parts: list[str]) -> NoReturn:
    """Say how a condition is written; of what was written, if that is clear."""
    wrong = Said("'{text}' is no condition", text=text)
    if len(parts) == 3 and parts[1] in ("<", ">"):
        raise Fault(
            wrong,
            Said(
                "write {sign}, which holds at the limit too:  {code}",
                sign=f"{parts[1]}=",
                code=f"{parts[0]} {parts[1]}= {parts[2]}",
            ),
        )
    raise Fault(
        wrong, Said("write for example {code}", code=" closure_probability <= 5 %")
    )


def read_conditions(text: str, scenario: Scenario) -> tuple[Condition, ...]:
    """Read a condition, or ``MEASURE of each shelter <= VALUE``: one for each.

    Shelters that lack of money never closes are left out of what is asked of each.

    Raises
    ------
    Fault
        As :func:`read_condition`.
    """
    if not re.search(r"\bof each shelter\b", text):
        return (read_condition(text, scenario),)
    names = [plan.name for plan in scenario.shelters if plan.closure is not None]
    return tuple(
        read_condition(re.sub(r"\beach shelter\b", name, text, count=1), scenario)
        for name in names or [plan.name for plan in scenario.shelters]
    )


def _value(text: str, unit: str, currency: str) -> float:
    """Return a value in the unit of a measure."""
    if unit in ("share", "probability", "index"):
        return float(read_share(text))
    if unit.startswith("money"):
        if re.fullmatch(r"[0-9.,_ ]+", text):
            raise Fault(
                Said("'{text}' has no currency", text=text),
                Said("write for example {code}", code=f"€{text}"),
            )
        amount = text.partition("/")[0].strip()
        return float(read_money(amount, currency) / 10 ** minor_digits(currency))
    number, _ = split_unit(text)
    if not number:
        raise Fault(
            Said("'{text}' is not a number of {unit}", text=text, unit=unit),
            Said("write for example {code}", code=f"5 {unit}"),
        )
    return float(read_number(number))
