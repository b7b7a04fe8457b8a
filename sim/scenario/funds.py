"""Funders, gifts and bridge funds as a file writes them."""

import re
from datetime import date
from fractions import Fraction
from typing import Annotated, Self, TypeAlias

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from sim.scenario.border import (
    AnyDay,
    CostLineId,
    Day,
    Flag,
    Frequency,
    Money,
    MoneyOrRate,
    MoneyRate,
    Names,
    Part,
    Share,
    ShelterId,
    Short,
    Text,
    WholeDays,
    Word,
    YearlyDay,
    count_of,
    one_of,
    scalar,
)
from sim.money import format_number
from sim.scenario.laws import CountLaw, DurationLaw, MoneyLaw
from sim.scenario.quantities import (
    read_date,
    read_months,
    read_share,
    read_yearly_date,
)
from sim.scenario.rates import Timed
from sim.scenario.tree import Fault, did_you_mean

__all__ = ["Bridge", "Call", "Contract", "Funder", "Part_"]

_read, _schema = one_of("block", "share", "earmarked", "per_diem")
Instrument: TypeAlias = Annotated[str, _read, _schema]
_read, _schema = one_of("monthly", "quarterly")
Rhythm: TypeAlias = Annotated[str, _read, _schema]
_read, _schema = one_of("backdated", "from_signature")
IfLate: TypeAlias = Annotated[str, _read, _schema]
_read, _schema = one_of("full", "prorated")
AmountIfLate: TypeAlias = Annotated[str, _read, _schema]
_read, _schema = one_of("returned", "kept")
Unspent: TypeAlias = Annotated[str, _read, _schema]
_read, _schema = one_of("lapses", "carried")
Unpaid: TypeAlias = Annotated[str, _read, _schema]
_read, _schema = one_of("lent", "granted")
Terms: TypeAlias = Annotated[str, _read, _schema]
_read, _schema = one_of("in_advance")
InAdvance: TypeAlias = Annotated[str, _read, _schema]
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
            f"'{text}' does not say how much is paid when",
            "write for example  50 % on signature,  25 % on 04-01,"
            "  40 % after 70 % is spent,  or  10 % after the report",
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
                "'from' and 'to' must both be dates, or both days of the year",
                "write for example {from: 01-01, to: 12-31}",
                at=("to",),
            )
        if isinstance(self.from_, date) and isinstance(self.to, date):
            if self.to < self.from_:
                raise Fault("the contract ends before it begins", at=("to",))
            if (self.to - self.from_).days > 20 * 366:
                raise Fault("the contract lasts more than 20 years", at=("to",))
            if self.years != 1:
                raise Fault(
                    "'years' goes with days of the year, not with dates",
                    "remove it, or write {from: 01-01, to: 12-31}",
                    at=("years",),
                    key=True,
                )
        return self


class Late(Part):
    """How late a contract is signed: a law of days, or of whole months."""

    days: DurationLaw | None = None
    """How many days late."""
    months: CountLaw | None = None
    """How many calendar months late: a number, a law, or {months: share}."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.days is None) == (self.months is None):
            raise Fault("lateness is given in days or in months", "give one of the two")
        return self


def _late(value: object) -> object:
    if isinstance(value, str):
        months = read_months(value)
        if months is None:
            return {"days": value}
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
            raise Fault("'opens' and 'decision_takes' belong together", "give both")
        for name, choices in (
            ("if_late", "backdated or from_signature"),
            ("amount_if_late", "full or prorated"),
        ):
            if self.late and getattr(self, name) is None:
                raise Fault(
                    f"'{name}' is missing: it decides what lateness costs",
                    f"write {name}: {choices}",
                    key=True,
                )
        return self


class UnderWay(Part):
    """A contract that began before the period."""

    received: Money
    """What has been paid on it before the first day."""
    spent: Money
    """What of it has been spent on eligible bills before the first day."""


class Owed(Part):
    """Money from before the period that is still to come."""

    shelter: ShelterId
    """Who gets it."""
    amount: Money
    """How much."""
    due: Day
    """When it is due."""


class Gift(Timed):
    """Gifts to one shelter: how often, and how much each."""

    amount: MoneyLaw
    """How much each gift is."""

    @model_validator(mode="after")
    def _how_often(self) -> Self:
        if self.rate is None and self.per_year is None:
            raise Fault("nothing says how often gifts come", "add  rate: 12 per year")
        return self


def _rhythm(value: object) -> object:
    if isinstance(value, str):
        if value not in ("monthly", "quarterly"):
            raise Fault(
                f"'{value}' is no plan of instalments",
                "write monthly, quarterly, or {first: 50 % on signature, …}",
            )
        return {"each": value}
    if not isinstance(value, dict):
        raise Fault(
            "instalments are named parts",
            "write for example {first: 50 % on signature}",
        )
    return value


def _paid(value: object) -> object:
    if value == "in_advance":
        return None
    if isinstance(value, str):
        fix = did_you_mean(value, ("in_advance", "in_arrears"), "choices")
        if "in_arrears" in fix:
            fix = "write {in_arrears: monthly} or {in_arrears: quarterly}"
        raise Fault(f"'{value}' does not say when money comes", fix)
    return value


def _all_lines(value: object) -> object:
    return None if value == "all" else [value] if isinstance(value, str) else value


class Funder(Part):
    """Someone who pays, and on what terms (SEMANTICS M)."""

    title: Text | None = None
    """The funder's name for readers; the id without it."""
    pays: dict[ShelterId, MoneyOrRate] = {}
    """For each shelter an amount: €36,000 per contract, or €36,000 / year."""
    instrument: Instrument | None = None
    """block: free money; share: a share of bills; earmarked: certain bills whole;
    per_diem: an amount for each bed-night."""
    share_of_cost: Share | None = None
    """share: the share of eligible bills that is paid."""
    eligible: Annotated[list[CostLineId] | None, BeforeValidator(_all_lines)] = None
    """share, earmarked: all, or the cost lines that count."""
    per_diem: Money | None = None
    """per_diem: the amount for each bed-night."""
    paid: Annotated[Arrears | None, BeforeValidator(_paid), Short("in_advance")] = None
    """in_advance, or {in_arrears: monthly} or {in_arrears: quarterly}."""
    contract: Contract | None = None
    """When contracts run."""
    call: Call | None = None
    """The call before each contract; without it signed on the first day, always."""
    instalments: Annotated[
        dict[Word, InstalmentText] | None, BeforeValidator(_rhythm), Short("monthly")
    ] = None
    """Paid in advance: the parts and when each falls due; or monthly, quarterly."""
    report_takes: WholeDays | None = None
    """Days from a contract's last day to the final payment or settlement."""
    lag: DurationLaw | None = None
    """Days from due to paid, drawn for every payment; 0 days if always prompt."""
    unspent: Unspent | None = None
    """What happens to what is left of a contract: returned or kept."""
    pays_while_closed: Flag | None = None
    """Whether bills and nights count while the shelter is closed."""
    unpaid_at_year_end: Unpaid | None = None
    """What is committed but unpaid when the fiscal year ends: lapses or carried."""
    fiscal_year_starts: YearlyDay = (1, 1)
    """The first day of the funder's fiscal year."""
    ceiling: MoneyRate | None = None
    """The most it may commit in a fiscal year, for all its shelters."""
    cuts: dict[Day, Share] = {}
    """From a date on, this share less of every instalment due."""
    under_way: dict[ShelterId, UnderWay] = {}
    """Contracts that began before the period."""
    owed_from_before: list[Owed] = []
    """Money from before the period that is still to come."""
    gifts: dict[ShelterId, Gift] = {}
    """Gifts that come at random."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not (self.pays or self.gifts or self.owed_from_before):
            raise Fault(
                "this funder gives nothing",
                "add  pays: {shelter: €…}  or  gifts: {shelter: {…}}",
                key=True,
            )
        if self.pays:
            self._check_terms()
        if (self.pays or self.owed_from_before) and self.lag is None:
            _missing("lag", "payments may come later than due", "0 days")
        return self

    def _check_terms(self) -> None:
        for name in ("instrument", "paid", "contract", "unpaid_at_year_end"):
            if name not in self.model_fields_set:
                _missing(name, "the terms of a grant have no default", EXAMPLES[name])
        self._check_instrument()
        self._check_instalments()

    def _check_instrument(self) -> None:
        instrument = self.instrument
        if instrument == "share" and self.share_of_cost is None:
            _missing("share_of_cost", "the instrument is a share", "50 %")
        if instrument == "per_diem" and self.per_diem is None:
            _missing("per_diem", "the instrument is per_diem", "€20")
        if instrument in ("share", "earmarked"):
            if "eligible" not in self.model_fields_set:
                _missing("eligible", "not every bill may count", "all")
        for name, owners in (
            ("share_of_cost", ("share",)),
            ("per_diem", ("per_diem",)),
            ("eligible", ("share", "earmarked")),
        ):
            if name in self.model_fields_set and instrument not in owners:
                raise Fault(
                    f"'{name}' does not go with the instrument '{instrument}'",
                    f"remove it, or write  instrument: {owners[0]}",
                    at=(name,),
                    key=True,
                )
        if instrument != "block":
            for name in ("unspent", "pays_while_closed"):
                if getattr(self, name) is None and not (
                    self.paid and name == "unspent"
                ):
                    _missing(name, "the money is tied to bills", EXAMPLES[name])
        elif self.paid is not None:
            raise Fault(
                "a block grant has no bills to invoice, so it is not paid in arrears",
                "write  paid: in_advance  with instalments on dates",
                at=("paid",),
            )

    def _check_instalments(self) -> None:
        if self.paid is not None:
            if self.instalments is not None:
                raise Fault(
                    "what is paid in arrears has no instalments",
                    "remove instalments, or write  paid: in_advance",
                    at=("instalments",),
                    key=True,
                )
            return
        if self.instalments is None:
            _missing("instalments", "money comes in parts", "{all: 100 % on signature}")
        assert self.instalments is not None
        total = sum((share for _, share, _ in self.instalments.values()), Fraction(0))
        if total != 1:
            raise Fault(
                f"the instalments sum to {format_number(round(total * 100, 4))} %",
                "together they must make 100 %",
                at=("instalments",),
            )
        triggers = [trigger for trigger, _, _ in self.instalments.values()]
        for name, (trigger, _, _) in self.instalments.items():
            if trigger in ("spent", "final") and self.instrument == "block":
                raise Fault(
                    "a block grant is free money: nobody counts what is spent or reported",
                    "pay on signature or on dates, or write  instrument: share",
                    at=("instalments", name),
                )
        if triggers[0] == "spent":
            raise Fault(
                "the first instalment waits until the first is spent",
                "begin with one on signature or on a date",
                at=("instalments", next(iter(self.instalments))),
            )
        if "final" in triggers[:-1]:
            names = list(self.instalments)
            raise Fault(
                "the payment after the report must be the last",
                "move it to the end",
                at=("instalments", names[triggers.index("final")]),
            )
        if "final" in triggers and self.report_takes is None:
            _missing("report_takes", "the last payment waits for the report", "30 days")


EXAMPLES = {
    "instrument": "share",
    "paid": "in_advance",
    "contract": "{from: 01-01, to: 12-31}",
    "unpaid_at_year_end": "lapses",
    "unspent": "returned",
    "pays_while_closed": "no",
}


def _missing(name: str, why: str, example: str) -> None:
    raise Fault(
        f"'{name}' is missing: {why}", f"add for example  {name}: {example}", key=True
    )


class Bridge(Part):
    """Money that covers lateness, not deficit (M11)."""

    title: Text | None = None
    """Its name for readers."""
    size: Money
    """What the fund has."""
    below: WholeDays
    """It helps when money lasts for fewer days than this."""
    up_to: WholeDays
    """It lifts a shelter to this many days."""
    terms: Terms
    """lent: repaid from the next instalment; granted: not repaid."""
    shelters: list[ShelterId]
    """Whom it may help, in order."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.up_to < self.below:
            raise Fault(
                "'up_to' is below 'below'", "lift at least as far", at=("up_to",)
            )
        return self
