"""What errors say, and as what they may be caught."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from core.errors import DataError, NoSuchData, NoSuchRun, RunError, page_words


def test_no_such_run_says_the_same_whatever_the_run_is_called() -> None:
    assert str(NoSuchRun("secret")) == "There is no such run here: it was deleted, or it is another visitor's."


def test_a_name_that_is_no_data_set_is_a_bad_setting_and_a_data_error() -> None:
    assert issubclass(NoSuchData, ValueError)
    assert issubclass(NoSuchData, DataError)
    assert not issubclass(DataError, ValueError)  # which would make a failed download a bad setting


def test_a_page_has_its_own_words_where_an_error_has_them() -> None:
    both = RunError("runs/x is full: add --resume.", "The run is full: resume it.")
    assert (str(both), page_words(both)) == ("runs/x is full: add --resume.", "The run is full: resume it.")
    for error in (RunError("Only this."), NoSuchData("Only this."), ValueError("Only this.")):
        assert page_words(error) == str(error) == "Only this."


def test_errors_cost_no_import_of_torch() -> None:
    code = "import sys, core.errors; print([n for n in sys.modules if n.startswith('core') or n == 'torch'])"
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['core', 'core.errors']"
