"""Play the scenario of the README, and put its answer and its picture there.

    python docs/build_pictures.py

Run it when a change moves results: the README says which scenario, seed and
version its answer is from, and a test compares the scenario's digest.
"""

import re
import sys
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sim.experiment import Experiment  # noqa: E402 - after the path is known
from sim.report.folder import write  # noqa: E402
from sim.scenario import load  # noqa: E402

SCENARIO = ROOT / "scenarios/kosovo-2017.yaml"
PICTURE = ROOT / "docs/pictures/kosovo-2017-cash.png"
REPLICATIONS, SEED = 200, 1
MARKED = re.compile(r"<!-- answer .*?-->\n.*?<!-- /answer -->", re.DOTALL)


def main() -> None:
    """Write the picture, and the answer into the README."""
    scenario = load(SCENARIO)
    experiment = Experiment(scenario=scenario, seed=SEED, replications=REPLICATIONS)
    with TemporaryDirectory() as folder:
        results = write(experiment.run(), Path(folder))
        copyfile(results / "figures/cash.png", PICTURE)
        page = (results / "README.md").read_text(encoding="utf-8")
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    told = MARKED.sub(lambda _: answer(page, scenario.digest), text)
    readme.write_text(told, encoding="utf-8", newline="\n")


def answer(page: str, digest: str) -> str:
    """Return the answer of a results page, one sentence a line, and its picture."""
    first = page.index("\n**") + 1
    last = page.index("\n\nThis rests on")
    sentences = re.sub(r"\.(\*\*)? (?=[A-Z0-9])", ".\\1\n> ", page[first:last])
    quoted = "> " + sentences.replace("\n\n", "\n>\n> ")
    alt = re.search(r"!\[([^\]]*)\]\(figures/cash\.png\)", page)
    says = alt[1] if alt else ""
    where = f"{SCENARIO.name} {digest}, {REPLICATIONS} replications, seed {SEED}"
    return (
        f"<!-- answer {where} -->\n{quoted}\n\n"
        f"![{says}](docs/pictures/{PICTURE.name})\n<!-- /answer -->"
    )


if __name__ == "__main__":
    main()
