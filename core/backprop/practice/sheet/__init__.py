"""Check a learner's own sheet: the first cell that is wrong, and which factor in it."""

from core.backprop.practice.sheet.check import check_sheet, check_workbook
from core.backprop.practice.sheet.report import Finding, Mark, Report

__all__ = ["Finding", "Mark", "Report", "check_sheet", "check_workbook"]
