"""What a ministry, a director and a donor each read in a report of one plan."""

import json
import re
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from library_runs import run_of
from telling import estimate

from sim.experiment import Experiment
from sim.report.answer.spread import spread
from sim.report.answer.underused import (
    cost_without,
    empty_beds,
    hardly_used,
    share_of_cost,
)
from sim.report.document.bought import bought_in
from sim.report.document.building import build
from sim.report.document.cases import another, least_safe, ministry
from sim.report.document.dates import already, without
from sim.report.document.donor import _bridges, _concentration, donor
from sim.report.document.months import distress_of
from sim.report.document.parts import AUDIENCES, Table
from sim.report.explain.deadlines import Expected, Forecast, Spell, missed
from sim.report.explain.outlook import outlook
from sim.report.figures.scenes import people_fans
from sim.scenario import load
from sim.scenario.plan import BridgePlan

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def results():
    return run_of("kosovo-2017-hand-to-mouth")


@pytest.fixture(scope="module")
def in_time():
    return run_of("kosovo-2017-late-call")


def test_a_director_reads_of_the_shelter_that_closes_most(results):
    chances = {
        plan.name: results.estimate("closure_probability", shelter=plan.name).value
        for plan in results.scenario.shelters
    }
    assert chances[least_safe(results).name] == max(chances.values())

    told = build(results, "director", shelter="pvpt")
    assert "PVPT" in told.title
    cash = next(picture for picture in told.pictures() if picture.name == "cash")
    assert {row[0].text for row in cash.data.rows} == {"PVPT rehabilitation centre"}


SAME_FOR_ALL = ("left-out", "assumptions", "method", "glossary", "again")
"""Sections that a director reads as everybody does."""


def test_a_director_reads_of_one_shelter_alone(results):
    document = build(results, "director", shelter="pvpt")
    own = [each for each in document.sections if each.name not in SAME_FOR_ALL]
    alone = replace(document, sections=tuple(own))
    told = " ".join([*alone.words()][3:])

    assert "PVPT rehabilitation centre closed in 2017" in told
    assert "one of 3 shelters of the plan" in told
    for other in (
        "Hope and Homes",
        "Interim",
        "all shelters",
        "whole system",
        "a shelter ",
    ):
        assert other not in told
    rows = [row[0].text for table in alone.tables() for row in table.rows]
    assert not {"Hope and Homes for Children", "Interim Secure Facility"} & {*rows}


def test_a_page_says_which_shelter_was_chosen_and_why(results):
    told = build(results, "director").sections[0].blocks[2].text

    assert told.startswith(f"This page is about {least_safe(results).title[:4]}")
    assert "of 3 shelters of the plan it closes most often" in told


def test_who_makes_a_directors_page_is_told_how_to_choose_another(results):
    told = another(results)
    chosen = least_safe(results)

    assert told.startswith(f"It is about {chosen.title.partition(' (')[0]}")
    assert "isf (Interim Secure Facility)" in told
    assert f"{chosen.name} (" not in told


def test_a_director_sees_by_when_each_payment_must_arrive(in_time):
    document = build(in_time, "director", shelter="pvpt")
    due = next(
        block for block in document.sections[1].blocks if isinstance(block, Table)
    )
    told = [(row[1].text, row[4].text) for row in due.rows]

    assert ("€18,000", "22 March 2017") in told
    assert ("€14,400", "20 September 2017") in told
    assert [table.name for table in document.tables()].count(due.name) == 1


def test_a_month_is_at_risk_where_money_runs_out_not_where_it_lies_in_a_pot(results):
    """Pots pay every bill from May on, though next to no cash is free."""
    hope = results.scenario.shelters[2]
    (told,) = [
        item
        for item in build(results, "director", shelter=hope.name)
        .sections[1]
        .blocks[0]
        .items
        if item.startswith("Months at risk")
    ]

    assert told.endswith(
        "for one night: January 2017, February 2017, March 2017, April 2017."
    )
    assert list(distress_of(results, hope).values())[:2] == [1.0, 1.0]


@pytest.mark.parametrize("column", ["frozen", "closed", "arrears"])
def test_each_kind_of_distress_counts_once_a_month(results, column):
    calm = {
        name: np.zeros_like(getattr(results.series, name))
        for name in ("frozen", "closed", "arrears")
    }
    calm[column][:2, [30, 31, 32], 1] = 1
    found = replace(results, series=replace(results.series, **calm))
    shares = distress_of(found, results.scenario.shelters[1])

    assert [*shares.values()] == [2 / 8, 2 / 8, *[0.0] * 10]
    assert not any(distress_of(found, results.scenario.shelters[2]).values())


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (79_003.2, 80_526.0, "€79,000 to €80,500"),
        (-6_132.0, -5_202.0, "−€6,100 to −€5,200"),
        (-0.4, 2_871.0, "€0 to €2,900"),
        (107.6, 109.9, "€108 to €110"),
        (18_000.0, 18_000.0, "€18,000"),
    ],
)
def test_a_range_of_months_is_as_fine_as_it_is_wide(
    results, monkeypatch, low, high, told
):
    monkeypatch.setattr(
        "sim.report.document.money.running_of", lambda *_: ((low, high),) * 12
    )
    (budget,) = [t for t in build(results).tables() if t.name == "budget"]

    assert {row[-1].text for row in budget.rows} == {told}


def test_a_reserve_of_nothing_has_no_runway(results):
    told = " ".join(build(results, "director").sections[1].blocks[0].items)

    assert "its money lasts for" in told
    assert "Runway" not in told


def test_what_the_plan_has_come_to_before_a_payment_stands_beside_it(results):
    """Hand to mouth, intake stops and doors close before the first payments come."""
    document = build(results, "director")
    (due,) = [table for table in document.tables() if table.name == "tranches"]
    told = [tuple(cell.text for cell in row[2:]) for row in due.rows]
    already = ("already on 1 January 2017", "already on 1 February 2017")

    assert told[0] == ("31 January 2017", "15 February 2017", *already)
    assert told[1] == ("1 February 2017", "16 February 2017", *already)
    assert told[3][2:] == ("20 May 2017", "3 August 2017")
    assert told[-1][2:] == ("–", "–")


def test_a_stop_that_is_over_before_a_payment_is_due_is_not_told_beside_it():
    paid = Expected(day=46, due=30, funder=0, shelter=1, round=0, number=0, amount=1)
    seen = Forecast(
        (paid,),
        (),
        (),
        tuple(
            Spell(shelter, closed, first, last)
            for shelter, closed, first, last in (
                (0, False, 0, 90),
                (1, False, 0, 29),
                (1, False, 31, 40),
                (1, True, 46, 60),
            )
        ),
    )

    assert already(seen, paid, closed=False) == 31
    assert already(seen, paid, closed=True) is None


def test_a_payment_that_comes_is_not_missed_with_those_that_do_not(in_time):
    """Without the second instalment the first one stays paid."""
    stops = {
        (payment.round, payment.number): row.stops
        for payment, row in without(in_time).items()
        if in_time.scenario.shelters[row.shelter].name == "pvpt"
        and in_time.scenario.funders[payment.funder].name == "ministry"
    }

    assert stops[-1, 0] < stops[0, 0] < stops[0, 1]


def test_what_stops_before_a_payment_is_missed_is_no_consequence_of_it():
    """The starter stops admitting in January anyhow; in July a second one does."""
    scenario = load(ROOT / "sim" / "scenario" / "starter.yaml")
    seen = outlook(scenario)
    paid = seen.forecast.payments
    first, second = missed(scenario, seen.budgets, paid, paid)

    assert seen.forecast.as_planned[0].stops == first.stops == 16
    assert second.stops > paid[1].day > first.stops
    assert first.closes < second.closes


def test_a_ministry_reads_the_latest_safe_date_of_the_call(in_time):
    (bullets,) = ministry(in_time, outlook(in_time.scenario))
    (call,) = [item for item in bullets.items if "safe date of the call" in item]

    assert "for PVPT rehabilitation centre and Hope and Homes for Children" in call
    assert "signed on 6 March 2017 at the latest" in call
    assert "15 days later, is there by 21 March 2017" in call


def test_of_a_contract_without_a_call_the_day_of_signature_is_told(in_time):
    funders = tuple(replace(each, late=None) for each in in_time.scenario.funders)
    without_call = replace(in_time, scenario=replace(in_time.scenario, funders=funders))
    (bullets,) = ministry(without_call, outlook(without_call.scenario))

    told = [item for item in bullets.items if "latest safe date" in item]
    assert [item.partition(",")[0] for item in told] == [
        "The latest safe date of signature"
    ]


def test_no_later_instalment_is_told_as_the_first(results):
    """Hand to mouth, the plan closes before the first comes: only that is told."""
    items = ministry(results, outlook(results.scenario))[0].items

    assert not any("first payment" in item for item in items)
    assert (
        "PVPT rehabilitation centre and Hope and Homes for Children: "
        "even if every payment comes when it is expected, "
        "intake stops on 1 January 2017, and doors close on 1 February 2017." in items
    )


def test_a_ministry_reads_what_closing_costs_beside_bridging(results, in_time):
    closing, bridging, *_ = ministry(results, outlook(results.scenario))[0].items
    assert closing.startswith(
        "Closing, standing closed and reopening cost the public €"
    )
    assert bridging.startswith(
        "Bridging: without a bridge some bill is late in 8 of 8 "
    )

    none, *_ = ministry(in_time, outlook(in_time.scenario))[0].items
    assert none == "No closure had to be paid for."


def test_what_a_sum_buys_is_told_where_it_was_measured(results, tmp_path):
    def avoided(value, low, high):
        return asdict(estimate("closure_days", value, low, high, "shelter-days"))

    data = {
        "digest": results.scenario.digest, "amount": 1_000_000, "level": 0.99,
        "money": "minor units of EUR", "replications": 200,
        "levers": [
            {"lever": "call", "title": "The call", "option": "{late: 1}",
             "price": 600_000,
             "avoided": {"closure_days": avoided(12, 8, 16)}},
            {"lever": "beds", "title": "Beds", "option": "16", "price": 800_000,
             "avoided": {"closure_days": avoided(20, -2, 42)}},
        ],
    }  # fmt: skip
    (tmp_path / "marginal.json").write_text(json.dumps(data))
    document = build(results, "donor", marginal=tmp_path)
    bullets, table = document.sections[1].blocks

    assert (
        bullets.items[0]
        == "The call (€6,000) avoids 12 shelter-days (8 to 16) of closure."
    )
    assert [row[0].text for row in table.rows] == ["The call", "Beds, 16"]
    assert not any("--marginal" in item for item in bullets.items)
    with pytest.raises(OSError, match="it is of another plan"):
        bought_in(tmp_path, replace(results.scenario, digest="another"))


def test_a_plan_without_costs_is_told_nothing_of_money(results):
    """A cost of nought a person would be a claim, and a bridge of nought advice."""
    free = tuple(replace(plan, costs=()) for plan in results.scenario.shelters)
    bare = replace(results, scenario=replace(results.scenario, shelters=free))
    for audience in AUDIENCES:
        answer, case, *_ = build(bare, audience).sections
        costs = [f for f in answer.blocks[1].figures if f.label.startswith("Cost")]
        assert [(f.value, f.doubt) for f in costs] == [
            ("–", "the file states no costs")
        ]
        assert case.blocks[0].items[0].startswith("The file states no costs")
        assert not any("€" in item for item in case.blocks[0].items)
    shown = next(t for t in build(bare).tables() if t.name == "shelters")
    assert "Cost per bed-night" not in [column.title for column in shown.columns]


def test_a_budget_line_that_never_closes_has_no_runway_to_tell(results):
    bullets = build(results, "director", shelter="isf").sections[1].blocks[0]

    assert bullets.items[0].startswith("By the plan, lack of money neither closes it")
    assert not any("Runway" in item for item in bullets.items)


def test_a_donor_reads_whom_the_money_reaches_least(results):
    (bullets,) = donor(results)
    shares = {
        e.by["group"]: e.value
        for e in results.by("coverage_rate", "group")
        if e.value is not None
    }
    least = min(shares, key=shares.get)

    assert any(f"of {least} are supported" in item for item in bullets.items)


def test_a_dear_and_nearly_empty_shelter_is_named_beside_the_cost_of_a_victim(in_time):
    costs = {
        plan.name: in_time.estimate("costs", shelter=plan.name).value
        for plan in in_time.scenario.shelters
    }
    every = in_time.estimate("costs").value
    people = in_time.estimate("supported_victims").value
    isf = in_time.scenario.shelters[0]
    share, without_it = share_of_cost(in_time, isf), cost_without(in_time, isf)
    said = [
        block.text
        for block in build(in_time).sections[0].blocks
        if getattr(block, "text", "").startswith("Of the cost")
    ]

    assert share.value == pytest.approx(costs["isf"] / every)
    assert without_it.value == pytest.approx((every - costs["isf"]) / people)
    assert share.low < share.value < share.high
    assert without_it.low < without_it.value < without_it.high
    used = spread(in_time.estimate("occupancy_rate", shelter="isf"))
    (sentence,) = said
    assert sentence == (
        f"Of the cost {spread(share)} is that of Interim Secure Facility, where {used} "
        "of the open beds are in use; without that cost, and with the same people, a "
        f"supported victim costs {spread(without_it)}."
    )
    assert sentence.startswith("Of the cost 41.5 % (4")
    assert "costs €2,500 (€2," in sentence


def test_no_shelter_is_named_where_beds_are_used_or_cost_little(in_time):
    def with_estimates(change):
        return replace(in_time, estimates=tuple(map(change, in_time.estimates)))

    def used(e):
        of_isf = (e.measure, dict(e.by)) == ("occupancy_rate", {"shelter": "isf"})
        return replace(e, high=0.5) if of_isf else e

    cheap = replace(
        in_time, tallies={**in_time.tallies, "costs": in_time.tallies["costs"].copy()}
    )
    cheap.tallies["costs"][:, 0] //= 10

    assert not hardly_used(with_estimates(used))
    assert not hardly_used(replace(in_time, replications=1))
    assert not [
        block
        for block in build(in_time, "director").sections[0].blocks
        if getattr(block, "text", "").startswith("Of the cost")
    ]
    assert not hardly_used(cheap)


def test_many_beds_of_one_shelter_that_hardly_anybody_sleeps_in_are_told(in_time):
    used = spread(in_time.estimate("occupancy_rate", shelter="isf"))

    assert empty_beds(in_time) == (
        f"Of the 62 beds 40 are those of Interim Secure Facility, where {used} of the "
        "open beds are in use."
    )
    assert people_fans(in_time).empty == empty_beds(in_time)


def test_what_a_bridge_gets_back_has_an_interval(results):
    fund = BridgePlan(
        name="fund", title="fund", size=1, below=1, up_to=1, terms="lent", shelters=()
    )
    drawn = np.array([100, 200, 300, 400, 100, 200, 300, 400])
    repaid = np.array([90, 150, 300, 300, 80, 200, 200, 400])
    counts = {"bridge_drawn": drawn, "bridge_repaid": repaid}
    tallies = {name: np.zeros_like(results.tallies[name]) for name in counts}
    for name, of in counts.items():
        tallies[name].reshape(len(of), -1)[:, -1] = of
    lent = replace(
        results,
        scenario=replace(results.scenario, bridges=(fund,)),
        tallies={**results.tallies, **tallies},
        estimates=(
            *(e for e in results.estimates if e.measure not in counts),
            estimate("bridge_drawn", 2.5, 2, 3, unit="EUR"),
            estimate("bridge_repaid", 2.15, 2, 3, unit="EUR"),
        ),
    )
    text = next(_bridges(lent))

    assert re.search(r"back, 86 % \(72 to 100 %\) of it, within the period", text)


def test_the_share_of_the_largest_funder_has_an_interval_or_the_reason_why_none(
    results,
):
    path = ROOT / "scenarios" / "kosovo-2021-per-diem-instead-of-block.yaml"
    by_the_day = Experiment(scenario=load(path), replications=8).run(workers=1)

    assert "48 % (44 to 52 %) of the income of €260,000 (€240,000 to €270,000). " in (
        next(_concentration(by_the_day))
    )
    assert "41 % of the income of €244,000, the same in every replication. " in (
        next(_concentration(results))
    )


@pytest.mark.parametrize(("left", "is_told"), [(1_050.0, True), (1_200.0, False)])
@pytest.mark.parametrize("plan", ["results", "in_time"])
def test_cash_at_the_end_that_looks_like_the_bridge_is_told_apart(
    plan, left, is_told, request
):
    found = request.getfixturevalue(plan)
    measures = {"bridge_needed_p90": 1_000.0, "final_cash": left}
    alike = replace(
        found,
        estimates=(
            *(e for e in found.estimates if e.measure not in measures),
            *(
                estimate(name, value, value - 100, value + 100, unit="EUR", by=by)
                for name, value in measures.items()
                for by in ({}, {"shelter": "pvpt"})
            ),
        ),
    )
    said = (
        "The €1,050 (€950 to €1,150) that are left at the end on average are another "
        "sum: the one is missing on the worst day, the other is there on the last."
    )
    audiences = {"director": "pvpt"} if plan == "in_time" else {"ministry": None}
    for audience, shelter in audiences.items():
        case = build(alike, audience, shelter=shelter).sections[1].blocks[0]
        told = [item for item in case.items if "another sum" in item]

        assert told == ([said] if is_told else [])
