"""The .zip to hand in: all of it starts at the same numbers."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from zipfile import ZipFile

from core.backprop.engine.descent import descend
from core.backprop.engine.network import Network
from core.backprop.export.cells import FIRST
from core.backprop.export.pack import READ_ME, pack
from core.backprop.export.rates import rates_csv
from core.backprop.export.receipt import FILES
from core.backprop.export.spreadsheet import DESCENT
from core.backprop.export.start import start_of
from core.backprop.lesson.place import Place, advanced
from tests.core.backprop.export.workbooks import columns, read


def test_every_file_is_there_and_begins_at_the_start() -> None:
    place = advanced(Place(), 1000)
    start, losses = start_of(place), descend(Network(), 0.5, 3).losses.tolist()
    with ZipFile(BytesIO(pack(place, start, 3, "<svg/>", "https://example.org"))) as parts:
        files = {name: parts.read(name) for name in parts.namelist()}
    assert files.keys() == {READ_ME, *FILES}
    assert columns(read(files["filled.xlsx"])[DESCENT], FIRST - 1)["E_total"] == losses
    assert columns(read(files["blank.xlsx"])[DESCENT], FIRST - 1)["w5"] == [0.4]
    assert files["learning-rates.csv"].decode() == rates_csv(Network(), 3)
    for name, content in files.items():
        if name.endswith((".py", ".txt")):
            assert start.sentence in content.decode()
    run = subprocess.run([sys.executable, "-c", files["network.py"]], capture_output=True, text=True, check=True)
    assert f"E_total = {losses[-1]!r}" in run.stdout
