"""Play the scenario of the README, and put its answer and its picture there.

    python docs/build_pictures.py

Run it when a change moves results; a test plays the scenario and compares.
"""

import re
import sys
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sim.experiment import Experiment  # noqa: E402 - after the path is known
from sim.experiment.results import Results  # noqa: E402
from sim.report.folder.writing import write  # noqa: E402
from sim.scenario import load  # noqa: E402

SCENARIO = ROOT / "scenarios/kosovo-2017.yaml"
README = ROOT / "README.md"
PICTURE = ROOT / "docs/pictures/kosovo-2017-cash.png"
REPLICATIONS, SEED = 200, 1
MARK = f"answer {SCENARIO.name}, {REPLICATIONS} replications, seed {SEED}"
MARKED = re.compile(r"<!-- answer .*?-->\n.*?<!-- /answer -->", re.DOTALL)


def played(workers: int | None = None) -> Results:
    """Play the scenario of the README."""
    experiment = Experiment(
        scenario=load(SCENARIO), seed=SEED, replications=REPLICATIONS
    )
    return experiment.run(workers=workers)


def quoted(page: str) -> str:
    """Return the answer of a results page as a quotation, one sentence a line."""
    answer = page[page.index("\n**") + 1 : page.index("\n\nThis rests on")]
    sentences = re.sub(r"\.(\*\*)? (?=[A-Z0-9])", ".\\1\n> ", answer)
    return "> " + sentences.replace("\n\n", "\n>\n> ") + "\n"


def main() -> None:
    """Write the picture, and the answer into the README."""
    with TemporaryDirectory() as out:
        folder = write(played(), Path(out))
        copyfile(folder / "figures/cash.png", PICTURE)
        page = (folder / "README.md").read_text(encoding="utf-8")
    alt = re.search(r"!\[([^\]]*)\]\(figures/cash\.png\)", page)
    picture = f"![{alt[1] if alt else ''}](docs/pictures/{PICTURE.name})"
    told = f"<!-- {MARK} -->\n{quoted(page)}\n{picture}\n<!-- /answer -->"
    text = README.read_text(encoding="utf-8")
    text = MARKED.sub(lambda _: told, text)
    README.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
