"""The most that a funder may commit in a fiscal year (SEMANTICS M9)."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from sim.calendar import Calendar
from sim.model.contract import Contract
from sim.planned.fiscal import days_by_year
from sim.planned.splitting import cut
from sim.scenario.plan import FunderPlan

__all__ = ["Ceiling"]


class Ceiling:
    """What a funder has committed by award, and been claimed by the night.

    ``year_ends`` are the last days of its fiscal years.  ``committed`` is by the
    calendar year in which a fiscal year began, ``claimed`` by the fiscal years of
    the period in order.
    """

    def __init__(
        self, plan: FunderPlan, calendar: Calendar, year_ends: frozenset[int]
    ) -> None:
        self.plan = plan
        self.calendar = calendar
        self.year_ends = sorted(year_ends)
        self.committed: dict[int, int] = defaultdict(int)
        self.claimed = [0] * (len(year_ends) + 1)

    def awards(self, chosen: Sequence[Contract], asks: list[int]) -> list[int]:
        """Cut the awards of a call to what each year of the contract has left.

        A year bears the part of the award that its days are of the contract's;
        what was awarded before the period is not cut any more.
        """
        ceiling = self.plan.ceiling
        if ceiling is None or self.plan.instrument == "per_diem" or not chosen:
            return asks
        plan = chosen[0].plan
        starts = self.plan.fiscal_year_starts
        years = days_by_year(self.calendar, starts, plan.first, plan.last)
        days = plan.last - plan.first + 1
        total, keep = sum(asks), Fraction(1)
        for year, inside in years.items():
            asked = Fraction(total * inside, days)
            left = max(0, ceiling - self.committed[year])
            if asked > left and plan.first >= 0:
                keep = min(keep, left / asked)
        amounts = asks if keep == 1 else cut(asks, keep)
        for year, inside in years.items():
            self.committed[year] += -(-sum(amounts) * inside // days)
        return amounts

    def claims(self, day: int, claims: list[int]) -> list[int]:
        """Cut a day's per-diem claims to what its year has left."""
        if self.plan.ceiling is None:
            return claims
        year = bisect_left(self.year_ends, day)
        left = max(0, self.plan.ceiling - self.claimed[year])
        total = sum(claims)
        if total > left:
            claims = cut(claims, Fraction(left, total))
        self.claimed[year] += sum(claims)
        return claims
