"""Which language is spoken, and how a sentence is said in it.

English is written in the code and is the key of every translation.  What is said
passes through :func:`say` or :func:`some`, with named places for what varies, so
that a translator may put them in another order.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from decimal import Decimal

from sim.report.language.catalogue import Words, library_of, words_of
from sim.report.language.cyrillic import cyrillic

__all__ = [
    "LANGUAGES",
    "Language",
    "knowing",
    "marked",
    "named",
    "say",
    "some",
    "speaking",
    "spoken",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language as one is asked for it, and as readers' machines know it.

    ``code`` is what a user writes; ``locale`` is Babel's name; ``tag`` is the
    ``lang`` of a page; ``catalogue`` names the file of translations, None for
    English.  ``point`` and ``group`` part the digits of a number; money and
    per cent follow their number unless ``money_first``.  Where ``dates_end`` with a
    full stop, a sentence that ends with one needs no other, and before another mark
    it is left out.
    """

    code: str
    name: str
    locale: str
    tag: str
    catalogue: str | None
    point: str = ","
    group: str = "."
    money_first: bool = False
    percent: str = "%"
    is_cyrillic: bool = False
    dates_end: bool = False


LANGUAGES: Mapping[str, Language] = {
    language.code: language
    for language in (
        Language(
            code="en",
            name="English",
            locale="en_GB",
            tag="en-GB",
            catalogue=None,
            point=".",
            group=",",
            money_first=True,
            percent=" %",
        ),
        Language(
            code="sq",
            name="Shqip",
            locale="sq_XK",
            tag="sq",
            catalogue="sq",
            group="\u00a0",
        ),
        Language(
            code="sr-Latn",
            name="Srpski",
            locale="sr_Latn_XK",
            tag="sr-Latn",
            catalogue="sr",
            dates_end=True,
        ),
        Language(
            code="sr-Cyrl",
            name="Српски",
            locale="sr_Cyrl_XK",
            tag="sr-Cyrl",
            catalogue="sr",
            dates_end=True,
            is_cyrillic=True,
        ),
    )
}
"""Every language, by its code."""

CLASSES = {"one": 0, "few": 1, "other": 2}
"""Where a class of Serbian numbers stands among the forms of a plural."""


@dataclass(frozen=True, slots=True)
class _Voice:
    """A language with its words, and an office's own words over them.

    ``own`` are the words that the files bring with them, by the language they are in:
    that of a catalogue, or ``en``.
    """

    language: Language
    words: Words = field(default_factory=Words)
    office: Words = field(default_factory=Words)
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def name_for(self, name: str) -> str | None:
        """Return the word for a name or text of a file, or None if nobody has one."""
        catalogue = self.language.catalogue
        for words in (
            self.office.one,
            self.own.get(catalogue or "en", {}),
            self.words.one,
        ):
            if name in words:
                return words[name]
        return None if catalogue is None else library_of(catalogue).one.get(name)


TWICE = re.compile(r"(?<=\w)\.\.(?=\s|$)")
"""The end of a date and of its sentence, but not ``LOW..HIGH``."""
BEFORE_A_MARK = re.compile(r"(?<=\d)\.(?=[,;:)](?:\s|$))")
"""The end of a date before another mark, which takes its place."""
ENGLISH = _Voice(LANGUAGES["en"])
_voice: ContextVar[_Voice] = ContextVar("voice", default=ENGLISH)


@contextmanager
def speaking(code: str, office: Words | None = None) -> Iterator[Language]:
    """Speak a language for as long as the block lasts.

    Parameters
    ----------
    code
        One of :data:`LANGUAGES`.
    office
        Words that an office puts over ours, for the same English.

    Raises
    ------
    KeyError
        If there is no such language.
    """
    language = LANGUAGES[code]
    words = Words() if language.catalogue is None else words_of(language.catalogue)
    own = _voice.get().own
    token = _voice.set(_Voice(language, words, office or Words(), own))
    try:
        yield language
    finally:
        _voice.reset(token)


@contextmanager
def knowing(own: Mapping[str, Mapping[str, str]]) -> Iterator[None]:
    """Know the words that files bring with them for as long as the block lasts.

    Parameters
    ----------
    own
        By language, ``en``, ``sq`` or ``sr``: a text of the file, and what it is there.
    """
    token = _voice.set(replace(_voice.get(), own=own))
    try:
        yield
    finally:
        _voice.reset(token)


def spoken() -> Language:
    """Return the language that is spoken."""
    return _voice.get().language


def marked(text: str) -> str:
    """Mark a text of a table as one to be translated where it is said."""
    return text


def say(text: str, /, **named: object) -> str:
    """Say an English text in the language spoken, with its places filled.

    >>> say("In {often} the shelter closed {when}.", often="3 of 20", when="in 2017")
    'In 3 of 20 the shelter closed in 2017.'
    """
    voice = _voice.get()
    found = voice.office.one.get(text) or voice.words.one.get(text)
    return _filled(found, text, named, voice.language)


def named(name: str) -> str:
    """Say a name or a text of a file where the language spoken has words for it.

    What nobody translated is the file's own: it stays as it is, in its script.

    >>> named("Shelter of hope")
    'Shelter of hope'
    """
    voice = _voice.get()
    found = voice.name_for(name)
    return name if found is None else _filled(found, name, {}, voice.language)


def some(one: str, many: str, number: str | float, /, **named: object) -> str:
    """Say how many of something, in the form that its number asks for.

    ``number`` may be written already, as ``"1.0"`` or ``"1,200"``: then it is
    told as it is.  It stands in the place ``{number}``.

    >>> some("{number} shelter", "{number} shelters", 3)
    '3 shelters'
    >>> some("{number} person", "{number} people", "1.0")
    '1.0 people'
    """
    voice = _voice.get()
    language = voice.language
    written = number if isinstance(number, str) else _grouped(number, language)
    english = one if written == "1" else many
    forms = voice.office.many.get(one) or voice.words.many.get(one)
    found = None if forms is None else forms[_form(written, language, len(forms))]
    return _filled(found, english, {"number": written, **named}, language)


def _filled(
    found: str | None, english: str, named: Mapping[str, object], language: Language
) -> str:
    """Fill the places of a text; only words that were found change their script."""
    text = english if found is None else found
    if found is not None and language.is_cyrillic:
        text = cyrillic(text)
    told = text.format_map(named) if named else text
    if language.dates_end:
        told = BEFORE_A_MARK.sub("", TWICE.sub(".", told))
    return told


def _grouped(number: float, language: Language) -> str:
    parts = {ord(","): language.group, ord("."): language.point}
    return f"{number:,}".translate(parts)


def _form(written: str, language: Language, forms: int) -> int:
    """Return which of the forms of a plural a written number takes."""
    from babel import Locale

    plain = written.replace(language.group, "").replace(language.point, ".")
    try:
        number = Decimal(plain.lstrip("-−–<>≈ "))
    except ArithmeticError:
        return forms - 1
    found = Locale.parse(language.locale).plural_form(number)
    return min(CLASSES.get(found, 2), forms - 1)
