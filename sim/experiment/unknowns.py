"""What a file does not know: values with a ``range``, and rates from few counts.

Each unknown is turned by a share u from 0 to 1: along the range, any value as likely
as another, or along the posterior law of a rate (C4).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.distributions import Gamma
from sim.errors import ScenarioError
from sim.said import Said
from sim.scenario.loading import Draft
from sim.scenario.plan import Scenario
from sim.scenario.scale import Scale
from sim.scenario.tree import Fault, did_you_mean

__all__ = ["Skipped", "Unknown", "Unknowns", "quasi_random", "unknowns_of"]

Floats = NDArray[np.float64]

TAIL = 0.025
"""The ends of a rate are quantiles; those of a range are its ends."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """One unknown of a file.

    ``now`` is what the file says.  Either ``scale`` is its range, or ``law`` is the
    law of the yearly rate of the stream with number ``stream``.
    """

    path: str
    now: str
    scale: Scale | None = None
    law: Gamma | None = None
    stream: int = -1

    def told(self, share: float) -> str:
        """Return the value at a share, as readers like it."""
        if self.scale is not None:
            return self.scale.told(self._number(share))
        return f"{self.rate(share):.3g} per year"

    def text(self, share: float) -> str:
        """Return the value at a share, as a file writes it."""
        assert self.scale is not None
        return self.scale.text(self._number(share))

    def rate(self, share: float) -> float:
        """Return the yearly rate at a share of its law."""
        assert self.law is not None
        return float(self.law.quantile(np.array([share]))[0])

    @property
    def ends(self) -> tuple[float, float]:
        """The shares of the low and the high end."""
        return (0.0, 1.0) if self.law is None else (TAIL, 1 - TAIL)

    def _number(self, share: float) -> float:
        assert self.scale is not None
        low, high = float(self.scale.low), float(self.scale.high)
        return low + share * (high - low)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A range that cannot be turned by itself, and why."""

    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Unknowns:
    """The unknowns of a file, and plans in which they have values.

    ``decided`` are those that stay as ``draft`` says, wherever they are turned to.
    """

    draft: Draft
    fixed: Mapping[str, str]
    each: tuple[Unknown, ...]
    skipped: tuple[Skipped, ...] = ()
    decided: frozenset[str] = frozenset()

    def plan(self, shares: Mapping[int, float]) -> Scenario:
        """Return the scenario in which some unknowns have the values at shares.

        Raises
        ------
        ScenarioError
            When values that are allowed alone are not allowed together.
        """
        put = dict(self.fixed)
        rates: dict[int, float] = {}
        for number, share in shares.items():
            unknown = self.each[number]
            if unknown.path in self.decided:
                continue
            if unknown.scale is None:
                rates[unknown.stream] = unknown.rate(share)
            else:
                put[unknown.path] = unknown.text(share)
        scenario = self.draft.scenario(put)
        return _with_rates(scenario, rates) if rates else scenario

    def of(self, draft: Draft) -> "Unknowns":
        """Return the same unknowns, turned in another file.

        What that file says differently it decides: such a value is no longer unknown
        there, or a plan would lose the very thing by which it differs.
        """
        ours, theirs = self.draft.scenario(self.fixed), draft.scenario(self.fixed)
        said = {each.path: each.text for each in theirs.settings}
        at = {stream.name: number for number, stream in enumerate(theirs.streams)}
        each, decided = [], set()
        for unknown in self.each:
            if unknown.scale is not None:
                same, number = said.get(unknown.path) == unknown.now, -1
            else:
                stream = ours.streams[unknown.stream]
                number = at.get(stream.name, -1)
                same = number >= 0 and theirs.streams[number].rate == stream.rate
            each.append(replace(unknown, stream=number))
            if not same:
                decided.add(unknown.path)
        return replace(self, draft=draft, each=tuple(each), decided=frozenset(decided))


def _with_rates(scenario: Scenario, rates: Mapping[int, float]) -> Scenario:
    """Return a scenario in which some streams have a known yearly rate."""
    streams = list(scenario.streams)
    for number, rate in rates.items():
        known = replace(streams[number].rate, per_year=rate, counts=None)
        streams[number] = replace(streams[number], rate=known)
    return replace(scenario, streams=tuple(streams))


def unknowns_of(
    draft: Draft,
    *,
    fixed: Mapping[str, str] | None = None,
    only: Sequence[str] = (),
    rates: bool = True,
) -> Unknowns:
    """Return the unknowns of a file that can be turned one by one.

    Parameters
    ----------
    only
        Paths to which to keep; all unless given.
    rates
        Whether rates from yearly counts are among them.

    Raises
    ------
    Fault
        When one of ``only`` has no range.
    """
    fixed = dict(fixed or {})
    scenario = draft.scenario(fixed)
    found: list[Unknown] = []
    skipped: list[Skipped] = []
    others: list[str] = []
    for setting in scenario.settings:
        if setting.low is None or setting.high is None or setting.path in fixed:
            continue
        if only and setting.path not in only:
            others.append(setting.path)
            continue
        try:
            scale = draft.scale(setting.path, setting.low, setting.high, fixed=fixed)
        except (Fault, ScenarioError) as problem:
            skipped.append(Skipped(setting.path, _why(problem)))
            continue
        found.append(Unknown(setting.path, setting.text, scale=scale))
    if rates:
        found += _rates(scenario)
    found = _kept(found, skipped, only, others)
    return Unknowns(draft, fixed, tuple(found), () if only else tuple(skipped))


def _why(problem: Fault | ScenarioError) -> str:
    if isinstance(problem, ScenarioError):
        return problem.problems[0].problem
    first = problem.args[0]
    return first if isinstance(first, str) else str(first)


def _rates(scenario: Scenario) -> list[Unknown]:
    """Return the rates that the counts of few years leave uncertain (C4)."""
    found = []
    for number, stream in enumerate(scenario.streams):
        plan = stream.rate
        if plan is None or plan.counts is None:
            continue
        total, years = sum(plan.counts), len(plan.counts)
        phi = 1.0 if plan.spread is None else 1 + total / years / plan.spread
        path = f"referrals.{stream.name}.per_year"
        law = Gamma((total + 0.5) / phi, phi / years)
        now = f"{total} in {years} years"
        found.append(Unknown(path, now, law=law, stream=number))
    return found


def _kept(
    found: list[Unknown], skipped: list[Skipped], only: Sequence[str], rest: list[str]
) -> list[Unknown]:
    """Return the unknowns asked for, in that order; refuse what is none."""
    by_path = {unknown.path: unknown for unknown in found}
    for path in only:
        if path not in by_path:
            reasons = [each.why for each in skipped if each.path == path]
            known = [*by_path, *rest]
            fix = reasons[0] if reasons else did_you_mean(path, known, "ranges")
            raise Fault(
                Said("'{path}' has no range that can be turned", path=path), fix
            )
    return [by_path[path] for path in only] if only else found


def quasi_random(many: int, dimensions: int, seed: int) -> Floats:
    """Return points (many, dimensions) that fill the unit cube evenly (Sobol').

    Scrambled, so that they are a fair sample too; ``many`` is best a power of 2.
    """
    from scipy.stats import qmc  # takes seconds to import

    engine = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng([seed, 7]))
    power = max(0, int(np.ceil(np.log2(many))))
    points: Floats = engine.random_base2(power)[:many]
    return points
