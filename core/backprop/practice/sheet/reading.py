"""The bytes of a spreadsheet file become a workbook; or a sentence on why they cannot.

What a file is called does not count, only what is in it. Sizes are read and judged before anything is unpacked. No
macro is run, no link to another file is followed: both are bytes that nobody looks at.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from core.backprop.practice.sheet import delimited
from core.backprop.practice.sheet.workbook import Workbook
from core.errors import SheetError

MOST_BYTES = 8_000_000
MOST_UNPACKED = 64_000_000  # of one part of the file
MOST_PARTS = 2000
MOST_CELLS = 250_000
MOST_ROWS = 20_000
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
    from core.backprop.practice.sheet import ods, xlsx  # they know this module

    if "xl/workbook.xml" in package:
        return xlsx.read(package)
    if "content.xml" in package:
        return ods.read(package)
    if "xl/workbook.bin" in package:
        raise SheetError("This is a binary workbook (.xlsb): save it as .xlsx.")
    raise SheetError(f"This is no spreadsheet that can be read here: choose {READ}.")


class Package:
    """The parts of a zipped file. Its sizes are judged first; a part that is longer than it says is cut off."""

    def __init__(self, file: ZipFile) -> None:
        parts = file.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > 4 * MOST_UNPACKED:
            raise SheetError("This file unfolds into far more than a sheet of this exercise: take out what is not it.")
        if any(part.flag_bits & 1 for part in parts):
            raise SheetError("This file is locked with a password: save it without one.")
        self._file, self._sizes = file, {part.filename.lstrip("/"): part for part in parts}
        self.left = MOST_CELLS  # cells that may still be read, over all tabs

    def __contains__(self, name: str) -> bool:
        return name in self._sizes

    def read(self, name: str) -> bytes:
        """A part's bytes; none where the file lacks it."""
        part = self._sizes.get(name)
        if part is None:
            return b""
        if part.file_size > MOST_UNPACKED:
            raise SheetError("This file unfolds into far more than a sheet of this exercise: take out what is not it.")
        with self._file.open(part) as stream:
            return stream.read(MOST_UNPACKED)

    def count(self, row: int, cells: int = 1) -> None:
        """Raises SheetError where a row is too far down, or too many cells have been read."""
        self.left -= cells
        if row >= MOST_ROWS or self.left < 0:
            raise SheetError(
                f"This sheet has more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells: keep only those of the exercise."
            )


@dataclass
class Handlers:
    start: Callable[[str, dict[str, str]], None] = lambda tag, attributes: None
    end: Callable[[str], None] = lambda tag: None
    text: Callable[[str], None] | None = None


def parse_xml(content: bytes, handlers: Handlers) -> None:
    """Every element and text of an XML document. Entities that a document defines itself are refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = handlers.start, handlers.end
    if handlers.text:
        parser.CharacterDataHandler = handlers.text
    parser.EntityDeclHandler = _refused
    parser.Parse(content, True)


def _refused(*_: object) -> None:
    raise SheetError("This file defines its own entities, as no spreadsheet program does: save it again.")
