"""An allocation as plain data: what ``allocate --json`` says."""

from collections.abc import Sequence
from math import isfinite

from sim.experiment.allocating import Allocation, Fresh, Rival
from sim.experiment.arena import Candidate, is_more_better
from sim.report.decision.allocation import allocation_answer, goal_told

__all__ = ["allocation_as_data"]


def allocation_as_data(found: Allocation) -> dict[str, object]:
    """Return the plain data of the ``--json`` contract."""

    def plain(each: Candidate) -> dict[str, object]:
        return {
            "pulled": {
                lever.name: lever.options[position - 1].label
                for lever, position in zip(
                    found.levers, each.spending.pulled, strict=True
                )
                if position
            },
            "settings": each.spending.overrides(found.levers),
            "price": each.spending.price,
            "goal": each.goal.as_json(),
            "kept": list(each.kept),
            "asked": [told.as_json() for told in each.asked],
        }

    def behind(tied: Sequence[Rival]) -> list[dict[str, object]]:
        return [
            {**plain(each.candidate), "behind": each.behind.as_json()} for each in tied
        ]

    def afresh(fresh: Fresh) -> dict[str, object]:
        return {
            "first": fresh.first,
            "replications": fresh.replications,
            "best": plain(fresh.best),
            "nothing": plain(fresh.nothing),
            "nothing_behind": None if fresh.gain is None else fresh.gain.as_json(),
            "tied": behind(fresh.tied),
            "dropped": behind(fresh.dropped),
        }

    return {
        "scenario": found.scenario.name,
        "digest": found.scenario.digest,
        "budget": found.budget,
        "money": f"minor units of {found.scenario.currency}",
        "goal": goal_told(found),
        "minimised": [
            {
                "measure": quantity.name,
                "weight": -weight if is_more_better(quantity) else weight,
            }
            for quantity, weight in found.goal.terms
        ],
        "constraints": [condition.text for condition in found.constraints],
        "seed": found.seed,
        "replications": found.replications,
        "at_most": found.at_most,
        "possible": found.possible,
        "answer": " ".join(allocation_answer(found)),
        "best": None if found.best is None else plain(found.best),
        "nothing": plain(found.nothing),
        "finished": found.finished,
        "matters": found.matters,
        "none_better_by_more_than": found.gap if isfinite(found.gap) else None,
        "confidence": 0.95,
        "tied": behind(found.tied),
        "fresh": None if found.fresh is None else afresh(found.fresh),
        "able": found.able,
        "front": [plain(each) for each in found.front],
        "candidates": [plain(each) for each in found.candidates],
    }
