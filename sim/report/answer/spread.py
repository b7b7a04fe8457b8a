"""How a value is told with its doubt: natural frequencies, ranges, periods.

Ranges in brackets are 95 % intervals of the average over the replications.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from math import floor

from sim.experiment.estimate import Estimate
from sim.experiment.results import Results
from sim.report.language import marked, say, some, spoken
from sim.report.numbers import (
    amount,
    bare,
    count,
    days,
    localised,
    long_date,
    rounded,
    step_of,
)
from sim.scenario.plan import Scenario

__all__ = [
    "FIRST_LOOK",
    "THE_ONE",
    "briefly",
    "days_of",
    "find",
    "frequency",
    "how_sure",
    "listing",
    "period",
    "remark",
    "spread",
    "unknown",
]

FEW = 10
"""Below this count out of all replications a frequency is called small."""
FIRST_LOOK = 100
"""Below this number of replications an answer is called a first look."""
NOTES = (
    marked("the same in every replication"),
    marked("not defined: there was nothing to divide by"),
    marked("too few replications for an interval"),
    marked("by the plan, lack of money never closes it"),
)
"""What an estimate says of itself, in the words of sim/experiment/estimating.py."""
STILL_WAITING = re.compile(r"> (?P<days>[\d.]+) days: too many were still waiting")
"""What the quantile of a wait says of itself where it lies beyond the period."""
REMARKS = (
    (
        re.compile(r"in (?P<times>\d+) of (?P<played>\d+) replications"),
        marked("in {times} of {played} replications"),
    ),
    (
        re.compile(r"0 in all (?P<played>\d+) replications, which does not mean never"),
        marked("0 in all {played} replications, which does not mean never"),
    ),
    (
        re.compile(
            r"(?P<played>[\d,]+) replications are few for so skewed a measure: "
            r"take (?P<enough>[\d,]+) or more"
        ),
        marked(
            "{played} replications are few for so skewed a measure: take {enough} "
            "or more"
        ),
    ),
    (
        STILL_WAITING,
        marked("over {days} days: too many were still waiting"),
    ),
)
"""What an estimate says of itself with numbers in it, and how it is said."""
THE_ONE = marked("the one replication played")


def listing(parts: Sequence[str]) -> str:
    """Put parts of a sentence together, the last with an *and*.

    >>> listing(["one", "two", "three"])
    'one, two and three'
    """
    if len(parts) < 2:
        return "".join(parts)
    return say("{first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])


def frequency(chance: Estimate) -> str:
    """Say a probability as so many of so many replications.

    Out of 100 where there were that many and the count is not small; else the
    count itself, called small where it is.  Only the first leaves open how many
    were played.
    """
    value, played = chance.value or 0.0, chance.replications
    times = round(value * played)
    if times == played:
        return some("all {number} replication", "all {number} replications", played)
    if times < FEW and played >= FIRST_LOOK:
        told = marked("{times} of {played}, a small count,")
        return say(told, times=times, played=count(played, "replication"))
    if played < FIRST_LOOK:
        replications = count(played, "replication")
        return say("{times} of {played}", times=times, played=replications)
    return say("{times} of 100 replications", times=f"{100 * value:.0f}")


def briefly(chance: Estimate) -> str:
    """Say a probability and its interval where replications were named before.

    Both are out of the same: of 100 where there were that many replications, else
    of those played.

    >>> from dataclasses import replace
    >>> half = Estimate(measure="", value=0.5, low=0.43, high=0.57, unit="",
    ...                 interval="wilson", replications=200)
    >>> briefly(half)
    '50 of 100 (43 to 57)'
    >>> briefly(replace(half, value=1.0, low=0.98, high=1.0))
    '100 of 100 (98 to 100)'
    >>> briefly(replace(half, value=0.6, low=0.36, high=0.81, replications=20))
    '12 of 20 (7 to 16)'
    """
    value, played = chance.value or 0.0, chance.replications
    of = min(played, FIRST_LOOK)
    often = say("{times} of {played}", times=_times(value, of), played=of)
    if chance.low is None or chance.high is None:
        return often
    low, high = _ends(chance.low, chance.high, of)
    return say("{often} ({low} to {high})", often=often, low=low, high=high)


def _times(share: float, of: int) -> str:
    """Say how many of so many; some are never none, and not all never all.

    >>> _times(0.005, 100), _times(0.995, 100), _times(0.015, 100), _times(0.0, 100)
    ('fewer than 1', 'more than 99', '2', '0')
    """
    if 0 < of * share < 0.75:
        return say("fewer than {number}", number=1)
    if of - 0.75 < of * share < of:
        return say("more than {number}", number=of - 1)
    return rounded(of * share, 1.0)


def _ends(low: float, high: float, of: int) -> tuple[str, str]:
    step = max(1.0, step_of(of * low, of * high) or 1.0)
    return rounded(of * low, step), rounded(of * high, step)


def how_sure(chance: Estimate) -> str:
    """Say in brackets a probability's interval, and what was played if unsaid.

    It is out of what :func:`frequency` is: all, none and frequencies that are not
    small are of 100.
    """
    said = []
    played, times = (
        chance.replications,
        round((chance.value or 0) * chance.replications),
    )
    if chance.low is not None and chance.high is not None:
        small = 0 < times < min(FEW, played) or (played < FIRST_LOOK and times)
        of = played if small and times < played else FIRST_LOOK
        low, high = _ends(chance.low, chance.high, of)
        said.append(
            say("95 % interval {low} to {high} of {all}", low=low, high=high, all=of)
        )
    if played > FIRST_LOOK and FEW <= times < played:
        replications = count(played, "replication")
        said.append(say("{replications} played", replications=replications))
    return f" ({'; '.join(said)})" if said else ""


def period(scenario: Scenario) -> str:
    """Say when, as an adverbial: ``in 2017``, or between two dates."""
    last = scenario.start + timedelta(days=scenario.days - 1)
    begins = (scenario.start.month, scenario.start.day) == (1, 1)
    if begins and (last.month, last.day) == (12, 31):
        if scenario.start.year == last.year:
            return say("in {year}", year=last.year)
        return say("in {first} to {last}", first=scenario.start.year, last=last.year)
    return say(
        "between {first} and {last}",
        first=long_date(scenario.start),
        last=long_date(last),
    )


def days_of(results: Results) -> str:
    """Return the unit of days closed or frozen: days of one shelter, or of several.

    The days of several shelters add up, so that two closed on one day are two.
    """
    return "days" if len(results.scenario.shelters) == 1 else "shelter-days"


def find(results: Results, name: str, **by: str) -> Estimate | None:
    """Return an estimate, or None where the results have none."""
    try:
        return results.estimate(name, **by)
    except KeyError:
        return None


def spread(estimate: Estimate, unit: str | None = None) -> str:
    """Say a value and its interval: ``29 people (28 to 31)``, ``€2,310 (€2,220 to …)``.

    Both are rounded by the width of the interval; a value whose range nobody knows
    keeps one or two figures, lest it look exact.  ``unit``
    replaces the estimate's own in the words; an empty one leaves it out.  One
    replication has no interval, and nothing is said of one.
    """
    if estimate.value is None:
        return _longer(estimate) or remark(estimate.note) or say("an unknown number of")
    unit = estimate.unit if unit is None else unit
    if estimate.low is None or estimate.high is None:
        if estimate.replications == 1:
            return amount(estimate.value, unit, None).strip()
        rough = amount(estimate.value, unit, step_of(0.0, estimate.value))
        return f"{rough.strip()}{say(' (range unknown)')}"
    step = step_of(estimate.low, estimate.high)
    value = amount(estimate.value, unit, step)
    low, high = bare(estimate.low, unit, step), bare(estimate.high, unit, step)
    if low == high == bare(estimate.value, unit, step):
        return value
    if unit in ("share", "probability"):
        low = low.removesuffix(spoken().percent)
    return say("{value} ({low} to {high})", value=value, low=low, high=high)


def unknown(estimate: Estimate) -> tuple[str, str]:
    """Return what stands for a value that nobody knows, and why nobody does."""
    if longer := _longer(estimate):
        return longer, say("too many were still waiting at the end to know how long")
    return "–", remark(estimate.note)


def remark(note: str | None) -> str:
    """Say what an estimate says of itself, empty where it says nothing.

    >>> remark("in 3 of 12 replications"), remark(None)
    ('in 3 of 12 replications', '')
    """
    for pattern, told in REMARKS:
        if found := pattern.fullmatch(note or ""):
            numbers = {
                name: localised(digits) for name, digits in found.groupdict().items()
            }
            return say(told, **numbers)
    return say(note) if note else ""


def _longer(estimate: Estimate) -> str:
    """Say how long a wait lasted at the least, where no more is known of it."""
    found = STILL_WAITING.fullmatch(estimate.note or "")
    if found is None:
        return ""
    return say("over {days}", days=days(floor(float(found["days"]))))
