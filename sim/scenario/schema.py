"""The JSON Schema of scenario files: editors complete keys with their help."""

import json
from collections import Counter
from typing import Any

from sim.scenario.language import ScenarioFile

__all__ = ["json_schema"]

WORDS = {"type": "string"}
EVIDENCE: dict[str, dict[str, Any]] = {
    "source": {
        "description": "Facts the value rests on: F-numbers or derived names.",
        "anyOf": [WORDS, {"type": "array", "items": WORDS}],
    },
    "proxy": {"description": "Observed elsewhere: say where.", **WORDS},
    "assumed": {"description": "No source was found: say why this value.", **WORDS},
    "range": {
        "description": "The lowest and the highest value it may have.",
        "type": "array",
        "minItems": 2,
        "maxItems": 2,
    },
    "note": {"description": "Anything a reader should know.", **WORDS},
}


def json_schema() -> dict[str, object]:
    """Return the JSON Schema, with evidence allowed on every value."""
    schema: dict[str, Any] = ScenarioFile.model_json_schema()
    definitions = {
        name: _part(part) for name, part in sorted(schema.pop("$defs").items())
    }
    whole = _part(schema)
    whole["properties"]["extends"] = {
        "description": "Another scenario file beside this one; this file changes it.",
        **WORDS,
    }
    whole.pop("required", None)  # a file that extends another need not repeat
    written_out = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Bednight scenario",
        **{key: whole[key] for key in ("description", "type", "properties")},
        "additionalProperties": False,
        "$defs": {"evidence": {"properties": EVIDENCE}, **definitions},
    }
    return _shared(written_out)


def _part(part: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of one mapping: each value may carry evidence.

    Nothing is required here, because a file may extend another.
    """
    part = {k: v for k, v in part.items() if k not in ("title", "required")}
    part["properties"] = {
        name: _property(inner) for name, inner in part.get("properties", {}).items()
    }
    part["properties"] |= {
        name: {"$ref": f"#/$defs/evidence/properties/{name}"} for name in EVIDENCE
    }
    return part


def _property(inner: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of one setting, its help beside it."""
    kept = {k: v for k, v in inner.items() if k == "description"}
    bare = {k: v for k, v in inner.items() if k not in ("default", "description")}
    return {**kept, **_with_evidence(bare)}


def _with_evidence(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that also takes ``{value: …, source: …}``, and null."""
    choices = [_inside(choice) for choice in schema.get("anyOf", [schema])]
    choices = [choice for choice in choices if choice != {"type": "null"}]
    wrapped = {
        "type": "object",
        "properties": {
            "value": choices[0] if len(choices) == 1 else {"anyOf": choices},
            **{n: {"$ref": f"#/$defs/evidence/properties/{n}"} for n in EVIDENCE},
        },
        "additionalProperties": False,
    }
    return {"anyOf": [*choices, wrapped, {"type": "null"}]}


def _inside(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema whose items and values may carry evidence too."""
    schema = {k: v for k, v in schema.items() if k not in ("title", "propertyNames")}
    if "like" in schema:
        return {"$ref": f"#/$defs/{schema['like']}"}
    if isinstance(schema.get("items"), dict):
        schema["items"] = _with_evidence(schema["items"])
    if isinstance(schema.get("additionalProperties"), dict):
        schema["additionalProperties"] = _with_evidence(schema["additionalProperties"])
        schema["properties"] = {
            name: {"$ref": f"#/$defs/evidence/properties/{name}"} for name in EVIDENCE
        }
    if "anyOf" in schema:
        schema["anyOf"] = [_inside(choice) for choice in schema["anyOf"]]
    return schema


def _shared(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema with every choice that occurs often written only once."""
    said: Counter[str] = Counter()
    _count(schema, said)
    names: dict[str, str] = {}
    for text, times in sorted(said.items(), key=lambda item: (len(item[0]), item[0])):
        if times > 1 and len(text) > 200:
            names[text] = f"value_{len(names) + 1}"
    definitions: dict[str, Any] = {}
    whole: dict[str, Any] = _replaced(schema, names, definitions)
    whole["$defs"] |= dict(sorted(definitions.items()))
    return whole


def _count(node: Any, said: "Counter[str]") -> None:
    if isinstance(node, dict):
        if "anyOf" in node:
            said[json.dumps(node["anyOf"], ensure_ascii=False)] += 1
        for inner in node.values():
            _count(inner, said)
    elif isinstance(node, list):
        for inner in node:
            _count(inner, said)


def _replaced(node: Any, names: dict[str, str], definitions: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_replaced(inner, names, definitions) for inner in node]
    if not isinstance(node, dict):
        return node
    name = names.get(json.dumps(node.get("anyOf"), ensure_ascii=False))
    bare: dict[str, Any] = {
        k: _replaced(v, names, definitions) for k, v in node.items()
    }
    if name is None:
        return bare
    definitions[name] = {"anyOf": bare.pop("anyOf")}
    bare["$ref"] = f"#/$defs/{name}"
    return bare
