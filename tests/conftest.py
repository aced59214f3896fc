"""Tests run in several processes, a file in one of them; each has one thread, and data and servers of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("OMP_NUM_THREADS", "1")  # read where torch is imported, which is later, and by what a test starts

# A busy machine is no failure.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """No process beside this one for a single file or for -k; else one a core, as xdist has it."""
    files = {Path(argument.partition("::")[0]) for argument in config.args}
    one_file = len(files) == 1 and files.pop().is_file()
    return 0 if one_file or config.option.keyword else None
