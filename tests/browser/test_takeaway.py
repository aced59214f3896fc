"""Every file of "Take it with you" is downloaded and opened, and has the network's numbers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from core.backprop.engine.descent import descend
from core.backprop.engine.network import Network
from core.backprop.export.cells import FIRST
from core.backprop.export.spreadsheet import DESCENT
from core.backprop.notation.number import format_number
from tests.browser.driver import ROOT, Server, serve
from tests.core.backprop.export.workbooks import columns, read

APP = ROOT / "tests" / "browser" / "apps" / "takeaway.py"
DESCENT_HERE = descend(Network(w5=0.7), 0.25, 12)  # from its start, though the page is at its end
START = "own numbers (w5 0.4 → 0.7, learning rate 0.5 → 0.25), before any update."
FILES = {
    "All to hand in": "homework.zip",
    "Spreadsheet": "network.xlsx",
    "Page to print": "update.html",
    "LaTeX": "solution.tex",
}
SCRIPTS = {"Python": "network.py", "NumPy": "network_numpy.py", "PyTorch": "network_torch.py"}


@pytest.fixture(scope="module")
def app() -> Iterator[Server]:
    with serve(APP) as running:
        yield running


def downloaded(page: Page, button: str, name: str, folder: Path) -> Path:
    with page.expect_download() as begun:
        page.get_by_role("button", name=button).click()
    assert begun.value.suggested_filename == name
    file = folder / name
    begun.value.save_as(file)
    return file


def test_each_file_opens_and_has_the_numbers_of_the_page(page: Page, app: Server, tmp_path: Path) -> None:
    page.goto(app.url)
    page.get_by_role("button", name="Take it with you").click()
    expect(page.get_by_label("Updates", exact=True)).to_have_value("12")
    files = {button: downloaded(page, button, name, tmp_path) for button, name in FILES.items()}

    with ZipFile(files["All to hand in"]) as parts:
        packed = {name: parts.read(name) for name in parts.namelist()}
    assert START in packed["read me.txt"].decode()
    assert f"\n{app.url}?w5=0.7&rate=0.25&update=12&updates=12&E_total=" in packed["read me.txt"].decode()
    sheet = columns(read(packed["filled.xlsx"])[DESCENT], FIRST - 1)
    assert sheet["w5"][0] == 0.7

    table = columns(read(files["Spreadsheet"].read_bytes())[DESCENT], FIRST - 1)
    assert table["E_total"] == pytest.approx(DESCENT_HERE.losses.tolist(), rel=1e-15)
    assert f"= {format_number(DESCENT_HERE.losses[0], 6)}\n" in files["LaTeX"].read_text("utf-8")
    for tab, name in SCRIPTS.items():
        page.get_by_role("tab", name=tab).click()
        script = downloaded(page, f"{tab} script", name, tmp_path)
        run = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=True)
        losses = [float(line.split(" = ")[1]) for line in run.stdout.splitlines() if line.startswith("E_total")]
        assert losses == pytest.approx([DESCENT_HERE.losses[0], DESCENT_HERE.losses[12]], rel=1e-12)

    page.goto(files["Page to print"].as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("One update of a neural network, step by step")
    expect(page.locator("section")).to_have_count(43 - 1)
    expect(page.get_by_role("img", name="The network with its values")).to_be_visible()
    expect(page.get_by_text(START)).to_be_visible()
    row = page.locator("section", has_text="E1: how far").locator(".rows > div").last
    expect(row).to_have_text(format_number(DESCENT_HERE.at(0).values()["E1"], 5))  # type: ignore[arg-type]
    assert row.bounding_box()["width"] > 0  # type: ignore[index]
