"""Machine code of other versions goes once nobody uses it, and nothing else does."""

import os
import sys
import time

import pytest

from sim import machine_code
from sim.machine_code import folder, is_kept, put_to_use

DAY = 86_400
OTHER = "machine-code-0123456789abcdef"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A cache folder of our own."""
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder.cache_clear()
    yield tmp_path / "bednight"
    folder.cache_clear()


def left_behind(home, *, name=OTHER, days=31, files=("m_1/play.f-1.py311.nbi",)):
    """Make a folder that was last used so many days ago."""
    made = home / name
    for file in files:
        (made / file).parent.mkdir(parents=True, exist_ok=True)
        (made / file).write_bytes(b"code")
    made.mkdir(parents=True, exist_ok=True)
    then = time.time() - days * DAY
    os.utime(made, (then, then))
    return made


@pytest.mark.parametrize(
    "files",
    [
        (),
        ("m_1/play.f-1.py311.nbi", "m_1/play.f-1.py311.1.nbc", "n_2/a.b-3.py311.nbi"),
        ("m_1/play.f-1.py311.nbi.tmp.0123456789abcdef",),
    ],
)
def test_what_nobody_used_for_thirty_days_goes(home, files):
    left_behind(home, files=files)
    left_behind(home, name=f"{OTHER}.gone-a1b2c3")  # whoever removed it was stopped

    assert put_to_use() == folder()
    assert list(home.iterdir()) == [folder()]


def test_what_was_used_of_late_stays(home):
    other = left_behind(home, days=29)
    put_to_use()

    assert (other / "m_1" / "play.f-1.py311.nbi").exists()


def test_to_use_it_is_enough_to_keep_it(home):
    """What is only read does not change; so it is noted."""
    left_behind(home, name=folder().name, days=400)
    put_to_use()

    assert time.time() - folder().stat().st_mtime < DAY
    assert (folder() / "m_1" / "play.f-1.py311.nbi").exists()
    assert is_kept("play.f")


@pytest.mark.parametrize(
    "name, files",
    [
        ("machine-code-of-mine", ("m_1/play.f-1.py311.nbi",)),
        ("machine-code-0123456789ABCDEF", ("m_1/play.f-1.py311.nbi",)),
        ("machine-code-0123456789abcdef.bak", ("m_1/play.f-1.py311.nbi",)),
        (OTHER, ("m_1/play.f-1.py311.nbi", "m_1/thesis.docx")),
        (OTHER, ("play.f-1.py311.nbi",)),
        (OTHER, ("m_1/deeper/play.f-1.py311.nbi",)),
    ],
)
def test_what_is_not_ours_is_never_touched(home, name, files):
    other = left_behind(home, name=name, files=files)
    put_to_use()

    assert sorted(path.name for path in home.iterdir()) == sorted([folder().name, name])
    assert all((other / file).exists() for file in files)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_is_not_followed(home, tmp_path):
    mine = left_behind(tmp_path, name="mine")
    home.mkdir()
    (home / OTHER).symlink_to(mine)
    within = left_behind(home, name="machine-code-fedcba9876543210", files=())
    (within / "m_1").symlink_to(mine / "m_1")
    then = time.time() - 31 * DAY
    for place in (home / OTHER, within):
        os.utime(place, (then, then), follow_symlinks=False)
    put_to_use()

    assert (mine / "m_1" / "play.f-1.py311.nbi").exists()
    assert (home / OTHER).is_symlink()
    assert (within / "m_1").is_symlink()


def test_of_two_who_remove_it_one_finds_it_gone(home, monkeypatch):
    other = left_behind(home)
    ours = machine_code._is_ours

    def other_was_faster(path):
        found = ours(path)
        path.rename(home / "elsewhere")
        return found

    monkeypatch.setattr(machine_code, "_is_ours", other_was_faster)
    put_to_use()

    assert not other.exists()
    assert (home / "elsewhere" / "m_1" / "play.f-1.py311.nbi").exists()
