"""Months of the period: what fell due and what came in, over shelters."""

from datetime import date

from sim.experiment.results import Results
from sim.remembered import remembered
from sim.report.folder.cash_forecast import CashMonth, cash_months
from sim.report.numbers import month_name
from sim.scenario.plan import ShelterPlan

__all__ = ["forecast_of", "months_of", "name_of"]


@remembered
def forecast_of(results: Results) -> tuple[CashMonth, ...]:
    """Return the cash forecast, which several parts of a report ask for."""
    return tuple(cash_months(results))


def months_of(
    results: Results, shelter: ShelterPlan | None = None
) -> dict[str, tuple[float, float]]:
    """Return mean bills and mean receipts for each month, in whole units.

    Means of shelters add up to the mean of their sum; their quantiles do not.
    """
    found: dict[str, tuple[float, float]] = {}
    for month in forecast_of(results):
        if shelter is None or month.shelter == shelter.name:
            bills, receipts = found.get(month.month, (0.0, 0.0))
            found[month.month] = (
                bills + month.lines["bills"].mean,
                receipts + month.lines["receipts"].mean,
            )
    return found


def name_of(month: str) -> str:
    """Name a month, written ``2017-03``, in the language spoken.

    >>> name_of("2017-03")
    'March 2017'
    """
    year, number = (int(part) for part in month.split("-")[:2])
    return month_name(date(year, number, 1))
