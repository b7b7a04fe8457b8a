"""Facts and derived values as readers should meet them: in words, with their unit."""

import re
from collections.abc import Iterator
from datetime import date

from sim.money import minor_digits
from sim.report.language import marked, named, say, some, spoken
from sim.report.numbers import NOUNS, localised, money, month_name
from sim.scenario.facts import Derived, Fact, derived_values, facts

__all__ = [
    "FEWEST",
    "UNITS",
    "about_derived",
    "about_fact",
    "cited_in",
    "evidence_texts",
    "place_of",
    "value_of",
]

FEWEST = 5
"""Counts of people below this, from real registers, are not told."""
FEW = re.compile(r"(?<![\w.])[1-4](?![\w.%])")
"""A number that may be a count of very few people."""
FEW_IN_WORDS = re.compile(
    r"\b(?:one|two|three|four)\b(?! (?:large case|shelter))", re.IGNORECASE
)
EVERYBODY = "all"
FACT = re.compile(r"\bF\d{3}\b")
WORDS = re.compile(r"[^\W\d_]{2}")
"""What is more than a reckoning: two letters together."""
UNITS = {
    "calls": (marked("{number} call"), marked("{number} calls")),
    "cases": (marked("{number} case"), marked("{number} cases")),
    "facilities": (marked("{number} facility"), marked("{number} facilities")),
    "family places": (
        marked("{number} family place"),
        marked("{number} family places"),
    ),
    "grants": (marked("{number} grant"), marked("{number} grants")),
    "interviews": (marked("{number} interview"), marked("{number} interviews")),
    "municipalities": (
        marked("{number} municipality"),
        marked("{number} municipalities"),
    ),
    "organisations": (
        marked("{number} organisation"),
        marked("{number} organisations"),
    ),
    "per year": (marked("{number} time a year"), marked("{number} times a year")),
    "persons/year": (
        marked("{number} person a year"),
        marked("{number} people a year"),
    ),
    "premises": (marked("{number} place"), marked("{number} places")),
    "raids": (marked("{number} raid"), marked("{number} raids")),
    "refuges": (marked("{number} refuge"), marked("{number} refuges")),
    "shelters": (marked("{number} shelter"), marked("{number} shelters")),
    "staff": (marked("{number} member of staff"), marked("{number} members of staff")),
    "staff/place": (
        marked("{number} member of staff for each place"),
        marked("{number} members of staff for each place"),
    ),
}
"""How so many of each unit of the tables are told, beside those of reports."""
PER = {
    "year": marked("{amount} a year"),
    "month": marked("{amount} a month"),
    "day": marked("{amount} a day"),
    "bed-night": marked("{amount} for each bed-night"),
    "place day": marked("{amount} for each place and day"),
}
"""Money for each of something."""
MEANT = {
    "shape": marked("{number} (shape of the distribution)"),
    "persons^2": marked("{number} (square of a number of people)"),
    "log days": marked("{number} (logarithm of days)"),
    "chi2, 6 df": marked("{number} (chi-square, 6 degrees of freedom)"),
}
"""Units of statistics, told beside their number."""
ANSWERS = {"0": marked("no"), "1": marked("yes")}
DIRECTIONS = {"-1": marked("going down"), "1": marked("going up")}
WRITTEN = {
    **{name: name.upper() for name in ("ngo", "isf", "pvpt", "iom", "cpwc", "dv")},
    **{name: name.upper() for name in ("mlsw", "moj", "eu", "greta")},
    "ngos": "NGOs",
    "csos": "CSOs",
    "gjakova": "Gjakova",
    "moldova": "Moldova",
    "pristina": "Pristina",
    "mitrovica": "Mitrovica",
    "jan": "January",
    "feb": "February",
}
"""Parts of names that are written otherwise in a sentence."""
SPANS = {
    "_dec_jan": ", December to January",
    "_jan_feb": ", January to February",
    "_jan_jun": ", January to June",
    "_jan_may": ", January to May",
    "_jan_sep": ", January to September",
    "_jul_dec": ", July to December",
}
"""Months at the end or in the middle of a name."""


def about_fact(fact: Fact) -> str:
    """Return what a fact says and of whom; never a count of very few people."""
    told = named(_plain(fact.quantity))
    if not _names_whom(fact):
        told = say("{what}, {whom}", what=told, whom=named(_plain(fact.group)))
    if fact.note and not _counts_few(fact):
        told = say("{what} ({note})", what=told, note=named(fact.note))
    return told


def _names_whom(fact: Fact) -> bool:
    """Say whether the name of a quantity tells already of whom it is, or of all."""
    stems = {part.rstrip("s") for part in fact.quantity.split("_")}
    whom = {part.rstrip("s") for part in fact.group.split("_")}
    return fact.group in {"", EVERYBODY} or whom <= stems


def about_derived(derived: Derived) -> str:
    """Return how a value was computed, in names where words would tell too much."""
    if FEW.search(derived.formula + derived.caveat):
        return derived.computed_as
    told = _reckoned(derived.formula)
    if not derived.caveat:
        return told
    return say("{what} ({note})", what=told, note=named(derived.caveat))


def value_of(row: Fact | Derived) -> str:
    """Return a value with its unit; never a count of very few people.

    >>> value_of(facts()["F014"]), value_of(facts()["F297"]), value_of(facts()["F194"])
    ('1 month', 'June 2003', '1,602,515 people')
    """
    if row.unit == "persons" and re.fullmatch(r"[1-4]", row.value):
        return say("fewer than {number}", number=FEWEST)
    if row.unit in ("boolean", "sign"):
        return say((ANSWERS if row.unit == "boolean" else DIRECTIONS)[row.value])
    if row.unit == "month_number" and isinstance(row, Fact):
        return month_name(date(int(row.year), int(row.value), 1))
    if row.unit == "year":
        return row.value
    if row.unit in ("percent", "share"):
        share = float(row.value) * (100 if row.unit == "share" else 1)
        return f"{localised(f'{share:.4g}')}{spoken().percent}"
    return _with_unit(row.value, row.unit.replace("_", " "))


def _with_unit(value: str, unit: str) -> str:
    number = localised(_digits(value))
    currency, _, each = unit.replace("/", " per ").partition(" per ")
    if re.fullmatch("[A-Z]{3}", currency):
        amount = money(float(value) * 10 ** minor_digits(currency), currency)
        return say(PER[each], amount=amount) if each else amount
    for table in (UNITS, NOUNS):
        if unit in table:
            return some(*table[unit], number)
    return say(MEANT[unit], number=number) if unit in MEANT else number


def _digits(value: str) -> str:
    """Write a number as the tables have it, thousands parted.

    >>> _digits("1602515"), _digits("18.033"), _digits("69.0"), _digits("552")
    ('1,602,515', '18.033', '69', '552')
    """
    before, _, after = value.partition(".")
    after = after.rstrip("0")
    return f"{int(before):,}.{after}" if after else f"{int(before):,}"


def place_of(fact: Fact) -> str:
    """Return the country and the year that a fact speaks of."""
    return " ".join(part for part in (named(fact.country), fact.year) if part)


def cited_in(text: str) -> str:
    """Return a part of a page for the facts that its text names, each in words.

    Empty where it names none.
    """
    named_here = sorted(set(FACT.findall(text)) & facts().keys())
    if not named_here:
        return ""
    lines = "\n".join(map(_cited, (facts()[name] for name in named_here)))
    return say("## Sources named above\n\n{lines}", lines=lines)


def _cited(fact: Fact) -> str:
    return say(
        "- {name}: {about}: {value} ({place}). Read in: {document}.",
        name=fact.name,
        about=about_fact(fact),
        value=value_of(fact),
        place=place_of(fact),
        document=fact.document,
    )


def evidence_texts() -> Iterator[str]:
    """Yield every text of the tables that readers meet, to be translated."""
    for fact in facts().values():
        yield _plain(fact.quantity)
        yield from (_plain(text) for text in (fact.group, fact.country) if text)
        if fact.note and not _counts_few(fact) and WORDS.search(fact.note):
            yield fact.note
    for derived in derived_values().values():
        if not FEW.search(derived.formula + derived.caveat):
            yield from filter(WORDS.search, (derived.formula, derived.caveat))


def _counts_few(fact: Fact) -> bool:
    """Say whether the note of a fact counts very few people."""
    return fact.unit == "persons" and bool(
        FEW.search(fact.note) or FEW_IN_WORDS.search(fact.note)
    )


def _reckoned(formula: str) -> str:
    """Return a formula in words, or figures alone as readers write them."""
    if WORDS.search(formula):
        return named(formula)
    return re.sub(r"(?<=\d)\.(?=\d)", spoken().point, formula).replace(" x ", " × ")


def _plain(name: str) -> str:
    """Return a name of the tables as words.

    >>> _plain("ngo_shelters"), _plain("victims_identified_jan_sep")
    ('NGO shelters', 'victims identified, January to September')
    """
    for months, told in SPANS.items():
        name = name.replace(months, told)
    return " ".join(WRITTEN.get(word, word) for word in name.split("_"))
