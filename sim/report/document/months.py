"""Months of the period: what fell due and what came in, over shelters."""

from datetime import date

import numpy as np

from sim.calendar import Calendar
from sim.experiment.results import Results, nights_of
from sim.experiment.results import months_of as series_months
from sim.remembered import remembered
from sim.report.document.cells import minor_of
from sim.report.folder.cash_forecast import CashMonth, cash_months
from sim.report.numbers import month_name
from sim.scenario.plan import ShelterPlan

__all__ = ["distress_of", "forecast_of", "months_of", "name_of", "running_of"]


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


def running_of(
    results: Results, shelter: ShelterPlan | None = None
) -> tuple[tuple[float, float], ...]:
    """Return for each month what 8 in 10 replications have lacked or kept since day 0.

    That is receipts less bills, added up from the start over all shelters or for
    one, in whole units: the values below which 10 and 90 % lie.
    """
    scenario = results.scenario
    place = slice(None) if shelter is None else [scenario.shelters.index(shelter)]
    coins, so_far, found = minor_of(scenario.currency), None, []
    for part in series_months(results.series):
        moved = (part.receipts - part.bills)[:, :, place].sum(axis=2)
        moved = moved.cumsum(axis=1) + (0 if so_far is None else so_far[:, None])
        so_far = moved[:, -1]
        found += np.quantile(moved, (0.1, 0.9), axis=0).T.tolist()
    return tuple((low / coins, high / coins) for low, high in found)


def distress_of(results: Results, shelter: ShelterPlan) -> dict[str, float]:
    """Return for each month the share of replications in distress in it.

    That is, in which on some night the shelter admits nobody, is closed or has
    unpaid bills: what a pot of restricted money pays is no distress.
    """
    scenario = results.scenario
    number = [each.name for each in scenario.shelters].index(shelter.name)
    months = Calendar(scenario.start, scenario.days).months
    hit = np.zeros((results.replications, len(months)), np.bool_)
    first = 0
    for part in nights_of(results.series):
        bad = part.frozen[..., number] | part.closed[..., number]
        bad |= part.arrears[..., number] > 0
        for place, month in enumerate(months):
            of = slice(max(0, month.first - first), max(0, month.last + 1 - first))
            hit[:, place] |= bad[:, of].any(axis=1)
        first += bad.shape[1]
    shares = hit.mean(axis=0).tolist()
    return {m.label: share for m, share in zip(months, shares, strict=True)}


def name_of(month: str) -> str:
    """Name a month, written ``2017-03``, in the language spoken.

    >>> name_of("2017-03")
    'March 2017'
    """
    year, number = (int(part) for part in month.split("-")[:2])
    return month_name(date(year, number, 1))
