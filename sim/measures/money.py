"""Measures of money: what is spent, promised, paid, missing."""

from sim.measures.measure import BEDS, FUNDS, PEOPLE, Kind, Measure, Split

__all__ = ["MONEY_MEASURES"]

_SHELTERS: tuple[Split, ...] = ((), ("shelter",))
_RECIPIENTS: tuple[Split, ...] = ((), ("cause",), ("year",), ("cause", "year"))


def _money(
    name: str,
    meaning: str,
    rule: str,
    by: tuple[Split, ...] = BEDS,
    *,
    kind: Kind = "mean",
    numerator: str | None = None,
    level: float | None = None,
) -> Measure:
    return Measure(
        name=name,
        unit="money",
        meaning=meaning,
        kind=kind,
        numerator=numerator or name,
        level=level,
        by=by,
        rule=rule,
    )


def _unit_cost(name: str, per: str, meaning: str, denominator: str) -> Measure:
    return Measure(
        name=name,
        unit=f"money per {per}",
        meaning=f"Bills due, closures and interim places included, for each {meaning}.",
        kind="ratio",
        numerator="costs",
        denominator=denominator,
        by=BEDS,
        rule="W5, W7",
    )


def _by_funder(name: str, per: str, denominator: str) -> Measure:
    return Measure(
        name=name,
        unit=f"money per {per}",
        meaning=f"By funder: paid less returned, for each {per} of the whole system.",
        kind="ratio",
        numerator="income - returned_money",
        denominator=denominator,
        by=(("funder",),),
        rule="W5, W7",
    )


MONEY_MEASURES: tuple[Measure, ...] = (
    _money(
        "costs",
        "Bills due, paid or not, closing and reopening included; the whole system adds "
        "interim places, not compensation. The cause is the cost line.",
        "W5",
        (*BEDS, ("cause",), ("shelter", "cause")),
    ),
    _unit_cost(
        "cost_per_supported_victim", "person", "supported victim", "supported_victims"
    ),
    _by_funder("cost_per_supported_victim", "person", "supported_victims"),
    _unit_cost("cost_per_bed_night", "bed-night", "night slept", "bed_nights"),
    _by_funder("cost_per_bed_night", "bed-night", "bed_nights"),
    _unit_cost(
        "cost_per_available_bed_night",
        "bed-night",
        "night that an open bed offered",
        "capacity_bed_nights",
    ),
    _unit_cost("cost_per_completed_stay", "stay", "stay completed", "completed_stays"),
    _money("income", "Paid by funders and givers; no bridge money.", "M2, M5", FUNDS),
    _money("promised_money", "Instalments that were to fall due by plan.", "W6", FUNDS),
    _money(
        "funding_shortfall",
        "Instalments due by plan in the window, less what was paid on them by its end.",
        "W6",
        FUNDS,
    ),
    _money("returned_money", "Unspent money given back.", "M8", FUNDS),
    _money("lapsed_money", "Promises that lapsed at a fiscal year's end.", "M9", FUNDS),
    _money("cut_money", "Promises cut at a date.", "M9", FUNDS),
    _money(
        "gave_way_money",
        "Promises that a funder took back because another funder pays.",
        "M9",
        FUNDS,
    ),
    Measure(
        name="compensated_victims",
        unit="persons",
        meaning="Distinct victims whom a compensation fund paid.",
        numerator="compensated_victims",
        by=PEOPLE,
        rule="W3",
    ),
    _money(
        "compensation_paid",
        "Paid to victims by compensation funds; the cause is the fund.",
        "M2",
        _RECIPIENTS,
    ),
    _money(
        "compensation_missing",
        "What was due to victims whose case a fund could not pay; it pays a case whole "
        "or not at all.",
        "M2",
        _RECIPIENTS,
    ),
    Measure(
        name="funder_hhi",
        unit="index",
        meaning="Concentration of income: the sum of the funders' squared shares; "
        "1 when one funder pays everything.",
        kind="concentration",
        numerator="income",
        by=BEDS,
        rule="W7",
    ),
    _money(
        "peak_shortfall",
        "Arrears, overdraft and bridge debt together on the worst night.",
        "W6",
    ),
    _money(
        "peak_shortfall_p90",
        "What the peak shortfall does not exceed in nine of ten replications.",
        "W6, W7",
        kind="quantile",
        numerator="peak_shortfall",
        level=0.9,
    ),
    _money(
        "bridge_needed",
        "The overdraft that would have kept every bill paid, on the worst night; for "
        "the system, of all shelters on the same night.",
        "W6",
        _SHELTERS,
    ),
    _money(
        "bridge_needed_p90",
        "What the bridge needed does not exceed in nine of ten replications.",
        "W6, W7",
        _SHELTERS,
        kind="quantile",
        numerator="bridge_needed",
        level=0.9,
    ),
    _money("bridge_drawn", "Lent or granted by bridge funds.", "M11"),
    _money("bridge_repaid", "Bridge loans given back.", "M5"),
    Measure(
        name="arrears_days",
        unit="shelter-days",
        meaning="Days that ended with bills unpaid.",
        numerator="arrears_days",
        by=BEDS,
        rule="M4",
    ),
    Measure(
        name="months_of_arrears",
        unit="months",
        meaning="The highest arrears, in average months of bills (salaries, rent, …).",
        kind="ratio",
        numerator="peak_arrears",
        denominator="costs",
        over="month",
        by=BEDS,
        rule="M4, W7",
    ),
    Measure(
        name="months_of_arrears",
        unit="months",
        meaning="By cost line: the most ever owed, in average months of its bills.",
        kind="ratio",
        numerator="peak_line_arrears",
        denominator="costs",
        over="month",
        by=(("shelter", "cause"),),
        rule="M4, W7",
    ),
    Measure(
        name="lowest_runway_days",
        unit="days",
        meaning="The shortest runway at a month's end, at most 366 days; for the "
        "system, of the worst shelter that lack of money can close.",
        numerator="lowest_runway_days",
        by=_SHELTERS,
        rule="M10",
    ),
    _money(
        "final_cash",
        "Money in the account on the last night, without pots.",
        "M2",
        _SHELTERS,
    ),
    _money(
        "closure_cost",
        "Bills of closed days, reopening, and nights of the displaced elsewhere at the "
        "price in the file.",
        "W5, D4",
    ),
)
