"""Pictures of a comparison: bars with intervals, and curves named at their ends."""

import pytest
from library_runs import compared_plans
from picture_faults import faults_of, too_small

from sim.experiment.estimate import Estimate
from sim.report.decision.acceptability_figure import draw_acceptability
from sim.report.decision.comparison_figure import (
    TALLEST,
    _Row,
    _that_fit,
    draw_differences,
)
from sim.report.document.comparing import build_comparison
from sim.report.document.forms.excel_charts import Reaches
from sim.report.document.forms.html import as_html
from sim.report.document.parts import Cell
from sim.report.figures.style import WIDTH


@pytest.fixture(scope="module")
def found():
    return compared_plans()


def test_a_tall_picture_is_several_low_ones_with_every_measure_once(found, monkeypatch):
    tallest = "sim.report.decision.comparison_figure.LOW"
    monkeypatch.setattr(tallest, 100.0)
    few = differences_drawn(found)
    monkeypatch.setattr(tallest, 0.1)
    many = differences_drawn(found)
    shown, every = (
        [row[0].text for p in ps for row in p.data.rows] for ps in (many, few)
    )

    assert [p.name for p in few] == ["differences", "differences_2"]
    assert len(many) > 10
    assert sorted(shown) == sorted(every) == sorted(set(every))


def differences_drawn(found):
    pictures = build_comparison(found).pictures()
    return [p for p in pictures if p.name.startswith("differences")]


def test_the_picture_names_plans_by_their_titles_beside_their_differences(found):
    figure, title = draw_differences(found)
    shown = [text.get_text().replace("\n", " ") for text in figure.texts]

    assert title.startswith("What differs from “The call comes a month late")
    assert "A late call, no reserve, and donors who wait" in shown
    assert not any("hand-to-mouth" in text for text in shown)
    assert figure.legends == []
    assert faults_of(figure) == []
    assert too_small(figure) == []


def test_curves_of_which_plan_is_best_are_named_at_their_ends(found):
    figure, _ = draw_acceptability(found)
    shown = [text for axes in figure.axes for text in axes.texts]

    assert shown
    assert faults_of(figure) == []
    assert too_small(figure) == []
    assert figure.get_figwidth() == WIDTH


def test_a_page_shows_the_measures_that_matter_and_leaves_the_rest_to_the_table():
    told = Estimate(
        measure="", value=1.0, low=0.5, high=1.5, interval="t", unit="days",
        replications=9,
    )  # fmt: skip
    measures = ["closure_days", *(f"m{number}" for number in range(30)), "costs"]
    rows = [_Row(name, ("A",), told) for name in measures]
    kept = [row.measure for row in _that_fit(rows, ("costs",), TALLEST)]

    assert kept[0] == "closure_days"
    assert kept[-1] == "costs"
    assert len(kept) < len(measures)


def test_error_bars_reach_to_the_ends_of_an_interval():
    reaches = Reaches("Error bars")
    cells = [Cell("5 (3–9)", 5.0, 3.0, 9.0), Cell("–")]

    assert reaches.note(["A", "B"], cells) == (
        "='Error bars'!$B$2:$B$3",
        "='Error bars'!$C$2:$C$3",
    )
    assert reaches.rows == [("A", 2.0, 4.0), ("B", 0.0, 0.0)]


def test_a_table_that_stands_on_the_page_is_not_repeated_under_its_picture(found):
    document = build_comparison(found)
    page = as_html(document)
    pictures = {p.name: p for p in document.pictures()}

    assert document.repeats(pictures["differences"])
    assert not document.repeats(pictures["acceptability"])
    assert page.count("<details>") == sum(
        not document.repeats(picture) for picture in pictures.values()
    )
    assert page.count(">Differences from “") == 1
