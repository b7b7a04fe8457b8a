"""Values of a file that have parts, in words: laws, shares, lists, dates, ids."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from sim.report.answer.tables import label_of
from sim.report.document.values import value_told
from sim.report.language import marked, say, some
from sim.report.names import word_of
from sim.report.numbers import NOUNS, localised, long_date, percent, short_date
from sim.report.settings import label_of_key, titles_of
from sim.scenario.plan import Scenario

__all__ = ["told_in_words"]

LAWS = {
    "exponential": marked("exponential: {about}"),
    "lognormal": marked("lognormal: {about}"),
    "gamma": marked("gamma: {about}"),
    "weibull": marked("Weibull: {about}"),
    "triangular": marked("triangular: {about}"),
    "uniform": marked("each as likely as the next: {about}"),
    "discrete": marked("one of these: {about}"),
    "empirical": marked("as measured: {about}"),
    "fixed": marked("always {about}"),
}
"""How each law of chance is told."""
PARTS = {
    "mean": marked("{value} on average"),
    "mean_after_limit": marked("{value} on average within the limit"),
    "median": marked("half of them at most {value}"),
    "p90": marked("9 in 10 at most {value}"),
    "at_least": marked("at least {value}"),
    "at_most": marked("at most {value}"),
    "low": marked("from {value}"),
    "high": marked("to {value}"),
    "mode": marked("most often {value}"),
    "sigma": marked("spread (sigma) {value}"),
    "sd": marked("standard deviation {value}"),
    "cv": marked("standard deviation over mean {value}"),
    "shape": marked("shape {value}"),
    "scale": marked("scale {value}"),
}
"""How the numbers of a law are told."""
BARE = {"value", "values", "file"}
"""Parts of a law that need no name."""
SHARED = {"exits", "gives_up_to", "mix", "residents_mix"}
"""Keys under which a single number is a share."""
ORDERED = {"prefer"}
"""Keys whose lists say an order."""
DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)")
DAY = re.compile(r"(?P<month>\d\d)-(?P<day>\d\d)")
ON_A_DAY = re.compile(r"(?P<share>.+ %) on (?P<day>\d\d-\d\d|\d{4}-\d\d-\d\d)")
SHARE = re.compile(r"\d+/\d+|[01](\.\d+)?")


def told_in_words(path: str, text: str, scenario: Scenario) -> str:
    """Return a value as a reader should meet it: no braces, ids and dates as words.

    ``path`` is where it stands: under some keys a plain number is a share.
    """
    if path == "answered_by":
        asked = text.strip("[]").split(",")
        return ", ".join(label_of(name.strip()) for name in asked)
    names = titles_of(scenario)
    keys = path.split(".")
    if SHARED & set(keys[-3:-1]) and SHARE.fullmatch(text):
        return _share(text)
    return _told(text, names, keys[-1])


def _told(text: str, names: Mapping[str, str], key: str) -> str:
    """Return a value, whatever it is made of."""
    if text.startswith("{") and text.endswith("}"):
        return _of_parts(_parts(text), names, key)
    if text.startswith("[") and text.endswith("]"):
        return _of_items(_split(text[1:-1]), names, key)
    return _single(text, names)


def _single(text: str, names: Mapping[str, str]) -> str:
    """Return a value without parts: a date, an id, a quantity."""
    if text in names:
        return names[text]
    if found := ON_A_DAY.fullmatch(text):
        share = value_told(found["share"])
        return say("{share} on {date}", share=share, date=_single(found["day"], names))
    if found := DATE.fullmatch(text):
        return long_date(date.fromisoformat(text))
    if found := DAY.fullmatch(text):
        return short_date(date(2000, int(found["month"]), int(found["day"])))
    if re.fullmatch(r"[a-z]+(_[a-z]+)+", text):
        return word_of(text)
    return value_told(text)


def _of_items(items: Sequence[str], names: Mapping[str, str], key: str) -> str:
    """Return a list."""
    if not items:
        return say("none")
    told = [_told(item, names, "") for item in items]
    return (" → " if key in ORDERED else ", ").join(told)


def _of_parts(parts: Mapping[str, str], names: Mapping[str, str], key: str) -> str:
    """Return a mapping: a law, shares, a span of dates, or settings by name."""
    if "distribution" in parts:
        return _law(parts, names)
    if set(parts) == {"months"}:
        return _by_month(_parts(parts["months"]))
    if _are_shares(parts):
        return ", ".join(
            f"{_words(name, names)} ({_share(text)})"
            if name[0].isdigit()
            else f"{_words(name, names)} {_share(text)}"
            for name, text in parts.items()
        )
    if {"from", "to"} <= set(parts):
        span = say(
            "{low} to {high}",
            low=_single(parts["from"], names),
            high=_single(parts["to"], names),
        )
        rest = {k: v for k, v in parts.items() if k not in {"from", "to"}}
        return f"{span}; {_of_parts(rest, names, key)}" if rest else span
    return "; ".join(
        f"{label_of_key(name)}: {_told(text, names, name)}"
        for name, text in parts.items()
    )


def _by_month(shares: Mapping[str, str]) -> str:
    """Return how likely each number of months is; ``null`` takes one out."""
    return ", ".join(
        f"{some(*NOUNS['months'], number)} ({_share(share)})"
        for number, share in shares.items()
        if SHARE.fullmatch(share)
    )


def _law(parts: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Return a law of chance with its numbers."""
    about = []
    if spans := {"low", "high"} <= set(parts) and "mode" not in parts:
        low, high = (_told(parts[end], names, end) for end in ("low", "high"))
        about.append(say("{low} to {high}", low=low, high=high))
    for name, text in parts.items():
        if name == "distribution" or (spans and name in {"low", "high"}):
            continue
        told = _told(text, names, name)
        if name in PARTS:
            about.append(say(PARTS[name], value=told))
        elif name in BARE:
            about.append(told)
        else:
            about.append(f"{label_of_key(name)}: {told}")
    law = LAWS.get(parts["distribution"])
    said = ", ".join(about)
    return said if law is None else say(law, about=said)


def _are_shares(parts: Mapping[str, str]) -> bool:
    """Return whether the values of a mapping are shares of a whole."""
    if not all(SHARE.fullmatch(text) for text in parts.values()):
        return False
    return abs(float(sum(map(Fraction, parts.values()))) - 1) < 0.001


def _share(text: str) -> str:
    """Return a share in per cent; a fraction that has no end stays as it is written."""
    if "/" in text and Fraction(text) * 100 % 1:
        return localised(text)
    return percent(float(Fraction(text)))


def _words(name: str, names: Mapping[str, str]) -> str:
    """Return the name of a share: an id, a quantity, or several attributes."""
    if name in names:
        return names[name]
    if not re.fullmatch(r"[a-z_]+", name):
        return ", ".join(value_told(part) for part in name.split(", "))
    return word_of(name)


def _parts(text: str) -> dict[str, str]:
    """Return the keys of a mapping with their values.

    >>> _parts("{local, child: 0.6, foreign, child: 0.4}")
    {'local, child': '0.6', 'foreign, child': '0.4'}
    """
    parts, begun = {}, ""
    for piece in _split(text[1:-1]):
        whole = f"{begun}, {piece}" if begun else piece
        name, colon, value = whole.partition(": ")
        begun = "" if colon else whole
        if colon:
            parts[name] = value
    return parts


def _split(text: str) -> list[str]:
    """Split at the commas that are not within braces or brackets.

    >>> _split("mean: 30 days, values: {a: 1, b: 2}")
    ['mean: 30 days', 'values: {a: 1, b: 2}']
    """
    pieces, depth, first = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign in "{[") - (sign in "}]")
        if sign == "," and depth == 0 and text[place + 1 : place + 2] == " ":
            pieces.append(text[first:place].strip())
            first = place + 1
    last = text[first:].strip()
    return [*pieces, last] if last else pieces
