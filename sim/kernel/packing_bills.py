"""Shelters' money as tables: cost lines, bills by day, rules of closing."""

from collections.abc import Iterable
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.kernel.layout_money import LINE, PURSE, LineKind
from sim.kernel.records import or_none, records
from sim.planned.bills import daily_bills, eligible_lines
from sim.scenario.plan import ClosurePlan, CostLine, Scenario, ShelterPlan

__all__ = ["PackedBills"]

Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]
Records = NDArray[np.void]
Row = dict[str, object]


class PackedBills:
    """Cost lines numbered through all shelters, and what they bill by day.

    ``daily`` has one row for each different line, ``sums`` one for each set of fixed
    lines that is asked for.
    """

    def __init__(self, scenario: Scenario, calendar: Calendar) -> None:
        self.scenario = scenario
        self.calendar = calendar
        self.daily: list[Ints] = []
        self.sums: list[Ints] = []
        self.eligible: list[int] = []
        self.counted: list[int] = []
        self.lines: list[Row] = []
        self.monthly: list[Ints] = []
        self.first_line: list[int] = []
        self._rows: dict[bytes, int] = {}
        self._spent_on: dict[tuple[int, frozenset[int]], Row] = {}
        self.purses = [self._purse(plan) for plan in scenario.shelters]

    def spent_on(self, shelter: int, names: tuple[str, ...] | None) -> Row:
        """Return where to find the bills that a grant may be spent on."""
        plan = self.scenario.shelters[shelter]
        chosen = eligible_lines(plan, names)
        known = self._spent_on.get((shelter, chosen))
        if known is None:
            first = self.first_line[shelter]
            begins = len(self.eligible)
            self.eligible += [
                first + n for n in sorted(chosen) if plan.costs[n].kind != "fixed"
            ]
            known = self._fixed_sums(shelter, chosen)
            known |= {"first_eligible": begins, "end_eligible": len(self.eligible)}
            self._spent_on[shelter, chosen] = known
        return known | {"all_lines": names is None}

    def tables(self) -> tuple[Ints, Ints, Ints, Smalls, Smalls]:
        """Return daily, monthly, sums, counted and eligible, when all is asked for."""
        days = self.calendar.days
        return (
            np.array(self.daily, np.int64).reshape(len(self.daily), days),
            np.array(self.monthly, np.int64),
            np.array(self.sums, np.int64).reshape(len(self.sums), days),
            np.array(self.counted, np.int32),
            np.array(self.eligible, np.int32),
        )

    def shelters(self) -> tuple[Records, Records]:
        """Return purses and cost lines as they begin."""
        return records(PURSE, self.purses), records(LINE, self.lines)

    def _purse(self, plan: ShelterPlan) -> Row:
        first, counted = len(self.lines), len(self.counted)
        self.first_line.append(first)
        for line in plan.costs:
            self._add_line(line)
        end = len(self.lines)
        self.lines.append(_reopening())
        self.monthly.append(np.zeros(len(self.calendar.months), np.int64))
        staff = -1
        if plan.staff_loss is not None:
            names = [line.name for line in plan.costs]
            staff = first + names.index(plan.staff_loss.line)
        every = range(len(plan.costs))
        loss = plan.staff_loss
        return {
            "cash": plan.reserve,
            "credit": plan.credit,
            "first_arrear": -1,
            "last_arrear": -1,
            "first_growing": -1,
            "first_pot": -1,
            "first_line": first,
            "end_line": end,
            "first_counted": counted,
            "end_counted": len(self.counted),
            **self._fixed_sums(len(self.first_line) - 1, every),
            "staff_line": staff,
            "staff_after": loss.after if loss else 0,
            "staff_every": loss.every if loss else 1,
            "staff_rehired_after": loss.rehired_after if loss else 0,
            **_closure(plan.closure),
        }

    def _add_line(self, line: CostLine) -> None:
        bills = daily_bills(line, self.calendar)
        if line.kind != "fixed":
            self.counted.append(len(self.lines))
            self.monthly.append(np.zeros(len(self.calendar.months), np.int64))
        else:
            begins = [month.first for month in self.calendar.months]
            self.monthly.append(np.add.reduceat(bills, begins))
        row = self._rows.setdefault(bills.tobytes(), len(self.daily))
        if row == len(self.daily):
            self.daily.append(bills)
        self.lines.append(
            {
                "kind": LineKind[line.kind.upper()],
                "row": row,
                "residents_per_team": line.residents_per_team or 1,
                "day": or_none(line.day),
                "while_closed": line.while_closed,
            }
        )

    def _fixed_sums(self, shelter: int, chosen: Iterable[int]) -> Row:
        """Return the rows of what the fixed ones among a shelter's lines bill."""
        costs, first = self.scenario.shelters[shelter].costs, self.first_line[shelter]
        bills = np.zeros(self.calendar.days, np.int64)
        while_closed = bills.copy()
        for number in chosen:
            if costs[number].kind == "fixed":
                daily = self.daily[self.lines[first + number]["row"]]  # type: ignore[call-overload]
                bills += daily
                while_closed += daily if costs[number].while_closed else 0
        self.sums += [bills, while_closed]
        return {"open_row": len(self.sums) - 2, "closed_row": len(self.sums) - 1}


def _reopening() -> Row:
    """Return the line that takes the cost of opening the doors again."""
    return {
        "kind": LineKind.REOPENING,
        "row": -1,
        "residents_per_team": 1,
        "day": -1,
        "while_closed": False,
    }


def _closure(plan: ClosurePlan | None) -> Row:
    rules = asdict(plan or ClosurePlan())
    if rules["thaw_with"] == rules["freeze_below"]:
        rules["thaw_with"] = None  # thaws when it need not freeze
    row: Row = {name: or_none(value) for name, value in rules.items()}
    return row | {"may_close": plan is not None}
