"""Waits for a bed: from ready to admission, giving up or the end (B5, W4)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calendar import TICKS_PER_DAY
from sim.history.events import Kind
from sim.history.spells import wait_spells
from sim.measures.reading import Reading

__all__ = ["Waits", "waits_of"]

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

_GROUPED = ("year", "group")


@dataclass(frozen=True, slots=True)
class Waits:
    """Every wait that began in the period, for what is pooled (W4, W7).

    ``replications`` is how many there are, with waits or without; one row a wait
    follows, by ``replication``, counted from 0 among them.  ``ticks`` of 2⁻²⁰ day
    from ready to admission, giving up or the end of the period; ``admitted`` and
    ``is_open`` say which; ``year`` is a position in the years; ``members`` (waits,
    groups + 1).
    """

    replications: int
    replication: Ints
    ticks: Ints
    admitted: Flags
    is_open: Flags
    year: Ints
    members: Ints


def waits_of(reading: Reading) -> tuple[Waits, dict[str, Ints]]:
    """Return the waits of those ready in the period, and counts of them (W4).

    Whoever is turned away or declines at once does not wait.  Someone still waiting
    at the end counts up to the end, and as longer than any number of days asked for.
    """
    days = reading.stack.days
    spells = wait_spells(reading.stack.lives)
    year, inside = reading.years_of(spells.start)
    declined = spells.ended == Kind.DECLINED
    refused = spells.ended == Kind.TURNED_AWAY
    length = np.minimum(spells.end, float(days)) - spells.start
    ticks = (length * TICKS_PER_DAY).astype(np.int64)
    placed = spells.ended == Kind.ADMITTED
    is_open = spells.end >= days
    unknown = is_open & (ticks < TICKS_PER_DAY)
    chosen = np.flatnonzero(inside & ~refused & ~declined)
    prompt = placed & (ticks <= TICKS_PER_DAY)

    def count(at: Ints, amount: Ints | int = 1) -> Ints:
        return reading.filled(_GROUPED, spells.person[at], (year[at],), amount)

    waited = chosen[ticks[chosen] > 0]  # few, where there are beds
    at_once = count(chosen[placed[chosen] & (ticks[chosen] == 0)])
    counts = {
        "waits": count(chosen),
        "wait_ticks": count(waited, ticks[waited]),
        "waited": count(waited),
        "not_placed_within_24h": count(
            np.flatnonzero(inside & ~prompt & ~unknown & ~declined)
        ),
    }
    for limit in (1, 3, 7):
        within = placed[waited] & (ticks[waited] <= limit * TICKS_PER_DAY)
        counts[f"waits_within_{limit}"] = at_once + count(waited[within])
    waits = Waits(
        replications=reading.replications,
        replication=reading.stack.of_person[spells.person[chosen]],
        ticks=ticks[chosen],
        admitted=placed[chosen],
        is_open=is_open[chosen],
        year=year[chosen],
        members=reading.members(spells.person[chosen]),
    )
    return waits, counts
