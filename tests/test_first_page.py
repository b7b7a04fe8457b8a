"""What the first page of a decision's report holds, and what the last one does not."""

from dataclasses import replace

import pytest
from drafts import RANGED
from matplotlib.figure import Figure

from sim.experiment.asking import read_quantity
from sim.experiment.estimate import Estimate
from sim.experiment.sensitivity import Bar, Information, Tornado
from sim.experiment.unknowns import unknowns_of
from sim.report.decision.unknowns import (
    Choice,
    Sensitivity,
    base_told,
    end_told,
    sensitivity_answer,
    value_at,
)
from sim.report.document.forms.pdf import pages_as_png
from sim.report.document.framing import framed, pictured
from sim.report.document.parts import Column, Paragraph, Section, Table, cell
from sim.report.document.unknowing import build_sensitivity
from sim.scenario import load, opened


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    page = tmp_path_factory.mktemp("desk") / "one.yaml"
    page.write_text(RANGED, encoding="utf-8")
    return opened(page)


def rows_of(number):
    return Table(
        name="rows",
        title="Rows",
        columns=(Column(title="Row"), Column(title="Value", kind="number")),
        rows=tuple((cell(f"row {n}"), cell(str(n), n)) for n in range(number)),
    )


def report(plan, *, deep=0.5, rows=3, told="It stays open."):
    """Return a report with a picture so deep for its width, and a table."""
    picture = pictured(
        "curve",
        lambda: (Figure((6, 6 * deep)), "A curve"),
        rows_of(3),
        what="",
        says="",
    )
    return framed(
        plan,
        "ministry",
        question="Which?",
        first=[Section(name="answer", title="", blocks=(Paragraph(told, "answer"),))],
        movable=[Section(name="curve", title="The curve", blocks=(picture,))],
        rest=[rows_of(rows)],
        basis="200 replications.",
        command="bednight find plans/0/one.yaml",
    )


def opens(document):
    return [section.name for section in document.first_page]


def test_a_picture_and_the_words_stand_on_the_first_page_where_it_has_room(draft):
    plan = draft.scenario()
    long = "It stays open. " * 320

    full = ["answer", "curve", "left-out", "glossary"]
    assert opens(report(plan, rows=20)) == full
    assert opens(report(plan, rows=20, deep=1.5)) == ["answer", "left-out", "glossary"]
    assert opens(report(plan, rows=20, told=long)) == ["answer", "left-out"]


def test_the_words_fill_a_last_page_that_has_little_else(draft):
    document = report(draft.scenario(), rows=3)

    assert opens(document) == ["answer", "curve", "left-out"]
    assert [section.name for section in document.sections[-2:]] == ["glossary", "again"]


def test_a_picture_that_waits_opens_the_pages_after_the_first(draft):
    document = report(draft.scenario(), deep=1.5)
    numbers = next(each for each in document.sections if each.name == "numbers")

    assert numbers.starts_page
    assert [block.name for block in numbers.blocks] == ["curve", "rows"]


@pytest.mark.parametrize("rows", range(44, 62, 3))
def test_where_it_comes_from_has_no_page_of_its_own(draft, rows):
    document = report(draft.scenario(), rows=rows)
    cut = replace(document, sections=document.sections[:-1])

    assert document.sections[-1].name == "again"
    assert len(pages_as_png(document)) == len(pages_as_png(cut))


def at(value, low, high, unit="shelter-days"):
    return Estimate(
        measure="freeze_days",
        value=value,
        low=low,
        high=high,
        interval="skewness-adjusted t",
        unit=unit,
        replications=60,
    )


def sensed(draft, base, low, high, **more):
    first, second, *_ = unknowns_of(draft).each
    still = at(0.0, 0.0, 0.0, base.unit)
    plan = draft.scenario()
    tornado = Tornado(
        quantity=read_quantity("freeze_days", plan),
        base=base,
        bars=(
            Bar(unknown=first, low=low, high=high),
            Bar(unknown=second, low=still, high=still),
        ),
        level=0.99,
    )
    return Sensitivity(
        scenario=plan,
        tornado=tornado,
        sobol=None,
        information=more.pop("information", None),
        skipped=(),
        seed=1,
        replications=60,
        **more,
    )


def test_what_an_end_changes_and_what_comes_of_it_add_up(draft):
    chance = sensed(
        draft,
        at(0.0, 0.0, 0.06, "probability"),
        at(0.0, -0.08, 0.08, "probability"),
        at(0.367, 0.14, 0.57, "probability"),
    ).tornado
    days = sensed(draft, at(54.4, 32, 78), at(-5, -10, -1), at(196, 172, 220)).tornado

    assert value_at(chance, chance.bars[0].high) == "37 %"
    assert "it is 37 %, +37 points" in end_told(chance, chance.bars[0], "high")
    assert base_told(days) == "54 (30–80)"
    assert base_told(days, unit=True) == "54 shelter-days (30–80)"


def test_unknowns_that_change_nothing_are_named_below_the_table(draft):
    found = sensed(draft, at(54.4, 32, 78), at(-5, -10, -1), at(196, 172, 220))
    tables = {table.name: table for table in build_sensitivity(found, "donor").tables()}
    still = unknowns_of(draft).each[1].path

    assert len(tables["tornado_shown"].rows) == 1
    assert still not in [row[-1].text for row in tables["tornado"].rows]
    assert tables["tornado"].note.startswith("1 other unknown changed nothing on ")


def test_a_workbook_has_points_where_the_head_says_so(draft):
    found = sensed(
        draft,
        at(0.0, 0.0, 0.06, "probability"),
        at(0.0, -0.08, 0.08, "probability"),
        at(0.367, 0.14, 0.57, "probability"),
    )
    table = next(
        each
        for each in build_sensitivity(found, "donor").tables()
        if each.name == "tornado"
    )
    high = table.rows[0][5]

    assert table.columns[5].title == "Change at the high end, points"
    assert (high.text, high.value) == ("+37 (+10 to +60)", pytest.approx(36.7))


def test_plans_to_choose_from_go_by_their_titles(draft, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(draft.scenario().text.replace("title: ", "title: Later "), "utf-8")
    plans = draft.scenario(), load(other)
    known = Information(
        plans=("one", "other"),
        best="one",
        chosen=(0.7, 0.3),
        perfect=0.0,
        unknowns=(),
        perfect_ends=(0.0, 0.0),
        chosen_ends=((0.5, 0.8), (0.2, 0.5)),
    )
    found = sensed(
        draft,
        at(54.4, 32, 78),
        at(-5, -10, -1),
        at(196, 172, 220),
        information=known,
        choice=Choice(plans[1:], {}, 32),
        objective="net benefit",
        objective_unit="EUR",
    )
    told = " ".join(sensitivity_answer(found))

    assert f"“{plans[0].title}” is the best of “{plans[0].title}” and “Later" in told
