"""Sentences that remember how they were made, so that they can be said again.

What is wrong with a file is found far below the floor that knows languages.  There a
sentence is English, and keeps the template and the values it was made of: whoever
shows it to a reader says the template in the reader's language and fills it anew.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Self

__all__ = ["Retelling", "Said", "marked", "together"]

Retelling = Callable[[str], str]
"""What says a sentence in the reader's language; ``str`` leaves it in English."""


class Said(str):
    """An English sentence with its template and its values.

    A value may be such a sentence itself.  What stands in a file (keys, numbers with
    their units, dates) is a value or stands between two spaces on either side, so that
    nobody translates it.

    Parameters
    ----------
    template
        The sentence with named places.
    many
        The template for every ``number`` but 1, where it makes a difference.
    values
        What stands in the places.

    >>> Said("there is no shelter '{name}'", name="pvt")
    "there is no shelter 'pvt'"
    >>> Said("{number} day", many="{number} days", number=3)
    '3 days'
    """

    __slots__ = ("many", "template", "values")

    template: str
    many: str | None
    values: Mapping[str, object]

    def __new__(
        cls, template: str, /, *, many: str | None = None, **values: object
    ) -> Self:
        """Fill the template with the values."""
        filled, english = values, template
        if many is not None:
            number = values["number"]
            filled = values | {"number": f"{number:,}"}
            english = template if number == 1 else many
        text = super().__new__(cls, english.format_map(filled) if filled else english)
        text.template, text.many, text.values = template, many, values
        return text

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.template, self.many, dict(self.values))


def marked(template: str) -> str:
    """Mark a template that becomes a sentence elsewhere, to be translated."""
    return template


def _again(template: str, many: str | None, values: Mapping[str, object]) -> Said:
    return Said(template, many=many, **values)


def together(names: Sequence[str]) -> str:
    """Return names as a reader lists them.

    >>> together(["one"]), together(["one", "two", "three"])
    ('one', 'one, two and three')
    """
    if len(names) < 2:
        return "".join(names)
    return Said("{first} and {last}", first=", ".join(names[:-1]), last=names[-1])
