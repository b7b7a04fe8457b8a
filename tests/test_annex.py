"""The annex: every value in words, and every source with its document."""

import re
from pathlib import Path

import pytest

from sim.report.document.evidence import cited_in, value_of
from sim.report.document.sources import sources_table
from sim.report.document.written import told_in_words
from sim.report.language import speaking
from sim.report.settings import setting_told, whose_setting
from sim.scenario import load
from sim.scenario.facts import derived_values, facts, rests_on
from sim.scenario.plan import Setting

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "scenarios").glob("*.yaml"))


@pytest.fixture(scope="module")
def scenario():
    return load(ROOT / "scenarios/kosovo-2017-late-call.yaml")


def sourced(*names):
    return Setting(path="warm_up", text="1 day", history=(), source=names)


@pytest.mark.parametrize(
    "path, whose, what",
    [
        ("shelters.pvpt.beds", "PVPT rehabilitation centre", "beds"),
        (
            "shelters.hope.closure.freeze_below",
            "Hope and Homes for Children",
            "when money runs out, admits nobody while money lasts less than",
        ),
        (
            "funding.ministry.pays.pvpt",
            "Ministry of Labour and Social Welfare",
            "pays to PVPT rehabilitation centre",
        ),
        (
            "funding.ministry.instalments.first",
            "Ministry of Labour and Social Welfare",
            "instalment: the first",
        ),
        ("referrals.at_risk.mix.age", "Those who come: at risk", "shares by age"),
        (
            "referrals.identified.mix.sex, age",
            "Those who come: identified",
            "shares by sex, age",
        ),
        ("waiting.first.2", "Waiting list", "comes first, no. 2"),
        ("warm_up", "The plan as a whole", "days played before the start"),
    ],
)
def test_a_setting_is_told_in_words(scenario, path, whose, what):
    assert (whose_setting(path, scenario), setting_told(path, scenario)) == (
        whose,
        what,
    )


@pytest.mark.parametrize(
    "path, text, told",
    [
        ("funding.m.pays.pvpt", "€36,000 / year", "€36,000 a year"),
        ("referrals.a.mix.age", "{child: 0.59, adult: 0.41}", "child 59 %, adult 41 %"),
        (
            "referrals.a.mix.origin, age",
            "{local, child: 0.6, foreign, child: 0.4}",
            "local, child 60 %, foreign, child 40 %",
        ),
        ("shelters.pvpt.exits.home", "0.60", "60 %"),
        ("shelters.pvpt.stay.sigma", "1.0", "1.0"),
        (
            "waiting.patience",
            "{distribution: exponential, mean: 14 days, at_most: 30 days}",
            "exponential: 14 days on average, at most 30 days",
        ),
        (
            "funding.m.lag",
            "{distribution: uniform, low: 0 days, high: 30 days}",
            "each as likely as the next: 0 days to 30 days",
        ),
        (
            "funding.m.call.late",
            "{months: {0: 0.20, 1: 0.80, 2: null}}",
            "0 months (20 %), 1 month (80 %)",
        ),
        ("funding.m.contract", "{from: 01-01, to: 12-31}", "1 Jan to 31 Dec"),
        ("funding.m.owed_from_before.1.due", "2017-01-31", "31 January 2017"),
        (
            "placement.1.prefer",
            "[hope, isf]",
            "Hope and Homes for Children → Interim Secure Facility",
        ),
        ("shelters.pvpt.closure.while_closed", "[]", "none"),
        ("shelters.pvpt.regime", "semi_open", "semi open"),
    ],
)
def test_a_value_is_told_in_words(scenario, path, text, told):
    assert told_in_words(path, text, scenario) == told


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_setting_of_our_scenarios_is_told_as_code(path):
    scenario = load(path)
    told = [
        (setting.path, part)
        for setting in scenario.settings
        if setting.source or setting.assumed or setting.proxy or setting.low
        for part in (
            setting_told(setting.path, scenario),
            told_in_words(setting.path, setting.text, scenario),
        )
        if re.search(r"[{}\[\]]|[a-z]_[a-z]|\.[a-z]{3}", part)
    ]

    assert told == []


def test_a_source_brings_what_it_is_computed_from():
    derived, facts = rests_on(["arrival_nb_k", "our yearly report"])

    assert [each.name for each in derived] == [
        "arrival_mean_2015_2021",
        "arrival_nb_k",
        "arrival_variance_2015_2021",
    ]
    assert [each.name for each in facts] == [
        *("F078", "F082", "F086", "F089", "F103", "F113", "F119"),
    ]


def test_a_source_is_told_with_its_year_and_document():
    table = sources_table([sourced("F014")])

    assert [cell.text for cell in table.rows[0]] == [
        "F014",
        (
            "NGO trafficking shelter closure months (one of the two shelters; cause: "
            "the ministry was late with the calls)"
        ),
        "1 month",
        "Kosovo 2017",
        "K2.0 Small Talk: Tackling sex trafficking, 16 Nov 2018",
        "official or first hand",
    ]
    assert sources_table([sourced("our yearly report")]) is None


def test_a_source_tells_no_count_of_very_few_people():
    """F093 is such a count; notes and a share are explained with some of them."""
    table = sources_table(
        [sourced("usual_male_share", "foreign_share_2017_2021", "F074")]
    )
    told = {row[0].text: [cell.text for cell in row] for row in table.rows}

    assert told["F093"][2] == "fewer than 5"
    assert told["F107"][1] == "victims identified, local"
    assert told["F074"][1] == "male victims labour"
    assert told["usual_male_share"][1] == (
        "(F093 + F106 + F121) / (F089 + F103 + F119)"
    )


VALUES = {
    "F007": "1 sklonište",
    "F013": "72.000\u00a0€",
    "F018": "48%",
    "F119": "22 osobe",
    "F137": "100.000\u00a0€",
    "F158": "da",
    "F194": "1.602.515 osoba",
    "F282": "31,29\u00a0€ po mestu i danu",
    "F297": "jun 2003.",
    "drop_2010_2011": "−29,24%",
    "lognormal_mu_women_2015": "3,2189 (logaritam dana)",
    "ngo_public_total_2021": "133.000\u00a0€",
}


@pytest.mark.parametrize("name, told", VALUES.items())
def test_a_value_of_a_source_has_its_unit_as_readers_write_it(name, told):
    row = facts().get(name) or derived_values()[name]
    with speaking("sr-Latn"):
        assert value_of(row) == told


def test_every_unit_of_the_tables_is_told_in_words():
    rows = [*facts().values(), *derived_values().values()]
    with speaking("sq"):
        told = [value_of(row) for row in rows]

    assert [each for each in told if re.search("_|/| per ", each)] == []


LATIN = re.compile(r"\b(?:ISF|IOM|CPWC|PVPT|WAVE|ALL|MKD|MDL|PLN)\b|`[^`]*`")
"""Organisations and currencies that are known by Latin letters, and code."""
RECKONED = re.compile(r"\b[a-z]+_[a-z0-9_]+|\b(?:exp|ln|log|sqrt)\(")


def test_no_source_of_the_tables_stays_english():
    names = (*facts(), *derived_values())
    with speaking("sr-Cyrl"):
        rows = sources_table([sourced(*names)]).rows
    left = {
        (row[0].text, word)
        for row in rows
        for at in (1, 2, 3)
        for word in re.findall(
            "[A-Za-z]{2,}", LATIN.sub("", RECKONED.sub("", row[at].text))
        )
    }

    assert left == set()


def test_a_page_brings_the_facts_that_its_text_names_and_no_other():
    told = cited_in("shut for a month (F014), as told twice (F014); kosovo-2017, F999")

    assert told == (
        "## Sources named above\n\n"
        "- F014: NGO trafficking shelter closure months (one of the two shelters; "
        "cause: the ministry was late with the calls): 1 month (Kosovo 2017). "
        "Read in: K2.0 Small Talk: Tackling sex trafficking, 16 Nov 2018."
    )
    assert cited_in("no source is named") == ""
