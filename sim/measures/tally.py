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

__all__ = [
    "CAUSES",
    "COUNTS",
    "EVERY_COUNT",
    "MONEY_COUNTS",
    "Tally",
    "key_of",
    "tally",
]

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

EVERY_COUNT = frozenset(COUNTS)

# The counts that are worked out together.
_OF_BEDS = frozenset(
    {
        "days",
        "closure_days",
        "freeze_days",
        "closure_spells",
        "closed_periods",
        "first_closure_day",
        "capacity_bed_nights",
        "all_bed_nights",
        "service_capacity",
        "peak_census",
        "arrears_days",
        "staff_lost_days",
    }
)
_OF_NIGHTS = frozenset(
    {
        "bed_nights",
        "service_days",
        "blocked_nights",
        "supported_victims",
        "supported_people",
        "service_users",
        "covered_referrals",
        "placed_referrals",
        "placement_ticks",
        "unmet_bed_nights",
        "displaced_nights",
        "list_ticks",
        "interim_nights",
        "police_station_child_nights",
    }
)
_OF_FUNDS = MONEY_COUNTS | {"compensated_victims", "lowest_runway_days"}
_OF_WAITS = frozenset(
    {
        "waits",
        "wait_ticks",
        "waited",
        "waits_within_1",
        "waits_within_3",
        "waits_within_7",
        "not_placed_within_24h",
    }
)
_OF_PEOPLE = EVERY_COUNT - _OF_BEDS - _OF_NIGHTS - _OF_FUNDS - _OF_WAITS

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

    ``counts`` holds an int64 array (R, *axes) for each count that was asked for, in
    the order of :data:`COUNTS`: persons, nights, days, minor units, and ticks of 2⁻²⁰
    day.  ``waits`` keeps every single
    wait, because quantiles cannot be added up.
    """

    counts: Mapping[str, Ints]
    waits: Waits


def tally(
    scenario: Scenario,
    stack: Stack,
    *,
    unlimited: Stack | None = None,
    counts: frozenset[str] = EVERY_COUNT,
) -> Tally:
    """Count a Stack; each replication is counted as if it stood alone.

    Parameters
    ----------
    unlimited
        The same luck played with unlimited credit, for ``bridge_needed`` (W6): those
        of the replications that ran short, in the same order.  A History that
        never ran short is its own.
    counts
        The names of the counts that are kept; what none of them needs is not worked
        out.

    Raises
    ------
    ValueError
        If ``unlimited`` has a replication that the stack has not, or another order.
    """
    reading = read(frame_of(scenario), stack)
    waits, found = waits_of(reading)
    if counts & _OF_PEOPLE:
        found |= people_counts(reading)
    if counts & (_OF_NIGHTS | _OF_FUNDS):
        found |= night_counts(reading)
    if counts & _OF_BEDS:
        found |= bed_counts(reading)
    if counts & _OF_FUNDS:
        found |= fund_counts(reading, found["displaced_nights"], unlimited)
    asked = {name: found[name] for name in COUNTS if name in counts}
    return Tally(counts=asked, waits=waits)
