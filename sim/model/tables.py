"""What is the same in every replication, worked out once for a scenario.

Bills of fixed cost lines by day (M1), who is eligible where (B2), and the order
in which shelters are offered.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from sim.calendar import Calendar, days_in_year
from sim.scenario.plan import Condition, CostLine, Scenario, ShelterPlan

__all__ = ["Line", "Tables", "Values", "tables_of"]

Values = tuple[int, ...]
"""A person's attribute values, as codes in the order of ``Scenario.attributes``."""

_KEPT = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A cost line with its bill for every day, in minor units.

    For a ``team`` line ``daily`` is the bill of one team; for the others that
    grow it is the price of one unit on that day.
    """

    plan: CostLine
    daily: tuple[int, ...]


@dataclass(slots=True)
class Tables:
    """Everything about a scenario that chance does not touch."""

    scenario: Scenario
    calendar: Calendar
    lines: tuple[tuple[Line, ...], ...]
    open_bill: tuple[tuple[int, ...], ...]
    """By shelter and day: the bill of an open shelter that houses nobody."""
    closed_bill: tuple[tuple[int, ...], ...]
    eligible: tuple[tuple[frozenset[int], ...], ...]
    """By funder and grant: the numbers of the cost lines it may be spent on."""
    eligible_open: tuple[tuple[tuple[int, ...], ...], ...]
    """By funder, grant and day: eligible bills of an open, empty shelter."""
    month_ends: frozenset[int]
    conditions: dict[Condition, tuple[tuple[int, frozenset[int]], ...]]
    programmes: dict[str, int]
    shelters: dict[str, int]
    destinations: dict[str, int]
    orders: dict[Values, tuple[int, ...]] = field(default_factory=dict)
    streets: dict[Values, tuple[int, ...]] = field(default_factory=dict)
    steps: dict[tuple[str, Values], tuple[int, ...]] = field(default_factory=dict)
    stays: dict[tuple[int, Values], int] = field(default_factory=dict)

    def holds(self, condition: Condition, values: Values) -> bool:
        """Say whether ``condition`` holds of a person with ``values``."""
        codes = self.conditions.get(condition)
        if codes is None:
            codes = self.conditions[condition] = _codes(self.scenario, condition)
        return all(values[attribute] in allowed for attribute, allowed in codes)

    def stay_of(self, shelter: int, values: Values) -> int:
        """Return the index of the stay plan a person gets there, or -1."""
        found = self.stays.get((shelter, values))
        if found is None:
            plans = self.scenario.shelters[shelter].stays
            found = next(
                (i for i, p in enumerate(plans) if self.holds(p.condition, values)),
                -1,
            )
            self.stays[shelter, values] = found
        return found

    def takes(self, shelter: int, values: Values) -> bool:
        """Say whether a shelter takes such a person at all (eligibility)."""
        plan = self.scenario.shelters[shelter]
        return (
            self.holds(plan.accepts, values)
            and not any(self.holds(refused, values) for refused in plan.refuses)
            and self.stay_of(shelter, values) >= 0
        )

    def order_for(self, values: Values) -> tuple[int, ...]:
        """Return all shelters in the order such a person prefers (B2)."""
        found = self.orders.get(values)
        if found is None:
            preferred: tuple[str, ...] = ()
            for preference in self.scenario.preferences:
                if self.holds(preference.condition, values):
                    preferred = preference.order
                    break
            first = [self.shelters[name] for name in preferred]
            rest = [i for i in range(len(self.lines)) if i not in first]
            found = self.orders[values] = tuple(first + rest)
        return found

    def from_street(self, values: Values) -> tuple[int, ...]:
        """Return the shelters that take such a person from outside, preferred first."""
        found = self.streets.get(values)
        if found is None:
            found = self.streets[values] = tuple(
                shelter
                for shelter in self.order_for(values)
                if self.scenario.shelters[shelter].entry and self.takes(shelter, values)
            )
        return found

    def of_programme(self, programme: str, values: Values) -> tuple[int, ...]:
        """Return the shelters that offer a programme to such a person."""
        found = self.steps.get((programme, values))
        if found is None:
            found = self.steps[programme, values] = tuple(
                shelter
                for shelter in self.order_for(values)
                if self.scenario.shelters[shelter].programme == programme
                and self.takes(shelter, values)
            )
        return found


def tables_of(scenario: Scenario) -> Tables:
    """Return the tables of a scenario, kept for the next replication of the same."""
    for tables in _recent:
        if tables.scenario is scenario:
            return tables
    tables = _work_out(scenario)
    _recent.insert(0, tables)
    del _recent[_KEPT:]
    return tables


_recent: list[Tables] = []
"""A pure function's last few answers; never part of a result."""


def _work_out(scenario: Scenario) -> Tables:
    calendar = Calendar(scenario.start, scenario.days)
    lines = tuple(
        tuple(_line(line, calendar) for line in plan.costs)
        for plan in scenario.shelters
    )
    days = range(scenario.days)
    shelters = {plan.name: i for i, plan in enumerate(scenario.shelters)}
    eligible = tuple(
        tuple(
            _eligible(scenario.shelters[shelters[grant.shelter]], funder.eligible)
            for grant in funder.grants
        )
        for funder in scenario.funders
    )
    return Tables(
        scenario=scenario,
        calendar=calendar,
        lines=lines,
        open_bill=tuple(
            tuple(sum(_standing(line, day) for line in of) for day in days)
            for of in lines
        ),
        closed_bill=tuple(
            tuple(
                sum(_standing(line, day) for line in of if line.plan.while_closed)
                for day in days
            )
            for of in lines
        ),
        eligible=eligible,
        eligible_open=tuple(
            tuple(
                tuple(
                    sum(_standing(lines[shelters[grant.shelter]][n], day) for n in of)
                    for day in days
                )
                for grant, of in zip(funder.grants, allowed, strict=True)
            )
            for funder, allowed in zip(scenario.funders, eligible, strict=True)
        ),
        month_ends=frozenset(calendar.month_ends),
        conditions={},
        programmes={p.name: i for i, p in enumerate(scenario.programmes)},
        shelters=shelters,
        destinations={name: i for i, name in enumerate(scenario.destinations)},
    )


def _standing(line: Line, day: int) -> int:
    """Return what a line bills on a day whoever is there."""
    return line.daily[day] if line.plan.kind == "fixed" else 0


def _codes(
    scenario: Scenario, condition: Condition
) -> tuple[tuple[int, frozenset[int]], ...]:
    index = {a.name: i for i, a in enumerate(scenario.attributes)}
    return tuple(
        (
            index[name],
            frozenset(scenario.attributes[index[name]].values.index(v) for v in values),
        )
        for name, values in condition.allowed
    )


def _line(plan: CostLine, calendar: Calendar) -> Line:
    """Bill a line by day: ⌊A(j+1)/D⌋ − ⌊Aj/D⌋ on day j of a D-day year (M1)."""
    daily = []
    for day in range(calendar.days):
        date = calendar.date(day)
        amount = _grown(plan.amount, plan.growth, date.year - calendar.start.year)
        if plan.kind in {"fixed", "team"} and plan.per == "year":
            length = days_in_year(date.year)
            j = date.timetuple().tm_yday - 1
            amount = amount * (j + 1) // length - amount * j // length
        elif plan.kind in {"fixed", "team"} and plan.per == "week":
            j = date.weekday()
            amount = amount * (j + 1) // 7 - amount * j // 7
        daily.append(amount)
    return Line(plan, tuple(daily))


def _grown(amount: int, growth: Fraction, years: int) -> int:
    """Return an amount after ``years`` first days of January, in whole units."""
    if not growth or years <= 0:
        return amount
    grown = amount * (1 + growth) ** years
    return grown.numerator // grown.denominator


def _eligible(plan: ShelterPlan, names: tuple[str, ...] | None) -> frozenset[int]:
    """Return which of a shelter's cost lines ``names`` means; None means all."""
    return frozenset(
        number
        for number, line in enumerate(plan.costs)
        if names is None or line.name in names
    )
