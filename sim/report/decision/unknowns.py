"""What ``sensitivity`` and ``uncertainty`` say: which unknown matters, and how much."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import fill

from sim.experiment.asking import Quantity
from sim.experiment.sensitivity import Bar, Information, Sobol, Tornado
from sim.experiment.uncertainty import Doubt
from sim.experiment.unknowns import Skipped
from sim.report.answer.spread import FIRST_LOOK, period
from sim.report.answer.tables import columns, short
from sim.report.decision.wording import gap, gap_cell, listed, measured
from sim.report.numbers import amount, count, step_of
from sim.scenario.plan import Scenario

__all__ = [
    "Sensitivity",
    "sensitivity_as_data",
    "tell_sensitivity",
    "tell_uncertainty",
    "uncertainty_as_data",
]

WIDEST = 12
"""Rows of a tornado in the terminal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """All that was asked of the unknowns of one file."""

    scenario: Scenario
    tornado: Tornado
    sobol: Sobol | None
    information: Information | None
    skipped: tuple[Skipped, ...]
    seed: int
    replications: int
    objective: str = ""
    objective_unit: str = ""


def tell_sensitivity(found: Sensitivity, *, width: int = 80) -> str:
    """Return everything that ``sensitivity`` prints."""
    blocks = [
        fill(found.scenario.title, width),
        fill(" ".join(sensitivity_answer(found)), width, break_on_hyphens=False),
        _tornado(found.tornado, width),
    ]
    if found.sobol is not None:
        blocks.append(_sobol(found.sobol))
    if found.information is not None and found.information.perfect > 0:
        blocks.append(_information(found, found.information))
    blocks.append(fill(" ".join(_caution(found)), width, break_on_hyphens=False))
    return "\n\n".join(blocks)


def sensitivity_answer(found: Sensitivity) -> Iterator[str]:
    """Yield sentences: what moves the answer most, and what to measure first."""
    tornado = found.tornado
    name = _name(tornado.quantity)
    moved = [bar for bar in tornado.bars if bar.swing]
    if not moved:
        yield f"No unknown of the file moves {name} {period(found.scenario)}."
        return
    top = moved[0]
    yield (
        f"{name[:1].upper()}{name[1:]} {period(found.scenario)} moves most with "
        f"{top.unknown.path}: {_end(top, 'low')}, and {_end(top, 'high')}."
    )
    if found.sobol is not None and found.sobol.variance > 0:
        first = found.sobol.indices[0]
        yield (
            f"Of all that the unknowns leave open together, {_per_cent(first.total)} "
            f"({_per_cent(first.total_low)} to {_per_cent(first.total_high)}) goes "
            f"with {first.unknown.path}."
        )
    if found.information is not None:
        yield from _first_to_measure(found, found.information)


def _name(quantity: Quantity) -> str:
    return measured(quantity.measure.name, dict(quantity.by))


def _end(bar: Bar, which: str) -> str:
    told = bar.low if which == "low" else bar.high
    share = bar.unknown.ends[0 if which == "low" else 1]
    return f"{gap(told)} with {bar.unknown.told(share)}"


def _first_to_measure(found: Sensitivity, known: Information) -> Iterator[str]:
    unit = found.objective_unit
    yield (
        f"As things are known, {known.best} is the best of {listed(known.plans)} by "
        f"{found.objective}."
    )
    if known.perfect <= 0:
        yield "It is best whatever the unknowns are, so nothing is worth measuring."
        return
    apart = [worth for worth in known.unknowns if worth.told_apart]
    yield (
        f"To know everything before deciding would be worth "
        f"{amount(known.perfect, unit, None)} a period on average."
    )
    if not apart:
        yield "No single unknown is worth more than chance alone would make it seem."
        return
    top = apart[0]
    step = step_of(top.low, top.high)
    yield (
        f"Measure {top.unknown.path} first: to know it is worth "
        f"{amount(top.value, unit, step)} ({amount(top.low, unit, step)} to "
        f"{amount(top.high, unit, step)})."
    )


def _tornado(found: Tornado, width: int) -> str:
    """Return a row an unknown; without the ranges where they do not fit."""
    head = f"{_name(found.quantity)}: {short(found.base)}"
    rows = [(head, "low end", "", "high end", "")]
    moved = [bar for bar in found.bars if bar.swing]
    for bar in moved[:WIDEST]:
        low, high = bar.unknown.ends
        rows.append(
            (
                bar.unknown.path,
                bar.unknown.told(low),
                gap_cell(bar.low),
                bar.unknown.told(high),
                gap_cell(bar.high),
            )
        )
    text = columns(rows)
    if max(map(len, text.split("\n"))) > width:
        text = columns([tuple(cell.partition(" (")[0] for cell in row) for row in rows])
    rest = len(found.bars) - min(len(moved), WIDEST)
    if rest:
        text += f"\nand {count(rest, 'other')} that move it less, or not at all"
    return text


def _sobol(found: Sobol) -> str:
    rows = [("share of the variance", "alone", "with all its company")]
    rows += [
        (
            index.unknown.path,
            f"{_per_cent(index.first)} ({_range(index.first_low, index.first_high)})",
            f"{_per_cent(index.total)} ({_range(index.total_low, index.total_high)})",
        )
        for index in found.indices
    ]
    return columns(rows)


def _information(found: Sensitivity, known: Information) -> str:
    rows = [("worth of knowing", found.objective_unit, "by chance alone")]
    unit = found.objective_unit
    for worth in known.unknowns[:WIDEST]:
        step = step_of(worth.low, worth.high)
        value, low, high, chance = (
            amount(each, unit, step)
            for each in (worth.value, worth.low, worth.high, worth.chance)
        )
        said = f"{value} ({low} to {high})"
        rows.append((worth.unknown.path, said, f"up to {chance}"))
    return columns(rows)


def _per_cent(share: float) -> str:
    """Write a share, which an estimate may put a little outside 0 to 1.

    >>> _per_cent(0.42), _per_cent(-0.01), _per_cent(1.02)
    ('42 %', '0 %', '100 %')
    """
    return f"{100 * min(max(share, 0.0), 1.0):.0f} %"


def _range(low: float, high: float) -> str:
    return f"{_per_cent(low).removesuffix(' %')}–{_per_cent(high).removesuffix(' %')}"


def _caution(found: Sensitivity) -> Iterator[str]:
    played = count(found.replications, "replication")
    yield (
        f"{played} a plan, all with the same luck, seed {found.seed}. Ranges of the "
        f"tornado are {100 * found.tornado.level:.4g} % intervals, so that all hold "
        "together with 95 % (Bonferroni)."
    )
    if found.sobol is not None:
        yield (
            f"Shares come from {count(found.sobol.points, 'design point')}, any value "
            "of a range as likely as another, with bootstrap intervals."
        )
    for skipped in found.skipped:
        yield f"{skipped.path} was left out: {skipped.why}."
    if found.replications < FIRST_LOOK and found.sobol is None:
        yield f"{played} are a first look: play 200 or more to decide."


def sensitivity_as_data(found: Sensitivity) -> dict[str, object]:
    """Return the plain data of the ``--json`` contract."""
    tornado = found.tornado
    data: dict[str, object] = {
        "scenario": found.scenario.name,
        "digest": found.scenario.digest,
        "measure": tornado.quantity.measure.name,
        "by": dict(tornado.quantity.by),
        "seed": found.seed,
        "replications": found.replications,
        "level": tornado.level,
        "answer": " ".join(sensitivity_answer(found)),
        "base": tornado.base.as_json(),
        "tornado": [
            {
                "path": bar.unknown.path,
                "now": bar.unknown.now,
                "low": bar.unknown.told(bar.unknown.ends[0]),
                "high": bar.unknown.told(bar.unknown.ends[1]),
                "difference_at_low": bar.low.as_json(),
                "difference_at_high": bar.high.as_json(),
            }
            for bar in tornado.bars
        ],
        "skipped": [{"path": s.path, "why": s.why} for s in found.skipped],
    }
    if found.sobol is not None:
        data["sobol"] = {
            "points": found.sobol.points,
            "variance": found.sobol.variance,
            "indices": [
                {
                    "path": i.unknown.path,
                    "first": _finite(i.first),
                    "first_low": _finite(i.first_low),
                    "first_high": _finite(i.first_high),
                    "total": _finite(i.total),
                    "total_low": _finite(i.total_low),
                    "total_high": _finite(i.total_high),
                }
                for i in found.sobol.indices
            ],
        }
    if found.information is not None:
        known = found.information
        data["information"] = {
            "objective": found.objective,
            "unit": found.objective_unit,
            "best": known.best,
            "best_in_share_of_points": dict(
                zip(known.plans, known.chosen, strict=True)
            ),
            "perfect": known.perfect,
            "unknowns": [
                {
                    "path": w.unknown.path,
                    "value": w.value,
                    "low": w.low,
                    "high": w.high,
                    "by_chance": w.chance,
                }
                for w in known.unknowns
            ],
        }
    return data


def _finite(value: float) -> float | None:
    return value if value == value else None  # noqa: PLR0124 - nan is not itself


def uncertainty_answer(scenario: Scenario, doubts: Sequence[Doubt]) -> Iterator[str]:
    """Yield a sentence a quantity: where the doubt about one year comes from."""
    for doubt in doubts:
        name = _name(doubt.quantity)
        if doubt.one_low == doubt.one_high:
            value = amount(doubt.mean, doubt.unit, None)
            yield f"There is no doubt about {name} {period(scenario)}: {value}."
            continue
        step = step_of(doubt.one_low, doubt.one_high)
        low, high = (
            amount(e, doubt.unit, step) for e in (doubt.one_low, doubt.one_high)
        )
        yield (
            f"{name[:1].upper()}{name[1:]}: one single period may bring {low} to "
            f"{high} (95 of 100), by luck and by what the file does not know; of that "
            "doubt "
            f"{_per_cent(doubt.share)} ({_range(doubt.share_low, doubt.share_high)} %) "
            "comes from not knowing, the rest is chance."
        )


def tell_uncertainty(
    scenario: Scenario,
    doubts: Sequence[Doubt],
    *,
    unknowns: int,
    seed: int,
    width: int = 80,
) -> str:
    """Return everything that ``uncertainty`` prints."""
    rows = [("", "average", "one period", "by luck alone", "from not knowing")]
    for doubt in doubts:
        step = step_of(doubt.one_low, doubt.one_high)
        unit = doubt.unit

        def said(
            low: float, high: float, unit: str = unit, step: float | None = step
        ) -> str:
            first, last = amount(low, unit, step), amount(high, unit, step)
            return first if first == last else f"{first.partition(' ')[0]} to {last}"

        fine = step_of(doubt.mean_low, doubt.mean_high)
        share = _per_cent(doubt.share)
        share += f" ({_range(doubt.share_low, doubt.share_high)})"
        rows.append(
            (
                _name(doubt.quantity),
                f"{amount(doubt.mean, unit, fine)}",
                said(doubt.one_low, doubt.one_high),
                said(doubt.luck_low, doubt.luck_high),
                share,
            )
        )
    first = doubts[0]
    basis = (
        f"{count(first.outer, 'draw')} of {count(unknowns, 'unknown')}, any value of a "
        f"range as likely as another, each with {count(first.inner, 'replication')} of "
        f"its own luck; seed {seed}. One period: 95 of 100 lie between. Intervals of "
        "shares are 95 % bootstrap intervals over the draws."
    )
    return "\n\n".join(
        [
            fill(scenario.title, width),
            fill(" ".join(uncertainty_answer(scenario, doubts)), width),
            columns(rows),
            fill(basis, width, break_on_hyphens=False),
        ]
    )


def uncertainty_as_data(
    scenario: Scenario, doubts: Sequence[Doubt], *, paths: Sequence[str], seed: int
) -> dict[str, object]:
    """Return the plain data of the ``--json`` contract."""
    return {
        "scenario": scenario.name,
        "digest": scenario.digest,
        "seed": seed,
        "replications": doubts[0].inner,
        "draws": doubts[0].outer,
        "unknowns": list(paths),
        "answer": " ".join(uncertainty_answer(scenario, doubts)),
        "doubts": [
            {
                "measure": d.quantity.measure.name,
                "by": dict(d.quantity.by),
                "unit": d.unit,
                "value": d.mean,
                "low": d.mean_low,
                "high": d.mean_high,
                "interval": "t",
                "share_from_not_knowing": _finite(d.share),
                "share_low": _finite(d.share_low),
                "share_high": _finite(d.share_high),
                "prediction_low": d.one_low,
                "prediction_high": d.one_high,
                "prediction_low_by_luck_alone": d.luck_low,
                "prediction_high_by_luck_alone": d.luck_high,
            }
            for d in doubts
        ],
    }
