"""What happened to shelters and to money, one sentence an event, with its cause."""

from datetime import timedelta

import numpy as np

from sim.history import History, Kind
from sim.report.numbers import called, count, days, long_date, money
from sim.report.story.facts import Fact
from sim.scenario.plan import Scenario

__all__ = ["Houses"]

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


class Houses:
    """Tells the events of shelters and funders, with balances and what was owed."""

    def __init__(self, scenario: Scenario, history: History) -> None:
        self.scenario = scenario
        self.history = history

    def sentence(self, fact: Fact, *, told: bool = True) -> str:
        """Say what happened to a shelter or its money; empty if it is not ``told``."""
        if not told:
            return ""
        tell = self._house if fact.kind < Kind.AWARDED else self._payment
        text = tell(fact)
        return text[:1].upper() + text[1:]

    def _house(self, fact: Fact) -> str:
        here = self._shelter(fact.shelter)
        match fact.kind:
            case Kind.FROZEN:
                why = f"{self._limit(fact)}{self._purse(fact)}"
                return f"{here} stops admitting: {why}. {self._owed(fact)}"
            case Kind.THAWED:
                return f"{here} admits again: {self._purse(fact)}."
            case Kind.NOTICE_GIVEN:
                bills = self._money(fact.amount)
                return f"{here} gives notice of closing: {bills} of bills unpaid."
            case Kind.NOTICE_WITHDRAWN:
                return f"{here} withdraws its notice: {self._purse(fact)}."
            case Kind.CLOSED:
                return f"{here} closes: {self._purse(fact)}. {self._owed(fact)}"
            case Kind.REOPENING:
                cost = (
                    f" at a cost of {self._money(fact.amount)}" if fact.amount else ""
                )
                return f"{here} has money again and begins to reopen{cost}."
            case Kind.REOPENED:
                return f"{here} is open again."
            case Kind.REOPENING_FAILED:
                why = self._purse(fact)
                return f"{here} stays closed, the money did not last: {why}."
            case Kind.CHANGED:
                return f"{here} changes as planned: {self._change(fact)}."
            case Kind.STAFF_LEFT:
                return f"Unpaid staff leave {here}: {fact.amount} still there."
            case Kind.STAFF_BACK:
                return f"The staff of {here} are back: {fact.amount}."
            case Kind.ARREARS_BEGAN:
                bills = self._money(fact.amount)
                return f"{here} cannot pay all its bills: {bills} unpaid."
            case Kind.ARREARS_CLEARED:
                return f"{here} has paid all its open bills."
            case _:
                return ""

    def _change(self, fact: Fact) -> str:
        plan = self.scenario.shelters[fact.shelter].changes[fact.detail]
        said = [] if plan.beds is None else [count(plan.beds, "bed")]
        said += [] if plan.staff is None else [f"{plan.staff} staff"]
        said += [] if plan.accepts is None else ["other people are accepted"]
        said += [] if plan.regime is None else [f"regime {plan.regime}"]
        return ", ".join(said)

    def _limit(self, fact: Fact) -> str:
        closure = self.scenario.shelters[fact.shelter].closure
        if closure is None or not closure.freeze_below:
            return ""
        return f"money for less than {days(closure.freeze_below)}, "

    def _purse(self, fact: Fact) -> str:
        day = min(fact.day, self.history.days - 1)
        nights = self.history.nights
        cash = self._money(int(nights.cash[day, fact.shelter]))
        arrears = int(nights.arrears[day, fact.shelter])
        pots = int(nights.pots[day, fact.shelter])
        later = f", {self._money(pots)} of grants not yet earned" if pots else ""
        unpaid = f", {self._money(arrears)} of bills unpaid" if arrears else ""
        return f"{cash} in the account{later}{unpaid}"

    def _owed(self, fact: Fact) -> str:
        """Say which promised instalment was overdue that day, largest first."""
        rows = self.history.instalments
        overdue = []
        for row in np.flatnonzero(rows.shelter == fact.shelter).tolist():
            if rows.planned[row] > fact.day or self._is_yet_to_be_earned(row):
                continue
            came = 0 <= rows.paid_on[row] <= fact.day
            missing = int(rows.promised[row]) - (int(rows.paid[row]) if came else 0)
            if missing > 0:
                overdue.append((missing, -row))
        if not overdue:
            return "No promised instalment was overdue."
        missing, row = max(overdue)
        planned = self._date(int(rows.planned[-row]))
        also = f" (the largest of {len(overdue)} overdue)" if len(overdue) > 1 else ""
        return (
            f"{self._instalment(-row)}, {self._money(missing)}, "
            f"was owed since {planned}{also}."
        )

    def _is_yet_to_be_earned(self, row: int) -> bool:
        """Say whether it falls due after spending, which has not come so far."""
        rows = self.history.instalments
        funder = self.scenario.funders[int(rows.funder[row])]
        if funder.in_arrears or rows.round[row] < 0:
            return False
        by_spending = funder.instalments[int(rows.number[row])].trigger == "spent"
        return by_spending and int(rows.due[row]) < 0

    def _instalment(self, row: int) -> str:
        rows = self.history.instalments
        funder = self.scenario.funders[int(rows.funder[row])]
        number = int(rows.number[row])
        if rows.round[row] < 0:
            return f"Money from before the period from {funder.title}"
        order = ORDINALS[number] if number < len(ORDINALS) else f"{number + 1}th"
        what = "payment" if funder.in_arrears else "instalment"
        return f"The {order} {what} of {funder.title}"

    def _payment(self, fact: Fact) -> str:
        here = self._shelter(fact.shelter)
        amount = self._money(fact.amount)
        if fact.kind in (Kind.BRIDGED, Kind.BRIDGE_REPAID):
            bridge = self.scenario.bridges[fact.detail]
            if fact.kind is Kind.BRIDGE_REPAID:
                return f"{here} pays {amount} back to {bridge.title}."
            verb = "lends" if bridge.terms == "lent" else "gives"
            return f"{bridge.title} {verb} {here} {amount}."
        funder = self.scenario.funders[fact.detail].title
        match fact.kind:
            case Kind.AWARDED:
                when = self._against_plan(fact, "later than planned", "for")
                return f"Funding of {amount} from {funder} to {here} is signed{when}."
            case Kind.NOT_AWARDED:
                return f"{here} asked for {amount} and is turned down ({funder})."
            case Kind.PAID:
                when = self._against_plan(fact, "late", "due")
                return f"{here} receives {amount} from {funder}{when}."
            case Kind.GIFT:
                return f"{here} receives a gift of {amount} ({funder})."
            case Kind.RETURNED:
                return f"{here} gives {amount} of unspent money back to {funder}."
            case Kind.LAPSED:
                return f"{amount} that {funder} still owed {here} lapses."
            case Kind.GAVE_WAY:
                return f"{amount} is taken off what {here} gets from {funder}."
            case Kind.CUT:
                due = self._planned(fact)
                return f"{amount} promised to {here} by {funder}{due} is cut."
            case _:
                return ""

    def _against_plan(self, fact: Fact, word: str, due: str) -> str:
        if np.isnan(fact.until) or fact.day <= fact.until:
            return ""
        late = days(fact.day - int(fact.until))
        return f", {late} {word} ({due} {self._date(int(fact.until))})"

    def _planned(self, fact: Fact) -> str:
        if np.isnan(fact.until):
            return ""
        return f" for {self._date(int(fact.until))}"

    def _date(self, day: int) -> str:
        return long_date(self.scenario.start + timedelta(days=day))

    def _shelter(self, number: int) -> str:
        return (
            called(self.scenario.shelters[number].title) if number >= 0 else "a shelter"
        )

    def _money(self, minor: int) -> str:
        return money(minor, self.scenario.currency)
