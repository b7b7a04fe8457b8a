"""English sentences from the lower floors, said again in the language spoken."""

from sim.report.language.speech import say, some
from sim.report.numbers import localised
from sim.said import Said

__all__ = ["retold"]


def retold(text: str) -> str:
    """Say a sentence in the language spoken; other text is left as it is.

    >>> retold(Said("there is no shelter '{name}'", name="pvt")), retold("pvt")
    ("there is no shelter 'pvt'", 'pvt')
    """
    if not isinstance(text, Said):
        return text
    values = {name: _value(value) for name, value in text.values.items()}
    if text.many is None:
        return say(text.template, **values)
    number = values.pop("number")
    assert isinstance(number, str | int)
    return some(text.template, text.many, number, **values)


def _value(value: object) -> object:
    """Say a value that is a sentence, and part the digits of a broken number."""
    if isinstance(value, float):
        return localised(f"{value:.12g}")
    return retold(value) if isinstance(value, str) else value
