"""Write the pages that are made from the program itself, or check them.

    python docs/build_reference.py            write every generated page
    python docs/build_reference.py --check    say which are not up to date

Nobody edits these pages: the words stand beside what they describe, in
``sim/scenario/``, ``sim/measures/`` and ``cli.py``; what else the page of scenario
files says stands in ``docs/scenario_words.py`` and ``docs/scenario_pieces.py``.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from commands_page import commands_page  # noqa: E402 - after the path is known
from scenario_page import scenario_page  # noqa: E402

from sim.measures.reference import reference_page  # noqa: E402
from sim.report.summary import as_json  # noqa: E402
from sim.scenario import json_schema  # noqa: E402

PAGES = {
    "docs/reference/scenario-file.md": scenario_page,
    "docs/reference/measures.md": reference_page,
    "docs/reference/cli.md": commands_page,
    "scenarios/scenario.schema.json": lambda: f"{as_json(json_schema())}\n",
}


def stale() -> list[str]:
    """Return the generated pages that do not say what the program says."""
    return [
        name
        for name, page in PAGES.items()
        if not (ROOT / name).is_file()
        or (ROOT / name).read_text(encoding="utf-8") != page()
    ]


def main() -> int:
    """Write what is not up to date, or only name it."""
    names = stale()
    if "--check" in sys.argv[1:]:
        for name in names:
            print(f"{name} is not up to date: run  python docs/build_reference.py")
        return 1 if names else 0
    for name in names:
        (ROOT / name).write_text(PAGES[name](), encoding="utf-8", newline="\n")
        print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
