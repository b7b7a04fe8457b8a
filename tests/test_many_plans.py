"""A comparison of many plans: the ends are named, the rest counted and in a table."""

from dataclasses import replace
from pathlib import Path

import pytest

from sim.experiment.comparing import compare
from sim.report.answer.tables import label_of
from sim.report.decision.comparison import caution
from sim.report.decision.comparison_answer import answers
from sim.report.document.comparing import build_comparison
from sim.report.document.forms.excel import _lines
from sim.report.document.forms.excel_doubt import with_intervals
from sim.report.document.glance import at_a_glance, best_of
from sim.report.document.parts import Cell, Paragraph
from sim.report.document.pricing import bargains
from sim.scenario import load

SCENARIOS = Path(__file__).parents[1] / "scenarios"
BY = {"closure_days": (-9.0, -4.0, -2.0, 3.0, 8.0, 0.0, 0.0), "costs": (50_000.0,) * 7}
"""How far plans differ; the last two of them not surely."""
PLANS = ("Far", "Near", "Less", "More", "Most", "Perhaps", "Maybe")


@pytest.fixture(scope="module")
def found():
    names = ("late-call", "hand-to-mouth")
    plans = [load(SCENARIOS / f"kosovo-2017-{name}.yaml") for name in names]
    few = compare(plans, replications=6, workers=1)
    one = {d.estimate.measure: d for d in few.differences if not d.estimate.by}
    differences = [
        replace(
            one[measure],
            variant=name,
            estimate=replace(
                one[measure].estimate,
                value=value,
                low=value - 1.0,
                high=value + 1.0,
                by={},
            ),
            differing=60,
            same=0.0,
            reduction=2.0 + at,
        )
        for measure, values in BY.items()
        for at, (name, value) in enumerate(zip(PLANS, values, strict=True))
    ]
    return replace(
        few,
        asked=tuple(BY),
        names=("Base", *PLANS),
        variants=(few.variants[0],) * len(PLANS),
        changes=((),) * len(PLANS),
        unchanged=(False,) * len(PLANS),
        differences=tuple(differences),
        economics=replace(
            few.economics,
            trades=tuple(replace(t, variant=PLANS[0]) for t in few.economics.trades),
            strategies=(),
            benefits=(),
        ),
    )


def test_the_best_and_the_worst_are_named_and_the_others_counted(found):
    days, cost = answers(found)

    assert days.partition("; ")[2] == (
        "9.0 days less (8.0 to 10.0) with Far; 4.0 days less (3.0 to 5.0) with Near; "
        "something in between with Less; 3.0 days more (2.0 to 4.0) with More; 8.0 "
        "days more (7.0 to 9.0) with Most; no difference that can be told with "
        "Perhaps and Maybe."
    )
    assert "something in between with 3 other plans" in cost


def test_at_a_glance_the_base_stands_first_and_signs_tell_what_is_not_sure(found):
    glance = at_a_glance(found, {})
    rows = [[cell.text for cell in row] for row in glance.rows]
    days = [column.title for column in glance.columns].index(label_of("closure_days"))

    assert rows[0][0] == "Base (the base)"
    assert [row[days] for row in rows[1:]] == [
        *("−9.0 (−10.0 to −8.0)", "−4.0 (−5.0 to −3.0)", "−2.0 (−3.0 to −1.0)"),
        *("+3.0 (+2.0 to +4.0)", "+8.0 (+7.0 to +9.0)"),
        *("~ 0.0 (−1.0 to +1.0)",) * 2,
    ]
    assert glance.rows[0][days] == Cell("0", 0.0, 0.0, 0.0)  # not one day closed


def test_the_figures_are_of_the_best_plan_and_never_of_the_cheapest(found):
    worse = replace(
        found,
        differences=tuple(d for d in found.differences if d.variant in PLANS[3:5]),
        names=("Base", *PLANS[3:5]),
        unchanged=(False, False),
    )

    (best,), (worst,) = best_of(found, {}), best_of(worse, {})
    assert best.label == "Shelter-days closed: best with “Far”"
    assert worst.label == "Shelter-days closed: worst with “Most”"


def test_what_the_table_tells_no_sentence_tells_again(found, monkeypatch):
    monkeypatch.setattr("sim.report.document.pricing.curves_drawn", lambda _: ())
    monkeypatch.setattr("sim.report.document.comparing.by_title", lambda found: found)
    document = build_comparison(found)
    differ = next(s for s in document.sections if s.name == "differences")
    (differences,) = [t for t in document.tables() if t.name == "differences"]

    assert [s.name for s in document.first_page] == [
        *("answer", "glance", "nothing", "left-out"),
    ]
    assert not [
        b for b in differ.blocks if isinstance(b, Paragraph) and b.role != "note"
    ]
    assert differences.note.startswith("Plans that do not stand under a measure")


def test_what_common_luck_was_worth_is_told_by_its_ends(found):
    assert "for “shelter-days closed” and" not in caution(found)
    assert "2.0 to 8.0 times as many for “shelter-days closed”" in caution(found)


def test_the_cheapest_plans_of_an_effect_are_named_first(found):
    trade = found.economics.trades[0]
    prices = {"Far": 40.0, "Near": 10.0, "Less": 30.0, "More": 20.0}
    trades = [
        replace(
            trade,
            variant=name,
            effect="closure_days",
            verdict="costs",
            ratio=replace(
                trade.ratio, value=price, low=price - 1, high=price + 1, unit="EUR"
            ),
        )
        for name, price in prices.items()
    ]
    priced = replace(found, economics=replace(found.economics, trades=tuple(trades)))

    (told,) = bargains(priced)
    assert told == (
        "One closure day avoided costs: €10.0 (9.0–11.0) with “Near”; €20.0 "
        "(19.0–21.0) with “More”; €30.0 (29.0–31.0) with “Less”; more with 1 other."
    )


def test_a_workbook_keeps_the_sign_of_what_cannot_be_told(found):
    glance = with_intervals(at_a_glance(found, {}))
    heads = [column.title for column in glance.columns]
    days = heads.index(f"{label_of('closure_days')}: interval")

    assert [row[days].text for row in glance.rows[4:7]] == [
        *("+2.0 to +4.0", "+7.0 to +9.0", "~ −1.0 to +1.0"),
    ]


def test_the_first_sheet_says_where_its_tables_stand(found):
    glance = at_a_glance(found, {})

    assert list(_lines([glance])) == [((f"→ {glance.title}",), "wrap")]
