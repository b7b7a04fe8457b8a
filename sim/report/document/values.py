"""Values of a scenario file as a reader should meet them: units and terms as words."""

import re

from sim.report.language import marked, named, say, some, spoken
from sim.report.numbers import NOUNS, localised

__all__ = ["value_told"]

UNITS = ("day", "week", "month", "year", "hour", "night", "time")
"""Units of a file, of which there may be several."""
PER = {
    "day": marked("{number} per day"),
    "week": marked("{number} per week"),
    "month": marked("{number} per month"),
    "year": marked("{number} per year"),
}
MONEY_PER = {
    "day": marked("{amount} a day"),
    "week": marked("{amount} a week"),
    "month": marked("{amount} a month"),
    "year": marked("{amount} a year"),
}
TERMS = (
    *(marked("yes"), marked("no"), marked("never")),
    *(marked("monthly"), marked("quarterly"), marked("yearly")),
    *(marked("block"), marked("share"), marked("per diem"), marked("in advance")),
    *(marked("in arrears"), marked("backdated"), marked("from signature")),
    *(marked("full"), marked("prorated"), marked("returned"), marked("kept")),
    *(marked("carried"), marked("lapses"), marked("lent"), marked("granted")),
    *(marked("open"), marked("semi open"), marked("closed"), marked("secure")),
    *(marked("high"), marked("medium"), marked("low"), marked("earmarked")),
    *(marked("exponential"), marked("lognormal"), marked("uniform"), marked("gamma")),
    *(marked("weibull"), marked("triangular"), marked("discrete")),
    *(marked("empirical"), marked("ready")),
)
"""Terms of the language of files, told as words."""
NUMBER = r"(?P<number>[\d.,\u00a0 _]*\d)"
QUANTITY = re.compile(rf"{NUMBER} (?P<unit>{'|'.join(UNITS)})s?")
RATE = re.compile(rf"{NUMBER} per (?P<unit>{'|'.join(PER)})")
MONEY = re.compile(
    rf"(?P<sign>[^\W\d_]{{3}} ?|[€$£]){NUMBER}( / (?P<unit>{'|'.join(MONEY_PER)}))?"
)
INSTALMENT = re.compile(
    rf"{NUMBER} % (?:(?P<signed>on signature)|(?P<report>after the report)"
    r"|after (?P<spent>[\d.]+) % is spent)"
)
SHARE = re.compile(rf"{NUMBER} %")


def value_told(text: str) -> str:
    """Return a value as a file writes it, in the words of the language spoken.

    What is no single quantity or term, such as a law with its parts, is left as it
    is written: it is to be found again in the file.

    >>> value_told("€36,000 / year"), value_told("{fixed: 30 days}")
    ('€36,000 a year', '{fixed: 30 days}')
    """
    if found := QUANTITY.fullmatch(text):
        return some(*NOUNS[f"{found['unit']}s"], _number(found))
    if found := RATE.fullmatch(text):
        return say(PER[found["unit"]], number=_number(found))
    if found := MONEY.fullmatch(text):
        amount = _money(found["sign"], _number(found))
        return say(MONEY_PER[found["unit"]], amount=amount) if found["unit"] else amount
    if found := INSTALMENT.fullmatch(text):
        return _instalment(found)
    if found := SHARE.fullmatch(text):
        return f"{_number(found)}{spoken().percent}"
    words = text.replace("_", " ")
    if words in TERMS:
        return say(words)
    plain = re.fullmatch(NUMBER, text)
    return _number(plain) if plain and "." in text else named(text)


def _number(found: re.Match[str]) -> str:
    """Write the number of a file as readers do; thousands are parted in both."""
    return localised(found["number"].replace(" ", ",").replace("_", ","))


def _money(sign: str, number: str) -> str:
    if spoken().money_first:
        return f"{sign}{number}"
    return f"{number}\u00a0{sign.strip()}"


def _instalment(found: re.Match[str]) -> str:
    share = f"{_number(found)}{spoken().percent}"
    if found["signed"]:
        return say("{share} on signature", share=share)
    if found["report"]:
        return say("{share} after the report", share=share)
    spent = f"{localised(found['spent'])}{spoken().percent}"
    return say("{share} after {spent} is spent", share=share, spent=spent)
