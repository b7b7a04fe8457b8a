"""The one waiting list: who stands where in it (SEMANTICS B2, B3)."""

from bisect import insort

from sim.model.victim import Status, Victim
from sim.planned.eligibility import Eligibility
from sim.scenario.plan import WaitingPlan

__all__ = ["WaitingList"]


class WaitingList:
    """Everyone who waits for a bed, or in one bed for the next programme's.

    In order of class, joining and number; ageing raises the class with time.
    """

    def __init__(self, plan: WaitingPlan, eligibility: Eligibility) -> None:
        self.plan = plan
        self.eligibility = eligibility
        self.entries: list[tuple[tuple[int, float, int], Victim]] = []

    def class_of(self, victim: Victim) -> int:
        """Return the priority class of someone who comes from outside."""
        priority = self.plan.priority
        return next(
            (
                number
                for number, condition in enumerate(priority)
                if self.eligibility.holds(condition, victim.values)
            ),
            len(priority),
        )

    def add(self, victim: Victim) -> None:
        """Put someone in, by the class and the time they joined."""
        insort(self.entries, (_turn(victim), victim))

    def remove(self, victim: Victim) -> None:
        """Take someone off."""
        self.entries.remove((_turn(victim), victim))

    def without_a_bed(self) -> list[Victim]:
        """Return those who wait outside, in order of class and joining."""
        return [v for _, v in self.entries if v.status is Status.WAITING]

    def in_turn(self, now: float) -> list[Victim]:
        """Return everyone in the order in which beds are offered (B3)."""
        step = self.plan.ageing_step
        if step is None:
            return [victim for _, victim in self.entries]

        def aged(victim: Victim) -> tuple[int, float, int]:
            raised = int((now - victim.joined) // step)
            return victim.waiting_class - raised, victim.joined, victim.number

        return sorted((victim for _, victim in self.entries), key=aged)


def _turn(victim: Victim) -> tuple[int, float, int]:
    return victim.waiting_class, victim.joined, victim.number
