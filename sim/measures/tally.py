"""A Tally counts: integers only, so that any order of summing agrees (W9)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.history.stack import Stack
from sim.measures.beds import bed_counts
from sim.measures.frame import frame_of
from sim.measures.funds import fund_counts
from sim.measures.nights import night_counts
from sim.measures.people import people_counts
from sim.measures.reading import read
from sim.measures.waits import Waits, waits_of
from sim.scenario.plan import Scenario

__all__ = ["CAUSES", "COUNTS", "MONEY_COUNTS", "Tally", "key_of", "tally"]

Ints = NDArray[np.int64]

_BY_YEAR = ("year",)
_PEOPLE = ("year", "group")
_CAUSED = ("cause", "year", "group")
_HOUSED = ("shelter", "year", "group")
_BEDS = ("shelter", "year")
_FUNDS = ("funder", "shelter", "year")

COUNTS: Mapping[str, tuple[str, ...]] = {
    "referrals": _PEOPLE,
    "referred_people": _PEOPLE,
    "returns": _PEOPLE,
    "returns_cut": _PEOPLE,
    "recognised": _PEOPLE,
    "not_recognised": _PEOPLE,
    "declined": _PEOPLE,
    "stage_queued": ("stage", "year", "group"),
    "stage_wait_ticks": ("stage", "year", "group"),
    "covered_referrals": _PEOPLE,
    "placed_referrals": _PEOPLE,
    "placement_ticks": _PEOPLE,
    "supported_victims": _HOUSED,
    "supported_people": _HOUSED,
    "admissions": _HOUSED,
    "step_downs": _HOUSED,
    "transfers": _HOUSED,
    "completed_stays": _HOUSED,
    "stays_at_limit": _HOUSED,
    "exits": ("destination", "year", "group"),
    "forced_exits": _HOUSED,
    "forced_exits_by_cause": _CAUSED,
    "displaced": _HOUSED,
    "displaced_nights": _HOUSED,
    "bed_nights": _HOUSED,
    "blocked_nights": _HOUSED,
    "service_days": _HOUSED,
    "service_users": _HOUSED,
    "waits": _PEOPLE,
    "wait_ticks": _PEOPLE,
    "waited": _PEOPLE,
    "waits_within_1": _PEOPLE,
    "waits_within_3": _PEOPLE,
    "waits_within_7": _PEOPLE,
    "not_placed_within_24h": _PEOPLE,
    "turn_aways": _CAUSED,
    "abandonments": _CAUSED,
    "unmet_bed_nights": _CAUSED,
    "list_ticks": _PEOPLE,
    "interim_nights": _PEOPLE,
    "police_station_child_nights": _PEOPLE,
    "days": _BY_YEAR,
    "closure_days": _BEDS,
    "freeze_days": _BEDS,
    "closure_spells": ("shelter", "fault", "year"),
    "closed_periods": _BEDS,
    "first_closure_day": ("shelter",),
    "capacity_bed_nights": _BEDS,
    "all_bed_nights": _BEDS,
    "service_capacity": _BEDS,
    "peak_census": _BEDS,
    "arrears_days": _BEDS,
    "staff_lost_days": _BEDS,
    "costs": ("shelter", "line", "year"),
    "income": _FUNDS,
    "returned_money": _FUNDS,
    "promised_money": _FUNDS,
    "funding_shortfall": _FUNDS,
    "lapsed_money": _FUNDS,
    "cut_money": _FUNDS,
    "gave_way_money": _FUNDS,
    "compensation_paid": ("fund", "year"),
    "compensation_missing": ("fund", "year"),
    "compensated_victims": _PEOPLE,
    "bridge_drawn": _BEDS,
    "bridge_repaid": _BEDS,
    "bridge_needed": ("shelter",),
    "peak_shortfall": _BEDS,
    "peak_arrears": _BEDS,
    "peak_line_arrears": ("shelter", "line"),
    "lowest_runway_days": ("shelter",),
    "final_cash": ("shelter",),
    "closure_cost": _BEDS,
}
"""Every count and its axes; the last entry of each axis is the whole."""

MONEY_COUNTS = frozenset(
    name for name, axes in COUNTS.items() if {"funder", "line", "fund"} & set(axes)
) | {
    "bridge_drawn",
    "bridge_repaid",
    "bridge_needed",
    "peak_shortfall",
    "peak_arrears",
    "final_cash",
    "closure_cost",
}
"""The counts that are in minor units."""


CAUSES = ("cause", "fault", "line", "stage", "destination", "fund")
"""The axes that readers see as one key: ``cause``."""


def key_of(axis: str) -> str:
    """Return the key that readers see: refusals, faults, cost lines are causes.

    >>> key_of("line"), key_of("shelter")
    ('cause', 'shelter')
    """
    return "cause" if axis in CAUSES else axis


@dataclass(frozen=True, slots=True)
class Tally:
    """What R replications counted.

    ``counts`` holds an int64 array (R, *axes) for each of :data:`COUNTS`: persons,
    nights, days, minor units, and ticks of 2⁻²⁰ day.  ``waits`` keeps every single
    wait, because quantiles cannot be added up.
    """

    counts: Mapping[str, Ints]
    waits: Waits


def tally(
    scenario: Scenario,
    stack: Stack,
    *,
    unlimited: Stack | None = None,
    with_bridge: bool = True,
) -> Tally:
    """Count a Stack; each replication is counted as if it stood alone.

    Parameters
    ----------
    unlimited
        The same luck played with unlimited credit, for ``bridge_needed`` (W6): those
        of the replications that ran short, in the same order.  A History that
        never ran short is its own.
    with_bridge
        Whether ``bridge_needed`` is counted at all.

    Raises
    ------
    ValueError
        If ``unlimited`` has a replication that the stack has not, or another order.
    """
    reading = read(frame_of(scenario), stack)
    waits, counted = waits_of(reading)
    counts = {**people_counts(reading), **night_counts(reading), **counted}
    counts |= bed_counts(reading)
    counts |= fund_counts(reading, counts["displaced_nights"], unlimited)
    asked = {name: counts[name] for name in COUNTS}
    if not with_bridge:
        del asked["bridge_needed"]
    return Tally(counts=asked, waits=waits)
