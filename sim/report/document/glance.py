"""Many plans at a glance: a row a plan, a column for each of a few measures."""

from collections.abc import Mapping

from sim.experiment.comparison import Comparison, Difference
from sim.measures.direction import BETTER
from sim.report.answer.tables import label_of
from sim.report.decision.comparison_tables import (
    UNTOLD,
    base_of,
    is_nothing,
    is_untold,
    pair,
)
from sim.report.decision.naming import label_of_one, quoted
from sim.report.decision.wording import (
    difference_cell,
    difference_headline,
    gap,
    value_cell,
)
from sim.report.document.cells import NOTHING, doubtful
from sim.report.document.comparing_shelter import OF_SHELTER
from sim.report.document.parts import Cell, Column, Headline, Table, cell
from sim.report.language import say

__all__ = ["at_a_glance", "best_of"]

COLUMNS = 4
"""So many measures stand beside the names of plans."""
FIRST = (
    "closure_probability",
    "freeze_days",
    "unmet_bed_nights",
    "costs",
    "supported_victims",
    "turn_aways",
)
"""What is shown after what the base asks, as far as plans differ in it."""


def at_a_glance(found: Comparison, by: Mapping[str, str]) -> Table:
    """Return how each plan differs in a few measures, of one shelter or of all.

    ``by`` is what the measures are of: nothing, or a shelter.
    """
    measures = _shown(found, by)
    return Table(
        name="glance",
        title=say("Differences from {base}", base=quoted(found.names[0])),
        columns=(
            Column(title=say("Plan"), meaning=say("what the file calls it")),
            *(
                Column(
                    title=_label(measure, by),
                    kind="number",
                    meaning=say("variant less base, with its joint interval"),
                )
                for measure in measures
            ),
        ),
        rows=(
            (
                cell(say("{plan} (the base)", plan=found.names[0])),
                *(_base(found, measure, by) for measure in measures),
            ),
            *(
                (cell(name), *(_cell(found, name, measure, by) for measure in measures))
                for name, same in zip(found.names[1:], found.unchanged, strict=True)
                if not same
            ),
        ),
        note=say(
            "{sign} cannot be told from no difference; 0 is no difference in any "
            "replication.",
            sign=UNTOLD,
        ),
    )


def best_of(found: Comparison, by: Mapping[str, str]) -> list[Headline]:
    """Return for each measure at a glance the plan that surely does best in it.

    Where none does better, the one that does worst.  What care costs is left out: the
    cheapest plan may be the one that closes a house.
    """
    figures = []
    for measure in _shown(found, by):
        told = [
            (name, difference)
            for name in found.names[1:]
            if (difference := pair(found, name, measure, **by)) is not None
            and measure in BETTER
            and not (measure.startswith("cost") or is_nothing(difference))
            and not is_untold(difference)
        ]
        if better := [each for each in told if _is_better(measure, each[1])]:
            name, most = max(better, key=_size)
            label = say(
                "{label}: best with “{plan}”", label=_label(measure, by), plan=name
            )
        elif told:
            name, most = max(told, key=_size)
            label = say(
                "{label}: worst with “{plan}”", label=_label(measure, by), plan=name
            )
        else:
            continue
        value = difference_headline(most.estimate)
        figures.append(Headline(label=label, value=value, doubt=gap(most.estimate)))
    return figures


def _size(each: tuple[str, Difference]) -> float:
    return abs(each[1].estimate.value or 0.0)


def _shown(found: Comparison, by: Mapping[str, str]) -> list[str]:
    """Return the measures in which plans differ: what the base asks, then the usual."""
    wanted = OF_SHELTER if by else (*found.base.answered_by, *FIRST, *found.asked)
    differ = [
        measure
        for measure in dict.fromkeys(wanted)
        if base_of(found, measure, by) is not None
        and any(not is_nothing(pair(found, n, measure, **by)) for n in found.names[1:])
    ]
    return differ[:COLUMNS]


def _label(measure: str, by: Mapping[str, str]) -> str:
    return label_of_one(measure) if by else label_of(measure)


def _base(found: Comparison, measure: str, by: Mapping[str, str]) -> Cell:
    """Return what the base has: in its row, for it is no difference."""
    base = base_of(found, measure, by)
    if base is None or base.value is None:
        return NOTHING
    return doubtful(value_cell(base), base)


def _cell(found: Comparison, name: str, measure: str, by: Mapping[str, str]) -> Cell:
    """Return a difference, with a sign where it cannot be told from none."""
    told = pair(found, name, measure, **by)
    if told is None:
        return NOTHING
    if is_nothing(told):
        return Cell("0", 0.0)
    sign = f"{UNTOLD} " if is_untold(told) else ""
    return doubtful(f"{sign}{difference_cell(told.estimate)}", told.estimate)


def _is_better(measure: str, told: Difference) -> bool:
    """Say whether a plan does better by a measure."""
    return ((told.estimate.value or 0.0) < 0) == (BETTER[measure] == "less")
