"""The story of a run in paragraphs: who closed and why, who went without, at what cost.

Ranges in brackets are 95 % intervals of the average over the replications.
"""

from collections.abc import Iterator

from sim.experiment.estimate import Estimate
from sim.experiment.results import Results
from sim.report.answer.record import on_record
from sim.report.answer.skewed import skewed
from sim.report.answer.spread import (
    FIRST_LOOK,
    briefly,
    days_of,
    find,
    period,
    spread,
)
from sim.report.answer.tables import BRIDGE, HEADLINE
from sim.report.language import marked, say, some
from sim.report.numbers import called, count

__all__ = ["CAUSES", "caution", "paragraphs"]

WORTH_TELLING = 0.02
"""The smallest share of closures whose cause is told."""
CAUSES = {
    "closed": marked("every shelter that could take them was closed"),
    "frozen": marked("the shelters that could take them had stopped admitting"),
    "no_staff": marked("there was no staff for the bed"),
    "no_bed": marked("no bed that could take them was free"),
    "no_fit": marked("no shelter takes such a person"),
    "displaced": marked("a closure had ended their stay"),
    "declined": marked("every offer was declined"),
}


def paragraphs(results: Results) -> tuple[str, ...]:
    """Say what is on record, which shelters closed and why, who went without, cost."""
    found = (_which(results), _why(results), _people(results), _unmet(results))
    told = [" ".join(sentences) for sentences in map(tuple, found)]
    told += [" ".join(_money(results)), " ".join(caution(results))]
    told.insert(0, on_record(results))
    return tuple(paragraph for paragraph in told if paragraph)


def _which(results: Results) -> Iterator[str]:
    """Say how often each shelter closed, and for how long."""
    shelters = [s for s in results.scenario.shelters if s.closure is not None]
    chances = [find(results, "closure_probability", shelter=s.name) for s in shelters]
    alone = results.replications == 1
    told = [
        called(shelter.title)
        if alone
        else say(
            "{shelter} in {often}",
            shelter=called(shelter.title),
            often=briefly(chance),
        )
        for shelter, chance in zip(shelters, chances, strict=True)
        if chance is not None and chance.value
    ]
    if told and len(results.scenario.shelters) > 1:
        listed = "; ".join(told)
        if alone:
            yield say("Closed: {shelters}.", shelters=listed)
        else:
            yield say("Closed at least once: {shelters}.", shelters=listed)
    unit = days_of(results)
    over = say(", the days of all shelters added up") if unit != "days" else ""
    closed = find(results, "closure_days")
    answered = results.scenario.answered_by
    if closed is not None and closed.value and "closure_days" not in answered:
        days = spread(closed, unit)
        yield say(_SHUT[digits_of(days) == "1", alone], days=days, over=over)
        over = ""
    frozen = find(results, "freeze_days")
    if frozen is not None and frozen.value and "freeze_days" not in answered:
        told_of = _FROZEN[unit == "days", alone]
        yield say(told_of, days=spread(frozen, unit), over=over)


_SHUT = {
    (True, True): marked("There was {days} of closure{over}."),
    (True, False): marked("On average there was {days} of closure{over}."),
    (False, True): marked("There were {days} of closure{over}."),
    (False, False): marked("On average there were {days} of closure{over}."),
}
"""How closures are told: of one day or several, of one replication or many."""
_FROZEN = {
    (True, True): marked("For {days} the shelter was open but admitted nobody{over}."),
    (True, False): marked(
        "For {days} on average the shelter was open but admitted nobody{over}."
    ),
    (False, True): marked("Shelters were open but admitted nobody for {days}{over}."),
    (False, False): marked(
        "On average shelters were open but admitted nobody for {days}{over}."
    ),
}
"""How freezes are told: of one shelter or several, of one replication or many."""


def digits_of(text: str) -> str:
    """Return the number with which a text begins.

    >>> digits_of("1 day"), digits_of("29 people (28 to 31)")
    ('1', '29')
    """
    return text.partition(" ")[0]


def _why(results: Results) -> Iterator[str]:
    """Say which funder's unpaid instalment was the largest when shelters closed."""
    titles = {funder.name: funder.title for funder in results.scenario.funders}
    shares = sorted(
        (e for e in results.by("closure_cause_share", "cause") if e.value),
        key=lambda estimate: -(estimate.value or 0.0),
    )
    for share in shares:
        if (share.value or 0.0) < WORTH_TELLING:
            continue
        name = share.by["cause"]
        owed = say("no promised payment was overdue: the money was not promised")
        if name in titles:
            owed = say(
                "the largest overdue payment was one of {funder}",
                funder=titles[name],
            )
        if share.value == 1:
            yield say("In all closures {owed}.", owed=owed)
        else:
            yield say(
                "In {part} of the closures {owed}.", part=spread(share), owed=owed
            )


def _people(results: Results) -> Iterator[str]:
    """Say how many came, had a bed, waited, and were left without."""
    referrals, supported = (
        find(results, "referrals"),
        find(results, "supported_victims"),
    )
    if referrals is None or supported is None:
        return
    told = _CAME[is_one(referrals), results.replications == 1]
    yield say(
        told,
        people=spread(referrals),
        when=period(results.scenario),
        supported=spread(supported),
    )
    left = find(results, "not_recognised")
    if left is not None and left.value:
        yield say(
            "{people} left the pathway before a bed was sought.",
            people=_capital(spread(left)),
        )
    lost = [
        say(words[is_one(estimate)], number=spread(estimate, ""))
        for name, words in _LOST
        if (estimate := find(results, name)) is not None and estimate.value
    ]
    if lost:
        yield say(
            "Left without a bed for a time or for good: {losses}.",
            losses=", ".join(lost),
        )
    wait = find(results, "mean_wait_days")
    if wait is not None and wait.value is not None:
        yield say("The mean wait for a bed was {days}.", days=spread(wait))


_CAME = {
    (True, True): marked(
        "{people} was referred {when} and {supported} had a bed for at least one "
        "night, those there from before included."
    ),
    (True, False): marked(
        "On average {people} was referred {when} and {supported} had a bed for at "
        "least one night, those there from before included."
    ),
    (False, True): marked(
        "{people} were referred {when} and {supported} had a bed for at least one "
        "night, those there from before included."
    ),
    (False, False): marked(
        "On average {people} were referred {when} and {supported} had a bed for at "
        "least one night, those there from before included."
    ),
}
"""How those who came are told: one person or several, one replication or many."""
_LOST = (
    (
        "turn_aways",
        {
            True: marked("{number} was turned away at once"),
            False: marked("{number} were turned away at once"),
        },
    ),
    (
        "abandonments",
        {True: marked("{number} gave up waiting"), False: "{number} gave up waiting"},
    ),
    (
        "displaced",
        {
            True: marked("{number} was displaced by a closure"),
            False: marked("{number} were displaced by a closure"),
        },
    ),
)
"""How those who went without are told: of one person, of several."""


def is_one(people: Estimate) -> bool:
    """Say whether what is told of an estimate is exactly one, so that a verb agrees."""
    return bare_text(people) == "1"


def bare_text(estimate: Estimate) -> str:
    """Return what is told of an estimate but its unit."""
    return spread(estimate, "")


def _unmet(results: Results) -> Iterator[str]:
    """Say how many needed nights were not had, and the commonest cause."""
    unmet = find(results, "unmet_bed_nights")
    if unmet is None or not unmet.value:
        return
    causes = [e for e in results.by("unmet_bed_nights", "cause") if e.value]
    most = max(causes, key=lambda estimate: estimate.value or 0.0, default=None)
    nights = _capital(spread(unmet, "nights"))
    if most is None:
        yield say("{nights} in a bed were needed and not had.", nights=nights)
        return
    because = say(CAUSES[most.by["cause"]])
    part = spread(most, "")
    if part == spread(unmet, ""):
        told = marked(
            "{nights} in a bed were needed and not had, all of them because {cause}."
        )
        yield say(told, nights=nights, cause=because)
    else:
        told = marked(
            "{nights} in a bed were needed and not had, {part} of them because {cause}."
        )
        yield say(told, nights=nights, part=part, cause=because)


def _money(results: Results) -> Iterator[str]:
    """Say what support cost, what was promised and not paid, what would have helped."""
    cost = find(results, "cost_per_supported_victim")
    alone = results.replications == 1
    if not any(shelter.costs for shelter in results.scenario.shelters):
        yield say("The file states no costs, so there is nothing to say of money.")
        return
    if cost is not None and cost.value is not None:
        yield say("A supported victim cost {amount}.", amount=spread(cost))
    short = find(results, "funding_shortfall")
    if short is not None and short.value:
        told = marked(
            "Of what was due by plan, {amount} had not been paid by the end of the "
            "average replication."
        )
        if alone:
            told = marked(
                "Of what was due by plan, {amount} had not been paid by the end."
            )
        yield say(told, amount=spread(short))
    closing = find(results, "closure_cost")
    if closing is not None and closing.value:
        told = marked(
            "Closing, standing closed and reopening cost {amount} on average."
        )
        if alone:
            told = marked("Closing, standing closed and reopening cost {amount}.")
        yield say(told, amount=spread(closing))
        displaced = find(results, "displaced_nights")
        unpriced = results.scenario.displaced_night_cost is None
        if unpriced and displaced is not None and displaced.value:
            yield say(
                "That leaves out {nights} of people who were displaced: the file gives "
                "no price for them.",
                nights=spread(displaced, "nights"),
            )
    bridge = find(results, "bridge_needed_p90")
    if bridge is not None and bridge.value:
        told = marked(
            "A bridge of {amount}, there on the day money is missing, is enough to pay "
            "every bill on time in nine of ten replications. A fund with rules of its "
            "own may give less."
        )
        if alone:
            told = marked(
                "A bridge of {amount}, there on the day money is missing, would have "
                "paid every bill on time. A fund with rules of its own may give less."
            )
        yield say(told, amount=spread(bridge))


def caution(results: Results) -> Iterator[str]:
    """Say what the ranges mean, what they rest on, and when they are a first look."""
    alone = results.replications == 1
    played = count(results.replications, "replication")
    if alone:
        yield say(
            "One replication is one way in which it could go, not how likely that is: "
            "play 200 or more to decide."
        )
    else:
        yield say(
            "Ranges in brackets are 95 % intervals over {played}: how well the average "
            "is known, not how far one year can lie from it.",
            played=played,
        )
    if results.replications >= FIRST_LOOK:
        shown = (measure for measure, _ in HEADLINE if measure not in BRIDGE)
        told = (find(results, measure) for measure in shown)
        yield from filter(None, [skewed(each for each in told if each is not None)])
    settings = results.scenario.settings
    unsure = sum(s.assumed is not None or s.proxy is not None for s in settings)
    if unsure:
        values = some(
            "{number} value is an assumption", "{number} values are assumptions", unsure
        )
        if alone:
            yield say("In the file {values} or taken from elsewhere.", values=values)
        else:
            yield say(
                "In the file {values} or taken from elsewhere: no range counts that.",
                values=values,
            )
    if 1 < results.replications < FIRST_LOOK:
        yield say(
            "{played} are a first look: play 200 or more to decide.",
            played=_capital(played),
        )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
