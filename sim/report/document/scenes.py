"""What the pictures of a report show, taken from Results: flows, waits, steps."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.experiment.estimate import Estimate
from sim.experiment.results import Results
from sim.experiment.within import admitted_within
from sim.report.answer.sentences import CAUSES, find
from sim.report.document.cells import minor_of
from sim.report.document.few import hardly_anybody_waited
from sim.report.document.focus import in_focus
from sim.report.document.months import forecast_of
from sim.report.figures.costs import CostPoint
from sim.report.figures.flows import Flow, Source
from sim.report.figures.waits import WaitLine
from sim.report.figures.waterfall import Kind, Step
from sim.report.language import say
from sim.report.names import word_of
from sim.report.numbers import called
from sim.scenario.plan import ShelterPlan

__all__ = [
    "cost_places",
    "cost_points",
    "cost_scatter",
    "flow_sources",
    "wait_lines",
    "waterfall_steps",
]

Floats = NDArray[np.float64]

WITHIN = (0.0, 0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 14.0, 21.0, 28.0, 42.0,
          60.0, 90.0, 120.0, 180.0)  # fmt: skip
"""The days at which waits are asked for."""
LARGE = 8
"""More cost lines than this are put together in a picture."""


def _mean(results: Results, name: str, **by: str) -> float:
    found = find(results, name, **by)
    return 0.0 if found is None or found.value is None else found.value


def flow_sources(results: Results) -> tuple[Source, ...]:
    """Return what became of those referred, and where those went who left."""
    referred = Source(label=say("Referred"), flows=tuple(_of_referred(results)))
    left = Source(label=say("Left a shelter"), flows=tuple(_of_left(results)))
    return tuple(source for source in (referred, left) if source.people)


def _of_referred(results: Results) -> Iterator[Flow]:
    """Yield what became of those referred; who is still on the way is the rest."""
    referrals = _mean(results, "referrals")
    reached = referrals * _mean(results, "coverage_rate")
    flows = [Flow(label=say("had a bed"), people=reached, kind="reached")]
    flows += _by_cause(results, "turn_aways")
    flows += _by_cause(results, "abandonments")
    for name, label in (
        ("declined", say("declined every offer")),
        ("not_recognised", say("not recognised")),
    ):
        kind = "open" if name == "not_recognised" else "refused"
        flows.append(Flow(label=label, people=_mean(results, name), kind=kind))
    rest = max(0.0, referrals - sum(flow.people for flow in flows))
    flows.append(
        Flow(label=say("on the way, waiting, or elsewhere"), people=rest, kind="open")
    )
    yield from (flow for flow in flows if flow.people)


def _by_cause(results: Results, name: str) -> Iterator[Flow]:
    """Yield those who were refused, by cause, most first."""
    found = [e for e in results.by(name, "cause") if e.value]
    for estimate in sorted(found, key=lambda each: -(each.value or 0.0)):
        cause = say(CAUSES[estimate.by["cause"]])
        if name == "turn_aways":
            label = say("turned away: {cause}", cause=cause)
        else:
            label = say("gave up waiting: {cause}", cause=cause)
        yield Flow(label=label, people=estimate.value or 0.0, kind="refused")


def _of_left(results: Results) -> Iterator[Flow]:
    """Yield where those went who left a shelter in the period."""
    found = [e for e in results.by("exits", "cause") if e.value]
    for estimate in sorted(found, key=lambda each: -(each.value or 0.0)):
        label = word_of(estimate.by["cause"])
        yield Flow(label=label, people=estimate.value or 0.0, kind="reached")
    for name, label in (
        ("displaced", say("displaced by a closure")),
        ("forced_exits", say("had to leave early for want of a bed")),
    ):
        if people := _mean(results, name):
            yield Flow(label=label, people=people, kind="refused")


def wait_lines(results: Results) -> tuple[WaitLine, ...]:
    """Return the cumulative curve of waits of everybody and of each group.

    Of a group of which hardly anybody waited there is none.
    """
    groups = results.scenario.groups[:5]
    few = hardly_anybody_waited(results)
    lines = [_wait_line(results, say("everybody"), None)]
    lines += [
        _wait_line(results, word_of(group.name), number)
        for number, group in enumerate(groups)
        if group not in few
    ]
    return _up_to_the_last_change(tuple(line for line in lines if line.days))


def _wait_line(results: Results, label: str, group: int | None) -> WaitLine:
    """Return the curve of one group, at the days that people plan by."""
    bounds = admitted_within(results, WITHIN, group)
    if bounds is None or np.isnan(bounds.value).any():
        return WaitLine(label=label, days=(), share=())
    low = np.where(np.isnan(bounds.low), bounds.value, bounds.low)
    high = np.where(np.isnan(bounds.high), bounds.value, bounds.high)
    return WaitLine(
        label=label,
        days=WITHIN,
        share=tuple(bounds.value.tolist()),
        low=tuple(low.tolist()),
        high=tuple(high.tolist()),
    )


def _up_to_the_last_change(lines: tuple[WaitLine, ...]) -> tuple[WaitLine, ...]:
    """Leave out the days after which nobody else is admitted, but for one."""
    ends = [line.share.index(line.share[-1]) for line in lines]
    last = min(len(WITHIN), max([*ends, 3]) + 2)
    return tuple(
        WaitLine(
            label=line.label,
            days=line.days[:last],
            share=line.share[:last],
            low=line.low[:last],
            high=line.high[:last],
        )
        for line in lines
    )


def cost_places(results: Results) -> list[tuple[str, dict[str, str]]]:
    """Return what cost and occupancy are told of: the whole system, each shelter."""
    shown = in_focus(results)
    whole: list[tuple[str, dict[str, str]]] = [(say("the whole system"), {})]
    return whole + [
        (called(s.title), {"shelter": s.name})
        for s in results.scenario.shelters
        if s.name in shown
    ]


def cost_points(results: Results) -> tuple[CostPoint, ...]:
    """Return the whole system and each shelter: occupancy and cost a person."""
    coins = minor_of(results.scenario.currency)
    points = []
    for label, by in cost_places(results):
        cost = find(results, "cost_per_supported_victim", **by)
        used = find(results, "occupancy_rate", **by)
        if cost is not None and cost.value and used is not None and used.value:
            points.append(
                CostPoint(
                    label=label,
                    occupancy=used.value,
                    cost=cost.value * coins,
                    used=_ends(used),
                    costly=tuple(coins * end for end in _ends(cost)),
                )
            )
    return tuple(points)


def _ends(estimate: Estimate) -> tuple[float, ...]:
    """Return the ends of an interval, nothing where it is not known."""
    if estimate.low is None or estimate.high is None:
        return ()
    return (estimate.low, estimate.high)


def cost_scatter(results: Results) -> tuple[Floats, Floats]:
    """Return occupancy and cost a person of each replication that has both."""
    names = ("bed_nights", "capacity_bed_nights", "costs", "supported_victims")
    whole = {name: results.of_all(name) for name in names}
    both = (whole["capacity_bed_nights"] > 0) & (whole["supported_victims"] > 0)
    occupancy = whole["bed_nights"][both] / whole["capacity_bed_nights"][both]
    cost = whole["costs"][both] / whole["supported_victims"][both]
    return occupancy.astype(np.float64), cost.astype(np.float64)


def waterfall_steps(
    results: Results, shelter: ShelterPlan | None = None
) -> tuple[Step, ...]:
    """Return the way from the opening balance to the closing one, in minor units."""
    coins = minor_of(results.scenario.currency)
    by = {} if shelter is None else {"shelter": shelter.name}
    months = [
        month
        for month in forecast_of(results)
        if shelter is None or month.shelter == shelter.name
    ]
    firsts = {month.shelter: month for month in reversed(months)}
    lasts = {month.shelter: month for month in months}
    receipts, bills, paid = (
        sum(month.lines[item].mean for month in months)
        for item in ("receipts", "bills", "paid")
    )
    came, went = list(_income(results, by)), list(_spending(results, list(firsts)))
    back = _mean(results, "returned_money", **by)
    flows: list[tuple[str, float, Kind]] = [
        *((name, units, "in") for name, units in came),
        (say("back to funders"), -back, "aside"),
        (say("bridges, net"), receipts + back - _sum(came), "aside"),
        *((name, -units, "out") for name, units in went),
        (say("other"), _sum(went) - bills, "out"),
        (say("still unpaid"), bills - paid, "aside"),
    ]
    opening = sum(month.lines["opening"].mean for month in firsts.values())
    closing = sum(month.lines["closing"].mean for month in lasts.values())
    return (
        Step(label=say("at the start"), amount=opening * coins, kind="level"),
        *(
            Step(label=name, amount=units * coins, kind=kind)
            for name, units, kind in flows
            if abs(units) >= 1
        ),
        Step(label=say("at the end"), amount=closing * coins, kind="level"),
    )


def _sum(named: Sequence[tuple[str, float]]) -> float:
    return sum(units for _, units in named)


def _income(results: Results, by: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    """Yield what each funder paid, in whole units."""
    for funder in results.scenario.funders:
        yield called(funder.title), _mean(results, "income", funder=funder.name, **by)


def _spending(results: Results, shelters: list[str]) -> Iterator[tuple[str, float]]:
    """Yield the cost lines of some shelters, the small ones put together."""
    lines: dict[str, float] = {}
    for estimate in results.by("costs", "shelter", "cause"):
        if estimate.by["shelter"] in shelters and estimate.value:
            name = word_of(estimate.by["cause"])
            lines[name] = lines.get(name, 0.0) + estimate.value
    ordered = sorted(lines.items(), key=lambda line: -line[1])
    yield from ordered[:LARGE]
    if rest := _sum(ordered[LARGE:]):
        yield say("other lines"), rest
