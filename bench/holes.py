"""Measure how much of each page of a report is left empty below what stands on it.

    python bench/holes.py FILE.docx FILE.pdf …

LibreOffice sets the pages of a Word file, poppler draws them.  What is told of each
file is its emptiest page that others follow; the first page stands alone, and the
last ends where the report ends.  Whoever holds the paper sees such holes first.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from matplotlib.image import imread

FOOT, HEAD = 0.93, 0.05
"""The parts of a page between which its text stands: a number may stand below."""
WHITE = 0.9
DOTS_PER_INCH = "40"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    for file, empty in holes(parser.parse_args().files):
        worst = sorted(empty[1:-1], reverse=True)[:3]
        shares = ", ".join(
            f"{share:.0%} (page {empty.index(share) + 1})" for share in worst
        )
        print(f"{file.name}: {len(empty)} pages, emptiest {shares}")
    return 0


def holes(files: Sequence[Path]) -> Iterator[tuple[Path, list[float]]]:
    """Yield of each file the part of every page that is empty below its text."""
    with tempfile.TemporaryDirectory() as name:
        desk = Path(name)
        printed = as_pdf([file for file in files if file.suffix == ".docx"], desk)
        for number, file in enumerate(files):
            folder = desk / str(number)
            folder.mkdir()
            page = printed.get(file, file)
            subprocess.run(
                ("pdftoppm", "-r", DOTS_PER_INCH, "-gray", "-png", page, folder / "p"),
                check=True,
            )
            yield file, [empty(imread(page)) for page in sorted(folder.glob("*.png"))]


def as_pdf(files: Sequence[Path], desk: Path) -> dict[Path, Path]:
    """Return the PDF that LibreOffice makes of each Word file."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None and files:
        sys.exit("LibreOffice is not installed (apt install libreoffice).")
    made = {}
    for number, file in enumerate(files):
        folder = desk / f"word-{number}"
        profile = f"-env:UserInstallation={(desk / 'profile').as_uri()}"
        words = [program, profile, "--headless", "--convert-to", "pdf"]
        words += ["--outdir", folder, file]
        subprocess.run(words, check=True, capture_output=True)
        made[file] = folder / f"{file.stem}.pdf"
    return made


def empty(page: np.ndarray) -> float:
    """Return the part of a page's text that is white below the last ink."""
    first, last = int(HEAD * len(page)), int(FOOT * len(page))
    rows = page.reshape(len(page), -1)[first:last].min(axis=1)
    inked = np.flatnonzero(rows < WHITE)
    return 1 - inked.max() / (last - first) if len(inked) else 1.0


if __name__ == "__main__":
    sys.exit(main())
