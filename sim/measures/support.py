"""Measures of people: supported, waiting, refused, displaced."""

from sim.measures.measure import CAUSED, HOUSED, PEOPLE, Measure, Split

__all__ = ["SUPPORT_MEASURES"]


def _count(
    name: str,
    meaning: str,
    rule: str,
    *,
    unit: str = "persons",
    by: tuple[Split, ...] = HOUSED,
) -> Measure:

    return Measure(
        name=name, unit=unit, meaning=meaning, numerator=name, by=by, rule=rule
    )


def _share(
    name: str, meaning: str, rule: str, numerator: str, denominator: str
) -> Measure:
    return Measure(
        name=name,
        unit="share",
        meaning=meaning,
        kind="ratio",
        numerator=numerator,
        denominator=denominator,
        by=PEOPLE,
        rule=rule,
    )


def _quantile(name: str, meaning: str, level: float) -> Measure:
    return Measure(
        name=name,
        unit="days",
        meaning=meaning,
        kind="wait quantile",
        level=level,
        numerator="waits",
        by=PEOPLE,
        rule="W4, W7",
    )


SUPPORT_MEASURES: tuple[Measure, ...] = (
    _count("referrals", "People referred.", "W2", by=PEOPLE),
    _count(
        "recognised",
        "People who passed every stage of the pathway and are ready for a bed.",
        "C5, W2",
        by=PEOPLE,
    ),
    _count("not_recognised", "People who did not pass a stage.", "C5", by=PEOPLE),
    _count(
        "supported_victims",
        "Distinct persons with at least one bed-night (or the file's minimum) in the "
        "window. Rows by year, shelter or group need not add up.",
        "W3",
    ),
    _share(
        "coverage_rate",
        "Those referred in the window and supported by its end, for each person "
        "referred.",
        "W3",
        "covered_persons",
        "referred_persons",
    ),
    _count("admissions", "Stays begun from outside; no transfers.", "S2, W2"),
    _count(
        "completed_stays",
        "Stays that reached their planned end or limit, if only to step down to the "
        "next programme.",
        "S3, W2",
        unit="stays",
    ),
    _count("stays_at_limit", "Completed stays that a limit ended.", "S3", unit="stays"),
    _count("step_downs", "Moves to the next programme.", "S5", unit="stays"),
    _count(
        "transfers", "People moved into another shelter to go on with a stay.", "S2, D1"
    ),
    _count("displaced", "People whom a closure left without a place.", "D1, S6"),
    _count("forced_exits", "Stays ended early by anything but a closure.", "S5, S6"),
    Measure(
        name="displaced_nights",
        unit="bed-nights",
        meaning="Nights of stays that a closure cut off.",
        numerator="displaced_nights",
        by=HOUSED,
        rule="B6, D1",
    ),
    Measure(
        name="mean_wait_days",
        unit="days",
        meaning="Mean time from ready to admission, giving up or the end, of all who "
        "were ready and not turned away.",
        kind="ratio",
        numerator="wait_ticks",
        denominator="waits",
        by=PEOPLE,
        rule="B5, W4",
    ),
    Measure(
        name="mean_wait_days_of_those_who_waited",
        unit="days",
        meaning="The same, of those who did not get a bed at once.",
        kind="ratio",
        numerator="wait_ticks",
        denominator="waited",
        by=PEOPLE,
        rule="B5, W4",
    ),
    _quantile(
        "median_wait_days",
        "Half of all who were ready waited no longer. Those still waiting at the end "
        "count as longer than seen.",
        0.5,
    ),
    _quantile(
        "p90_wait_days",
        "Nine in ten of all who were ready waited no longer. Those still waiting at "
        "the end count as longer than seen.",
        0.9,
    ),
    _share(
        "waits_within_1_day",
        "Share of those ready and not turned away who had a bed within one day.",
        "W4",
        "waits_within_1",
        "waits",
    ),
    _share(
        "waits_within_3_days",
        "The same, within three days.",
        "W4",
        "waits_within_3",
        "waits",
    ),
    _share(
        "waits_within_7_days",
        "The same, within seven days.",
        "W4",
        "waits_within_7",
        "waits",
    ),
    _count(
        "not_placed_within_24h",
        "Entitled victims who had no bed a day after they were ready, those turned "
        "away included; not those of whom it is not yet known.",
        "W4",
        by=PEOPLE,
    ),
    _count(
        "turn_aways",
        "People refused at once: nobody takes them, or nobody waits.",
        "B2, B4",
        by=CAUSED,
    ),
    _count(
        "abandonments",
        "People who gave up waiting, by the cause in force then.",
        "B4, B5",
        by=CAUSED,
    ),
    _count(
        "unmet_bed_nights",
        "Nights on the waiting list, and nights of the stay that did not happen after "
        "turning away, giving up, displacement or forced exit.",
        "B6",
        unit="bed-nights",
        by=CAUSED,
    ),
    Measure(
        name="mean_list_length",
        unit="persons",
        meaning="People waiting without a bed, on average over time.",
        numerator="list_ticks",
        over="day",
        by=PEOPLE,
        rule="B5, S1",
    ),
    _count(
        "interim_nights",
        "Nights in a place that is no shelter bed.",
        "B5",
        unit="nights",
        by=PEOPLE,
    ),
    _count(
        "police_station_child_nights",
        "Nights of children in police stations.",
        "B5",
        unit="nights",
        by=PEOPLE,
    ),
)
