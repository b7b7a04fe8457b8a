"""Measures of people: supported, waiting, refused, displaced."""

from sim.measures.measure import BEDS, CAUSED, HOUSED, PEOPLE, Measure, Split

__all__ = ["SUPPORT_MEASURES"]


_STAGED: tuple[Split, ...] = ((), ("cause",), ("group",), ("year",))


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
    _count(
        "referrals",
        "Victims referred; who comes back is referred anew. A household is one victim.",
        "B7, C6, W2",
        by=PEOPLE,
    ),
    _count(
        "referred_people",
        "The same, with everybody who came along.",
        "B7, W2",
        by=PEOPLE,
    ),
    _count(
        "returns",
        "Referrals of victims who were referred, or lived in a shelter, before.",
        "C6, W2",
        unit="referrals",
        by=PEOPLE,
    ),
    _count(
        "returns_cut",
        "Victims who would have come back once more than is played.",
        "C6",
        unit="persons",
        by=PEOPLE,
    ),
    _count(
        "recognised",
        "Victims who passed every stage of the pathway and are ready for a bed, each "
        "time they do.",
        "C5, W2",
        by=PEOPLE,
    ),
    _count("not_recognised", "Victims who did not pass a stage.", "C5", by=PEOPLE),
    _count(
        "stage_queued",
        "Victims who queued for the staff of a stage of the pathway; the cause is the "
        "stage.",
        "C5, W2",
        by=_STAGED,
    ),
    Measure(
        name="stage_wait_days",
        unit="days",
        meaning="Mean time in such a queue, or until the period ended, of those who "
        "queued.",
        kind="ratio",
        numerator="stage_wait_ticks",
        denominator="stage_queued",
        by=_STAGED,
        rule="W4, W7",
    ),
    _count(
        "declined",
        "Victims who declined every shelter that was offered, for themselves or as the "
        "next programme.",
        "C7, W2",
        by=PEOPLE,
    ),
    _count(
        "supported_victims",
        "Distinct victims with at least one bed-night (or the file's minimum) in the "
        "window, however often they came. Rows by year, shelter or group need not add "
        "up.",
        "B7, W3",
    ),
    _count(
        "supported_people",
        "The same, with everybody of their households.",
        "B7, W3",
    ),
    _share(
        "coverage_rate",
        "Referrals in the window that led to at least one bed-night (or the file's "
        "minimum) by its end, for each referral.",
        "W3",
        "covered_referrals",
        "referrals",
    ),
    Measure(
        name="mean_placement_delay_days",
        unit="days",
        meaning="Mean time from referral to the first bed, of those referred in the "
        "window who had one before the period ended.",
        kind="ratio",
        numerator="placement_ticks",
        denominator="placed_referrals",
        by=PEOPLE,
        rule="B5, W2, W7",
    ),
    _count("admissions", "Stays begun from outside; no transfers.", "S2, W2"),
    _count(
        "completed_stays",
        "Stays that reached their planned end or limit, if only to step down to the "
        "next programme, or to decline it.",
        "S3, W2",
        unit="stays",
    ),
    Measure(
        name="exits",
        unit="persons",
        meaning="Victims who left a shelter as planned or at a limit, by where they "
        "went: the cause is the destination. No steps down, no forced exits.",
        numerator="exits",
        by=CAUSED,
        rule="S3, W2",
    ),
    _count("stays_at_limit", "Completed stays that a limit ended.", "S3", unit="stays"),
    _count("step_downs", "Moves to the next programme.", "S5", unit="stays"),
    _count(
        "transfers", "People moved into another shelter to go on with a stay.", "S2, D1"
    ),
    _count("displaced", "Victims whom a closure left without a place.", "D1, S6"),
    _count("forced_exits", "Stays ended early by anything but a closure.", "S5, S6"),
    Measure(
        name="forced_exits",
        unit="persons",
        meaning="By cause: what kept them from going on.",
        numerator="forced_exits_by_cause",
        by=(("cause",), ("cause", "year")),
        rule="B4, S5, S6",
    ),
    Measure(
        name="displaced_nights",
        unit="bed-nights",
        meaning="Nights of stays in a bed that a closure cut off, of everybody.",
        numerator="displaced_nights",
        by=HOUSED,
        rule="B6, D1",
    ),
    Measure(
        name="mean_wait_days",
        unit="days",
        meaning="Mean time from ready to admission, giving up or the end, of all who "
        "were ready, were not turned away and did not decline; each time they were.",
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
        "Share of the same who had a bed within one day.",
        "W4",
        "waits_within_1",
        "waits",
    ),
    _share(
        "waits_within_3_days",
        "Share of the same who had a bed within three days.",
        "W4",
        "waits_within_3",
        "waits",
    ),
    _share(
        "waits_within_7_days",
        "Share of the same who had a bed within seven days.",
        "W4",
        "waits_within_7",
        "waits",
    ),
    _count(
        "not_placed_within_24h",
        "Entitled victims who had no bed a day after they were ready, those turned "
        "away included; not those who declined, or of whom it is not yet known.",
        "W4",
        by=PEOPLE,
    ),
    _count(
        "turn_aways",
        "Victims refused at once: nobody takes them, or nobody waits.",
        "B2, B4",
        by=CAUSED,
    ),
    _count(
        "abandonments",
        "Victims who gave up waiting, by the cause in force then.",
        "B4, B5",
        by=CAUSED,
    ),
    _count(
        "unmet_bed_nights",
        "Nights on the waiting list, and nights of the stay that did not happen after "
        "turning away, giving up, displacement or forced exit, until a next referral: "
        "one for everybody of a household. None after declining.",
        "B6, B7",
        unit="bed-nights",
        by=CAUSED,
    ),
    Measure(
        name="mean_list_length",
        unit="persons",
        meaning="People waiting without a bed, everybody of a household, on average "
        "over time.",
        numerator="list_ticks",
        over="day",
        by=PEOPLE,
        rule="B5, S1",
    ),
    _count(
        "interim_nights",
        "Nights in a place that is no shelter bed, of everybody.",
        "B5",
        unit="nights",
        by=PEOPLE,
    ),
    _count(
        "police_station_child_nights",
        "Nights of child victims in police stations; not of those who came along.",
        "B5",
        unit="nights",
        by=PEOPLE,
    ),
    _count(
        "service_days",
        "Midnights on which a place was taken up in a programme without a bed (day "
        "centre, legal aid, a grant): no bed-nights, no shelter.",
        "B7, S1",
        unit="days",
    ),
    _count(
        "service_users",
        "Distinct victims with at least one such day in the window.",
        "W3",
    ),
    Measure(
        name="service_occupancy_rate",
        unit="share",
        meaning="Such days for each day and place that open programmes offered.",
        kind="ratio",
        numerator="service_days",
        denominator="service_capacity",
        by=BEDS,
        rule="B1, S1, W7",
    ),
)
