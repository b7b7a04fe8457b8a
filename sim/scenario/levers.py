"""Levers: what could be done about a plan, step by step, and at what price."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Self, TypeAlias

from pydantic import BeforeValidator, ConfigDict, model_validator

from sim.money import format_number
from sim.said import Said
from sim.scenario.border import Also, Money, Part, Text, scalar
from sim.scenario.findings import Findings
from sim.scenario.plan.levers import LeverPlan, Option
from sim.scenario.scale import Scale, scale_between
from sim.scenario.tree import Branch, Fault, Node, Row, did_you_mean

__all__ = ["Lever", "LeverChoice", "check_levers", "lever_plans"]

MOST_POSITIONS = 200

_t, _s = scalar(lambda text, _: str(text), "1 month", "number", longest=2000)
Value: TypeAlias = Annotated[str, _t, _s]


class LeverChoice(Part):
    """One position of a lever."""

    put: Value
    """What the settings then say, as a file would write it."""
    price: Money
    """What that costs in the period, in all."""


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Lever(Part):
    """Something that money can move, for `marginal` and `allocate`.

    It changes nothing by itself.
    """

    title: Text | None = None
    """Its name for readers; the id without it."""
    sets: Annotated[list[Text], BeforeValidator(_listed), Also({"type": "string"})]
    """The setting it moves, by its path; several move together."""
    from_: Value | None = None
    """Where it stands when nothing is spent."""
    to: Value | None = None
    """As far as it goes; may be below 'from'."""
    step: Value | None = None
    """The distance of one step."""
    price: Money | None = None
    """What one step costs in the period."""
    choices: list[LeverChoice] | None = None
    """Instead of steps: each position with its price."""

    model_config = ConfigDict(alias_generator=lambda name: name.rstrip("_"))

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.sets:
            raise Fault(Said("a lever moves at least one setting"), at=("sets",))
        steps = {
            "from": self.from_,
            "to": self.to,
            "step": self.step,
            "price": self.price,
        }
        given = [name for name, value in steps.items() if value is not None]
        if self.choices is not None:
            if given:
                raise Fault(
                    Said(
                        "'{given}' and 'choices' both say how the lever moves",
                        given=given[0],
                    ),
                    Said("keep one of the two ways"),
                    at=(given[0],),
                    key=True,
                )
            if not 1 <= len(self.choices) <= MOST_POSITIONS:
                raise Fault(
                    Said(
                        "a lever has 1 to {most} choices",
                        most=MOST_POSITIONS,
                    ),
                    at=("choices",),
                )
            return self
        if missing := [name for name in steps if name not in given]:
            raise Fault(
                Said("the lever does not say '{missing}'", missing=missing[0]),
                Said("a lever needs from, to, step and price, or choices"),
            )
        self.options()
        return self

    def options(self) -> tuple[Option, ...]:
        """Return the positions beyond doing nothing, cheapest first."""
        if self.choices is not None:
            positions = [
                Option(put=each.put, label=each.put, price=each.price)
                for each in self.choices
            ]
            return tuple(sorted(positions, key=lambda each: each.price))
        assert self.price is not None
        scale, down = self._scale()
        numbers = [scale.at(place) for place in range(len(scale))]
        if down:
            numbers = [scale.high - number + scale.low for number in numbers]
        return tuple(
            Option(
                put=scale.text(number),
                label=scale.told(number),
                price=steps * self.price,
            )
            for steps, number in enumerate(numbers)
            if steps
        )

    def _scale(self) -> tuple[Scale, bool]:
        """Return the scale, and whether the lever goes down on it."""
        assert self.from_ is not None
        assert self.to is not None
        try:
            scale, down = scale_between(self.from_, self.to, self.step), False
        except Fault as upwards:
            if "is not below" not in upwards.args[0] or self.from_ == self.to:
                raise Fault(*upwards.args, at=("to",)) from None
            scale, down = scale_between(self.to, self.from_, self.step), True
        width = (scale.high - scale.low) / scale.step
        if width.denominator != 1:
            said = format_number(Fraction(int(width)))
            raise Fault(
                Said("the steps do not end at '{to}'", to=self.to),
                Said(
                    "{number} steps fit: move the end, or choose another step",
                    number=said,
                ),
                at=("step",),
            )
        if len(scale) > MOST_POSITIONS + 1:
            raise Fault(
                Said(
                    "the lever has {number} steps; at most {most}",
                    number=f"{len(scale) - 1:,}",
                    most=MOST_POSITIONS,
                ),
                Said("choose a longer step"),
                at=("step",),
            )
        return scale, down


def lever_plans(levers: Mapping[str, Lever]) -> tuple[LeverPlan, ...]:
    """Return the levers of a file."""
    return tuple(
        LeverPlan(
            name=name,
            title=lever.title or name,
            sets=tuple(lever.sets),
            options=lever.options(),
        )
        for name, lever in levers.items()
    )


def check_levers(levers: Mapping[str, Lever], findings: Findings) -> None:
    """Refuse levers that move what is not in the file."""
    for name, lever in levers.items():
        for number, path in enumerate(lever.sets):
            wrong = _unknown(findings.tree, path)
            if wrong is not None:
                listed = ("levers", name, "sets", number)
                alone = ("levers", name, "sets")
                row = findings.tree.get("levers")
                held = row.get(name) if isinstance(row, Branch) else None
                sets = held.get("sets") if isinstance(held, Branch) else None
                findings.add(listed if isinstance(sets, Row) else alone, *wrong)


def _unknown(tree: Branch, path: str) -> tuple[str, str] | None:
    """Return what is wrong with a path, and a fix; None if it leads somewhere."""
    node: Node = tree
    steps = path.split(".")
    for number, step in enumerate(steps):
        known: tuple[str, ...] = ()
        if isinstance(node, Branch):
            if step in node.entries:
                node = node.entries[step].node
                continue
            known = tuple(node.entries)
        elif isinstance(node, Row):
            if step.isdecimal() and 1 <= int(step) <= len(node.items):
                node = node.items[int(step) - 1]
                continue
            known = tuple(str(n + 1) for n in range(len(node.items)))
        here = ".".join(steps[:number]) or Said("this scenario")
        fix = (
            did_you_mean(step, known, "settings")
            if known
            else Said("{place} has no parts", place=here)
        )
        return Said("there is no '{name}' in {place}", name=step, place=here), fix
    return None
