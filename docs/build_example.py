"""Play the example report, and put the file and the picture of its first page here.

    python docs/build_example.py

Run it when a change moves results or the look of reports.  The name of the file has
the digest of its scenario; a test compares.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sim.experiment import Experiment  # noqa: E402 - after the path is known
from sim.experiment.trying import try_changes  # noqa: E402
from sim.report.document.building import build  # noqa: E402
from sim.report.document.forms.pdf import as_pdf, first_page  # noqa: E402
from sim.scenario import load  # noqa: E402

SCENARIO = ROOT / "scenarios/kosovo-2017-late-call.yaml"
EXAMPLES = ROOT / "docs/examples"
PICTURE = ROOT / "docs/pictures/report-first-page.png"


def main() -> None:
    """Write the example anew."""
    scenario = load(SCENARIO)
    results = Experiment(scenario=scenario, seed=1, replications=200).run()
    document = build(results, trials=try_changes(results))
    EXAMPLES.mkdir(exist_ok=True)
    for old in EXAMPLES.glob(f"{scenario.name}-*.pdf"):
        old.unlink()
    target = EXAMPLES / f"{scenario.name}-{scenario.digest[:8]}.pdf"
    target.write_bytes(as_pdf(document))
    PICTURE.write_bytes(first_page(document, dots=80))
    print(f"wrote {target.relative_to(ROOT)} and {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
