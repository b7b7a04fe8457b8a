"""What the next sum buys in each lever, as ``bednight marginal`` found it."""

import errno
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.experiment.estimate import Estimate
from sim.report.answer.spread import spread
from sim.report.decision.naming import position_told
from sim.report.decision.reading import FIELDS
from sim.report.document.cells import NOTHING, coins, told
from sim.report.document.parts import Column, Table, cell
from sim.report.language import marked, say
from sim.report.numbers import count, money, titled
from sim.said import Said
from sim.scenario.plan import Scenario

__all__ = ["Bought", "bought_in"]

EFFECTS = {
    "closure_days": (
        marked("Closure days avoided"),
        marked("{lever} ({price}) avoids {avoided} of closure."),
    ),
    "unmet_bed_nights": (
        marked("Unmet nights avoided"),
        marked("{lever} ({price}) avoids {avoided} of unmet need."),
    ),
    "displaced": (
        marked("Displaced people avoided"),
        marked("{lever} ({price}) spares {avoided} being displaced."),
    ),
}
"""What a sum is to avoid: the head of a column, and how the most of it is told."""


@dataclass(frozen=True, slots=True)
class Bought:
    """What a folder of ``bednight marginal`` says of the levers of a plan.

    ``level`` is the confidence of each interval, all of which hold together.
    """

    amount: int
    currency: str
    level: float
    replications: int
    levers: tuple[Mapping[str, Any], ...]

    def told(self) -> Iterator[str]:
        """Say of each effect which lever surely avoids the most of it."""
        sure = [self._most(effect) for effect in EFFECTS]
        yield from (text for text in sure if text)
        if not any(sure):
            yield say(
                "Spent on one lever of the plan, {amount} surely avoids no closure "
                "day, no unmet night and nobody being displaced ({played}).",
                amount=money(self.amount, self.currency),
                played=count(self.replications, "replication"),
            )

    def _most(self, effect: str) -> str:
        able = [
            (estimate, lever)
            for lever in self.levers
            if (estimate := _estimate(lever, effect)) is not None
            and estimate.low is not None
            and estimate.low > 0
        ]
        if not able:
            return ""
        estimate, lever = max(able, key=lambda each: each[0].value or 0.0)
        return say(
            EFFECTS[effect][1],
            lever=_called(lever),
            price=money(lever["price"], self.currency),
            avoided=spread(estimate),
        )

    def table(self) -> Table:
        """Return what each lever costs and avoids."""
        rows = tuple(
            (
                cell(_called(lever)),
                NOTHING
                if lever["price"] is None
                else coins(lever["price"], self.currency),
                *(told(_estimate(lever, effect)) for effect in EFFECTS),
            )
            for lever in self.levers
        )
        return Table(
            name="bought",
            title=say(
                "What {amount} buys, each lever by itself",
                amount=money(self.amount, self.currency),
            ),
            columns=(
                Column(title=say("Lever"), meaning=say("what could be done, how far")),
                Column(
                    title=say("Price"),
                    kind="money",
                    meaning=say("as the file says, at most the sum"),
                ),
                *(
                    Column(
                        title=say(head),
                        kind="number",
                        meaning=say("mean of the plan less the plan with the lever"),
                    )
                    for head, _ in EFFECTS.values()
                ),
            ),
            rows=rows,
            note=say(
                "Means over {played}, each with the same luck; intervals hold together "
                "with 95 %.",
                played=count(self.replications, "replication"),
            ),
        )


def _called(lever: Mapping[str, Any]) -> str:
    """Name a lever and how far it goes; of several settings its title says enough."""
    option = str(lever.get("option") or "")
    if not option or option.startswith("{"):
        return str(lever["title"])
    return f"{lever['title']}, {position_told(option)}"


def _estimate(lever: Mapping[str, Any], effect: str) -> Estimate | None:
    row = lever["avoided"].get(effect)
    if row is None:
        return None
    return Estimate(**{name: row[name] for name in FIELDS if name in row})


def bought_in(folder: Path, scenario: Scenario) -> Bought:
    """Read what ``bednight marginal`` found of the same plan.

    Raises
    ------
    OSError
        If the folder is none of its own, or of another plan.
    """
    titles = {lever.name: titled(lever.title) for lever in scenario.levers}
    try:
        data = json.loads((folder / "marginal.json").read_bytes())
        found, of = (
            Bought(
                amount=int(data["amount"]),
                currency=str(data["money"]).rpartition(" ")[2],
                level=float(data["level"]),
                replications=int(data["replications"]),
                levers=tuple(
                    {**row, "title": titles.get(row["lever"], row["title"])}
                    for row in data["levers"]
                ),
            ),
            data["digest"],
        )
    except (OSError, KeyError, ValueError, TypeError) as error:
        why = Said("it is no folder of bednight marginal")
        raise OSError(errno.EINVAL, why, str(folder)) from error
    if of != scenario.digest:
        raise OSError(errno.EINVAL, Said("it is of another plan"), str(folder))
    return found
