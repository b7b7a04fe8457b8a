"""Replications of one scenario, counted: for those who compare many scenarios."""

from collections.abc import Callable

from sim.experiment.block import Block, joined_blocks
from sim.experiment.crew import Crew
from sim.experiment.players import Asked
from sim.measures.tally import EVERY_COUNT
from sim.scenario.plan import Scenario

__all__ = ["tallies_of"]


def tallies_of(
    scenario: Scenario,
    *,
    seed: int,
    replications: int,
    first: int = 0,
    player: Asked = "auto",
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    crew: Crew | None = None,
    counts: frozenset[str] = EVERY_COUNT,
) -> Block:
    """Return the tallies and waits of so many replications, without any series.

    Parameters
    ----------
    first
        The number of the first replication.
    player, workers
        Who plays; nobody else's numbers depend on it.
    progress
        Is told how many replications are done, and of how many.
    crew
        Who plays, where one crew plays many scenarios in turn: its workers are
        then kept, and ``player`` and ``workers`` are not looked at.
    counts
        What is asked of the replications; what none of it needs is neither counted
        nor, for the bridge that would be needed, played.

    Raises
    ------
    ValueError
        If there is not at least one replication and one worker.
    """
    if replications < 1:
        raise ValueError(f"at least one replication, got {replications}")
    if crew is None:
        with Crew(player=player, workers=workers) as own:
            return tallies_of(
                scenario,
                seed=seed,
                replications=replications,
                first=first,
                progress=progress,
                crew=own,
                counts=counts,
            )
    found: list[Block] = []
    span = (first, first + replications)
    blocks = crew.blocks(scenario, seed, [span], with_series=False, counts=counts)
    for block in blocks:
        found.append(block)
        if progress is not None:
            progress(block.end - first, replications)
    return joined_blocks(found)
