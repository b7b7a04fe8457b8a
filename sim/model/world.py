"""The world of one replication: who acts when, and the order of a midnight (T3)."""

from collections.abc import Generator
from functools import partial
from struct import Struct

import numpy as np
import simpy

from sim.chance.luck import Chance
from sim.history import History, Nights
from sim.model.changes import Changes
from sim.model.clock import Instant, Rank
from sim.model.distress import Distress
from sim.model.log import Log
from sim.model.shelter import Shelter
from sim.model.system import System
from sim.model.tables import tables_of
from sim.model.treasury import Treasury
from sim.model.victim import Victim
from sim.planned.limits import UNLIMITED
from sim.scenario.plan import Scenario

__all__ = ["World", "play"]

NIGHT = Struct("=8q")
"""How a shelter stands after a night: eight whole numbers of 64 bits."""


def play(
    scenario: Scenario, chance: Chance, *, unlimited_credit: bool = False
) -> History:
    """Play one replication: a pure function of the plan and its luck.

    With ``unlimited_credit`` nobody ever lacks money; what was overdrawn at the
    worst moment is the bridge that would have sufficed (W6).
    """
    return World(scenario, chance, unlimited_credit=unlimited_credit).run()


class World:
    """Everything that lives in one replication, wired together."""

    def __init__(
        self, scenario: Scenario, chance: Chance, *, unlimited_credit: bool
    ) -> None:
        self.scenario = scenario
        self.chance = chance
        self.tables = tables_of(scenario)
        self.env = simpy.Environment(initial_time=-scenario.warm_up_days)
        self.log = Log()
        self.shelters = [
            Shelter(
                number,
                plan,
                UNLIMITED if unlimited_credit else plan.credit,
                self.tables.eligibility,
            )
            for number, plan in enumerate(scenario.shelters)
        ]
        self.system = System(self.env, self.tables, chance, self.shelters, self.log)
        self.treasury = Treasury(self.tables, chance, self.log, self.shelters)
        self.distress = Distress(self.tables, self.treasury, self.system, self.log)
        self.changes = Changes(self.system, self.log)
        self.nights = bytearray()

    def run(self) -> History:
        """Let everyone come and every day close; return what happened."""
        self._expect_arrivals()
        self.env.run(until=self.env.process(self._days()))
        return self._history()

    def _expect_arrivals(self) -> None:
        people = self.chance.people
        for victim, at, home in zip(
            self.system.victims,
            people.arrival.tolist(),
            people.home.tolist(),
            strict=True,
        ):
            if home < 0:
                referral = partial(self._refer, victim)
                Instant(self.env, at, Rank.ARRIVAL, victim.number, referral)

    def _refer(self, victim: Victim, _: simpy.Event) -> None:
        self.system.refer(victim)

    def _days(self) -> Generator[simpy.Event, object, None]:
        """Open on day 0, then close every day at its midnight (T2, T6)."""
        yield self._midnight(0)
        self.system.left_today.clear()
        for shelter in self.shelters:
            shelter.admitted_today = shelter.exits_today = 0
        self.changes.open()
        for victim, home in zip(
            self.system.victims, self.chance.people.home.tolist(), strict=True
        ):
            if home >= 0:
                self.system.settle(victim, home)
        for shelter in self.shelters:
            self.system.offer(shelter)
        self.system.serve()
        for day in range(self.scenario.days):
            yield self._midnight(day + 1)
            self._close_day(day)

    def _midnight(self, at: int) -> Instant:
        return Instant(self.env, float(at), Rank.MIDNIGHT, 0)

    def _close_day(self, day: int) -> None:
        """Close a day, step by step (T3)."""
        treasury, system = self.treasury, self.system
        treasury.receipts(day)
        treasury.compensation.settle(day, system.left_today, self.env.now)
        system.left_today.clear()
        self._look_after_the_waiting()
        treasury.settle_bills(day)
        self._write_night()
        self.changes.lose_staff(day)
        self.distress.judge(day)
        self.changes.apply(day + 1)
        if day in self.tables.month_ends:
            treasury.end_month()
        if day + 1 < self.scenario.days:
            system.serve()

    def _look_after_the_waiting(self) -> None:
        """Ask why they wait, and charge their night in an interim place (B4, B5)."""
        self.system.recheck_causes()
        if any(self.system.interim.people):
            self.treasury.pay_interim(self.system.interim.people)

    def _write_night(self) -> None:
        """Write down who slept where, and how each shelter stands after its bills.

        Nobody comes or goes while bills are paid, so this is the census of step 2.
        """
        for shelter in self.shelters:
            self.nights += NIGHT.pack(
                shelter.occupied,
                shelter.usable,
                shelter.state,
                shelter.billed,
                shelter.cash,
                shelter.pots() if shelter.potted else 0,
                shelter.owed,
                shelter.debt,
            )

    def _history(self) -> History:
        people = self.chance.people
        nights = np.frombuffer(self.nights, dtype=np.int64).reshape(
            self.scenario.days, len(self.shelters), 8
        )
        small = [nights[:, :, column].astype(np.int32) for column in range(3)]
        census, usable, state = small
        bill, cash, pots, arrears, debt = (
            nights[:, :, column].copy() for column in range(3, 8)
        )
        return History(
            replication=self.chance.replication,
            days=self.scenario.days,
            referred=people.arrival,
            stream=people.stream,
            values=people.values,
            key=people.key,
            size=people.size,
            events=self.log.events(),
            nights=Nights(
                census=census,
                usable=usable,
                state=state,
                bill=bill,
                cash=cash,
                pots=pots,
                arrears=arrears,
                debt=debt,
            ),
            accounts=self.treasury.accounts(),
            instalments=self.treasury.instalments(),
            peak_arrears=np.array(
                [owed for shelter in self.shelters for owed in shelter.peak_arrears],
                dtype=np.int64,
            ),
            peak_overdraft=np.array(
                [shelter.peak_overdraft for shelter in self.shelters], dtype=np.int64
            ),
        )
