"""The line that a report gives makes the same bytes again, for every decision."""

import html
import json
import re
import shlex

import pytest
from test_decision_report import PLAN
from typer.testing import CliRunner

import cli

SOONER = """\
extends: one.yaml
title: The call in time
funding:
  ministry:
    call:
      late: {value: 0 months, range: [0 months, 3 months]}
"""
ASKED = {
    "comparison": "compare one.yaml sooner.yaml two/sooner.yaml --replications 4 "
    "--worth supported_victims=€2,000.50",
    "comparison until": "compare one.yaml sooner.yaml --at-most 40 "
    "--until 'costs ±90000 euros and freeze_days ±200 days'",
    "finding": "find one.yaml --vary shelters.shelter_one.reserve --between "
    "'0 months' '3 months' --until 'freeze_days <= 40' --step '1 month' "
    "--replications 4 --set 'funding.ministry.call.late=2 months'",
    "sweep": "sweep one.yaml --vary 'shelters.shelter_one.beds=6..12' --points 3 "
    "--vary 'funding.ministry.call.late=0 months; 2 months' --measure costs "
    "--measure 'freeze_days of shelter_one' --replications 3",
    "sensitivity": "sensitivity one.yaml --replications 3 --decide sooner.yaml "
    "--decide two/sooner.yaml --points 32 --widest 1 --worth closure_days=€120 "
    "--set shelters.shelter_one.beds=9",
    "sensitivity shares": "sensitivity one.yaml --replications 2 --sobol 64 "
    "--input shelters.shelter_one.beds --measure costs --seed 3",
    "uncertainty": "uncertainty one.yaml --draws 8 --replications 2 --measure costs",
    "allocation": "allocate one.yaml --budget €3,500 --minimise 2.5*freeze_days "
    "--minimise unmet_bed_nights --keep 'closure_probability <= 90 %' "
    "--replications 25 --set 'funding.ministry.call.late=2 months'",
    "marginal": "marginal one.yaml --amount €5,000 --replications 4 --seed 2",
}


def bednight(line):
    done = CliRunner().invoke(cli.app, [*shlex.split(line), "--quiet"])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("kind", ASKED)
def test_the_line_of_a_report_makes_the_same_bytes(kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "two").mkdir()
    (tmp_path / "one.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "sooner.yaml").write_text(SOONER, encoding="utf-8")
    later = SOONER.replace("one.yaml", "../one.yaml").replace("value: 0", "value: 3")
    (tmp_path / "two/sooner.yaml").write_text(later, encoding="utf-8")

    bednight(f"{ASKED[kind]} --workers 1 --out out --report")
    (page,) = tmp_path.glob("out/*/report-*.html")
    (line,) = re.findall(
        r">\s*bednight (\w+ plans/0[^<]+?)\s*<", page.read_text("utf-8")
    )
    monkeypatch.chdir(page.parent)
    line = html.unescape(line)
    again = bednight(f"{line} --workers 1 --json")

    facts = json.loads((page.parent / "run.json").read_text("utf-8"))
    assert facts["command"] == f"bednight {line}"
    cover = (page.parent / "README.md").read_text("utf-8")
    assert cover.endswith(f"```sh\nbednight {line}\n```\n")
    name = kind.partition(" ")[0]
    assert again == (page.parent / f"{name}.json").read_text("utf-8")
