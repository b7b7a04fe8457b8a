"""Bring the catalogues of words up to date: what is said, and what is not any more.

``python docs/build_catalogues.py`` reads every text that reports and commands say and
writes it into the ``.po`` files with the translation it has; what has none stays
empty, for a translator to fill.  A test fails while anything is.  So it does with what
the scenarios of the library and the facts behind them say, and with what ``--help``
says.  With ``reports``, ``terminal``, ``library`` or ``evidence`` behind it, only that
part is brought up to date.
"""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from typer.main import get_command

from cli import app
from sim.commands.helping import help_texts
from sim.report.document.evidence import UNITS, evidence_texts
from sim.scenario import load
from sim.scenario.language import ScenarioFile
from sim.scenario.sentences import helps
from sim.scenario.translations import texts_of

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "sim" / "report"
SPOKEN = (
    *(
        "answer",
        "decision",
        "document",
        "figures",
        "language",
        "names.py",
        "settings.py",
        "numbers.py",
    ),
    *("folder/cover.py", "folder/cash_forecast.py"),
)
"""The parts of the report that speak the reader's language."""
TERMINAL = ("explain", "story", "faults.py", "progress.py", "summary.py")
"""The parts of the report that are shown in a terminal only."""
FAULTY = ("Said", "did_you_mean")
"""The functions that say what is wrong, on whichever floor."""
CATALOGUES = ("sq", "sr")
PARTS = ("reports", "terminal", "library", "evidence")
"""What catalogues are for, each a file: what reports say, what only commands say, what
the scenarios of the library say, and what the facts behind them say."""
LIBRARY = ROOT / "scenarios"
HEADER = """\
# What Bednight says in {language}: {part}.
#
# Made without a native reviewer: whoever reads it better than we do is asked to
# mend it.  Words for the people concerned are to be those of the ministry.
"""
NAMES = {"sq": "Albanian", "sr": "Serbian, in Latin script; the Cyrillic follows"}

Message = str | tuple[str, str]


def messages(*parts: str) -> dict[Message, list[str]]:
    """Return every text that is said, with the files that say it, in their order."""
    found: dict[Message, list[str]] = {}
    for part in parts or PARTS:
        for path in _files(part):
            name = path.relative_to(ROOT).as_posix()
            for message in _of_file(path, part):
                places = found.setdefault(message, [])
                if name not in places:
                    places.append(name)
    if "terminal" in (parts or PARTS):
        for help_ in helps(ScenarioFile):
            found.setdefault(help_, ["sim/scenario/sentences.py"])
        for name, text in help_texts(get_command(app)):
            found.setdefault(text, [name])
    if "library" in (parts or PARTS):
        for name, text in of_library():
            found.setdefault(text, [name])
    if "evidence" in (parts or PARTS):
        ours = messages("reports") if parts else found
        for text in evidence_texts():
            if text not in ours:
                found[text] = ["scenarios/evidence"]
    return found


@cache
def of_library() -> tuple[tuple[str, str], ...]:
    """Return what the scenarios of the library say to readers, with their files."""
    return tuple(
        (path.relative_to(ROOT).as_posix(), text)
        for path in sorted(LIBRARY.glob("*.yaml"))
        for text in texts_of(load(path))
    )


def _files(part: str) -> Iterator[Path]:
    """Yield the files of a part; any file may say what is wrong with something."""
    if part in ("library", "evidence"):
        return
    if part == "terminal":
        yield from sorted((ROOT / "sim").rglob("*.py"))
        return
    for spoken in SPOKEN:
        path = REPORT / spoken
        if path.is_file():
            yield path
        else:
            yield from sorted([*path.rglob("*.py"), *path.rglob("*.jinja")])


def _of_template(path: Path) -> Iterator[Message]:
    for found in re.finditer(r'\bsay\("([^"]+)"', path.read_text(encoding="utf-8")):
        yield found[1]


def _of_file(path: Path, part: str) -> Iterator[Message]:
    """Yield what a file says of a part.

    In a terminal is said what the files for it say to readers, what those below the
    report mark, and every :class:`Said`, wherever it is.
    """
    if path.suffix == ".jinja":
        yield from _of_template(path)
        return
    below = REPORT not in path.parents
    shown = not below and path.relative_to(REPORT).parts[0] in TERMINAL
    for function, message in _of_module(path):
        faulty = function in FAULTY
        if part == "reports":
            wanted = not faulty
        else:
            wanted = faulty or shown or (below and function == "marked")
        if wanted:
            yield message


def _of_module(path: Path) -> Iterator[tuple[str, Message]]:
    """Yield what is given to functions that say something, with their names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [
            each.value
            for each in node.args
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        function = node.func.id
        if function in ("say", "marked") and texts:
            yield function, texts[0]
        elif function == "Said" and texts:
            many = [k.value for k in node.keywords if k.arg == "many"]
            both = (texts[0], ast.literal_eval(many[0])) if many else texts[0]
            yield function, both
        elif function == "did_you_mean" and texts:
            yield function, texts[-1]
        elif function == "some" and len(texts) >= 2:
            yield function, (texts[0], texts[1])
        elif function == "count" and texts:
            plural = texts[1] if len(texts) > 1 else f"{texts[0]}s"
            yield function, (f"{{number}} {texts[0]}", f"{{number}} {plural}")


def plurals() -> dict[str, str]:
    """Return the plural of each text that has one, the nouns of units included."""
    from sim.report.numbers import NOUNS

    pairs = [message for message in messages() if isinstance(message, tuple)]
    return dict([*NOUNS.values(), *UNITS.values(), *pairs])


def file_of(name: str, part: str) -> Path:
    """Return the file of one part of a catalogue."""
    ending = "" if part == "reports" else f".{part}"
    return REPORT / "language" / f"{name}{ending}.po"


def before_of(name: str) -> Catalog:
    """Return all that is translated so far, whichever part has it."""
    whole = Catalog(locale=name)
    for part in PARTS:
        path = file_of(name, part)
        if path.is_file():
            with path.open("rb") as page:
                for message in read_po(page):
                    if message.id and (message.string or message.id not in whole):
                        whole[message.id] = message
    return whole


def update(name: str, part: str) -> Path:
    """Write one part of a catalogue anew, keeping what is translated."""
    path = file_of(name, part)
    before = before_of(name)
    after = Catalog(
        locale=name,
        fuzzy=False,
        header_comment=HEADER.format(language=NAMES[name], part=part),
    )
    many = plurals()
    told = set(many.values())
    for message, places in messages(part).items():
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
    """Update every catalogue, or a part, and say how much is left to translate."""
    for part in sys.argv[1:] or PARTS:
        for name in CATALOGUES:
            with update(name, part).open("rb") as page:
                said = [message for message in read_po(page) if message.id]
            left = sum(not all(_strings(message.string)) for message in said)
            print(f"{name} {part}: {len(said)} texts, {left} to translate")


def _strings(string: object) -> tuple[object, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ("",))


if __name__ == "__main__":
    main()
