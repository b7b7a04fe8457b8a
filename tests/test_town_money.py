"""Money that a file decides as it is read: a tiny town and its exact log each."""

import pytest
from towns import ADULT, BEGINNING, column, log, payments, played

from sim.errors import ScenarioError
from sim.history import Kind, stacked
from sim.measures.tally import tally
from sim.report.story.log import tell

pytestmark = pytest.mark.usefixtures("machine_code")

STATES = (Kind.FROZEN, Kind.THAWED, Kind.NOTICE_GIVEN, Kind.CLOSED, Kind.REOPENED)
HOUSE = """
shelters:
  house:
    beds: 1
    stay: 5 days
    exits: {home: 100 %}
    costs: {rent: €40 / day}
    planned_residents: 1
    reserve: €400
    credit: €0
    closure:
      notice: 0 days
      while_closed: []
      reopen_with: 9 days
      reopening_cost: €0
      reopening_takes: 0 days
"""
"""Ten days of money, and whatever a test says of when it closes."""
BLOCK = """
funding:
  town:
    pays: {house: €AMOUNT}
    instrument: block
    paid: in_advance
    contract: {from: 2027-01-01, to: 2027-12-31}
    instalments: {all: 100 % on 01-19}
    lag: 0 days
    unpaid_at_year_end: carried
"""


def house(closure, money=0):
    text = HOUSE + "".join(f"      {line}\n" for line in closure.split("; "))
    return text + (BLOCK.replace("AMOUNT", str(money)) if money else "")


# --- when it stops, and when it goes on


def test_intake_begins_again_with_more_than_it_stopped_at(town):
    rule = "freeze_below: 4 days; thaw_with: THAW days; tolerated_days: 60 days"
    soon, late = (
        town(house(rule.replace("THAW", days), money=600)) for days in ("4", "7")
    )

    # After day 6 there are 120, for three days. On 19 January 600 come: 360 are owed,
    # and 240 last for six days, of which there are four until the 22nd.
    assert log(soon, *STATES) == [
        (7, "FROZEN", -1, "house"),
        (19, "THAWED", -1, "house"),
        (22, "FROZEN", -1, "house"),
    ]
    assert log(late, *STATES) == [(7, "FROZEN", -1, "house")]


def test_a_shelter_closes_before_a_bill_is_unpaid_if_the_file_says_so(town):
    rule = "freeze_below: never; tolerated_days: 0 days"
    careful = town(house(f"{rule}; close_below: 3 days"))
    bold = town(house(rule))

    assert log(careful, *STATES) == [(8, "CLOSED", -1, "house")]
    assert log(bold, *STATES) == [(11, "CLOSED", -1, "house")]


def test_creditors_may_tolerate_a_sum_instead_of_days(town):
    plan = town(house("freeze_below: never; tolerated_arrears: €100"))

    # 40 are unpaid after day 10, 80 after day 11, 120 after day 12.
    assert log(plan, *STATES) == [(13, "CLOSED", -1, "house")]


@pytest.mark.parametrize(
    ("terms", "then"), [("granted", (17, "BRIDGED")), ("lent", (19, "BRIDGE_REPAID"))]
)
def test_what_a_bridge_lends_comes_back_and_what_it_grants_does_not(town, terms, then):
    plan = town(
        house("freeze_below: never; tolerated_days: 0 days", money=2_000)
        + f"""
bridge:
  float:
    {{size: €800, below: 2 days, up_to: 9 days, terms: {terms}, shelters: [house]}}
"""
    )

    # Before the bill of day 8 there are 80 for it and two more days: 320 are lent,
    # and last until 19 January, when they are repaid; or given, and given again.
    assert log(plan, Kind.BRIDGED, Kind.BRIDGE_REPAID, Kind.CLOSED) == [
        (9, "BRIDGED", -1, "house"),
        (*then, -1, "house"),
    ]


# --- what is billed


def test_every_kind_of_cost_is_billed_on_its_day(town):
    plan = town(
        f"referrals: {{s: {{on: [2027-01-03], {ADULT}}}}}"
        """
shelters:
  house:
    beds: 2
    stay: 2 days
    exits: {home: 100 %}
    costs:
      rent: {fixed: €1 / day, changes: {2027-01-07: €2 / day}}
      food: {per_bed_night: €10}
      intake: {per_admission: €100}
      leaving: {per_exit: €1000}
      care: {per_team: €10000 / day, residents_per_team: 2}
      roof: {once: €100000, on: 2027-01-08}
    reserve: €999,999
    closure: never
"""
    )

    bills = [bill // 100 for bill in column(plan, "bill", "house")]
    assert bills[:9] == [1, 1, 10_111, 10_011, 1_001, 1, 2, 100_002, 2]


# --- when it comes

CALL = """
shelters:
  house:
    {beds: 1, stay: 5 days, exits: {home: 100 %}, costs: {rent: €10 / day},
     reserve: "€9,000", closure: never}
funding:
  ministry:
    pays: {house: "€3,650 / year"}
    instrument: block
    paid: in_advance
    contract: {from: 01-01, to: 12-31}
    instalments: {first: 50 % on signature, second: 50 % on 01-20}
    lag: 2 days
    unpaid_at_year_end: carried
"""


def test_a_call_is_signed_when_it_was_decided_and_late_after_that(town):
    decided = "    call: {award: 100 %, opens: 2026-12-01, decision_takes: 40 days"
    plan = town(CALL + decided + "}\n")
    late = town(
        CALL + decided + ", late: 5 days, if_late: backdated, amount_if_late: full}\n"
    )

    # 40 days after 1 December is 10 January, and the money comes two days later
    assert payments(plan) == [(11, "ministry", 182_500), (21, "ministry", 182_500)]
    assert payments(late) == [(16, "ministry", 182_500), (21, "ministry", 182_500)]


def test_nobody_is_paid_who_is_not_awarded(town):
    plan = town(CALL + "    call: {award: 0 %}\n")

    assert log(plan, Kind.AWARDED, Kind.NOT_AWARDED) == [
        (1, "NOT_AWARDED", -1, "house")
    ]
    assert payments(plan) == []


def test_money_is_owed_from_before_and_cut_from_a_day_on(town):
    plan = town(
        CALL
        + """
    owed_from_before: [{shelter: house, amount: €300, due: 2027-01-08}]
    cuts: {2027-01-15: 20 %}
"""
    )

    assert payments(plan) == [
        (2, "ministry", 182_500),
        (9, "ministry", 30_000),
        (21, "ministry", 182_500 * 4 // 5),
    ]


@pytest.mark.parametrize(
    ("first", "halves"),
    [("01-01", (91_250, 91_250)), ("02-15", (104_082, 104_082))],
)
def test_a_ceiling_is_of_the_funders_own_year(town, first, halves):
    limits = f'    ceiling: "€1,825 / year"\n    fiscal_year_starts: {first}\n'
    plan = town(f"{CALL}{limits}")

    # Of 3,650 for 365 days the year that begins on 15 February holds 3,200: all is
    # cut so that 1,825 are left there, to 1825 / 3200 of it.
    assert payments(plan) == [
        (2, "ministry", halves[0]),
        (21, "ministry", halves[1]),
    ]


ONE_DAY = """rate: 100 per day,
       changes: {2027-01-01: 0 times, 2027-01-06: 1 times, 2027-01-07: 0 times}"""


def test_gifts_come_only_on_the_days_that_a_file_says(town):
    plan = town(
        house("freeze_below: never; tolerated_days: 60 days")
        + f"""
funding:
  neighbours:
    gifts:
      house: {{amount: €1, {ONE_DAY}}}
"""
    )
    for history in played(plan):
        gifts = history.events.kind == Kind.GIFT

        assert {int(time) for time in history.events.time[gifts]} == {6}  # day 5 closes
        assert {int(amount) for amount in history.events.amount[gifts]} == {100}


def test_what_is_confiscated_pays_those_who_leave_after_it(town):
    plan = town(
        f"""
referrals: {{s: {{on: [2027-01-02, 2027-01-03, 2027-01-12], {ADULT}}}}}
shelters: {{house: {{beds: 9, stay: 2 days, exits: {{home: 100 %}}}}}}
compensation:
  fund:
    balance: €250
    per_case: €200
    for: {{age: adult}}
    confiscations: {{amount: €200, {ONE_DAY}}}
"""
    )

    # paid at the midnight after they left
    assert log(plan, Kind.COMPENSATED, Kind.NOT_COMPENSATED) == [
        (4, "COMPENSATED", 0, None),
        (5, "NOT_COMPENSATED", 1, None),
        (14, "COMPENSATED", 2, None),
    ]


def test_of_a_case_that_is_not_paid_the_whole_is_missing(town):
    plan = town(
        f"""
referrals: {{s: {{on: [2027-01-02, 2027-01-03, 2027-01-04], {ADULT}}}}}
shelters: {{house: {{beds: 9, stay: 2 days, exits: {{home: 100 %}}}}}}
compensation: {{fund: {{balance: €500, per_case: €300}}}}
"""
    )
    history = played(plan)[0]
    counts = tally(plan, stacked([history])).counts
    told = " ".join(tell(plan, history, seed=0).split())

    assert log(plan, Kind.COMPENSATED, Kind.NOT_COMPENSATED) == [
        (4, "COMPENSATED", 0, None),
        (5, "NOT_COMPENSATED", 1, None),
        (6, "NOT_COMPENSATED", 2, None),
    ]
    assert counts["compensation_paid"][0, 0, -1] == 300_00
    assert counts["compensation_missing"][0, 0, -1] == 600_00  # 200 is left over
    assert told.count("is owed €300 of compensation; fund holds €200.") == 2


# --- cuts

CUTS = """
shelters:
  house: {beds: 1, stay: 5 days, exits: {home: 100 %}, costs: {rent: €1 / day},
          reserve: €500, closure: never}
funding:
  donor:
    pays: {house: €3,000}
    instrument: block
    paid: in_advance
    contract: {from: 2027-01-01, to: 2027-02-10}
    instalments: {one: 30 % on 01-04, two: 30 % on 01-10, three: 40 % on 01-20}
    lag: 0 days
    unpaid_at_year_end: carried
"""


def test_cuts_multiply(town):
    plan = town(CUTS + "    cuts: {2027-01-10: 20 %, 2027-01-20: 10 %}")

    assert payments(plan) == [
        (3, "donor", 900_00),
        (9, "donor", 720_00),
        (19, "donor", 864_00),  # 72 % of it
    ]


def test_a_cut_of_nothing_that_would_end_another_is_refused(town):
    with pytest.raises(ScenarioError, match="no cut takes an earlier one back"):
        town(CUTS + "    cuts: {2027-01-10: 20 %, 2027-01-20: 0 %}")


# --- who waits for the next programme


@pytest.mark.parametrize(("waits", "first"), [("0", 1), ("2", 2)])
def test_a_programme_says_in_which_class_its_people_wait(town, waits, first):
    plan = town(
        f"""
referrals:
  unit_first: {{on: [2027-01-02], {ADULT.replace("low", "high")}}}
  house_first: {{on: [2027-01-03], {ADULT}}}
  later: {{on: [2027-01-06], {ADULT.replace("low", "high")}}}
shelters:
  unit: {{beds: 1, programme: next, stay: 9 days, exits: {{home: 100 %}}}}
  house: {{beds: 1, accepts: {{risk: low}}, stay: 2 days, exits: {{next: 100 %}}}}
placement: [{{for: {{risk: low}}, prefer: [house]}}, {{prefer: [unit]}}]
programmes: {{next: {{blocked_at_most: 30 days, waiting_class: {waits}}}}}
""",
        beginning=BEGINNING.replace(
            "patience: 0 days", "patience: 30 days, gives_up_to: {home: 1}"
        ),
    )

    # The unit is taken until day 10; one waits for it in the house since day 4, one
    # at the door since day 5.
    moves = log(plan, Kind.ADMITTED, Kind.STEPPED_DOWN)
    assert moves[:2] == [(1, "ADMITTED", 0, "unit"), (2, "ADMITTED", 1, "house")]
    assert moves[2][2:] == (first, "unit")
