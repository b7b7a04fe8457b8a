"""What a comparison of several plans says first: a sentence a measure."""

from dataclasses import replace
from pathlib import Path

import pytest

from sim.experiment.comparing import compare
from sim.experiment.comparison import Comparison
from sim.report.decision.comparison import tell
from sim.report.decision.comparison_answer import answers, how_sure
from sim.scenario import load

SCENARIOS = Path(__file__).parents[1] / "scenarios"
NAMES = ("kosovo-2017-late-call", "kosovo-2017-hand-to-mouth", "kosovo-2017-on-time")


@pytest.fixture(scope="module")
def found() -> Comparison:
    plans = [load(SCENARIOS / f"{name}.yaml") for name in NAMES]
    return compare(plans, replications=12, workers=1)


def as_told(found: Comparison, measure: str, ends: dict[str, tuple[float, ...]]):
    """Return the comparison with other differences: value, low and high by plan."""
    differences = tuple(
        replace(
            each,
            same=0.0,
            better=0.75,
            worse=0.25,
            confidence=0.997,
            doubted=0.0,
            estimate=replace(
                each.estimate,
                value=ends[each.variant][0],
                low=ends[each.variant][1],
                high=ends[each.variant][2],
            ),
        )
        if each.estimate.measure == measure and not each.estimate.by
        else each
        for each in found.differences
    )
    return replace(found, differences=differences, asked=(measure,))


def test_of_several_plans_each_measure_has_one_sentence_the_best_first(found):
    told = as_told(
        found,
        "supported_victims",
        {
            "kosovo-2017-hand-to-mouth": (-9.0, -12.0, -7.0),
            "kosovo-2017-on-time": (2.0, 1.0, 3.0),
        },
    )
    (sentence,) = answers(told)

    before, _, after = sentence.partition("; ")
    assert before.startswith("People supported: ")
    assert before.endswith(" with kosovo-2017-late-call, on average in 2017")
    assert after == (
        "2.0 more (1.0 to 3.0) with kosovo-2017-on-time; "
        "9 fewer (7 to 12) with kosovo-2017-hand-to-mouth."
    )


def test_less_of_what_is_bad_comes_first(found):
    told = as_told(
        found,
        "freeze_days",
        {
            "kosovo-2017-hand-to-mouth": (40.0, 30.0, 50.0),
            "kosovo-2017-on-time": (-10.0, -13.0, -7.0),
        },
    )
    (sentence,) = answers(told)

    best, worst = sentence.split("; ")[1:]
    assert best == "10 days less (7 to 13) with kosovo-2017-on-time"
    assert worst == "40 days more (30 to 50) with kosovo-2017-hand-to-mouth."


def test_what_cannot_be_told_comes_last_and_all_at_once(found):
    told = as_told(
        found,
        "freeze_days",
        {
            "kosovo-2017-hand-to-mouth": (1.0, -3.0, 5.0),
            "kosovo-2017-on-time": (-1.0, -4.0, 2.0),
        },
    )
    (sentence,) = answers(told)

    assert sentence.endswith(
        "; no difference that can be told with kosovo-2017-on-time and "
        "kosovo-2017-hand-to-mouth."
    )


def test_how_often_and_how_surely_stands_in_a_table_of_its_own(found):
    told = as_told(
        found,
        "freeze_days",
        {
            "kosovo-2017-hand-to-mouth": (40.0, 30.0, 50.0),
            "kosovo-2017-on-time": (-10.0, -13.0, -7.0),
        },
    )

    assert how_sure(told) == [
        ("Of 100 single replications", "better", "worse", "on average"),
        ("A, shelter-days admitting nobody", "75", "25", "better, sure to 99.7 %"),
        ("B, shelter-days admitting nobody", "75", "25", "better, sure to 99.7 %"),
    ]
    assert "A, shelter-days admitting nobody" in tell(told)


def test_of_one_plan_sentences_say_all_of_it(found):
    one = replace(
        found,
        names=found.names[:2],
        variants=found.variants[:1],
        unchanged=found.unchanged[:1],
    )

    assert how_sure(one) is None
    told, better = answers(one)
    assert told.startswith("kosovo-2017-hand-to-mouth against kosovo-2017-late-call, ")
    assert better.startswith("By “")
    assert " single replications and worse in " in better
