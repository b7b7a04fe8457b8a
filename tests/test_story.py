"""The story says what happened, when, and why, and nothing that did not happen."""

import re
from dataclasses import replace

import pytest
from telling import ONE_SHELTER, history, instalment, with_funder, with_shelter
from worlds import lender

from sim.distributions import Fixed
from sim.history import Cause, Kind, State
from sim.report.story.log import entries, tell
from sim.scenario.plan import (
    ClosurePlan,
    CompensationPlan,
    Condition,
    InterimPlan,
    RatePlan,
    ShelterChange,
    StagePlan,
)

WHO = {"person": 1}


def told(*rows, **ways):
    past = history(*rows, **ways)
    return [(entry.day, entry.text) for entry in entries(ONE_SHELTER, past)]


def test_a_closure_says_the_balance_the_arrears_and_the_instalment_owed():
    log = told(
        (74.0, Kind.CLOSED, {"detail": 0, "amount": 2_000_000}),
        instalments=[instalment()],
        cash=[(0, 300_000), (73, 12_000)],
        arrears=[(73, 231_050)],
    )

    assert log == [
        (
            73,
            (
                "PVPT closes: €120 in the account, €2,310.50 of bills unpaid. The "
                "first instalment of the Ministry was planned for 1 January "
                "2017; €20,000 of it had not come."
            ),
        )
    ]


def test_of_several_overdue_instalments_the_largest_is_named():
    log = told(
        (74.0, Kind.CLOSED),
        instalments=[
            instalment(promised=900_000),
            instalment(number=1, planned=31, due=31, promised=1_000_000),
            instalment(number=1, planned=90, due=90),
            instalment(number=0, planned=5, due=5, paid_on=40, paid=2_000_000),
        ],
    )

    assert log[0][1].endswith(
        "The second instalment of the Ministry was planned for 1 February 2017; "
        "€10,000 of it had not come (the largest of 2 overdue)."
    )


def test_a_part_that_was_paid_is_not_owed():
    log = told(
        (74.0, Kind.FROZEN),
        instalments=[instalment(paid_on=10, paid=1_500_000)],
        cash=[(0, 4_200)],
    )

    assert log == [
        (
            73,
            (
                "PVPT stops admitting: money for less than 14 days, €42 in the "
                "account. The first instalment of the Ministry was planned for 1 "
                "January 2017; €5,000 of it had not come."
            ),
        )
    ]


def test_an_instalment_that_waits_for_spending_is_not_overdue():
    log = told(
        (74.0, Kind.CLOSED),
        instalments=[instalment(number=1, planned=-1, due=-1)],
    )

    assert log[0][1].endswith("No promised instalment was overdue.")


def test_who_closes_before_a_bill_is_unpaid_says_how_long_money_lasts():
    """No bill is unpaid yet: money for so many days is what is missing (D3)."""
    closure = ClosurePlan(close_below=5, notice=3)
    past = history(
        (74.0, Kind.NOTICE_GIVEN, {"amount": 0}),
        (77.0, Kind.CLOSED),
        (80.0, Kind.NOTICE_GIVEN, {"amount": 5_000}),
        cash=[(0, 4_200)],
    )

    log = entries(with_shelter(closure=closure), past)

    assert [entry.text for entry in log] == [
        (
            "PVPT gives notice of closing: money for less than 5 days, €42 in the "
            "account."
        ),
        (
            "PVPT closes: money for less than 5 days, €42 in the account. No promised "
            "instalment was overdue."
        ),
        "PVPT gives notice of closing: €50 of bills unpaid.",
    ]


def test_money_that_nobody_promised_is_not_blamed_on_anybody():
    log = told((74.0, Kind.CLOSED), instalments=[instalment(planned=80)])

    assert log[0][1].endswith("No promised instalment was overdue.")


def test_midnight_closes_the_day_before_and_people_live_by_the_clock():
    log = told(
        (10.0, Kind.FROZEN),
        (10.0, Kind.REFERRED, WHO),
        (10.75, Kind.READY, WHO),
        (11.0, Kind.DISPLACED, WHO | {"until": 31.0}),
    )

    assert [day for day, _ in log] == [9, 10, 10]


def test_what_is_in_force_from_the_first_day_is_told_on_the_first_day():
    assert told((0.0, Kind.AWARDED, {"detail": 0, "amount": 100}))[0][0] == 0


def test_the_warm_up_is_not_told_but_who_it_left_in_the_shelter_is():
    log = told(
        (-40.0, Kind.ADMITTED, WHO | {"until": 9.0}),
        (-30.0, Kind.ADMITTED, {"person": 0, "until": -2.0}),
        (-20.0, Kind.ADMITTED, {"person": 2, "until": 30.0}),
        (-2.0, Kind.LEFT, {"person": 0, "detail": 0}),
        (9.0, Kind.LEFT, WHO | {"detail": 0}),
    )

    assert log == [
        (0, "Already at PVPT from before: victims 1, 2."),
        (
            9,
            (
                "Victim 1 (age adult) leaves PVPT after 49 days, counted from before "
                "the period (street)."
            ),
        ),
    ]


def test_the_stay_of_who_was_here_on_the_first_day_is_counted_from_there():
    """The limit that ends it counts the days before, which nobody played."""
    log = told(
        (0.0, Kind.RESIDENT, WHO | {"until": 149.0}),
        (149.0, Kind.LEFT_AT_LIMIT, WHO | {"detail": 0}),
        (200.0, Kind.ADMITTED, WHO | {"until": 210.0}),
        (210.0, Kind.LEFT, WHO | {"detail": 0}),
    )

    assert [text for _, text in log][1::2] == [
        (
            "Victim 1 leaves PVPT at the limit after 149 days, not counting those "
            "before the period (street)."
        ),
        "Victim 1 leaves PVPT after 10 days (street).",
    ]


def test_a_story_introduces_people_where_it_first_names_them():
    """A story of one shelter does not tell of the referral."""
    past = history(
        (3.25, Kind.REFERRED, WHO | {"shelter": -1}),
        (8.25, Kind.ADMITTED, WHO | {"until": 50.25}),
        (50.25, Kind.LEFT, WHO | {"detail": 2}),
    )

    log = entries(ONE_SHELTER, past, shelter="pvpt")

    assert [entry.text for entry in log] == [
        "Victim 1 (age adult) is admitted to PVPT, for 42 days as planned.",
        "Victim 1 leaves PVPT after 42 days (abroad).",
    ]


def test_a_victim_of_the_warm_up_is_told_from_the_beginning():
    past = history((-40.0, Kind.ADMITTED, WHO | {"until": 9.0}))

    assert entries(ONE_SHELTER, past, victim=1)[0].day == -40


def test_a_life_on_the_waiting_list():
    log = told(
        (3.25, Kind.REFERRED, WHO),
        (3.25, Kind.JOINED_LIST, WHO | {"detail": Cause.FROZEN, "until": 15.25}),
        (8.25, Kind.ADMITTED, WHO | {"until": 50.25, "amount": 1}),
        (50.25, Kind.LEFT, WHO | {"detail": 2}),
    )

    assert [text for _, text in log] == [
        "Victim 1 (age adult) is referred (police).",
        (
            "Victim 1 waits, for 12 days at most: the shelters that could take them "
            "have stopped admitting."
        ),
        (
            "Victim 1 is admitted to PVPT after 5 days on the waiting list, for 42 "
            "days as planned."
        ),
        "Victim 1 leaves PVPT after 42 days (abroad).",
    ]


def test_a_household_is_told_with_its_dependants():
    log = told((3.25, Kind.REFERRED, WHO), beds=3)

    assert log[0][1] == (
        "Victim 1 (age adult, with 2 dependants) is referred (police)."
    )


def test_every_way_of_not_getting_a_bed_says_why():
    log = told(
        (3.0, Kind.TURNED_AWAY, WHO | {"detail": Cause.NO_FIT, "shelter": -1}),
        (4.0, Kind.JOINED_LIST, WHO | {"detail": Cause.NO_BED, "until": 18.0}),
        (4.5, Kind.GAVE_UP, WHO | {"detail": Cause.NO_BED, "amount": 0}),
        (5.0, Kind.FORCED_EXIT, WHO | {"detail": Cause.NO_BED, "until": 9.0}),
        (6.0, Kind.DISPLACED, WHO | {"until": 26.0}),
    )
    no_bed = "no bed that could take them is free"

    assert [text for _, text in log] == [
        "Victim 1 (age adult) is turned away: no shelter takes such a person.",
        f"Victim 1 waits, for 14 days at most: {no_bed}.",
        f"Victim 1 gives up waiting after 12 hours (street): {no_bed}.",
        f"Victim 1 has to leave PVPT, 4 days of stay not received: {no_bed}.",
        (
            "Victim 1 is displaced, 20 days of stay not received: no open shelter "
            "takes them."
        ),
    ]


def test_money_is_told_with_who_how_much_and_how_late():
    log = told(
        (32.0, Kind.AWARDED, {"detail": 0, "until": 0.0, "amount": 4_000_000}),
        (44.0, Kind.PAID, {"detail": 0, "until": 0.0, "amount": 2_000_000}),
        (50.0, Kind.RETURNED, {"detail": 0, "amount": 1_050}),
    )

    assert [text for _, text in log] == [
        (
            "Funding of €40,000 from the Ministry to PVPT is signed, 31 days later "
            "than planned (for 1 January 2017)."
        ),
        "PVPT receives €20,000 from the Ministry, 43 days late (due 1 January 2017).",
        "PVPT gives €10.50 of unspent money back to the Ministry.",
    ]


def test_a_contract_from_before_the_first_day_is_not_called_late():
    [(_, text)] = told(
        (1.0, Kind.AWARDED, {"detail": 0, "until": -184.0, "amount": 100})
    )

    assert text == (
        "Funding of €1 from the Ministry to PVPT is signed, on this day or before "
        "(planned for 1 July 2016)."
    )


def test_a_funder_of_several_donors_is_told_in_the_same_words():
    """No verb has to agree with the title of a funder."""
    several = with_funder(title="Other donors")
    kinds = Kind.AWARDED, Kind.NOT_AWARDED, Kind.PAID, Kind.GAVE_WAY, Kind.CUT
    rows = [(1.0, kind, {"detail": 0, "amount": 100}) for kind in kinds]

    assert [entry.text for entry in entries(several, history(*rows))] == [
        "Funding of €1 from Other donors to PVPT is signed.",
        "PVPT asked for €1 and is turned down (Other donors).",
        "PVPT receives €1 from Other donors.",
        "€1 is taken off what PVPT gets from Other donors.",
        "€1 promised to PVPT by Other donors is cut.",
    ]


def test_every_kind_of_event_can_be_told():
    rich = replace(
        with_shelter(changes=(ShelterChange(day=5, beds=2, staff=1),)),
        stages=(StagePlan(name="interview", takes=Fixed(1.0)),),
        interim=(
            InterimPlan(name="hotel", kind="hotel", cost_per_night=1, payer="police"),
        ),
        bridges=(lender(1, below=7, up_to=30, to=("pvpt",)),),
        compensation=(
            CompensationPlan(
                name="fund",
                title="Fund",
                balance=0,
                rate=RatePlan(per_year=1.0),
                income=Fixed(1.0),
                per_case=100,
                condition=Condition(),
            ),
        ),
    )
    row = WHO | {"detail": 0, "until": 9.0}
    past = history(*((5.5, kind, row) for kind in Kind))

    assert len(entries(rich, past, victim=1)) == len(Kind)


@pytest.fixture(name="planned")
def _planned():
    """Tell a shelter that opens, changes and closes as planned, by the clock it has."""
    changes = (
        ShelterChange(day=31, beds=6),
        ShelterChange(day=40, beds=5, staff=1),
        ShelterChange(day=59, beds=0, residents="transfer"),
    )

    def told_of(*others, **ways):
        plan = with_shelter(beds=0, changes=changes, **ways)
        rows = (
            (float(change.day), Kind.CHANGED, {"detail": number})
            for number, change in enumerate(changes)
        )
        past = history(*sorted([*rows, *others], key=lambda row: (row[0], -row[1])))
        return [(entry.day, entry.text) for entry in entries(plan, past)]

    return told_of


def test_a_planned_change_is_told_on_the_day_it_is_in_force_from(planned):
    """It comes with the midnight before, but all of its own day is under it (T7)."""
    assert planned() == [
        (31, "PVPT opens as planned, with 6 beds."),
        (40, "PVPT changes as planned: 5 beds, 1 staff."),
        (59, "PVPT closes, as planned."),
    ]


def test_a_programme_without_a_bed_opens_with_slots(planned):
    assert [text for _, text in planned(overnight=False)][:2] == [
        "PVPT opens as planned, with 6 slots.",
        "PVPT changes as planned: 5 slots, 1 staff.",
    ]


def test_who_is_moved_by_a_planned_closing_is_moved_on_its_day(planned):
    log = planned(
        (59.0, Kind.PAID, {"detail": 0, "amount": 100}),
        (59.0, Kind.TRANSFERRED, WHO | {"until": 70.0}),
    )

    assert log[-3:] == [
        (58, "PVPT receives €1 from the Ministry."),
        (59, "PVPT closes, as planned."),
        (59, "Victim 1 (age adult) is moved to PVPT, for 11 days as planned."),
    ]


def test_the_whole_story_tells_who_is_in_an_interim_place():
    hotel = InterimPlan(name="hotel", kind="hotel", cost_per_night=1, payer="police")
    past = history(
        (3.5, Kind.INTERIM_BEGAN, WHO | {"shelter": -1, "detail": 0}),
        (5.5, Kind.INTERIM_ENDED, WHO | {"shelter": -1, "detail": 0}),
    )

    log = entries(replace(ONE_SHELTER, interim=(hotel,)), past)

    assert [(entry.day, entry.text) for entry in log] == [
        (3, "Victim 1 (age adult) is taken in meanwhile (hotel)."),
        (5, "Victim 1 leaves the interim place (hotel)."),
    ]


def test_one_victim_is_told_alone_and_in_every_detail():
    past = history(
        (1.0, Kind.READY, WHO), (1.0, Kind.READY, {"person": 2}), (2.0, Kind.FROZEN)
    )

    assert entries(ONE_SHELTER, past, shelter="pvpt")[0].text.startswith("PVPT stops")
    assert tell(ONE_SHELTER, past, victim=1) == (
        "A year of one shelter: replication 17, seed 1\n\n"
        "   2 January 2017  Victim 1 (age adult) is ready for a bed."
    )


def test_a_story_ends_with_the_nights_lost():
    past = history(state=[(30, State.FROZEN), (44, State.CLOSED), (75, State.OPEN)])

    assert tell(ONE_SHELTER, past).partition("\n\n")[2].strip() == (
        "PVPT: closed for lack of money for 31 nights, open but admitting nobody for "
        "14\n  nights, of 365 nights."
    )


@pytest.mark.parametrize(
    "way, words",
    [
        ({"shelter": "pvtp"}, "no shelter 'pvtp'; did you mean 'pvpt'? There are: p"),
        ({"shelter": "nope"}, "no shelter 'nope'; there are: pvpt"),
        ({"victim": 3}, "no victim 3 in this replication: they are numbered 0 to 2"),
        ({"victim": -1}, "no victim -1"),
    ],
)
def test_an_unknown_shelter_or_victim_is_refused(way, words):
    with pytest.raises(LookupError, match=re.escape(words)):
        entries(ONE_SHELTER, history(), **way)
