"""LibreOffice without a window, and without trust in the values that it finds in a file."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.waiting import PATIENCE

ALWAYS_COMPUTE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


def recomputed(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Each .xlsx after LibreOffice opened it, computed all formulas anew, and saved it."""
    return converted(files, "xlsx", folder)


def converted(files: Mapping[str, bytes], to: str, folder: Path) -> dict[str, bytes]:
    """Each .xlsx as LibreOffice saves it in another format, all formulas computed anew.

    One start of LibreOffice for all of them, which takes seconds. Where it is missing the test is skipped, and in CI
    it fails.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        missing = "LibreOffice is not installed; on Debian: apt-get install libreoffice-calc-nogui"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    profile, before, after = folder / "profile", folder / "before", folder / "after"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_COMPUTE, encoding="utf-8")
    before.mkdir()
    for name, content in files.items():
        (before / f"{name}.xlsx").write_bytes(content)
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", to]
    paths = [str(before / f"{name}.xlsx") for name in files]
    subprocess.run([*command, "--outdir", str(after), *paths], check=True, capture_output=True, timeout=PATIENCE)
    return {name: (after / f"{name}.{to}").read_bytes() for name in files}
