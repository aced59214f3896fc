"""A zipped spreadsheet file: its parts, within limits, and the XML in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat
from zipfile import ZipFile

from core.errors import SheetError

MOST_UNPACKED = 64_000_000  # bytes of one part of the file
MOST_PARTS = 2000
MOST_CELLS = 250_000
MOST_ROWS = 20_000
UNFOLDS = "This file unfolds into far more than a sheet of this exercise: take out what is not it."


class Package:
    """The parts of a zipped file. Its sizes are judged first; a part that is longer than it says is cut off."""

    def __init__(self, file: ZipFile) -> None:
        parts = file.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > 4 * MOST_UNPACKED:
            raise SheetError(UNFOLDS)
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
            raise SheetError(UNFOLDS)
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
