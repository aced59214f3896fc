"""The bytes of a spreadsheet file become a workbook; or a sentence on why they cannot.

What a file is called does not count, only what is in it. Sizes are read and judged before anything is unpacked. No
macro is run, no link to another file is followed: both are bytes that nobody looks at.
"""

from __future__ import annotations

import io
import zlib
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from core.backprop.practice.sheet import delimited, ods, xlsx
from core.backprop.practice.sheet.package import MOST_CELLS, MOST_ROWS, Package
from core.backprop.practice.sheet.workbook import Workbook
from core.errors import SheetError

MOST_BYTES = 8_000_000
OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK"
READ = "an .xlsx, .ods or .csv file"


def read_workbook(content: bytes) -> Workbook:
    """Raises SheetError for a file that is empty, too large, locked, damaged, or no spreadsheet."""
    if not content:
        raise SheetError("This file is empty: choose another.")
    if len(content) > MOST_BYTES:
        raise SheetError(f"This file has {len(content) / 1e6:.1f} MB: at most 8 MB are read.")
    if content.startswith(OLE):
        raise SheetError(
            "This file is locked with a password, or it is in the old .xls format: save it as .xlsx without a password."
        )
    if not content.startswith(ZIP):
        return delimited.read(content, MOST_ROWS, MOST_CELLS)
    try:
        with ZipFile(io.BytesIO(content)) as file:
            return _unpacked(Package(file))
    except SheetError:
        raise
    except (BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, RuntimeError) as error:
        raise SheetError("This file is damaged or cut off: save it again, or choose another.") from error
    except Exception as error:  # there is no end to what a damaged file may lead to
        raise SheetError("This file cannot be read: save it again as .xlsx, or choose another.") from error


def _unpacked(package: Package) -> Workbook:
    if "xl/workbook.xml" in package:
        return xlsx.read(package)
    if "content.xml" in package:
        return ods.read(package)
    if "xl/workbook.bin" in package:
        raise SheetError("This is a binary workbook (.xlsb): save it as .xlsx.")
    raise SheetError(f"This is no spreadsheet that can be read here: choose {READ}.")
