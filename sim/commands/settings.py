"""Settings named in a command: by path, with units, one value or a scale."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.terminal import with_fix
from sim.said import Said

if TYPE_CHECKING:
    from sim.experiment.asking import Quantity
    from sim.experiment.curve import Dial
    from sim.scenario.plan import Scenario

__all__ = ["Asked", "Put", "dial", "mistakes_told", "overrides", "quantities"]

Put = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change a setting first, such as shelters.pvpt.beds=14.",
    ),
]
Asked = Annotated[
    list[str] | None,
    typer.Option(
        metavar="MEASURE",
        help="What to tell, such as 'closure_days of pvpt'; what answers the file's "
        "question unless given.",
    ),
]
MOST = 40
"""Points of one dial."""


@contextmanager
def mistakes_told(option: str | None = None) -> Iterator[None]:
    """Turn what cannot be read in an option into the words of a mistyped command."""
    from sim.scenario.tree import Fault

    try:
        yield
    except Fault as fault:
        problem = with_fix(fault.args)
        if option is not None:
            problem = Said("{option}: {problem}", option=option, problem=problem)
        raise typer.BadParameter(problem) from None


def overrides(put: Sequence[str] | None) -> dict[str, str]:
    """Return the overrides of ``--set PATH=VALUE``."""
    found = {}
    for text in put or ():
        path, equals, value = text.partition("=")
        if not equals or not path.strip() or not value.strip():
            raise typer.BadParameter(
                Said(
                    "'{text}': write {code}, such as {example}",
                    text=text,
                    code="PATH=VALUE",
                    example="shelters.pvpt.beds=14",
                )
            )
        found[path.strip()] = value.strip()
    return found


def dial(text: str, points: int) -> "Dial":
    """Return a dial from ``PATH=LOW..HIGH`` or ``PATH=A; B; C``.

    Several paths with commas between move together.
    """
    from sim.experiment.curve import Dial
    from sim.scenario.scale import scale_between

    paths, equals, values = text.partition("=")
    named = tuple(path.strip() for path in paths.split(",") if path.strip())
    if not equals or not named or not values.strip():
        raise typer.BadParameter(
            Said(
                "'{text}': write {first} or {second}, such as {example}",
                text=text,
                first="PATH=LOW..HIGH",
                second="PATH=A; B; C",
                example="'shelters.pvpt.reserve=0 months..3 months'",
            )
        )
    low, dots, high = values.partition("..")
    if dots:
        scale = scale_between(low, high)
        numbers = scale.spread(points)
        return Dial(
            paths=named,
            texts=tuple(scale.text(number) for number in numbers),
            labels=tuple(scale.told(number) for number in numbers),
            numbers=tuple(map(float, numbers)),
        )
    texts = tuple(each.strip() for each in values.split(";") if each.strip())
    if not 1 <= len(texts) <= MOST:
        raise typer.BadParameter(
            Said("'{text}': give 1 to {most} values", text=text, most=MOST)
        )
    return Dial(paths=named, texts=texts, labels=texts)


def quantities(
    asked: Sequence[str] | None, scenario: "Scenario"
) -> "tuple[Quantity, ...]":
    """Return what is to be told: as asked, or what answers the file's question."""
    from sim.experiment.asking import read_quantity

    names: Sequence[str] = asked or scenario.answered_by
    return tuple(read_quantity(name, scenario) for name in names)
