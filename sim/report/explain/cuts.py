"""What dated cuts leave of a funder's instalments, together and month by month (M9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from textwrap import fill, indent

from sim.planned.cuts import after_cuts, kept_from
from sim.report.answer.tables import columns
from sim.report.explain.deadlines import Forecast, Promised
from sim.report.language import marked, say, spoken
from sim.report.numbers import localised, long_date, money, month_name
from sim.scenario.plan import FunderPlan, Scenario

__all__ = ["Cuts", "cuts_of", "told_cuts"]


@dataclass(frozen=True, slots=True)
class Cuts:
    """What a funder cuts: all cuts up to a date together, and what that makes.

    ``kept`` pairs a date with the share paid of what falls due from then on;
    ``months`` holds the first day of each month in which something falls due, what
    was promised for it and what is paid of that, in minor units.
    """

    funder: str
    title: str
    kept: tuple[tuple[date, Fraction], ...]
    months: tuple[tuple[date, int, int], ...]

    def as_data(self) -> dict[str, object]:
        """Return the same as plain data."""
        return {
            "funder": self.funder,
            "kept": [
                {"from": day.isoformat(), "share": float(share)}
                for day, share in self.kept
            ],
            "months": [
                {"month": f"{first:%Y-%m}", "promised": promised, "after_cuts": paid}
                for first, promised, paid in self.months
            ],
        }


def cuts_of(scenario: Scenario, outlook: Forecast) -> tuple[Cuts, ...]:
    """Return the cuts of each funder that makes any."""
    return tuple(
        Cuts(
            funder.name,
            funder.title,
            tuple(
                (_date(scenario, day), share) for day, share in kept_from(funder.cuts)
            ),
            tuple(_months(scenario, funder, outlook.promised, number)),
        )
        for number, funder in enumerate(scenario.funders)
        if funder.cuts
    )


def _months(
    scenario: Scenario, funder: FunderPlan, promised: tuple[Promised, ...], number: int
) -> Iterator[tuple[date, int, int]]:
    def month(each: Promised) -> date:
        return _date(scenario, each.due).replace(day=1)

    theirs = (each for each in promised if each.funder == number)
    for first, some in groupby(theirs, key=month):
        due = list(some)
        paid = (after_cuts(each.amount, each.due, funder.cuts) for each in due)
        yield first, sum(each.amount for each in due), sum(paid)


def _date(scenario: Scenario, day: int) -> date:
    return scenario.start + timedelta(days=day)


def told_cuts(scenario: Scenario, outlook: Forecast, width: int) -> str:
    """Return for each funder that cuts what it still pays of what falls due when."""
    return "\n\n".join(
        f"{_shares(cuts, width)}\n{_table(cuts, scenario.currency)}".rstrip()
        for cuts in cuts_of(scenario, outlook)
    )


def _shares(cuts: Cuts, width: int) -> str:
    text = marked("After its cut, {funder} pays of what falls due: {shares}.")
    if len(cuts.kept) > 1:
        text = marked(
            "After its cuts, which multiply, {funder} pays of what falls due: {shares}."
        )
    shares = ", ".join(
        say("{share} from {date}", share=_exact(share), date=long_date(day))
        for day, share in cuts.kept
    )
    said = say(text, funder=cuts.title, shares=shares)
    return fill(said, width, subsequent_indent="  ", break_on_hyphens=False)


def _exact(share: Fraction) -> str:
    """Say a share that is planned, to two places of a per cent."""
    return f"{localised(f'{round(float(100 * share), 2):g}')}{spoken().percent}"


def _table(cuts: Cuts, currency: str) -> str:
    """Return a row for each month in which something falls due."""
    if not cuts.months:
        return ""
    rows = [
        (say("falls due"), say("promised"), say("after cuts")),
        *(
            (month_name(first), money(promised, currency), money(paid, currency))
            for first, promised, paid in cuts.months
        ),
    ]
    return indent(columns(rows), "  ")
