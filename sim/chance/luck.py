"""Chance: everything random in one replication, drawn before anything happens.

P people in number order (T4), E episodes each (4 when people can return, else
1), K programmes an episode (3 when people can step down, else 1).  Times and
durations are float64 days on the grid of T1; stays are at least one tick long.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Chance", "FunderLuck", "People", "ReturnLuck", "StayLuck"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class People:
    """Who comes: one row a person, in number order.

    ``arrival`` is the instant of referral (0 for residents of day 0, negative
    in the warm-up).  ``stream`` indexes ``Scenario.streams``, -1 for residents.
    ``size`` is the number of beds the household takes, the victim's own included
    (B7).  ``key`` (P, 4) is stream, strip, index, member; for residents -1, shelter,
    index, 0.  ``values`` (P, A) holds codes into ``Attribute.values``.  ``home``
    is a resident's shelter, else -1.  ``residual`` is a resident's remaining
    days (S4), else nan; ``residual_at_limit`` says that the limit ends it.
    ``so_far`` is how many days a resident has stayed, nan where nobody knows.
    """

    arrival: Floats
    stream: Smalls
    key: Smalls
    values: Smalls
    home: Smalls
    size: Smalls
    residual: Floats
    residual_at_limit: Flags
    so_far: Floats


@dataclass(frozen=True, slots=True)
class StayLuck:
    """One stay plan's draws for everybody: arrays of shape (P, E, K).

    ``length`` is the clipped stay in days, ``at_limit`` whether the limit ended
    it, ``exit`` the index of the destination in ``StayPlan.exits``.  ``extended``
    (P, E) says whose limit is ``StayPlan.extension`` days longer, which a transfer
    needs to know (S2).
    """

    length: Floats
    at_limit: Flags
    exit: Smalls
    extended: Flags


@dataclass(frozen=True, slots=True)
class ReturnLuck:
    """One return plan's draws for everybody: arrays of shape (P, E).

    ``after`` is in days.  Who comes back after the last episode is not played,
    only counted (C6).
    """

    comes_back: Flags
    after: Floats


@dataclass(frozen=True, slots=True)
class FunderLuck:
    """One funder's draws: R rounds, G grants, I instalments or invoices.

    ``signed`` (R,) is the day of signature, lateness included (C8).  ``awarded``
    (R, G).  ``lag`` (R, G, I) in whole days.  ``receivable_lag`` one each.
    ``gift_times`` (days) and ``gift_amounts`` (minor units) hold one array for
    each of ``FunderPlan.gifts``.
    """

    signed: Smalls
    awarded: Flags
    lag: Smalls
    receivable_lag: Smalls
    gift_times: tuple[Floats, ...]
    gift_amounts: tuple[Ints, ...]


@dataclass(frozen=True, slots=True)
class Chance:
    """A replication's luck.

    ``stage_takes`` (P, E, stages) in days and ``stage_passes`` likewise;
    ``patience`` (P, E) in days; ``gives_up_to`` (P, E) indexes
    ``WaitingPlan.gives_up_to``; ``willingness`` (P, E) is the uniform of C7;
    ``stays[shelter][plan]`` pairs with ``Scenario.shelters[shelter].stays[plan]``,
    ``returns`` with ``Scenario.returns``.  ``confiscation_times`` (days) and
    ``confiscations`` (minor units) hold one array for each of
    ``Scenario.compensation``.
    """

    seed: int
    replication: int
    people: People
    stage_takes: Floats
    stage_passes: Flags
    patience: Floats
    gives_up_to: Smalls
    willingness: Floats
    stays: tuple[tuple[StayLuck, ...], ...]
    returns: tuple[ReturnLuck, ...]
    funders: tuple[FunderLuck, ...]
    confiscation_times: tuple[Floats, ...]
    confiscations: tuple[Ints, ...]
