"""Who played, how much was there from before, and why so many were played."""

from collections.abc import Iterator

from sim.experiment.precision import Stopped
from sim.experiment.results import Results
from sim.report.numbers import count

__all__ = ["who_played"]

NAMES = {"simpy": "SimPy", "compiled": "the compiled player"}


def who_played(results: Results) -> str:
    """Say in a paragraph who played and, where it was asked for, how precise it is.

    It says how the numbers came about, never what they are, so it stands on the
    terminal and in ``run.json`` and in no file that is to be the same again.
    """
    return " ".join(_sentences(results))


def _sentences(results: Results) -> Iterator[str]:
    if results.stopped is not None:
        yield from _precision(results, results.stopped)
    played = sum(results.played.values())
    if results.found and not played:
        yield "All of them were there from an earlier run."
    elif results.found:
        yield f"{results.found:,} of them were there from an earlier run."
    compiled = results.played.get("compiled", 0)
    measured = results.played.get("simpy", 0)
    if compiled and measured:
        yield (
            f"Played by {NAMES['compiled']}, but for {measured:,} by {NAMES['simpy']} "
            "to see what pays: both give the same numbers."
        )
    elif played:
        yield f"Played by {NAMES['compiled' if compiled else 'simpy']}."


def _precision(results: Results, stopped: Stopped) -> Iterator[str]:
    """Say which goals were reached, and that nobody looked at the answer."""
    reached = [text for text, met in stopped.reached.items() if met]
    missed = [text for text, met in stopped.reached.items() if not met]
    if reached:
        yield f"Reached: {'; '.join(reached)}."
    if missed and not results.interrupted:
        yield (
            f"Not reached in {count(stopped.at_most, 'replication')}: "
            f"{'; '.join(missed)}; raise --at-most, or ask for less."
        )
    yield (
        f"It was looked {stopped.looks} times, for precision only, never at the answer."
    )
