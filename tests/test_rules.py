"""The rules that code and pages quote by number are written down, each once."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
RULES = ROOT / "docs" / "background" / "semantics.md"
NUMBER = re.compile(r"\b[TCBSMDWX]\d{1,2}\b")
HOW_MANY = {"T": 7, "C": 9, "B": 7, "S": 6, "M": 11, "D": 5, "W": 9, "X": 2}


def written():
    return re.findall(
        r"^\*\*([A-Z]\d+)\b", RULES.read_text(encoding="utf-8"), re.MULTILINE
    )


def test_every_rule_is_written_once_and_in_order():
    expected = [
        f"{kind}{n}" for kind, top in HOW_MANY.items() for n in range(1, top + 1)
    ]

    assert written() == expected


def test_the_code_quotes_no_rule_that_is_not_written():
    quoted = {
        number: path.name
        for path in [*(ROOT / "sim").rglob("*.py"), *(ROOT / "docs").rglob("*.md")]
        for line in path.read_text(encoding="utf-8").splitlines()
        for brackets in re.findall(r"\(([^()]*)\)", line)
        if NUMBER.match(brackets) or "SEMANTICS" in brackets
        for number in NUMBER.findall(brackets)
    }

    assert len(quoted) > 20
    assert {n: where for n, where in quoted.items() if n not in written()} == {}
