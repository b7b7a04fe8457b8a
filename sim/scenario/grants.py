"""The terms of a grant: contracts, calls, instalments."""

import re
from datetime import date
from fractions import Fraction
from typing import Annotated, Self, TypeAlias

from pydantic import BeforeValidator, ConfigDict, model_validator

from sim.said import Said
from sim.scenario.border import (
    Also,
    AnyDay,
    Part,
    Share,
    Short,
    WholeDays,
    Word,
    count_of,
    one_of,
    scalar,
)
from sim.scenario.laws import CountLaw, DurationLaw
from sim.scenario.names import Names
from sim.scenario.quantities import (
    read_date,
    read_days,
    read_months,
    read_share,
    read_yearly_date,
)
from sim.scenario.tree import Fault, did_you_mean

__all__ = ["Arrears", "Call", "Contract", "InstalmentPlan", "Paid"]

_read, _schema = one_of("monthly", "quarterly")
Rhythm: TypeAlias = Annotated[str, _read, _schema]
_read, _schema = one_of("backdated", "from_signature")
IfLate: TypeAlias = Annotated[str, _read, _schema]
_read, _schema = one_of("full", "prorated")
AmountIfLate: TypeAlias = Annotated[str, _read, _schema]
_read, _schema = count_of(1, 20)
Years: TypeAlias = Annotated[int, _read, _schema]

TRIGGER = re.compile(
    r"(?P<share>\S+(?:\s*%)?)\s+(?:(?P<signature>(?:on|at) signature)"
    r"|after (?P<spent>.+?) (?:is|are) spent|(?P<final>after the (?:final )?report)"
    r"|on (?P<date>[0-9-]+))"
)
Trigger: TypeAlias = tuple[str, Fraction, Fraction | date | tuple[int, int] | None]


def _trigger(text: str, _: Names) -> Trigger:
    if text in ("monthly", "quarterly"):
        return text, Fraction(1), None
    match = TRIGGER.fullmatch(text.strip())
    if not match:
        raise Fault(
            Said("'{text}' does not say how much is paid when", text=text),
            Said(
                "write for example  50 % on signature,  25 % on 04-01,  40 % after 70 "
                "% is spent,  or  10 % after the report"
            ),
        )
    share = read_share(match["share"])
    if match["signature"]:
        return "signature", share, None
    if match["spent"]:
        return "spent", share, read_share(match["spent"])
    if match["final"]:
        return "final", share, None
    said = match["date"]
    when = read_date(said) if len(said) > 5 else read_yearly_date(said)
    return "date", share, when


_read, _schema = scalar(_trigger, "50 % on signature")
InstalmentText: TypeAlias = Annotated[Trigger, _read, _schema]


class Arrears(Part):
    """Paid after the fact, invoice by invoice."""

    in_arrears: Rhythm
    """How often it is invoiced: monthly or quarterly."""


class Contract(Part):
    """When contracts run: days of every year, or dates for a single one."""

    model_config = ConfigDict(alias_generator=lambda name: name.rstrip("_"))

    from_: AnyDay
    """The first day: 01-01 for every year, or a date for one contract."""
    to: AnyDay
    """The last day, included."""
    years: Years = 1
    """How many years one contract lasts, 1 to 20; with days of the year."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        once = isinstance(self.from_, date), isinstance(self.to, date)
        if once[0] != once[1]:
            raise Fault(
                Said("'from' and 'to' must both be dates, or both days of the year"),
                Said("write for example {code}", code="{from: 01-01, to: 12-31}"),
                at=("to",),
            )
        if isinstance(self.from_, date) and isinstance(self.to, date):
            if self.to < self.from_:
                raise Fault(Said("the contract ends before it begins"), at=("to",))
            if (self.to - self.from_).days > 20 * 366:
                raise Fault(Said("the contract lasts more than 20 years"), at=("to",))
            if self.years != 1:
                raise Fault(
                    Said("'years' goes with days of the year, not with dates"),
                    Said("remove it, or write {code}", code="{from: 01-01, to: 12-31}"),
                    at=("years",),
                    key=True,
                )
        return self


class Late(Part):
    """How late a contract is signed: a law of days, or of whole months."""

    days: DurationLaw | None = None
    """How many days late."""
    months: Annotated[CountLaw | None, Also({"type": "object"})] = None
    """How many calendar months late: a number, a law, or {months: share}."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.days is None) == (self.months is None):
            raise Fault(
                Said("lateness is given in days or in months"),
                Said("give one of the two"),
            )
        return self


def _check_days(text: str) -> None:
    """Refuse what is no length of time, and say that lateness may be in months."""
    try:
        read_days(text)
    except Fault as fault:
        problem, fix = fault.args
        longer = Said(
            "{fix}, or whole months, such as {code}", fix=fix, code="2 months"
        )
        raise Fault(problem, longer if fix else "") from None


def _late(value: object) -> object:
    if isinstance(value, str):
        months = read_months(value)
        if months is None:
            _check_days(value)
            return {"days": value}
        if months.denominator != 1:
            raise Fault(
                Said("'{value}' is not a whole number of calendar months", value=value),
                Said(
                    "write whole months, or days, such as {example}",
                    example=f"{round(months * 30)} days",
                ),
            )
        return {"months": str(months)}
    if isinstance(value, dict) and isinstance(value.get("months"), dict):
        months_given = value["months"]
        if "distribution" not in months_given:
            law = {"distribution": "discrete", "values": months_given}
            return {**value, "months": law}
    return value


class Call(Part):
    """The call for applications that leads to a contract."""

    opens: AnyDay | None = None
    """When it opens: a day of the year, or a date."""
    decision_takes: WholeDays | None = None
    """Days from opening to the planned signature; needed with opens."""
    award: Share
    """How likely each applicant is to get the contract."""
    late: Annotated[Late | None, BeforeValidator(_late), Short("1 month")] = None
    """How late the signature is; never late without it."""
    if_late: IfLate | None = None
    """Bills that count: from the contract's first day, or from_signature (M6)."""
    amount_if_late: AmountIfLate | None = None
    """The amount then: full, or prorated to the days that are left (M6)."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.opens is None) != (self.decision_takes is None):
            code = "decision_takes: 60 days" if self.opens else "opens: 10-15"
            raise Fault(
                Said("'opens' and 'decision_takes' belong together"),
                Said("add  {code}", code=code),
            )
        return self


def _rhythm(value: object) -> object:
    if isinstance(value, str):
        if value not in ("monthly", "quarterly"):
            raise Fault(
                Said("'{value}' is no plan of instalments", value=value),
                Said(
                    "write {codes} or {code}",
                    codes="monthly, quarterly",
                    code="{first: 50 % on signature, …}",
                ),
            )
        return {"each": value}
    if not isinstance(value, dict):
        raise Fault(
            Said("instalments are named parts"),
            Said("write for example {code}", code="{first: 50 % on signature}"),
        )
    return value


def _paid(value: object) -> object:
    if value == "in_advance":
        return None
    if isinstance(value, str):
        fix = did_you_mean(value, ("in_advance", "in_arrears"), "choices")
        if "in_arrears" in fix:
            fix = Said(
                "write {first} or {second}",
                first="{in_arrears: monthly}",
                second="{in_arrears: quarterly}",
            )
        raise Fault(Said("'{value}' does not say when money comes", value=value), fix)
    return value


InstalmentPlan: TypeAlias = Annotated[
    dict[Word, InstalmentText] | None, BeforeValidator(_rhythm), Short("monthly")
]
Paid: TypeAlias = Annotated[Arrears | None, BeforeValidator(_paid), Short("in_advance")]
