"""What a shelter is billed by day, as far as the plan tells (SEMANTICS M1, M4, D4)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeAlias

from sim.planned.bills import Line

__all__ = ["Prices", "prices_of"]

Row: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Prices:
    """The bills of one shelter that wait only for its residents.

    Amounts are minor units.  ``open`` and ``closed`` have a row for each day with
    the bill of every cost line, at an open shelter that houses nobody and at one
    that lack of money has closed.  ``by_residents`` are (line, price by day,
    residents) with one price for each started group of so many, ``by_admission``
    and ``by_exit`` (line, price by day), ``once`` by day (line, amount, whether a
    closed shelter is billed it too).
    """

    open: tuple[Row, ...]
    closed: tuple[Row, ...]
    by_residents: tuple[tuple[int, Row, int], ...]
    by_admission: tuple[tuple[int, Row], ...]
    by_exit: tuple[tuple[int, Row], ...]
    once: dict[int, list[tuple[int, int, bool]]]


def prices_of(lines: tuple[Line, ...], days: int) -> Prices:
    """Sort a shelter's cost lines by what they count."""
    numbered = list(enumerate(lines))
    nothing = (0,) * days
    fixed = [line.daily if line.plan.kind == "fixed" else nothing for line in lines]
    going_on = [
        daily if line.plan.while_closed else nothing
        for line, daily in zip(lines, fixed, strict=True)
    ]
    once: dict[int, list[tuple[int, int, bool]]] = defaultdict(list)
    for number, line in numbered:
        day = line.plan.day
        if line.plan.kind == "one_off" and day is not None and 0 <= day < days:
            once[day].append((number, line.daily[day], line.plan.while_closed))
    return Prices(
        open=_by_day(fixed, days),
        closed=_by_day(going_on, days),
        by_residents=tuple(
            (number, line.daily, line.plan.residents_per_team or 1)
            for number, line in numbered
            if line.plan.kind in {"bed_night", "team"}
        ),
        by_admission=tuple(
            (n, line.daily) for n, line in numbered if line.plan.kind == "admission"
        ),
        by_exit=tuple(
            (n, line.daily) for n, line in numbered if line.plan.kind == "exit"
        ),
        once=dict(once),
    )


def _by_day(lines: list[Row], days: int) -> tuple[Row, ...]:
    return tuple(zip(*lines, strict=True)) if lines else ((),) * days
