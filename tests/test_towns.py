"""Features that a file decides as it is read: a tiny town and its exact log each."""

from functools import partial

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
    plan_of,
    played,
)

from sim.history import Kind

pytestmark = pytest.mark.usefixtures("machine_code")

IN, OUT, REFUSED = Kind.ADMITTED, Kind.LEFT, Kind.TURNED_AWAY


@pytest.fixture
def town(tmp_path):
    """Return what makes a plan of the rest of a file."""
    return partial(plan_of, tmp_path)


def people(*rows):
    """Write a stream for each (day of January, who comes)."""
    streams = "".join(
        f"  s{number}: {{on: [2027-01-{day:02}], {who}}}\n"
        for number, (day, who) in enumerate(rows)
    )
    return f"referrals:\n{streams}"


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


# --- who comes, and when

NORTH = "shelters: {north: {beds: 9, stay: 3 days, exits: {home: 100 %}}}\n"


def test_a_household_comes_as_one_and_needs_a_bed_each(town):
    plan = town(
        people((2, f"accompanied_by: 2, {ADULT}"), (3, ADULT), (4, ADULT))
        + "shelters: {north: {beds: 4, stay: 9 days, exits: {home: 100 %}}}"
    )

    assert log(plan, IN, REFUSED) == [
        (1, "ADMITTED", 0, "north"),
        (2, "ADMITTED", 1, "north"),
        (3, "TURNED_AWAY", 2, None),
    ]
    assert column(plan, "census", "north")[:4] == [0, 3, 4, 4]


def test_each_channel_has_its_own_delay_and_share(town):
    def by(channel):
        mix = f"mix: {{age: {{adult: 1}}, risk: {{low: 1}}, channel: {{{channel}: 1}}}}"
        return f"{mix}, enters_at: referral"

    plan = town(
        people((2, by("police")), (4, by("ngo")), (8, by("border")))
        + """
pathway:
  interview:
    takes: 1 day
    cases:
      - {for: {channel: police}, takes: 4 days}
      - {for: {channel: border}, passes: 0 %}
    otherwise: sent home
"""
        + NORTH,
        beginning=BEGINNING.replace(
            "people: {", "people: {channel: [police, ngo, border], "
        ),
    )

    assert log(plan, Kind.REFERRED, IN, Kind.NOT_RECOGNISED) == [
        (1, "REFERRED", 0, None),
        (3, "REFERRED", 1, None),
        (4, "ADMITTED", 1, "north"),
        (5, "ADMITTED", 0, "north"),
        (7, "REFERRED", 2, None),
        (8, "NOT_RECOGNISED", 2, None),
    ]


def test_whoever_queues_for_an_interview_is_somewhere_meanwhile(town):
    plan = town(
        people((2, ADULT), (3, CHILD), (4, CHILD))
        + """
pathway: {interview: {takes: 3 days, staff: 1, meanwhile: refuge}}
interim:
  refuge:
    kind: refuge
    cost_per_night: €7
    payer: town
    places: 1
    accepts: {age: child}
"""
        + NORTH
    )

    assert log(plan, Kind.STAGE_QUEUED, Kind.INTERIM_BEGAN, Kind.INTERIM_ENDED, IN) == [
        (2, "INTERIM_BEGAN", 1, None),  # the first, an adult, is nowhere
        (2, "STAGE_QUEUED", 1, None),
        (3, "STAGE_QUEUED", 2, None),  # and the place is taken
        (4, "ADMITTED", 0, "north"),
        (7, "INTERIM_ENDED", 1, None),
        (7, "ADMITTED", 1, "north"),
        (10, "ADMITTED", 2, "north"),
    ]


def test_whoever_is_at_risk_is_never_identified_and_takes_a_bed(town):
    plan = town(
        people((2, f"enters_at: ready, {ADULT}"), (4, f"enters_at: referral, {ADULT}"))
        + "pathway: {interview: {takes: 1 day, passes: 0 %}}\n"
        + NORTH
    )

    assert log(plan, Kind.REFERRED, Kind.STAGE_BEGAN, IN, Kind.NOT_RECOGNISED) == [
        (1, "REFERRED", 0, None),
        (1, "ADMITTED", 0, "north"),
        (3, "REFERRED", 1, None),
        (3, "STAGE_BEGAN", 1, None),
        (4, "NOT_RECOGNISED", 1, None),
    ]


def test_joint_shares_are_of_pairs_and_change_whole_on_a_day(town):
    plan = town(
        """
referrals:
  raids:
    on: [2027-01-02, 2027-01-12]
    batch_size: 2
    mix: {"age, risk": {"child, high": 100 %, "child, low": 0 %, "adult, low": 0 %}}
    mix_changes: {2027-01-12: {"age, risk": {"adult, low": 100 %}}}
"""
        + NORTH
    )

    assert log(plan, IN) == [
        *((1, "ADMITTED", number, "north") for number in (0, 1)),
        *((11, "ADMITTED", number, "north") for number in (2, 3)),
    ]
    assert [h.values.tolist() for h in played(plan)] == [
        [[0, 0], [0, 0], [1, 1], [1, 1]]  # child, high; adult, low
    ] * 3


def test_an_invented_attribute_decides_who_may_go_where(town):
    def who(chair):
        return f"mix: {{age: {{adult: 1}}, risk: {{low: 1}}, chair: {{{chair}: 1}}}}"

    plan = town(
        people((2, who("needed")), (3, who("none")))
        + """
shelters:
  stairs: {beds: 5, refuses: {chair: needed}, stay: 3 days, exits: {home: 100 %}}
  lift: {beds: 5, stay: 3 days, exits: {home: 100 %}}
""",
        beginning=BEGINNING.replace("people: {", "people: {chair: [none, needed], "),
    )

    assert log(plan, IN) == [
        (1, "ADMITTED", 0, "lift"),
        (2, "ADMITTED", 1, "stairs"),
    ]


STREAMS = {
    "detection": """{rate: 100 per day, detected: 0 %, changes:
      {2027-01-06: {detected: 100 %}, 2027-01-07: {detected: 0 %}}""",
    "a surge": """{rate: 100 per day, changes:
      {2027-01-01: 0 times, 2027-01-06: 1 times, 2027-01-07: {rate: 0 per year}}""",
    "a season": "{rate: 100 per day, season: [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]",
}


@pytest.mark.parametrize("what", STREAMS)
def test_more_come_only_on_the_days_that_a_file_says(town, what):
    plan = town(
        f"referrals:\n  many: {STREAMS[what]}, {ADULT}}}\n" + NORTH,
        beginning=BEGINNING.replace("02-10", "02-02"),
    )

    for history in played(plan):
        came = {int(time) for time in history.referred}

        assert came == ({31} if what == "a season" else {5})


LAWS = {
    "fixed": "value: 9 days",
    "exponential": "mean: 9 days",
    "lognormal": "mean: 9 days, sigma: 1",
    "gamma": "mean: 9 days, cv: 1",
    "weibull": "scale: 9 days, shape: 2",
    "triangular": "low: 5 days, mode: 6 days, high: 7 days",
    "uniform": "low: 5 days, high: 7 days",
    "discrete": "values: {5 days: 50 %, 7 days: 50 %}",
    "empirical": "observed: [5 days, 7 days]",
}


@pytest.mark.parametrize("law", LAWS)
def test_every_law_keeps_within_its_limits(town, law):
    plan = town(
        people((2, ADULT))
        + f"""
shelters:
  north:
    beds: 1
    stay: {{distribution: {law}, {LAWS[law]}, at_least: 4 days, at_most: 4 days}}
    exits: {{home: 100 %}}
"""
    )

    assert log(plan, IN, OUT, Kind.LEFT_AT_LIMIT)[0] == (1, "ADMITTED", 0, "north")
    assert log(plan, OUT, Kind.LEFT_AT_LIMIT)[0][0] == 5


def test_whoever_has_been_here_for_40_days_of_50_stays_for_10(town):
    plan = town(
        """
shelters:
  north:
    beds: 2
    stay: 50 days
    exits: {home: 100 %}
    residents_now: [{number: 1, so_far: 40 days, age: adult, risk: low}]
    residents_mix: {age: {adult: 100 %}, risk: {low: 100 %}}
"""
    )

    assert log(plan, Kind.RESIDENT, OUT) == [
        (0, "RESIDENT", 0, "north"),
        (10, "LEFT", 0, "north"),
    ]


def test_a_stay_is_longer_for_those_whose_limit_is_extended(town):
    plan = town(
        people((2, ADULT), (12, ADULT))
        + """
shelters:
  north:
    beds: 1
    stay:
      {distribution: fixed, value: 20 days, at_most: 3 days,
       extended: {chance: 100 %, by: 4 days}}
    stay_changes: {2027-01-10: 2 days}
    exits: {home: 100 %}
"""
    )

    assert log(plan, IN, OUT, Kind.LEFT_AT_LIMIT) == [
        (1, "ADMITTED", 0, "north"),
        (8, "LEFT_AT_LIMIT", 0, "north"),
        (11, "ADMITTED", 1, "north"),
        (13, "LEFT", 1, "north"),
    ]


def test_what_is_only_told_or_could_be_done_changes_no_log(town):
    plain = people((2, ADULT)) + NORTH
    told = """
groups: {grown up: {age: adult}}
answered_by: [empty_beds]
on_record: Nothing; there is no such town.
price_year: 2026
counted_as_supported_after: 2 nights
cost_of_a_displaced_night: €40
translations: {sq: {A tiny town: Një qytet i vogël}}
levers:
  beds: {title: More, sets: shelters.north.beds, from: 9, to: 10, step: 1, price: €9}
  patience: {sets: waiting.patience, choices: [{put: 9 days, price: €5}]}
"""

    assert (
        log(town(plain + told), *Kind)
        == log(town(plain), *Kind)
        == [
            (1, "REFERRED", 0, None),
            (1, "READY", 0, None),
            (1, "ADMITTED", 0, "north"),
            (4, "LEFT", 0, "north"),
        ]
    )


def test_stays_may_stand_in_a_file_beside_the_scenario(town, tmp_path):
    (tmp_path / "stays.csv").write_text("4\n4\n4\n", encoding="utf-8")
    plan = town(
        people((2, ADULT))
        + """
shelters:
  north:
    beds: 1
    stay: {distribution: empirical, file: stays.csv}
    exits: {home: 100 %}
"""
    )

    assert log(plan, IN, OUT) == [(1, "ADMITTED", 0, "north"), (5, "LEFT", 0, "north")]
