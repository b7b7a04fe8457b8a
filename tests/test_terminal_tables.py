"""The tables below the answer fit a terminal, and what to do next stands last."""

from dataclasses import replace
from pathlib import Path

import pytest
from telling import (
    HOPE,
    ONE_SHELTER,
    PVPT,
    TWO_SHELTERS,
    chance,
    estimate,
    results,
    with_shelter,
)

from sim.report.answer.sentences import as_data, spread
from sim.report.answer.tables import by_programme, by_shelter, columns, headline
from sim.report.answer.terminal import next_decision, next_story, tell
from sim.report.document.closures import by_programme as report_by_programme
from sim.report.document.closures import by_shelter as report_by_shelter
from sim.report.language import speaking
from sim.scenario import load


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
