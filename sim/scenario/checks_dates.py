"""Whether everything that is dated lies in the period."""

from collections.abc import Iterator
from datetime import date

from sim.calendar import Calendar
from sim.said import Said
from sim.scenario.findings import Findings
from sim.scenario.language import ScenarioFile
from sim.scenario.places import Shelter
from sim.scenario.tree import Steps

__all__ = ["check_dates"]

Dated = Iterator[tuple[Steps, date]]


def check_dates(file: ScenarioFile, calendar: Calendar, findings: Findings) -> None:
    """Note every date on which nothing could happen, because it is never played."""
    for at, day in _of_referrals(file):
        _check(at, day, -file.warm_up, calendar, findings)
    for name, stream in file.referrals.items():
        for number, day in enumerate(stream.on):
            _check(("referrals", name, "on", number), day, 0, calendar, findings)
    for name, funder in file.funding.items():
        for place, gift in funder.gifts.items():
            for day in gift.changes:
                at = "funding", name, "gifts", place, "changes", str(day)
                _check(at, day, 0, calendar, findings)
    for name, fund in file.compensation.items():
        for day in fund.confiscations.changes if fund.confiscations else ():
            at = "compensation", name, "confiscations", "changes", str(day)
            _check(at, day, 0, calendar, findings)
    for name, stage in file.pathway.items():
        for day in stage.staff_changes:
            at = "pathway", name, "staff_changes", str(day)
            _check(at, day, 0, calendar, findings)
    for name, shelter in file.shelters.items():
        for steps, day in _of_shelter(shelter):
            _check(("shelters", name, *steps), day, 0, calendar, findings)


def _check(
    at: Steps, day: date, first: int, calendar: Calendar, findings: Findings
) -> None:
    if not first <= calendar.day(day) < calendar.days:
        fix = Said(
            "the period is {start} to {last_date}",
            start=calendar.start,
            last_date=calendar.last_date,
        )
        key = at[-1] == str(day)
        findings.add(at, Said("{day} lies outside the period", day=day), fix, key=key)


def _of_referrals(file: ScenarioFile) -> Dated:
    """Yield what may change before the period too, while the warm-up is played."""
    for name, stream in file.referrals.items():
        for field in ("changes", "mix_changes"):
            for day in getattr(stream, field):
                yield ("referrals", name, field, str(day)), day


def _of_shelter(shelter: Shelter) -> Dated:
    for line, cost in shelter.costs.items():
        if cost.on is not None:
            yield ("costs", line, "on"), cost.on
        for day in cost.changes:
            yield ("costs", line, "changes", str(day)), day
    for field in ("stay_changes", "changes"):
        for day in getattr(shelter, field):
            yield (field, str(day)), day
    for field in ("opens", "closes"):
        dated = getattr(shelter, field)
        if dated is not None:
            yield (field, "on"), dated.on
