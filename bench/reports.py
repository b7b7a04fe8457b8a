"""Check reports with the programs that people open them with, and time them.

    python bench/reports.py FOLDER [--axe axe.min.js]

FOLDER is a results folder.  All four forms are made in every language and timed.
Then, where they are there: Chromium (through Playwright) loads the page with every
outside request counted, looks for WCAG A/AA violations with axe-core, at the width
of a screen and of a phone; LibreOffice turns the Word file and the workbook into PDF.
What is not there is named, not failed.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sim.experiment.reading import read_results  # noqa: E402 - after the path is known
from sim.report.document.writing import FORMS, write_report  # noqa: E402
from sim.report.language import LANGUAGES  # noqa: E402

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LARGEST = 1_000_000
LONGEST = 10.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--axe", type=Path, help="axe.min.js of npm's axe-core")
    asked = parser.parse_args()
    faults = []
    with tempfile.TemporaryDirectory() as desk:
        folder = Path(shutil.copytree(asked.folder, Path(desk) / "results"))
        faults += timed(folder)
        faults += browsed(folder, asked.axe)
        faults += opened(folder, Path(desk))
    for fault in faults:
        print(f"FAULT: {fault}")
    return 1 if faults else 0


def timed(folder: Path) -> list[str]:
    """Make every form in every language; the first includes reading the folder."""
    faults = []
    for language in LANGUAGES:
        began, worked = perf_counter(), process_time()
        results = read_results(folder)
        read = perf_counter() - began
        made = write_report(results, folder, forms=list(FORMS), language=language)
        took, work = perf_counter() - began, process_time() - worked
        sizes = ", ".join(
            f"{p.suffix[1:]} {p.stat().st_size / 1e3:.0f} KB" for p in made
        )
        played = f"{results.replications} x {len(results.scenario.shelters)} shelters"
        print(
            f"{language:8} {took:5.1f} s, {work:.1f} s of work (reading {read:.1f} s), "
            f"{played}: {sizes}"
        )
        if took > LONGEST:
            faults.append(f"{language}: --all took {took:.1f} s")
        page = next(path for path in made if path.suffix == ".html")
        if page.stat().st_size > LARGEST:
            faults.append(f"{page.name} is larger than {LARGEST} bytes")
    return faults


def browsed(folder: Path, axe: Path | None) -> list[str]:
    """Load each page in Chromium: no outside request, no violation, no overflow."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("Chromium: not checked, there is no playwright (pip install playwright)")
        return []
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        print("Chromium: not checked, it is not installed (apt install chromium)")
        return []
    faults = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for path in sorted(folder.glob("report-*.html")):
            asked: list[str] = []
            page = browser.new_page(viewport={"width": 1200, "height": 900})
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.goto(path.as_uri())
            outside = [url for url in asked if not url.startswith(("file:", "data:"))]
            faults += [f"{path.name} asks for {url}" for url in outside]
            page.set_viewport_size({"width": 390, "height": 844})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > 390:
                faults.append(f"{path.name} is {wide} wide on a phone")
            if axe is not None:
                faults += [f"{path.name}: {v}" for v in violations(page, axe)]
            page.close()
        browser.close()
    looked = "with axe-core" if axe else "without axe-core (npm pack axe-core)"
    print(f"Chromium: {len(LANGUAGES)} pages looked at, {looked}")
    return faults


def violations(page, axe: Path) -> list[str]:
    page.add_script_tag(content=axe.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run({runOnly: rules}).then(r => r.violations.map("
        "v => `${v.id}: ${v.nodes.length} times, ${v.nodes[0].html.slice(0, 90)}`))",
        RULES,
    )
    return list(found)


def opened(folder: Path, desk: Path) -> list[str]:
    """Turn the Word file and the workbook into PDF with LibreOffice."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        print("LibreOffice: not checked, it is not installed (apt install libreoffice)")
        return []
    faults = []
    for path in (
        folder / "report-ministry-en.docx",
        folder / "report-ministry-en.xlsx",
    ):
        words = [program, "--headless", "--convert-to", "pdf", "--outdir", str(desk)]
        subprocess.run([*words, str(path)], check=False, capture_output=True)
        made = desk / path.with_suffix(".pdf").name
        if not made.is_file() or made.stat().st_size < 10_000:
            faults.append(f"LibreOffice made nothing of {path.name}")
            continue
        pictures = made.read_bytes().count(b"/Subtype/Image")
        print(f"LibreOffice: {path.name}, {made.stat().st_size / 1e3:.0f} KB, "
              f"{pictures} images")  # fmt: skip
        made.unlink()
    return faults


if __name__ == "__main__":
    sys.exit(main())
