"""A plan in a file of its own, and what the command says when it is asked of one."""

from typer.testing import CliRunner

import cli
from sim.experiment.comparing import compare
from sim.experiment.luck import Luck
from sim.scenario import STARTER, opened

SURE = STARTER.replace("        range: [36000, 44000]\n", "")
RANGED = SURE.replace("beds: 8", "beds: {value: 8, range: [4, 12]}").replace(
    "late: 1 month", "late: {value: 1 month, range: [0 months, 3 months]}"
)
WITH_LEVERS = (
    STARTER
    + """
levers:
  reserve:
    title: Reserve
    sets: shelters.shelter_one.reserve
    from: €2,500
    to: €10,000
    step: €2,500
    price: €2,500
  call:
    title: The call in time
    sets: funding.ministry.call.late
    choices: [{put: 0 months, price: "€1,000"}]
"""
)
LATER = {"funding.ministry.call.late": "3 months", "title": "Three months late"}


def drafted(folders, text):
    """Return the draft of a plan, written into a folder that pytest makes."""
    file = folders.mktemp("plans") / "one.yaml"
    file.write_text(text, encoding="utf-8")
    return opened(file)


def compared(draft):
    """Return a plan compared with its call three months later, and with itself."""
    plans = [
        draft.scenario(),
        draft.scenario(LATER),
        draft.scenario({"title": "Again"}),
    ]
    names = ("base", "later", "again")
    return compare(
        plans, names=names, replications=12, workers=1, worth={"closure_days": 5_000}
    )


def bednight(*words):
    """Return how the command ended and what it said."""
    return CliRunner().invoke(cli.app, [str(word) for word in words])


def counts_played(monkeypatch):
    """Return a list that grows by what is asked of every plan that is played."""
    counted = []
    play = Luck.play

    def noted(self, *plan, counts, **rest):
        counted.append(counts)
        return play(self, *plan, counts=counts, **rest)

    monkeypatch.setattr(Luck, "play", noted)
    return counted
