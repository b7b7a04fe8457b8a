"""Measures everything on the validation page and writes its tables and pictures.

    python bench/validation.py                          # all, 400 replications a point
    python bench/validation.py --only hindcast          # the rest as measured before
    python bench/validation.py --replications 20        # a look; do not commit it
    python bench/validation.py --redraw                 # measure nothing

What was measured stands in ``bench/validation.json``.
"""

import argparse
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MEASURED = ROOT / "bench" / "validation.json"
PAGE = ROOT / "docs" / "background" / "validation.md"
PICTURES = ROOT / "docs" / "pictures"
PARTS = ("curves", "hindcast", "oracles")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--replications", type=int, default=400)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    asked.add_argument("--redraw", action="store_true", help="measure nothing")
    chosen = asked.parse_args()
    measured = json.loads(MEASURED.read_text()) if MEASURED.exists() else {}
    for part in () if chosen.redraw else PARTS:
        if part in chosen.only:
            measured[part] = measure(part, chosen, measured)
            keep(measured)
    write(measured)


def measure(part: str, chosen: argparse.Namespace, measured: dict) -> list[dict]:
    if part == "curves":
        import curves

        return curves.measure(chosen.replications, chosen.workers)
    if part == "hindcast":
        import hindcast

        return hindcast.measure(chosen.replications, measured["curves"])
    import oracles

    return oracles.measure()


def keep(measured: dict) -> None:
    """Write one row a line, so that a change shows what changed."""
    lines = []
    for part in PARTS:
        rows = [json.dumps(row, ensure_ascii=False) for row in measured.get(part, [])]
        lines.append(f'"{part}": [\n' + ",\n".join(rows) + "\n]")
    MEASURED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def write(measured: dict) -> None:
    import page
    import pictures

    PICTURES.mkdir(exist_ok=True)
    pictures.by_reserve(measured["curves"], PICTURES / "validation-reserve")
    pictures.by_tolerance(measured["curves"], PICTURES / "validation-patience")
    page.write(PAGE, measured)


if __name__ == "__main__":
    main()
