"""Files to trees: size, encoding, ``extends`` chains, overrides.

``extends`` deep-merges: mappings merge by key; lists, single values and laws
(mappings with ``distribution``) replace what was there; ``null`` removes it.
Every node remembers the nodes it replaced.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from sim.errors import Problem
from sim.said import Said
from sim.scenario.composer import compose
from sim.scenario.evidence import lift
from sim.scenario.merging import merge, override
from sim.scenario.translations import check_translations
from sim.scenario.tree import (
    Branch,
    Entry,
    Leaf,
    Node,
    Row,
    Source,
    Spot,
    Steps,
    did_you_mean,
)

__all__ = ["changed", "read_text", "read_tree"]

LARGEST = 1_000_000  # bytes: a scenario of a hundred shelters has 100,000
LONGEST_CHAIN = 10
NO_COLON = re.compile(r"([a-z]\w*) +([^ ]*[0-9].*)")
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
)


def read_tree(
    path: str, overrides: Mapping[str, str] | None = None
) -> tuple[Branch | None, list[Problem]]:
    """Return the merged tree of a file, what it extends, and the overrides."""
    problems: list[Problem] = []
    tree = _chain(path, path, [], problems, Spot(Source(path, ()), 1, 1))
    if tree is None:
        return None, problems
    problems += check_translations(tree)
    problems += changed(tree, overrides if overrides and not problems else {})
    return tree, problems


def changed(tree: Branch, overrides: Mapping[str, str]) -> list[Problem]:
    """Put overrides on a tree, in place; return what is wrong with them."""
    problems: list[Problem] = []
    for dotted_path, text in overrides.items():
        problems += override(tree, dotted_path, text)
    _refuse_nothing(tree, (), problems)
    return problems


def read_text(
    path: str, name: str, asked: Spot, steps: Steps = ()
) -> tuple[Source | None, list[Problem]]:
    """Return the lines of a file, or what is wrong with it.

    ``asked`` is where the file was asked for: a missing file is shown there.
    """
    file = Path(path)
    if not file.is_file():
        return None, [_missing(file, asked, steps)]
    size = file.stat().st_size
    if size > LARGEST:
        return None, [
            asked.problem(
                (),
                Said(
                    "'{name}' has {size} MB; a scenario file has at most 1 MB",
                    name=name,
                    size=f"{size / 1e6:,.1f}",
                ),
                Said("is this the right file? results and data belong elsewhere"),
            )
        ]
    try:
        data = file.read_bytes()
    except OSError:
        return None, [
            asked.problem(
                (), Said("'{name}' cannot be read", name=name), Said("check its rights")
            )
        ]
    return _decode(data, name, str(file.parent), asked)


def _decode(
    data: bytes, name: str, folder: str, asked: Spot
) -> tuple[Source | None, list[Problem]]:
    if data[:4] == b"PK\3\4":
        why = asked.problem(
            (),
            Said("'{name}' is a workbook or an archive, and no text", name=name),
            Said("name a .yaml file; bednight new FILE writes one"),
        )
        return None, [why]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:2]:
        why = asked.problem(
            (),
            Said("'{name}' is saved as UTF-16", name=name),
            Said("save it as UTF-8 in your editor"),
        )
        return None, [why]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        lines = _lines(data.decode("utf-8-sig", "replace"))
        source = Source(name, lines, folder)
        line = len(_lines(before))
        spot = Spot(source, line, len(_lines(before)[-1]) + 1)
        why = spot.problem(
            (),
            Said("this character is not UTF-8; the file was saved in another encoding"),
            Said("save the file as UTF-8 in your editor"),
        )
        return None, [why]
    source = Source(name, _lines(text), folder)
    for number, line_text in enumerate(source.lines, start=1):
        if match := INVISIBLE.search(line_text):
            spot = Spot(source, number, match.start() + 1)
            why = spot.problem(
                (),
                Said(
                    "an invisible character (U+{code}) stands here",
                    code=f"{ord(match[0]):04X}",
                ),
                Said("delete it and type the words again"),
            )
            return None, [why]
    return source, []


def _lines(text: str) -> tuple[str, ...]:
    return tuple(re.split("\r\n|\r|\n", text))


def _missing(file: Path, asked: Spot, steps: Steps) -> Problem:
    if file.is_dir():
        return asked.problem(
            steps,
            Said("'{file}' is a folder", file=file),
            Said("name a .yaml file in it"),
        )
    near: list[str] = []
    if file.parent.is_dir():
        near = sorted(p.name for p in file.parent.glob(f"*{file.suffix}"))[:200]
    fix = did_you_mean(file.name, near, "scenario files") if near else ""
    if not fix.startswith("did"):
        fix = Said("check the name and the folder")
    return asked.problem(steps, Said("cannot find '{name}'", name=file.name), fix)


def _chain(
    path: str, name: str, seen: list[str], problems: list[Problem], asked: Spot
) -> Branch | None:
    steps = ("extends",) if asked.source.lines else ()
    source, found = read_text(path, name, asked, steps)
    problems += found
    if source is None:
        return None
    root, found = compose(source)
    problems += found
    if root is None:
        return None
    root = lift(root, (), problems)
    if not isinstance(root, Branch):
        problems.append(
            root.spot.problem(
                (),
                Said("a scenario is a list of settings, each 'name: value'"),
                Said("begin with 'title: …'; bednight new FILE writes an example"),
            )
        )
        return None
    extends = root.entries.pop("extends", None)
    if extends is None:
        return root
    base_path = _base(extends.node, path, [*seen, path], problems)
    if base_path is None:
        return None
    base_name = str(Path(name).parent / Path(base_path).name)
    if Path(base_path).parent != Path(path).parent:
        base_name = base_path
    base = _chain(base_path, base_name, [*seen, path], problems, extends.node.spot)
    if base is None:
        return None
    merge(base, root, (), problems)
    return base


def _base(
    node: Node, path: str, seen: list[str], problems: list[Problem]
) -> str | None:
    steps: Steps = ("extends",)
    text = node.text if isinstance(node, Leaf) else ""
    problem = fix = ""
    wanted = Path(path).parent / text
    if not text.endswith((".yaml", ".yml")) or not text.isprintable():
        problem = Said("'extends' names one other scenario file")
        fix = Said("write for example {code}", code=" extends: base.yaml")
    elif Path(text).is_absolute() or "\\" in text or ":" in text:
        problem = Said(
            "'extends' names a file beside this one, not a place on one machine"
        )
        name = re.split(r"[\\/:]", text)[-1]
        fix = Said("write a relative name, such as {name}", name=name)
    elif any(wanted.resolve() == Path(s).resolve() for s in seen):
        names = " → ".join(Path(s).name for s in [*seen, str(wanted)])
        problem = Said(
            "these files extend each other in a circle: {names}", names=names
        )
        fix = Said("one of them must stand alone")
    elif len(seen) >= LONGEST_CHAIN:
        problem = Said(
            "more than {most} files extend each other",
            most=LONGEST_CHAIN,
        )
        fix = Said("build on a file nearer to the base")
    if problem:
        problems.append(node.spot.problem(steps, problem, fix))
        return None
    return str(wanted)


def _only_value(node: Node) -> Node:
    """Return the value of a mapping in which, but for evidence, nothing else is left.

    A comma in a text without quotes makes its rest a key, which is taken out.
    """
    if not isinstance(node, Branch) or set(node.entries) != {"value"}:
        return node
    inner = node.entries["value"].node
    inner.evidence = {**inner.evidence, **node.evidence}
    return inner


def _refuse_nothing(node: Node, steps: Steps, problems: list[Problem]) -> None:
    """Refuse keys and items without a value, and take them out of the tree."""
    if isinstance(node, Branch):
        for key in list(node.entries):
            entry = node.entries[key]
            if isinstance(entry.node, Leaf) and entry.node.nothing:
                fix = Said("write one, or remove the line")
                cut = NO_COLON.fullmatch(key)
                if cut:
                    fix = Said("write {code}", code=f"{cut[1]}: {cut[2]}")
                if entry.node.evidence:
                    fix = Said("add  value: …  to its evidence")
                elif node.evidence:
                    fix = Said(
                        "is it part of a text? put text that holds a comma in quotes"
                    )
                problem = entry.spot.problem(
                    (*steps, key), Said("'{key}' has no value", key=key), fix
                )
                problems.append(problem)
                del node.entries[key]
                if cut and cut[1] not in node.entries:
                    leaf = Leaf(entry.spot, cut[2], quoted=False)
                    node.entries[cut[1]] = Entry(entry.spot, leaf, quoted=False)
            else:
                _refuse_nothing(entry.node, (*steps, key), problems)
                entry.node = _only_value(entry.node)
    elif isinstance(node, Row):
        for number, item in enumerate(node.items):
            if isinstance(item, Leaf) and item.nothing:
                problems.append(
                    item.spot.problem(
                        (*steps, number),
                        Said("this item has no value"),
                        Said("remove it"),
                    )
                )
                item.text, item.quoted = "", True
            else:
                _refuse_nothing(item, (*steps, number), problems)
