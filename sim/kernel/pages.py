"""What is written down of a block of replications, in common columns."""

import numpy as np

from sim.compiling import compiled_inside, compiled_record
from sim.kernel.books import Books
from sim.kernel.growing import doubled
from sim.kernel.layout import EVENT
from sim.kernel.layout_money import TOLD
from sim.kernel.system import Ints, Records, Smalls, System
from sim.kernel.telling import peaks, tell_dues

__all__ = ["Pages", "finish_page", "new_pages"]


@compiled_record
class Pages:
    """Everything that is handed over, with a row for each replication.

    ``log[:logged]`` are the logs one after the other, ``told[:told_end]`` the
    instalments likewise; ``events_at`` and ``told_at`` (replications + 1,) say where
    each begins.  ``census``, ``usable`` and ``state`` are (replications, nights,
    shelters), like ``bill``, ``cash``, ``pots``, ``owed`` and ``debt``; ``balances``
    and ``runways`` (replications, months + 1, accounts or shelters).
    """

    log: Records
    logged: int
    events_at: Ints
    census: Smalls
    usable: Smalls
    state: Smalls
    bill: Ints
    cash: Ints
    pots: Ints
    owed: Ints
    debt: Ints
    balances: Ints
    runways: Smalls
    told: Records
    told_end: int
    told_at: Ints
    arrears: Ints
    overdrafts: Ints


@compiled_inside
def new_pages(
    replications: int,
    people: int,
    days: int,
    nights: int,
    months: int,
    shelters: int,
    accounts: int,
    lines: int,
) -> Pages:
    """Return empty pages; of most columns only so many ``nights`` are written."""
    return Pages(
        np.empty(64 + 8 * people, EVENT),
        0,
        np.zeros(replications + 1, np.int64),
        np.empty((replications, days, shelters), np.int32),
        np.empty((replications, nights, shelters), np.int32),
        np.empty((replications, nights, shelters), np.int32),
        np.empty((replications, nights, shelters), np.int64),
        np.empty((replications, nights, shelters), np.int64),
        np.empty((replications, nights, shelters), np.int64),
        np.empty((replications, nights, shelters), np.int64),
        np.empty((replications, nights, shelters), np.int64),
        np.empty((replications, months + 1, accounts), np.int64),
        np.empty((replications, months + 1, shelters), np.int32),
        np.empty(64, TOLD),
        0,
        np.zeros(replications + 1, np.int64),
        np.empty((replications, lines), np.int64),
        np.empty((replications, shelters), np.int64),
    )


@compiled_inside
def finish_page(pages: Pages, system: System, books: Books, number: int) -> None:
    """Take over what a replication leaves behind."""
    pages.log, pages.logged = system.log, system.logged
    pages.events_at[number + 1] = system.logged
    while len(pages.told) < pages.told_end + len(books.dues):
        pages.told = doubled(pages.told)
    pages.told_end = tell_dues(books, pages.told, pages.told_end)
    pages.told_at[number + 1] = pages.told_end
    peaks(books, pages.arrears[number], pages.overdrafts[number])
