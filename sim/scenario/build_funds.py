"""Funders: the rounds of their contracts, instalment days, amounts."""

from datetime import date, timedelta
from fractions import Fraction

from sim.calendar import Calendar, add_months, days_in_year
from sim.distributions import Fixed
from sim.scenario.build_people import condition, rate_plan
from sim.scenario.funds import Funder
from sim.scenario.language import ScenarioFile
from sim.scenario.plan import (
    BridgePlan,
    CompensationPlan,
    FunderPlan,
    GiftPlan,
    Grant,
    Instalment,
    RatePlan,
    Receivable,
    Round,
)
from sim.scenario.quantities import PER_YEAR

__all__ = [
    "amount_of",
    "bridge_plans",
    "compensation_plans",
    "contract_dates",
    "funder_plans",
    "instalment_dates",
]

Yearly = tuple[int, int]


def bridge_plans(file: ScenarioFile) -> tuple[BridgePlan, ...]:
    """Return the bridge funds."""
    return tuple(
        BridgePlan(
            name=name,
            title=bridge.title or name,
            size=bridge.size,
            below=bridge.below,
            up_to=bridge.up_to,
            terms=bridge.terms,  # type: ignore[arg-type]
            shelters=tuple(bridge.shelters),
        )
        for name, bridge in file.bridge.items()
    )


def compensation_plans(
    file: ScenarioFile, calendar: Calendar
) -> tuple[CompensationPlan, ...]:
    """Return the funds that pay victims; without confiscations nothing comes in."""
    found = []
    for name, fund in file.compensation.items():
        income = fund.confiscations
        found.append(
            CompensationPlan(
                name=name,
                title=fund.title or name,
                balance=fund.balance,
                rate=rate_plan(income, calendar) if income else RatePlan(per_year=0.0),
                income=income.amount.clipped if income else Fixed(0.0),
                per_case=fund.per_case,
                condition=condition(fund.for_),
            )
        )
    return tuple(found)


def funder_plans(file: ScenarioFile, calendar: Calendar) -> tuple[FunderPlan, ...]:
    """Return the funders in file order."""
    return tuple(
        _funder(name, funder, calendar) for name, funder in file.funding.items()
    )


def _funder(name: str, funder: Funder, calendar: Calendar) -> FunderPlan:
    spans = contract_dates(funder, calendar) if funder.pays else []
    parts = _instalments(funder, spans)
    late = funder.call.late if funder.call else None
    rounds = tuple(_round(funder, span, parts, calendar) for span in spans)
    return FunderPlan(
        name=name,
        title=funder.title or name,
        instrument=funder.instrument or "block",  # type: ignore[arg-type]
        in_arrears=funder.paid is not None,
        share=funder.share_of_cost if funder.share_of_cost is not None else Fraction(1),
        per_diem=funder.per_diem,
        eligible=None if funder.eligible is None else tuple(funder.eligible),
        grants=_grants(funder, spans),
        rounds=rounds,
        award=float(funder.call.award) if funder.call else 1.0,
        late=None if late is None else (late.days or late.months).clipped,  # type: ignore[union-attr]
        late_unit="months" if late and late.months else "days",
        lag=funder.lag.clipped if funder.lag else None,
        if_late=(funder.call and funder.call.if_late) or "backdated",  # type: ignore[arg-type]
        amount_if_late=(funder.call and funder.call.amount_if_late) or "full",  # type: ignore[arg-type]
        instalments=tuple(part for part, _ in parts),
        report_takes=funder.report_takes or 0,
        unspent=funder.unspent or "kept",  # type: ignore[arg-type]
        pays_while_closed=bool(funder.pays_while_closed),
        ceiling=_ceiling(funder),
        fiscal_year_starts=funder.fiscal_year_starts,
        unpaid_at_year_end=funder.unpaid_at_year_end or "carried",  # type: ignore[arg-type]
        cuts=tuple(
            sorted((calendar.day(day), 1 - share) for day, share in funder.cuts.items())
        ),
        receivables=tuple(
            Receivable(shelter=o.shelter, amount=o.amount, day=calendar.day(o.due))
            for o in funder.owed_from_before
        ),
        gifts=tuple(
            GiftPlan(shelter=s, rate=rate_plan(g, calendar), amount=g.amount.clipped)
            for s, g in funder.gifts.items()
        ),
        gives_way_to=tuple(funder.gives_way_to.items()),
    )


def _ceiling(funder: Funder) -> int | None:
    if funder.ceiling is None:
        return None
    amount, per = funder.ceiling
    return int(amount * PER_YEAR[per])


def contract_dates(funder: Funder, calendar: Calendar) -> list[tuple[date, date]]:
    """Return the first and last dates of every round that touches the period.

    Contracts of several years follow each other; one of them begins on the last
    possible day on or before the first day of the period.
    """
    contract = funder.contract
    if contract is None:
        return []
    if isinstance(contract.from_, date) and isinstance(contract.to, date):
        span = contract.from_, contract.to
        touches = span[1] >= calendar.start and calendar.day(span[0]) < calendar.days
        return [span] if touches else []
    assert not isinstance(contract.from_, date)
    assert not isinstance(contract.to, date)
    year = calendar.start.year
    if date(year, *contract.from_) > calendar.start:
        year -= 1
    found = []
    while date(year, *contract.from_) <= calendar.last_date:
        first = date(year, *contract.from_)
        last_year = year + contract.years - 1 + (contract.to < contract.from_)
        last = date(last_year, *contract.to)
        if last >= calendar.start:
            found.append((first, last))
        year += contract.years
    return found


def _nearest(when: date | Yearly, to: date) -> date:
    if isinstance(when, date):
        return when
    years = (to.year - 1, to.year, to.year + 1)
    return min((date(y, *when) for y in years), key=lambda d: abs((d - to).days))


def _signed(funder: Funder, first: date) -> date:
    call = funder.call
    if call is None or call.opens is None:
        return first
    opened = _nearest(call.opens, first)
    return opened + timedelta(days=call.decision_takes or 0)


Part = tuple[Instalment, date | Yearly | int | None]


def _instalments(funder: Funder, spans: list[tuple[date, date]]) -> list[Part]:
    """Return the instalments, each with what its day is found by."""
    parts: list[Part] = []
    for trigger, share, detail in (funder.instalments or {}).values():
        if trigger in ("monthly", "quarterly"):
            return _equal(1 if trigger == "monthly" else 3, spans)
        threshold = detail if isinstance(detail, Fraction) else None
        part = Instalment(trigger=trigger, share=share, threshold=threshold)  # type: ignore[arg-type]
        parts.append((part, None if isinstance(detail, Fraction) else detail))
    return parts


def _equal(step: int, spans: list[tuple[date, date]]) -> list[Part]:
    if not spans:
        return []
    first, last = spans[0]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    number = -(-months // step)
    part = Instalment(trigger="date", share=Fraction(1, number))
    return [(part, step * k) for k in range(number)]


def _round(
    funder: Funder, span: tuple[date, date], parts: list[Part], calendar: Calendar
) -> Round:
    first, last = span
    label = str(first.year) if first.year == last.year else f"{first.year}-{last.year}"
    dates = tuple(
        calendar.day(_date_of(when, first)) for p, when in parts if p.trigger == "date"
    )
    return Round(
        name=label,
        first=calendar.day(first),
        last=calendar.day(last),
        signed=calendar.day(_signed(funder, first)),
        dates=dates,
        invoices=_invoices(funder, span, calendar),
    )


def instalment_dates(funder: Funder, span: tuple[date, date]) -> list[tuple[str, date]]:
    """Return the day of every instalment that a file puts on a date, by name."""
    return [
        (name, _date_of(detail, span[0]))
        for name, (trigger, _, detail) in (funder.instalments or {}).items()
        if trigger == "date" and not isinstance(detail, Fraction)
    ]


def _date_of(when: date | Yearly | int | None, first: date) -> date:
    if isinstance(when, date):
        return when
    if isinstance(when, int):
        return first if when == 0 else add_months(first.replace(day=1), when)
    assert when is not None
    day = date(first.year, *when)
    return day if day >= first else date(first.year + 1, *when)


def _invoices(
    funder: Funder, span: tuple[date, date], calendar: Calendar
) -> tuple[int, ...]:
    """Return the last day of each invoiced period; the contract's last day ends it."""
    if funder.paid is None:
        return ()
    first, last = span
    step = 1 if funder.paid.in_arrears == "monthly" else 3
    ends = []
    months = first.month if step == 1 else (first.month - 1) // 3 * 3 + 3
    end = add_months(date(first.year, months, 1), 1) - timedelta(days=1)
    while end < last:
        ends.append(calendar.day(end))
        end = add_months(end.replace(day=1), step + 1) - timedelta(days=1)
    return (*ends, calendar.day(last))


def _grants(funder: Funder, spans: list[tuple[date, date]]) -> tuple[Grant, ...]:
    grants = []
    for shelter, (amount, per) in funder.pays.items():
        under_way = funder.under_way.get(shelter)
        grants.append(
            Grant(
                shelter=shelter,
                amounts=tuple(amount_of(amount, per, span) for span in spans),
                received=under_way.received if under_way else 0,
                entitled=under_way.spent if under_way else 0,
            )
        )
    return tuple(grants)


def amount_of(amount: int, per: str | None, span: tuple[date, date]) -> int:
    """Return the amount of one contract: of a yearly rate, its part of each year."""
    if per is None:
        return amount
    yearly = amount * PER_YEAR[per]
    first, last = span
    after = last + timedelta(days=1)
    if (after.month, after.day) == (first.month, first.day):
        return int(yearly * (after.year - first.year))
    total = Fraction(0)
    for year in range(first.year, last.year + 1):
        begins, ends = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        total += Fraction((ends - begins).days + 1, days_in_year(year))
    return int(yearly * total)
