"""Funders, gifts and bridge funds as a file writes them."""

from fractions import Fraction
from typing import Annotated, Self, TypeAlias

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from sim.money import format_number
from sim.said import Said
from sim.scenario.border import (
    Also,
    CostLineId,
    Day,
    Flag,
    FunderId,
    Money,
    MoneyOrRate,
    MoneyRate,
    Part,
    Share,
    ShelterId,
    Text,
    WholeDays,
    YearlyDay,
    one_of,
)
from sim.scenario.conditions import Condition
from sim.scenario.grants import Call, Contract, InstalmentPlan, Paid
from sim.scenario.laws import DurationLaw, MoneyLaw
from sim.scenario.rates import Timed
from sim.scenario.tree import Fault

__all__ = ["Bridge", "Compensation", "Funder", "Gift"]

_read, _schema = one_of("block", "share", "earmarked", "per_diem")
Instrument: TypeAlias = Annotated[str, _read, _schema]
_read, _schema = one_of("returned", "kept")
Unspent: TypeAlias = Annotated[str, _read, _schema]
_read, _schema = one_of("lapses", "carried")
Unpaid: TypeAlias = Annotated[str, _read, _schema]
_read, _schema = one_of("lent", "granted")
Terms: TypeAlias = Annotated[str, _read, _schema]


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


def _all_lines(value: object) -> object:
    return None if value == "all" else [value] if isinstance(value, str) else value


class Funder(Part):
    """Someone who pays, and on what terms (SEMANTICS M)."""

    title: Text | None = None
    """The funder's name for readers; the id without it."""
    pays: dict[ShelterId, MoneyOrRate] = Field(default_factory=dict)
    """For each shelter an amount: €36,000 per contract, or €36,000 / year."""
    instrument: Instrument | None = None
    """block: free money; share: a share of bills; earmarked: certain bills whole;
    per_diem: an amount for each bed-night."""
    share_of_cost: Share | None = None
    """share: the share of eligible bills that is paid."""
    eligible: Annotated[
        list[CostLineId] | None, BeforeValidator(_all_lines), Also({"type": "string"})
    ] = None
    """share, earmarked: all, or the cost lines that count."""
    per_diem: Money | None = None
    """per_diem: the amount for each bed-night."""
    paid: Paid = None
    """in_advance, or {in_arrears: monthly} or {in_arrears: quarterly}."""
    contract: Contract | None = None
    """When contracts run."""
    call: Call | None = None
    """The call before each contract; without it signed on the first day, always."""
    instalments: InstalmentPlan = None
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
    cuts: dict[Day, Share] = Field(default_factory=dict)
    """From a date on, this share less of every instalment due; cuts multiply (M9)."""
    under_way: dict[ShelterId, UnderWay] = Field(default_factory=dict)
    """Contracts that began before the period, by shelter."""
    owed_from_before: list[Owed] = Field(default_factory=list)
    """Money from before the period that is still to come."""
    gifts: dict[ShelterId, Gift] = Field(default_factory=dict)
    """Gifts that come at random, by shelter."""
    gives_way_to: dict[FunderId, Share] = Field(default_factory=dict)
    """When another funder's award comes, this share of it is taken off what this one
    still owes the same shelter."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.pays and self.instrument is not None:
            self._check_instrument()
        if self.pays:
            self._check_instalments()
        return self

    def _check_instrument(self) -> None:
        instrument = self.instrument
        for name, owners in (
            ("share_of_cost", ("share",)),
            ("per_diem", ("per_diem",)),
            ("eligible", ("share", "earmarked")),
        ):
            if name in self.model_fields_set and instrument not in owners:
                raise Fault(
                    Said(
                        "'{name}' does not go with the instrument '{instrument}'",
                        name=name,
                        instrument=instrument,
                    ),
                    Said("remove it, or write  instrument: {owners}", owners=owners[0]),
                    at=(name,),
                    key=True,
                )
        if instrument == "block" and self.paid is not None:
            raise Fault(
                Said(
                    "a block grant has no bills to invoice, so it is not paid in "
                    "arrears"
                ),
                Said("write  paid: in_advance  with instalments on dates"),
                at=("paid",),
            )

    def _check_instalments(self) -> None:
        if self.paid is not None:
            if self.instalments is not None:
                raise Fault(
                    Said("what is paid in arrears has no instalments"),
                    Said("remove instalments, or write  paid: in_advance"),
                    at=("instalments",),
                    key=True,
                )
            return
        if self.instalments is None:
            return
        total = sum((share for _, share, _ in self.instalments.values()), Fraction(0))
        if total != 1:
            raise Fault(
                Said(
                    "the instalments sum to {total} %",
                    total=format_number(round(total * 100, 4)),
                ),
                Said("together they must make 100 %"),
                at=("instalments",),
            )
        triggers = [trigger for trigger, _, _ in self.instalments.values()]
        for name, (trigger, _, _) in self.instalments.items():
            if trigger in ("spent", "final") and self.instrument == "block":
                raise Fault(
                    Said("a block grant is free money: no one counts what is spent"),
                    Said("pay on signature or on dates, or write  instrument: share"),
                    at=("instalments", name),
                )
        if triggers[0] == "spent":
            raise Fault(
                Said("the first instalment waits until the first is spent"),
                Said("begin with one on signature or on a date"),
                at=("instalments", next(iter(self.instalments))),
            )
        if "final" in triggers[:-1]:
            names = list(self.instalments)
            raise Fault(
                Said("the payment after the report must be the last"),
                Said("move it to the end"),
                at=("instalments", names[triggers.index("final")]),
            )


class Confiscations(Timed):
    """What a compensation fund takes in: how often, and how much each time."""

    amount: MoneyLaw
    """How much each brings."""


class Compensation(Part):
    """A fund that pays victims when they leave, while it lasts."""

    title: Text | None = None
    """Its name for readers; the id without it."""
    balance: Money
    """What the fund has on the first day."""
    confiscations: Confiscations | None = None
    """What it takes in; nothing without it."""
    per_case: Money
    """What each victim is paid on leaving."""
    for_: Condition = ()
    """Whom it pays; everybody without it."""

    model_config = ConfigDict(alias_generator=lambda name: name.rstrip("_"))


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
                Said("'up_to' is below 'below'"),
                Said("lift at least as far"),
                at=("up_to",),
            )
        return self
