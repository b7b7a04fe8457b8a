"""What was tried to change the answer, kept in a results folder: played only once."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim import __version__
from sim.experiment.changes import Change
from sim.experiment.results import Results
from sim.experiment.trying import Trials, Tried, how_many
from sim.report.decision.folder import rows_as_csv
from sim.report.decision.reading import estimate_of
from sim.report.folder.whole import enter, save_whole

__all__ = ["keep_trials", "kept_trials"]

DATA = "levers.json"
TABLE = "levers.csv"
MINOR = "amount_in_minor_units"


def keep_trials(trials: Trials, folder: Path) -> None:
    """Write ``levers.json`` and ``levers.csv``, and say in ``run.json`` who played.

    Raises
    ------
    OSError
        If they cannot be written; then nothing half is left behind.
    """
    save_whole(folder / TABLE, _rows(trials).encode())
    text = json.dumps(_data(trials), indent=2, ensure_ascii=False)
    save_whole(folder / DATA, f"{text}\n".encode())
    who = {"replications": trials.replications, "played_by": dict(trials.played)}
    enter(folder, [DATA, TABLE], levers=who)


def kept_trials(results: Results, folder: Path) -> Trials | None:
    """Return what was tried with these very results; None if nothing was.

    Of another plan, seed or version, or with other replications, it is nothing.
    """
    try:
        data = json.loads((folder / DATA).read_bytes())
        found = _trials(data)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    asked = (results.scenario.digest, results.seed, __version__)
    same = (found.digest, found.seed, found.version) == asked
    enough = found.replications == how_many(results.replications)
    return found if same and enough else None


def _data(trials: Trials) -> dict[str, object]:
    return {
        "bednight": trials.version,
        "digest": trials.digest,
        "seed": trials.seed,
        "replications": trials.replications,
        "measures": list(trials.measures),
        "level": trials.level,
        "claims": trials.claims,
        "levers": [
            {
                "kind": each.change.kind,
                "of": list(each.change.of),
                "put": each.change.put,
                MINOR: each.change.amount,
                "effects": [effect.as_json() for effect in each.effects],
            }
            for each in trials.tried
        ],
    }


def _trials(data: Mapping[str, Any]) -> Trials:
    return Trials(
        digest=str(data["digest"]),
        seed=int(data["seed"]),
        version=str(data["bednight"]),
        replications=int(data["replications"]),
        measures=tuple(data["measures"]),
        level=float(data["level"]),
        claims=int(data["claims"]),
        tried=tuple(
            Tried(
                change=Change(
                    kind=row["kind"],
                    of=tuple(row["of"]),
                    put=str(row["put"]),
                    amount=row[MINOR],
                ),
                effects=tuple(estimate_of(effect) for effect in row["effects"]),
            )
            for row in data["levers"]
        ),
        played={},
    )


def _rows(trials: Trials) -> str:
    """Return a row for each change and measure."""
    return rows_as_csv(
        [
            {
                "lever": each.change.kind,
                "of": " ".join(each.change.of),
                "put": each.change.put,
                MINOR: each.change.amount,
                **effect.as_json(),
            }
            for each in trials.tried
            for effect in each.effects
        ]
    )
