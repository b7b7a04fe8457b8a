"""Measures of shelters: closed, frozen, full."""

from sim.measures.measure import BEDS, HOUSED, Measure

__all__ = ["CLOSURE_MEASURES"]

CLOSURE_MEASURES: tuple[Measure, ...] = (
    Measure(
        name="closure_probability",
        unit="probability",
        meaning="Chance of at least one night closed for lack of money; for the whole "
        "system, of any shelter or programme.",
        kind="probability",
        numerator="closed_periods",
        by=BEDS,
        rule="W2",
    ),
    Measure(
        name="closure_spells",
        unit="closures",
        meaning="Closures that begin, by the funder whose unpaid instalment was the "
        "largest, or `not promised`.",
        numerator="closure_spells",
        by=(*BEDS, ("cause",), ("shelter", "cause")),
        rule="W2, D5",
    ),
    Measure(
        name="closure_cause_share",
        unit="share",
        meaning="Share of all closures that each cause accounts for.",
        kind="ratio",
        numerator="closure_spells",
        denominator="closure_spells",
        by=(("cause",), ("shelter", "cause")),
        whole=("cause",),
        rule="D5",
    ),
    Measure(
        name="closure_days",
        unit="shelter-days",
        meaning="Days closed at the census for lack of money, reopening included.",
        numerator="closure_days",
        by=BEDS,
        rule="W2, D4",
    ),
    Measure(
        name="first_closure_day",
        unit="days",
        meaning="Median day of the first closed night, counted from 0 at the start of "
        "the period, among the replications that have one. A shelter that closes at "
        "a midnight was still open on the night before it.",
        kind="quantile",
        level=0.5,
        numerator="first_closure_day",
        by=((), ("shelter",)),
        rule="W2, W7",
    ),
    Measure(
        name="freeze_days",
        unit="shelter-days",
        meaning="Days on which an open shelter took nobody: frozen or in notice.",
        numerator="freeze_days",
        by=BEDS,
        rule="D2, D3",
    ),
    Measure(
        name="staff_lost_days",
        unit="shelter-days",
        meaning="Days on which some of the staff had left unpaid and were not back.",
        numerator="staff_lost_days",
        by=BEDS,
        rule="B1, T7",
    ),
    Measure(
        name="bed_nights",
        unit="bed-nights",
        meaning="Nights slept in a shelter bed, counted at midnight: one for everybody "
        "of a household. Programmes without a bed have none.",
        numerator="bed_nights",
        by=HOUSED,
        rule="B7, S1",
    ),
    Measure(
        name="capacity_bed_nights",
        unit="bed-nights",
        meaning="Beds that could be slept in, over all nights; none while closed, none "
        "in programmes without a bed.",
        numerator="capacity_bed_nights",
        by=BEDS,
        rule="B1",
    ),
    Measure(
        name="occupancy_rate",
        unit="share",
        meaning="Bed-nights for each bed-night that open beds offered; above 1 where "
        "people stay on in beds that were cut.",
        kind="ratio",
        numerator="bed_nights",
        denominator="capacity_bed_nights",
        by=BEDS,
        rule="B1, S1, W7",
    ),
    Measure(
        name="occupancy_rate_of_all_beds",
        unit="share",
        meaning="Bed-nights for each bed and night of the plan with its dated changes, "
        "closed or not.",
        kind="ratio",
        numerator="bed_nights",
        denominator="all_bed_nights",
        by=BEDS,
        rule="S1, W7",
    ),
    Measure(
        name="mean_census",
        unit="persons",
        meaning="Residents at midnight, everybody of a household, on average over the "
        "nights.",
        numerator="bed_nights",
        over="day",
        by=HOUSED,
        rule="S1",
    ),
    Measure(
        name="peak_census",
        unit="persons",
        meaning="Residents on the fullest night, everybody of a household.",
        numerator="peak_census",
        by=BEDS,
        rule="S1",
    ),
    Measure(
        name="empty_beds",
        unit="beds",
        meaning="Open beds in which nobody slept, on average over the nights; people "
        "who stay on in beds that were cut are taken off.",
        numerator="capacity_bed_nights - bed_nights",
        over="day",
        by=BEDS,
        rule="B1, S1",
    ),
    Measure(
        name="blocked_nights",
        unit="bed-nights",
        meaning="Nights in a bed after the planned end, because the next programme "
        "was full.",
        numerator="blocked_nights",
        by=HOUSED,
        rule="S5",
    ),
)
