"""The answer is a natural frequency with its doubt, its causes and its cost."""

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from telling import ONE_SHELTER, PVPT, estimate, results, with_shelter

from sim.measures.registry import MEASURES
from sim.report.answer.sentences import (
    TOLD,
    answer,
    as_data,
    paragraphs,
    period,
    spread,
)
from sim.report.answer.tables import by_programme, by_shelter, columns, headline
from sim.report.answer.terminal import next_decision, next_story, tell
from sim.report.document.closures import by_programme as report_by_programme
from sim.report.document.closures import by_shelter as report_by_shelter
from sim.report.language import speaking
from sim.scenario import load
from sim.scenario.plan import Answer, Setting

HOPE = replace(PVPT, name="hope", title="Hope and Homes")
TWO_SHELTERS = replace(ONE_SHELTER, shelters=(PVPT, HOPE))


def chance(value, low, high, **rest):
    rest = {"unit": "probability", "interval": "wilson"} | rest
    return estimate("closure_probability", value, low, high, **rest)


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


def test_a_number_that_nobody_knows_is_marked_and_explained_below_the_table():
    note = "> 364.5 days: too many were still waiting"
    wait = estimate("p90_wait_days", None, 364.5, None, "days", note=note)
    lines = headline(results(chance(0.5, 0.4, 0.6), wait)).split("\n")

    assert lines[2].split("  ")[-1].strip() == "over 364 days *"
    assert lines[3] == "* Too many were still waiting at the end to know how long."
    assert spread(wait) == "over 364 days"


def test_the_table_is_aligned_and_leaves_out_what_is_nought():
    table = headline(
        results(
            chance(0.61, 0.541, 0.675),
            estimate("turn_aways", 0.0, 0.0, 0.0),
            estimate(
                "referrals", 29.1, 28, 30.2, prediction_low=19, prediction_high=41
            ),
            estimate("income", 244e3, 244e3, 244e3, "EUR"),
        )
    )

    assert table.split("\n") == [
        "                   average  95 % interval  one year",
        "A shelter closes      61 %        54–68 %",
        "People referred       29.1      28.0–30.2     19–41",
        "Income            €244,000       €244,000",
        "200 replications, seed 1. One year: 95 % of replications lie between.",
    ]


@pytest.mark.parametrize("code", ["sq", "sr-Latn"])
def test_a_table_fits_the_terminal_in_every_language_and_is_all_in_it(code):
    nights = estimate("unmet_bed_nights", 240, 200, 280, "nights",
                      prediction_low=0, prediction_high=1_200)  # fmt: skip
    cost = estimate("costs", 240_900, 240_300, 241_500, "EUR",
                    prediction_low=233_000, prediction_high=249_000)  # fmt: skip
    with speaking(code):
        table = headline(results(nights, cost), 80)

    assert max(map(len, table.split("\n"))) <= 80
    assert "replications" not in table


def test_too_few_replications_say_nothing_of_one_year():
    table = headline(results(chance(0.61, 0.541, 0.675)))

    assert "year" not in table


def test_a_shelter_has_a_row_that_fits_the_terminal():
    rows = [
        estimate(name, 0.5, 0.4, 0.6, "share", by={"shelter": shelter})
        for name in ("closure_probability", "closure_days", "occupancy_rate")
        for shelter in ("pvpt", "hope")
    ]
    table = by_shelter(results(*rows, scenario=TWO_SHELTERS), 60)

    assert max(map(len, table.split("\n"))) <= 60
    assert table.split("\n")[1].split()[:3] == ["PVPT", "50", "%"]


def test_a_shelter_is_called_by_its_title_however_long_never_by_its_id():
    long = replace(HOPE, title="Hope and Homes for Children in Kosovo (NGO)")
    both = replace(ONE_SHELTER, shelters=(PVPT, long))
    rows = by_shelter(
        results(chance(0.5, 0.4, 0.6, by={"shelter": "hope"}), scenario=both), 80
    ).split("\n")

    assert rows[2].startswith("Hope and Homes for")
    assert rows[3] == "  Children in Kosovo"
    assert rows[2].split()[4:6] == ["50", "%"]


def test_the_next_command_tells_a_replication_in_which_it_closed():
    command = next_story(results(closed_in=(17, 40)), "one.yaml")

    assert command == "bednight story one.yaml --replication 17 --shelter pvpt"
    unlike = replace(results(closed_in=(17, 40)), seed=3)
    assert " --seed 3 " in next_story(unlike, "one.yaml")
    frozen = next_story(results(frozen_in=(9,)), "one.yaml")
    assert frozen.endswith("--replication 9 --shelter pvpt")
    assert next_story(results(), "one.yaml").endswith("--replication 0")


def test_the_next_command_leaves_the_shelter_out_where_the_line_is_full():
    said = results(closed_in=(17, 40))
    long = f"scenarios/{'x' * 40}.yaml"

    assert next_story(said, long) == f"bednight story {long} --replication 17"
    assert tell(said, folder=None, file=long).split("\n")[-1] == (
        f"Next: bednight story {long} --replication 17"
    )


def test_the_answer_comes_first_and_the_pages_made_of_it_just_before_the_last_line():
    lines = tell(
        results(), folder=Path("out"), file="one.yaml", reports=[Path("out/r.html")]
    ).split("\n")

    assert lines[0] == ONE_SHELTER.title
    assert lines[-4:-2] == [
        "Figures, tables and all numbers: out/README.md",
        "Report: out/r.html",
    ]
    assert lines[-1].startswith("Next: ")


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


def test_words_that_stand_alone_in_a_row_do_not_push_the_numbers_apart():
    words = "not defined: there was nothing to divide by"
    rows = [
        ("", "average", "interval", "one year"),
        ("Cost", "€5", "€4–6", "€2–8"),
        ("Closes", "never", "", ""),
        ("Wait", words, "", ""),
    ]

    assert columns(rows).split("\n") == [
        "        average  interval  one year",
        "Cost         €5      €4–6      €2–8",
        "Closes    never",
        f"Wait    {words}",
    ]


def test_columns_that_say_nothing_of_any_shelter_are_left_out():
    free = with_shelter(closure=None, costs=())

    assert by_shelter(results(scenario=free), 80).split("\n")[0].split() == (
        ["beds", "in", "use", "people"]
    )


def test_digits_are_even_and_no_finer_than_anybody_plans_by():
    table = headline(
        results(
            estimate("p90_wait_days", 0.0, 0.0, 0.008, "days"),
            estimate("mean_wait_days", 0.0004, 0.0002, 0.0006, "days"),
            estimate(
                "displaced", 0.3, 0.1, 0.5, prediction_low=0.0, prediction_high=2.0
            ),
        )
    )

    assert table.split("\n")[1:4] == [
        "Days of waiting, mean                0              0",
        "Days of waiting, nine in ten         0         0–0.01",
        "People displaced by a closure      0.3        0.1–0.5       0–2",
    ]


def test_everything_fits_into_80_columns_and_ends_with_what_to_do_next():
    said = results(
        chance(0.61, 0.541, 0.675),
        estimate("referrals", 29.1, 28.0, 30.2),
        estimate("supported_victims", 25.3, 24.4, 26.2),
    )
    text = tell(said, folder=None, file="one.yaml")

    assert max(map(len, text.split("\n"))) <= 80
    assert text.split("\n")[-1].startswith("Next: bednight story one.yaml")


def test_json_keeps_the_promised_keys():
    data = as_data(results(chance(0.61, 0.541, 0.675)))

    assert {"scenario", "seed", "replications", "version", "estimates"} <= set(data)
    assert data["estimates"] == [
        {
            "measure": "closure_probability",
            "by": {},
            "value": 0.61,
            "low": 0.541,
            "high": 0.675,
            "interval": "wilson",
            "unit": "probability",
            "replications": 200,
        }
    ]


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


def test_a_note_that_several_numbers_share_stands_once_at_the_foot():
    why = "not defined: there was nothing to divide by"
    unknown = [
        estimate(name, None, None, None, unit="EUR", note=why)
        for name in ("cost_per_supported_victim", "cost_per_bed_night")
    ]

    lines = headline(results(chance(0.5, 0.4, 0.6), *unknown)).split("\n")

    assert [line for line in lines if "*" in line] == [
        "Cost per person supported      – *",
        "Cost per bed-night             – *",
        "* Not defined: there was nothing to divide by.",
    ]


def test_a_programme_without_a_bed_has_a_table_of_its_own():
    """Nobody sleeps there: beds in use and bed-nights would be dashes."""
    aid = replace(PVPT, name="aid", title="Legal aid", overnight=False, closure=None)
    served = replace(ONE_SHELTER, shelters=(PVPT, HOPE, aid))
    rows = (
        estimate("service_users", 7.0, 6.0, 8.0, by={"shelter": "aid"}),
        estimate(
            "service_occupancy_rate", 0.4, 0.3, 0.5, unit="share", by={"shelter": "aid"}
        ),
    )
    found = results(chance(0.5, 0.4, 0.6), *rows, scenario=served)

    told = tell(found, folder=None, file="served.yaml")

    assert by_programme(found, 80).split("\n") == [
        "Without a bed         people  slots in use",
        "Legal aid      7.0 (6.0–8.0)  40 % (30–50)",
    ]
    assert "Legal aid" not in by_shelter(found, 80)
    assert by_programme(found, 80) in told
    assert not by_programme(results(scenario=TWO_SHELTERS), 80)
    for table, names in (
        (report_by_shelter(found), ["PVPT", "Hope and Homes"]),
        (report_by_programme(found), ["Legal aid"]),
    ):
        assert [row[0].text for row in table.rows] == names


@pytest.mark.parametrize(
    "name, command",
    [
        ("kosovo-2017", ""),
        ("kosovo-2021", ""),
        ("kosovo-2021-levers", "bednight allocate {this} --budget €6,000"),
        ("kosovo-2021-more-boys", "bednight compare {base} {this}"),
    ],
)
def test_what_weighs_a_plan_is_proposed_where_the_file_has_something_to(name, command):
    """A plan of another period is no other plan for this one."""
    folder = Path(__file__).parents[1] / "scenarios"
    this, base = folder / f"{name}.yaml", folder / "kosovo-2021.yaml"
    scenario = load(this)

    proposed = next_decision(scenario, str(this))

    assert proposed == command.format(this=this, base=base)
    assert proposed in tell(results(scenario=scenario), folder=None, file=str(this))
