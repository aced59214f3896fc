"""Files that are whole at every moment, and the sentence where one cannot be written."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from core.digits.runs import atomic
from core.errors import RunError


@pytest.mark.parametrize("lasting", [True, False])
def test_a_file_is_replaced_and_nothing_else_is_left(lasting: bool, tmp_path: Path) -> None:
    path = tmp_path / "status.json"
    for content in (b"a longer first content", b"second"):
        atomic.write(path, content, lasting)
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_what_was_there_stays_if_writing_fails(fails: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config.json"
    atomic.write(path, b"old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, fails, full)
    with pytest.raises(OSError, match="No space left"):
        atomic.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_overwriting_needs_no_new_file(tmp_path: Path) -> None:
    path = tmp_path / "status.json"
    with pytest.raises(FileNotFoundError):
        atomic.overwrite(path, b"x")
    path.write_bytes(b"a longer first content")
    place = path.stat().st_ino
    atomic.overwrite(path, b"short")
    assert path.read_bytes() == b"short"
    assert path.stat().st_ino == place


def test_what_the_system_says_becomes_a_sentence_with_a_remedy(tmp_path: Path) -> None:
    says = r"cannot be written to \(no space left on device\): what was saved is safe"
    with pytest.raises(RunError, match=says), atomic.explained(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(ValueError, match="other"), atomic.explained(tmp_path):
        raise ValueError("other")
