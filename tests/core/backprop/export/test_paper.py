"""What a spreadsheet program prints: a few pages, across the paper."""

from __future__ import annotations

import re
from pathlib import Path

from core.backprop.engine.network import Network
from core.backprop.export.spreadsheet import spreadsheet
from tests.core.backprop.export.libreoffice import converted

PAGE = re.compile(rb"/Type */Page[^s]")


def test_a_hundred_updates_are_printed_on_a_few_pages(tmp_path: Path) -> None:
    [printed] = converted({"network": spreadsheet(Network(), 0.5, 100)}, "pdf", tmp_path).values()
    assert len(PAGE.findall(printed)) == 9  # the descent three across and two down, the comparison one across
