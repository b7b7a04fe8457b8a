"""What would change the answer: each change that was tried, told and in a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim.experiment.changes import Change, Kind
from sim.experiment.estimate import Estimate
from sim.experiment.results import Results
from sim.experiment.trying import Trials, Tried
from sim.report.answer.tables import label_of
from sim.report.decision.naming import position_told
from sim.report.decision.wording import difference_cell, gap, listed
from sim.report.document.cells import NOTHING
from sim.report.document.parts import Cell, Column, Section, Table, cell
from sim.report.language import marked, named, say
from sim.report.numbers import about, called, count, titled
from sim.scenario.plan import Scenario, ShelterPlan

__all__ = ["Moved", "moved_by"]

MOST = 3
"""So many changes stand on the first page."""
NAMED = 2
"""So many of those that did less are named there; the table of them has all."""

CALLED: Mapping[Kind, str] = {
    "reserve": marked("{amount} more in the reserve of {shelter}, a month of its cost"),
    "reserves": marked(
        "a month of cost more in the reserve of every shelter that can close, {amount} "
        "in all"
    ),
    "earlier call": marked("the call of {funder} a month earlier"),
    "later call": marked("the call of {funder} a month later"),
    "bridge": marked("a bridge fund of {amount} that lends when money runs low"),
    "larger bridge": marked("twice as much in the bridge fund, {amount} in all"),
    "bed": marked("one more bed in {shelter}"),
    "fewer people": marked("one in ten fewer people referred"),
    "more people": marked("one in ten more people referred"),
}
"""What each change is called within a sentence."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What was tried, told of the whole system or of one shelter.

    ``measures`` are those told, the one of the question first.
    """

    results: Results
    trials: Trials
    measures: tuple[str, ...]
    shelter: ShelterPlan | None

    def told(self) -> tuple[str, ...]:
        """Say what moves the answer most, or that nothing does, and what was tried."""
        asked = self.measures[0]
        shown = self._moving(asked)[:MOST]
        ranked, told = asked, []
        if not shown:
            told.append(
                say(
                    "None of what was tried moves “{measure}” beyond chance.",
                    measure=self._label(asked),
                )
            )
            ranked, shown = self._moving_beside()
            shown = shown[:MOST]
        told += [self._sentence(tried) for tried in shown]
        rest = [tried for tried in self._ordered(asked) if tried not in shown]
        return (*told, *self._rest(rest, ranked), self._basis())

    def _moving(self, name: str) -> list[Tried]:
        """Return what surely moves one measure, by its effect."""
        return [t for t in self._ordered(name) if self._sure(t, (name,))]

    def _moving_beside(self) -> tuple[str, list[Tried]]:
        """Return the next measure that anything moves, and what surely moves it."""
        for name in self.measures[1:]:
            if moving := self._moving(name):
                return name, moving
        return self.measures[0], []

    def _ordered(self, name: str) -> list[Tried]:
        """Return what was tried, the largest effect on a measure first."""

        def size(tried: Tried) -> float:
            effect = self._effect(tried, name)
            return 0.0 if effect is None else abs(effect.value or 0.0)

        return sorted(self.trials.tried, key=lambda tried: -size(tried))

    def _effect(self, tried: Tried, name: str) -> Estimate | None:
        by = {} if self.shelter is None else {"shelter": self.shelter.name}
        return tried.effect(name, **by)

    def _sure(self, tried: Tried, names: Sequence[str]) -> tuple[Estimate, ...]:
        """Return the effects on some measures that chance alone does not explain."""
        found = [self._effect(tried, name) for name in names]
        return tuple(
            effect
            for effect in found
            if effect is not None
            and effect.low is not None
            and effect.high is not None
            and (effect.low > 0 or effect.high < 0)
        )

    def _sentence(self, tried: Tried) -> str:
        effects = [
            say("“{measure}” {change}", measure=self._label(e.measure), change=gap(e))
            for e in self._sure(tried, self.measures)
        ]
        return say(
            "{lever}: {effects}.",
            lever=_capital(self._called(tried)),
            effects=listed(effects),
        )

    def _label(self, name: str) -> str:
        if self.shelter is not None and name == "closure_probability":
            return say("It closes")
        return label_of(name, alone=self.shelter is not None)

    def _rest(self, others: Sequence[Tried], name: str) -> Iterator[str]:
        if not others:
            return
        left = len(others) - NAMED
        named = others[:NAMED] if left > 1 else others
        told = [self._called(tried) for tried in named]
        if left > 1:
            told.append(say("and {number} more", number=str(left)))
        yield say(
            "Tried too, with less effect on “{measure}”, or none that can be told: "
            "{changes}.",
            measure=self._label(name),
            changes="; ".join(told),
        )

    def _basis(self) -> str:
        """Say how all of it was tried."""
        return say(
            "Each was tried alone, with the same luck, in {played}; all ranges hold "
            "together with 95 %. All effects: “{table}”.",
            played=count(self.trials.replications, "replication"),
            table=_title(),
        )

    def _called(self, tried: Tried) -> str:
        return called_of(self.results.scenario, tried.change)

    def section(self) -> Section:
        """Return every effect in a table."""
        rows = [
            (
                cell(_capital(self._called(tried))),
                *(self._cell(tried, name) for name in self.measures),
            )
            for tried in self._ordered(self.measures[0])
        ]
        return Section(
            name="levers-tried",
            title=_title(),
            blocks=(
                Table(
                    name="levers_tried",
                    title=say("Each change alone, beside the plan as it is"),
                    columns=(
                        Column(title=say("Change"), meaning=say("what is different")),
                        *(
                            Column(
                                title=self._label(name),
                                kind="number",
                                meaning=say("the plan with the change less the plan"),
                            )
                            for name in self.measures
                        ),
                    ),
                    rows=tuple(rows),
                    note=self._note(),
                ),
            ),
        )

    def _cell(self, tried: Tried, name: str) -> Cell:
        effect = self._effect(tried, name)
        if effect is None or effect.value is None:
            return NOTHING
        return cell(difference_cell(effect), effect.value)

    def _note(self) -> str:
        return say(
            "Tried one at a time on {played} of the run, with the same luck; intervals "
            "hold together with 95 %.",
            played=count(self.trials.replications, "replication"),
        )


def moved_by(
    results: Results, trials: Trials | None, shelter: ShelterPlan | None = None
) -> Moved | None:
    """Return what was tried, told of the whole system or of one shelter.

    None where nothing was tried, or nothing is known of that shelter.
    """
    if trials is None or not trials.tried:
        return None
    measures = trials.measures
    if shelter is not None:
        of_one = {"shelter": shelter.name}
        known = trials.tried[0].effect
        measures = tuple(name for name in measures if known(name, **of_one))
    return Moved(results, trials, measures, shelter) if measures else None


def called_of(scenario: Scenario, change: Change) -> str:
    """Return what a change is called within a sentence."""
    amount = "" if change.amount is None else about(change.amount, scenario.currency)
    if change.kind == "lever":
        return _lever(scenario, change, amount)
    titles = {plan.name: called(plan.title) for plan in scenario.shelters}
    titles |= {funder.name: funder.title for funder in scenario.funders}
    one = titles.get(change.of[0], "") if change.of else ""
    return say(CALLED[change.kind], amount=amount, shelter=one, funder=one)


def _lever(scenario: Scenario, change: Change, price: str) -> str:
    """Name a lever of the file, how far it goes, and at what price."""
    titles = {lever.name: named(titled(lever.title)) for lever in scenario.levers}
    title = titles.get(change.of[0], change.of[0])
    if change.put and not change.put.startswith("{"):
        title = f"{title}, {position_told(change.put)}"
    return say("{title} (price {price})", title=title, price=price)


def _title() -> str:
    return say("What each change does")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
