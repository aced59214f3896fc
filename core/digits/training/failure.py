"""What went wrong, in a sentence that says what to do."""

from __future__ import annotations

import errno

import torch

from core.digits.runs.status import LOG
from core.errors import DataError, RunError, TrainingError, page_words

EXPECTED = (DataError, RunError, TrainingError, ValueError)
GONE_WRONG, BAD_SETTINGS = 1, 2
OUT_OF_MEMORY = (
    "The memory is full: choose a smaller batch_size or narrower widths in a new run, or end other programs and"
    " resume, which goes on from the last checkpoint."
)


def explain(error: Exception, page: bool = False) -> tuple[str, int]:
    """The sentence for an error that ended a training, in the words of a terminal or a page; and the exit code.

    That is 2 for bad settings, 1 for all else.
    """
    if expected(error):
        sentence = " ".join((page_words(error) if page else str(error)).split())
        return sentence, BAD_SETTINGS if isinstance(error, ValueError) else GONE_WRONG
    if out_of_memory(error):
        return OUT_OF_MEMORY, GONE_WRONG
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full: make room, then resume goes on from the last checkpoint.", GONE_WRONG
    said = " ".join(str(error).split())[:200].rstrip(".") or "no more is known"
    return (
        f"Something unexpected happened ({type(error).__name__}: {said}); {LOG} in the run's folder has the details."
        " Resume goes on from the last checkpoint.",
        GONE_WRONG,
    )


def expected(error: Exception) -> bool:
    """Whether it brings its sentence along; a UnicodeError is a ValueError, but says nothing of settings."""
    return isinstance(error, EXPECTED) and not isinstance(error, UnicodeError)


def out_of_memory(error: Exception) -> bool:
    """Whether it says that there is no memory left, of the processor or of a graphics card."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return True
    said = str(error).lower()
    return isinstance(error, RuntimeError) and any(
        words in said for words in ("out of memory", "can't allocate memory", "not enough memory")
    )
