"""What a file says of dates, staff, regimes, returns and funds, as the plan has it."""

from fractions import Fraction
from pathlib import Path

import pytest

from sim.distributions import Discrete, Exponential, Fixed
from sim.errors import ScenarioError
from sim.scenario import load, problems_in
from sim.scenario.plan import (
    Acceptance,
    CompensationPlan,
    Condition,
    HeldBack,
    JointShares,
    MixChange,
    Preference,
    RateChange,
    RatePlan,
    ReturnPlan,
    ShelterChange,
    StaffLoss,
    StageCase,
)

VALID = Path(__file__).parent / "scenarios" / "valid"


def scenario(name, overrides=None):
    return load(VALID / f"{name}.yaml", overrides)


def only(items, name):
    return next(item for item in items if item.name == name)


def who(**values):
    return Condition(tuple((name, (value,)) for name, value in values.items()))


@pytest.fixture
def written(tmp_path):
    """Return a reader of ``small.yaml`` with more text at its end."""

    def written(text):
        path = tmp_path / "more.yaml"
        base = (VALID / "small.yaml").read_text(encoding="utf-8")
        (tmp_path / "small.yaml").write_text(base, encoding="utf-8")
        path.write_text(f"extends: small.yaml\n{text}", encoding="utf-8")
        return path

    return written


def test_a_rate_counts_those_present_of_whom_a_share_is_detected():
    rate = scenario("people-who-come").streams[0].rate

    assert (rate.per_year, rate.detected) == (40.0, 0.4)
    assert rate.changes == (
        RateChange(day=-31, times=1.0),
        RateChange(day=90, detected=0.6),
        RateChange(day=151, per_year=50.0, detected=0.7),
        RateChange(day=243, times=1.5),
        RateChange(day=273, times=1.0),
    )
    assert scenario("small").streams[0].rate.detected == 1.0


def test_a_changed_mix_is_whole_and_keeps_what_it_does_not_name():
    stream = scenario("people-who-come").streams[0]
    joint, channel = stream.mix
    later = JointShares(("channel",), ((("police",), 0.9), (("hotline",), 0.1)))

    assert stream.mix_changes == (
        MixChange(day=181, mix=(joint, later)),
        MixChange(
            day=273,
            mix=(
                JointShares(("age",), ((("child",), 0.5), (("adult",), 0.5))),
                JointShares(("sex",), ((("female",), 0.8), (("male",), 0.2))),
                later,
            ),
        ),
    )
    assert channel.attributes == ("channel",)


def test_people_come_with_a_household():
    first, second = scenario("people-who-come").streams

    assert first.accompanied_by == Discrete((0.0, 1.0, 2.0), (0.7, 0.2, 0.1))
    assert second.accompanied_by == Fixed(1.0)
    assert scenario("small").streams[0].accompanied_by is None


def test_referral_comes_before_the_first_stage():
    file = scenario("people-who-come")

    assert [stream.enters_at for stream in file.streams] == [-1, 0]
    assert [p.enters_at for p in scenario("regimes-and-returns").returns] == [1, -1, 0]


def test_a_case_takes_from_its_stage_what_it_does_not_say():
    call, interview = scenario("staffed-pathway").stages

    assert interview.cases == (
        StageCase(
            condition=who(channel="police", age="child"), takes=Fixed(0.25), passes=0.95
        ),
        StageCase(condition=who(channel="border"), takes=Exponential(2.0), passes=0.4),
        StageCase(condition=Condition(), takes=Fixed(3.0), passes=0.7),
    )
    assert (call.staff, call.staff_changes) == (2, ((181, 3), (357, 0)))


def test_classes_age_by_a_step():
    assert scenario("staffed-pathway").waiting.ageing_step == 7.0
    assert scenario("whole-language").waiting.ageing_step is None


def test_what_a_list_leaves_open_goes_by_a_criterion():
    assert scenario("regimes-and-returns").preferences == (
        Preference(condition=who(age="child"), order=("open_house",), by="emptiest"),
        Preference(condition=who(origin="foreign"), order=("secure",), by="order"),
        Preference(condition=Condition(), order=(), by="best_fit"),
    )


def test_acceptance_is_by_regime():
    file = scenario("regimes-and-returns")

    assert [shelter.regime for shelter in file.shelters] == [
        "closed",
        "open",
        "semi_open",
    ]
    assert file.acceptance == (
        Acceptance(
            condition=who(origin="foreign"),
            regimes=(("semi_open", 0.8), ("closed", 0.58)),
        ),
        Acceptance(condition=Condition(), regimes=(("open", 1.0), ("closed", 0.9))),
    )


def test_returns_name_where_people_come_back_from():
    first, second, third = scenario("regimes-and-returns").returns

    assert first == ReturnPlan(
        condition=who(age="adult"),
        chance=0.29,
        after=Exponential(200.0),
        from_exits=("home", "declined", "turned away", "street"),
        enters_at=1,
    )
    assert (second.from_exits, third.from_exits) == (("displaced",), ())


def test_staff_licence_and_beds_held_back():
    north, south = scenario("beds-and-staff").shelters

    assert (north.staff, north.residents_per_staff) == (6, Fraction(5, 2))
    assert north.accepts == Condition((("risk", ("high", "low")), ("sex", ("female",))))
    assert north.held_back == (
        HeldBack(condition=who(risk="high"), beds=2),
        HeldBack(condition=who(risk="low"), beds=1),
    )
    assert south.held_back == (HeldBack(condition=who(sex="male"), beds=1),)
    assert north.staff_loss == StaffLoss(
        line="staff", after=60, every=30, rehired_after=30
    )


def test_a_licence_narrows_what_a_shelter_accepts_at_every_date(written):
    path = written(
        "shelters:\n"
        "  north:\n"
        "    accepts: {age: [child, adult], risk: low}\n"
        "    licensed_for: {age: child}\n"
        "    changes:\n"
        "      2017-07-01: {accepts: {}}\n"
        "      2017-08-01: {accepts: {age: child}}\n"
    )
    north = load(path).shelters[0]

    assert north.accepts == who(age="child", risk="low")
    assert [change.accepts for change in north.changes] == [
        who(age="child"),
        who(age="child"),
    ]


def test_security_narrows_what_a_shelter_accepts_at_every_date():
    secure, ordinary, children = scenario("security").shelters

    assert secure.accepts == Condition()  # everybody's risk is low enough
    assert ordinary.accepts == Condition((("age", ("adult",)), ("risk", ("low",))))
    assert [change.accepts for change in ordinary.changes] == [
        who(risk="low"),
        who(risk="low"),
    ]
    assert children.accepts == Condition((("age", ("child",)), ("risk", ("low",))))


@pytest.mark.parametrize(
    ("level", "taken"),
    [
        ("low", Condition((("risk", ("low",)),))),
        ("medium", Condition((("risk", ("medium", "low")),))),
        ("high", Condition()),
    ],
)
def test_nobody_comes_whose_risk_is_above_the_security(written, level, taken):
    path = written(
        f"people: {{risk: [high, medium, low]}}\n"
        f"referrals: {{identified: {{mix: {{risk: {{medium: 0}}}}}}}}\n"
        f"shelters: {{north: {{security: {level}}}}}\n"
    )

    assert load(path).shelters[0].accepts == taken


def test_a_limit_may_be_extended():
    child, witness, other = scenario("dated-stays").shelters[0].stays[:3]

    assert (child.at_most, child.extended, child.extension) == (None, 0.0, 0.0)
    assert (witness.at_most, witness.extended, witness.extension) == (30.0, 0.4, 60.0)
    assert (other.at_most, other.extended) == (30.0, 0.0)


def test_changed_stays_follow_by_date_and_inherit_exits():
    stays = scenario("dated-stays").shelters[0].stays

    assert [(stay.since, stay.condition, stay.exits) for stay in stays[3:]] == [
        (181, Condition(), (("home", 0.9), ("unknown", 0.1))),
        (365, who(age="child"), (("after_care", 0.8), ("home", 0.2))),
        (365, who(status="witness"), (("home", 1.0),)),
    ]
    assert [stay.becomes for stay in stays[3:]] == [(), (("status", "other"),), ()]


def test_changed_costs_are_in_the_unit_of_the_plan():
    costs = scenario("dated-stays").shelters[0].costs

    assert [(line.name, line.amount, line.per, line.changes) for line in costs] == [
        ("staff", 6_000_000, "year", ((181, 6_600_000), (546, 6_400_000))),
        ("care", 25_000, "week", ((365, 30_000),)),
        ("food", 500, "each", ((365, 600),)),
        ("intake", 4_000, "each", ((365, 4_500),)),
        ("leaving", 1_000, "each", ((365, 0),)),
    ]


def test_a_conversion_changes_only_what_it_names():
    mixed = only(scenario("openings").shelters, "mixed")

    assert mixed.changes == (
        ShelterChange(
            day=151,
            accepts=Condition((("sex", ("female", "male")),)),
            regime="open",
            residents="forced_exit",
        ),
        ShelterChange(day=243, beds=0, residents="transfer"),
        ShelterChange(day=424, beds=4, accepts=Condition()),
    )


def test_before_it_opens_a_shelter_has_no_beds_and_only_the_costs_named():
    men = only(scenario("openings").shelters, "men")
    staff, rent, furniture = men.costs

    assert (men.beds, men.changes) == (0, (ShelterChange(day=120, beds=5),))
    assert (staff.amount, staff.changes) == (0, ((120, 3_000_000), (546, 3_200_000)))
    assert (rent.amount, rent.changes) == (600_000, ())
    assert (furniture.kind, furniture.day) == ("one_off", 104)


def test_a_cost_that_begins_in_a_later_year_has_grown_by_then():
    late = {"shelters.men.opens.on": "2022-02-01"}
    staff = only(scenario("openings", late).shelters, "men").costs[0]

    assert staff.changes == ((396, 3_060_000), (546, 3_200_000))


def test_a_cost_that_changed_before_it_began_begins_as_it_was_then():
    earlier = {"shelters.men.costs.staff.changes.2021-03-01": "€31,000 / year"}
    staff = only(scenario("openings", earlier).shelters, "men").costs[0]

    assert staff.changes == ((120, 3_100_000), (546, 3_200_000))


def test_after_it_closes_a_shelter_has_no_beds_and_only_the_costs_named():
    old = scenario("openings").shelters[0]
    staff, rent = old.costs

    assert old.changes == (ShelterChange(day=365, beds=0, residents="transfer"),)
    assert (staff.changes, rent.changes) == (((365, 0),), ())


def test_a_cost_that_would_change_after_the_closing_does_not(written):
    path = written(
        "shelters:\n"
        "  north:\n"
        "    closes: {on: 2017-07-01, residents: transfer, costs_after: [rent]}\n"
        "    costs:\n"
        "      staff: {fixed: €100 / day, changes: {2017-09-01: €90 / day}}\n"
        "      rent: {fixed: €20 / day, changes: {2017-09-01: €10 / day}}\n"
    )
    staff, rent = load(path).shelters[0].costs

    assert (staff.changes, rent.changes) == (((181, 0),), ((243, 1_000),))


def test_a_month_of_cost_is_that_of_a_shelter_that_is_open(written):
    path = written(
        "shelters:\n"
        "  north:\n"
        "    opens: {on: 2017-07-01, costs_before: []}\n"
        "    planned_residents: 0\n"
        "    reserve: 1 month\n"
    )
    north = load(path).shelters[0]

    assert [line.amount for line in north.costs] == [0, 0]
    assert north.reserve == (4_000_000 + 840_000) // 12


def test_where_nobody_sleeps_slots_are_beds():
    north, day_centre, legal_aid = scenario("without-a-bed").shelters

    assert (north.overnight, north.beds) == (True, 10)
    assert (day_centre.overnight, day_centre.beds, day_centre.entry) == (
        False,
        12,
        False,
    )
    assert day_centre.changes == (ShelterChange(day=181, beds=20),)
    assert (legal_aid.overnight, legal_aid.entry) == (False, True)


def test_a_compensation_fund_takes_in_and_pays():
    fund, solidarity = scenario("without-a-bed").compensation

    assert fund == CompensationPlan(
        name="fund",
        title="Compensation fund",
        balance=5_000_000,
        rate=RatePlan(counts=(0, 1, 2)),
        income=Exponential(2_000_000.0),
        per_case=200_000,
        condition=who(status="identified"),
    )
    assert (solidarity.rate, solidarity.income) == (RatePlan(per_year=0.0), Fixed(0.0))


def test_a_funder_gives_way_to_another():
    donors = only(scenario("without-a-bed").funders, "donors")

    assert donors.gives_way_to == (("ministry", Fraction(1, 2)),)


def test_a_variant_moves_removes_and_merges_dates():
    variant = scenario("variant-of-dates").shelters
    mixed, annex, men = (only(variant, name) for name in ("mixed", "annex", "men"))

    assert [change.day for change in mixed.changes] == [151, 424]
    assert mixed.changes[0].residents == "finish"
    assert [change.day for change in annex.changes] == [59]
    assert [change.day for change in men.changes] == [304]
    assert [line.amount for line in men.costs[:2]] == [0, 0]


@pytest.mark.parametrize(
    ("day", "heard"),
    [
        ("2016-12-31", False),
        ("2017-01-01", True),
        ("2017-12-31", True),
        ("2018-01-01", False),
    ],
)
def test_a_change_lies_within_the_period(written, day, heard):
    text = f"shelters: {{north: {{changes: {{{day}: {{beds: 4}}}}}}}}\n"

    assert (problems_in(written(text)) == []) is heard


def test_a_rate_may_change_in_the_warm_up_but_a_shelter_may_not(written):
    path = written(
        "warm_up: 30 days\n"
        "referrals: {identified: {changes: {2016-12-02: 2 times}}}\n"
        "shelters: {north: {changes: {2016-12-02: {beds: 4}}}}\n"
    )

    assert [problem.path for problem in problems_in(path)] == [
        "shelters.north.changes.2016-12-02"
    ]


def test_whoever_is_beyond_the_extended_limit_cannot_be_here(written):
    limit = "shelters:\n  north:\n    stay: {extended: {chance: 1 %, by: 30 days}}\n"
    here = "    residents_now: [{number: 1, so_far: %s, age: child, risk: low}]\n"

    assert problems_in(written(limit + here % "209 days")) == []
    with pytest.raises(ScenarioError, match=r"nobody stays longer\s+than\s+210 days"):
        load(written(limit + here % "210 days"))


def test_an_override_reaches_every_new_word():
    file = scenario(
        "dated-stays",
        {
            "shelters.north.stay.2.stay.extended.chance": "75 %",
            "shelters.north.costs.food.changes.2022-01-01": "€7",
        },
    )

    assert file.shelters[0].stays[1].extended == 0.75
    assert file.shelters[0].costs[2].changes == ((365, 700),)
