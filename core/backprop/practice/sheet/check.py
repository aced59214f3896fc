"""The bytes of a sheet become a report."""

from __future__ import annotations

from core.backprop.practice.sheet.blocks import blocks
from core.backprop.practice.sheet.checking import best_check
from core.backprop.practice.sheet.findings import findings
from core.backprop.practice.sheet.headed import Corrections
from core.backprop.practice.sheet.reading import read_workbook
from core.backprop.practice.sheet.report import Finding, Report, Understood
from core.backprop.practice.sheet.taken import not_taken
from core.backprop.practice.sheet.workbook import Workbook
from core.errors import SheetError

MOST_BLOCKS = 60  # six learning rates on ten tabs


def check_sheet(content: bytes, name: str, said: Corrections | None = None) -> Report:
    """What is wrong in a spreadsheet of the exercise: .xlsx, .ods or .csv, whatever its `name` says.

    Raises SheetError for a file that cannot be read, or in which nothing of the exercise can be.
    """
    return check_workbook(read_workbook(content), name, said)


def check_workbook(book: Workbook, name: str, said: Corrections | None = None) -> Report:
    """The same of a workbook, with what the learner said of its headings; without any, its report has no blocks.

    Raises SheetError where nothing can be headings of the exercise, or too many are.
    """
    all_blocks = blocks(book, said)
    if not all_blocks and not not_taken(book):
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
