from __future__ import annotations

from pathlib import Path

import pytest

from core.digits.training import program


def test_a_version_is_of_every_file_and_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def version(**files: str) -> str:
        for path in tmp_path.rglob("*.py"):
            path.unlink()
        for name, text in files.items():
            (tmp_path / "core" / f"{name}.py").write_text(text)
        program.version.cache_clear()
        return program.version()

    (tmp_path / "core").mkdir()
    own = program.version()
    monkeypatch.setattr(program, "ROOT", tmp_path)
    first = version(a="1", b="2")
    assert first == version(a="1", b="2")
    assert len({own, first, version(a="1"), version(a="1", b="3"), version(a="1", c="2"), version(a="12", b="")}) == 6
    program.version.cache_clear()
