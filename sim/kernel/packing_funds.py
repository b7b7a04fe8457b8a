"""Funders as tables: calls, contracts, instalments as planned."""

from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.kernel.exact import nearest_below
from sim.kernel.layout_money import (
    CALL,
    CONTRACT,
    CUT,
    DUE,
    FUNDER,
    PART,
    SPLIT,
    Trigger,
)
from sim.kernel.packing_bills import PackedBills
from sim.kernel.records import or_none, records
from sim.planned.cuts import kept_from
from sim.planned.dues import NEVER, PlannedDue, planned_dues
from sim.planned.fiscal import year_starts
from sim.scenario.plan import FunderPlan, Grant, Round, Scenario

__all__ = ["PackedFunds"]

Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]
Records = NDArray[np.void]
Row = dict[str, object]


class PackedFunds:
    """All funders' calls, contracts and dues, numbered through; with the year ends.

    ``accounts`` numbers the accounts by name, ``bills`` says what a grant may be
    spent on.  ``expected`` are (day, due) of every
    invoice.
    """

    def __init__(
        self,
        scenario: Scenario,
        calendar: Calendar,
        bills: PackedBills,
        accounts: dict[str, int],
    ) -> None:
        self.calendar = calendar
        self.bills = bills
        self.accounts = accounts
        self.shelters = {plan.name: n for n, plan in enumerate(scenario.shelters)}
        self.calls: list[Row] = []
        self.parts: list[Row] = []
        self.contracts: list[Row] = []
        self.dues: list[Row] = []
        self.splits: list[Row] = []
        self.cuts: list[Row] = []
        self.expected: list[tuple[int, int]] = []
        self.receivables = 0
        self.years: dict[tuple[int, int], int] = {}
        self.calendars: dict[tuple[int, int], int] = {}
        self.funders = [self._funder(n, f) for n, f in enumerate(scenario.funders)]

    def tables(self) -> dict[str, Records]:
        """Return all of it as records."""
        return {
            "splits": records(SPLIT, self.splits),
            "cuts": records(CUT, self.cuts),
            "parts": records(PART, self.parts),
            "funders": records(FUNDER, self.funders),
            "calls": records(CALL, self.calls),
            "contracts": records(CONTRACT, self.contracts),
            "dues": records(DUE, self.dues),
        }

    def year_began(self) -> Smalls:
        """Return for each fiscal calendar the first day of the year of each day."""
        days = self.calendar.days
        rows = np.empty((len(self.calendars), days + 1), np.int32)
        for starts, row in self.calendars.items():
            begun = year_starts(self.calendar, starts, 0, days)
            firsts = np.array(list(begun.values()))
            place = np.searchsorted(firsts, np.arange(days + 1), side="right")
            rows[row] = firsts[place - 1]
        return rows

    def _funder(self, number: int, plan: FunderPlan) -> Row:
        calendar = self.calendars.setdefault(
            plan.fiscal_year_starts, len(self.calendars)
        )
        first_call, first_contract = len(self.calls), len(self.contracts)
        first_split = self._add_splits(plan)
        first_cut = self._add_cuts(plan)
        first_expected = len(self.expected)
        for call in range(len(plan.rounds)):
            self._add_call(number, plan, call, first_split)
        self.expected[first_expected:] = sorted(
            self.expected[first_expected:], key=lambda entry: entry[0]
        )
        first_receivable = len(self.dues)
        self._add_receivables(number, plan)
        self.receivables += len(plan.receivables)
        is_per_diem = plan.instrument == "per_diem"
        watches = any(part.threshold is not None for part in plan.instalments)
        watches = watches and not plan.in_arrears
        has_contracts = len(self.contracts) > first_contract
        return {
            "per_diem": or_none(plan.per_diem) if is_per_diem else -1,
            "ceiling": or_none(plan.ceiling),
            "claimed_since": NEVER,
            "calendar": calendar,
            "first_call": first_call,
            "end_call": len(self.calls),
            "grants": len(plan.grants),
            "first_contract": first_contract,
            "end_contract": len(self.contracts),
            "first_split": first_split,
            "first_cut": first_cut,
            "end_cut": len(self.cuts),
            "first_expected": first_expected,
            "end_expected": len(self.expected),
            "first_watched": first_contract if watches and has_contracts else -1,
            "first_receivable": first_receivable,
            "end_receivable": len(self.dues),
            "receivables_before": self.receivables - len(plan.receivables),
            "first_added": -1,
            "last_added": -1,
            "report_takes": plan.report_takes,
            "in_arrears": plan.in_arrears,
            "prorated": plan.amount_if_late == "prorated",
            "from_signature": plan.if_late == "from_signature",
            "returned": plan.unspent == "returned",
            "lapses": plan.unpaid_at_year_end == "lapses",
            "pays_while_closed": plan.pays_while_closed,
            "limits_awards": plan.ceiling is not None and not is_per_diem,
        }

    def _add_splits(self, plan: FunderPlan) -> int:
        first = len(self.splits)
        sums = accumulate(part.share for part in plan.instalments)
        for part, until in zip(plan.instalments, sums, strict=True):
            numerator, denominator = nearest_below(until)
            unspent = (0, 0)
            if part.threshold is not None:
                unspent = nearest_below(1 - part.threshold)
            self.splits.append(
                {
                    "numerator": numerator,
                    "denominator": denominator,
                    "unspent_numerator": unspent[0],
                    "unspent_denominator": unspent[1],
                    "trigger": Trigger[part.trigger.upper()],
                    "watched": part.threshold is not None,
                }
            )
        return first

    def _add_cuts(self, plan: FunderPlan) -> int:
        first = len(self.cuts)
        for since, kept in kept_from(plan.cuts):
            numerator, denominator = nearest_below(kept)
            self.cuts.append(
                {"since": since, "numerator": numerator, "denominator": denominator}
            )
        return first

    def _add_call(self, funder: int, plan: FunderPlan, call: int, split: int) -> None:
        terms, first_part = plan.rounds[call], len(self.parts)
        number = len(self.calls)
        if terms.first <= terms.last:
            self._add_parts(funder, plan, terms)
        self.calls.append(
            {
                "planned": terms.signed,
                "first": terms.first,
                "last": terms.last,
                "first_part": first_part,
                "end_part": len(self.parts),
            }
        )
        for grant in plan.grants:
            contract = self._contract(funder, plan, grant, call)
            contract["call"] = number
            self._add_dues(
                contract, planned_dues(plan, terms, grant.amounts[call]), split
            )
            self.contracts.append(contract)

    def _add_parts(self, funder: int, plan: FunderPlan, call: Round) -> None:
        """Say how many days of a call lie in which fiscal year."""
        starts = year_starts(
            self.calendar, plan.fiscal_year_starts, call.first, call.last
        )
        ends = [*list(starts.values())[1:], call.last + 1]
        for (year, begins), end in zip(starts.items(), ends, strict=True):
            number = self.years.setdefault((funder, year), len(self.years))
            days = end - max(begins, call.first)
            self.parts.append({"year": number, "days": days})

    def _contract(self, funder: int, plan: FunderPlan, grant: Grant, call: int) -> Row:
        under_way = plan.rounds[call].first < 0
        entitled = grant.entitled if under_way else 0
        received = grant.received if under_way else 0
        invoiced = entitled if plan.in_arrears else 0
        numerator, denominator = nearest_below(plan.share)
        shelter = self.shelters[grant.shelter]
        following = len(self.contracts) + 1
        is_last = grant is plan.grants[-1] and call == len(plan.rounds) - 1
        return {
            "funder": funder,
            "shelter": shelter,
            "round": call,
            "amount": grant.amounts[call],
            "base_entitled": entitled,
            "released": min(entitled, received),
            "received": received,
            "received_before": received,
            "invoiced": invoiced,
            "announced": invoiced,
            "numerator": numerator,
            "denominator": denominator,
            "last": plan.rounds[call].last,
            "account": self.accounts[f"pot:{plan.name}:{grant.shelter}"],
            "next_watched": -1 if is_last else following,
            **self.bills.spent_on(shelter, plan.eligible),
            "grows": plan.instrument in {"share", "earmarked"},
            "has_pot": plan.instrument != "block" and not plan.in_arrears,
            "under_way": under_way,
        }

    def _add_dues(self, contract: Row, planned: list[PlannedDue], split: int) -> None:
        """Add the dues of a contract, and room for one that nobody planned."""
        contract["first_due"] = len(self.dues)
        contract["end_due"] = len(self.dues) + len(planned)
        for number, due in enumerate(planned):
            part = split + number if due.terms else -1
            if due.terms is None and due.day >= 0:
                self.expected.append((due.day, len(self.dues)))
            self.dues.append(self._due(contract, number, part, due.day, due.amount))
        spare = self._due(contract, len(planned), -1, NEVER, 0)
        self.dues.append(spare | {"told": False, "added": True})

    def _due(
        self, contract: Row, number: int, split: int, planned: int, amount: int
    ) -> Row:
        return {
            "promised": amount,
            "owed": amount,
            "funder": contract["funder"],
            "shelter": contract["shelter"],
            "round": contract["round"],
            "number": number,
            "planned": planned,
            "due": NEVER,
            "paid_on": NEVER,
            "contract": len(self.contracts),
            "split": split,
            "account": contract["account"],
            "told": True,
            "added": False,
        }

    def _add_receivables(self, funder: int, plan: FunderPlan) -> None:
        for number, owed in enumerate(plan.receivables):
            receivable: Row = {
                "funder": funder,
                "shelter": self.shelters[owed.shelter],
                "round": -1,
                "account": self.accounts[f"pot:{plan.name}:{owed.shelter}"],
            }
            row = self._due(receivable, number, -1, owed.day, owed.amount)
            self.dues.append(row | {"contract": -1})
