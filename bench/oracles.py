"""The closed forms and published cases that tests hold the model against, measured.

Each row gives the truth, what came out with its standard error, how many standard
errors lie between them (z), and the power: how many standard errors would lie
between them if the truth were a given amount different.  A row whose planted error
gives a z below 4 would not notice it.
"""

import sys
from collections.abc import Iterable
from math import log, sqrt
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from test_model_closure import MONTH, late_call  # noqa: E402
from test_oracles import (  # noqa: E402
    PUBLISHED,
    STAYS,
    YEAR,
    beds_only,
    count,
    histories,
    on_grants,
    stroke_unit,
    waits_of,
)
from worlds import scenario  # noqa: E402

from sim import theory  # noqa: E402
from sim.chance import draw  # noqa: E402
from sim.distributions import Exponential  # noqa: E402
from sim.history import Kind, State  # noqa: E402
from sim.history.lives import lives_of  # noqa: E402
from sim.history.spells import stays  # noqa: E402
from sim.model import play  # noqa: E402
from sim.scenario.plan import RatePlan, StreamPlan  # noqa: E402

LOAD = 40 * 90 / YEAR
LIVES = 60
"""Replications of 20 years a row; the tests make do with 20."""


def measure() -> list[dict]:
    """Every oracle, in the order of the page."""
    return [
        *erlang_b(),
        *erlang_c(),
        *erlang_a(),
        *unlimited_beds(),
        littles_law(),
        *stroke_units(),
        *grants_at_random(),
        late_calls(),
        *yearly_counts(),
    ]


def compared(
    name: str,
    tops: Iterable[float],
    bottoms: Iterable[float],
    truth: float,
    *,
    planted: str,
    other: float,
    unit: str = "",
) -> dict:
    """A ratio of totals beside its truth, and beside the truth with an error in it."""
    tops, bottoms = np.array(tops, float), np.array(bottoms, float)
    ratio = tops.sum() / bottoms.sum()
    left = (tops.sum() - tops) / (bottoms.sum() - bottoms)
    n = len(tops)
    error = sqrt((n - 1) / n * ((left - left.mean()) ** 2).sum())
    return {
        "oracle": name,
        "truth": float(truth),
        "simulated": float(ratio),
        "error": error,
        "z": float((ratio - truth) / error),
        "planted": planted,
        "power": abs(float((truth - other) / error)),
        "unit": unit,
    }


def exact(name: str, truth: str, simulated: str, planted: str, *, agrees: bool) -> dict:
    """A row that is an identity: nothing is estimated, so nothing may differ."""
    return {
        "oracle": name,
        "exact": True,
        "truth": truth,
        "simulated": simulated,
        "agrees": bool(agrees),
        "planted": planted,
    }


def erlang_b() -> Iterable[dict]:
    truth = theory.erlang_b(12, LOAD)
    for name, law in STAYS.items():
        turned, referred = [], []
        for history in histories(beds_only(law), LIVES):
            turned.append(count(history, Kind.TURNED_AWAY))
            referred.append(count(history, Kind.REFERRED))
        yield compared(
            f"Erlang B, turned away, {name} stays",
            turned,
            referred,
            truth,
            planted="stays 5 % longer",
            other=theory.erlang_b(12, 1.05 * LOAD),
        )


def erlang_c() -> Iterable[dict]:
    plan = beds_only(Exponential(10.0), beds=3, per_year=0.2 * YEAR, patience=1e7)
    waited, waits, referred = [], [], []
    for history in histories(plan, LIVES):
        waited.append(count(history, Kind.JOINED_LIST))
        referred.append(count(history, Kind.REFERRED))
        waits.append(sum(waits_of(history)))
    yield compared(
        "Erlang C, share that waits, M/M/3",
        waited,
        referred,
        theory.erlang_c(3, 2.0),
        planted="stays 5 % longer",
        other=theory.erlang_c(3, 2.1),
    )
    yield compared(
        "Erlang C, mean wait, M/M/3",
        waits,
        referred,
        theory.mean_wait(3, 0.2, 0.1),
        planted="stays 5 % longer",
        other=theory.mean_wait(3, 0.2, 0.1 / 1.05),
        unit="days",
    )


def erlang_a() -> Iterable[dict]:
    for patience in (7.0, 30.0):
        plan = beds_only(Exponential(90.0), patience=patience)
        gave_up, waited, referred, nights = [], [], [], []
        for history in histories(plan, LIVES):
            gave_up.append(count(history, Kind.GAVE_UP))
            waited.append(count(history, Kind.JOINED_LIST))
            referred.append(count(history, Kind.REFERRED))
            nights.append(int(history.nights.census.sum()))
        truth = theory.erlang_a(12, 40 / YEAR, 1 / 90, 1 / patience)
        other = theory.erlang_a(12, 40 / YEAR, 1 / (90 * 1.05), 1 / patience)
        beds = [12 * plan.days] * len(nights)
        words = f"patience of {patience:.0f} days"
        for what, tops, bottoms, name in (
            ("gives up", gave_up, referred, "gives_up"),
            ("waits", waited, referred, "waits"),
            ("occupancy", nights, beds, "occupancy"),
        ):
            yield compared(
                f"Erlang A, {what}, {words}",
                tops,
                bottoms,
                getattr(truth, name),
                planted="stays 5 % longer",
                other=getattr(other, name),
            )


def unlimited_beds() -> Iterable[dict]:
    means, squares, ones = [], [], []
    for history in histories(beds_only(STAYS["lognormal"], beds=10_000), LIVES):
        census = history.nights.census[:, 0].astype(float)
        means.append(census.mean())
        squares.append(((census - LOAD) ** 2).mean())
        ones.append(1.0)
    for what, tops in (("mean", means), ("variance", squares)):
        yield compared(
            f"M/G/∞, {what} of the census",
            tops,
            ones,
            LOAD,
            planted="stays 5 % longer",
            other=1.05 * LOAD,
            unit="persons",
        )
    plan, drawn = beds_only(STAYS["lognormal"], beds=10_000), []
    for seed in range(2, 32):
        for number in range(20):
            luck = draw(plan, seed=seed, replication=number)
            come, stay = luck.people.arrival, luck.stays[0][0].length[:, 0, 0]
            inside = np.minimum(come + stay, plan.days) - np.maximum(come, 0.0)
            drawn.append(np.maximum(inside, 0.0).sum() / plan.days)
    yield compared(
        "M/G/∞, mean of the census, 30 other seeds",
        drawn,
        [1.0] * len(drawn),
        LOAD,
        planted="stays 5 % longer",
        other=1.05 * LOAD,
        unit="persons",
    )


def littles_law() -> dict:
    plan = beds_only(STAYS["lognormal"], patience=7.0, years=2)
    gaps = []
    for history in histories(plan, 3):
        events = history.events
        spells = stays(lives_of(events))
        inside = np.minimum(spells.end, plan.days) - np.maximum(spells.start, 0.0)
        steps = np.isin(events.kind, [Kind.ADMITTED]).astype(int) - np.isin(
            events.kind, [Kind.LEFT]
        )
        times = np.clip(np.append(events.time, plan.days), 0.0, plan.days)
        census = (np.cumsum(steps) * np.diff(times)).sum()
        gaps.append(float(census - np.maximum(inside, 0.0).sum()))
    return exact(
        "Little's law, ∫ census dt less time in beds",
        "0 days",
        f"{max(map(abs, gaps)):g} days in 3 replications",
        "any difference",
        agrees=not any(gaps),
    )


def stroke_units() -> Iterable[dict]:
    plan = stroke_unit()
    census = np.concatenate([h.nights.census for h in histories(plan, 40)])
    for number, (name, load) in enumerate([("acute", 8.3555), ("rehab", 9.7182)]):
        formula, paper, planted = [], [], []
        for beds, published in PUBLISHED[name].items():
            full = (census[:, number] == beds).mean()
            delayed = full / (census[:, number] <= beds).mean()
            formula.append(abs(delayed - theory.erlang_b(beds, load)))
            paper.append(abs(delayed - published))
            planted.append(abs(delayed - theory.erlang_b(beds, 1.05 * load)))
        sizes = list(PUBLISHED[name])
        yield exact(
            f"V3 stroke beds, {name}, {sizes[0]} to {sizes[-1]} beds: p(delay)",
            "Erlang B within 0.005, paper within 0.015",
            f"largest gaps {max(formula):.4f} and {max(paper):.4f}",
            f"stays 5 % longer: gap {max(planted):.4f}",
            agrees=max(formula) < 0.005 and max(paper) < 0.015,
        )


def grants_at_random() -> Iterable[dict]:
    """V7, begun in its long run: a life of 40 years forgets its start too slowly.

    In the long run money is 0 with 1 - ρ = 0.1, else exponential with mean
    18,000 / 0.1; each life begins at its own quantile of that law.
    """
    lives = 2 * LIVES
    closed, spells, days, off = [], [], [], []
    for number in range(lives):
        rank = (number + 0.5) / lives
        reserve = round(18_000_000 * log(0.9 / (1 - rank))) if rank > 0.1 else 0
        plan = on_grants(reserve)
        history = play(plan, draw(plan, seed=1, replication=number))
        shut = history.nights.state[:, 0] >= State.CLOSED
        gifts = history.events.amount[history.events.kind == Kind.GIFT].sum()
        left = history.nights.cash[-1, 0] - history.nights.arrears[-1, 0]
        off.append(int((~shut).sum() * 16_438 - (reserve + gifts - left)))
        closed.append(shut.sum())
        spells.append(count(history, Kind.CLOSED))
        days.append(plan.days)
    truth = theory.stored_grants(3, 18_000, 60_000)
    other = theory.stored_grants(3, 18_000 * 1.05, 60_000)
    yield compared(
        "V7 grants at random, share of days closed",
        closed,
        days,
        truth.closed,
        planted="grants 5 % larger",
        other=other.closed,
    )
    yield compared(
        "V7 mean closure",
        closed,
        spells,
        truth.closed_spell * YEAR,
        planted="grants 5 % rarer",
        other=truth.closed_spell * YEAR / 0.95,
        unit="days",
    )
    yield compared(
        "V7 closures in a year",
        np.array(spells) * YEAR,
        days,
        truth.closures_per_time,
        planted="grants 5 % larger",
        other=other.closures_per_time,
    )
    given = [
        float(
            draw(on_grants(0), seed=1, replication=i).funders[0].gift_amounts[0].sum()
        )
        for i in range(400)
    ]
    yield compared(
        "V7 grants in a year",
        np.array(given) / 100,
        [40.0] * len(given),
        54_000.0,
        planted="grants 5 % larger",
        other=1.05 * 54_000,
        unit="euros",
    )
    yield exact(
        "V7 money: bills paid = reserve + gifts − what is left",
        "€0.00",
        f"€{max(map(abs, off)) / 100:.2f} in {lives} lives of 40 years",
        "any difference",
        agrees=not any(off),
    )


def late_calls() -> dict:
    wrong, table = 0, []
    for reserve in range(4):
        months = []
        for late in range(5):
            history = late_call(reserve, late)
            days = int((history.nights.state[:, 0] == State.CLOSED).sum())
            wrong += days != MONTH * max(0, late - reserve)
            months.append(f"{days / MONTH:g}")
        table.append(f"r={reserve}: {' '.join(months)}")
    return exact(
        "V9 late call: months closed for delays of 0 to 4 months",
        "max(0, d − r), exactly",
        "; ".join(table),
        "one day more or less",
        agrees=wrong == 0,
    )


def yearly_counts() -> Iterable[dict]:
    rate = RatePlan(counts=(15, 26, 17, 22))
    plan = scenario(streams=(StreamPlan(name="known", rate=rate, mix=()),), days=365)
    counts = [
        len(draw(plan, seed=3, replication=i).people.arrival) for i in range(4_000)
    ]
    posterior = theory.rate_posterior(rate.counts)
    low, high = posterior.prediction()
    yield compared(
        "V11 yearly counts, mean of a future year",
        counts,
        [1] * len(counts),
        posterior.mean,
        planted="a rate 3 % higher",
        other=1.03 * posterior.mean,
        unit="victims",
    )
    inside = [low <= found <= high for found in counts]
    yield compared(
        f"V11 share of years within {low}–{high}",
        inside,
        [1] * len(inside),
        _mass(posterior, low, high),
        planted="a band one victim narrower at each end",
        other=_mass(posterior, low + 1, high - 1),
    )


def _mass(posterior: theory.RatePosterior, low: int, high: int) -> float:
    """The negative binomial probability of low to high, ends included."""
    share = posterior.years / (posterior.years + 1)
    below = _nb(low - 1, posterior.shape, share)
    return _nb(high, posterior.shape, share) - below


def _nb(count: int, shape: float, share: float) -> float:
    from scipy.special import betainc

    return float(betainc(shape, count + 1, share)) if count >= 0 else 0.0
