"""How much is enough: conditions, searches on the same luck, and whole curves."""

import json

import numpy as np
import pytest
from scipy.special import betaincinv
from typer.testing import CliRunner

import cli
from sim.experiment.asking import Condition, read_condition, read_quantity
from sim.experiment.curve import Dial, Point, sweep
from sim.experiment.estimate import Estimate
from sim.experiment.finding import first_holding, search
from sim.scenario import STARTER, opened
from sim.scenario.tree import Fault


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    file = tmp_path_factory.mktemp("plans") / "one.yaml"
    file.write_text(STARTER, encoding="utf-8")
    return opened(file)


@pytest.fixture(scope="module")
def plan(draft):
    return draft.scenario()


# Conditions


@pytest.mark.parametrize(
    ("text", "name", "by", "limit"),
    [
        ("closure_probability <= 5 %", "closure_probability", {}, ("<=", 0.05)),
        (
            "closure days of shelter_one <= 3 days",
            "closure_days",
            {"shelter": "shelter_one"},
            ("<=", 3),
        ),
        ("coverage_rate ≥ 0.9", "coverage_rate", {}, (">=", 0.9)),
        ("costs of 2027 <= €60,000", "costs", {"year": "2027"}, ("<=", 60_000)),
        (
            "unmet_bed_nights of no_bed<=2",
            "unmet_bed_nights",
            {"cause": "no_bed"},
            ("<=", 2),
        ),
        (
            "costs of shelter_one and 2027 <= €5",
            "costs",
            {"shelter": "shelter_one", "year": "2027"},
            ("<=", 5),
        ),
    ],
)
def test_conditions_are_read_with_their_units(plan, text, name, by, limit):
    found = read_condition(text, plan)

    assert found.quantity.measure.name == name
    assert dict(found.quantity.by) == by
    assert (found.sense, found.bound) == limit


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("closure_prob <= 5 %", "did you mean 'closure_probability'"),
        ("closure_days of shelter_on <= 5", "did you mean 'shelter_one'"),
        ("closure_days < 5", "is no condition"),
        ("p90_wait_days <= 5", "is a quantile"),
        ("costs <= 5000", "has no currency"),
        ("closure_probability <= 5", "is not a share"),
        ("closure_days <= few", "is not a number of"),
    ],
)
def test_what_is_no_condition_is_refused_with_a_fix(plan, text, says):
    with pytest.raises(Fault) as refused:
        read_condition(text, plan)

    assert says in "; ".join(refused.value.args)


# Searches with a known answer


def asked(plan, text):
    return read_condition(text, plan)


def along(function, replications=40, spread=1.0, seed=1):
    """A response with the same noise at every place, so a step function of it."""
    noise = np.random.default_rng(seed).normal(0, spread, replications)

    def play(place):
        each = function(place) + noise
        told = Estimate(
            measure="closure_days",
            value=float(each.mean()),
            low=None,
            high=None,
            interval="none",
            unit="",
            replications=replications,
        )
        return Point(at=(place,), settings={}, estimates=(told,), each=(each,))

    return play, noise.mean()


def test_the_smallest_value_is_found_where_the_mean_meets_the_condition(plan):
    play, shift = along(lambda place: 50 - place)

    found = search(100, asked(plan, "closure_days <= 10"), play)

    assert found.holds == "from"
    assert found.value == int(np.ceil(40 + shift))
    assert found.low <= found.value <= found.sure <= found.high
    assert len(found.points) < 20


def test_the_largest_value_is_found_where_it_holds_at_the_low_end(plan):
    play, shift = along(float)

    found = search(100, asked(plan, "closure_days <= 30"), play)

    assert found.holds == "up to"
    assert found.value == int(np.floor(30 - shift))
    assert found.low <= found.sure <= found.value <= found.high


def test_a_condition_with_at_least_turns_the_other_way(plan):
    play, shift = along(float)

    found = search(100, asked(plan, "closure_days >= 30"), play)

    assert (found.holds, found.value) == ("from", int(np.ceil(30 - shift)))


@pytest.mark.parametrize(
    ("function", "holds"),
    [
        (lambda place: 5.0 - place / 100, "everywhere"),
        (lambda place: 50.0 + place, "nowhere"),
        (lambda place: 30 - abs(place - 50), "here and there"),
        (lambda place: abs(place - 50) - 20, "here and there"),
    ],
)
def test_it_says_when_there_is_no_single_turning_point(plan, function, holds):
    play, _ = along(function)

    found = search(100, asked(plan, "closure_days <= 10"), play)

    assert found.holds == holds
    assert (found.value is None) == (holds in ("nowhere", "here and there"))


def test_ends_that_are_alike_leave_no_single_turning_point_even_by_chance(plan):
    """The middle fails by the estimate only: own luck at each place hides it."""

    def play(place):
        wide = np.random.default_rng(place).permutation(np.linspace(-40, 40, 40))
        each = wide + (11 if place == 50 else 9)
        told = Estimate(
            measure="closure_days",
            value=float(each.mean()),
            low=None,
            high=None,
            interval="none",
            unit="",
            replications=40,
        )
        return Point(at=(place,), settings={}, estimates=(told,), each=(each,))

    found = search(100, asked(plan, "closure_days <= 10"), play)

    assert (found.holds, found.value) == ("here and there", None)


def test_everywhere_may_still_not_be_sure_of_the_low_end(plan):
    play, shift = along(lambda place: 9.9 - place / 10, spread=1.0)

    found = search(100, asked(plan, f"closure_days <= {10 + shift:.2f}"), play)

    assert (found.holds, found.value) == ("everywhere", 0)
    assert found.sure > 0


def test_a_probability_has_the_exact_one_sided_bound(plan):
    found: Condition = asked(plan, "closure_probability <= 5 %")
    each = np.zeros(100)
    each[:2] = 1

    low, high = found.one_sided(0.02, each, 0.95)

    assert high == pytest.approx(betaincinv(3, 98, 0.95))
    assert low == pytest.approx(betaincinv(2, 99, 0.05))
    assert found.holds(0.02)
    assert not found.surely(0.02, each)
    assert found.surely(0.0, np.zeros(100))


def test_first_holding_brackets_by_the_looks():
    calls = []

    def meets(place):
        calls.append(place)
        return place >= 613

    assert first_holding([0, 500, 1000], meets) == 613
    assert len(calls) < 15
    assert first_holding([0, 500], lambda _: False) is None
    assert first_holding([0, 500], lambda _: True) == 0


# Whole curves


def test_a_sweep_plays_every_combination_with_the_same_luck(draft, plan):
    beds = Dial(("shelters.shelter_one.beds",), ("8", "9"), ("8", "9"), (8.0, 9.0))
    late = Dial(("funding.ministry.call.late",), ("1 month", "3 months"), ("1", "3"))
    quantities = [read_quantity("costs", plan), read_quantity("freeze_days", plan)]

    found = sweep(draft, [beds, late], quantities, replications=5, workers=1)

    assert [point.at for point in found.points] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert found.points[3].settings == {
        "shelters.shelter_one.beds": "9",
        "funding.ministry.call.late": "3 months",
    }
    assert found.grid(1).shape == (2, 2)
    assert found.grid(1)[0, 1] > found.grid(1)[0, 0]


def test_a_value_that_is_not_allowed_is_refused_before_anything_is_played(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.yaml").write_text(STARTER, encoding="utf-8")

    done = bednight("sweep", "one.yaml", "--vary", "shelters.shelter_one.beds=8; many")

    assert done.exit_code == 1
    assert "'many' is not a number" in done.output


def bednight(*words):
    return CliRunner().invoke(cli.app, [str(word) for word in words])


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.yaml").write_text(STARTER, encoding="utf-8")
    return tmp_path


def test_find_tells_writes_and_answers_programs(desk):
    words = ["find", "one.yaml", "--vary", "funding.ministry.call.late"]
    words += ["--between", "0 months", "3 months", "--step", "1 month"]
    words += ["--until", "freeze_days <= 20", "--replications", "5", "--workers", "1"]

    told = bednight(*words, "--out", "out")
    document = json.loads(bednight(*words, "--json").stdout)

    assert told.exit_code == 0, told.output
    assert "largest value of funding.ministry.call.late" in " ".join(
        told.stdout.split()
    )
    assert document["holds"] == "up to"
    assert document["value"].endswith(("month", "months"))
    assert len(document["curve"]) == 4
    names = {path.name for path in (desk / "out/find-one").rglob("*.*")}
    assert {"finding.json", "curve.csv", "curve.svg", "README.md"} <= names


def test_sweep_draws_a_curve_or_a_heat_map(desk):
    words = ["sweep", "one.yaml", "--replications", "3", "--workers", "1"]
    beds = ["--vary", "shelters.shelter_one.beds=8..10", "--points", "2"]
    late = ["--vary", "funding.ministry.call.late=1 month; 2 months"]

    one = bednight(*words, *beds, "--out", "one")
    two = bednight(*words, *beds, *late, "--out", "two")

    assert (one.exit_code, two.exit_code) == (0, 0), one.output + two.output
    assert (desk / "one/sweep-one/figures/sweep.svg").is_file()
    assert (desk / "two/sweep-one/figures/sweep.svg").is_file()


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--vary", "shelters.shelter_one.bed", "--between", "1", "9"], "'beds'"),
        (
            ["--vary", "shelters.shelter_one.beds", "--between", "9", "1"],
            "is not below",
        ),
    ],
)
def test_mistakes_are_answered_in_words(words, says):
    done = bednight("find", "one.yaml", *words, "--until", "closure_days <= 5")

    assert done.exit_code in (1, 2)
    assert says in done.output
