"""One replication told as a dated log: what happened, on which day, and why.

Every sentence comes from the events, the nightly balances and the instalments of
a History; nothing is computed that did not happen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from textwrap import fill

import numpy as np

from sim.history import History, Kind, State
from sim.report.language import marked, say
from sim.report.numbers import called, count, long_date
from sim.report.story.facts import Fact, facts
from sim.report.story.people import Lives
from sim.report.story.shelters import Houses
from sim.scenario.plan import Scenario

__all__ = ["Entry", "entries", "tell", "unknown", "unlucky"]

COMES = {Kind.ADMITTED, Kind.TRANSFERRED, Kind.STEPPED_DOWN, Kind.RESIDENT}
GOES = {Kind.LEFT, Kind.LEFT_AT_LIMIT, Kind.FORCED_EXIT, Kind.DISPLACED}
DATE = 17  # columns of a date at the least: 30 September 2017
ONLY_IN_A_LIFE = {
    Kind.STAGE_QUEUED,
    Kind.STAGE_BEGAN,
    Kind.READY,
    Kind.CAUSE_CHANGED,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: the day (0 is the first of the period) and a sentence."""

    day: int
    text: str


def unknown(
    scenario: Scenario,
    history: History,
    *,
    shelter: str | None = None,
    victim: int | None = None,
) -> str:
    """Say what is wrong with a shelter's id or a victim's number; empty if nothing."""
    names = [plan.name for plan in scenario.shelters]
    if shelter is not None and shelter not in names:
        near = get_close_matches(shelter, names, 1, 0.5)
        text = marked("there is no shelter '{name}'; there are: {names}")
        if near:
            text = marked(
                "there is no shelter '{name}'; did you mean '{near}'? There are: "
                "{names}"
            )
        found = near[0] if near else ""
        return say(text, name=shelter, near=found, names=", ".join(names))
    people = len(history.referred)
    if victim is not None and not 0 <= victim < people:
        if not people:
            text = marked(
                "there is no victim {number}: nobody came in this replication"
            )
            return say(text, number=victim)
        return say(
            "there is no victim {number} in this replication: they are numbered 0 to "
            "{last}",
            number=victim,
            last=people - 1,
        )
    return ""


def tell(
    scenario: Scenario,
    history: History,
    *,
    seed: int = 1,
    shelter: str | None = None,
    victim: int | None = None,
    width: int = 80,
) -> str:
    """Tell a replication, one shelter of it, or one victim's way through it.

    Parameters
    ----------
    scenario
        The scenario that was played.
    history
        What happened in this replication.
    shelter
        The id of a shelter: only what happened there.
    seed
        The seed of the luck it was played with, for the heading.
    victim
        A person's number: only that person's life, in every detail.
    width
        The number of columns to fill.

    Raises
    ------
    LookupError
        When there is no such shelter or victim.
    """
    log = entries(scenario, history, shelter=shelter, victim=victim)
    lines = [_heading(scenario, history, seed), ""]
    dates = [long_date(scenario.start + timedelta(days=entry.day)) for entry in log]
    column = max([DATE, *map(len, dates)])
    last = None
    for entry, date in zip(log, dates, strict=True):
        lead = date if entry.day != last else ""
        last = entry.day
        lines.append(
            fill(
                entry.text,
                width,
                initial_indent=f"{lead:>{column}}  ",
                subsequent_indent=" " * (column + 2),
                break_on_hyphens=False,
            )
        )
    if victim is None:
        lines += ["", *_endings(scenario, history, shelter, width)]
    return "\n".join(lines)


def _heading(scenario: Scenario, history: History, seed: int) -> str:
    return say(
        "{title}: replication {replication}, seed {seed}",
        title=scenario.title,
        replication=history.replication,
        seed=seed,
    )


def unlucky(history: History) -> int:
    """Return the number of someone who lost a bed or never had one, else 0."""
    worst = (Kind.DISPLACED, Kind.GAVE_UP, Kind.TURNED_AWAY, Kind.ADMITTED)
    events = history.events
    for kind in worst:
        who = events.person[(events.kind == kind) & (events.time >= 0)]
        if len(who):
            return int(who[0])
    return 0


def entries(
    scenario: Scenario,
    history: History,
    *,
    shelter: str | None = None,
    victim: int | None = None,
) -> tuple[Entry, ...]:
    """Return the log as days and sentences; see :func:`tell` for the parameters."""
    if wrong := unknown(scenario, history, shelter=shelter, victim=victim):
        raise LookupError(wrong)
    names = [plan.name for plan in scenario.shelters]
    place = None if shelter is None else names.index(shelter)
    lives, houses = Lives(scenario, history), Houses(scenario, history)
    log: list[Entry] = []
    before: dict[int, int] = {}
    for fact in facts(history):
        if fact.time >= 0 and before:
            if victim is None:
                log += _already_there(scenario, before, place)
            before = {}
        teller = lives if fact.kind < Kind.FROZEN else houses
        counted = fact.time < 0 and victim is None
        told = not counted and _is_told(fact, place, victim)
        text = teller.sentence(fact, told=told)
        if counted:
            _keep_count(before, fact)
        elif text and told:
            log.append(Entry(fact.day, text))
    return tuple(sorted(log, key=lambda entry: entry.day))


def _keep_count(residents: dict[int, int], fact: Fact) -> None:
    """Note who is where while the warm-up fills the shelters."""
    if fact.kind in COMES:
        residents[fact.person] = fact.shelter
    elif fact.kind in GOES:
        residents.pop(fact.person, None)


def _already_there(
    scenario: Scenario, residents: dict[int, int], place: int | None
) -> Iterator[Entry]:
    """Yield who was already in each shelter when the period began."""
    for number, shelter in enumerate(scenario.shelters):
        who = sorted(person for person, at in residents.items() if at == number)
        if who and place in (None, number):
            name = called(shelter.title)
            text = ", ".join(str(person) for person in who)
            told = marked("Already at {place} from before: victims {numbers}.")
            if len(who) == 1:
                told = marked("Already at {place} from before: victim {numbers}.")
            yield Entry(0, say(told, place=name, numbers=text))


def _is_told(fact: Fact, place: int | None, victim: int | None) -> bool:
    if victim is not None:
        return fact.person == victim
    if fact.kind in ONLY_IN_A_LIFE:
        return False
    return place is None or fact.shelter == place


def _endings(
    scenario: Scenario, history: History, shelter: str | None, width: int
) -> Iterator[str]:
    """Yield, for each shelter told of, how many nights it was open and closed."""
    states = history.nights.state
    shut = np.isin(states, (State.CLOSED, State.REOPENING)).sum(axis=0).tolist()
    held = np.isin(states, (State.FROZEN, State.NOTICE)).sum(axis=0).tolist()
    for plan, closed, frozen in zip(scenario.shelters, shut, held, strict=True):
        if shelter in (None, plan.name):
            text = say(
                "{shelter}: closed for lack of money for {closed}, open but admitting "
                "nobody for {frozen}, of {nights}.",
                shelter=called(plan.title),
                closed=count(closed, "night"),
                frozen=count(frozen, "night"),
                nights=count(history.days, "night"),
            )
            yield fill(text, width, subsequent_indent="  ")
