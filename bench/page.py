"""Writes what was measured into the tables of the validation page.

The page's prose is written by hand; what stands between ``<!-- measured: name -->``
and ``<!-- end -->`` is written here.
"""

import re
from pathlib import Path

from curves import FILES, SPREAD, TOLERATED, Point, find, of_spread, wilson

RESERVES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
DONORS = {"pay": "other donors pay", "wait": "other donors wait"}


def write(page: Path, measured: dict) -> None:
    """Renew every measured part of the page."""
    text = page.read_text(encoding="utf-8")
    for name, lines in parts(measured).items():
        begin, end = f"<!-- measured: {name} -->", "<!-- end -->"
        pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
        body = "\n".join([begin, "", *lines, "", end])
        text, times = pattern.subn(lambda _, body=body: body, text)
        assert times == 1, f"the page has no place for {name}"
    page.write_text(text, encoding="utf-8")


def parts(measured: dict) -> dict[str, list[str]]:
    curves = measured["curves"]
    return {
        "closures": closures(curves),
        "months": months(curves),
        "as recorded": as_recorded(curves),
        "patience": patience(curves),
        "hindcast": hindcast(measured["hindcast"]),
        "naive": naive(measured),
        "oracles": oracles(measured["oracles"]),
    }


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [
        "| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head), *rows)
    ]


def closures(curves: list[dict]) -> list[str]:
    head = ["reserve, months"]
    for words in DONORS.values():
        head += [f"{words}: {late} late" for late in (1, 2, 3)] + ["as documented"]
    rows = []
    for reserve in RESERVES:
        cells = [f"{reserve:g}"]
        for donors in FILES:
            for late in (1, 2, 3):
                row = find(curves, Point(donors, late, reserve))
                cells.append(share(*wilson(row["any"], row["replications"])))
            cells.append(share(*of_spread(curves, donors, reserve)["any"]))
        rows.append(cells)
    return table(head, rows)


def months(curves: list[dict]) -> list[str]:
    head = ["reserve, months"]
    for words in DONORS.values():
        head += [f"{words}: {late} late" for late in (1, 2, 3)] + ["as documented"]
    rows = []
    for reserve in RESERVES:
        cells = [f"{reserve:g}"]
        for donors in FILES:
            for late in (1, 2, 3):
                row = find(curves, Point(donors, late, reserve))
                cells.append(number(row["months"], row["months_error"]))
            cells.append(number(*of_spread(curves, donors, reserve)["months"]))
        rows.append(cells)
    return table(head, rows)


def as_recorded(curves: list[dict]) -> list[str]:
    """How often a month's delay gives what 2017 saw."""
    rows = []
    for donors, words in DONORS.items():
        for reserve in (0.0, 0.5, 1.0):
            for days in (0, 14, 30):
                row = find(curves, Point(donors, 1, reserve, days))
                n = row["replications"]
                rows.append(
                    [
                        words,
                        f"{reserve:g}",
                        f"{days}",
                        share(*wilson(row["any"], n)),
                        share(*wilson(row["one"], n)),
                        share(*wilson(row["as_recorded"], n)),
                        number(row["months"], row["months_error"]),
                    ]
                )
    return table(
        [
            "other donors",
            "reserve, months",
            "bills may wait, days",
            "any closed",
            "exactly one closed",
            "0.5 to 2 shelter-months",
            "shelter-months",
        ],
        rows,
    )


def patience(curves: list[dict]) -> list[str]:
    rows = []
    for donors, words in DONORS.items():
        for reserve in (0.0, 0.5, 1.0):
            cells = [words, f"{reserve:g}"]
            for days in TOLERATED:
                row = find(curves, Point(donors, 1, reserve, days))
                cells.append(share(*wilson(row["any"], row["replications"])))
            rows.append(cells)
    head = ["other donors", "reserve, months", *(f"{d} days" for d in TOLERATED)]
    return table(head, rows)


def hindcast(rows: list[dict]) -> list[str]:
    return table(
        ["", "use", "observed", "simulated (95 % interval)", "tolerance", "verdict"],
        [
            [
                row["id"],
                row["use"],
                row["observed"],
                row["simulated"],
                row["tolerance"],
                "agrees" if row["agrees"] else "**disagrees**",
            ]
            for row in rows
        ],
    )


def naive(measured: dict) -> list[str]:
    """The same questions answered by last year's value."""
    curves = measured["curves"]
    late, spread = Point("pay", 1, 1.0), of_spread(curves, "pay", 1.0)["any"][0]
    known = find(curves, late)
    chance = known["any"] / known["replications"]
    arrivals = next(row["naive"] for row in measured["hindcast"] if "naive" in row)
    weights = ", ".join(f"{w:.2f}" for w in SPREAD.values())
    told = (
        f"{100 * chance:.0f} % knowing the delay, {100 * spread:.0f} % knowing "
        f"only how delays spread ({weights}): "
        + ("right" if chance >= 0.5 else "wrong as well")
    )
    return table(
        ["question", "last year's value", "model"],
        [
            ["2017: does one close?", "2016: none reported, so no: wrong", told],
            [
                "2020: does one close?",
                "turn of 2018/19: yes: wrong",
                "no, if the delay is known: right; the delay itself is not predicted",
            ],
            ["victims identified", *reversed(_halves(arrivals))],
        ],
    )


def _halves(text: str) -> tuple[str, str]:
    model, last = text.split("; ")
    return model, last


def oracles(rows: list[dict]) -> list[str]:
    cells = []
    for row in rows:
        if row.get("exact"):
            verdict = "holds" if row["agrees"] else "**fails**"
            cells.append(
                [
                    row["oracle"],
                    row["truth"],
                    row["simulated"],
                    verdict,
                    row["planted"],
                    "seen",
                ]
            )
            continue
        large = row["truth"]
        places = 4 if large < 2 else 2 if large < 100 else 1 if large < 1000 else 0
        unit = f" {row['unit']}" if row["unit"] else ""
        cells.append(
            [
                row["oracle"],
                f"{large:,.{places}f}{unit}",
                f"{row['simulated']:,.{places}f} ± {row['error']:.{places}f}",
                f"{row['z']:+.1f}".replace("-", "−"),
                row["planted"],
                f"{row['power']:.1f}",
            ]
        )
    return table(
        [
            "oracle",
            "truth",
            "simulated ± standard error",
            "z",
            "planted error",
            "its z",
        ],
        cells,
    )


def share(value: float, low: float, high: float) -> str:
    return f"{whole(value)} % ({whole(low)}–{whole(high)})"


def whole(share: float) -> str:
    """Per cent, with a decimal where it would read as none or as all."""
    odd = 0.0005 <= share < 0.01 or 0.99 < share < 0.9995
    return f"{100 * share:.1f}" if odd else f"{100 * share:.0f}"


def number(value: float, error: float) -> str:
    return f"{value:.2f} ± {error:.2f}"
