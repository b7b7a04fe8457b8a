"""Check reports with the programs that people open them with, and time them.

    python bench/reports.py FOLDER [FOLDER …] [--axe axe.min.js]

Each FOLDER is of a run or of a decision.  All four forms are made of it by the
command, in every language, and timed; of a run for every reader too.  Then, where
they are there: Chromium (through Playwright) loads each page with every outside
request counted, at the width of a screen and of a phone, and looks for WCAG A/AA
violations with axe-core; poppler looks for fonts left outside and tags left out of
each PDF; LibreOffice turns Word files and workbooks into PDF, in which every picture,
table and chart is looked for.  What is not there is named, not failed.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from os import times
from pathlib import Path
from time import perf_counter
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "sq", "sr-Latn", "sr-Cyrl")
READERS = ("ministry", "director", "donor")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LARGEST = 1_000_000
LONGEST = 10.0
WIDTHS = {"screen": (1280, 900), "phone": (390, 844)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--axe", type=Path, help="axe.min.js of npm's axe-core")
    asked = parser.parse_args()
    faults = []
    with tempfile.TemporaryDirectory() as desk:
        for number, source in enumerate(asked.folders):
            folder = Path(shutil.copytree(source, Path(desk) / str(number)))
            for old in folder.glob("report-*"):
                old.unlink()
            print(f"\n{source.name}")
            faults += made(folder)
            faults += browsed(folder, asked.axe)
            faults += tagged(folder)
            faults += opened(folder, "docx")
            faults += opened(folder, "xlsx")
    for fault in faults:
        print(f"FAULT: {fault}")
    print(f"\n{len(faults)} faults")
    return 1 if faults else 0


def made(folder: Path) -> Iterator[str]:
    """Make every form, in every language, by the command; time each."""
    of_run = "kind" not in json.loads((folder / "run.json").read_bytes())
    for reader in READERS if of_run else READERS[:1]:
        for language in LANGUAGES:
            words = [sys.executable, "cli.py", "report", str(folder), "--all"]
            words += ["--for", reader, "--lang", language]
            began, worked = perf_counter(), sum(times()[2:4])
            done = subprocess.run(
                words, cwd=ROOT, capture_output=True, text=True, check=False
            )
            took, work = perf_counter() - began, sum(times()[2:4]) - worked
            if done.returncode:
                yield f"{folder.name} {reader} {language}: {done.stdout}{done.stderr}"
                continue
            new = [
                page
                for page in folder.glob("report-*")
                if page.name in done.stdout.replace("\n", "")
            ]
            sizes = {page.suffix[1:]: page.stat().st_size for page in sorted(new)}
            told = ", ".join(
                f"{end} {size / 1e3:.0f} KB" for end, size in sizes.items()
            )
            print(
                f"  {reader:8} {language:7} {took:4.1f} s, {work:4.1f} s of work: "
                f"{told}"
            )
            if min(took, work) > LONGEST:
                yield f"{folder.name} {language}: --all took {took:.1f} s"
            if sizes.get("html", 0) > LARGEST:
                yield f"{folder.name} {language}: a page of {sizes['html']} bytes"


def browsed(folder: Path, axe: Path | None) -> Iterator[str]:
    """Load each page in Chromium: no outside request, no violation, no overflow."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("  Chromium: not asked, there is no playwright (pip install playwright)")
        return
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        print("  Chromium: not asked, it is not installed (apt install chromium)")
        return
    pages = sorted(folder.glob("report-*.html"))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for path in pages:
            for name, (wide, high) in WIDTHS.items():
                asked: list[str] = []
                page = browser.new_page(viewport={"width": wide, "height": high})
                page.on("request", lambda request, a=asked: a.append(request.url))
                page.goto(path.as_uri())
                for url in asked:
                    if not url.startswith(("file:", "data:")):
                        yield f"{path.name} asks for {url}"
                across = page.evaluate("document.documentElement.scrollWidth")
                if across > wide:
                    yield f"{path.name} is {across} wide on a {name}"
                if axe is not None:
                    page.evaluate(OPENED)
                    for violation in violations(page, axe):
                        yield f"{path.name} on a {name}: {violation}"
                page.close()
        browser.close()
    looked = "with axe-core" if axe else "without axe-core (npm pack axe-core)"
    print(f"  Chromium: {len(pages)} pages at {len(WIDTHS)} widths, {looked}")


OPENED = "document.querySelectorAll('details').forEach(each => each.open = true)"
"""What is folded away is looked at too."""


def violations(page, axe: Path) -> list[str]:
    page.add_script_tag(content=axe.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run({runOnly: rules}).then(r => r.violations.map("
        "v => `${v.id}: ${v.nodes.length} times, ${v.nodes[0].html.slice(0, 90)}`))",
        RULES,
    )
    return list(found)


def tagged(folder: Path) -> Iterator[str]:
    """Ask poppler whether each PDF is tagged and carries its own fonts."""
    if shutil.which("pdfinfo") is None:
        print("  poppler: not asked, it is not installed (apt install poppler-utils)")
        return
    pages = sorted(folder.glob("report-*.pdf"))
    for path in pages:
        if not re.search(r"Tagged: +yes", output("pdfinfo", path)):
            yield f"{path.name} is not tagged"
        if b"pdfuaid:part" not in path.read_bytes():
            yield f"{path.name} does not say that it is PDF/UA"
        fonts = output("pdffonts", path).splitlines()[2:]
        if any(line.split()[-5] != "yes" for line in fonts):
            yield f"{path.name} lacks a font"
    print(f"  poppler: {len(pages)} PDFs are tagged and carry their fonts")


def output(*words: str | Path) -> str:
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, check=False
    )
    return done.stdout


def opened(folder: Path, ending: str) -> Iterator[str]:
    """Turn files into PDF with LibreOffice; look for every picture and table."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        print("  LibreOffice: not asked, it is not installed (apt install libreoffice)")
        return
    paths = sorted(folder.glob(f"report-*.{ending}"))
    desk = folder / f"{ending}-as-pdf"
    words = [program, "--headless", "--convert-to", "pdf", "--outdir", str(desk)]
    subprocess.run(
        [*words, *(str(path) for path in paths)], check=False, capture_output=True
    )
    pictures = tables = 0
    for path in paths:
        printed = desk / path.with_suffix(".pdf").name
        if not printed.is_file():
            yield f"LibreOffice made nothing of {path.name}"
            continue
        shown, named = (in_word if ending == "docx" else in_excel)(path)
        text = "".join(output("pdftotext", printed, "-").split())
        images = output("pdfimages", "-list", printed)
        if ending == "docx":
            seen = sum(" image " in line for line in images.splitlines())
            if seen < shown:
                yield f"{path.name}: {seen} of {shown} pictures are printed"
        for name in named:
            if "".join(name.split()) not in text:
                yield f"{path.name}: “{name}” is not printed"
        pictures, tables = pictures + shown, tables + len(named)
    print(f"  LibreOffice: {len(paths)} .{ending}, {pictures} pictures, {tables} names")


def in_word(path: Path) -> tuple[int, list[str]]:
    """Return how many pictures a Word file has, and what its tables begin with."""
    body = ZipFile(path).read("word/document.xml").decode()
    tables = re.findall(r"<w:tbl>.*?</w:tr>.*?</w:tr>", body, re.DOTALL)
    cells = [re.findall(r"<w:t[ >][^<]*?>?([^<>]+)</w:t>", table) for table in tables]
    return body.count("<wp:inline"), [cell[0].replace("\u200b", "") for cell in cells]


def in_excel(path: Path) -> tuple[int, list[str]]:
    """Return how many charts a workbook has, and what charts and sheets are called."""
    book = ZipFile(path)
    charts = [name for name in book.namelist() if name.startswith("xl/charts/chart")]
    titles = [
        re.search(r"<a:t>([^<]+)</a:t>", book.read(name).decode())[1] for name in charts
    ]
    return len(charts), titles


if __name__ == "__main__":
    sys.exit(main())
