"""How far a run has come, told on a stream while it lasts."""

from collections.abc import Callable
from math import ceil
from time import monotonic
from types import TracebackType
from typing import Self, TextIO

from sim.report.language import marked, say
from sim.report.language.retelling import retold
from sim.report.numbers import count, localised

__all__ = ["Progress"]

PATIENCE = 2.0  # seconds before anything is said
EVERY = 10.0  # seconds between lines where nothing can be rubbed out


class Progress:
    """Tells how many replications are done, and about how long the rest takes.

    Nothing is said in the first two seconds, which say nothing of the pace.  On a
    terminal one line is rewritten and rubbed out at the end; elsewhere a new line
    follows every ten seconds.  An ``open_ended`` run may end at any time, so nothing
    is said of the rest.
    """

    def __init__(
        self,
        stream: TextIO,
        *,
        now: Callable[[], float] = monotonic,
        open_ended: bool = False,
    ) -> None:
        self.stream = stream
        self.now = now
        self.open_ended = open_ended
        self.began = now()
        self.said: float | None = None
        self.start = (0.0, 0)
        self.rewrites = stream.isatty()
        self.width = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def __call__(self, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` replications are over, if it is time to."""
        seconds = self.now() - self.began
        if seconds < PATIENCE or not done:
            return
        if self.said is None:
            self.start = (seconds, done)
        elif not self.rewrites and seconds - self.said < EVERY:
            return
        self.said = seconds
        told = marked("{done} of {total}")
        if self.open_ended:
            told = marked("{done} of at most {total}")
        text = say(told, done=localised(f"{done:,}"), total=count(total, "replication"))
        since, before = self.start
        if before < done < total and not self.open_ended:
            left = (seconds - since) * (total - done) / (done - before)
            text += say(", about {time} left", time=_left(left))
        self._write(text)

    def note(self, text: str) -> None:
        """Say something once, on a line of its own."""
        self.end()
        self.stream.write(retold(text) + "\n")
        self.stream.flush()

    def _write(self, text: str) -> None:
        if self.rewrites:
            self.stream.write("\r" + text.ljust(self.width))
        else:
            self.stream.write(text + "\n")
        self.width = len(text)
        self.stream.flush()

    def end(self) -> None:
        """Rub out the line on a terminal."""
        if self.rewrites and self.width:
            self.stream.write("\r" + " " * self.width + "\r")
            self.stream.flush()
            self.width = 0


def _left(seconds: float) -> str:
    """Say a time to wait, no finer than it is known.

    >>> _left(3.2), _left(21), _left(200), _left(5400)
    ('4 s', '25 s', '4 minutes', '90 minutes')
    """
    if seconds <= 10:
        return say("{number} s", number=ceil(seconds))
    if seconds <= 90:
        return say("{number} s", number=5 * ceil(seconds / 5))
    return count(ceil(seconds / 60), "minute")
