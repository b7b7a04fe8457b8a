"""The line that makes a decision again, from inside the folder that it left behind."""

import re
from collections.abc import Mapping, Sequence

from sim.experiment.allocating import Allocation
from sim.experiment.comparison import Comparison
from sim.experiment.curve import Dial, Sweep
from sim.experiment.finding import Finding
from sim.experiment.marginal import Marginal
from sim.experiment.precision import Stopped
from sim.money import minor_digits
from sim.report.decision.doubt import Uncertainty
from sim.report.decision.reading import plan_path
from sim.report.decision.unknowns import Sensitivity
from sim.scenario.plan import Scenario

__all__ = [
    "allocation_again",
    "comparison_again",
    "finding_again",
    "marginal_again",
    "sensitivity_again",
    "sweep_again",
    "uncertainty_again",
]

Options = list[tuple[str, object]]


def comparison_again(found: Comparison) -> str:
    """Return the line that compares the same plans."""
    prices = {each.effect: each.price for each in found.economics.benefits}
    return _line(
        "compare",
        [found.base, *found.variants],
        _worths(prices, found.base.currency),
        seed=found.seed,
        played=found.replications,
        stopped=found.stopped,
    )


def finding_again(found: Finding) -> str:
    """Return the line that finds the same value."""
    scale = found.scale
    ends = " ".join(_word(scale.text(end)) for end in (scale.low, scale.high))
    turned = _line(
        "find",
        [found.scenario],
        [
            *(("vary", path) for path in found.paths),
            ("step", scale.step_text),
            ("until", found.condition.text),
        ],
        seed=found.seed,
        played=found.replications,
    )
    return f"{turned} --between {ends}"


def sweep_again(found: Sweep) -> str:
    """Return the line that sweeps the same settings."""
    spread = [len(dial.texts) for dial in found.dials if dial.numbers is not None]
    return _line(
        "sweep",
        [found.scenario],
        [
            *(("vary", _turned(dial)) for dial in found.dials),
            *([("points", max(spread))] if spread else []),
            *(("measure", quantity.name) for quantity in found.quantities),
        ],
        seed=found.seed,
        played=found.replications,
        stopped=found.stopped,
    )


def _turned(dial: Dial) -> str:
    """Write a dial as it was given: its values from end to end, or one by one."""
    values = "; ".join(dial.texts)
    if dial.numbers is not None:
        values = f"{dial.texts[0]}..{dial.texts[-1]}"
    return f"{','.join(dial.paths)}={values}"


def sensitivity_again(found: Sensitivity) -> str:
    """Return the line that asks again which unknown matters."""
    asked: Options = [("measure", found.tornado.quantity.name)]
    asked += [("input", path) for path in found.inputs]
    if found.sobol is not None:
        asked.append(("sobol", found.sobol.points))
    if found.choice is not None:
        variants = enumerate(found.choice.variants, start=1)
        asked += [("decide", plan_path(at, plan)) for at, plan in variants]
        asked.append(("points", found.choice.points))
        asked += _worths(found.choice.worth, found.scenario.currency)
    if found.sobol is not None or found.choice is not None:
        asked.append(("widest", found.widest))
    return _line(
        "sensitivity",
        [found.scenario],
        asked,
        seed=found.seed,
        played=found.replications,
    )


def uncertainty_again(found: Uncertainty) -> str:
    """Return the line that tells chance and not knowing apart once more."""
    return _line(
        "uncertainty",
        [found.scenario],
        [
            *(("measure", doubt.quantity.name) for doubt in found.doubts),
            *(("input", path) for path in found.inputs),
            ("draws", found.doubts[0].outer),
        ],
        seed=found.seed,
        played=found.doubts[0].inner,
    )


def marginal_again(found: Marginal) -> str:
    """Return the line that asks again what the next sum buys."""
    return _line(
        "marginal",
        [found.scenario],
        [("amount", _sum(found.amount, found.scenario))],
        seed=found.seed,
        played=found.replications,
    )


def allocation_again(found: Allocation) -> str:
    """Return the line that splits the same budget."""
    return _line(
        "allocate",
        [found.scenario],
        [
            ("budget", _sum(found.budget, found.scenario)),
            *(
                ("minimise", f"{weight:.15g}*{quantity.name}")
                for quantity, weight in found.goal.terms
            ),
            *(("keep", condition.text) for condition in found.constraints),
            ("matters", repr(found.matters)),
        ],
        seed=found.seed,
        played=found.at_most,
    )


def _line(
    name: str,
    plans: Sequence[Scenario],
    options: Sequence[tuple[str, object]],
    *,
    seed: int,
    played: int,
    stopped: Stopped | None = None,
) -> str:
    """Return a command on the plans that a folder keeps, with its options.

    Where it was ``stopped`` by a precision, that is asked for again.
    """
    files = [_word(plan_path(at, plan)) for at, plan in enumerate(plans)]
    told = [*options, ("replications", played), ("seed", seed)]
    if stopped is not None:
        until = " and ".join(stopped.reached)
        told[-2:-1] = [("until", until), ("at-most", stopped.at_most)]
    words = [f"--{option} {_word(str(value))}" for option, value in told]
    return " ".join(["bednight", name, *files, *words])


def _worths(prices: Mapping[str, float], currency: str) -> Options:
    """Return the options that say what one of each effect is worth."""
    return [
        ("worth", f"{effect}={price:.15g} {currency}")
        for effect, price in prices.items()
    ]


def _sum(minor: int, scenario: Scenario) -> str:
    """Return an amount as the command line takes it, with the file's currency."""
    digits = minor_digits(scenario.currency)
    whole = minor / 10**digits
    said = f"{whole:.0f}" if whole.is_integer() else f"{whole:.{digits}f}"
    return f"{said} {scenario.currency}"


def _word(value: str) -> str:
    """Return a word for a command line, in marks where it needs them."""
    return value if re.fullmatch(r"[\w./%+=:@,-]+", value) else f'"{value}"'
