"""The books on the morning of day 0: balances, promises, what is still to come."""

import numpy as np

from sim.compiling import compiled_inside
from sim.kernel.agenda import fall_due
from sim.kernel.books import Books, MoneyLuck, MoneyPlan
from sim.kernel.layout_money import ARREAR, GIFT, INCOME
from sim.kernel.month_ends import keep_balances
from sim.kernel.pages import Pages
from sim.kernel.pots import add_to_pot
from sim.planned.dues import NEVER

__all__ = ["AS_PLANNED", "new_books"]

AS_PLANNED = -1


@compiled_inside
def _empty_books(plan: MoneyPlan, luck: MoneyLuck, pages: Pages, number: int) -> Books:
    """Return books with tables of their own in which nothing stands yet."""
    days, shelters = plan.days, len(plan.purses)
    room = max(len(plan.contracts), 1)
    return Books(
        plan,
        plan.purses.copy(),
        plan.lines.copy(),
        plan.funders.copy(),
        plan.calls.copy(),
        plan.contracts.copy(),
        plan.dues.copy(),
        plan.bridges.copy(),
        plan.balances.copy(),
        np.zeros((len(plan.bridges), shelters), np.int64),
        np.zeros(plan.years, np.int64),
        np.full(days, -1, np.int32),
        np.full(days, -1, np.int32),
        np.empty(len(luck.gift_times), GIFT),
        np.full(days, -1, np.int32),
        np.empty(len(luck.income_times), INCOME),
        np.full(days, -1, np.int32),
        np.full(days, -1, np.int32),
        plan.busy.copy(),
        0,
        np.empty(16, ARREAR),
        0,
        -1,
        np.empty(room, np.int32),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(shelters, np.int32),
        pages.bill[number],
        pages.cash[number],
        pages.pots[number],
        pages.owed[number],
        pages.debt[number],
        pages.balances[number],
        pages.runways[number],
    )


@compiled_inside
def _open_calls(books: Books, luck: MoneyLuck) -> None:
    """Know when each call is signed, and so from when on bills are eligible (M6)."""
    for giver in books.funders:
        for number in range(giver.first_call, giver.end_call):
            call = books.calls[number]
            call.signed = luck.signed[number]
            is_late = giver.from_signature and call.signed > call.first
            call.eligible_from = call.signed if is_late else call.first
            if call.signed < books.plan.days:
                books.busy[max(call.signed, 0)] = True


@compiled_inside
def _open_contract(books: Books, luck: MoneyLuck, row: int) -> None:
    contract = books.contracts[row]
    contract.awarded = luck.awarded[row]
    contract.first = books.calls[contract.call].eligible_from
    begins = max(contract.first, 0)
    if contract.grows and begins <= contract.last and begins < books.plan.days:
        contract.next_growing = books.growth_begins[begins]
        books.growth_begins[begins] = row
    before = contract.received - contract.released
    if contract.has_pot and before > 0:
        books.balances[contract.account + 1] -= before
        add_to_pot(books, row, before)


@compiled_inside
def _open_dues(books: Books, luck: MoneyLuck, row: int, first_lag: int) -> None:
    """Know how late each due is paid; what was paid before day 0 is void."""
    contract, lag = books.contracts[row], 0
    for number in range(contract.first_due, contract.end_due):
        due = books.dues[number]
        lag = luck.lags[first_lag + due.number]
        due.lag = lag
        if contract.under_way and NEVER < due.planned < -lag:
            due.void, due.told = True, False
    books.dues[contract.end_due].lag = lag


@compiled_inside
def _open_funder(books: Books, luck: MoneyLuck, funder: int) -> None:
    giver = books.funders[funder]
    contracts = giver.end_contract - giver.first_contract
    lags = luck.first_lag[funder + 1] - luck.first_lag[funder]
    for number in range(contracts):
        row = giver.first_contract + number
        _open_contract(books, luck, row)
        first_lag = luck.first_lag[funder] + number * (lags // contracts)
        _open_dues(books, luck, row, first_lag)
        if giver.first_watched >= 0:
            books.watched += 1
    for row in range(giver.first_receivable, giver.end_receivable):
        due = books.dues[row]
        due.lag = luck.receivable_lags[giver.receivables_before + due.number]
        fall_due(books, row, due.planned)


@compiled_inside
def _expect_gifts(books: Books, luck: MoneyLuck) -> None:
    """Chain the gifts of each day by funder and shelter, equals as they come."""
    for row in range(len(luck.gift_times)):
        day = int(np.floor(luck.gift_times[row]))
        if not 0 <= day < books.plan.days:
            continue
        gift, number = books.gifts[row], luck.gift_plans[row]
        gift.amount = luck.gift_amounts[row]
        gift.funder = books.plan.gift_funders[number]
        gift.shelter = books.plan.gift_shelters[number]
        gift.account = books.plan.gift_accounts[number]
        before, after = -1, books.gifts_on[day]
        while after >= 0 and (
            (books.gifts[after].funder, books.gifts[after].shelter)
            <= (gift.funder, gift.shelter)
        ):
            before, after = after, books.gifts[after].next
        gift.next = after
        if before < 0:
            books.gifts_on[day] = row
        else:
            books.gifts[before].next = row
        books.busy[day] = True


@compiled_inside
def _expect_incomes(books: Books, luck: MoneyLuck) -> None:
    for row in range(len(luck.income_times)):
        day = int(np.floor(luck.income_times[row]))
        if 0 <= day < books.plan.days:
            income = books.incomes[row]
            income.amount, income.fund = luck.incomes[row], luck.income_funds[row]
            income.next = books.incomes_on[day]
            books.incomes_on[day] = row


@compiled_inside
def new_books(
    plan: MoneyPlan, luck: MoneyLuck, credit: int, pages: Pages, number: int
) -> Books:
    """Open the books of a replication; row 0 of the balances is the opening.

    ``credit`` is what every shelter may overdraw; ``AS_PLANNED`` leaves it to the plan.
    Nights and months are written into row ``number`` of the pages.
    """
    books = _empty_books(plan, luck, pages, number)
    for shelter in range(len(books.purses)):
        purse = books.purses[shelter]
        purse.bill = plan.sums[purse.open_row, 0]
        if credit != AS_PLANNED:
            purse.credit = credit
    _open_calls(books, luck)
    for funder in range(len(books.funders)):
        _open_funder(books, luck, funder)
    _expect_gifts(books, luck)
    _expect_incomes(books, luck)
    keep_balances(books, 0)
    return books
