"""What happened to shelters and to money, one sentence an event, with its cause."""

from datetime import timedelta

import numpy as np

from sim.history import History, Kind
from sim.report.language import marked, say
from sim.report.numbers import called, count, days, long_date, money
from sim.report.story.facts import Fact
from sim.scenario.plan import Scenario, ShelterPlan

__all__ = ["Houses"]

ORDINALS = (
    *(marked("first"), marked("second"), marked("third")),
    *(marked("fourth"), marked("fifth"), marked("sixth")),
)


class Houses:
    """Tells the events of shelters and funders, with balances and what was owed."""

    def __init__(self, scenario: Scenario, history: History) -> None:
        self.scenario = scenario
        self.history = history
        self.beds: dict[int, int] = {}

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
                return say(
                    "{here} stops admitting: {why}. {owed}",
                    here=here,
                    why=why,
                    owed=self._owed(fact),
                )
            case Kind.THAWED:
                return say(
                    "{here} admits again: {purse}.", here=here, purse=self._purse(fact)
                )
            case Kind.NOTICE_GIVEN:
                return self._notice(fact, here)
            case Kind.NOTICE_WITHDRAWN:
                return say(
                    "{here} withdraws its notice: {purse}.",
                    here=here,
                    purse=self._purse(fact),
                )
            case Kind.CLOSED:
                why = f"{self._near(fact)}{self._purse(fact)}"
                return say(
                    "{here} closes: {purse}. {owed}",
                    here=here,
                    purse=why,
                    owed=self._owed(fact),
                )
            case Kind.REOPENING:
                cost = (
                    say(" at a cost of {amount}", amount=self._money(fact.amount))
                    if fact.amount
                    else ""
                )
                return say(
                    "{here} has money again and begins to reopen{cost}.",
                    here=here,
                    cost=cost,
                )
            case Kind.REOPENED:
                return say("{here} is open again.", here=here)
            case Kind.REOPENING_FAILED:
                why = self._purse(fact)
                return say(
                    "{here} stays closed, the money did not last: {why}.",
                    here=here,
                    why=why,
                )
            case Kind.CHANGED:
                return self._planned_change(fact, here)
            case Kind.STAFF_LEFT:
                return say(
                    "Unpaid staff leave {here}: {amount} still there.",
                    here=here,
                    amount=fact.amount,
                )
            case Kind.STAFF_BACK:
                return say(
                    "The staff of {here} are back: {amount}.",
                    here=here,
                    amount=fact.amount,
                )
            case Kind.ARREARS_BEGAN:
                bills = self._money(fact.amount)
                return say(
                    "{here} cannot pay all its bills: {bills} unpaid.",
                    here=here,
                    bills=bills,
                )
            case Kind.ARREARS_CLEARED:
                return say("{here} has paid all its open bills.", here=here)
            case _:
                return ""

    def _notice(self, fact: Fact, here: str) -> str:
        """Say what is unpaid, or where every bill is paid for how long money lasts."""
        if not fact.amount:
            why = f"{self._near(fact)}{self._purse(fact)}"
            return say("{here} gives notice of closing: {why}.", here=here, why=why)
        return say(
            "{here} gives notice of closing: {bills} of bills unpaid.",
            here=here,
            bills=self._money(fact.amount),
        )

    def _planned_change(self, fact: Fact, here: str) -> str:
        """Say what a dated change does: to open is from no bed, to close to none."""
        shelter = self.scenario.shelters[fact.shelter]
        beds = shelter.changes[fact.detail].beds
        before = self.beds.get(fact.shelter, shelter.beds)
        if beds is not None:
            self.beds[fact.shelter] = beds
        if beds == 0 < before:
            return say("{here} closes, as planned.", here=here)
        text = marked("{here} changes as planned: {change}.")
        if beds and not before:
            text = marked("{here} opens as planned, with {change}.")
        return say(text, here=here, change=_change(shelter, fact.detail))

    def _limit(self, fact: Fact) -> str:
        closure = self.scenario.shelters[fact.shelter].closure
        if closure is None or not closure.freeze_below:
            return ""
        return say("money for less than {days}, ", days=days(closure.freeze_below))

    def _near(self, fact: Fact) -> str:
        """Say for how many days money has to last, where no bill is unpaid yet (D3)."""
        closure = self.scenario.shelters[fact.shelter].closure
        day = min(fact.day, self.history.days - 1)
        unpaid = int(self.history.nights.arrears[day, fact.shelter])
        if unpaid or closure is None or not closure.close_below:
            return ""
        return say("money for less than {days}, ", days=days(closure.close_below))

    def _purse(self, fact: Fact) -> str:
        day = min(fact.day, self.history.days - 1)
        nights = self.history.nights
        cash = self._money(int(nights.cash[day, fact.shelter]))
        arrears = int(nights.arrears[day, fact.shelter])
        pots = int(nights.pots[day, fact.shelter])
        later = (
            say(", {amount} of grants not yet earned", amount=self._money(pots))
            if pots
            else ""
        )
        unpaid = (
            say(", {amount} of bills unpaid", amount=self._money(arrears))
            if arrears
            else ""
        )
        return say(
            "{cash} in the account{later}{unpaid}",
            cash=cash,
            later=later,
            unpaid=unpaid,
        )

    def _owed(self, fact: Fact) -> str:
        """Say which instalment of the plan had not come by that day, largest first.

        The contract may have been signed at less than the plan promised.
        """
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
            return say("No promised instalment was overdue.")
        missing, row = max(overdue)
        planned = self._date(int(rows.planned[-row]))
        also = (
            say(" (the largest of {number} overdue)", number=len(overdue))
            if len(overdue) > 1
            else ""
        )
        told = say(
            "{instalment} was planned for {planned}; {amount} of it had not "
            "come{also}.",
            instalment=self._instalment(-row),
            amount=self._money(missing),
            planned=planned,
            also=also,
        )
        return told[:1].upper() + told[1:]

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
            return say(
                "Money from before the period from {funder}", funder=funder.title
            )
        text = marked("The {order} instalment of {funder}")
        late = marked("The {number}th instalment of {funder}")
        if funder.in_arrears:
            text = marked("The {order} payment of {funder}")
            late = marked("The {number}th payment of {funder}")
        if number >= len(ORDINALS):
            return say(late, number=number + 1, funder=funder.title)
        return say(text, order=say(ORDINALS[number]), funder=funder.title)

    def _payment(self, fact: Fact) -> str:
        here = self._shelter(fact.shelter)
        amount = self._money(fact.amount)
        if fact.kind in (Kind.BRIDGED, Kind.BRIDGE_REPAID):
            bridge = self.scenario.bridges[fact.detail]
            if fact.kind is Kind.BRIDGE_REPAID:
                return say(
                    "{here} pays {amount} back to {fund}.",
                    here=here,
                    amount=amount,
                    fund=bridge.title,
                )
            text = marked("{fund} gives {here} {amount}.")
            if bridge.terms == "lent":
                text = marked("{fund} lends {here} {amount}.")
            return say(text, fund=bridge.title, here=here, amount=amount)
        funder = self.scenario.funders[fact.detail].title
        match fact.kind:
            case Kind.AWARDED:
                text = marked(", {late} later than planned (for {date})")
                if fact.day == 0 and fact.until < 0:
                    text = marked(", on this day or before (planned for {date})")
                when = self._against_plan(fact, text)
                return say(
                    "Funding of {amount} from {funder} to {here} is signed{when}.",
                    amount=amount,
                    funder=funder,
                    here=here,
                    when=when,
                )
            case Kind.NOT_AWARDED:
                return say(
                    "{here} asked for {amount} and is turned down ({funder}).",
                    here=here,
                    amount=amount,
                    funder=funder,
                )
            case Kind.PAID:
                when = self._against_plan(fact, marked(", {late} late (due {date})"))
                return say(
                    "{here} receives {amount} from {funder}{when}.",
                    here=here,
                    amount=amount,
                    funder=funder,
                    when=when,
                )
            case Kind.GIFT:
                return say(
                    "{here} receives a gift of {amount} ({funder}).",
                    here=here,
                    amount=amount,
                    funder=funder,
                )
            case Kind.RETURNED:
                return say(
                    "{here} gives {amount} of unspent money back to {funder}.",
                    here=here,
                    amount=amount,
                    funder=funder,
                )
            case Kind.LAPSED:
                return say(
                    "{amount} that {funder} still owed {here} lapses.",
                    amount=amount,
                    funder=funder,
                    here=here,
                )
            case Kind.GAVE_WAY:
                return say(
                    "{amount} is taken off what {here} gets from {funder}.",
                    amount=amount,
                    here=here,
                    funder=funder,
                )
            case Kind.CUT:
                due = self._planned(fact)
                return say(
                    "{amount} promised to {here} by {funder}{due} is cut.",
                    amount=amount,
                    here=here,
                    funder=funder,
                    due=due,
                )
            case _:
                return ""

    def _against_plan(self, fact: Fact, text: str) -> str:
        if np.isnan(fact.until) or fact.day <= fact.until:
            return ""
        late = days(fact.day - int(fact.until))
        return say(text, late=late, date=self._date(int(fact.until)))

    def _planned(self, fact: Fact) -> str:
        if np.isnan(fact.until):
            return ""
        return say(" for {date}", date=self._date(int(fact.until)))

    def _date(self, day: int) -> str:
        return long_date(self.scenario.start + timedelta(days=day))

    def _shelter(self, number: int) -> str:
        return (
            called(self.scenario.shelters[number].title)
            if number >= 0
            else say("a shelter")
        )

    def _money(self, minor: int) -> str:
        return money(minor, self.scenario.currency)


def _change(shelter: ShelterPlan, number: int) -> str:
    """List what a dated change of a shelter alters; a programme has slots, no beds."""
    plan = shelter.changes[number]
    room = "bed" if shelter.overnight else "slot"
    said = [] if plan.beds is None else [count(plan.beds, room)]
    said += [] if plan.staff is None else [say("{staff} staff", staff=plan.staff)]
    said += [] if plan.accepts is None else [say("other people are accepted")]
    said += [] if plan.regime is None else [say("regime {regime}", regime=plan.regime)]
    return ", ".join(said)
