"""What ``sensitivity`` found as plain data, for JSON."""

from sim.report.decision.unknowns import Sensitivity, sensitivity_answer

__all__ = ["sensitivity_as_data"]


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
        "inputs": list(found.inputs),
        "widest": found.widest,
        "choice": None
        if found.choice is None
        else {
            "variants": [
                {"name": plan.name, "digest": plan.digest}
                for plan in found.choice.variants
            ],
            "worth": dict(found.choice.worth),
            "points": found.choice.points,
        },
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
            "best_in_share_of_points_ends": {
                plan: list(ends)
                for plan, ends in zip(known.plans, known.chosen_ends, strict=True)
            },
            "perfect": known.perfect,
            "perfect_low": known.perfect_ends[0],
            "perfect_high": known.perfect_ends[1],
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
