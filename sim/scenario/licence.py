"""Whom a shelter may take: what it accepts, within its licence and its security."""

from typing import Annotated, TypeAlias

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema

from sim.said import Said, marked
from sim.scenario.border import words
from sim.scenario.conditions import Allowed
from sim.scenario.names import Names
from sim.scenario.tree import Fault, did_you_mean

__all__ = ["Security", "licensed", "secured"]

LEVELS = ("low", "medium", "high")
"""Levels of security, and of the attribute ``risk``, from the lowest."""


def _risks(level: object, info: ValidationInfo) -> Allowed:
    """Read a level as a condition: no risk above it; () where that is everybody.

    Raises
    ------
    Fault
        When this is no level, or when the risks that the file names cannot be
        compared with it.
    """
    level = words(level, "high")
    if level not in LEVELS:
        fix = did_you_mean(level, LEVELS, "levels")
        raise Fault(Said("'{level}' is no level of security", level=level), fix)
    names = info.context if isinstance(info.context, Names) else Names()
    risks = _known_risks(names)
    taken = tuple(risk for risk in risks if LEVELS.index(risk) <= LEVELS.index(level))
    if risks and not taken:
        raise Fault(
            Said("nobody may come: everybody's risk is {risks}", risks=_either(risks)),
            Said(
                "write  security: {level}  or more", level=min(risks, key=LEVELS.index)
            ),
        )
    return () if taken == risks else (("risk", taken),)


def _known_risks(names: Names) -> tuple[str, ...]:
    """Return the risks that a file names, or refuse what is no level."""
    if "risk" not in names.attributes:
        raise Fault(
            Said("security is for people at risk, but people have no attribute 'risk'"),
            Said("add  risk: [high, medium, low]  under people, or remove security"),
        )
    risks = names.attributes["risk"]
    other = [risk for risk in risks if risk not in LEVELS]
    if other:
        raise Fault(
            Said(
                "security is compared with a risk of low, medium or high, not "
                "'{other}'",
                other=other[0],
            ),
            Said(
                "rename it under people, or write  accepts: {{risk: {other}}}  instead",
                other=other[0],
            ),
        )
    return risks


Security: TypeAlias = Annotated[
    Allowed, PlainValidator(_risks), WithJsonSchema({"enum": list(LEVELS)})
]


def licensed(accepts: Allowed, licence: Allowed) -> Allowed:
    """Return whom a shelter may take that accepts some and is licensed for some.

    Raises
    ------
    Fault
        When for an attribute no value is left.
    """
    return _both(
        accepts,
        licence,
        marked("the licence leaves nobody by '{name}': {accepted} is not {taken}"),
        "licensed_for",
    )


def secured(accepts: Allowed, security: Allowed) -> Allowed:
    """Return whom a shelter may take that is secure enough for some of them.

    Raises
    ------
    Fault
        When the risk of everybody is above its security.
    """
    return _both(
        accepts,
        security,
        marked("the security leaves nobody by '{name}': {accepted} is not {taken}"),
        "security",
    )


def _both(accepts: Allowed, limits: Allowed, template: str, key: str) -> Allowed:
    allowed = dict(accepts)
    for name, values in limits:
        both = tuple(v for v in allowed.get(name, values) if v in values)
        if not both:
            raise Fault(
                Said(
                    template,
                    name=name,
                    accepted=_either(allowed[name]),
                    taken=_either(values),
                ),
                Said("correct accepts, or {key}", key=key),
                at=(name,),
            )
        allowed[name] = both
    return tuple(allowed.items())


def _either(values: tuple[str, ...]) -> str:
    if len(values) < 2:
        return "".join(values)
    return Said("{first} or {last}", first=", ".join(values[:-1]), last=values[-1])
