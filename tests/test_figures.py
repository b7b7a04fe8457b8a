"""Pictures say what the numbers say, clip nothing, and come out the same each time."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.textpath import TextPath
from picture_faults import faults_of, texts_of, too_small
from saw_tooth import BILL, results, shelter

from sim.experiment.intervals import mean
from sim.report.figures import (
    CashPanel,
    Level,
    draw_cash,
    draw_closures,
    draw_people,
    fan_of,
    save,
)
from sim.report.figures import style as looks
from sim.report.figures.axes import spread
from sim.report.figures.cash import cash_note, cash_title
from sim.report.figures.closures import (
    _map,
    _number,
    closures_note,
    closures_title,
    rows_of,
)
from sim.report.figures.costs import CostPoint, draw_costs
from sim.report.figures.people import people_note, people_title
from sim.report.figures.scenes import (
    cash_panels,
    closure_rows,
    levels,
    paint,
    people_fans,
    planned_daily_bill,
    sheets,
)
from sim.report.figures.style import (
    LEGIBLE,
    SMALL,
    WIDTH,
    inches_of,
    least_share,
    points_of,
)
from sim.report.figures.waterfall import Step, draw_waterfall
from sim.scenario.plan import ClosurePlan, CostLine

NEW_YEAR = date(2017, 1, 1)
STRICT = ClosurePlan(freeze_below=14, tolerated_days=30)
LONG = "Centre for Protection of Victims and Prevention of Trafficking in Human Beings"


def many(number):
    return [shelter(f"s{n}", f"{LONG} {n}", closure=STRICT) for n in range(number)]


def closed(*rows):
    flags = np.stack([np.array(row, dtype=bool) for row in rows], axis=-1)
    titles = [f"S{number}" for number in range(len(rows))]
    return list(rows_of(titles, [flags], flags.shape[1]))


def always_open(made):
    nights = replace(made.series, closed=np.zeros_like(made.series.closed))
    return replace(made, series=nights)


def test_a_fan_holds_the_quantiles_of_the_replications():
    fan = fan_of(np.arange(0, 101, 10)[:, None])

    assert fan.quantiles[:, 0].tolist() == [10, 25, 50, 75, 90]
    assert fan.examples[:, 0].tolist() == [0, 10, 20, 30]


@given(st.data())
def test_labels_at_the_end_of_lines_never_overlap_and_stay_inside(data):
    sizes = data.draw(st.lists(st.floats(0.1, 0.4), min_size=1, max_size=5))
    wanted = sorted(data.draw(st.floats(-1, 3)) for _ in sizes)
    centres = spread(wanted, sizes, 2.0)
    feet = [centre - size / 2 for centre, size in zip(centres, sizes, strict=True)]
    tops = [centre + size / 2 for centre, size in zip(centres, sizes, strict=True)]

    assert feet[0] >= -1e-9
    assert tops[-1] <= 2 + 1e-9
    assert all(foot >= top - 1e-9 for foot, top in zip(feet[1:], tops, strict=False))


@pytest.mark.parametrize("number", [1, 2, 3, 4, 7, 12])
def test_no_label_of_any_picture_is_clipped_or_lies_upon_another(number):
    made = results(*many(number))
    figures = (
        draw_cash(cash_panels(made), start=NEW_YEAR, currency="EUR"),
        draw_closures(closure_rows(made), start=NEW_YEAR),
    )

    assert [faults_of(figure) for figure in figures] == [[], []]
    assert [too_small(figure) for figure in figures] == [[], []]


@pytest.mark.parametrize("days", [1, 28, 59, 60, 365, 731, 3653])
def test_months_are_named_as_far_as_there_is_room(days):
    made = results(*many(2), days=days)
    figures = (
        draw_cash(cash_panels(made), start=date(2016, 11, 15), currency="EUR"),
        draw_closures(closure_rows(made), start=date(2016, 11, 15)),
        draw_people(people_fans(made), start=date(2016, 11, 15)),
    )

    assert [faults_of(figure) for figure in figures] == [[], [], []]


@pytest.mark.parametrize("number", [1, 8, 20])
def test_no_step_of_a_waterfall_lies_upon_another(number):
    came = [Step(label=f"{LONG} {n}", amount=1e6, kind="in") for n in range(number)]
    went = [Step(label="rent", amount=-2e6, kind="out")] * number
    steps = [Step(label="at the start", amount=5e5, kind="level"), *came, *went]
    figure = draw_waterfall(steps, currency="EUR", replications=20)

    assert faults_of(figure) == []


def point(name, share, euros):
    return CostPoint(label=name, occupancy=share, cost=100 * euros)


SCATTERED = (
    point("the whole system", 0.24, 4450),
    point("Interim Secure Facility", 0.02, 8200),
    point("PVPT rehabilitation centre", 0.70, 2260),
)


def place_of(figure, name):
    """Return where the name of a mark stands, in parts of the plot's width."""
    (axes,) = figure.axes
    (text,) = [text for text in axes.texts if text.get_text() == name]
    return text.get_position()[0]


def test_names_stand_beside_the_marks_they_name():
    cloud = np.array([0.2, 0.3]), np.array([500_000.0, 400_000.0])
    figure = draw_costs(*cloud, SCATTERED, currency="EUR")

    assert faults_of(figure) == []
    assert place_of(figure, "Interim Secure Facility") == pytest.approx(0.05, abs=0.02)


def test_names_of_marks_in_a_heap_stand_right_of_the_plot():
    heap = [point(f"{LONG} {number}", 0.5, 4000) for number in range(12)]
    nobody = np.array([]), np.array([])
    (axes,) = draw_costs(*nobody, heap, currency="EUR").axes

    assert min(text.get_position()[0] for text in axes.texts) > 1.0


@pytest.mark.parametrize("room", [170.0, 176.0, 182.0])
def test_no_letter_of_a_picture_on_paper_is_smaller_than_is_legible(room):
    least = least_share(WIDTH, room / 25.4)

    assert least < 0.87
    assert SMALL * least * room / 25.4 / WIDTH == pytest.approx(LEGIBLE)
    assert LEGIBLE >= 6.5


@pytest.mark.parametrize("size", [7.5, 8.5, 11.0])
def test_a_word_is_measured_as_it_is_printed_not_as_a_screen_rounds_it(size):
    printed = TextPath((0, 0), "rehabilitation", size=size).get_extents().width / 72

    assert inches_of("rehabilitation", size) == pytest.approx(1.04 * printed, rel=0.02)


def test_a_long_period_is_drawn_with_no_more_points_than_its_width_shows():
    days = points_of(3653, 4.0)

    assert (days[0], days[-1], days.size) == (0, 3652, 440)
    assert points_of(365, 4.0).tolist() == list(range(365))


def test_cash_title_names_the_shelter_that_is_shortest_of_cash_and_the_day():
    cash = np.array([[50_000, 20_000, 30_000]] * 2)
    rich = CashPanel(title="Rich", fan=fan_of(cash * 10), daily_bill=BILL)
    poor = CashPanel(title="Poor", fan=fan_of(cash), daily_bill=BILL)
    title = cash_title([rich, poor], start=NEW_YEAR, currency="EUR")

    assert title == (
        "Poor is shortest of cash on 2 January 2017: half of the replications "
        "then have €200 or less, enough for 2 days of bills"
    )


def test_the_note_of_cash_says_how_sure_the_median_of_its_title_is():
    cash = np.array([[90_000, 1_000 * number, 90_000] for number in range(100)])
    poor = CashPanel(title="Poor", fan=fan_of(cash), daily_bill=BILL)
    few = replace(poor, fan=fan_of(cash[:4]))
    told = "The median of Poor on 2 January 2017 lies between €390 and €600 (95"

    assert told in cash_note([poor], start=NEW_YEAR, currency="EUR")
    assert "lies between" not in cash_note([few], start=NEW_YEAR, currency="EUR")


def test_a_week_with_one_closure_in_a_thousand_is_told_from_an_open_one():
    red, green, blue, _ = _map()(1 / 1000)

    assert 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.85


def test_the_picture_of_people_says_which_shelter_has_many_beds_and_few_in_use():
    empty = "Of the 62 beds 40 are those of one house."
    fans = replace(people_fans(results(*many(2))), empty=empty)

    assert people_note(fans).startswith(f"{empty} People at each midnight")


def test_a_bill_that_may_be_late_by_days_stands_for_the_bills_of_those_days():
    late = levels(shelter("pvpt", closure=STRICT), BILL, "EUR")

    assert list(late)[1] == Level(
        -30 * BILL, "closes with a bill 30 days late", closing=True
    )


@pytest.mark.parametrize(
    "cash, words",
    [
        ([500, -9, -30_000], "deepest in debt on 3 January 2017: it then has bills of"),
        ([50_000, 20_000, 30_000], "shortest of cash on 2 January 2017: it then has"),
    ],
)
def test_cash_title_of_one_replication_speaks_of_no_half(cash, words):
    poor = CashPanel(title="Poor", fan=fan_of(np.array([cash])), daily_bill=BILL)
    title = cash_title([poor], start=NEW_YEAR, currency="EUR")

    assert title.startswith(f"Poor is {words}")
    assert " or " not in title


def test_cash_title_says_when_half_of_the_replications_cannot_pay():
    cash = np.array([[500, -9, -9], [500, 100, -10_000], [900, 0, -30_000]])
    poor = CashPanel(title="Poor", fan=fan_of(cash), daily_bill=BILL)
    title = cash_title([poor], start=NEW_YEAR, currency="EUR")

    assert title == (
        "Poor is deepest in debt on 3 January 2017: half of the replications then "
        "have bills of €100 or more unpaid"
    )


def test_the_cash_of_many_shelters_is_no_taller_than_a_page():
    panels = cash_panels(results(*many(13)))
    figures = [draw_cash(s, start=NEW_YEAR, currency="EUR") for s in sheets(panels)]

    assert [len(sheet) for sheet in sheets(panels)] == [8, 5]
    assert [figure.get_figheight() <= 10.5 for figure in figures] == [True, True]


def test_closures_title_names_the_day_on_which_most_runs_are_closed():
    rows = closed([[0, 1, 0], [0, 0, 0]], [[0, 0, 1], [0, 0, 1]])

    assert closures_title(rows, start=NEW_YEAR) == (
        "Closures peak on 3 January 2017, when S1 is closed in 2 of 2 replications"
    )


def test_nothing_closed_is_said_with_the_chance_that_remains():
    rows = closed(np.zeros((200, 3)), np.zeros((200, 3)))
    once = closed(np.zeros((1, 3)), np.zeros((1, 3)))

    assert closures_title(rows, start=NEW_YEAR) == (
        "No shelter closed for lack of money in any of 200 replications"
    )
    assert closures_title(rows[:1], start=NEW_YEAR) == (
        "S0 did not close for lack of money in any of 200 replications"
    )
    assert closures_title(once, start=NEW_YEAR) == (
        "No shelter closed for lack of money in the one replication played"
    )
    assert "a chance of up to 1.8\u00a0% (Clopper" in closures_note(rows)
    assert "never closed" in [
        text.get_text() for text, _ in texts_of(draw_closures(rows, start=NEW_YEAR))
    ]


def test_a_share_is_never_rounded_to_none_or_to_all():
    shares = (0.0, 0.001, 0.01, 0.555, 0.9999, 1.0)

    assert [_number(share) for share in shares] == ["", "<1", "1", "56", "99", "all"]


def test_people_title_counts_an_average_night():
    made = results(shelter("pvpt", closure=STRICT))
    sheltered, waiting = made.series.sheltered.mean(), made.series.waiting.mean()
    night = mean(made.series.sheltered.mean(axis=1))
    low, high = float(night.low), float(night.high)

    assert people_title(people_fans(made)).startswith(
        f"On an average night {sheltered:.2f} ({low:.2f}–{high:.2f}) people sleep in "
        f"the 12 beds of all shelters and {waiting:.2f} ("
    )


def test_what_never_is_has_no_plot_of_its_own():
    fans = people_fans(results(*many(2)))
    nobody = fan_of(np.zeros((20, 365)))
    none = mean(np.zeros(20))
    averages = (fans.averages[0], none, none)
    quiet = replace(fans, waiting=nobody, displaced=nobody, averages=averages)

    assert len(draw_people(fans, start=NEW_YEAR).axes) == 3
    assert len(draw_people(quiet, start=NEW_YEAR).axes) == 1
    assert "nobody waits; nobody is displaced" in people_title(quiet)


def test_a_number_stands_above_the_worst_week_of_each_spell():
    nights = np.zeros((10, 70), bool)
    nights[:9, 8], nights[:4, 15], nights[:2, 50] = True, True, True
    shown = [
        text.get_text()
        for text, _ in texts_of(draw_closures(closed(nights), start=NEW_YEAR))
    ]

    assert [text for text in shown if text.isdigit()] == ["90", "20"]


def test_lines_stand_at_days_of_the_planned_bill_less_the_credit():
    strict = ClosurePlan(freeze_below=14, close_below=2, tolerated_arrears=200_000)
    plan = replace(shelter("pvpt", closure=strict), credit=5_000)

    assert list(levels(plan, BILL, "EUR")) == [
        Level(135_000, "intake freezes below 14 days of bills (€1,350)", closing=False),
        Level(15_000, "closes below 2 days of bills (€150)", closing=True),
        Level(-205_000, "closes with more than €2,000 of bills unpaid", closing=True),
    ]


def test_the_fan_of_cash_sinks_below_zero_with_unpaid_bills():
    made = results(shelter("pvpt", closure=STRICT))
    (panel,) = cash_panels(made)
    net = made.series.cash[:, :, 0] - made.series.arrears[:, :, 0]

    assert panel.fan.median.tolist() == np.median(net, axis=0).tolist()
    assert panel.fan.low.min() < 0


def test_the_planned_bill_of_a_day_counts_planned_residents_only():
    costs = (
        CostLine(name="rent", kind="fixed", amount=365_000, per="year"),
        CostLine(name="food", kind="bed_night", amount=500, per="each"),
        CostLine(name="roof", kind="one_off", amount=9_000_000, per="each", day=3),
        CostLine(
            name="team", kind="team", amount=1_000, per="day", residents_per_team=6
        ),
    )
    plan = replace(shelter("pvpt"), costs=costs, planned_residents=7)

    assert planned_daily_bill(plan) == 1_000 + 7 * 500 + 2 * 1_000
    assert planned_daily_bill(replace(plan, planned_residents=None)) is None


@pytest.mark.parametrize(("open_ones", "rows"), [(2, 3), (3, 1)])
def test_many_shelters_that_never_closed_are_named_below_the_calendar(open_ones, rows):
    figure = draw_closures(closed([[1] * 7], *[[[0] * 7]] * open_ones), start=NEW_YEAR)
    said = " ".join(text.get_text() for text in figure.texts)

    assert len(figure.axes) == rows + 1  # the key
    assert ("Never closed: S1; S2; S3." in said) == (rows == 1)


def test_a_shelter_that_money_cannot_close_has_no_cash_plot_but_a_calendar_row():
    made = results(shelter("state"), shelter("pvpt", closure=STRICT))

    assert [panel.title for panel in cash_panels(made)] == ["PVPT"]
    assert [row.title for row in closure_rows(made)] == ["STATE", "PVPT"]


def test_pictures_are_the_same_bytes_whatever_the_users_own_settings(tmp_path):
    import matplotlib as mpl

    made = results(*many(2))
    plain, own = tmp_path / "plain", tmp_path / "own"
    plain.mkdir()
    own.mkdir()
    paint(made, plain)
    with mpl.rc_context({"axes.facecolor": "r", "savefig.bbox": "tight"}):
        paint(made, own)

    names = sorted(path.name for path in plain.iterdir())
    assert names == [
        *("cash.png", "cash.svg", "closures.png", "closures.svg"),
        *("people.png", "people.svg"),
    ]
    assert all((plain / n).read_bytes() == (own / n).read_bytes() for n in names)


def test_where_nothing_closes_a_sentence_stands_for_the_picture(tmp_path):
    _, closures, _ = paint(always_open(results(*many(2))), tmp_path)

    assert closures == (
        None,
        (
            "No shelter closed for lack of money in any of 20 replications. None in "
            "20 still leaves room for a chance of up to 16.8\u00a0% (Clopper-Pearson, "
            "95\u00a0%)."
        ),
    )


def test_where_nothing_can_close_no_chance_of_it_is_told(tmp_path):
    told = paint(always_open(results(shelter("state"))), tmp_path)

    assert [(stem and stem.name, text) for stem, text in told[:-1]] == [
        (None, "No shelter of this plan has cash that could run out.")
    ]


def test_words_in_svg_stay_words_and_dollars_stay_dollars(tmp_path):
    panel = CashPanel(title="A $ and a $", fan=fan_of(np.full((3, 40), 12_300)))
    figure = draw_cash([panel], start=NEW_YEAR, currency="USD")
    svg, _ = save(figure, tmp_path / "cash", 'Cash of "A" & B')
    text = svg.read_text(encoding="utf-8")

    assert ET.fromstring(text).tag.endswith("svg")
    assert ">A $ and a $</text>" in text
    assert '<svg role="img" aria-label="Cash of &quot;A&quot; &amp; B" ' in text
    assert "<dc:date>" not in text


def test_every_colour_of_text_has_a_contrast_of_at_least_4_5():
    def luminance(colour):
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4
                  for p in parts]  # fmt: skip
        return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))

    colours = (looks.BLACK, looks.BLUE, looks.GREY, looks.GREEN_TEXT,
               looks.ORANGE_TEXT, looks.VERMILION_TEXT)  # fmt: skip

    assert all(1.05 / (luminance(colour) + 0.05) >= 4.5 for colour in colours)


def test_matplotlib_is_imported_only_by_those_who_draw():
    code = "import sys, sim.report.figures; print('matplotlib' in sys.modules)"
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, check=True
    )

    assert done.stdout.strip() == b"False"
