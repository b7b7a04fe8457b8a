"""Text to tree: the only door to ruamel.yaml.

Nothing is constructed: scalars stay text with their positions, so no word turns
into a Boolean, a number or a date behind the reader's back.  Size, depth and
the number of nodes are bounded before anything is believed.
"""

import re

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from sim.errors import Problem
from sim.said import Said
from sim.scenario.tree import Branch, Entry, Leaf, Node, Row, Source, Spot, Steps

__all__ = ["compose"]

DEEPEST = 20
MOST_NODES = 20_000

LINES = re.compile(r"\s*\n\s*")
THOUSANDS = re.compile(r"[0-9]{3}(?![0-9])")
DECIMALS = re.compile(r"[0-9]{1,2}(?![0-9])")

COLON, UNEVEN = "mapping values are not allowed", "expected <block end>"
HINTS = {
    COLON: (
        Said("a colon stands where no setting can begin"),
        Said("put one setting on a line, and quotes around text that holds ': '"),
    ),
    "cannot start any token": (
        Said("this character cannot begin a value"),
        Said("put quotes around the whole value"),
    ),
    "could not find expected ':'": (
        Said("this line is no setting: it has no colon"),
        Said("write 'name: value', with a space after the colon"),
    ),
    "expected ',' or": (
        Said("this bracket is not closed, or a comma is missing inside"),
        Said("check the brackets and commas from here on"),
    ),
    "found unexpected end of stream": (
        Said("this quotation mark is never closed"),
        Said("close it with the same mark"),
    ),
    UNEVEN: (
        Said("this line does not line up with the ones above"),
        Said("give it the same indentation as its neighbours; use spaces"),
    ),
    "found undefined alias": (
        Said("'*' refers to something that is not in the file"),
        Said("write the value out; '*' has a meaning of its own in YAML"),
    ),
    "found duplicate anchor": (
        Said("an anchor '&' is defined twice"),
        Said("remove one of them"),
    ),
    "special characters": (
        Said("the file holds a character that text cannot hold"),
        Said("remove it; it is probably invisible"),
    ),
    "tab": (
        Said("a tab stands where only spaces may"),
        Said("replace the tab by spaces"),
    ),
}


class Stop(Exception):  # noqa: N818 - not an error: reading ends here
    """The text cannot be read further; holds the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def compose(source: Source) -> tuple[Node | None, list[Problem]]:
    """Return the tree of a text, None when it cannot be read, and the problems."""
    reader = Composer(source)
    try:
        return reader.document(), reader.problems
    except Stop as stop:
        return None, [*reader.problems, stop.problem]
    except (YAMLError, ValueError, IndexError, KeyError, AttributeError) as error:
        return None, [*reader.problems, reader.broken(error)]


class Composer:
    """Builds the tree of one text from ruamel's events."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.anchors: dict[str, Node] = {}
        self.open: set[str] = set()
        self.nodes = 0
        self.last: Event | None = None

    def document(self) -> Node | None:
        """Return the one document of the text."""
        self._refuse_tabs()
        reader = YAML(typ="safe", pure=True)
        self.events = iter(reader.parse("\n".join(self.source.lines) + "\n"))
        event = self._next()
        while not isinstance(event, (DocumentStartEvent, StreamEndEvent)):
            event = self._next()
        if isinstance(event, StreamEndEvent):
            raise Stop(
                self._at_top(
                    Said("the file is empty"), Said("bednight new FILE writes one")
                )
            )
        node = self._node(self._next(), (), 0)
        while not isinstance(event := self._next(), StreamEndEvent):
            if isinstance(event, DocumentEndEvent):
                continue
            raise Stop(
                self._spot(event).problem(
                    (),
                    Said("a second document begins here"),
                    Said("keep one scenario in a file; remove the line '---'"),
                )
            )
        return node

    def broken(self, error: Exception) -> Problem:
        """Return what YAML's own complaint means for the reader."""
        said = str(getattr(error, "problem", None) or getattr(error, "reason", error))
        mark = None
        if isinstance(error, MarkedYAMLError):
            mark = error.problem_mark or error.context_mark
            if error.context_mark and (
                "end of stream" in said or "expected ','" in said
            ):
                mark = error.context_mark  # where the quote or bracket was opened
        line, column = (mark.line + 1, mark.column + 1) if mark else self._reached()
        line = min(line, max(1, len(self.source.lines)))
        spot = Spot(self.source, line, column)
        if (
            line <= len(self.source.lines)
            and self.source.lines[line - 1][column - 1 : column] == "\t"
        ):
            return spot.problem((), *HINTS["tab"])
        if COLON in said or UNEVEN in said:
            above = self._broken_above(line, column)
            if above is not None:
                return above
        for words, (problem, fix) in HINTS.items():
            if words in said:
                return spot.problem((), problem, fix)
        return spot.problem(
            (),
            Said("this cannot be read as YAML"),
            Said(
                "check indentation, quotes, and the space after each colon, here and "
                "above"
            ),
        )

    def _broken_above(self, line: int, column: int) -> Problem | None:
        """Return what is wrong with the line before the one that YAML stumbled over.

        YAML reads on over the end of a line, so it finds a missing colon only at
        the next one.
        """
        text = self.source.lines[line - 1]
        if ":" in text[: column - 1]:
            return None  # it is the line's second
        number = line - 1
        while number and not self.source.lines[number - 1].partition("#")[0].strip():
            number -= 1
        above = (
            self.source.lines[number - 1].partition("#")[0].rstrip() if number else ""
        )
        name, _, rest = above.strip().partition(" ")
        before, indent = (len(each) - len(each.lstrip()) for each in (above, text))
        if above and ":" not in above and indent >= before:
            spot = Spot(self.source, number, before + 1, len(above) - before)
            return spot.problem(
                (),
                Said("this line is no setting: it has no colon"),
                Said("write {code}", code=f"{name}: {rest}".rstrip()),
            )
        if above and ":" in above and indent > before:
            return Spot(self.source, line, 1, indent).problem(
                (),
                Said("this line stands further in than the one above, which is whole"),
                Said(
                    "give it the same indentation; or put quotes around text that goes "
                    "on here and holds ': '"
                ),
            )
        return None

    def _reached(self) -> tuple[int, int]:
        if self.last is None or self.last.end_mark is None:
            return 1, 1
        return self.last.end_mark.line + 1, self.last.end_mark.column + 1

    def _refuse_tabs(self) -> None:
        for number, line in enumerate(self.source.lines, start=1):
            indent = line[: len(line) - len(line.lstrip())]
            if "\t" in indent and line.strip() and not line.lstrip().startswith("#"):
                spot = Spot(self.source, number, indent.index("\t") + 1)
                raise Stop(
                    spot.problem(
                        (),
                        Said("this line is indented with a tab"),
                        Said(
                            "use two spaces for each step; most editors can do it for "
                            "you"
                        ),
                    )
                )

    def _next(self) -> Event:
        self.last = next(self.events)
        return self.last

    def _at_top(self, problem: str, fix: str) -> Problem:
        return Spot(self.source, 1, 1).problem((), problem, fix)

    def _spot(self, event: Event) -> Spot:
        start, end = event.start_mark, event.end_mark
        line = start.line
        text = self.source.lines[line] if line < len(self.source.lines) else ""
        stop = end.column if end.line == line else len(text.rstrip())
        return Spot(
            self.source, line + 1, start.column + 1, max(1, stop - start.column)
        )

    def _node(self, event: Event, steps: Steps, depth: int) -> Node:
        spot = self._spot(event)
        self._bound(spot, steps, depth)
        if isinstance(event, AliasEvent):
            return self._alias(event, spot, steps)
        self._refuse_tag(event, spot, steps)
        anchor = getattr(event, "anchor", None)
        if anchor:
            self.open.add(anchor)
        node: Node
        match event:
            case ScalarEvent():
                quoted = event.style in ("'", '"')
                node = Leaf(spot, LINES.sub(" ", str(event.value)).strip(), quoted)
            case MappingStartEvent():
                node = self._branch(spot, steps, depth)
            case SequenceStartEvent():
                node = self._row(spot, steps, depth)
            case _:
                raise Stop(spot.problem(steps, Said("this cannot be read as YAML")))
        if anchor:
            self.open.discard(anchor)
            self.anchors[anchor] = node
        return node

    def _alias(self, event: AliasEvent, spot: Spot, steps: Steps) -> Node:
        if event.anchor in self.open:
            raise Stop(
                spot.problem(
                    steps,
                    Said(
                        "'*{anchor}' stands inside what it refers to",
                        anchor=event.anchor,
                    ),
                    Said("write the value out"),
                )
            )
        if event.anchor not in self.anchors:
            raise Stop(spot.problem(steps, *HINTS["found undefined alias"]))
        return self._copy(self.anchors[event.anchor], spot, steps)

    def _copy(self, node: Node, spot: Spot, steps: Steps) -> Node:
        self._bound(spot, steps, 0)
        match node:
            case Leaf():
                return Leaf(spot, node.text, node.quoted)
            case Branch():
                entries = {
                    key: Entry(spot, self._copy(entry.node, spot, steps), entry.quoted)
                    for key, entry in node.entries.items()
                }
                return Branch(spot, entries)
            case Row():
                return Row(spot, [self._copy(item, spot, steps) for item in node.items])

    def _bound(self, spot: Spot, steps: Steps, depth: int) -> None:
        self.nodes += 1
        if depth > DEEPEST:
            raise Stop(
                spot.problem(
                    steps[:3],
                    Said(
                        "settings are nested more than {deepest} deep", deepest=DEEPEST
                    ),
                    Said(
                        "no scenario needs that: check the brackets and the indentation"
                    ),
                )
            )
        if self.nodes > MOST_NODES:
            raise Stop(
                spot.problem(
                    steps,
                    *self._too_large(),
                )
            )

    def _too_large(self) -> tuple[str, str]:
        """Return what is wrong with a file of too many values, and what to do."""
        most = f"{MOST_NODES:,}"
        if self.anchors:
            return (
                Said(
                    "the file holds more than {most} values when its anchors are "
                    "written out",
                    most=most,
                ),
                Said("write a smaller file, without anchors ('&') and aliases ('*')"),
            )
        return Said("the file holds more than {most} values", most=most), Said(
            "write a smaller file"
        )

    def _refuse_tag(self, event: Event, spot: Spot, steps: Steps) -> None:
        tag = getattr(event, "tag", None)
        if tag is None or tag == "!":
            return
        said = str(tag).replace("tag:yaml.org,2002:", "!!")
        self.problems.append(
            spot.problem(
                steps,
                Said(
                    "'{said}' is a YAML tag; scenario files hold only words and "
                    "numbers",
                    said=said,
                ),
                Said("remove the tag"),
            )
        )

    def _branch(self, spot: Spot, steps: Steps, depth: int) -> Branch:
        entries: dict[str, Entry] = {}
        while not isinstance(event := self._next(), MappingEndEvent):
            key_spot = self._spot(event)
            if not isinstance(event, ScalarEvent):
                raise Stop(
                    key_spot.problem(
                        steps,
                        Said("a name must be a plain word"),
                        Said("write 'name: value'"),
                    )
                )
            key = str(event.value)
            self._refuse_tag(event, key_spot, (*steps, key))
            node = self._node(self._next(), (*steps, key), depth + 1)
            if entries and isinstance(node, Leaf) and node.nothing:
                last = entries[next(reversed(entries))].node
                if self._continues(last, key_spot, key):
                    continue
                if self._decimal(last, key_spot, key, (*steps, *list(entries)[-1:])):
                    continue
            if self._usable(key, key_spot, steps, entries):
                quoted = event.style in ("'", '"')
                entries[key] = Entry(key_spot, node, quoted)
        return Branch(spot, entries)

    def _continues(self, last: Node, spot: Spot, text: str) -> bool:
        """Join ``{pays: €36,000}``, which YAML cuts at the comma; say whether it was.

        Nothing else can be meant: a name cannot begin with three digits.
        """
        return THOUSANDS.match(text) is not None and self._rejoined(
            last, spot, "," + text
        )

    def _decimal(self, last: Node, spot: Spot, text: str, steps: Steps) -> bool:
        """Refuse ``{home: 0,6}``, which YAML cuts likewise; say whether it was so."""
        if not (DECIMALS.match(text) and self._rejoined(last, spot, "." + text)):
            return False
        assert isinstance(last, Leaf)
        self.problems.append(
            last.spot.problem(
                steps,
                Said("a comma ends a value here, so it cannot stand in a number"),
                Said("write {code}", code=last.text),
            )
        )
        return True

    def _rejoined(self, last: Node, spot: Spot, rest: str) -> bool:
        """Put the rest to a number that was cut at a comma; say whether it was."""
        if not isinstance(last, Leaf) or last.quoted or not last.text[-1:].isdecimal():
            return False
        end = last.spot.column + last.spot.width
        line = self.source.lines[spot.line - 1]
        together = last.spot.line == spot.line and end + 1 == spot.column
        if not (together and line[end - 1] == ","):
            return False
        last.text += rest
        width = last.spot.width + 1 + spot.width
        last.spot = Spot(self.source, spot.line, last.spot.column, width)
        return True

    def _usable(
        self, key: str, spot: Spot, steps: Steps, entries: dict[str, Entry]
    ) -> bool:
        problem = fix = ""
        if key == "<<":
            problem = Said("'<<' merges are not used in scenario files")
            fix = Said(
                "write the settings out, or build on another file with 'extends:'"
            )
        elif key in entries:
            first = entries[key].spot.line
            problem = Said(
                "'{key}' is given twice; the first is on line {line}",
                key=key,
                line=first,
            )
            fix = Said("keep one of them")
        elif len(key) > 80 or not key.isprintable():
            problem = (
                Said("this name is too long")
                if len(key) > 80
                else Said("this is no name")
            )
            fix = Said("names are short words; is a colon missing or too many?")
        if problem:
            self.problems.append(spot.problem((*steps, key[:80]), problem, fix))
        return not problem

    def _joined(self, last: Node, spot: Spot, text: str, steps: Steps) -> bool:
        """Join ``[€1,200]`` likewise; refuse ``[1,200]``, which may be two numbers."""
        before = last.text if isinstance(last, Leaf) else ""
        if not self._continues(last, spot, text):
            return False
        assert isinstance(last, Leaf)
        if before[:1].isdecimal():
            self.problems.append(
                last.spot.problem(
                    steps,
                    Said(
                        "'{text}' in brackets could be one number or two",
                        text=last.text,
                    ),
                    Said("write {code}", code=last.text.replace(",", "")),
                )
            )
        return True

    def _row(self, spot: Spot, steps: Steps, depth: int) -> Row:
        items: list[Node] = []
        while not isinstance(event := self._next(), SequenceEndEvent):
            node = self._node(event, (*steps, len(items)), depth + 1)
            text = node.text if isinstance(node, Leaf) and not node.quoted else ""
            if not (items and self._joined(items[-1], node.spot, text, steps)):
                items.append(node)
        return Row(spot, items)
