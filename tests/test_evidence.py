"""The evidence holds together, and the scenarios say where every value stands."""

import ast
import csv
import math
import operator
import re
import statistics
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from sim.scenario import load, problems_in

SCENARIOS = Path(__file__).parents[1] / "scenarios"
EVIDENCE = SCENARIOS / "evidence"
FILES = sorted(SCENARIOS.glob("*.yaml"))
MOST_WORDS = 20

OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
FUNCTIONS = {
    "log": math.log,
    "exp": math.exp,
    "sqrt": math.sqrt,
    "variance": lambda *values: statistics.variance(values),
}


def rows_of(name):
    with (EVIDENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


FACTS = rows_of("facts.csv")
DERIVED = rows_of("derived.csv")
KNOWN = {row["id"]: float(row["value"]) for row in FACTS} | {
    row["name"]: float(row["value"]) for row in DERIVED
}


def worth(formula):
    """Return what a formula over facts and derived values comes to."""

    def of(node):
        match node:
            case ast.Constant(value=int() | float() as value):
                return value
            case ast.Name(id=name):
                return KNOWN[name]
            case ast.BinOp(left=left, op=op, right=right):
                return OPERATORS[type(op)](of(left), of(right))
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return FUNCTIONS[name](*map(of, arguments))
        raise AssertionError(f"{ast.dump(node)} in {formula}")

    return of(ast.parse(formula, mode="eval").body)


def cited(node):
    """Yield every entry of every ``source`` in a file."""
    if isinstance(node, dict):
        sources = node.get("source", [])
        yield from sources if isinstance(sources, list) else [sources]
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from cited(part)


def opening(path):
    """Return the comment that a file begins with, as one line of words."""
    lines = path.read_text(encoding="utf-8").splitlines()
    comment = [line for line in lines[: lines.index("")] if line.startswith("#")]
    return " ".join(" ".join(line.lstrip("#") for line in comment).split())


def test_every_fact_has_a_number_of_its_own():
    ids = [row["id"] for row in FACTS]

    assert len(set(ids)) == len(ids) == 296
    assert all(re.fullmatch(r"F\d{3}", number) for number in ids)


def test_every_derived_value_has_a_name_of_its_own():
    names = [row["name"] for row in DERIVED]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)


def test_every_fact_says_what_of_whom_and_from_where():
    for row in FACTS:
        said = [row[key] for key in ("country", "quantity", "unit", "group", "source")]

        assert all(said), row["id"]
        assert row["confidence"] in {"high", "medium", "low"}, row["id"]
        assert None not in row, row["id"]


def test_a_source_is_named_as_a_reader_would_look_for_it():
    assert [row["id"] for row in FACTS if row["source"].endswith(".txt")] == []


@pytest.mark.parametrize("row", DERIVED, ids=lambda row: row["name"])
def test_a_derived_value_follows_from_the_facts(row):
    assert worth(row["computed_as"]) == pytest.approx(float(row["value"]), rel=5e-4)


@pytest.mark.parametrize("row", DERIVED, ids=lambda row: row["name"])
def test_a_derived_value_is_not_its_own_ground(row):
    def grounds(name, above):
        assert name not in above
        formula = {each["name"]: each["computed_as"] for each in DERIVED}.get(name, "")
        for word in re.findall(r"[a-z][a-z0-9_]+", formula):
            if word not in FUNCTIONS:
                grounds(word, {*above, name})

    grounds(row["name"], set())


def test_no_sentence_of_a_source_is_copied():
    notes = {row["id"]: row["note"] for row in FACTS}
    notes |= {
        (row["name"], key): row[key] for row in DERIVED for key in ("use", "caveat")
    }

    assert {
        key for key, note in notes.items() if len(note.split()) > MOST_WORDS
    } == set()
    assert {key for key, note in notes.items() if re.search(r"[\"“”‘]", note)} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_scenario_cites_only_what_the_tables_hold(path):
    entries = set(cited(YAML(typ="safe").load(path.read_text(encoding="utf-8"))))
    spoken = set(re.findall(r"\bF\d{3}\b", path.read_text(encoding="utf-8")))

    assert sorted((entries | spoken) - set(KNOWN)) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_scenario_opens_with_its_question_sources_and_assumptions(path):
    words = opening(path)

    assert re.search(r"Question .*\? Sources .* Assumptions .*\.", words), words
    assert re.search(r"Question +(.*?\?) ", words), words


def test_the_library_is_there():
    assert {path.stem for path in FILES} >= {
        "kosovo-2015",
        "kosovo-2017",
        "kosovo-2017-late-call",
        "kosovo-2017-on-time",
        "kosovo-2021",
    }


def test_funding_of_2015_and_2017_is_the_documented_sum_and_so_is_its_fall():
    def promised(name):
        text = (SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8")
        pays = YAML(typ="safe").load(text)["funding"]["ministry"]["pays"]
        return sum(int(re.sub(r"\D", "", each["value"])) for each in pays.values())

    assert promised("kosovo-2015") == KNOWN["F012"]
    assert promised("kosovo-2017") == KNOWN["F013"]
    assert promised("kosovo-2021") == KNOWN["F138"] + KNOWN["F139"]
    assert KNOWN["drop_2015_2017"] == pytest.approx(-0.28)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_scenario_of_the_library_has_no_problem(path):
    assert [problem.problem for problem in problems_in(path)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_number_and_every_term_says_where_it_stands(path):
    """Titles, names, dates of the period and the shape of the system need not."""
    free = re.compile(
        r"title|question|answered_by|on_record|period\..*|currency|price_year|people\..*|groups\..*"
        r"|referrals\.\w+\.enters_at|pathway\.\w+\.(meanwhile|otherwise)"
        r"|interim\.\w+\.(kind|payer)|.*\.\d+\.for\..*|returns\.\d+\.from"
        r"|shelters\.\w+\.(title|programme|closure|entry|overnight)"
        r"|levers\.\w+\.(title|sets|from|to|step|choices\.\d+\.put)"
        r"|(bridge|compensation)\.\w+\.title|.*\.owed_from_before\.\d+\.shelter"
        r"|funding\.\w+\.(title|eligible|paid)|funding\.state_budget\.contract\..*"
    )
    settings = load(path).settings
    standing = {each.path for each in settings if each.source or each.assumed}

    def grounded(name):
        parts = name.split(".")
        return any(".".join(parts[:n]) in standing for n in range(1, len(parts) + 1))

    bare = [each.path for each in settings if not grounded(each.path)]
    assert [name for name in bare if not free.fullmatch(name)] == []


def test_a_variant_of_the_call_changes_nothing_but_the_call():
    def without_the_call(name):
        return [
            (each.path, each.text)
            for each in load(SCENARIOS / f"{name}.yaml").settings
            if not each.path.startswith("funding.ministry.call")
            and each.path not in {"title", "question"}
        ]

    plain = without_the_call("kosovo-2017")

    assert without_the_call("kosovo-2017-late-call") == plain
    assert without_the_call("kosovo-2017-on-time") == plain


def test_a_shelter_costs_what_two_halves_of_the_documented_money_imply():
    pvpt = load(SCENARIOS / "kosovo-2017.yaml").shelters[1]
    nights = pvpt.planned_residents * 365
    year = sum(
        line.amount * (nights if line.kind == "bed_night" else 1) for line in pvpt.costs
    )

    implied = KNOWN["implied_total_cost_per_trafficking_shelter_2017"]
    assert year / 100 == pytest.approx(implied, rel=0.005)
