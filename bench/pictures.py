"""The pictures of the validation page, in the style of the program's own."""

from pathlib import Path

import matplotlib.ticker
from curves import (
    BASE_TOLERATED,
    RESERVES,
    TOLERATED,
    Point,
    find,
    of_spread,
    wilson,
)

from sim.report.figures.style import (
    BLACK,
    BLUE,
    GREEN_TEXT,
    GREY,
    NORMAL,
    PALE,
    SMALL,
    VERMILION_TEXT,
    drawing,
    open_page,
    save,
)

DONORS = {
    "pay": "Other donors pay their half in time",
    "wait": "Other donors wait for the ministry's contract",
}
LOOKS = {
    1: ("1 month late", BLUE, "-", "o"),
    2: ("2 months late", GREEN_TEXT, "--", "s"),
    3: ("3 months late", VERMILION_TEXT, "-.", "^"),
}
SPREAD_LOOK = ("delays as documented", BLACK, ":", "D")
RESERVE_LOOKS = {
    0.0: ("no reserve", VERMILION_TEXT, "-.", "^"),
    0.5: ("half a month", GREEN_TEXT, "--", "s"),
    1.0: ("one month", BLUE, "-", "o"),
}


def by_reserve(rows: list[dict], stem: Path) -> None:
    """Closure probability and months closed over the reserve, by delay."""
    n = rows[0]["replications"]
    title = "How likely a closure was in 2017, by reserve and delay"
    note = (
        f"{n} replications a point, the same luck at every point; bars are 95 % "
        "intervals. A call on time closes nothing at any reserve and is not drawn. "
        "Creditors and staff wait 30 days. Documented delays: none, 1, 2, 3 months "
        "with 0.20, 0.40, 0.28, 0.12. The ring is the scenario file's own setting."
    )
    with drawing():
        page, top = open_page(title, note, width=7.6, body=5.35)
        for column, (donors, words) in enumerate(DONORS.items()):
            left = 0.75 + 3.5 * column
            upper = page.axes(left, top + 0.3, 2.95, 2.2)
            lower = page.axes(left, top + 2.95, 2.95, 1.95)
            upper.set_title(words, fontsize=NORMAL, loc="left", pad=8)
            for axes in (upper, lower):
                _reserve_axis(axes)
            _share_axis(upper, "any NGO shelter closed" if not column else "")
            lower.set_ylim(0, 6.2)
            lower.set_ylabel("" if column else "shelter-months closed", fontsize=SMALL)
            for late, look in LOOKS.items():
                found = [find(rows, Point(donors, late, r)) for r in RESERVES]
                _line(upper, RESERVES, [_share(row) for row in found], look)
                _line(lower, RESERVES, [_months(row) for row in found], look)
            mixed = [of_spread(rows, donors, r) for r in RESERVES]
            _line(upper, RESERVES, [m["any"] for m in mixed], SPREAD_LOOK)
            _line(lower, RESERVES, [_around(*m["months"]) for m in mixed], SPREAD_LOOK)
            lower.set_xlabel("reserve on 1 January, months of cost", fontsize=SMALL)
            if donors == "pay":
                _ring(upper, 1.0, mixed[RESERVES.index(1.0)]["any"][0])
                upper.legend(
                    fontsize=SMALL,
                    frameon=False,
                    loc="upper right",
                    handlelength=3.2,
                    borderaxespad=0,
                )
        save(page.figure, stem, title)


def by_tolerance(rows: list[dict], stem: Path) -> None:
    """Closure probability over how long creditors wait, a month late."""
    n = rows[0]["replications"]
    title = "What decides whether a month's delay closes a shelter"
    note = (
        f"The call comes one month late. {n} replications a point; bars are 95 % "
        "intervals. The ring is the scenario file's own setting. The record of 2017 "
        "is one shelter closed for one month: nobody recorded the reserve, the "
        "patience of creditors, or what other donors did."
    )
    with drawing():
        page, top = open_page(title, note, width=7.6, body=2.95)
        for column, (donors, words) in enumerate(DONORS.items()):
            axes = page.axes(0.75 + 3.5 * column, top + 0.3, 2.95, 2.2)
            axes.set_title(words, fontsize=NORMAL, loc="left", pad=8)
            _share_axis(axes, "any NGO shelter closed" if not column else "")
            axes.set_xlim(-2, 45)
            axes.set_xticks(TOLERATED)
            axes.set_xlabel(
                "days that bills may stay unpaid before closing", fontsize=SMALL
            )
            axes.tick_params(labelsize=SMALL)
            for reserve, look in RESERVE_LOOKS.items():
                found = [
                    _share(find(rows, Point(donors, 1, reserve, days)))
                    for days in TOLERATED
                ]
                _line(axes, TOLERATED, found, look)
            if donors == "pay":
                base = find(rows, Point("pay", 1, 1.0))
                _ring(axes, BASE_TOLERATED, _share(base)[0])
                axes.legend(
                    fontsize=SMALL,
                    frameon=False,
                    loc="upper right",
                    handlelength=3.2,
                    borderaxespad=0,
                )
        save(page.figure, stem, title)


def _reserve_axis(axes) -> None:
    axes.set_xlim(-0.08, 2.08)
    axes.set_xticks([0, 0.5, 1, 1.5, 2])
    axes.tick_params(labelsize=SMALL)


def _share_axis(axes, label: str) -> None:
    axes.set_ylim(-0.03, 1.03)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    axes.yaxis.set_major_formatter(
        matplotlib.ticker.FuncFormatter(lambda share, _: f"{100 * share:.0f} %")
    )
    axes.grid(axis="y", color=PALE, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.set_ylabel(label, fontsize=SMALL)


def _line(axes, across, bounds, look) -> None:
    label, colour, style, marker = look
    value = [b[0] for b in bounds]
    below = [max(b[0] - b[1], 0) for b in bounds]
    above = [max(b[2] - b[0], 0) for b in bounds]
    axes.errorbar(
        across,
        value,
        yerr=[below, above],
        label=label,
        color=colour,
        linestyle=style,
        marker=marker,
        markersize=3.2,
        linewidth=1.3,
        elinewidth=0.8,
    )


def _ring(axes, across: float, up: float) -> None:
    axes.plot(
        [across],
        [up],
        marker="o",
        markersize=11,
        markerfacecolor="none",
        markeredgecolor=GREY,
        linestyle="none",
        clip_on=False,
    )


def _share(row: dict) -> tuple[float, float, float]:
    return wilson(row["any"], row["replications"])


def _months(row: dict) -> tuple[float, float, float]:
    return _around(row["months"], row["months_error"])


def _around(value: float, error: float) -> tuple[float, float, float]:
    return value, max(value - 1.96 * error, 0.0), value + 1.96 * error
