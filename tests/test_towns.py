"""Features that a file decides as it is read: a tiny town and its exact log each."""

import pytest
from towns import (
    ADULT,
    AT_RISK,
    BEGINNING,
    CHILD,
    causes,
    column,
    log,
    payments,
    people,
)

from sim.history import Kind

pytestmark = pytest.mark.usefixtures("machine_code")

IN, OUT, REFUSED = Kind.ADMITTED, Kind.LEFT, Kind.TURNED_AWAY


# --- security and licence


def test_who_is_at_high_risk_goes_past_the_house_of_low_security(town):
    plan = town(
        people((2, AT_RISK), (3, ADULT), (4, AT_RISK), (9, AT_RISK))
        + """
shelters:
  open_house: {beds: 5, security: low, stay: 20 days, exits: {home: 100 %}}
  secure: {beds: 1, security: high, stay: 4 days, exits: {home: 100 %}}
"""
    )

    assert log(plan, IN, OUT, REFUSED) == [
        (1, "ADMITTED", 0, "secure"),
        (2, "ADMITTED", 1, "open_house"),
        (3, "TURNED_AWAY", 2, None),
        (5, "LEFT", 0, "secure"),
        (8, "ADMITTED", 3, "secure"),
        (12, "LEFT", 3, "secure"),
        (22, "LEFT", 1, "open_house"),
    ]
    assert causes(plan, REFUSED) == ["NO_BED"]  # of the house that may take them


def test_where_no_house_is_secure_enough_nobody_fits(town):
    plan = town(
        people((2, AT_RISK), (12, AT_RISK))
        + """
shelters:
  north:
    beds: 5
    security: low
    stay: 2 days
    exits: {home: 100 %}
    changes: {2027-01-10: {accepts: {risk: [high, low]}}}
"""
    )

    assert log(plan, IN, REFUSED) == [
        (1, "TURNED_AWAY", 0, None),
        (11, "TURNED_AWAY", 1, None),  # whatever it would accept by then
    ]
    assert causes(plan, REFUSED) == ["NO_FIT", "NO_FIT"]


def test_a_house_takes_only_those_it_is_licensed_for_at_every_date(town):
    plan = town(
        people((2, ADULT), (3, CHILD), (12, ADULT), (13, CHILD))
        + """
shelters:
  haven:
    beds: 5
    accepts: {age: [child, adult]}
    licensed_for: {age: child}
    stay: 3 days
    exits: {home: 100 %}
    changes: {2027-01-10: {accepts: {}}}
"""
    )

    assert log(plan, IN, OUT, REFUSED) == [
        (1, "TURNED_AWAY", 0, None),
        (2, "ADMITTED", 1, "haven"),
        (5, "LEFT", 1, "haven"),
        (11, "TURNED_AWAY", 2, None),
        (12, "ADMITTED", 3, "haven"),
        (15, "LEFT", 3, "haven"),
    ]
    assert causes(plan, REFUSED) == ["NO_FIT", "NO_FIT"]


def test_nobody_is_moved_to_a_house_without_the_licence(town):
    plan = town(
        people((2, ADULT), (3, CHILD))
        + """
shelters:
  old:
    beds: 2
    stay: 20 days
    exits: {home: 100 %}
    closes: {on: 2027-01-10, residents: transfer}
  haven: {beds: 5, licensed_for: {age: child}, stay: 20 days, exits: {home: 100 %}}
"""
    )

    assert log(plan, IN, Kind.TRANSFERRED, Kind.FORCED_EXIT, OUT) == [
        (1, "ADMITTED", 0, "old"),
        (2, "ADMITTED", 1, "old"),
        (9, "TRANSFERRED", 1, "haven"),  # last in, first out
        (9, "FORCED_EXIT", 0, "old"),
        (22, "LEFT", 1, "haven"),
    ]


# --- conversions


def test_who_declines_a_house_changes_with_its_regime_on_the_day(town):
    plan = town(
        people((2, ADULT), (10, ADULT), (11, CHILD), (25, ADULT))
        + """
acceptance: [{for: {age: adult}, closed: 0 %}]
shelters:
  house:
    beds: 5
    regime: open
    stay: 20 days
    exits: {home: 100 %}
    changes: {2027-01-10: {regime: closed}, 2027-01-25: {regime: semi_open}}
"""
    )

    assert log(plan, IN, OUT, Kind.DECLINED, Kind.CHANGED) == [
        (1, "ADMITTED", 0, "house"),
        (9, "CHANGED", -1, "house"),
        (9, "DECLINED", 1, None),
        (10, "ADMITTED", 2, "house"),
        (21, "LEFT", 0, "house"),  # who is in it stays
        (24, "CHANGED", -1, "house"),
        (24, "ADMITTED", 3, "house"),
        (30, "LEFT", 2, "house"),
    ]


# --- foster families and witness protection


def test_a_child_goes_to_a_foster_family_which_has_its_own_payer(town):
    plan = town(
        people((2, CHILD), (3, CHILD), (4, ADULT))
        + """
shelters:
  foster:
    title: Foster families
    beds: 1
    accepts: {age: child}
    stay: 5 days
    exits: {home: 100 %}
    costs: {families: {per_bed_night: €12}}
    reserve: €0
    closure: never
  house: {beds: 2, stay: 9 days, exits: {home: 100 %}}
placement: [{for: {age: child}, prefer: [foster]}, {prefer: [house]}]
funding:
  town:
    pays: {foster: "€4,000 / year"}
    instrument: per_diem
    per_diem: €10
    paid: {in_arrears: monthly}
    contract: {from: 01-01, to: 12-31}
    lag: 3 days
    pays_while_closed: no
    unpaid_at_year_end: carried
"""
    )

    assert log(plan, IN, OUT) == [
        (1, "ADMITTED", 0, "foster"),
        (2, "ADMITTED", 1, "house"),  # the family has one place
        (3, "ADMITTED", 2, "house"),
        (6, "LEFT", 0, "foster"),
        (11, "LEFT", 1, "house"),
        (12, "LEFT", 2, "house"),
    ]
    assert column(plan, "bill", "foster")[:7] == [0, 1200, 1200, 1200, 1200, 1200, 0]
    assert payments(plan) == [(34, "town", 5 * 1000)]  # of 1 February, three days on


def test_a_witness_keeps_the_bed_until_the_unit_has_room(town):
    witness = "mix: {age: {adult: 100 %}, risk: {low: 100 %}, status: {witness: 100 %}}"
    other = witness.replace("witness:", "other:")
    plan = town(
        people((2, witness), (3, witness), (7, other))
        + """
shelters:
  unit:
    title: Witness protection
    programme: protection
    beds: 1
    regime: closed
    entry: no
    accepts: {status: witness}
    stay: 6 days
    exits: {abroad: 100 %}
  house:
    beds: 3
    stay:
      - {for: {status: witness}, stay: 2 days, exits: {protection: 100 %}}
      - {stay: 2 days}
    exits: {home: 100 %}
programmes: {protection: {blocked_at_most: 9 days}}
""",
        beginning=BEGINNING.replace("people: {", "people: {status: [witness, other], "),
    )

    assert log(plan, IN, Kind.STEPPED_DOWN, Kind.BLOCKED, OUT) == [
        (1, "ADMITTED", 0, "house"),
        (2, "ADMITTED", 1, "house"),
        (3, "STEPPED_DOWN", 0, "unit"),
        (4, "BLOCKED", 1, "house"),
        (6, "ADMITTED", 2, "house"),
        (8, "LEFT", 2, "house"),
        (9, "LEFT", 0, "unit"),
        (9, "STEPPED_DOWN", 1, "unit"),
        (15, "LEFT", 1, "unit"),
    ]


# --- planned openings and closings, and what they cost

COSTS = """
    costs: {rent: €10 / day, staff: €30 / day}
    reserve: €5,000
    closure: never
"""


def test_before_it_opens_only_the_costs_named_are_billed(town):
    plan = town(
        people((2, ADULT), (5, ADULT))
        + """
shelters:
  annex:
    beds: 2
    stay: 3 days
    exits: {home: 100 %}
    opens: {on: 2027-01-04, costs_before: [rent]}"""
        + COSTS
    )

    assert log(plan, IN, OUT, REFUSED, Kind.CHANGED) == [
        (1, "TURNED_AWAY", 0, None),
        (3, "CHANGED", -1, "annex"),
        (4, "ADMITTED", 1, "annex"),
        (7, "LEFT", 1, "annex"),
    ]
    assert column(plan, "bill", "annex")[:5] == [1000, 1000, 1000, 4000, 4000]
    assert column(plan, "usable", "annex")[:5] == [0, 0, 0, 2, 2]


@pytest.mark.parametrize(
    ("residents", "where"),
    [("transfer", "TRANSFERRED"), ("forced_exit", "FORCED_EXIT")],
)
def test_after_it_closes_only_the_costs_named_are_billed(town, residents, where):
    plan = town(
        people((2, ADULT), (9, ADULT))
        + f"""
shelters:
  old:
    beds: 2
    stay: 20 days
    exits: {{home: 100 %}}
    closes: {{on: 2027-01-06, residents: {residents}, costs_after: [rent]}}"""
        + COSTS
        + "  house: {beds: 1, stay: 1 day, exits: {home: 100 %}}"
    )

    moved = "house" if residents == "transfer" else "old"
    assert log(plan, IN, REFUSED, Kind.TRANSFERRED, Kind.FORCED_EXIT) == [
        (1, "ADMITTED", 0, "old"),
        (5, where, 0, moved),
        (8, "ADMITTED", 1, "house")
        if residents == "forced_exit"
        else (8, "TURNED_AWAY", 1, None),
    ]
    assert column(plan, "bill", "old")[3:8] == [4000, 4000, 1000, 1000, 1000]
    assert column(plan, "state", "old") == [0] * 40  # closed as planned is not closed


# --- contracts longer than a year

GRANT = """
shelters:
  house:
    beds: 1
    stay: 5 days
    exits: {home: 100 %}
    costs: {rent: €10 / day}
    reserve: €9,000
    closure: never
funding:
  ministry:
    pays: {house: "€3,650 / year"}
    instrument: block
    paid: in_advance
    contract: {from: 01-01, to: 12-31, years: YEARS}
    call: {award: 100 %, late: 1 month, if_late: backdated, amount_if_late: full}
    instalments: {first: 60 % on signature, second: 40 % on 07-01}
    lag: 0 days
    unpaid_at_year_end: carried
"""
TWO_YEARS = BEGINNING.replace("2027-02-10", "2029-01-01")


def test_a_contract_of_two_years_is_signed_and_late_once(town):
    plan = town(GRANT.replace("YEARS", "2"), beginning=TWO_YEARS)

    assert payments(plan) == [
        (31, "ministry", 2 * 219_000),
        (181, "ministry", 2 * 146_000),
    ]


def test_contracts_of_one_year_are_signed_and_late_every_year(town):
    plan = town(GRANT.replace("YEARS", "1"), beginning=TWO_YEARS)

    assert payments(plan) == [
        (31, "ministry", 219_000),
        (181, "ministry", 146_000),
        (396, "ministry", 219_000),
        (547, "ministry", 146_000),
    ]
