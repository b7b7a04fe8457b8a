"""What only the whole file shows of money: overlaps, contracts under way, dates."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from sim.calendar import Calendar
from sim.money import format_money, format_number
from sim.said import Said, together
from sim.scenario.build_funds import (
    amount_of,
    contract_dates,
    instalment_dates,
)
from sim.scenario.findings import Findings
from sim.scenario.funds import Funder
from sim.scenario.language import ScenarioFile
from sim.scenario.tree import Steps, did_you_mean

__all__ = ["check_money"]

MOST_GIFTS = 200_000
Claim = tuple[date, date, Fraction, str]


def check_money(file: ScenarioFile, calendar: Calendar, findings: Findings) -> None:
    """Note everything about money that no part of the file can see alone."""
    for name, funder in file.funding.items():
        _check_funder(name, funder, file, calendar, findings)
        _check_giving_way(("funding", name), funder, file, findings)
    for name, fund in file.compensation.items():
        if fund.confiscations is None and fund.per_case > fund.balance:
            findings.add(
                ("compensation", name, "per_case"),
                Said(
                    "the fund has less than this, and nothing comes in: it never pays"
                ),
                Said("add confiscations, or correct one of the two amounts"),
            )
    _check_overlaps(file, calendar, findings)


def _check_funder(
    name: str,
    funder: Funder,
    file: ScenarioFile,
    calendar: Calendar,
    findings: Findings,
) -> None:
    at = ("funding", name)
    for number, owed in enumerate(funder.owed_from_before):
        if owed.due < calendar.start:
            findings.add(
                (*at, "owed_from_before", number, "due"),
                Said(
                    "{due} lies before the period: this money came, or never comes",
                    due=owed.due,
                ),
                Said(
                    "write the day when it is expected, {start} or later",
                    start=calendar.start,
                ),
            )
    if funder.instrument == "per_diem":
        for shelter in funder.pays:
            if shelter in file.shelters and not file.shelters[shelter].overnight:
                problem = Said(
                    "nobody sleeps at '{shelter}', so there are no bed-nights",
                    shelter=shelter,
                )
                fix = Said("pay it by another instrument, such as share")
                findings.add((*at, "pays", shelter), problem, fix, key=True)
    for before, (day, share) in enumerate(sorted(funder.cuts.items())):
        if before and not share:
            findings.add(
                (*at, "cuts", str(day)),
                Said("this takes nothing, and no cut takes an earlier one back (M9)"),
                Said("leave it out; write money that comes back as a funder's own"),
                key=True,
            )
    _check_gifts(at, funder, calendar, findings)
    _check_eligible(at, funder, file, findings)
    if funder.pays and funder.contract:
        _check_rounds(at, funder, file, calendar, findings)
    for shelter in funder.under_way:
        if shelter not in funder.pays:
            nothing = Said("this funder pays nothing to '{shelter}'", shelter=shelter)
            known = did_you_mean(shelter, tuple(funder.pays), "shelters it pays")
            findings.add((*at, "under_way", shelter), nothing, known, key=True)


def _check_gifts(
    at: Steps, funder: Funder, calendar: Calendar, findings: Findings
) -> None:
    for shelter, gift in funder.gifts.items():
        years = calendar.days / 365
        growth = max(1.0, float(1 + (gift.growth or 0)) ** years)
        changes = gift.changes.values()
        times = max([1.0, *(float(change.times or 1) for change in changes)])
        rates = [float(gift.rate or 0), *(float(c.rate or 0) for c in changes)]
        if gift.per_year:
            rates.append(max(gift.per_year.counts))
        if max(rates) * years * growth * times > MOST_GIFTS:
            findings.add(
                (*at, "gifts", shelter),
                Said(
                    "more than {most} gifts would come",
                    most=f"{MOST_GIFTS:,}",
                ),
                Said("plan fewer and larger ones"),
                key=True,
            )


def _check_giving_way(
    at: Steps, funder: Funder, file: ScenarioFile, findings: Findings
) -> None:
    """Refuse to give way to who pays none of the same shelters."""
    for other in funder.gives_way_to:
        place = (*at, "gives_way_to", other)
        if other == at[-1]:
            problem = Said("a funder cannot give way to itself")
            findings.add(place, problem, Said("name another funder"), key=True)
        elif not funder.pays:
            problem = Said("this funder has no contract that could be cut")
            fix = Said("only what it pays by contract gives way, not gifts")
            findings.add(place, problem, fix, key=True)
        elif other in file.funding and not {*file.funding[other].pays} & {*funder.pays}:
            findings.add(
                place,
                Said(
                    "'{other}' pays no shelter that '{funder}' pays",
                    other=other,
                    funder=at[-1],
                ),
                Said("name a funder of the same shelter, or remove it"),
                key=True,
            )


def _check_eligible(
    at: Steps, funder: Funder, file: ScenarioFile, findings: Findings
) -> None:
    paid = [file.shelters[s] for s in funder.pays if s in file.shelters]
    if len(paid) < len(funder.pays):
        return
    known = dict.fromkeys(line for shelter in paid for line in shelter.costs)
    for number, line in enumerate(funder.eligible or []):
        if line not in known:
            findings.add(
                (*at, "eligible", number),
                Said(
                    "no shelter that this funder pays has a cost line '{line}'",
                    line=line,
                ),
                did_you_mean(line, tuple(known), "cost lines"),
            )


def _check_under_way(
    at: Steps,
    funder: Funder,
    span: tuple[date, date],
    currency: str,
    findings: Findings,
) -> None:
    """Refuse more paid or spent on a contract than it is for."""
    for shelter, known in funder.under_way.items():
        if shelter not in funder.pays:
            continue
        whole = amount_of(*funder.pays[shelter], span)
        for word, part in (("received", known.received), ("spent", known.spent)):
            if part > whole:
                findings.add(
                    (*at, "under_way", shelter, word),
                    Said(
                        "{part} is more than the contract is for, {whole}",
                        part=format_money(part, currency),
                        whole=format_money(whole, currency),
                    ),
                    Said("write what of this contract was paid, or spent, so far"),
                )


def _check_rounds(
    at: Steps,
    funder: Funder,
    file: ScenarioFile,
    calendar: Calendar,
    findings: Findings,
) -> None:
    spans = contract_dates(funder, calendar)
    if not spans:
        findings.add(
            (*at, "contract"),
            Said("the contract does not touch the period"),
            Said(
                "the period is {start} to {last_date}",
                start=calendar.start,
                last_date=calendar.last_date,
            ),
        )
        return
    begins = spans[0][0]
    if begins < calendar.start:
        _check_under_way(at, funder, spans[0], file.currency, findings)
    running = [s for s in funder.pays if s not in funder.under_way]
    if begins < calendar.start and running:
        findings.add(
            at,
            Said(
                "'under_way' is missing: a contract with {shelter} began on {begins}, "
                "before the period",
                shelter=running[0],
                begins=begins,
            ),
            Said(
                "add  {code}",
                code=f"under_way: {{{running[0]}: {{received: …, spent: …}}}}",
            ),
            key=True,
        )
    elif begins >= calendar.start and funder.under_way:
        findings.add(
            (*at, "under_way"),
            Said("no contract began before the period"),
            Said("remove it, or correct the dates of the contract"),
            key=True,
        )
    opens = funder.call.opens if funder.call else None
    if isinstance(opens, date) and len(spans) > 1:
        fix = Said("write the day of the year:  opens: {opens}", opens=f"{opens:%m-%d}")
        findings.add(
            (*at, "call", "opens"), Said("every year has a call of its own"), fix
        )
    for first, last in spans:
        for name, day in instalment_dates(funder, (first, last)):
            if not first <= day <= last:
                findings.add(
                    (*at, "instalments", name),
                    Said("{day} lies outside the contract", day=day),
                    Said(
                        "the contract runs from {first} to {last}",
                        first=first,
                        last=last,
                    ),
                )


def _check_overlaps(file: ScenarioFile, calendar: Calendar, findings: Findings) -> None:
    """Refuse shares of one cost line that together exceed all of it (M3)."""
    claims: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for name, funder in file.funding.items():
        spans = contract_dates(funder, calendar)
        for shelter, line, share in _claims(funder, file):
            claims[shelter, line] += [(*span, share, name) for span in spans]
    blamed: set[str] = set()
    for (shelter, line), found in claims.items():
        since, total, names = _crowded(found)
        late = names[-1] if names else ""
        if not names or late in blamed:
            continue
        blamed.add(late)
        shared = file.funding[late].share_of_cost is not None
        findings.add(
            ("funding", late, "share_of_cost" if shared else "instrument"),
            Said(
                "{names} together pay {share} % of '{line}' at {shelter} from {since} "
                "on",
                names=together(names),
                share=format_number(round(total * 100, 2)),
                line=line,
                shelter=shelter,
                since=since,
            ),
            Said(
                "together at most 100 %: lower a share, or name fewer lines in eligible"
            ),
        )


def _crowded(claims: list[Claim]) -> tuple[date, Fraction, list[str]]:
    """Return the first day on which shares exceed one, their sum and their owners."""
    running: list[Claim] = []
    for claim in sorted(claims, key=lambda claim: claim[0]):
        running = [other for other in running if other[1] >= claim[0]] + [claim]
        total = sum((share for _, _, share, _ in running), Fraction(0))
        if total > 1:
            owners = [name for _, _, _, name in running]
            return claim[0], total, list(dict.fromkeys(owners))
    return date.min, Fraction(0), []


def _claims(funder: Funder, file: ScenarioFile) -> Iterator[tuple[str, str, Fraction]]:
    """Yield shelter, cost line and share of all that a funder's contracts claim."""
    if funder.instrument not in ("share", "earmarked"):
        return
    share = funder.share_of_cost if funder.instrument == "share" else Fraction(1)
    for shelter in funder.pays:
        plan = file.shelters.get(shelter)
        for line in plan.costs if plan else ():
            if funder.eligible is None or line in funder.eligible:
                yield shelter, line, share or Fraction(0)
