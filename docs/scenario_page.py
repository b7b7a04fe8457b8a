"""The page of scenario files, written from the JSON Schema and its models."""
# ruff: noqa: E501 - prose is one sentence a line

from collections.abc import Iterator
from typing import Any

from scenario_pieces import MORE, WHOLE
from scenario_words import (
    DEFAULTS,
    FIRST,
    HEADINGS,
    KINDS,
    NAMES,
    NEEDED,
    SAID,
    SPECIAL,
)

from sim.scenario import json_schema
from sim.scenario.language import ScenarioFile
from sim.scenario.schema import EVIDENCE

__all__ = ["scenario_page"]

Part = dict[str, Any]
ROOT = "ScenarioFile"
LAWS = ("StayOrMapping", "DurationOrMapping", "CountOrMapping", "MoneyOrMapping")
OPENING = """\
# The scenario file

A scenario is one text file: what you plan, in words and numbers that can be read aloud.
This page is written from the schema that also checks your file and completes keys in your editor; nobody edits it.
The pieces of YAML on it, put together in order, are one scenario that runs.

- `bednight new FILE` writes a file to begin with.
- `bednight check FILE` finds every mistake, with the line and what to write instead.
- `bednight explain FILE` shows what was understood.

Codes such as M6 name the rules of the model, which are [one page](../background/semantics.md).

## How a file is written

A line is `key: value`.
What belongs to a key is indented by two spaces, or stands in braces: `{age: child}`.
A list stands in brackets, `[child, adult]`, or on lines that begin with a dash.
What follows a `#` is a comment.
Shelters, funders and streams have an **id**, a short name of small letters, digits and `_`; titles are for people.
Put an amount in quotes where it has a comma and stands inside braces: `{staff: "€40,000 / year"}`.

## How values are written

The unit stands in the value.
A number without the unit it needs is refused.

| value | write | bounds and remarks |
|---|---|---|
| time | `30 days`, `2 weeks`, `12 hours`, `1 night` | 0 to 100 years; not months or years, which differ in length; some keys need whole days |
| money | `€5,000`, `EUR 5000`, `€5.50` | 0 or more, in the file's currency, in whole cents |
| money for a time | `€46,800 / year`, `€700 / month` | year, quarter, month, week or day |
| months | `1 month`, `1.5 months` | of cost: a twelfth of a year's bills at `planned_residents`; 0 to 120 |
| share | `50 %`, `0.5`, `1/2` | 0 to 1; shares of one thing sum to one |
| rate | `14 per year`, `2 per week` | year, quarter, month, week or day; at most 50,000 a year |
| growth | `2 % / year` | -50 % to 100 % |
| date | `2027-01-31` | year, month, day; 1900 to 2200 |
| day of the year | `01-31` | month, day; never 29 February |
| number | `1200`, `1,200`, `1 200` | never `1.200`, which is 1200 in Prishtina and 1.2 in London |
| yes or no | `yes`, `no` | |
| word | `child`, `at risk` | letters, digits, spaces, `_ + / -`; words such as `no` and `on` in quotes |
| id | `shelter_one` | small letters, digits and `_`, a letter first |
"""

EXTENDS = """\
## extends

A variant names the file it changes and holds only what differs.

- What is a mapping merges, key by key: name the shelter, then only the key that differs.
- Everything else replaces: a value, a list, a whole law of chance.
- `null` removes a key: `call: null` is a grant without a call.
- `bednight explain FILE KEY` tells which file and line set a value, and what it was.

"""

VARIANT = """\
title: The same, with two months of reserve
question: Would a second month have sufficed?
extends: the-whole.yaml
shelters:
  centre: {reserve: 2 months}
"""

LAWS_INTRO = """\
## Laws of chance

Where this page says *time that may vary*, write one value (`30 days`) or a law.
Each law needs one of these sets:

{ways}

`at_least` and `at_most` may stand with each of them; what lies beyond is cut to the limit, and the chance sits there.
`mean` is the mean before the limits; `mean_after_limit` is the one after them, which is what records of stays with a legal limit show.
"""


def scenario_page() -> str:
    """Return the Markdown of ``docs/reference/scenario-file.md``."""
    models = ScenarioFile.model_json_schema()
    parts: dict[str, Part] = {ROOT: models, **models["$defs"]}
    _nothing_forgotten(parts)
    lines = [OPENING, *_evidence(), EXTENDS.rstrip() + "\n"]
    lines += [*_piece(VARIANT, "scenario: two-months.yaml"), *_overview(parts[ROOT])]
    said: set[str] = set()
    for section in SAID:
        lines += _section(section, parts, said)
    lines += _laws(parts)
    return "\n".join(lines).rstrip() + "\n"


def _nothing_forgotten(parts: dict[str, Part]) -> None:
    """Stop when the language and the words about it have drifted apart."""
    unknown = {
        key
        for key in (*NEEDED, *DEFAULTS)
        if key.split(".")[1] not in parts[key.split(".")[0]]["properties"]
    }
    nameless = set(parts) - {ROOT, *LAWS, *NAMES}
    keys = {key for section in SAID for key in FIRST.get(section, (section,))}
    missing = set(parts[ROOT]["properties"]) - keys
    public: Any = json_schema()
    hidden = set(public["properties"]) - keys - set(EVIDENCE) - {"extends"}
    if unknown or nameless or missing or hidden:
        raise SystemExit(
            "The language has changed, and its page must say so.\n"
            f"  no such key, in NEEDED or DEFAULTS: {sorted(unknown)}\n"
            f"  no heading, in NAMES: {sorted(nameless)}\n"
            f"  no section, in SAID and WHOLE: {sorted(missing | hidden)}\n"
            "WHOLE is in docs/scenario_pieces.py, the others in docs/scenario_words.py."
        )


def _evidence() -> Iterator[str]:
    yield "## Evidence on any value\n"
    yield "Any value may say where it comes from: write it as `value`, with these beside it."
    yield "A law of chance, a mix or another mapping carries them among its own keys.\n"
    yield "| key | meaning |"
    yield "|---|---|"
    for key, schema in EVIDENCE.items():
        yield f"| `{key}` | {schema['description']} |"
    yield ""
    yield from _piece(
        'shelters:\n  centre:\n    beds: {value: 8, range: [6, 10], note: "two rooms are small"}\n',
        "fragment of the-whole.yaml",
    )
    yield "A `range` takes the unit of its value: `{value: €5, range: [4, 6]}`."
    yield "`run` uses the value; the range says how far it may be off.\n"


def _overview(root: Part) -> Iterator[str]:
    yield "## The sections of a file\n"
    yield "| key | meaning | needed |"
    yield "|---|---|---|"
    yield "| [`extends`](#extends) | Another scenario file beside this one; this file changes it. | no |"
    for name, schema in root["properties"].items():
        section = next((s for s, keys in FIRST.items() if name in keys), name)
        yield (
            f"| [`{name}`](#{_anchor(_heading(section))}) |"
            f" {_meaning(schema)} | {_needed(ROOT, root, name)} |"
        )
    yield ""


def _section(section: str, parts: dict[str, Part], said: set[str]) -> Iterator[str]:
    yield f"## {_heading(section)}\n"
    yield f"{SAID[section]}\n"
    yield from _piece(WHOLE[section], "piece")
    for words, piece in MORE.get(section, ()):
        yield f"{words}\n"
        yield from _piece(piece, "fragment of the-whole.yaml")
    if section in FIRST:
        known = parts[ROOT]["properties"]
        keys = tuple(key for key in FIRST[section] if key in known)
        yield from _table(ROOT, parts[ROOT], keys)
    for name in _models(parts[ROOT]["properties"][section], parts):
        yield from _model(name, parts, said)
    if section == "title":
        yield from _model("Period", parts, said)


def _model(name: str, parts: dict[str, Part], said: set[str]) -> Iterator[str]:
    if name in said:
        return
    said.add(name)
    if name not in LAWS:  # these have a section of their own
        yield f"### {NAMES[name]}\n"
        yield f"{_meaning(parts[name])}\n"
        yield from _table(name, parts[name], tuple(parts[name]["properties"]))
    for schema in parts[name]["properties"].values():
        for inner in _models(schema, parts):
            yield from _model(inner, parts, said)


def _table(model: str, part: Part, keys: tuple[str, ...]) -> Iterator[str]:
    yield "| key | meaning | written as | needed |"
    yield "|---|---|---|---|"
    for key in keys:
        schema = part["properties"][key]
        yield (
            f"| `{key}` | {_meaning(schema)} | {_way_of(model, key, schema)} |"
            f" {_needed(model, part, key)} |"
        )
    if model == "Residents":
        yield (
            "| `age`, … | Any attribute of yours, where it is known. |"
            " word: `child` | no |"
        )
    yield ""


def _laws(parts: dict[str, Part]) -> Iterator[str]:
    from sim.scenario.laws import NEEDS

    rows = ["| law | what it needs |", "|---|---|"]
    for law, ways in NEEDS.items():
        sets = "; or ".join(", ".join(f"`{key}`" for key in way) for way in ways)
        rows.append(f"| `{law}` | {sets}{' (or `file`)' * (law == 'empirical')} |")
    yield LAWS_INTRO.format(ways="\n".join(rows))
    for words, piece in MORE["laws"]:
        yield f"{words}\n"
        yield from _piece(piece, "fragment of the-whole.yaml")
    law = parts[LAWS[0]]
    yield from _table(LAWS[0], law, tuple(law["properties"]))
    yield (
        "For numbers (`batch_size`, `months`) and for gifts the same keys hold plain"
        " numbers and amounts of money."
    )


def _piece(text: str, mark: str) -> Iterator[str]:
    yield f"<!-- {mark} -->"
    yield f"```yaml\n{text}```\n"


def _heading(section: str) -> str:
    return HEADINGS.get(section, section)


def _anchor(heading: str) -> str:
    return heading.lower().replace(" ", "-")


def _meaning(schema: Part) -> str:
    words = " ".join(schema.get("description", "").split())
    return words.replace("SEMANTICS", "rules").replace("|", "\\|")


def _needed(model: str, part: Part, key: str) -> str:
    if when := NEEDED.get(f"{model}.{key}"):
        return when
    if key in part.get("required", ()):
        return "yes"
    if else_ := DEFAULTS.get(f"{model}.{key}"):
        return f"no; else {else_}"
    if part["properties"][key].get("default") not in (None, [], {}):
        raise SystemExit(f"say in words what {model}.{key} is without a value")
    return "no"


def _choices(schema: Part) -> Iterator[Part]:
    """Yield every way in which a value may be written."""
    for choice in schema.get("anyOf", [schema]):
        if "anyOf" in choice:
            yield from _choices(choice)
        elif choice.get("type") != "null":
            yield choice


def _models(schema: Part, parts: dict[str, Part]) -> Iterator[str]:
    """Yield the models that a value may hold."""
    for choice in _choices(schema):
        if "$ref" in choice:
            yield choice["$ref"].rsplit("/", 1)[1]
        for inner in ("items", "additionalProperties"):
            if isinstance(choice.get(inner), dict):
                yield from _models(choice[inner], parts)


def _way_of(model: str, key: str, schema: Part) -> str:
    return SPECIAL.get(f"{model}.{key}") or SPECIAL.get(key) or _written(schema)


def _written(schema: Part) -> str:
    """Say how a value is written, in a reader's words."""
    ways = list(dict.fromkeys(_way(choice) for choice in _choices(schema)))
    ways = [way for way in ways if way]
    laws = {"time": "time that may vary", "number": "number that may vary"}
    laws["money"] = "money that may vary"
    if "a law" in ways and len(ways) > 1:
        kind = next(w for w in ways if w not in ("a law", "mapping")).split(":")[0]
        return f"[{laws.get(kind, kind)}](#laws-of-chance): {_example(schema)}"
    return "; or ".join(ways)


def _example(schema: Part) -> str:
    shown = (e for c in _choices(schema) for e in c.get("examples", ()))
    return f"`{next(shown, '')}`"


def _way(choice: Part) -> str:
    if "$ref" in choice:
        name = choice["$ref"].rsplit("/", 1)[1]
        return "a law" if name in LAWS else f"[{NAMES[name]}](#{_slug(NAMES[name])})"
    if "like" in choice:
        return "a law"
    if "enum" in choice:
        return ", ".join(f"`{word}`" for word in choice["enum"])
    if "const" in choice:
        return f"`{choice['const']}`"
    if "items" in choice:
        return f"list of: {_written(choice['items'])}"
    if isinstance(choice.get("additionalProperties"), dict):
        keys = choice.get("propertyNames", {}).get("examples", [""])
        by = "by date" if keys[0] == "2017-01-01" else "by name"
        return f"{by}: {_written(choice['additionalProperties'])}"
    if choice.get("type") == "object":
        return "mapping"
    examples = choice.get("examples")
    if examples:
        kind = KINDS.get(examples[0])
        return f"{kind}: `{examples[0]}`" if kind else f"`{examples[0]}`"
    return "text" if choice.get("type") == "string" else ""


def _slug(heading: str) -> str:
    kept = "".join(c for c in heading.lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-")
