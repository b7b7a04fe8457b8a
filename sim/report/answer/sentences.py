"""The answer in sentences: natural frequencies, ranges, causes, and what it costs.

Ranges in brackets are 95 % intervals of the average over the replications.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sim.experiment.estimate import Estimate
from sim.experiment.results import Results
from sim.report.language import say, spoken
from sim.report.numbers import (
    amount,
    bare,
    called,
    count,
    long_date,
    rounded,
    step_of,
)
from sim.scenario.plan import Scenario

__all__ = ["answer", "as_data", "frequency", "paragraphs", "period", "spread"]

FEW = 10
"""Below this count out of all replications a frequency is called small."""
FIRST_LOOK = 100
"""Below this number of replications an answer is called a first look."""
WORTH_TELLING = 0.02
"""The smallest share of closures whose cause is told."""
THE_ONE = "the one replication played"
CAUSES = {
    "closed": "every shelter that could take them was closed",
    "frozen": "the shelters that could take them had stopped admitting",
    "no_staff": "there was no staff for the bed",
    "no_bed": "no bed was free",
    "no_fit": "no shelter takes such a person",
    "displaced": "a closure had ended their stay",
    "declined": "every offer was declined",
}


TOLD: dict[str, tuple[str, str | None]] = {
    "closure_days": ("there were {} of closure", "days"),
    "freeze_days": ("shelters were open but admitted nobody on {}", "days"),
    "supported_victims": ("{} had a bed for at least one night", None),
    "completed_stays": ("{} ended as planned", None),
    "returns": ("people were referred again {}", "times"),
    "turn_aways": ("{} were turned away at once", None),
    "abandonments": ("{} gave up waiting", None),
    "declined": ("{} declined every offer", None),
    "displaced": ("{} were displaced by a closure", None),
    "forced_exits": ("{} had to leave early for want of a bed", None),
    "mean_wait_days": ("the mean wait for a bed was {}", None),
    "stage_wait_days": ("the mean wait for someone on duty was {}", None),
    "mean_placement_delay_days": ("{} passed from referral to a bed", None),
    "unmet_bed_nights": ("{} in a bed were needed and not had", "nights"),
    "interim_nights": ("{} were spent in interim places", None),
    "police_station_child_nights": ("children spent {} in police stations", None),
    "occupancy_rate": ("{} of the open beds were in use", None),
    "service_users": ("{} used a programme without a bed", None),
    "compensated_victims": ("{} were paid compensation", None),
    "compensation_missing": ("compensation funds lacked {}", None),
    "cost_per_supported_victim": ("a supported victim cost {}", None),
    "cost_per_bed_night": ("a night in a bed cost {}", None),
    "funding_shortfall": ("{} of what was due by plan was not paid", None),
    "bridge_needed": ("bridge money of {} would have sufficed for every bill", None),
}
"""How the first sentence tells a measure that a scenario is answered by."""


def answer(results: Results) -> str:
    """Answer the question in one sentence, with its doubt."""
    asked = results.scenario.answered_by
    averages = [name for name in asked if name in TOLD]
    told = [_closures(results)] if len(averages) < len(asked) else []
    if averages:
        told.append(_averages(results, averages, first=not told))
    return " ".join(told)


def _averages(results: Results, names: Sequence[str], *, first: bool) -> str:
    """Say what came of some measures on average, with their intervals.

    How many replications were played is said by the ``first`` sentence only.
    """
    parts = []
    for name in names:
        words, unit = TOLD[name]
        estimate = find(results, name)
        if estimate is not None:
            parts.append(words.format(spread(estimate, unit)))
    listed = " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
    when = period(results.scenario)
    if results.replications == 1:
        return f"In {THE_ONE if first else 'it'}, {listed} {when}."
    played = count(results.replications, "replication")
    doubt = f"95 % intervals; {played} played" if first else "95 % intervals"
    return f"On average {when}, {listed} ({doubt})."


def _closures(results: Results) -> str:
    """Say how often a shelter closed."""
    scenario = results.scenario
    if all(shelter.closure is None for shelter in scenario.shelters):
        return "By the file, no shelter here ever closes for lack of money."
    chance = find(results, "closure_probability")
    if chance is None or chance.value is None:
        return "There is no replication to answer from."
    closed = "the shelter" if len(scenario.shelters) == 1 else "at least one shelter"
    none, when = round(chance.value * chance.replications) == 0, period(scenario)
    if chance.replications == 1:
        return f"In {THE_ONE}, {'no shelter' if none else closed} closed {when}."
    if none:
        many = f"{chance.replications:,} replications"
        return f"In none of {many} did a shelter close {when}{_of(chance)}."
    return f"In {frequency(chance)} {closed} closed {when}{_of(chance)}."


def paragraphs(results: Results) -> tuple[str, ...]:
    """Say which shelters closed and why, who was left without a bed, what it cost."""
    found = (_which(results), _why(results), _people(results), _unmet(results))
    told = [" ".join(sentences) for sentences in map(tuple, found)]
    told += [" ".join(_money(results)), " ".join(_caution(results))]
    return tuple(paragraph for paragraph in told if paragraph)


def as_data(results: Results) -> dict[str, object]:
    """Return the results as the plain data of the ``--json`` contract."""
    return {
        "scenario": results.scenario.name,
        "digest": results.scenario.digest,
        "seed": results.seed,
        "replications": results.replications,
        "version": results.version,
        "interrupted": results.interrupted,
        "answer": answer(results),
        "estimates": [estimate.as_json() for estimate in results.estimates],
    }


def frequency(chance: Estimate) -> str:
    """Say a probability as so many of so many replications.

    Out of 100 where there were that many and the count is not small; else the
    count itself, called small where it is.  Only the first leaves open how many
    were played.
    """
    value, played = chance.value or 0.0, chance.replications
    times = round(value * played)
    if times == played:
        return f"all {count(played, 'replication')}"
    if times < FEW and played >= FIRST_LOOK:
        return f"{times} of {count(played, 'replication')}, a small count,"
    if played < FIRST_LOOK:
        return f"{times} of {count(played, 'replication')}"
    return f"{100 * value:.0f} of 100 replications"


def _briefly(chance: Estimate) -> str:
    """Say a probability and its interval where replications were named before.

    >>> _briefly(Estimate(measure="", value=0.5, low=0.43, high=0.57, unit="",
    ...                   interval="wilson", replications=200))
    '50 of 100 (43 to 57)'
    """
    often = frequency(chance).partition(" replications")[0]
    if chance.low is None or chance.high is None:
        return often
    low, high = _per_hundred(chance.low, chance.high)
    out_of = "" if often.endswith("of 100") else " of 100"
    return f"{often} ({low} to {high}{out_of})"


def _per_hundred(low: float, high: float) -> tuple[str, str]:
    step = max(1.0, step_of(100 * low, 100 * high) or 1.0)
    return rounded(100 * low, step), rounded(100 * high, step)


def _of(chance: Estimate) -> str:
    """Say in brackets a probability's interval, and what was played if unsaid."""
    said = []
    if chance.low is not None and chance.high is not None:
        low, high = _per_hundred(chance.low, chance.high)
        said.append(f"95 % interval {low} to {high} of 100")
    played = f"{chance.replications:,} replications"
    if played not in frequency(chance):
        said.append(f"{played} played")
    return f" ({'; '.join(said)})" if said else ""


def period(scenario: Scenario) -> str:
    """Say when, as an adverbial: ``in 2017``, or between two dates."""
    last = scenario.start + timedelta(days=scenario.days - 1)
    begins = (scenario.start.month, scenario.start.day) == (1, 1)
    if begins and (last.month, last.day) == (12, 31):
        if scenario.start.year == last.year:
            return f"in {last.year}"
        return f"in {scenario.start.year} to {last.year}"
    return f"between {long_date(scenario.start)} and {long_date(last)}"


def find(results: Results, name: str, **by: str) -> Estimate | None:
    """Return an estimate, or None where the results have none."""
    try:
        return results.estimate(name, **by)
    except KeyError:
        return None


def spread(estimate: Estimate, unit: str | None = None) -> str:
    """Say a value and its interval: ``29 people (28 to 31)``, ``€2,310 (€2,220 to …)``.

    Both are rounded by the width of the interval.  ``unit``
    replaces the estimate's own in the words; an empty one leaves it out.  One
    replication has no interval, and nothing is said of one.
    """
    if estimate.value is None:
        return "an unknown number of" if estimate.note is None else estimate.note
    unit = estimate.unit if unit is None else unit
    if estimate.low is None or estimate.high is None:
        alone = estimate.replications == 1
        doubt = "" if alone else " (range unknown)"
        return f"{amount(estimate.value, unit, None).strip()}{doubt}"
    step = step_of(estimate.low, estimate.high)
    value = amount(estimate.value, unit, step)
    low, high = bare(estimate.low, unit, step), bare(estimate.high, unit, step)
    if low == high == bare(estimate.value, unit, step):
        return value
    if unit in ("share", "probability"):
        low = low.removesuffix(spoken().percent)
    return say("{value} ({low} to {high})", value=value, low=low, high=high)


def _which(results: Results) -> Iterator[str]:
    """Say how often each shelter closed, and for how long."""
    shelters = [s for s in results.scenario.shelters if s.closure is not None]
    chances = [find(results, "closure_probability", shelter=s.name) for s in shelters]
    alone = results.replications == 1
    told = [
        called(shelter.title) + ("" if alone else f" in {_briefly(chance)}")
        for shelter, chance in zip(shelters, chances, strict=True)
        if chance is not None and chance.value
    ]
    if told and len(results.scenario.shelters) > 1:
        yield f"{'Closed' if alone else 'By shelter'}: {'; '.join(told)}."
    over = "" if len(shelters) == 1 else ", all shelters together"
    closed = find(results, "closure_days")
    answered = results.scenario.answered_by
    if closed is not None and closed.value and "closure_days" not in answered:
        days = spread(closed, "days")
        there = _on_average(results, "there")
        was = "was" if days.startswith("1 day") else "were"
        yield f"{there} {was} {days} of closure{over}."
    frozen = find(results, "freeze_days")
    if frozen is not None and frozen.value and "freeze_days" not in answered:
        days = spread(frozen, "days")
        where = "the shelter" if len(shelters) == 1 else "shelters"
        were = "was" if len(shelters) == 1 else "were"
        mean = "" if alone else " on average"
        yield f"For {days}{mean} {where} {were} open but admitted nobody{over}."


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
        if name in titles:
            owed = f"{titles[name]} owed the most of what was promised and overdue"
        else:
            owed = "no promised payment was overdue: the money was not promised"
        part = "all" if share.value == 1 else f"{spread(share)} of the"
        yield f"In {part} closures {owed}."


def _people(results: Results) -> Iterator[str]:
    """Say how many came, had a bed, waited, and were left without."""
    referrals, supported = (
        find(results, "referrals"),
        find(results, "supported_victims"),
    )
    if referrals is None or supported is None:
        return
    came = _on_average(results, spread(referrals))
    yield (
        f"{came} {_were(referrals)} referred {period(results.scenario)} and "
        f"{spread(supported)} had a bed for at least one night, "
        "those there from before included."
    )
    losses = (
        ("turn_aways", "{} turned away at once"),
        ("abandonments", "gave up waiting"),
        ("displaced", "{} displaced by a closure"),
    )
    told = [
        f"{spread(estimate, '')} {words.format(_were(estimate))}"
        for name, words in losses
        if (estimate := find(results, name)) is not None and estimate.value
    ]
    if told:
        yield f"Left without a bed for a time or for good: {', '.join(told)}."
    wait = find(results, "mean_wait_days")
    if wait is not None and wait.value is not None:
        yield f"The mean wait for a bed was {spread(wait)}."


def _on_average(results: Results, words: str) -> str:
    """Begin a sentence with a mean, unless only one replication was played."""
    return _capital(words) if results.replications == 1 else f"On average {words}"


def _were(people: Estimate) -> str:
    return "was" if spread(people) == "1 person" else "were"


def _unmet(results: Results) -> Iterator[str]:
    """Say how many needed nights were not had, and the commonest cause."""
    unmet = find(results, "unmet_bed_nights")
    if unmet is None or not unmet.value:
        return
    causes = [e for e in results.by("unmet_bed_nights", "cause") if e.value]
    most = max(causes, key=lambda estimate: estimate.value or 0.0, default=None)
    told = f"{_capital(spread(unmet, 'nights'))} in a bed were needed and not had"
    if most is not None:
        part = spread(most, "")
        part = "all" if part == spread(unmet, "") else part
        told += f", {part} of them because {CAUSES[most.by['cause']]}"
    yield f"{told}."


def _money(results: Results) -> Iterator[str]:
    """Say what support cost, what was promised and not paid, what would have helped."""
    cost = find(results, "cost_per_supported_victim")
    if not any(shelter.costs for shelter in results.scenario.shelters):
        yield "The file states no costs, so there is nothing to say of money."
        return
    if cost is not None and cost.value is not None:
        yield f"A supported victim cost {spread(cost)}."
    short = find(results, "funding_shortfall")
    if short is not None and short.value:
        end = "" if results.replications == 1 else " of the average replication"
        yield (
            f"Of what was due by plan, {spread(short)} had not been paid by the end"
            f"{end}."
        )
    closing = find(results, "closure_cost")
    if closing is not None and closing.value:
        mean = "" if results.replications == 1 else " on average"
        yield f"Closing, standing closed and reopening cost {spread(closing)}{mean}."
        displaced = find(results, "displaced_nights")
        unpriced = results.scenario.displaced_night_cost is None
        if unpriced and displaced is not None and displaced.value:
            yield (
                f"That leaves out {spread(displaced, 'nights')} of people who were "
                "displaced: the file gives no price for them."
            )
    bridge = find(results, "bridge_needed_p90")
    if bridge is not None and bridge.value:
        often = "" if results.replications == 1 else " in nine of ten replications"
        yield (
            f"Had {spread(bridge)} of bridge money been there on the day it was "
            f"missing, every bill would have been paid on time{often}. A fund with "
            "rules of its own may give less."
        )


def _caution(results: Results) -> Iterator[str]:
    """Say what the ranges mean, what they rest on, and when they are a first look."""
    alone = results.replications == 1
    played = count(results.replications, "replication")
    if alone:
        yield (
            "One replication is one way in which it could go, not how likely that is: "
            "play 200 or more to decide."
        )
    else:
        yield (
            f"Ranges in brackets are 95 % intervals over {played}: how well the "
            "average is known, not how far one year can lie from it."
        )
    settings = results.scenario.settings
    unsure = sum(s.assumed is not None or s.proxy is not None for s in settings)
    if unsure:
        values = count(unsure, "value is an assumption", "values are assumptions")
        counts = "" if alone else ": no range counts that"
        yield f"In the file {values} or taken from elsewhere{counts}."
    if 1 < results.replications < FIRST_LOOK:
        yield f"{_capital(played)} are a first look: play 200 or more to decide."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
