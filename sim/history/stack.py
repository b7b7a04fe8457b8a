"""A Stack: Histories of one scenario in common columns, to be read all at once.

A number of a person stands for one person of one replication: people are numbered
through, and so are the places of events in the log.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.history.lives import Lives, lives_of
from sim.history.record import Accounts, Events, History, Instalments, Nights
from sim.history.spells import Spells, stays

__all__ = ["Stack", "laid_out", "stacked"]

Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]
Columns = TypeVar("Columns", Events, Nights, Instalments)


@dataclass(frozen=True, slots=True)
class Stack:
    """R replications of one scenario, each of ``days`` days.

    ``replications`` (R,) are their numbers.  Replication r has the people from
    ``people_at[r]`` up to ``people_at[r + 1]`` and likewise its ``events_at``;
    both have R + 1 entries.  ``values`` (people, attributes) and ``size`` (people,)
    are as in :class:`~sim.history.record.History`.  ``events`` are the logs one
    after the other; its ``person`` is numbered through.

    All else has one dimension more than in a History, the first one being R:
    ``nights`` (R, days, shelters), ``accounts.balances`` (R, months + 1, accounts),
    ``accounts.runway`` (R, months + 1, shelters), ``peak_arrears`` (R, cost accounts)
    and ``peak_overdraft`` (R, shelters).  ``accounts.names`` and
    ``accounts.month_ends`` are the same in all of them.  ``instalments`` are one
    replication's after the other's: chance can add to what was planned.

    What every reader asks for is worked out once: ``of_person``, ``of_event`` and
    ``of_instalment`` say in which replication, counted from 0, each is, and ``lives``
    are the logs by person, ``stays`` every stay in one shelter.
    """

    replications: Ints
    days: int
    people_at: Ints
    events_at: Ints
    values: Smalls
    size: Smalls
    events: Events
    nights: Nights
    accounts: Accounts
    instalments: Instalments
    peak_arrears: Ints
    peak_overdraft: Ints
    of_person: Ints
    of_event: Ints
    of_instalment: Ints
    lives: Lives
    stays: Spells


def stacked(histories: Sequence[History]) -> Stack:
    """Return Histories of one scenario as a Stack, in the order given.

    Raises
    ------
    ValueError
        If there is none, or they are of different periods or accounts.
    """
    if not histories:
        raise ValueError("a stack needs at least one history")
    first = histories[0]
    if any(not _alike(first, other) for other in histories):
        raise ValueError("only histories of one scenario can be stacked")
    return laid_out(
        replications=[one.replication for one in histories],
        days=first.days,
        people_at=_places([len(one.size) for one in histories]),
        events_at=_places([len(one.events.time) for one in histories]),
        instalments_at=_places([len(one.instalments.paid) for one in histories]),
        values=_after_each_other([one.values for one in histories]),
        size=_after_each_other([one.size for one in histories]),
        events=_joined(_after_each_other, [one.events for one in histories]),
        nights=_joined(_side_by_side, [one.nights for one in histories]),
        accounts=Accounts(
            names=first.accounts.names,
            month_ends=first.accounts.month_ends,
            balances=_side_by_side([one.accounts.balances for one in histories]),
            runway=_side_by_side([one.accounts.runway for one in histories]),
        ),
        instalments=_joined(_after_each_other, [one.instalments for one in histories]),
        peak_arrears=_side_by_side([one.peak_arrears for one in histories]),
        peak_overdraft=_side_by_side([one.peak_overdraft for one in histories]),
    )


def laid_out(
    *,
    replications: Sequence[int],
    days: int,
    people_at: Ints,
    events_at: Ints,
    instalments_at: Ints,
    values: Smalls,
    size: Smalls,
    events: Events,
    nights: Nights,
    accounts: Accounts,
    instalments: Instalments,
    peak_arrears: Ints,
    peak_overdraft: Ints,
) -> Stack:
    """Return a Stack of columns that already hold all replications.

    People of ``events`` are still numbered from 0 in each replication.
    """
    of_event = _of(events_at)
    events = replace(events, person=_through(events.person, people_at[of_event]))
    lives = lives_of(events)
    return Stack(
        replications=np.array(replications, np.int64),
        days=days,
        people_at=people_at,
        events_at=events_at,
        values=values,
        size=size,
        events=events,
        nights=nights,
        accounts=accounts,
        instalments=instalments,
        peak_arrears=peak_arrears,
        peak_overdraft=peak_overdraft,
        of_person=_of(people_at),
        of_event=of_event,
        of_instalment=_of(instalments_at),
        lives=lives,
        stays=stays(lives),
    )


def _alike(one: History, other: History) -> bool:
    return one.days == other.days and one.accounts.names == other.accounts.names


def _after_each_other(columns: list[np.ndarray]) -> np.ndarray:
    """Return columns as one; a single one, which may be large, is not copied."""
    return columns[0] if len(columns) == 1 else np.concatenate(columns)


def _side_by_side(columns: list[np.ndarray]) -> np.ndarray:
    """Return columns of one shape with a dimension before the others."""
    return _after_each_other(columns).reshape(len(columns), *columns[0].shape)


def _places(sizes: list[int]) -> Ints:
    """Return where each part begins, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _of(places: Ints) -> Ints:
    return np.repeat(np.arange(len(places) - 1), np.diff(places))


def _through(person: Smalls, before: Ints) -> Smalls:
    """Return people numbered through; -1 goes on meaning nobody."""
    return np.where(person < 0, -1, person + before).astype(np.int32)


def _joined(join: Callable[..., np.ndarray], parts: list[Columns]) -> Columns:
    """Join each column of many tables."""
    return type(parts[0])(
        **{
            name: join([getattr(part, name) for part in parts])
            for name in type(parts[0]).__slots__
        }
    )
