"""What ``sweep`` and ``find`` say: a sentence, a curve in a table, and JSON."""

from collections.abc import Iterator
from textwrap import fill

from sim.experiment.curve import Sweep
from sim.experiment.estimate import Estimate
from sim.experiment.finding import Finding
from sim.report.answer.spread import FIRST_LOOK, period
from sim.report.answer.tables import columns, short
from sim.report.decision.wording import listed, measured
from sim.report.numbers import count

__all__ = [
    "answer",
    "finding_as_data",
    "sweep_answer",
    "sweep_as_data",
    "tell_finding",
    "tell_sweep",
]


def cell(estimate: Estimate) -> str:
    """Write a value with its interval, or a dash."""
    return "–" if estimate.value is None else short(estimate)


def answer(found: Finding) -> str:
    """Answer in sentences: the value, the value to rely on, and the doubt."""
    return " ".join(_sentences(found))


def _sentences(found: Finding) -> Iterator[str]:
    setting, condition = listed(found.paths), found.condition.text
    ends = f"{_told(found, found.scale.low)} and {_told(found, found.scale.high)}"
    when = period(found.scenario)
    match found.holds:
        case "nowhere":
            yield (
                f"Nowhere between {ends} does {setting} keep {condition} on average "
                f"{when}."
            )
            if found.low.text is not None:
                yield "By chance alone it may still be met near one of the ends."
        case "here and there":
            met = [
                point.settings[found.paths[0]]
                for point in found.points
                if (value := point.estimates[0].value) is not None
                and found.condition.holds(value)
            ]
            yield (
                f"Between {ends} the answer does not turn once: by the estimates "
                f"{condition} holds {when} at {listed(met)}, and not at the other "
                "points. Look at the curve before you decide."
            )
        case "everywhere":
            yield f"Everywhere between {ends}, {setting} keeps {condition} {when}."
            yield from _to_rely_on(found, "everywhere there")
        case _:
            best = "smallest" if found.holds == "from" else "largest"
            yield (
                f"{found.value.text} is the {best} value of {setting} that keeps "
                f"{condition} on average {when}, by the estimate."
            )
            yield from _to_rely_on(found, found.value.text or "")
            yield _interval(found)


def _to_rely_on(found: Finding, said: str) -> Iterator[str]:
    if found.sure.text is None:
        yield (
            "No value between the ends is sure to (one-sided 95 % bound): play more "
            "replications, or look further."
        )
    elif found.holds == "everywhere" and found.sure.number in (
        float(found.scale.low),
        float(found.scale.high),
    ):
        yield f"That is sure {said} (one-sided 95 % bound)."
    else:
        yield f"To be sure, choose {found.sure.text} (one-sided 95 % bound)."


def _interval(found: Finding) -> str:
    low, high = found.low.text, found.high.text
    if low is None or high is None:
        end = high if low is None else low
        side = "above" if high is None else "below"
        return f"The turning point lies {side} {end}, and may lie outside the ends."
    if low == high:
        return f"The turning point is {low} to the nearest step (95 % interval)."
    return f"The turning point lies between {low} and {high} (95 % interval)."


def _told(found: Finding, number: object) -> str:
    return found.scale.told(number)  # type: ignore[arg-type]


def tell_finding(found: Finding, *, width: int = 80) -> str:
    """Return everything that ``find`` prints."""
    quantity = found.condition.quantity
    rows = [(found.paths[0], measured(quantity.measure.name, dict(quantity.by)), "")]
    for point in found.points:
        told = point.estimates[0]
        value = found.scale.number(point.settings[found.paths[0]])
        met = told.value is not None and found.condition.holds(told.value)
        sure = met and found.condition.surely(told.value or 0.0, point.each[0])
        word = "surely kept" if sure else "kept" if met else "not kept"
        rows.append((found.scale.told(value), cell(told), word))
    return "\n\n".join(
        [
            fill(found.scenario.title, width),
            fill(answer(found), width, break_on_hyphens=False),
            columns(rows),
            fill(_basis(found.replications, found.seed), width),
        ]
    )


def _basis(replications: int, seed: int) -> str:
    played = count(replications, "replication")
    text = f"{played} a point, all with the same luck, seed {seed}; 95 % intervals."
    if replications < FIRST_LOOK:
        text += f" {played} are a first look: play 200 or more to decide."
    return text


def finding_as_data(found: Finding) -> dict[str, object]:
    """Return a finding as the plain data of the ``--json`` contract."""
    condition = found.condition
    return {
        "scenario": found.scenario.name,
        "digest": found.scenario.digest,
        "vary": list(found.paths),
        "between": [_told(found, found.scale.low), _told(found, found.scale.high)],
        "until": condition.text,
        "measure": condition.quantity.measure.name,
        "by": dict(condition.quantity.by),
        "holds": found.holds,
        "value": found.value.text,
        "sure_value": found.sure.text,
        "low": found.low.text,
        "high": found.high.text,
        "seed": found.seed,
        "replications": found.replications,
        "answer": answer(found),
        "curve": [point.as_json() for point in found.points],
    }


def sweep_answer(found: Sweep) -> str:
    """Say between which values each quantity moves."""
    told = []
    for number, quantity in enumerate(found.quantities):
        known = [
            (point.estimates[number].value, point)
            for point in found.points
            if point.estimates[number].value is not None
        ]
        name = measured(quantity.measure.name, dict(quantity.by))
        if not known:
            told.append(f"There is nothing to say of {name}.")
            continue
        low = min(known, key=lambda pair: pair[0] or 0.0)[1]
        high = max(known, key=lambda pair: pair[0] or 0.0)[1]
        if low.estimates[number].value == high.estimates[number].value:
            told.append(f"{name} is {cell(low.estimates[number])} everywhere.")
            continue
        told.append(
            f"{name} is least with {_at(found, low.at)}: "
            f"{cell(low.estimates[number])}, and most with {_at(found, high.at)}: "
            f"{cell(high.estimates[number])}."
        )
    return " ".join(sentence[:1].upper() + sentence[1:] for sentence in told)


def _at(found: Sweep, at: tuple[int, ...]) -> str:
    labels = [
        f"{dial.paths[0].rpartition('.')[2]} {dial.labels[place]}"
        for dial, place in zip(found.dials, at, strict=True)
    ]
    return listed(labels)


def tell_sweep(found: Sweep, *, width: int = 80) -> str:
    """Return everything that ``sweep`` prints."""
    names = [measured(q.measure.name, dict(q.by)) for q in found.quantities]
    rows = [(*(dial.paths[0] for dial in found.dials), *names)]
    for point in found.points:
        labels = [
            dial.labels[place]
            for dial, place in zip(found.dials, point.at, strict=True)
        ]
        rows.append((*labels, *map(cell, point.estimates)))
    return "\n\n".join(
        [
            fill(found.scenario.title, width),
            fill(sweep_answer(found), width, break_on_hyphens=False),
            columns(rows),
            fill(_basis(found.replications, found.seed), width),
        ]
    )


def sweep_as_data(found: Sweep) -> dict[str, object]:
    """Return a sweep as the plain data of the ``--json`` contract."""
    return {
        "scenario": found.scenario.name,
        "digest": found.scenario.digest,
        "vary": [
            {"paths": list(dial.paths), "values": list(dial.texts)}
            for dial in found.dials
        ],
        "seed": found.seed,
        "replications": found.replications,
        "answer": sweep_answer(found),
        "points": [point.as_json() for point in found.points],
    }
