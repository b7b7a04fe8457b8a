"""A language of x's: every text of the catalogues without its letters.

What is still read in a report or an answer was not said in any language: it is a
name, a value of the file, or English that nobody translates.
"""

import re

from babel.messages.pofile import read_po
from matplotlib.text import Text

from sim.report.language import speaking
from sim.report.language.catalogue import CATALOGUES, Words

__all__ = ["english_in", "everything", "masking"]


def _masked(text):
    parts = re.split(r"(\{[^}]*\})", text)
    return "".join(
        p if p.startswith("{") else re.sub(r"[^\W\d_]", "×", p) for p in parts
    )


def masking():
    """Speak x's for as long as the block lasts."""
    one, many = {}, {}
    for part in sorted(CATALOGUES.glob("sq*.po")):
        with part.open("rb") as page:
            for message in read_po(page):
                if message.id and isinstance(message.id, str):
                    one[message.id] = _masked(message.id)
                elif message.id:
                    many[message.id[0]] = tuple(map(_masked, message.id))
    return speaking("en", Words(one, many))


def english_in(text, *scenarios, names=()):
    """Return the words of a text that no scenario says and no name explains."""
    told = [*names]
    for scenario in scenarios:
        told += [scenario.title, scenario.question, scenario.digest, scenario.name]
        told += [plan.title for plan in (*scenario.shelters, *scenario.funders)]
        told += [each for s in scenario.settings for each in (s.path, s.text)]
    known = set(re.findall(r"[^\W\d_]{2,}", " ".join(told)))
    found = dict.fromkeys(re.findall(r"[^\W\d_×]{2,}", text))
    return [word for word in found if word not in known]


def everything(document):
    """Return all that a reader of a report sees but the command that makes it."""
    cells = [
        cell.text for table in document.tables() for row in table.rows for cell in row
    ]
    drawn = [
        text.get_text()
        for picture in document.pictures()
        for text in picture.draw().findobj(Text)
    ]
    said = [text for text in document.words() if not text.startswith("bednight ")]
    return " ".join([*said, *cells, *drawn])
