"""What ``find`` says: a sentence, a curve in a table, and JSON."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from textwrap import wrap

from sim.experiment.asking import Condition
from sim.experiment.curve import Point
from sim.experiment.estimate import Estimate
from sim.experiment.finding import Crossing, Finding
from sim.report.answer.spread import FIRST_LOOK, period
from sim.report.answer.tables import columns, short
from sim.report.decision.naming import (
    condition_kept,
    paths_told,
    quantity_told,
    quoted,
    value_told,
)
from sim.report.decision.wording import listed, wrapped
from sim.report.language import marked, say
from sim.report.numbers import bare, count, step_of
from sim.scenario.plan import Scenario

__all__ = [
    "KEPT",
    "answer",
    "basis",
    "cell",
    "cell_held",
    "finding_as_data",
    "heads",
    "standing",
    "tell_finding",
]

KEPT = {
    "surely": marked("surely kept"),
    "by the estimate": marked("kept, by the estimate"),
    "not": marked("not kept, by the estimate"),
    "surely not": marked("surely not kept"),
}
"""What is said of a point: whether it keeps the condition, and how surely."""
HOLDING = ("surely", "by the estimate")
HEAD = 30
"""So many signs at most stand side by side in the head of a column."""
FINER = 4
"""So many digits more at most tell a value from the bound of a condition."""


def cell(estimate: Estimate) -> str:
    """Write a value with its interval, or a dash."""
    return "–" if estimate.value is None else short(estimate)


def cell_held(estimate: Estimate, condition: Condition) -> str:
    """Write a value so exactly that it is seen on which side of the bound it lies.

    20.3 keeps no limit of 20, which 20 would seem to.
    """
    told, value = cell(estimate), estimate.value
    if value is None or estimate.low is None or estimate.high is None:
        return told
    step = step_of(estimate.low, estimate.high)
    if step is None:
        return told
    step = max(step, 0.01) if estimate.unit == "probability" else step
    for _ in range(FINER):
        shown = round(value / step) * step
        if condition.holds(round(shown, 9)) == condition.holds(value):
            break
        step /= 10
        ends = told.partition(" (")[2]
        exact = bare(value, estimate.unit, step)
        told = f"{exact} ({ends}" if ends else exact
    return told


def answer(found: Finding) -> str:
    """Answer in sentences: the value, the value to rely on, and the doubt."""
    return " ".join(_sentences(found))


def _sentences(found: Finding) -> Iterator[str]:
    said = {
        "setting": quoted(paths_told(found.paths, found.scenario)),
        "condition": condition_kept(found.condition, found.scenario),
        "low": _told(found, found.scale.low),
        "high": _told(found, found.scale.high),
        "when": period(found.scenario),
    }
    match found.holds:
        case "nowhere":
            yield say(
                "Nowhere between {low} and {high} does {setting} keep {condition} "
                "{when}.",
                **said,
            )
            if found.low.text is not None:
                yield say("By chance alone it may still be met near one of the ends.")
        case "here and there":
            yield say(
                "Between {low} and {high} of {setting} there is no single turning "
                "point: by the estimates {condition} holds {when} at {values}, and not "
                "at the other points. Look at the curve before you decide.",
                values=listed(_holding(found)),
                **said,
            )
        case "everywhere":
            yield say(
                "Everywhere between {low} and {high}, {setting} keeps {condition} "
                "{when}.",
                **said,
            )
            yield from _to_rely_on(found)
        case "from":
            yield say(
                "{value} is the smallest value of {setting} that keeps {condition} "
                "{when}, by the estimate.",
                value=_at(found.value),
                **said,
            )
            yield from _to_rely_on(found)
            yield _interval(found)
        case "up to":
            yield say(
                "{value} is the largest value of {setting} that keeps {condition} "
                "{when}, by the estimate.",
                value=_at(found.value),
                **said,
            )
            yield from _to_rely_on(found)
            yield _interval(found)
    yield from _not_monotone(found)


def _not_monotone(found: Finding) -> Iterator[str]:
    """Say that the response rises and falls, or that it may only seem to."""
    measure = quoted(quantity_told(found.condition.quantity, found.scenario))
    if found.turns:
        yield say(
            "Going up does not always lead the same way: {measure} surely rises in "
            "one part of the range and falls in another.",
            measure=measure,
        )
    elif found.holds == "here and there":
        yield say("That may be chance alone: play more replications.")


def _holding(found: Finding) -> list[str]:
    """Return the values that keep the condition, runs of them as from-to."""
    runs: list[list[str]] = []
    before = False
    for point, kept in zip(found.points, found.kept, strict=True):
        holds = kept in HOLDING
        if holds:
            text = value_told(point.settings[found.paths[0]])
            runs[-1:] = [[*runs[-1], text]] if before else [*runs[-1:], [text]]
        before = holds
    return [
        run[0]
        if len(run) == 1
        else say("{first} to {last}", first=run[0], last=run[-1])
        for run in runs
    ]


def _to_rely_on(found: Finding) -> Iterator[str]:
    if found.sure.text is None:
        yield say(
            "No value between the ends is sure to (one-sided 95 % bound): play more "
            "replications, or look further."
        )
    elif found.holds == "everywhere" and found.sure.number in (
        float(found.scale.low),
        float(found.scale.high),
    ):
        yield say("That is sure everywhere there (one-sided 95 % bound).")
    else:
        yield say(
            "To be sure, choose {value} (one-sided 95 % bound).", value=_at(found.sure)
        )


def _interval(found: Finding) -> str:
    low, high = found.low.text, found.high.text
    if low is None and high is not None:
        return say(
            "The turning point lies below {end}, and may lie outside the ends.",
            end=_at(found.high),
        )
    if high is None:
        return say(
            "The turning point lies above {end}, and may lie outside the ends.",
            end=_at(found.low),
        )
    if low == high:
        return say(
            "The turning point is {value} to the nearest step (95 % interval).",
            value=_at(found.low),
        )
    return say(
        "The turning point lies between {low} and {high} (95 % interval).",
        low=_at(found.low),
        high=_at(found.high),
    )


def _at(crossing: Crossing) -> str:
    return "–" if crossing.text is None else value_told(crossing.text)


def _told(found: Finding, number: Fraction) -> str:
    return value_told(found.scale.told(number))


def standing(found: Finding) -> str:
    """Say what the file as it is leads to; empty where it does not say its value."""
    if found.now is None or found.now_kept is None:
        return ""
    return say(
        "As the plan stands, with {settings}, {measure} is {value}: {kept}.",
        settings=listed(_settings_told(found.now, found.scenario)),
        measure=quoted(quantity_told(found.condition.quantity, found.scenario)),
        value=cell_held(found.now.estimates[0], found.condition),
        kept=say(KEPT[found.now_kept]),
    )


def _settings_told(point: Point, scenario: Scenario) -> list[str]:
    """Return the settings of a point in words, those of one value in one breath."""
    alike: dict[str, list[str]] = {}
    for path, text in point.settings.items():
        alike.setdefault(value_told(text), []).append(path)
    return [
        f"{quoted(paths_told(paths, scenario))} {value}"
        for value, paths in alike.items()
    ]


def tell_finding(found: Finding, *, width: int = 80) -> str:
    """Return everything that ``find`` prints."""
    label = quantity_told(found.condition.quantity, found.scenario)
    rows: list[tuple[str, ...]] = heads([found.paths], (label, ""))
    for point, kept in zip(found.points, found.kept, strict=True):
        value = found.scale.number(point.settings[found.paths[0]])
        shown = cell_held(point.estimates[0], found.condition)
        rows.append((_told(found, value), shown, say(KEPT[kept])))
    blocks = [
        wrapped(found.scenario.title, width),
        wrapped(answer(found), width),
        wrapped(standing(found), width),
        columns(rows),
        wrapped(basis(found.replications, found.seed), width),
    ]
    return "\n\n".join(block for block in blocks if block)


def heads(
    turned: Sequence[Sequence[str]], names: Sequence[str]
) -> list[tuple[str, ...]]:
    """Return the rows that head a table: settings that move together one below another.

    Long names of what is told run over several lines; all end on the last row.
    """
    told = [list(paths) for paths in turned]
    told += [wrap(name, HEAD) for name in names]
    lines = max(map(len, told))
    stacked = [[""] * (lines - len(column)) + column for column in told]
    return list(zip(*stacked, strict=True))


def basis(replications: int, seed: int) -> str:
    """Say how many replications a curve rests on."""
    played = count(replications, "replication")
    text = say(
        "{played} a point, all with the same luck, seed {seed}; 95 % intervals.",
        played=played,
        seed=seed,
    )
    if replications < FIRST_LOOK:
        first = say(
            "{played} are a first look: play 200 or more to decide.", played=played
        )
        text = f"{text} {first}"
    return text


def finding_as_data(found: Finding) -> dict[str, object]:
    """Return a finding as the plain data of the ``--json`` contract."""
    condition, scale = found.condition, found.scale
    crossings = (found.value, found.sure, found.low, found.high)
    return {
        "scenario": found.scenario.name,
        "digest": found.scenario.digest,
        "vary": list(found.paths),
        "between": [scale.told(scale.low), scale.told(scale.high)],
        "scale": [scale.text(scale.low), scale.text(scale.high), scale.step_text],
        "until": condition.text,
        "measure": condition.quantity.measure.name,
        "by": dict(condition.quantity.by),
        "holds": found.holds,
        "monotone": not found.turns,
        "value": found.value.text,
        "sure_value": found.sure.text,
        "low": found.low.text,
        "high": found.high.text,
        "numbers": [crossing.number for crossing in crossings],
        "seed": found.seed,
        "replications": found.replications,
        "answer": answer(found),
        "now": _now_as_data(found),
        "curve": [
            {**point.as_json(), "kept": kept}
            for point, kept in zip(found.points, found.kept, strict=True)
        ],
    }


def _now_as_data(found: Finding) -> dict[str, object] | None:
    if found.now is None:
        return None
    return {**found.now.as_json(), "kept": found.now_kept}
