"""Tables for a terminal: plain text in columns, each number with its interval."""

from collections.abc import Iterator, Sequence

from sim.experiment.estimate import Estimate
from sim.experiment.results import Results
from sim.report.numbers import amount, count, step_of
from sim.report.sentences import find

__all__ = ["by_shelter", "columns", "headline"]

HEADLINE = (
    ("closure_probability", "Chance that a shelter closes"),
    ("closure_days", "Days closed, all shelters"),
    ("freeze_days", "Days open but admitting nobody"),
    ("referrals", "People referred"),
    ("supported_victims", "People supported"),
    ("coverage_rate", "Share of those referred"),
    ("mean_wait_days", "Mean wait for a bed"),
    ("p90_wait_days", "Nine in ten wait at most"),
    ("not_placed_within_24h", "No bed within 24 hours"),
    ("turn_aways", "Turned away"),
    ("abandonments", "Gave up waiting"),
    ("displaced", "Displaced by a closure"),
    ("unmet_bed_nights", "Nights needed and not had"),
    ("police_station_child_nights", "Children: police station"),
    ("bed_nights", "Nights slept in a bed"),
    ("occupancy_rate", "Share of open beds in use"),
    ("costs", "Cost"),
    ("cost_per_supported_victim", "Cost per person supported"),
    ("cost_per_bed_night", "Cost per bed-night"),
    ("income", "Income"),
    ("funding_shortfall", "Promised, due and not paid"),
    ("peak_shortfall", "Largest hole in the accounts"),
    ("bridge_needed", "Bridge that would have done"),
    ("closure_cost", "Public cost of the closures"),
)
SHELTER = (
    ("closure_probability", "closes"),
    ("closure_days", "days closed"),
    ("occupancy_rate", "beds in use"),
    ("supported_victims", "people"),
    ("cost_per_bed_night", "per bed-night"),
)
NAME_WIDTH = 22


def headline(results: Results) -> str:
    """Return the headline measures with intervals, and single periods beside means."""
    rows: list[tuple[str, ...]] = [("", "average", "95 % interval", "a single period")]
    for name, label in HEADLINE:
        estimate = find(results, name)
        if estimate is not None and _says_something(estimate):
            rows.append((label, *_cells(estimate)))
    note = (
        f"{count(results.replications, 'replication')}, seed {results.seed}. "
        "A single period: 95 % of replications lie between."
    )
    return f"{columns(rows)}\n{note}"


def by_shelter(results: Results, width: int) -> str:
    """Return one row a shelter, as many measures as fit into ``width`` columns."""
    rows: list[tuple[str, ...]] = [("", *(label for _, label in SHELTER))]
    for shelter in results.scenario.shelters:
        found = [find(results, name, shelter=shelter.name) for name, _ in SHELTER]
        title = shelter.title
        name = title if len(title) <= NAME_WIDTH else shelter.name[:NAME_WIDTH]
        rows.append((name, *("–" if e is None else _short(e) for e in found)))
    while len(rows[0]) > 2 and max(map(len, columns(rows).split("\n"))) > width:
        rows = [row[:-1] for row in rows]
    return columns(rows)


def columns(rows: Sequence[tuple[str, ...]]) -> str:
    """Align rows of cells: the first column to the left, the others to the right.

    >>> print(columns([("", "beds"), ("north", "4"), ("south", "12")]))
           beds
    north     4
    south    12
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _says_something(estimate: Estimate) -> bool:
    """Leave out what is nought and sure to be, but never a closure that is."""
    if estimate.measure == "closure_probability":
        return True
    return estimate.value != 0 or bool(estimate.high)


def _cells(estimate: Estimate) -> Iterator[str]:
    """Yield value, interval and prediction interval, rounded alike."""
    low, high, unit = estimate.low, estimate.high, estimate.unit
    if estimate.value is None:
        yield from (estimate.note or "–", "", "")
        return
    step = None if low is None or high is None else step_of(low, high)
    yield amount(estimate.value, unit, step)
    yield _range(low, high, unit, step)
    yield _range(estimate.prediction_low, estimate.prediction_high, unit, step)


def _range(low: float | None, high: float | None, unit: str, step: float | None) -> str:
    if low is None or high is None:
        return ""
    return f"{_bare(low, unit, step)} to {_bare(high, unit, step)}"


def _bare(value: float, unit: str, step: float | None) -> str:
    """Write a number without its unit in words; signs of money and % stay."""
    text = amount(value, unit, step)
    return text if text.endswith(" %") else text.partition(" ")[0]


def _short(estimate: Estimate) -> str:
    if estimate.value is None:
        return "–"
    low, high, unit = estimate.low, estimate.high, estimate.unit
    if low is None or high is None:
        return _bare(estimate.value, unit, None)
    step = step_of(low, high)
    percent = " %" if unit in ("share", "probability") else ""
    value, low_text, high_text = (
        _bare(number, unit, step).removesuffix(" %")
        for number in (estimate.value, low, high)
    )
    return f"{value}{percent} ({low_text}–{high_text})"
