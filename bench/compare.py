"""Every figure on speed, in one run on this machine: times, answers, growth, bars.

    python bench/compare.py               # about ten minutes; writes the page's tables
    python bench/compare.py --quick       # two minutes, and writes nothing

Needs the extra ``bench``.  Prints what it finds and writes it between the marks of
docs/background/performance.md.
"""

import argparse
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from math import isnan, nan
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

import growth  # noqa: E402
import whole_model  # noqa: E402
from beds_only import compare_beds  # noqa: E402
from clocks import load_now  # noqa: E402

PAGE = ROOT / "docs" / "background" / "performance.md"
BEGIN, END = "<!-- measured -->", "<!-- end of measured -->"
OURS = "Bednight, compiled"
FREE, FEW = 1.6, 3


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--quick", action="store_true", help="few rounds, no page")
    quick = asked.parse_args().quick
    rounds = 3 if quick else 9
    lines = [*setting()]
    bars: list[tuple[str, float, float, bool]] = []
    for part in (beds, whole, thousand, threads, grow):
        made = part(rounds, bars)
        print("\n".join(made), flush=True)
        lines += made
    told = bars_told(bars)
    print("\n".join(told))
    lines[len(setting()) : len(setting())] = told
    if not quick:
        page = PAGE.read_text(encoding="utf-8")
        head, rest = page.split(BEGIN)
        tail = rest.split(END)[1]
        text = "\n".join([BEGIN, *lines, END])
        PAGE.write_text(head + text + tail, encoding="utf-8")


def setting() -> list[str]:
    """Where and with what it was measured."""
    names = ("numpy", "numba", "simpy", "ciw", "salabim")
    with_them = ", ".join(f"{name} {version(name)}" for name in names)
    return [
        "",
        (
            f"Measured on {datetime.now(UTC):%d %B %Y} by `python bench/compare.py`: "
            f"{platform.machine()}, {load_now()}, Python {platform.python_version()}, "
            f"{with_them}."
        ),
    ]


def beds(rounds: int, bars: list) -> list[str]:
    """The beds-only network, ours and others."""
    rows = compare_beds(rounds)
    ours = next(row for row in rows if row.name == OURS).milliseconds
    table = [
        "",
        "### Beds alone",
        "",
        (
            "| played by | ms a replication | × compiled | replications "
            "| mean wait, days | give up, % | occupancy, % |"
        ),
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        answers = " | ".join(f"{a:.2f} ± {b:.2f}" for a, b in row.answers.values())
        table.append(
            f"| {row.name} | {row.milliseconds:.2f} | {row.milliseconds / ours:.1f} "
            f"| {row.replications} | {answers} |"
        )
    for name, bar in (("Ciw", 300), ("SimPy, for the purpose", 50)):
        their = next(row for row in rows if row.name == name).milliseconds
        bars.append((f"beds alone: × {name}", their / ours, bar, True))
    apart = max(abs(z) for row in rows for z in row.apart(rows[0]))
    return [
        *table,
        "",
        (
            "Half-widths are 95 % intervals. The furthest that any answer lies from "
            f"the compiled player's is {apart:.1f} standard errors."
        ),
    ]


def whole(rounds: int, bars: list) -> list[str]:
    """The whole model, both players, by part, and a continent."""
    both = whole_model.both_players("kosovo-2021", rounds)
    ratio = both["play, SimPy"] / both["play, compiled"]
    bars.append(("kosovo-2021: playing, × SimPy", ratio, 40, True))
    great = whole_model.continent(max(rounds // 3, 1))
    bars.append(("continent: seconds of a replication", great["compiled"], 3, False))
    memory = whole_model.peaks()
    bars.append(("continent: MB at the most", memory["continent, 1"], 1000, False))
    table = [
        "",
        "### The whole model",
        "",
        "| | SimPy | compiled | × |",
        "|---|---|---|---|",
    ]
    for name, unit in (("play", "ms"), ("whole", "ms")):
        slow, fast = both[f"{name}, SimPy"], both[f"{name}, compiled"]
        what = "playing" if name == "play" else "drawn, played, audited, counted"
        table.append(
            f"| kosovo-2021, {what}, {unit} | {slow:.2f} | {fast:.3f} "
            f"| {slow / fast:.0f} |"
        )
    slow, fast = great["SimPy, a year"], great["compiled, a year"]
    table.append(
        f"| continent, playing one year, s | {slow:.1f} | {fast:.3f} "
        f"| {slow / fast:.0f} |"
    )
    table += [
        "",
        (
            f"A continent is 500 shelters and 20,000 people a year for ten years: "
            f"{great['events']:,.0f} events a replication. Of the "
            f"{great['compiled']:.2f} s, drawing takes {great['draw']:.2f}, playing "
            f"{great['play']:.2f}, audit {great['audit']:.2f}, counting "
            f"{great['tally']:.2f}. SimPy played one of the ten years."
        ),
        "",
        "| nanoseconds an event | drawing | playing | audit | counting |",
        "|---|---|---|---|---|",
    ]
    for name, parts in whole_model.of_events(rounds, great).items():
        cells = " | ".join(f"{parts[part]:.0f}" for part in whole_model.PARTS)
        table.append(f"| {name} | {cells} |")
    table += ["", "| memory of a fresh process | MB at the most |", "|---|---|"]
    return [*table, *(f"| {name} | {size:.0f} |" for name, size in memory.items())]


def thousand(rounds: int, bars: list) -> list[str]:
    """A thousand futures."""
    found = growth.thousand(max(rounds // 2, 1))
    best = min(found["1 thread"], found["2 threads"])
    bars.append(("1,000 × kosovo-2017, seconds by the clock", best, 1, False))
    told = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in found.items())
    return ["", f"1,000 replications of kosovo-2017, estimates and all: {told}."]


def threads(rounds: int, bars: list) -> list[str]:
    """Two threads and two Dask workers, where the machine had a second core to give."""
    told = []
    for name, found, bar in (
        ("two threads, × one", growth.threads(2 * rounds), 1.7),
        ("two Dask workers, × one", growth.dask_workers(2 * rounds), 1.4),
    ):
        free = [ours for code, ours in found if code >= FREE]
        of = f"{len(free)} of {len(found)} rounds"
        bars.append((name, median(free) if len(free) >= FEW else nan, bar, True))
        told.append(f"{name}: {of}")
    return [
        "",
        (
            "Rounds in which two threads of pure machine code gained at least "
            f"{FREE} ×, so that there was a second core to be had: {'; '.join(told)}. "
            f"With fewer than {FEW} of them nothing can be said."
        ),
    ]


def grow(rounds: int, bars: list) -> list[str]:
    """What grows how fast."""
    table = [
        "",
        "### Growth",
        "",
        (
            "| from … to | drawing | playing | audit | counting | all of it "
            "| last doubling | MB |"
        ),
        "|---|---|---|---|---|---|---|---|",
    ]
    for name in growth.DIRECTIONS:
        rows, fitted = growth.grown(name, max(rounds // 3, 1))
        cells = " | ".join(
            f"{fitted[part]:.2f}" for part in (*whole_model.PARTS, "whole", "last")
        )
        ends = f"{rows[0][name]:,} … {rows[-1][name]:,} {name}"
        sizes = f"{rows[0]['megabytes']:.0f} … {rows[-1]['megabytes']:.0f}"
        table.append(f"| {ends} | {cells} | {sizes} |")
        if name != "years":
            bars.append((f"exponent in {name}", fitted["whole"], 1.1, False))
    rows, fitted = growth.replications(1)
    sizes = f"{rows[0]['megabytes']:.0f} … {rows[-1]['megabytes']:.0f}"
    ends = f"{rows[0]['replications']:,} … {rows[-1]['replications']:,} replications"
    table.append(f"| {ends} | | | | | {fitted['seconds']:.2f} | | {sizes} |")
    return [
        *table,
        "",
        (
            "Exponents fitted to five sizes, each twice the one before (replications: "
            "three, each four times the one before): 1 is in proportion, below 1 "
            "something fixed is shared."
        ),
    ]


def bars_told(bars: list[tuple[str, float, float, bool]]) -> list[str]:
    """Every bar, measured, and whether it is met."""
    table = ["", "| bar | measured | wanted | |", "|---|---|---|---|"]
    for name, found, wanted, at_least in bars:
        if isnan(found):
            table.append(f"| {name} | – | at least {wanted:,} | not measurable |")
            continue
        met = found >= wanted if at_least else found <= wanted
        share = found / wanted if at_least else wanted / found
        sign = "at least" if at_least else "at most"
        verdict = "met" if met else f"missed: {share:.0%} of it"
        table.append(f"| {name} | {found:,.2f} | {sign} {wanted:,} | {verdict} |")
    return table


if __name__ == "__main__":
    main()
