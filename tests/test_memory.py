"""Memory that is wanted again and again stays with the program."""

import platform
import subprocess
import sys

import pytest

ROUNDS = """
import resource
import numpy as np
from sim.memory import keep_memory

keep_memory()
for _ in range(4):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    columns = [np.zeros(450_000) + 1 for _ in range(16)]
    del columns
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="only the GNU C library can be asked"
)
def test_columns_of_the_next_block_come_from_what_the_last_one_left():
    run = [sys.executable, "-c", ROUNDS]

    pages = int(subprocess.run(run, check=True, capture_output=True).stdout)

    assert pages < 2_000  # of some 14,000
