"""A results folder is whole or not there, says what it holds, and never varies."""

import csv
import json
import platform
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from saw_tooth import results, shelter

from sim.experiment.estimate import Estimate
from sim.report.folder import writing as folder
from sim.report.folder.cash_forecast import ITEMS, as_csv, as_tables, cash_months
from sim.report.folder.writing import estimates_csv, folder_name, write
from sim.scenario.plan import ClosurePlan

STRICT = ClosurePlan(freeze_below=14, tolerated_days=30)
CLOSURES = Estimate(
    measure="closure_probability",
    by={"shelter": "pvpt"},
    value=0.31,
    low=0.25,
    high=0.3777777777777778,
    interval="wilson",
    unit="share",
    replications=200,
)
UNDEFINED = Estimate(
    measure="cost_per_supported_victim",
    value=None,
    low=None,
    high=None,
    interval="none",
    unit="EUR",
    replications=200,
    note="nobody was supported",
)


@pytest.fixture
def made(monkeypatch):
    monkeypatch.setattr(
        "sim.report.folder.cover.answer", lambda _: "It closed in 1 of 20."
    )
    monkeypatch.setattr(
        "sim.report.folder.cover.paragraphs", lambda _: ("The call was late.",)
    )
    return results(shelter("pvpt", closure=STRICT), estimates=(CLOSURES, UNDEFINED))


@pytest.fixture
def plain(made, monkeypatch):
    """The same results, whose pictures are not drawn."""
    monkeypatch.setattr(folder, "paint", lambda *_: ())
    return made


def digests(place):
    return {
        path.relative_to(place).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in place.rglob("*")
        if path.is_file()
    }


def test_a_folder_holds_these_files_and_its_readme_names_them(made, tmp_path):
    place = write(made, tmp_path)
    text = (place / "README.md").read_text(encoding="utf-8")

    assert place == tmp_path / "late-01234567"
    assert sorted(digests(place)) == [
        *("README.md", "cash-forecast.csv", "cash-forecast.md", "estimates.csv"),
        *("figures/cash.png", "figures/cash.svg"),
        *("figures/closures.png", "figures/closures.svg"),
        *("figures/people.png", "figures/people.svg"),
        *("run.json", "scenario.resolved.yaml"),
    ]
    assert all(path.name in text for path in place.iterdir())
    assert "**It closed in 1 of 20.**" in text
    assert "$ bednight run scenario.resolved.yaml --replications 20 --seed 1" in text
    assert [path.name for path in tmp_path.iterdir()] == ["late-01234567"]


def test_two_writes_give_the_same_bytes_but_for_run_json(made, tmp_path):
    first, second = write(made, tmp_path / "a"), write(made, tmp_path / "b")
    ones, others = digests(first), digests(second)
    ones.pop("run.json"), others.pop("run.json")

    assert ones == others


def test_estimates_are_rows_and_what_is_undefined_is_empty(made):
    rows = list(csv.DictReader(estimates_csv(made).splitlines()))

    assert rows[0] == {
        "measure": "closure_probability",
        "shelter": "pvpt",
        "funder": "",
        "group": "",
        "year": "",
        "cause": "",
        "value": "0.31",
        "low": "0.25",
        "high": "0.3777777777777778",
        "interval": "wilson",
        "unit": "share",
        "replications": "200",
        "prediction_low": "",
        "prediction_high": "",
        "note": "",
    }
    assert (rows[1]["value"], rows[1]["note"]) == ("", "nobody was supported")


def test_the_cash_forecast_adds_up_and_says_how_far_runs_differ(made):
    months = list(cash_months(made))

    assert [month.month for month in months][:2] == ["2017-01", "2017-02"]
    for month in months:
        line = month.lines
        change = line["receipts"].mean - line["paid"].mean
        assert line["closing"].mean == pytest.approx(line["opening"].mean + change)
        assert line["closing"].low <= line["closing"].high
    assert months[1].lines["opening"] == months[0].lines["closing"]


def test_the_cash_forecast_is_one_row_a_shelter_month_and_item(made):
    rows = list(csv.DictReader(as_csv(made).splitlines()))
    opening = made.series.opening[:, 0, 0].mean() / 100

    assert len(rows) == 12 * len(ITEMS)
    assert rows[0]["shelter"] == "pvpt"
    assert (rows[0]["month"], rows[0]["item"]) == ("2017-01", "opening")
    assert (rows[0]["mean"], rows[0]["unit"]) == (f"{opening:.2f}", "EUR")
    assert as_tables(made).count("| 2017-") == 12


def test_a_shelter_without_money_is_left_out_of_the_forecast(made):
    still = {item: np.zeros_like(made.series.closing) for item in ITEMS}
    poor = replace(made, series=replace(made.series, **still))

    assert list(cash_months(poor)) == []
    assert "No money moves through any shelter" in as_tables(poor)


def test_run_json_knows_versions_and_time_but_no_paths_or_names(plain, tmp_path):
    started = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
    place = write(plain, tmp_path, started=started)
    text = (place / "run.json").read_text(encoding="utf-8")
    facts = json.loads(text)

    assert facts["digest"] == "0123456789abcdef"
    assert facts["command"] == (
        "bednight run scenario.resolved.yaml "
        f"--replications {facts['replications']} --seed {facts['seed']}"
    )
    assert (facts["seed"], facts["replications"]) == (1, 20)
    assert facts["versions"]["bednight"] == "0.1.0"
    assert facts["versions"]["numpy"] == np.__version__
    assert facts["started"] == "2026-11-22T07:00:00Z"
    assert str(tmp_path) not in text
    assert str(Path.home()) not in text
    assert platform.node() not in text


def test_run_json_names_what_the_compiled_player_is_made_with(plain, tmp_path):
    facts = [
        json.loads((write(each, tmp_path / str(place)) / "run.json").read_bytes())
        for place, each in enumerate(
            [plain, replace(plain, played={"simpy": 5, "compiled": 15})]
        )
    ]

    assert "numba" not in facts[0]["versions"]
    assert facts[1]["versions"]["numba"]


def test_a_write_that_fails_leaves_the_earlier_folder_and_nothing_else(
    plain, tmp_path, monkeypatch
):
    place = write(plain, tmp_path)
    before = digests(place)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder, "provenance", lambda *_, **__: full())
    with pytest.raises(OSError, match="No space left") as caught:
        write(plain, tmp_path)

    assert str(caught.value) == f"[Errno 28] No space left on device: '{place}'"
    assert [path.name for path in tmp_path.iterdir()] == [place.name]
    assert digests(place) == before


def test_a_folder_that_cannot_be_moved_into_place_leaves_the_earlier_one(
    plain, tmp_path, monkeypatch
):
    place = write(plain, tmp_path)
    before = digests(place)
    rename = Path.rename

    def refuse(path, target):
        if Path(target) == place and not path.name.endswith(".earlier"):
            raise PermissionError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        write(plain, tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [place.name]
    assert digests(place) == before


def test_a_second_write_replaces_our_files_and_keeps_those_of_others(plain, tmp_path):
    place = write(plain, tmp_path)
    (place / "notes.txt").write_text("call the ministry", encoding="utf-8")
    (place / "estimates.csv").write_text("spoilt", encoding="utf-8")
    listed = json.loads((place / "run.json").read_text(encoding="utf-8"))
    listed["files"].append("figures/old.png")
    (place / "run.json").write_text(json.dumps(listed), encoding="utf-8")
    (place / "figures/old.png").write_bytes(b"stale")
    write(plain, tmp_path)

    assert (place / "notes.txt").read_text(encoding="utf-8") == "call the ministry"
    assert (place / "estimates.csv").read_text(encoding="utf-8") == estimates_csv(plain)
    assert not (place / "figures/old.png").exists()


@pytest.mark.parametrize("folder_of_another", [False, True])
def test_what_is_no_results_folder_is_not_replaced(plain, tmp_path, folder_of_another):
    place = tmp_path / folder_name(plain)
    if folder_of_another:
        place.mkdir()
    thesis = place / "thesis.txt" if folder_of_another else place
    thesis.write_text("mine", encoding="utf-8")
    with pytest.raises(OSError, match=r"it is no (results )?folder"):
        write(plain, tmp_path)

    assert thesis.read_text(encoding="utf-8") == "mine"


def test_an_outputs_path_that_is_a_file_is_an_os_error(plain, tmp_path):
    (tmp_path / "outputs").write_text("", encoding="utf-8")
    with pytest.raises(OSError, match="outputs"):
        write(plain, tmp_path / "outputs")


def test_a_folder_name_is_safe_on_any_disk():
    made = results(shelter("pvpt"), name="../été 2017: call/late")

    assert folder_name(made) == "été-2017-call-late-01234567"


class OnAFullDisk:
    def put_into(self, _):
        raise OSError("IO Error: Could not write file")


def test_a_store_that_cannot_write_is_told_as_a_full_disk(plain, tmp_path):
    with pytest.raises(OSError, match="is the disk full") as caught:
        write(replace(plain, kept=OnAFullDisk()), tmp_path)

    assert caught.value.filename == str(tmp_path / "late-01234567")
    assert list(tmp_path.iterdir()) == []


def test_one_replication_is_one_and_has_no_mean(plain, tmp_path):
    place = write(replace(plain, replications=1), tmp_path)

    forecast = (place / "cash-forecast.md").read_text(encoding="utf-8")
    assert "One replication, in EUR" in forecast
    assert "8 in 10" not in forecast
    page = (place / "README.md").read_text(encoding="utf-8")
    assert "This rests on 1 replication of 365 days from" in page
