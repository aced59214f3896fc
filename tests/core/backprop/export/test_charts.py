"""The charts of the workbook, as they are written."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from core.backprop.engine.network import Network
from core.backprop.export.cells import FIRST
from core.backprop.export.spreadsheet import spreadsheet


def test_there_are_two_charts_with_words_for_who_cannot_see_them() -> None:
    with ZipFile(BytesIO(spreadsheet(Network(), 0.5, 10))) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
        drawings = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/drawings/drawing")]
    assert [chart.count("<c:ser>") for chart in charts] == [1, 6]
    assert all('descr="The loss E_total' in drawing for drawing in drawings)
    assert f"{FIRST}:$X${FIRST + 10}" in charts[0]
