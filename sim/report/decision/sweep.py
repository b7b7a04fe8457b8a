"""What ``sweep`` says: the lowest and the highest, tables of every point, and JSON."""

from collections.abc import Iterator, Mapping, Sequence

from sim.experiment.curve import Point, Sweep
from sim.experiment.extremes import End
from sim.report.answer.playing import precision_told
from sim.report.answer.tables import columns
from sim.report.decision.curve import basis, cell, heads
from sim.report.decision.naming import paths_told, quantity_told, quoted, value_told
from sim.report.decision.wording import listed, stopped_as_data, wrapped
from sim.report.language import marked, say

__all__ = [
    "cell_marked",
    "places_told",
    "sweep_answer",
    "sweep_as_data",
    "sweep_basis",
    "sweep_standing",
    "sweep_told",
    "tell_sweep",
    "values_told",
]

LEAST = {
    "none": marked("With 95 % confidence no other point is lower."),
    "some": marked("With 95 % confidence the lowest is there or at {others}."),
    "many": marked(
        "With 95 % confidence the lowest is there or at one of {number} other points, "
        "marked ↓ in the table."
    ),
    "any": marked("Which point is truly the lowest cannot be told."),
}
MOST = {
    "none": marked("With 95 % confidence no other point is higher."),
    "some": marked("With 95 % confidence the highest is there or at {others}."),
    "many": marked(
        "With 95 % confidence the highest is there or at one of {number} other points, "
        "marked ↑ in the table."
    ),
    "any": marked("Which point is truly the highest cannot be told."),
}
"""What is said of the ends of a sweep: whether other points may be them."""
NAMED = 3
"""So many points that may be an end are named; more are marked in the table."""


def cell_marked(found: Sweep, at: int, number: int) -> str:
    """Write a value of a sweep, marked where it may be the lowest or the highest.

    Nothing is marked where any point may be.
    """
    told, ends = cell(found.points[at].estimates[number]), found.ends[number]
    if ends is None:
        return told
    for mark, end in (("↓", ends.least), ("↑", ends.most)):
        if at in end.perhaps and len(end.perhaps) < len(found.points):
            told += f" {mark}"
    return told


def sweep_answer(found: Sweep) -> str:
    """Say what is turned, and between which values each quantity moves."""
    return " ".join([_turned(found), *sweep_told(found)])


def _turned(found: Sweep) -> str:
    """Name what is turned, in the order in which its values are told."""
    told = [quoted(paths_told(dial.paths, found.scenario)) for dial in found.dials]
    if len(told) == 1:
        return say("Turned here: {setting}.", setting=told[0])
    return say("Turned here, in this order: {settings}.", settings=listed(told))


def sweep_told(found: Sweep) -> list[str]:
    """Say between which values each quantity moves, a paragraph each."""
    return [" ".join(_moves(found, at)) for at in range(len(found.quantities))]


def _moves(found: Sweep, at: int) -> Iterator[str]:
    """Say where a quantity is least and most, and how surely."""
    name, ends = quantity_told(found.quantities[at], found.scenario), found.ends[at]
    if ends is None:
        yield say("There is nothing to say of “{measure}”.", measure=name)
        return
    low, high = cell(ends.least.told), cell(ends.most.told)
    if ends.least.points == ends.most.points:
        yield say("“{measure}” is {value} everywhere.", measure=name, value=low)
        return
    yield say(
        "By the estimates “{measure}” is least at {where}: {low}, and most at "
        "{there}: {high}.",
        measure=name,
        where=places_told(found, ends.least.points),
        low=low,
        there=places_told(found, ends.most.points),
        high=high,
    )
    if ends.least.alone and ends.most.alone:
        yield say("With 95 % confidence no other point is lower, and none higher.")
        return
    yield _may_be(found, ends.least, LEAST)
    yield _may_be(found, ends.most, MOST)


def _may_be(found: Sweep, end: End, told: Mapping[str, str]) -> str:
    """Say which other points may be the least, or the most."""
    others = [at for at in end.perhaps if at not in end.points]
    if not others:
        return say(told["none"])
    if len(others) + len(end.points) == len(found.points):
        return say(told["any"])
    if len(others) > NAMED:
        return say(told["many"], number=len(others))
    return say(told["some"], others=places_told(found, others))


def places_told(found: Sweep, places: Sequence[int]) -> str:
    """Return the values of the dials at some points: ``1 month and 2 months``.

    Of two dials they stand in their order; many points are only counted.
    """
    if len(places) > NAMED:
        return say(
            "{number} of the {all} points", number=len(places), all=len(found.points)
        )
    told = [listed(values_told(found, found.points[at])) for at in places]
    return listed(told) if len(found.dials) == 1 else "; ".join(told)


def sweep_standing(found: Sweep) -> str:
    """Say what the plan as it stands leads to, where it is one of the points."""
    now = {each.path: value_told(each.text) for each in found.scenario.settings}
    same = [
        point
        for point in found.points
        if all(
            now.get(path) == value
            for dial, value in zip(found.dials, values_told(found, point), strict=True)
            for path in dial.paths
        )
    ]
    if not same:
        return say(
            "None of the points that were played is the plan as it stands; "
            "`bednight run` says what becomes of that."
        )
    (point,) = same
    return say(
        "As the plan stands, with {settings}: {told}.",
        settings=listed(
            [
                f"{quoted(paths_told(dial.paths, found.scenario))} {value}"
                for dial, value in zip(
                    found.dials, values_told(found, point), strict=True
                )
            ]
        ),
        told="; ".join(
            f"{quoted(quantity_told(quantity, found.scenario))} {cell(told)}"
            for quantity, told in zip(found.quantities, point.estimates, strict=True)
        ),
    )


def values_told(found: Sweep, point: Point) -> list[str]:
    """Return the value of each dial at a point."""
    return [
        value_told(dial.labels[place])
        for dial, place in zip(found.dials, point.at, strict=True)
    ]


def tell_sweep(found: Sweep, *, width: int = 80) -> str:
    """Return everything that ``sweep`` prints."""
    return "\n\n".join(
        [
            wrapped(found.scenario.title, width),
            wrapped(_turned(found), width),
            *(wrapped(text, width) for text in sweep_told(found)),
            *_tables(found, width),
            wrapped(sweep_basis(found), width),
        ]
    )


def sweep_basis(found: Sweep) -> str:
    """Say how many replications a sweep rests on, and how precise it was to be."""
    told = [
        basis(found.replications, found.seed),
        say(
            "What the answer says of the lowest and the highest is corrected for all "
            "{number} points and holds together with 95 % (Hsu's comparisons with the "
            "best on paired differences, Bonferroni): its ranges are wider than those "
            "of the table, each of which holds for itself. ↓ marks what may be the "
            "lowest, ↑ the highest.",
            number=len(found.points),
        ),
    ]
    if found.stopped is not None:
        told += precision_told(found.stopped)
    return " ".join(told)


def _tables(found: Sweep, width: int) -> Iterator[str]:
    """Yield tables of every point, as many quantities in each as fit."""
    left = list(range(len(found.quantities)))
    while left:
        shown = len(left)
        while shown > 1 and max(map(len, _table(found, left[:shown]))) > width:
            shown -= 1
        yield "\n".join(_table(found, left[:shown]))
        left = left[shown:]


def _table(found: Sweep, numbers: Sequence[int]) -> list[str]:
    names = [quantity_told(found.quantities[n], found.scenario) for n in numbers]
    rows = heads([dial.paths for dial in found.dials], names)
    rows += [
        (*values_told(found, point), *(cell_marked(found, at, n) for n in numbers))
        for at, point in enumerate(found.points)
    ]
    return columns(rows).split("\n")


def sweep_as_data(found: Sweep) -> dict[str, object]:
    """Return a sweep as the plain data of the ``--json`` contract."""
    return {
        "scenario": found.scenario.name,
        "digest": found.scenario.digest,
        "vary": [
            {
                "paths": list(dial.paths),
                "values": list(dial.texts),
                "labels": list(dial.labels),
                "numbers": None if dial.numbers is None else list(dial.numbers),
            }
            for dial in found.dials
        ],
        "measures": [quantity.name for quantity in found.quantities],
        **stopped_as_data(found.stopped),
        "seed": found.seed,
        "replications": found.replications,
        "answer": sweep_answer(found),
        "points": [{"at": list(p.at), **p.as_json()} for p in found.points],
        "ends": [None if ends is None else ends.as_json() for ends in found.ends],
    }
