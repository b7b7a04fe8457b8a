"""A shelter as it lives: its beds, its residents, its money, its state."""

from collections import deque
from collections.abc import Sequence
from itertools import pairwise

from sim.history import State
from sim.model.contract import Contract
from sim.model.victim import Victim
from sim.planned.eligibility import Eligibility
from sim.planned.limits import LAST_RUNWAY
from sim.scenario.plan import ShelterPlan

__all__ = ["Shelter"]


class Shelter:
    """Beds, residents, balances and state of one shelter.

    ``growing`` contracts earn with the bills, ``potted`` ones keep a pot.
    ``state`` is the one word for how it stands, ``admitting`` whether anyone may come
    in (B1, D2), ``usable`` the beds that can be slept in tonight: open and staffed.
    ``occupied`` counts beds: every one of a household takes one (B7).  Money is in
    minor units.  ``arrears`` holds (day, cost line, amount) of unpaid
    bills, oldest first.  ``bill`` is what the day billed of what recurs every day,
    the bill of M10; ``booked`` is all that the day billed, by cost line, ``billed``
    its sum.  ``unposted`` bills, by day and line, reach the ledger at the month's
    end.
    ``unpaid`` is the sum of arrears on each line, reopening last, and
    ``peak_arrears`` the most it ever was.
    """

    __slots__ = (
        "admitted_today",
        "admitting",
        "arrears",
        "beds",
        "bill",
        "billed",
        "booked",
        "cash",
        "credit",
        "debt",
        "eligibility",
        "exits_today",
        "frozen",
        "growing",
        "held_in_use",
        "notice_since",
        "number",
        "occupied",
        "owed",
        "peak_arrears",
        "peak_overdraft",
        "plan",
        "potted",
        "regime",
        "reopening_until",
        "residents",
        "shut",
        "staff",
        "staff_back_on",
        "staff_lost",
        "state",
        "unpaid",
        "unposted",
        "usable",
    )

    def __init__(
        self, number: int, plan: ShelterPlan, credit: int, eligibility: Eligibility
    ) -> None:
        self.number = number
        self.plan = plan
        self.eligibility = eligibility
        self.beds = plan.beds
        self.staff = plan.staff
        self.staff_lost = 0
        self.staff_back_on = -1
        self.regime = plan.regime
        self.occupied = 0
        self.held_in_use = [0] * len(plan.held_back)
        self.residents: dict[int, Victim] = {}
        self.admitted_today = 0
        self.exits_today = 0
        self.frozen = False
        self.shut = False
        self.notice_since = -1
        self.reopening_until = -1
        self.cash = plan.reserve
        self.credit = credit
        self.owed = 0
        self.arrears: deque[tuple[int, int, int]] = deque()
        self.debt = 0
        self.bill = 0
        self.booked: Sequence[int] = ()
        self.billed = 0
        self.unposted: list[Sequence[int]] = []
        self.unpaid = [0] * (len(plan.costs) + 1)
        self.peak_arrears = [0] * (len(plan.costs) + 1)
        self.growing: list[Contract] = []
        self.potted: list[Contract] = []
        self.peak_overdraft = 0
        self.take_stock()

    def take_stock(self) -> None:
        """Work out what follows from beds, staff and standing, which have changed."""
        self.state = self._state()
        self.admitting = self.state is State.OPEN
        self.usable = 0 if self.shut else min(self.beds, self.staffed)

    def _state(self) -> State:
        if self.shut:
            return State.REOPENING if self.reopening_until >= 0 else State.CLOSED
        if self.notice_since >= 0:
            return State.NOTICE
        return State.FROZEN if self.frozen else State.OPEN

    @property
    def staffed(self) -> int:
        """Return the beds that the staff on duty may look after (B1)."""
        ratio = self.plan.residents_per_staff
        if self.staff is None or ratio is None:
            return self.beds
        here = max(0, self.staff - self.staff_lost)
        return here * ratio.numerator // ratio.denominator

    def has_room(self, size: int = 1) -> bool:
        """Say whether beds are free; nobody may be admitted for that alone."""
        return self.usable - self.occupied >= size

    def has_room_for(self, victim: Victim) -> bool:
        """Say whether beds are free that this household may have (B1).

        Beds held back count for their class only, which uses them first.
        """
        free = self.usable - self.occupied
        if free < victim.size:
            return False
        for number, held in enumerate(self.plan.held_back):
            if not self.belongs(number, victim):
                free -= max(0, held.beds - self.held_in_use[number])
        return free >= victim.size

    def belongs(self, held_back: int, victim: Victim) -> bool:
        """Say whether beds held back are held back for this victim."""
        condition = self.plan.held_back[held_back].condition
        return self.eligibility.holds(condition, victim.values)

    def house(self, victim: Victim, sign: int) -> None:
        """Count a household in (``sign`` 1) or out (-1)."""
        self.occupied += sign * victim.size
        for number in range(len(self.plan.held_back)):
            if self.belongs(number, victim):
                self.held_in_use[number] += sign * victim.size

    def pots(self) -> int:
        """Return what funders have paid and the shelter may not spend yet."""
        held = 0
        for contract in self.potted:
            held += contract.pot
        return held

    def fall_behind(self, day: int, line: int, amount: int) -> None:
        """Leave a bill of ``day`` unpaid for now."""
        self.arrears.append((day, line, amount))
        self.unpaid[line] += amount

    def catch_up(self, purse: int) -> None:
        """Pay off the oldest arrears, in part if need be (M4)."""
        while purse:
            since, line, amount = self.arrears.popleft()
            part = min(purse, amount)
            if part < amount:
                self.arrears.appendleft((since, line, amount - part))
            self.unpaid[line] -= part
            purse -= part
        self.peak_arrears = list(map(max, self.unpaid, self.peak_arrears))

    def can_pay(self, days: int) -> bool:
        """Say whether ``days`` more days like today could be paid (M10)."""
        without_pots = self.cash + self.credit - self.owed - days * self.bill
        return without_pots >= 0 or self.left_after(days) >= 0

    def left_after(self, days: int) -> int:
        """Return what would be left after ``days`` days like today (M10)."""
        left = self.cash + self.credit - self.owed - days * self.bill
        for contract in self.potted:
            if contract.pot and contract.today:
                left += min(contract.pot, days * contract.today)
        return left

    def can_reopen(self, days: int, open_bill: int, day: int) -> bool:
        """Say whether ``days`` open days without residents could be paid (D4).

        ``open_bill`` is what such a day bills, ``day`` the one that is judged.
        """
        left = self.cash + self.credit - self.owed - days * open_bill
        left -= self.plan.closure.reopening_cost if self.plan.closure else 0
        for contract in self.potted:
            left += min(contract.pot, days * contract.if_open(day))
        return left >= 0

    def runway(self) -> int:
        """Return the largest number of days up to 366 that could be paid (M10).

        What is left is concave in the days, so it is enough to walk back from
        the far end to the last day on which nothing is missing.
        """
        if self.left_after(LAST_RUNWAY) >= 0:
            return LAST_RUNWAY
        turns = {0, LAST_RUNWAY}
        for contract in self.potted:
            if contract.today > 0:
                turns.add(min(contract.pot // contract.today, LAST_RUNWAY))
                turns.add(min(contract.pot // contract.today + 1, LAST_RUNWAY))
        ordered = sorted(turns)
        for low, high in reversed(list(pairwise(ordered))):
            left = self.left_after(low)
            if left >= 0:  # from here to ``high`` every day costs the same
                a_day = (left - self.left_after(high)) // (high - low)
                return low + left // a_day
        return 0
