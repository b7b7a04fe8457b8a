"""Bring the catalogues of words up to date: what is said, and what is not any more.

``python docs/build_catalogues.py`` reads every text that reports say and writes it
into the ``.po`` files with the translation it has; what has none stays empty, for a
translator to fill.  A test fails while anything is.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "sim" / "report"
SPOKEN = (
    *("answer", "decision", "document", "figures", "language", "names.py"),
    *("numbers.py", "progress.py", "summary.py"),
    *("folder/cover.py", "folder/cash_forecast.py"),
)
"""The parts of the report that speak the reader's language."""
CATALOGUES = ("sq", "sr")
HEADER = """\
# What Bednight's reports say in {language}.
#
# Made without a native reviewer: whoever reads it better than we do is asked to
# mend it.  Words for the people concerned are to be those of the ministry.
"""
NAMES = {"sq": "Albanian", "sr": "Serbian, in Latin script; the Cyrillic follows"}

Message = str | tuple[str, str]


def messages() -> dict[Message, list[str]]:
    """Return every text that is said, with the files that say it, in their order."""
    found: dict[Message, list[str]] = {}
    for path in _files():
        name = path.relative_to(ROOT).as_posix()
        said = _of_template(path) if path.suffix == ".jinja" else _of_module(path)
        for message in said:
            places = found.setdefault(message, [])
            if name not in places:
                places.append(name)
    return found


def _files() -> Iterator[Path]:
    for part in SPOKEN:
        path = REPORT / part
        if path.is_file():
            yield path
        else:
            yield from sorted([*path.rglob("*.py"), *path.rglob("*.jinja")])


def _of_template(path: Path) -> Iterator[Message]:
    for found in re.finditer(r'\bsay\("([^"]+)"', path.read_text(encoding="utf-8")):
        yield found[1]


def _of_module(path: Path) -> Iterator[Message]:
    """Yield what is given to ``say``, ``marked``, ``some``, ``count`` and ``days``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [
            each.value
            for each in node.args
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        if node.func.id in ("say", "marked") and texts:
            yield texts[0]
        elif node.func.id == "some" and len(texts) >= 2:
            yield texts[0], texts[1]
        elif node.func.id == "count" and texts:
            many = texts[1] if len(texts) > 1 else f"{texts[0]}s"
            yield f"{{number}} {texts[0]}", f"{{number}} {many}"


def plurals() -> dict[str, str]:
    """Return the plural of each text that has one, the nouns of units included."""
    from sim.report.numbers import NOUNS

    pairs = [message for message in messages() if isinstance(message, tuple)]
    return dict([*NOUNS.values(), *pairs])


def update(name: str) -> Path:
    """Write one catalogue anew, keeping what is translated."""
    path = REPORT / "language" / f"{name}.po"
    with path.open("rb") as page:
        before = read_po(page)
    after = Catalog(
        locale=name,
        fuzzy=False,
        header_comment=HEADER.format(language=NAMES[name]),
    )
    many = plurals()
    told = set(many.values())
    for message, places in messages().items():
        text = message if isinstance(message, str) else message[0]
        if text in told and text not in many and isinstance(message, str):
            continue  # the plural of another
        key: Message = (text, many[text]) if text in many else text
        old = before.get(text)
        string = old.string if old is not None else None
        if (key is text) != isinstance(string, str):
            string = None
        after.add(key, string or "", locations=[(place, 0) for place in places])
    with path.open("wb") as page:
        write_po(page, after, width=0, omit_header=False, include_lineno=False)
    _without_dates(path)
    return path


def _without_dates(path: Path) -> None:
    """Leave out of the header what changes with every writing and names nobody."""
    text = path.read_text(encoding="utf-8")
    kept = ("Language", "MIME", "Content", "Plural")
    lines = [
        line
        for line in text.split("\n")
        if not re.match(r'"[A-Z][\w-]+: ', line) or line[1:].startswith(kept)
    ]
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def main() -> None:
    """Update every catalogue, and say how much is left to translate."""
    for name in CATALOGUES:
        with update(name).open("rb") as page:
            said = [message for message in read_po(page) if message.id]
        left = sum(not all(_strings(message.string)) for message in said)
        print(f"{name}: {len(said)} texts, {left} to translate")


def _strings(string: object) -> tuple[object, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ("",))


if __name__ == "__main__":
    main()
