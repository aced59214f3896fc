"""Reports of sheets, for all visitors: one sheet is checked at a time, and the last reports are kept.

Fifty checks beside each other share one interpreter: all would wait as long as the last one, and everybody else with
them. A report of a large sheet has 40 MB, so a visitor keeps only the file; what is asked for again is still there, or
is made again in less than a second.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Lock

from core.backprop.practice.sheet import Report, check_sheet
from core.backprop.practice.sheet.headed import Corrections
from pages.shared.once import once

MOST_CELLS = 300_000  # of all workbooks that are kept, about 0.8 kB each


@dataclass
class Reports:
    """The reports that were asked for last, by the file and what was said of its headings."""

    kept: OrderedDict[object, Report] = field(default_factory=OrderedDict)
    turn: Lock = field(default_factory=Lock)

    def report(self, content: bytes, name: str, said: Corrections) -> Report:
        """Raises SheetError, as `check_sheet` does."""
        key = blake2b(content).digest(), tuple(sorted(said.items()))
        if (found := self.kept.get(key)) is None:
            with self.turn:
                found = self.kept.get(key) or check_sheet(content, name, said)
                self._keep(key, found)
        return found

    def _keep(self, key: object, report: Report) -> None:
        self.kept[key] = report
        self.kept.move_to_end(key)
        while len(self.kept) > 1 and sum(map(_cells, self.kept.values())) > MOST_CELLS:
            self.kept.popitem(last=False)


@once
def _reports() -> Reports:
    return Reports()


def report_of(content: bytes, name: str, said: Mapping[tuple[str, tuple[int, int]], str]) -> Report:
    """What the check says of a file. Raises SheetError for one that cannot be read."""
    return _reports().report(content, name, said)


def _cells(report: Report) -> int:
    return sum(len(tab.cells) for tab in report.workbook.tabs)
