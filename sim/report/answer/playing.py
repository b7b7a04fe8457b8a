"""Who played, how much was there from before, and why so many were played."""

from collections.abc import Iterator

from sim.experiment.block import Player
from sim.experiment.precision import Stopped
from sim.experiment.results import Results
from sim.report.language import marked, say, some
from sim.report.numbers import count, localised

__all__ = ["PLAYERS", "who_played"]

PLAYERS: dict[Player, str] = {
    "simpy": marked("SimPy"),
    "compiled": marked("the compiled player"),
}
"""What each player is called; both write the same history."""


def who_played(results: Results) -> str:
    """Say in a paragraph who played and, where it was asked for, how precise it is.

    It says how the numbers came about, never what they are, so it stands on the
    terminal and in ``run.json`` and in no file that is to be the same again.
    """
    return " ".join(_sentences(results))


def _sentences(results: Results) -> Iterator[str]:
    if results.stopped is not None:
        yield from precision_told(results.stopped, interrupted=results.interrupted)
    played = sum(results.played.values())
    if results.found and not played:
        yield say("All of them were there from an earlier run.")
    elif results.found:
        found = localised(f"{results.found:,}")
        yield say("{number} of them were there from an earlier run.", number=found)
    compiled = results.played.get("compiled", 0)
    measured = results.played.get("simpy", 0)
    if compiled and measured:
        yield say(
            "Played by {fast}, but for {number} by {slow} to see what pays: both give "
            "the same numbers.",
            fast=say(PLAYERS["compiled"]),
            number=localised(f"{measured:,}"),
            slow=say(PLAYERS["simpy"]),
        )
    elif played:
        player = say(PLAYERS["compiled" if compiled else "simpy"])
        yield say("Played by {player}.", player=player)


def precision_told(stopped: Stopped, *, interrupted: bool = False) -> Iterator[str]:
    """Say which goals were reached, and that nobody looked at the answer."""
    reached = [text for text, met in stopped.reached.items() if met]
    missed = [text for text, met in stopped.reached.items() if not met]
    if reached:
        yield say("Reached: {goals}.", goals="; ".join(reached))
    if missed and not interrupted:
        yield say(
            "Not reached in {played}: {goals}; raise --at-most, or ask for less.",
            played=count(stopped.at_most, "replication"),
            goals="; ".join(missed),
        )
    yield some(
        "It was looked {number} time, for precision only, never at the answer.",
        "It was looked {number} times, for precision only, never at the answer.",
        stopped.looks,
    )
