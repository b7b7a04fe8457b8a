"""How the suite runs: the same examples every time, and golden files on request."""

import os
from functools import partial
from time import sleep

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "everyday",
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("everyday")


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden files anew instead of comparing with them",
    )


@pytest.fixture
def update_golden(request):
    return request.config.getoption("--update-golden")


@pytest.fixture
def town(tmp_path):
    """Return what makes a plan of a tiny town, of the rest of its file."""
    from towns import plan_of

    return partial(plan_of, tmp_path)


@pytest.fixture(scope="session")
def machine_code(tmp_path_factory):
    """Compile the fast player once, in whichever process of the suite is first."""
    shared = tmp_path_factory.getbasetemp().parent
    if "PYTEST_XDIST_WORKER" in os.environ:
        try:
            (shared / "compiling").mkdir()
        except FileExistsError:
            while not (shared / "compiled").exists():
                sleep(0.2)
    from worlds import Person, chance, scenario

    from sim.kernel import play

    plan = scenario()
    try:
        play(plan, chance(plan, [Person(0.5, stays=(1.0,))]))
    finally:
        (shared / "compiled").touch()
