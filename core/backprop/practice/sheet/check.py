"""The bytes of a sheet become a report."""

from __future__ import annotations

from core.backprop.practice.sheet.blocks import blocks
from core.backprop.practice.sheet.checking import best_check
from core.backprop.practice.sheet.findings import findings
from core.backprop.practice.sheet.reading import read_workbook
from core.backprop.practice.sheet.report import Finding, Report, Understood
from core.errors import SheetError

MOST_BLOCKS = 60  # six learning rates on ten tabs


def check_sheet(content: bytes, name: str) -> Report:
    """What is wrong in a spreadsheet of the exercise: .xlsx, .ods or .csv, whatever its `name` says.

    Raises SheetError for a file that cannot be read, or in which nothing of the exercise is found.
    """
    book = read_workbook(content)
    all_blocks = blocks(book)
    if not all_blocks:
        raise SheetError(
            f"In {name[:60] or 'this file'} no table of the exercise was found: it needs headings such as w1, h1, "
            "a_h1, E_total or ∂E/∂w1 with numbers under them."
        )
    if len(all_blocks) > MOST_BLOCKS:
        raise SheetError(f"This sheet has {len(all_blocks):,} tables: keep at most {MOST_BLOCKS} of the exercise.")
    found: list[Finding] = []
    understood: list[Understood] = []
    for number, block in enumerate(all_blocks):
        some, about = findings(best_check(book, block, all_blocks), number)
        found += some
        understood.append(about)
    order = {tab.name: at for at, tab in enumerate(book.tabs)}
    found.sort(key=lambda finding: (order[finding.tab], finding.place))
    return Report(book, sum(block.updates for block in all_blocks), tuple(found), tuple(understood))
