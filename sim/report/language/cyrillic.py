"""Serbian in Cyrillic script, letter for letter from the Latin."""

import re

__all__ = ["cyrillic"]

LETTERS = {
    "lj": "љ", "nj": "њ", "dž": "џ", "a": "а", "b": "б", "c": "ц", "č": "ч",
    "ć": "ћ", "d": "д", "đ": "ђ", "e": "е", "f": "ф", "g": "г", "h": "х",
    "i": "и", "j": "ј", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о",
    "p": "п", "r": "р", "s": "с", "š": "ш", "t": "т", "u": "у", "v": "в",
    "z": "з", "ž": "ж",
}  # fmt: skip
APART = ("injekc", "konjug", "konjunk", "nadživ", "nadžet", "odžal", "tanjug")
"""Beginnings of words in which such a pair is two letters."""
KEPT = re.compile(
    r"\{[^}]*\}|`[^`]*`|'[^']*'|  \S.*?(?:  |$)|--[a-z-]+|\w+_\w*|\w+/[\w/.]+|"
    r"[\w-]+\.yaml|\w+-\d{4}|\b(?:ln|exp)(?=\()|\b(?:F\d+|"
    r"[Bb]ednight|MIT|MB|EUR|Ctrl-C|jackknife|bootstrap|Word|Excel|PDF|HTML|CSV|SVG|PNG|YAML|JSON|UTF|"
    r"STRESS-DES|HUD|URL|U\+|Parquet|DuckDB|Python|SimPy|NumPy|SciPy|numba|Dask|R|t|ID|"
    r"IOM|ISF|CPWC|PVPT|WAVE)\b"
)
"""What stays as it is: places, code, facts, and names of formats, programs and people's
organisations that are known by Latin letters.

What stands in a file is quoted, or has two spaces on either side.
"""
SOUNDS = re.compile("|".join(LETTERS), re.IGNORECASE)


def cyrillic(text: str) -> str:
    """Return a text in Cyrillic; places, code, functions and names of formats stay.

    >>> cyrillic("Ljudi u {place} čekaju; njihov džep, Excel.")
    'Људи у {place} чекају; њихов џеп, Excel.'
    >>> cyrillic("dodajte  staff: 4  skloništu; 'beds' nije")
    "додајте  staff: 4  склоништу; 'beds' није"
    >>> cyrillic("NJEGA, Njega, injekcija")
    'ЊЕГА, Њега, инјекција'
    """
    told, at = [], 0
    for kept in KEPT.finditer(text):
        told += [_letters(text[at : kept.start()]), kept.group()]
        at = kept.end()
    return "".join([*told, _letters(text[at:])])


def _letters(text: str) -> str:
    return re.sub(r"\w+", lambda word: _word(word.group()), text)


def _word(word: str) -> str:
    """Change one word, in which a pair is one letter but for a few beginnings."""
    if word.lower().startswith(APART):
        return "".join(_letter(sign) for sign in word)
    return SOUNDS.sub(lambda sound: _letter(sound.group()), word)


def _letter(sound: str) -> str:
    found = LETTERS.get(sound.lower(), sound)
    return found.upper() if sound[:1].isupper() else found
