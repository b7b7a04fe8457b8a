"""The registry, and every measure on ten days of which the answer is known."""

from pathlib import Path

import numpy as np
import pytest
from ten_days import HISTORY, SCENARIO

from sim.experiment.contributions import SMOOTH, Tallied
from sim.experiment.estimating import estimates_of
from sim.experiment.results import Results
from sim.experiment.waiting import pooled
from sim.history import stacked
from sim.measures.measure import Measure
from sim.measures.reference import reference_page
from sim.measures.registry import MEASURES, measure
from sim.measures.tally import COUNTS, tally

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "measures.md"
KEYS = {"shelter", "funder", "group", "year", "cause"}
PROMISED = """
    closure_probability closure_spells closure_days first_closure_day freeze_days
    closure_cause_share referrals recognised supported_victims coverage_rate
    admissions completed_stays forced_exits displaced transfers blocked_nights
    mean_wait_days mean_wait_days_of_those_who_waited median_wait_days p90_wait_days
    waits_within_1_day waits_within_3_days waits_within_7_days turn_aways
    abandonments unmet_bed_nights not_placed_within_24h police_station_child_nights
    interim_nights bed_nights capacity_bed_nights occupancy_rate
    occupancy_rate_of_all_beds peak_census mean_census empty_beds mean_list_length costs
    cost_per_supported_victim cost_per_bed_night cost_per_available_bed_night
    cost_per_completed_stay income returned_money funding_shortfall peak_shortfall
    bridge_needed arrears_days months_of_arrears lowest_runway_days final_cash
    bridge_drawn bridge_repaid closure_cost funder_hhi
    supported_people referred_people returns declined stage_queued stage_wait_days
    mean_placement_delay_days exits staff_lost_days gave_way_money compensated_victims
    compensation_paid compensation_missing service_days service_users
    service_occupancy_rate
"""


def asked(tallies):
    """Return the Results of replications with these tallies."""
    counts = {n: np.concatenate([t.counts[n] for t in tallies]) for n in COUNTS}
    waits = pooled([t.waits for t in tallies])
    return Results(
        scenario=SCENARIO,
        seed=1,
        replications=len(tallies),
        version="0",
        estimates=estimates_of(SCENARIO, counts, waits, seed=1),
        tallies=counts,
        series=None,
    )


RESULTS = asked([tally(SCENARIO, stacked([HISTORY]))] * 40)


def test_every_promised_measure_is_in_the_registry():
    assert set(PROMISED.split()) <= {each.name for each in MEASURES}


def test_no_measure_answers_the_same_question_twice():
    splits = [(each.name, split) for each in MEASURES for split in each.by]

    assert len(splits) == len(set(splits))


@pytest.mark.parametrize("each", MEASURES, ids=lambda each: each.name)
def test_a_measure_asks_for_counts_that_exist(each: Measure):
    for term in (each.numerator, each.denominator):
        for name in (term or each.numerator).split(" - "):
            assert name in COUNTS
    assert all(set(split) <= KEYS for split in each.by)
    assert each.meaning.endswith(".")
    assert (each.denominator is not None) == (each.kind == "ratio")


@pytest.mark.parametrize(
    "each", [m for m in MEASURES if m.kind in SMOOTH], ids=lambda each: each.name
)
def test_a_measure_is_answered_by_the_counts_it_names(each: Measure):
    counts = tally(SCENARIO, stacked([HISTORY]), counts=each.counts).counts
    split = max(each.by, key=len)

    found = Tallied(SCENARIO, counts).contributions(each, split)
    known = Tallied(SCENARIO, RESULTS.tallies).contributions(each, split)

    assert set(counts) == each.counts
    assert np.array_equal(found.own[0], known.own[0], equal_nan=True)


def test_a_measure_is_found_by_its_name():
    assert measure("closure_days").unit == "shelter-days"
    with pytest.raises(KeyError, match="closure_dais"):
        measure("closure_dais")


def test_the_reference_page_is_written_from_the_registry():
    page = PAGE.read_text(encoding="utf-8")

    assert page == reference_page()
    for each in MEASURES:
        assert f"### `{each.name}`" in page


@pytest.mark.parametrize(
    "name, by, value",
    [
        ("closure_probability", {}, 1),
        ("closure_probability", {"shelter": "south"}, 0),
        ("closure_probability", {"year": "2016"}, 0),
        ("closure_days", {"shelter": "north", "year": "2017"}, 3),
        ("closure_spells", {"cause": "ministry"}, 1),
        ("closure_cause_share", {"cause": "ministry"}, 1),
        ("closure_cause_share", {"cause": "not promised"}, 0),
        ("first_closure_day", {"shelter": "north"}, 6),
        ("occupancy_rate", {}, 14 / 24),
        ("occupancy_rate", {"shelter": "south"}, 0.4),
        ("occupancy_rate_of_all_beds", {}, 14 / 30),
        ("empty_beds", {}, (24 - 14) / 10),
        ("empty_beds", {"shelter": "south"}, (10 - 4) / 10),
        ("mean_census", {}, 1.4),
        ("mean_census", {"year": "2016"}, 1.6),
        ("mean_census", {"shelter": "south", "year": "2017"}, 0.8),
        ("peak_census", {}, 2),
        ("supported_victims", {"shelter": "north", "group": "children"}, 2),
        ("coverage_rate", {}, 2 / 6),
        ("coverage_rate", {"group": "children"}, 1),
        ("mean_placement_delay_days", {}, (1.0 + 3.0) / 2),
        ("mean_placement_delay_days", {"group": "children"}, 3),
        ("supported_people", {}, 3),
        ("exits", {}, 1),
        ("returns", {}, 0),
        ("mean_wait_days", {}, 4.75 / 4),
        ("mean_wait_days", {"group": "children", "year": "2016"}, 2.75),
        ("mean_wait_days_of_those_who_waited", {}, 4.75 / 3),
        ("median_wait_days", {}, 1),
        ("waits_within_3_days", {}, 2 / 4),
        ("mean_list_length", {"year": "2017"}, 2 / 5),
        ("unmet_bed_nights", {"cause": "displaced", "year": "2017"}, 3),
        ("police_station_child_nights", {}, 3),
        ("costs", {"cause": "interim places"}, 0.60),
        ("costs", {"shelter": "north"}, 87),
        ("cost_per_supported_victim", {}, 87.60 / 3),
        ("cost_per_supported_victim", {"year": "2017"}, 37 / 2),
        ("cost_per_supported_victim", {"funder": "ministry"}, 19 / 3),
        ("cost_per_bed_night", {"shelter": "north"}, 8.70),
        ("cost_per_bed_night", {"funder": "donor"}, 30 / 14),
        ("cost_per_available_bed_night", {}, 87.60 / 24),
        ("cost_per_completed_stay", {}, 87.60),
        ("income", {"funder": "donor", "shelter": "north"}, 30),
        ("funding_shortfall", {"funder": "donor", "year": "2016"}, 30),
        ("funder_hhi", {}, 0.52),
        ("funder_hhi", {"year": "2016"}, 1),
        ("peak_shortfall", {}, 14.77),
        ("months_of_arrears", {}, 14.00 / (87.60 / 10 * 365.25 / 12)),
        (
            "months_of_arrears",
            {"shelter": "north", "cause": "staff"},
            14.00 / (84.00 / 10 * 365.25 / 12),
        ),
        ("lowest_runway_days", {"shelter": "south"}, 366),
        ("closure_cost", {}, 47),
    ],
)
def test_a_measure_says_what_it_means(name, by, value):
    assert RESULTS.estimate(name, **by).value == pytest.approx(value, rel=1e-12)


def test_money_is_told_in_the_currency_of_the_file():
    assert RESULTS.estimate("costs").unit == "EUR"
    assert RESULTS.estimate("cost_per_bed_night").unit == "EUR per bed-night"


def test_by_finds_the_rows_of_one_split():
    rows = RESULTS.by("bed_nights", "shelter")

    assert [(row.by["shelter"], row.value) for row in rows] == [
        ("north", 10),
        ("south", 4),
    ]


def test_an_unknown_split_is_refused():
    with pytest.raises(KeyError, match="bed_nights"):
        RESULTS.estimate("bed_nights", shelter="east")


def test_no_estimate_is_nan_or_infinite_and_each_undefined_one_says_why():
    for estimate in RESULTS.estimates:
        numbers = (estimate.value, estimate.low, estimate.high)
        assert all(n is None or np.isfinite(n) for n in numbers), estimate
        assert estimate.value is not None or estimate.note, estimate


def test_every_interval_is_of_the_kind_its_measure_asks_for():
    other = tally(SCENARIO, stacked([HISTORY]))
    for name in ("closure_days", "bed_nights", "income"):
        other.counts[name] += 1
    varied = asked([tally(SCENARIO, stacked([HISTORY]))] * 20 + [other] * 20)
    kinds = {e.measure: e.interval for e in varied.estimates if e.value is not None}

    assert kinds["closure_days"] == "skewness-adjusted t"
    assert kinds["occupancy_rate"] == "jackknife"
    assert kinds["funder_hhi"] == "no spread"  # one funder pays all
    assert RESULTS.estimate("closure_probability").interval == "clopper-pearson"
    assert RESULTS.estimate("closure_probability", shelter="south").interval == "none"
    assert kinds["p90_wait_days"] == "bootstrap"
    assert kinds["peak_shortfall_p90"] == "order statistics"


def test_what_is_the_same_in_every_replication_has_no_interval_of_a_spread():
    told = {(e.interval, e.low == e.high == e.value) for e in RESULTS.estimates}

    assert ("no spread", True) in told
    assert ("no spread", False) not in told
    assert not {kind for kind, _ in told} & {"skewness-adjusted t", "jackknife"}
    service = RESULTS.estimate("service_users")
    assert (service.interval, service.low, service.high) == ("no spread", 0, 0)
    assert service.note == "0 in all 40 replications, which does not mean never"


def test_a_first_closure_day_is_of_the_replications_that_have_one():
    closed = tally(SCENARIO, stacked([HISTORY]))
    never = tally(SCENARIO, stacked([HISTORY]))
    never.counts["first_closure_day"][:] = -1

    estimate = asked([closed] * 3 + [never] * 5).estimate("first_closure_day")

    assert estimate.value == 6
    assert estimate.note == "in 3 of 8 replications"


def test_a_quantile_of_those_still_waiting_is_only_known_to_be_longer():
    estimate = RESULTS.estimate("p90_wait_days", year="2017")

    assert (estimate.value, estimate.low, estimate.high) == (None, 1, None)
    assert estimate.note.startswith("> 1 days")
