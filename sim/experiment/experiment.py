"""An Experiment: many replications of one scenario, whoever plays them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim import __version__
from sim.experiment.crew import Crew
from sim.experiment.estimate import Estimate
from sim.experiment.estimating import estimates_of
from sim.experiment.kept import Kept
from sim.experiment.players import Asked
from sim.experiment.precision import Goal, Stopped, stopping
from sim.experiment.results import Results
from sim.experiment.store import DamagedError
from sim.said import Said
from sim.scenario.plan import Scenario

__all__ = ["Experiment", "Progress", "kept_from_this"]

Progress = Callable[[int, int], None]
"""Is told how many replications are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """A scenario to be played ``replications`` times.

    The same scenario, seed and number give the same results to the last byte,
    whoever plays, and however many do.

    Parameters
    ----------
    workers
        How many play at once; None uses every core when that pays.
    player
        ``auto`` lets the compiled player play when that pays.
    cluster
        The address of a Dask scheduler whose workers are to play.
    goals
        How precise some measures have to be: then ``replications`` is the most that
        may be played, and it ends as soon as all of them are.

    Raises
    ------
    ValueError
        If there is not at least one replication and one worker.
    """

    scenario: Scenario
    seed: int = 1
    replications: int = 200
    workers: int | None = None
    player: Asked = "auto"
    cluster: str | None = None
    goals: tuple[Goal, ...] = ()

    def __post_init__(self) -> None:
        if self.replications < 1:
            raise ValueError(f"at least one replication, got {self.replications}")
        if self.workers is not None and self.workers < 1:
            raise ValueError(f"at least one worker, got {self.workers}")

    def run(
        self,
        *,
        workers: int | None = None,
        folder: Path | None = None,
        progress: Progress | None = None,
        announce: Callable[[str], None] | None = None,
    ) -> Results:
        """Play every replication and estimate every measure.

        In a ``folder`` each finished block is on disk at once, and what is there
        already is not played again.  Ctrl-C keeps what was finished without a gap,
        marked ``interrupted``; if nothing was, it is passed on.

        Raises
        ------
        AuditError
            If a replication breaks a rule of the audit.
        CrewError
            If whoever plays is gone, differs or cannot be reached.
        NoCompilerError
            If the compiled player is asked for and there is no compiler.
        OtherRunError
            If the folder holds replications of something else.
        OSError
            If the folder cannot be written.
        """
        kept = Kept(self.scenario, self.seed, folder)
        found = kept.without_gap()
        crew = Crew(
            player=self.player,
            workers=workers or self.workers,
            cluster=self.cluster,
            announce=announce,
        )
        stopped = None
        try:
            with crew:
                stopped = self._play(crew, kept, progress)
        except KeyboardInterrupt:
            kept.flush()
            if not kept.without_gap():
                kept.leave()
                raise
            number, interrupted = min(kept.without_gap(), self.replications), True
        except BaseException as error:
            kept.leave()
            if folder is not None and isinstance(error, OSError):
                _note_kept(error, kept, folder)
            raise
        else:
            number, interrupted = stopped.replications, False
        try:
            tallies, waits, series = kept.first(number)
            estimates = estimates_of(self.scenario, tallies, waits, seed=self.seed)
        except (KeyboardInterrupt, OSError) as error:
            if folder is not None:
                _note_kept(error, kept, folder)
            raise
        return Results(
            scenario=self.scenario,
            seed=self.seed,
            replications=number,
            version=__version__,
            estimates=estimates,
            tallies=tallies,
            series=series,
            interrupted=interrupted,
            played=dict(crew.played),
            found=min(found, number),
            kept=kept,
            stopped=stopped if self.goals else None,
        )

    def _play(self, crew: Crew, kept: Kept, progress: Progress | None) -> Stopped:
        """Play all there are to play, or until every goal is met."""
        if not self.goals:
            self._play_up_to(self.replications, crew, kept, progress)
            return Stopped({}, self.replications, 1, self.replications)

        def look(replications: int) -> Sequence[Estimate]:
            self._play_up_to(replications, crew, kept, progress)
            tallies, waits, _ = kept.first(replications)
            measures = [goal.measure for goal in self.goals]
            return estimates_of(
                self.scenario, tallies, waits, seed=self.seed, whole=measures
            )

        return stopping(self.goals, self.scenario, self.replications, look)

    def _play_up_to(
        self, replications: int, crew: Crew, kept: Kept, progress: Progress | None
    ) -> None:
        """Play what is missing up to a number, and keep every block."""
        missing = kept.missing(replications)
        done = replications - sum(end - first for first, end in missing)
        for piece in crew.blocks(self.scenario, self.seed, missing):
            kept.add(piece, until=replications)
            done += piece.replications
            if progress is not None:
                progress(done, self.replications)


def _note_kept(error: BaseException, kept: Kept, folder: Path) -> None:
    """Add to a fault what remains, where the same command can go on from it."""
    if not isinstance(error, DamagedError):
        error.add_note(kept_from_this(kept.without_gap(), folder))


def kept_from_this(replications: int, folder: Path) -> str:
    """Say what remains of a run that could not go on."""
    if not replications:
        return Said("No replication was finished.")
    return Said(
        "{number} replication is kept in {folder}; the same command goes on from "
        "there.",
        many="{number} replications are kept in {folder}; the same command goes on "
        "from there.",
        number=replications,
        folder=folder,
    )
