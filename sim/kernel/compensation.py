"""Compensation funds, and interim places that somebody pays (SEMANTICS B5)."""

from math import nan

from sim.compiling import compiled_inside
from sim.history.events import Kind
from sim.kernel.books import Books
from sim.kernel.system import System, holds, note

__all__ = ["compensate", "pay_interim"]


@compiled_inside
def _pay_case(books: Books, system: System, number: int, person: int) -> None:
    fund = books.plan.funds[number]
    missing = fund.per_case - books.balances[fund.account + 1]
    if missing <= 0:
        books.balances[fund.account + 1] -= fund.per_case
        books.balances[fund.account + 2] += fund.per_case
        note(system, Kind.COMPENSATED, person, -1, number, nan, fund.per_case)
    else:
        note(system, Kind.NOT_COMPENSATED, person, -1, number, nan, missing)


@compiled_inside
def compensate(books: Books, system: System, day: int) -> None:
    """Take in the day's confiscations, then pay those who left, in order."""
    row = books.incomes_on[day]
    while row >= 0:
        income = books.incomes[row]
        account = books.plan.funds[income.fund].account
        books.balances[account] -= income.amount
        books.balances[account + 1] += income.amount
        row = income.next
    for place in range(system.left):
        person = system.left_today[place]
        values = system.kind_values[system.people[person].kind]
        for number in range(len(books.plan.funds)):
            if holds(system.plan, books.plan.funds[number].condition, values):
                _pay_case(books, system, number, person)


@compiled_inside
def pay_interim(books: Books, system: System) -> None:
    """Charge a night in each interim place to its payer (B5)."""
    for number in range(len(books.plan.interim)):
        place = books.plan.interim[number]
        cost = place.per_night * system.interim[number].people
        books.balances[place.payer] -= cost
        books.balances[place.account] += cost
