"""The records of a run while it goes on: each look reads only what is new."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from core.digits.training.records import RECORDS, Record, from_line


class Reader:
    """Follows the records of the run in `folder`, for one reader: `refresh`, then look at `records`.

    `problems` has a sentence for each line that could not be read. A last line that is still on its way is waited for.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._start_over()

    def _start_over(self) -> None:
        self.records: list[Record] = []
        self.problems: list[str] = []
        self._lines = 0
        self._offset = 0  # where the first unread line begins
        self._last = b""  # the line before it, which shows whether the file is still the one that was read

    def refresh(self) -> bool:
        """Reads what is new. Returns whether anything is other than before. Never raises.

        A run that was resumed has lost the records after its checkpoint: then all are read anew.
        """
        try:
            with open(self.folder / RECORDS, "rb") as file:
                anew = not self._goes_on(file)
                if anew:
                    self._start_over()
                return self._read(file) or anew
        except FileNotFoundError:
            known = bool(self._offset or self.problems)
            self._start_over()
            return known
        except OSError as error:
            sentence = f"{RECORDS} cannot be read ({error.strerror}): the last records are missing here."
            if sentence in self.problems:
                return False
            self.problems.append(sentence)
            return True

    def _goes_on(self, file: BinaryIO) -> bool:
        """Whether what was read is still there. Lines carry their times: a resumed run does not write one again."""
        file.seek(self._offset - len(self._last))
        return file.read(len(self._last)) == self._last

    def _read(self, file: BinaryIO) -> bool:
        file.seek(self._offset)
        *lines, _ = file.read().split(b"\n")
        for line in lines:
            self._lines += 1
            self._last = line + b"\n"
            self._offset += len(self._last)
            try:
                self.records.append(from_line(line.decode("utf-8")))
            except (ValueError, RecursionError):
                self.problems.append(f"Line {self._lines} of {RECORDS} is damaged and left out.")
        return bool(lines)
