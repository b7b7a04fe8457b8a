"""How the suite runs: the same examples every time, and golden files on request."""

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
