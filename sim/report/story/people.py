"""What happened to people, one sentence an event.  People are numbers."""

from sim.history import Cause, History, Kind
from sim.report.language import marked, say
from sim.report.names import word_of
from sim.report.numbers import called, count, days, money
from sim.report.story.facts import Fact
from sim.scenario.plan import Scenario

__all__ = ["Lives"]

WHY = {
    Cause.CLOSED: marked("every shelter that could take them is closed"),
    Cause.FROZEN: marked("the shelters that could take them have stopped admitting"),
    Cause.NO_STAFF: marked("there is a bed but no staff for it"),
    Cause.NO_BED: marked("no bed that could take them is free"),
    Cause.NO_FIT: marked("no shelter takes such a person"),
    Cause.DISPLACED: marked("the shelter closed"),
    Cause.DECLINED: marked("every offer was declined"),
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
        who = say("Victim {number}", number=fact.person)
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
                text = marked("{who} is referred ({stream}).")
                if fact.amount:
                    text = marked("{who} comes back and is referred ({stream}).")
                return say(text, who=who, stream=word_of(stream.name))
            case Kind.RESIDENT:
                self.began[fact.person] = fact.time
                self.residents.add(fact.person)
                end = self._stay(fact)
                return say(
                    "{who} is already at {here}{end}.", who=who, here=here, end=end
                )
            case Kind.STAGE_BEGAN:
                stage = word_of(self.scenario.stages[fact.detail].name)
                return say("{who} begins {stage}.", who=who, stage=stage)
            case Kind.STAGE_QUEUED:
                stage = word_of(self.scenario.stages[fact.detail].name)
                return say(
                    "{who} has to wait for {stage}: everybody on duty is busy.",
                    who=who,
                    stage=stage,
                )
            case Kind.NOT_RECOGNISED:
                where = self._where(fact.detail)
                return say(
                    "{who} is not recognised as entitled to shelter{where}.",
                    who=who,
                    where=where,
                )
            case Kind.READY:
                return say("{who} is ready for a bed.", who=who)
            case Kind.JOINED_LIST:
                self.joined[fact.person] = fact.time
                patience = _length(fact.until - fact.time)
                why = _why(fact)
                return say(
                    "{who} waits, for {patience} at most: {why}.",
                    who=who,
                    patience=patience,
                    why=why,
                )
            case Kind.CAUSE_CHANGED:
                return say("{who} still waits: {why}.", who=who, why=_why(fact))
            case Kind.INTERIM_BEGAN:
                place = word_of(self.scenario.interim[fact.detail].name)
                return say(
                    "{who} is taken in meanwhile ({place}).", who=who, place=place
                )
            case Kind.INTERIM_ENDED:
                place = word_of(self.scenario.interim[fact.detail].name)
                return say(
                    "{who} leaves the interim place ({place}).", who=who, place=place
                )
            case Kind.TURNED_AWAY:
                why = _why(fact)
                return say(
                    "{who} is turned away{lost}: {why}.",
                    who=who,
                    lost=self._lost(fact),
                    why=why,
                )
            case Kind.GAVE_UP:
                waited = self._since(self.joined, fact)
                why = _why(fact)
                where = self._where(fact.amount)
                return say(
                    "{who} gives up waiting{waited}{where}: {why}.",
                    who=who,
                    waited=waited,
                    where=where,
                    why=why,
                )
            case _:
                return self._move(fact, who, here)

    def _move(self, fact: Fact, who: str, here: str) -> str:
        match fact.kind:
            case Kind.ADMITTED:
                waited = self._since(self.joined, fact) if fact.amount else ""
                self.residents.discard(fact.person)
                self.began[fact.person] = fact.time
                wait = (
                    say("{waited} on the waiting list", waited=waited) if waited else ""
                )
                return say(
                    "{who} is admitted to {here}{wait}{stay}.",
                    who=who,
                    here=here,
                    wait=wait,
                    stay=self._stay(fact),
                )
            case Kind.TRANSFERRED:
                return say(
                    "{who} is moved to {here}{stay}.",
                    who=who,
                    here=here,
                    stay=self._stay(fact),
                )
            case Kind.STEPPED_DOWN:
                self.residents.discard(fact.person)
                self.began[fact.person] = fact.time
                return say(
                    "{who} moves on to {here}{stay}.",
                    who=who,
                    here=here,
                    stay=self._stay(fact),
                )
            case Kind.BLOCKED:
                why = _why(fact)
                return say(
                    "{who} could move on from {here} but keeps the bed: {why}.",
                    who=who,
                    here=here,
                    why=why,
                )
            case Kind.LEFT:
                stayed = self._stayed(fact)
                return say(
                    "{who} leaves {here}{stayed}{where}.",
                    who=who,
                    here=here,
                    stayed=stayed,
                    where=self._where(fact.detail),
                )
            case Kind.LEFT_AT_LIMIT:
                stayed = self._stayed(fact)
                where = self._where(fact.detail)
                return say(
                    "{who} leaves {here} at the limit{stayed}{where}.",
                    who=who,
                    here=here,
                    stayed=stayed,
                    where=where,
                )
            case Kind.FORCED_EXIT:
                why = _why(fact)
                return say(
                    "{who} has to leave {here}{lost}: {why}.",
                    who=who,
                    here=here,
                    lost=self._lost(fact),
                    why=why,
                )
            case Kind.DISPLACED:
                lost = self._lost(fact)
                return say(
                    "{who} is displaced{lost}: no open shelter takes them.",
                    who=who,
                    lost=lost,
                )
            case _:
                return self._outcome(fact, who)

    def _outcome(self, fact: Fact, who: str) -> str:
        amount = money(fact.amount, self.scenario.currency)
        match fact.kind:
            case Kind.DECLINED:
                return say("{who} declines every offer.", who=who)
            case Kind.RETURN_CUT:
                return say(
                    "{who} would come back a fourth time, which is not played.", who=who
                )
            case Kind.COMPENSATED:
                fund = self.scenario.compensation[fact.detail].title
                return say(
                    "{who} is paid {amount} of compensation ({fund}).",
                    who=who,
                    amount=amount,
                    fund=fund,
                )
            case Kind.NOT_COMPENSATED:
                plan = self.scenario.compensation[fact.detail]
                return say(
                    "{who} is owed {due} of compensation; {fund} holds {held}.",
                    who=who,
                    due=money(plan.per_case, self.scenario.currency),
                    fund=plan.title,
                    held=money(plan.per_case - fact.amount, self.scenario.currency),
                )
            case _:
                return ""

    def _traits(self, person: int) -> str:
        values = [
            f"{word_of(attribute.name)} {word_of(attribute.values[code])}"
            for attribute, code in zip(
                self.scenario.attributes,
                self.history.values[person].tolist(),
                strict=True,
            )
        ]
        others = int(self.history.size[person]) - 1
        if others > 0:
            values.append(say("with {others}", others=count(others, "dependant")))
        return f" ({', '.join(values)})" if values else ""

    def _stay(self, fact: Fact) -> str:
        left = fact.until - fact.time
        return say(", for {time} as planned", time=_length(left)) if left > 0 else ""

    def _lost(self, fact: Fact) -> str:
        left = fact.until - fact.time
        return (
            say(", {time} of stay not received", time=_length(left)) if left > 0 else ""
        )

    def _stayed(self, fact: Fact) -> str:
        """Say how long, and from when that counts for who was here on day 0."""
        if fact.person not in self.residents:
            return self._since(self.began, fact)
        stayed = _length(fact.time - self.began[fact.person])
        return say(" after {time}, not counting those before the period", time=stayed)

    def _since(self, times: dict[int, float], fact: Fact) -> str:
        begun = times.get(fact.person)
        if begun is None:
            return ""
        text = marked(" after {time}")
        if begun < 0 <= fact.time:
            text = marked(" after {time}, counted from before the period")
        return say(text, time=_length(fact.time - begun))

    def _where(self, destination: int) -> str:
        if destination < 0:
            return ""
        return f" ({word_of(self.destinations[destination])})"

    def _shelter(self, number: int) -> str:
        return (
            called(self.scenario.shelters[number].title)
            if number >= 0
            else say("a shelter")
        )


def _why(fact: Fact) -> str:
    return say(WHY[Cause(fact.detail)])


def _length(duration: float) -> str:
    """Say a duration: hours below two days, else whole days.

    >>> _length(0.25), _length(12.4), _length(1.0)
    ('6 hours', '12 days', '24 hours')
    """
    if duration < 2:
        return count(round(24 * duration), "hour")
    return days(round(duration))
