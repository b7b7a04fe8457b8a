"""What happened to people, one sentence an event.  People are numbers."""

from sim.history import Cause, History, Kind
from sim.report.numbers import called, count, days, money
from sim.report.story.facts import Fact
from sim.scenario.plan import Scenario

__all__ = ["Lives"]

WHY = {
    Cause.CLOSED: "every shelter that could take them is closed",
    Cause.FROZEN: "the shelters that could take them have stopped admitting",
    Cause.NO_STAFF: "there is a bed but no staff for it",
    Cause.NO_BED: "no bed is free",
    Cause.NO_FIT: "no shelter takes such a person",
    Cause.DISPLACED: "the shelter closed",
    Cause.DECLINED: "every offer was declined",
}


class Lives:
    """Tells people's events, remembering since when each one waits and stays.

    Facts must come in the order in which they happened, all of them: who is told
    of for the first time is introduced with their traits.
    """

    def __init__(self, scenario: Scenario, history: History) -> None:
        self.scenario = scenario
        self.history = history
        self.destinations = scenario.destinations
        self.joined: dict[int, float] = {}
        self.began: dict[int, float] = {}
        self.residents: set[int] = set()
        self.introduced: set[int] = set()

    def sentence(self, fact: Fact, *, told: bool = True) -> str:
        """Say what happened to someone; empty for what needs no telling.

        What is not ``told`` is remembered, and introduces nobody.
        """
        who = f"Victim {fact.person}"
        if fact.person not in self.introduced:
            who += self._traits(fact.person)
        text = self._sentence(fact, who)
        if told and text:
            self.introduced.add(fact.person)
        return text

    def _sentence(self, fact: Fact, who: str) -> str:
        here = self._shelter(fact.shelter)
        match fact.kind:
            case Kind.REFERRED:
                stream = self.scenario.streams[int(self.history.stream[fact.person])]
                again = "comes back and is referred" if fact.amount else "is referred"
                return f"{who} {again} ({_words(stream.name)})."
            case Kind.RESIDENT:
                self.began[fact.person] = fact.time
                self.residents.add(fact.person)
                end = self._stay(fact)
                return f"{who} is already at {here}{end}."
            case Kind.STAGE_BEGAN:
                return f"{who} begins {_words(self.scenario.stages[fact.detail].name)}."
            case Kind.STAGE_QUEUED:
                stage = _words(self.scenario.stages[fact.detail].name)
                return f"{who} has to wait for {stage}: everybody on duty is busy."
            case Kind.NOT_RECOGNISED:
                where = self._where(fact.detail)
                return f"{who} is not recognised as entitled to shelter{where}."
            case Kind.READY:
                return f"{who} is ready for a bed."
            case Kind.JOINED_LIST:
                self.joined[fact.person] = fact.time
                patience = _length(fact.until - fact.time)
                why = WHY[Cause(fact.detail)]
                return f"{who} waits, for {patience} at most: {why}."
            case Kind.CAUSE_CHANGED:
                return f"{who} still waits: {WHY[Cause(fact.detail)]}."
            case Kind.INTERIM_BEGAN:
                place = _words(self.scenario.interim[fact.detail].name)
                return f"{who} is taken in meanwhile ({place})."
            case Kind.INTERIM_ENDED:
                place = _words(self.scenario.interim[fact.detail].name)
                return f"{who} leaves the interim place ({place})."
            case Kind.TURNED_AWAY:
                why = WHY[Cause(fact.detail)]
                return f"{who} is turned away{self._lost(fact)}: {why}."
            case Kind.GAVE_UP:
                waited = self._since(self.joined, fact)
                why = WHY[Cause(fact.detail)]
                where = self._where(fact.amount)
                return f"{who} gives up waiting{waited}{where}: {why}."
            case _:
                return self._move(fact, who, here)

    def _move(self, fact: Fact, who: str, here: str) -> str:
        match fact.kind:
            case Kind.ADMITTED:
                waited = self._since(self.joined, fact) if fact.amount else ""
                self.residents.discard(fact.person)
                self.began[fact.person] = fact.time
                wait = f"{waited} on the waiting list" if waited else ""
                return f"{who} is admitted to {here}{wait}{self._stay(fact)}."
            case Kind.TRANSFERRED:
                return f"{who} is moved to {here}{self._stay(fact)}."
            case Kind.STEPPED_DOWN:
                self.residents.discard(fact.person)
                self.began[fact.person] = fact.time
                return f"{who} moves on to {here}{self._stay(fact)}."
            case Kind.BLOCKED:
                why = WHY[Cause(fact.detail)]
                return f"{who} could move on from {here} but keeps the bed: {why}."
            case Kind.LEFT:
                stayed = self._stayed(fact)
                return f"{who} leaves {here}{stayed}{self._where(fact.detail)}."
            case Kind.LEFT_AT_LIMIT:
                stayed = self._stayed(fact)
                where = self._where(fact.detail)
                return f"{who} leaves {here} at the limit{stayed}{where}."
            case Kind.FORCED_EXIT:
                why = WHY[Cause(fact.detail)]
                return f"{who} has to leave {here}{self._lost(fact)}: {why}."
            case Kind.DISPLACED:
                lost = self._lost(fact)
                return f"{who} is displaced{lost}: no open shelter takes them."
            case _:
                return self._outcome(fact, who)

    def _outcome(self, fact: Fact, who: str) -> str:
        amount = money(fact.amount, self.scenario.currency)
        match fact.kind:
            case Kind.DECLINED:
                return f"{who} declines every offer."
            case Kind.RETURN_CUT:
                return f"{who} would come back a fourth time, which is not played."
            case Kind.COMPENSATED:
                fund = self.scenario.compensation[fact.detail].title
                return f"{who} is paid {amount} of compensation ({fund})."
            case Kind.NOT_COMPENSATED:
                fund = self.scenario.compensation[fact.detail].title
                return f"{who} is owed {amount} of compensation ({fund} is empty)."
            case _:
                return ""

    def _traits(self, person: int) -> str:
        values = [
            _words(f"{attribute.name} {attribute.values[code]}")
            for attribute, code in zip(
                self.scenario.attributes,
                self.history.values[person].tolist(),
                strict=True,
            )
        ]
        others = int(self.history.size[person]) - 1
        if others > 0:
            values.append(f"with {count(others, 'dependant')}")
        return f" ({', '.join(values)})" if values else ""

    def _stay(self, fact: Fact) -> str:
        left = fact.until - fact.time
        return f", for {_length(left)} as planned" if left > 0 else ""

    def _lost(self, fact: Fact) -> str:
        left = fact.until - fact.time
        return f", {_length(left)} of stay not received" if left > 0 else ""

    def _stayed(self, fact: Fact) -> str:
        """Say how long, and from when that counts for who was here on day 0."""
        if fact.person not in self.residents:
            return self._since(self.began, fact)
        stayed = _length(fact.time - self.began[fact.person])
        return f" after {stayed}, not counting those before the period"

    def _since(self, times: dict[int, float], fact: Fact) -> str:
        begun = times.get(fact.person)
        if begun is None:
            return ""
        before = ", counted from before the period" if begun < 0 <= fact.time else ""
        return f" after {_length(fact.time - begun)}{before}"

    def _where(self, destination: int) -> str:
        if destination < 0:
            return ""
        return f" ({_words(self.destinations[destination])})"

    def _shelter(self, number: int) -> str:
        return (
            called(self.scenario.shelters[number].title) if number >= 0 else "a shelter"
        )


def _words(name: str) -> str:
    return name.replace("_", " ")


def _length(duration: float) -> str:
    """Say a duration: hours below two days, else whole days.

    >>> _length(0.25), _length(12.4), _length(1.0)
    ('6 hours', '12 days', '24 hours')
    """
    if duration < 2:
        return count(round(24 * duration), "hour")
    return days(round(duration))
