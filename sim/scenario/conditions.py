"""Who is meant: conditions on attributes, and mixes of their values."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, TypeAlias

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema

from sim.said import Said, together
from sim.scenario.border import words
from sim.scenario.laws import check_shares
from sim.scenario.names import Names
from sim.scenario.quantities import read_share
from sim.scenario.tree import Fault, did_you_mean

__all__ = ["Allowed", "Becomes", "Condition", "Mix", "PartOfMix", "known_value"]

Allowed: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
Cells: TypeAlias = tuple[tuple[tuple[str, ...], Fraction], ...]
Parts: TypeAlias = tuple[tuple[tuple[str, ...], Cells], ...]


def _names(info: ValidationInfo) -> Names:
    return info.context if isinstance(info.context, Names) else Names()


def known_attribute(name: str, names: Names) -> tuple[str, ...]:
    """Return the values of an attribute, or refuse its name."""
    if name not in names.attributes:
        fix = did_you_mean(name, tuple(names.attributes), "attributes")
        if not names.attributes:
            code = f"people: {{{name}: [one, other]}}"
            fix = Said("add it under people, for example  {code}", code=code)
        raise Fault(
            Said("people have no attribute '{name}'", name=name),
            fix,
            at=(name,),
            key=True,
        )
    return names.attributes[name]


def known_value(name: str, value: str, names: Names) -> str:
    """Return a value of an attribute, or refuse it."""
    values = known_attribute(name, names)
    if values and value not in values:  # without any, that is the fault to mend
        fix = did_you_mean(value, values, Said("values of {name}", name=name))
        raise Fault(
            Said("'{value}' is no value of '{name}'", value=value, name=name), fix
        )
    return str(value)


def _condition(value: object, info: ValidationInfo) -> Allowed:
    if not isinstance(value, Mapping):
        raise Fault(
            Said("a condition names attributes and their values"),
            Said("write for example {code}", code="{age: child}"),
        )
    return tuple(
        (str(name), _allowed(str(name), wanted, _names(info)))
        for name, wanted in value.items()
    )


def _allowed(name: str, wanted: object, names: Names) -> tuple[str, ...]:
    known_attribute(name, names)
    if not isinstance(wanted, list):
        return (_at(name, words(wanted, "child"), names, (name,)),)
    if not wanted:
        raise Fault(
            Said("no value of '{name}' is allowed", name=name),
            Said("remove it"),
            at=(name,),
        )
    return tuple(
        _at(name, words(each, "child"), names, (name, number))
        for number, each in enumerate(wanted)
    )


def _at(name: str, value: str, names: Names, steps: tuple[str | int, ...]) -> str:
    try:
        return known_value(name, value, names)
    except Fault as fault:
        raise Fault(*fault.args, at=steps) from None


def _mix(value: object, info: ValidationInfo) -> Parts:
    parts = _part_of_mix(value, info)
    covered = {attribute for attributes, _ in parts for attribute in attributes}
    missing = [
        (a, v)
        for a, v in _names(info).attributes.items()
        if a not in covered and len(v) > 1
    ]
    if missing:
        name, values = missing[0]
        raise Fault(
            Said(
                "the mix does not say how people divide by {names}",
                names=together([name for name, _ in missing]),
            ),
            Said("add  {code}", code=f"{name}: {{{values[0]}: …, …}}"),
            key=True,
        )
    return parts


def _part_of_mix(value: object, info: ValidationInfo) -> Parts:
    if not isinstance(value, Mapping):
        raise Fault(
            Said("a mix gives shares for each attribute"),
            Said("write for example {code}", code="{age: {child: 75 %, adult: 25 %}}"),
        )
    names = _names(info)
    parts = []
    covered: dict[str, str] = {}
    for key, shares in value.items():
        attributes = tuple(part.strip() for part in str(key).split(","))
        for attribute in attributes:
            try:
                known_attribute(attribute, names)
            except Fault as fault:
                raise Fault(*fault.args, at=(key,), key=True) from None
            if attribute in covered:
                raise Fault(
                    Said("'{attribute}' is mixed twice", attribute=attribute),
                    Said("keep one"),
                    at=(key,),
                    key=True,
                )
            covered[attribute] = key
        parts.append((attributes, _cells(str(key), attributes, shares, names)))
    return tuple(parts)


def _cells(
    key: str, attributes: tuple[str, ...], shares: object, names: Names
) -> Cells:
    if not isinstance(shares, Mapping):
        example = Said("write for example {code}", code="{child: 75 %, adult: 25 %}")
        raise Fault(Said("shares are needed here"), example, at=(key,))
    cells = []
    for value, share in shares.items():
        values = tuple(part.strip() for part in str(value).split(","))
        if len(values) != len(attributes):
            raise Fault(
                Said(
                    "'{value}' must give one value for each of {key}",
                    value=value,
                    key=key,
                ),
                Said("write the values in the same order, with commas between"),
                at=(key, value),
                key=True,
            )
        try:
            for attribute, single in zip(attributes, values, strict=True):
                known_value(attribute, single, names)
        except Fault as fault:
            raise Fault(*fault.args, at=(key, value), key=True) from None
        try:
            cells.append((values, read_share(words(share, "25 %"))))
        except Fault as fault:
            raise Fault(*fault.args, at=(key, value)) from None
    try:
        check_shares(dict(cells))
    except Fault as fault:
        raise Fault(*fault.args, at=(key,)) from None
    return tuple(cells)


def _becomes(value: object, info: ValidationInfo) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise Fault(
            Said("re-assessed attributes have new values"),
            Said("write for example {code}", code="{risk: low}"),
        )
    names = _names(info)
    return {
        str(name): _allowed(str(name), words(new, "low"), names)[0]
        for name, new in value.items()
    }


_WORDS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_SHARES = {"type": "object", "additionalProperties": {"type": ["number", "string"]}}
Condition: TypeAlias = Annotated[
    Allowed,
    PlainValidator(_condition),
    WithJsonSchema({"type": "object", "additionalProperties": _WORDS}),
]
Mix: TypeAlias = Annotated[
    Parts,
    PlainValidator(_mix),
    WithJsonSchema({"type": "object", "additionalProperties": _SHARES}),
]
PartOfMix: TypeAlias = Annotated[
    Parts,
    PlainValidator(_part_of_mix),
    WithJsonSchema({"type": "object", "additionalProperties": _SHARES}),
]
Becomes: TypeAlias = Annotated[
    dict[str, str],
    PlainValidator(_becomes),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}}),
]
