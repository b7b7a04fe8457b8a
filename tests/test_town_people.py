"""Who comes to a tiny town, and when, as its file says: its exact log each."""

import pytest
from towns import (
    ADULT,
    BEGINNING,
    CHILD,
    column,
    log,
    people,
    played,
)

from sim.history import Kind

pytestmark = pytest.mark.usefixtures("machine_code")

IN, OUT, REFUSED = Kind.ADMITTED, Kind.LEFT, Kind.TURNED_AWAY


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
