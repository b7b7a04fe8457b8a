"""Tables for a terminal: plain text in columns, each number with its interval."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from sim.experiment.estimate import Estimate
from sim.experiment.results import Results
from sim.report.answer.spread import find, unknown
from sim.report.language import marked, say
from sim.report.numbers import bare, between, called, count, step_of
from sim.scenario.plan import ShelterPlan

__all__ = [
    "HEADLINE",
    "by_programme",
    "by_shelter",
    "cells",
    "columns",
    "headline",
    "label_of",
    "one_period",
    "range_of",
    "short",
    "value_of",
]

HEADLINE = (
    ("closure_probability", marked("A shelter closes")),
    ("closure_days", marked("Shelter-days closed")),
    ("freeze_days", marked("Shelter-days admitting nobody")),
    ("referrals", marked("People referred")),
    ("supported_victims", marked("People supported")),
    ("coverage_rate", marked("Supported, of those referred")),
    ("mean_wait_days", marked("Days of waiting, mean")),
    ("p90_wait_days", marked("Days of waiting, nine in ten")),
    ("not_placed_within_24h", marked("People without a bed for 24 h")),
    ("turn_aways", marked("People turned away")),
    ("abandonments", marked("People who gave up waiting")),
    ("displaced", marked("People displaced by a closure")),
    ("unmet_bed_nights", marked("Nights needed and not had")),
    ("police_station_child_nights", marked("Nights of children with police")),
    ("bed_nights", marked("Nights slept in a bed")),
    ("occupancy_rate", marked("Open beds in use")),
    ("costs", marked("Cost")),
    ("cost_per_supported_victim", marked("Cost per person supported")),
    ("cost_per_bed_night", marked("Cost per bed-night")),
    ("income", marked("Income")),
    ("funding_shortfall", marked("Promised, due and not paid")),
    ("peak_shortfall", marked("Most bills overdue, mean")),
    ("bridge_needed", marked("Bridge that pays all bills, mean")),
    ("closure_cost", marked("Public cost of the closures")),
)
OTHERS = {
    "closure_spells": marked("Times a shelter closed"),
    "closure_cause_share": marked("Share of closures by cause"),
    "first_closure_day": marked("Day of the first closure"),
    "staff_lost_days": marked("Days with staff gone"),
    "capacity_bed_nights": marked("Nights that beds could be slept in"),
    "occupancy_rate_of_all_beds": marked("Beds in use, of all"),
    "mean_census": marked("Residents, mean"),
    "peak_census": marked("Residents at most"),
    "empty_beds": marked("Beds open and empty, mean"),
    "blocked_nights": marked("Nights in a bed past the planned end"),
    "referred_people": marked("People referred, with households"),
    "returns": marked("People who came back"),
    "returns_cut": marked("Returns after the period"),
    "recognised": marked("People recognised"),
    "not_recognised": marked("People not recognised"),
    "stage_queued": marked("People who queued for a stage"),
    "stage_wait_days": marked("Days in the queue of a stage, mean"),
    "declined": marked("People who declined a bed"),
    "supported_people": marked("People supported, with households"),
    "mean_placement_delay_days": marked("Days from referral to a bed, mean"),
    "admissions": marked("Stays begun"),
    "completed_stays": marked("Stays completed"),
    "exits": marked("People who left as planned"),
    "stays_at_limit": marked("Stays that a limit ended"),
    "step_downs": marked("Moves to the next programme"),
    "transfers": marked("Moves to another shelter"),
    "forced_exits": marked("People who had to leave early"),
    "displaced_nights": marked("Nights cut off by a closure"),
    "mean_wait_days_of_those_who_waited": marked("Days waited, of those who waited"),
    "median_wait_days": marked("Days of waiting, median"),
    "waits_within_1_day": marked("In a bed within 1 day"),
    "waits_within_3_days": marked("In a bed within 3 days"),
    "waits_within_7_days": marked("In a bed within 7 days"),
    "mean_list_length": marked("People waiting at a time, mean"),
    "interim_nights": marked("Nights in interim places"),
    "service_days": marked("Days of places without a bed"),
    "service_users": marked("People in places without a bed"),
    "service_occupancy_rate": marked("Places without a bed in use"),
    "cost_per_available_bed_night": marked("Cost per night a bed was open"),
    "cost_per_completed_stay": marked("Cost per stay completed"),
    "promised_money": marked("Money promised"),
    "returned_money": marked("Money given back unspent"),
    "lapsed_money": marked("Promises lapsed at year's end"),
    "cut_money": marked("Promises cut"),
    "gave_way_money": marked("Promises that gave way"),
    "compensated_victims": marked("Compensated victims"),
    "compensation_paid": marked("Compensation paid"),
    "compensation_missing": marked("Compensation due and not paid"),
    "funder_hhi": marked("Concentration of funders"),
    "peak_shortfall_p90": marked("Most bills overdue, nine in ten"),
    "bridge_needed_p90": marked("Bridge enough in nine of ten"),
    "bridge_drawn": marked("Bridge drawn"),
    "bridge_repaid": marked("Bridge repaid"),
    "arrears_days": marked("Days with bills unpaid"),
    "months_of_arrears": marked("Months of arrears"),
    "lowest_runway_days": marked("Days its money lasts, at worst"),
    "final_cash": marked("Free cash at the end"),
}
"""What the other measures are called: in words of readers."""
OF_ONE = {
    "closure_days": marked("Days closed"),
    "freeze_days": marked("Days admitting nobody"),
}
"""What is called otherwise where only one shelter is meant."""
BRIDGE = {"bridge_needed": "bridge_needed_p90", "peak_shortfall": None}
"""What stands for a measure in the answer of a run, or that nothing does.

A mean bridge is enough in about half of the replications: nobody plans for that, and
three sums that are much the same would only be taken for one another.
"""
SHELTER = (
    ("closure_probability", marked("closes")),
    ("closure_days", marked("days closed")),
    ("occupancy_rate", marked("beds in use")),
    ("cost_per_bed_night", marked("per bed-night")),
    ("supported_victims", marked("people")),
)
PROGRAMME = (
    *SHELTER[:2],
    ("service_users", marked("people")),
    ("service_occupancy_rate", marked("slots in use")),
)
"""What is told of a programme without a bed: it has slots, and nobody sleeps there."""
NAME_WIDTH = 22
WHOLE = ("persons", "nights", "bed-nights", "shelter-days")
"""Units of which one period has a whole number."""


def headline(results: Results, width: int = 80) -> str:
    """Return the headline measures with intervals, and single periods beside means.

    Labels of a language that is longer than ours run over two lines where the table
    would be wider than ``width``.
    """
    one = one_period(results)
    rows: list[tuple[str, ...]] = [("", say("average"), say("95 % interval"), one)]
    never = all(shelter.closure is None for shelter in results.scenario.shelters)
    alone = len(results.scenario.shelters) == 1
    notes: list[str] = []
    for measure, _ in HEADLINE:
        name = BRIDGE.get(measure, measure)
        told = name is not None and (name == measure or results.replications > 1)
        estimate = find(results, name) if name and told else None
        if name == "closure_probability" and never:
            rows.append((label_of(name), say("never"), "", ""))
        elif estimate is not None and _says_something(estimate):
            label = label_of(estimate.measure, alone=alone)
            rows.append((label, *_noted(estimate, notes)))
    note = say(
        "{replications}, seed {seed}.",
        replications=count(results.replications, "replication"),
        seed=results.seed,
    )
    if results.replications == 1:
        rows = [row[:2] for row in [("", say("this one")), *rows[1:]]]
    elif any(row[-1] for row in rows[1:]):
        lies = marked("{period}: 95 % of replications lie between.")
        note += " " + say(lies, period=one.capitalize())
    else:
        rows = [row[:-1] for row in rows]
    over = max(map(len, columns(rows).split("\n"))) - width
    if over > 0:
        rows = _folded(rows, max(map(len, next(zip(*rows, strict=True)))) - over)
    signed = (f"{_sign(number)} {told}" for number, told in enumerate(notes))
    return "\n".join([columns(rows), *signed, note])


def _folded(rows: Sequence[tuple[str, ...]], most: int) -> list[tuple[str, ...]]:
    """Fold the names of rows to ``most`` signs, the rest of each below it."""
    folded: list[tuple[str, ...]] = []
    for name, *cells in rows:
        first, *more = wrap(name, max(NAME_WIDTH, most), subsequent_indent="  ") or [""]
        folded.append((first, *cells))
        folded += [(part, *[""] * len(cells)) for part in more]
    return folded


def _noted(estimate: Estimate, notes: list[str]) -> tuple[str, ...]:
    """Return the cells of an estimate; what is said of it goes once to the foot."""
    if estimate.value is not None or not estimate.note:
        return tuple(cells(estimate))
    value, why = unknown(estimate)
    told = f"{why[:1].upper()}{why[1:]}."
    if told not in notes:
        notes.append(told)
    return f"{value} {_sign(notes.index(told))}", "", ""


def _sign(number: int) -> str:
    """Return the sign of a note at the foot: a star for each, from the first."""
    return "*" * (number + 1)


def one_period(results: Results) -> str:
    """Name what a prediction interval is about: one year, or one such period."""
    return say("one year") if results.scenario.days in (365, 366) else say("one period")


def by_shelter(results: Results, width: int) -> str:
    """Return one row a shelter, as many measures as fit into ``width`` columns."""
    shelters = [plan for plan in results.scenario.shelters if plan.overnight]
    return _one_by_one(results, shelters, SHELTER, "", width)


def by_programme(results: Results, width: int) -> str:
    """Return one row a programme without a bed; empty where there is none."""
    programmes = [plan for plan in results.scenario.shelters if not plan.overnight]
    corner = say("Without a bed")
    return _one_by_one(results, programmes, PROGRAMME, corner, width)


def _one_by_one(
    results: Results,
    shelters: Sequence[ShelterPlan],
    measures: Sequence[tuple[str, str]],
    corner: str,
    width: int,
) -> str:
    """Return a row each, with those of the measures that mean something there."""
    if not shelters:
        return ""
    told = [
        (measure, label)
        for measure, label in measures
        if not measure.startswith("closure")
        or any(shelter.closure is not None for shelter in shelters)
        if not measure.startswith("cost") or any(shelter.costs for shelter in shelters)
    ]
    rows: list[tuple[str, ...]] = [(corner, *(say(label) for _, label in told))]
    for shelter in shelters:
        row = [_of_shelter(results, measure, shelter) for measure, _ in told]
        rows.append((called(shelter.title), *row))
    rows = _folded(rows, NAME_WIDTH)
    while len(rows[0]) > 2 and max(map(len, columns(rows).split("\n"))) > width:
        rows = [row[:-1] for row in rows]
    return columns(rows)


def _of_shelter(results: Results, measure: str, shelter: ShelterPlan) -> str:
    if shelter.closure is None and measure == "closure_probability":
        return say("never")
    estimate = find(results, measure, shelter=shelter.name)
    return "–" if estimate is None or estimate.value is None else short(estimate)


def columns(rows: Sequence[tuple[str, ...]]) -> str:
    """Align rows of cells: the first column to the left, the others to the right.

    >>> print(columns([("", "beds"), ("north", "4"), ("south", "12")]))
           beds
    north     4
    south    12

    Words that stand alone in their row may run on below the columns behind them.
    """
    numbers = [row for row in rows if not _words_alone(row)] or rows
    widths = [
        max(map(len, next(zip(*rows, strict=True)))),
        *(max(map(len, column)) for column in list(zip(*numbers, strict=True))[1:]),
    ]
    return "\n".join(_line(row, widths) for row in rows)


def _words_alone(row: Sequence[str]) -> bool:
    return len(row) > 2 and bool(row[1]) and not any(row[2:])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    name = row[0].ljust(widths[0])
    if _words_alone(row) and len(row[1]) > widths[1]:
        return f"{name}  {row[1].rjust(sum(widths[1:]) + 2 * len(widths[2:]))}"
    cells = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
    return "  ".join([name, *list(cells)[1:]]).rstrip()


def _says_something(estimate: Estimate) -> bool:
    """Leave out what is nought and sure to be, but never a closure that is."""
    if estimate.measure == "closure_probability":
        return True
    return estimate.value != 0 or bool(estimate.high)


def cells(estimate: Estimate) -> Iterator[str]:
    """Yield value, interval and prediction interval; units stand in the label."""
    low, high, unit = estimate.low, estimate.high, estimate.unit
    if estimate.value is None:
        yield from (unknown(estimate)[0], "", "")
        return
    if _is_one_closure(estimate):
        yield from (_yes_or_no(estimate), "", "")
        return
    step = _step(estimate)
    yield value_of(estimate)
    yield _range(low, high, unit, step)
    yield _range(
        estimate.prediction_low,
        estimate.prediction_high,
        unit,
        _step_of_one_period(estimate),
    )


def _step(estimate: Estimate) -> float | None:
    """Return what to round to; a probability is never finer than 1 %."""
    if estimate.low is None or estimate.high is None:
        return None
    step = step_of(estimate.low, estimate.high)
    if step is not None and estimate.unit == "probability":
        return max(step, 0.01)
    return step


def _step_of_one_period(estimate: Estimate) -> float | None:
    low, high = estimate.prediction_low, estimate.prediction_high
    step = None if low is None or high is None else step_of(low, high)
    if step is not None and estimate.unit in WHOLE:
        return max(1.0, step / 10)
    return step


def _is_one_closure(estimate: Estimate) -> bool:
    return estimate.measure == "closure_probability" and estimate.replications == 1


def value_of(estimate: Estimate) -> str:
    """Write the value itself; what happened at all is never a chance of 0 %."""
    value, unit = estimate.value, estimate.unit
    assert value is not None
    text = bare(value, unit, _step(estimate))
    nought = bare(0.0, unit, None)
    if value and unit == "probability" and text == nought:
        return nought.replace("0", "<1", 1)
    return text


def _yes_or_no(estimate: Estimate) -> str:
    """Say whether it closed in the one replication there is."""
    return say("yes") if estimate.value else say("no")


def _range(low: float | None, high: float | None, unit: str, step: float | None) -> str:
    """Write both ends, sign and % once: ``€2,230–2,400``, ``54–68 %``."""
    return "" if low is None or high is None else between(low, high, unit, step)


def range_of(estimate: Estimate) -> str:
    """Write the interval of an estimate, empty where there is none."""
    return _range(estimate.low, estimate.high, estimate.unit, _step(estimate))


def label_of(measure: str, *, alone: bool = False) -> str:
    """Return what a measure is called in a table, in the language spoken.

    ``alone`` where it is of one shelter, whose days need not be added up.

    >>> label_of("displaced"), label_of("peak_census")
    ('People displaced by a closure', 'Residents at most')
    >>> label_of("closure_days"), label_of("closure_days", alone=True)
    ('Shelter-days closed', 'Days closed')
    """
    words = measure.replace("_", " ").capitalize()
    label = dict(HEADLINE).get(measure) or OTHERS.get(measure, words)
    return say(OF_ONE.get(measure, label) if alone else label)


def short(estimate: Estimate) -> str:
    """Write a value and its interval in brackets: ``70 % (68–71)``."""
    value, step, unit = estimate.value, _step(estimate), estimate.unit
    assert value is not None
    if _is_one_closure(estimate):
        return _yes_or_no(estimate)
    text = value_of(estimate)
    low, high = estimate.low, estimate.high
    if low is None or high is None or between(low, high, unit, step) == text:
        return text
    return f"{text} ({between(low, high, unit, step, signed=False)})"
