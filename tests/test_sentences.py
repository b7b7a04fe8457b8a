"""The answer is a natural frequency with its doubt, its causes and its cost."""

from dataclasses import replace
from typing import get_args

import pytest
from telling import ONE_SHELTER, TWO_SHELTERS, chance, estimate, results, with_shelter

from sim.measures.registry import MEASURES
from sim.report.answer.sentences import TOLD, answer, paragraphs, period, spread
from sim.report.answer.tables import by_shelter, headline
from sim.report.answer.terminal import tell
from sim.scenario.plan import Answer, Setting


def test_a_closure_is_told_out_of_100_replications():
    told = answer(results(chance(0.61, 0.541, 0.675), scenario=TWO_SHELTERS))

    assert told == (
        "In 61 of 100 replications at least one shelter closed in 2017 "
        "(95 % interval 54 to 68 of 100; 200 replications played)."
    )


@pytest.mark.parametrize(
    "value, played, words, of",
    [
        (
            0.0,
            200,
            "In none of 200 replications did a shelter close in 2017 (95 % ",
            100,
        ),
        (
            0.015,
            200,
            "In 3 of 200 replications, a small count, the shelter closed ",
            200,
        ),
        (1.0, 200, "In all 200 replications the shelter closed in 2017 (95 % ", 100),
        (0.6, 20, "In 12 of 20 replications the shelter closed in 2017 (95 % ", 20),
        (0.6, 100, "In 60 of 100 replications the shelter closed in 2017 (95 % ", 100),
    ],
)
def test_how_many_were_played_is_said_once(value, played, words, of):
    told = answer(
        results(chance(value, 0.0, 0.5, replications=played), replications=played)
    )

    assert told.startswith(words)
    assert told.endswith(f"interval 0 to {of // 2} of {of}).")


@pytest.mark.parametrize(
    "value, low, high, words",
    [
        (0.015, 0.005, 0.043, "In 3 of 200 replications, a small count, the shelter"),
        (0.0, 0.0, 0.0188, "In none of 200 replications did a shelter close in 2017 "),
        (1.0, 0.98, 1.0, "In all 200 replications the shelter closed in 2017 "),
    ],
)
def test_small_counts_are_called_small_and_none_is_none(value, low, high, words):
    assert answer(results(chance(value, low, high))).startswith(words)


def test_few_replications_are_counted_as_they_are_and_called_a_first_look():
    few = results(chance(0.6, 0.31, 0.83, replications=20), replications=20)

    assert answer(few).startswith("In 12 of 20 replications the shelter closed")
    assert paragraphs(few)[-1].endswith(
        "20 replications are a first look: play 200 or more to decide."
    )


def test_assumptions_are_counted_for_no_range_holds_them():
    settings = (
        Setting(path="title", text="T", history=()),
        Setting(path="currency", text="EUR", history=(), assumed="as in the report"),
    )
    told = paragraphs(results(scenario=replace(ONE_SHELTER, settings=settings)))

    assert "In the file 1 value is an assumption or taken from elsewhere" in told[-1]


def test_a_budget_line_that_does_not_gap_never_closes():
    scenario = with_shelter(closure=None)

    assert answer(results(scenario=scenario)) == (
        "By the file, no shelter here ever closes for lack of money."
    )


def test_a_period_that_is_no_calendar_year_is_told_by_its_dates():
    assert period(ONE_SHELTER) == "in 2017"
    assert period(replace(ONE_SHELTER, days=730)) == "in 2017 to 2018"
    assert period(replace(ONE_SHELTER, days=90)) == (
        "between 1 January 2017 and 31 March 2017"
    )


def test_a_number_and_its_interval_are_rounded_together():
    cost = estimate("cost_per_supported_victim", 2314.71, 2225.4, 2404.0, "EUR per x")

    assert spread(cost) == "€2,310 (€2,230 to €2,400)"
    assert spread(estimate("a", 0.427, 0.36, 0.49, "share")) == "43 % (36 to 49 %)"
    assert spread(estimate("a", 29.1, 27.9, 30.6)) == "29.1 people (27.9 to 30.6)"


def test_a_number_that_cannot_vary_has_no_brackets():
    assert spread(estimate("a", 3.0, 3.0, 3.0, "days")) == "3 days"


def test_a_number_without_an_interval_says_so():
    assert spread(estimate("a", 4.0, None, None, "days")) == "4 days (range unknown)"
    money = estimate("a", 3_008.27, None, None, "EUR")
    assert spread(money) == "€3,000 (range unknown)"
    alone = estimate("a", 0.9864, None, None, "days", replications=1)
    assert spread(alone) == "1.0 days"


def test_an_undefined_number_says_why():
    assert spread(estimate("a", None, None, None, note="more than 14 days")) == (
        "more than 14 days"
    )


def test_every_shelter_and_every_cause_is_told_with_its_range():
    told = " ".join(
        paragraphs(
            results(
                chance(0.5, 0.43, 0.57, by={"shelter": "pvpt"}),
                chance(0.0, 0.0, 0.02, by={"shelter": "hope"}),
                estimate("closure_days", 14.2, 11.1, 17.4, "shelter-days"),
                estimate(
                    "closure_cause_share",
                    0.86,
                    0.79,
                    0.91,
                    "share",
                    by=cause("ministry"),
                ),
                estimate(
                    "closure_cause_share",
                    *(0.14, 0.09, 0.21, "share"),
                    by=cause("not promised"),
                ),
                scenario=TWO_SHELTERS,
            )
        )
    )

    assert told.startswith(
        "Closed at least once: PVPT in 50 of 100 (43 to 57). On average there were 14 "
        "shelter-days (11 to 17) of closure, the days of all shelters added up. "
        "In 86 % (79 to 91 %) of the closures the largest overdue payment was one of "
        "the Ministry. In 14 % "
        "(9 to 21 %) of the closures no promised payment was overdue: the money "
        "was not promised."
    )


def cause(name):
    return {"cause": name}


def test_those_who_left_before_a_bed_was_sought_are_told_so_that_the_rest_adds_up():
    told = paragraphs(
        results(
            estimate("referrals", 48.0, 46.7, 49.3),
            estimate("supported_victims", 54.0, 52.9, 55.0),
            estimate("not_recognised", 6.6, 6.2, 7.1),
            estimate("turn_aways", 1.1, 1.0, 1.3),
        )
    )

    assert told[0] == (
        "On average 48.0 people (46.7 to 49.3) were referred in 2017 and 54.0 people "
        "(52.9 to 55.0) had a bed for at least one night, those there from before "
        "included. 6.6 people (6.2 to 7.1) left the pathway before a bed was sought. "
        "Left without a bed for a time or for good: 1.1 (1.0 to 1.3) were turned away "
        "at once."
    )


def test_who_was_left_without_a_bed_is_told_with_the_cause():
    told = paragraphs(
        results(
            estimate("referrals", 29.1, 28.0, 30.2),
            estimate("supported_victims", 25.3, 24.4, 26.2),
            estimate("turn_aways", 0.0, 0.0, 0.0),
            estimate("abandonments", 3.1, 2.7, 3.5),
            estimate("displaced", 0.8, 0.5, 1.1),
            estimate("mean_wait_days", 2.11, 1.62, 2.6, "days"),
            estimate("unmet_bed_nights", 120, 92, 148, "bed-nights"),
            estimate("unmet_bed_nights", 80, 60, 100, "bed-nights", by=cause("closed")),
            estimate("unmet_bed_nights", 40, 30, 50, "bed-nights", by=cause("no_bed")),
        )
    )

    assert told[0] == (
        "On average 29.1 people (28.0 to 30.2) were referred in 2017 and 25.3 people "
        "(24.4 to 26.2) had a bed for at least one night, those there from before "
        "included. Left without a bed for a time or for good: 3.1 (2.7 to 3.5) gave up "
        "waiting, 0.8 (0.5 to 1.1) were displaced by a closure. The mean wait for a "
        "bed was 2.1 days (1.6 to 2.6)."
    )
    assert told[1] == (
        "120 nights (90 to 150) in a bed were needed and not had, 80 (60 to 100) of "
        "them because every shelter that could take them was closed."
    )


def test_money_names_the_bridge_that_would_have_done():
    told = " ".join(
        paragraphs(
            results(
                estimate(
                    "cost_per_supported_victim", 2314, 2225, 2404, "EUR per person"
                ),
                estimate("funding_shortfall", 8210, 7020, 9400, "EUR"),
                estimate("closure_cost", 1210, 1090, 1330, "EUR"),
                estimate("bridge_needed_p90", 7410, 6900, 8100, "EUR"),
            )
        )
    )

    assert "A supported victim cost €2,310 (€2,220 to €2,400)." in told
    assert "€8,200 (€7,000 to €9,400) had not been paid by the end" in told
    assert "standing closed and reopening cost €1,210 (€1,090 to €1,330)" in told
    assert (
        "A bridge of €7,400 (€6,900 to €8,100), there on the day money is missing, is "
        "enough to pay every bill on time in nine of ten replications. A fund with "
        "rules of its own may give less."
    ) in told


def test_one_bridge_is_told_and_it_is_the_same_in_sentence_and_table():
    found = results(
        estimate("bridge_needed", 410, 200, 600, "EUR"),
        estimate("peak_shortfall", 380, 200, 500, "EUR"),
        estimate("bridge_needed_p90", 1_600, 400, 2_200, "EUR"),
    )
    table = headline(found)

    assert "Bridge enough in nine of ten   €1,600     €400–2,200" in table
    assert "410" not in table + " ".join(paragraphs(found))
    assert "380" not in table


def test_what_is_on_record_stands_beside_the_answer_with_its_source():
    settings = (Setting(path="on_record", text="-", history=(), source=("F014",)),)
    told = "One shelter closed for a month."
    known = replace(ONE_SHELTER, on_record=told, settings=settings)

    assert paragraphs(results(scenario=known))[0] == (
        "On record: One shelter closed for a month (F014). No value was tuned to it."
    )
    assert not any("record" in text for text in paragraphs(results()))


def test_days_of_several_shelters_are_called_what_they_are():
    days = estimate("freeze_days", 18, 15, 21, "shelter-days")
    one, two = results(days), results(days, scenario=TWO_SHELTERS)

    assert "the shelter was open but admitted nobody" in paragraphs(one)[0]
    assert "18 days" in paragraphs(one)[0]
    assert paragraphs(two)[0] == (
        "On average shelters were open but admitted nobody for 18 shelter-days (15 to "
        "21), the days of all shelters added up."
    )
    assert "Days admitting nobody" in headline(one)
    assert "Shelter-days admitting nobody" in headline(two)


def test_too_few_replications_say_nothing_of_one_year():
    table = headline(results(chance(0.61, 0.541, 0.675)))

    assert "year" not in table


ONE = {"low": None, "high": None, "replications": 1}


def test_one_replication_is_told_without_averages_and_ranges():
    """Nothing is nine of ten of one, and no word is a plural of it."""
    text = tell(
        results(
            chance(1.0, 0.03, 1.0, replications=1),
            chance(1.0, 0.03, 1.0, replications=1, by={"shelter": "pvpt"}),
            chance(0.0, 0.0, 0.97, replications=1, by={"shelter": "hope"}),
            estimate("closure_days", 1.0, unit="shelter-days", **ONE),
            estimate("freeze_days", 4.0, unit="shelter-days", **ONE),
            estimate("referrals", 29.0, **ONE),
            estimate("supported_victims", 25.0, **ONE),
            estimate("displaced", 1.0, **ONE),
            estimate("mean_wait_days", 0.9864, unit="days", **ONE),
            estimate("funding_shortfall", 8210.0, unit="EUR", **ONE),
            estimate("bridge_needed_p90", 7410.25, unit="EUR", **ONE),
            scenario=TWO_SHELTERS,
            replications=1,
        ),
        folder=None,
        file="one.yaml",
    )

    assert text.partition("\n\n")[2] == TOLD_OF_ONE


TOLD_OF_ONE = """\
In the one replication played, at least one shelter closed in 2017.

Closed: PVPT. There was 1 shelter-day of closure, the days of all shelters added
up. Shelters were open but admitted nobody for 4 shelter-days.

29 people were referred in 2017 and 25 people had a bed for at least one night,
those there from before included. Left without a bed for a time or for good: 1
was displaced by a closure. The mean wait for a bed was 1.0 days.

Of what was due by plan, €8,210 had not been paid by the end. A bridge of
€7,410, there on the day money is missing, would have paid every bill on time. A
fund with rules of its own may give less.

One replication is one way in which it could go, not how likely that is: play
200 or more to decide.

                               this one
A shelter closes                    yes
Shelter-days closed                   1
Shelter-days admitting nobody         4
People referred                      29
People supported                     25
Days of waiting, mean               1.0
People displaced by a closure         1
Promised, due and not paid       €8,210
1 replication, seed 1.

                closes  days closed  beds in use  per bed-night  people
PVPT               yes            –            –              –       –
Hope and Homes      no            –            –              –       –

Next: bednight story one.yaml --replication 0"""


def test_one_replication_without_a_closure_is_told_of_no_shelter():
    asked = replace(ONE_SHELTER, answered_by=("closure_probability", "displaced"))
    told = answer(
        results(
            chance(0.0, 0.0, 0.97, replications=1),
            estimate("displaced", 3.0, **ONE),
            scenario=asked,
            replications=1,
        )
    )

    assert told == (
        "In the one replication played, no shelter closed in 2017. In it, 3 people "
        "were displaced by a closure in 2017."
    )


def test_what_answers_the_question_is_not_told_again():
    asked = replace(ONE_SHELTER, answered_by=("closure_days", "freeze_days"))
    said = results(
        estimate("closure_days", 7.0, 5.0, 9.0, "shelter-days"),
        estimate("freeze_days", 28.0, 26.0, 31.0, "shelter-days"),
        scenario=asked,
    )

    assert "28 days (26 to 31)" in answer(said)
    assert paragraphs(said) == paragraphs(results(scenario=asked))


def test_what_happened_once_is_not_0_per_cent():
    once = results(
        chance(0.005, 0.0009, 0.028),
        chance(0.005, 0.0009, 0.028, by={"shelter": "pvpt"}),
        scenario=TWO_SHELTERS,
    )

    assert headline(once).split("\n")[1].split() == [
        *("A", "shelter", "closes", "<1", "%", "0–3", "%")
    ]
    assert "<1 % (0–3)" in by_shelter(once, 80)
    assert (
        "Closed at least once: PVPT in fewer than 1 of 100 (0 to 3)."
        in paragraphs(once)[0]
    )


def test_what_cannot_close_never_does():
    table = headline(
        results(chance(0.0, 0.0, 0.17), scenario=with_shelter(closure=None))
    )
    rows = by_shelter(
        results(scenario=replace(with_shelter(TWO_SHELTERS, closure=None))), 80
    )

    assert table.split("\n")[1] == "A shelter closes    never"
    assert rows.split("\n")[1].split()[:2] == ["PVPT", "never"]


def test_every_measure_that_can_answer_has_words():
    """A scenario may name any of them; closures have a sentence of their own."""
    assert {*TOLD, "closure_probability"} == set(get_args(Answer))
    assert set(get_args(Answer)) <= {measure.name for measure in MEASURES}


def test_a_scenario_may_be_answered_by_other_measures_than_closures():
    asked = replace(ONE_SHELTER, answered_by=("declined", "mean_wait_days"))
    told = answer(
        results(
            estimate("declined", 45.2, 40.1, 50.3, unit="persons"),
            estimate("mean_wait_days", 1.43, 1.32, 1.55, unit="days"),
            scenario=asked,
        )
    )

    assert told == (
        "On average in 2017, 45 people (40 to 50) declined every offer and the mean "
        "wait for a bed was 1.43 days (1.32 to 1.55) (95 % intervals; "
        "200 replications played)."
    )


def test_closures_come_first_where_they_are_asked_for_too():
    asked = replace(ONE_SHELTER, answered_by=("closure_probability", "displaced"))
    told = answer(
        results(
            chance(0.61, 0.541, 0.675),
            estimate("displaced", 3.0, 2.0, 4.0, unit="persons"),
            scenario=asked,
        )
    )

    assert told.startswith("In 61 of 100 replications the shelter closed in 2017 ")
    assert "3.0 people (2.0 to 4.0) were displaced by a closure" in told


def test_nights_that_have_no_price_are_named_beside_the_cost_of_closing():
    money = estimate("closure_cost", 3260.0, 3160.0, 3350.0, unit="EUR")
    nights = estimate("displaced_nights", 1100.0, 1030.0, 1160.0, unit="bed-nights")
    told = " ".join(paragraphs(results(money, nights)))
    priced = replace(ONE_SHELTER, displaced_night_cost=2_000)

    assert (
        "That leaves out 1,100 nights (1,030 to 1,160) of people who were displaced: "
        "the file gives no price for them."
    ) in told
    assert "leaves out" not in " ".join(
        paragraphs(results(money, nights, scenario=priced))
    )


@pytest.mark.parametrize(
    "measure, one, several",
    [
        ("turn_aways", "1 person was turned away", "3 people were turned away"),
        ("displaced", "1 person was displaced", "3 people were displaced"),
        ("compensated_victims", "1 person was paid", "3 people were paid"),
    ],
)
def test_the_first_sentence_knows_one_person_from_several(measure, one, several):
    asked = replace(ONE_SHELTER, answered_by=(measure,))
    for value, words in ((1.0, one), (3.0, several)):
        found = estimate(measure, value, None, None, replications=1)

        told = answer(results(found, scenario=asked, replications=1))

        assert told.startswith(f"In the one replication played, {words}")
