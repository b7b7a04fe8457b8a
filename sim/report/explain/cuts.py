"""What dated cuts leave of a funder's instalments, together and month by month (M9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate, groupby
from math import floor
from operator import mul
from textwrap import fill

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
            tuple((_date(scenario, day), share) for day, share in _kept(funder)),
            tuple(_months(scenario, funder, outlook.promised, number)),
        )
        for number, funder in enumerate(scenario.funders)
        if funder.cuts
    )


def _kept(funder: FunderPlan) -> list[tuple[int, Fraction]]:
    """Return from which day on which share is paid; cuts multiply."""
    shares = accumulate((kept for _, kept in funder.cuts), mul)
    return [(day, share) for (day, _), share in zip(funder.cuts, shares, strict=True)]


def _months(
    scenario: Scenario, funder: FunderPlan, promised: tuple[Promised, ...], number: int
) -> Iterator[tuple[date, int, int]]:
    def month(each: Promised) -> date:
        return _date(scenario, each.due).replace(day=1)

    theirs = (each for each in promised if each.funder == number)
    for first, some in groupby(theirs, key=month):
        sums = [(each.amount, _after(funder, each)) for each in some]
        yield first, sum(whole for whole, _ in sums), sum(paid for _, paid in sums)


def _after(funder: FunderPlan, promised: Promised) -> int:
    """Return what is still paid of a sum, in whole minor units."""
    kept = [share for day, share in _kept(funder) if day <= promised.due]
    return floor(promised.amount * kept[-1]) if kept else promised.amount


def _date(scenario: Scenario, day: int) -> date:
    return scenario.start + timedelta(days=day)


def told_cuts(scenario: Scenario, outlook: Forecast, width: int) -> str:
    """Return for each funder that cuts what it still pays of what falls due when."""
    return "\n\n".join(
        "\n".join([_shares(cuts, width), *_table(cuts, scenario.currency)])
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


def _table(cuts: Cuts, currency: str) -> Iterator[str]:
    """Yield a line for each month in which something falls due."""
    if not cuts.months:
        return
    rows = [
        (say("falls due"), say("promised"), say("after cuts")),
        *(
            (month_name(first), money(promised, currency), money(paid, currency))
            for first, promised, paid in cuts.months
        ),
    ]
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for when, promised, paid in rows:
        yield f"  {when:<{wide[0]}}  {promised:>{wide[1]}}  {paid:>{wide[2]}}"
