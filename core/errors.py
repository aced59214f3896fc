"""The errors that several rooms raise or answer: each brings one sentence that says what to do."""

from __future__ import annotations


class _Error(Exception):
    """`page` is its sentence for a page, where that is another: there are no folders there to name, and no flags."""

    def __init__(self, sentence: str = "", page: str = "") -> None:
        super().__init__(sentence)
        self.page = page or sentence


class RunError(_Error):
    """Why a run's folder cannot be used."""


class NoSuchRun(KeyError):
    """There is no run of that name for this visitor; whether for another is nobody's business."""

    def __str__(self) -> str:
        return "There is no such run here: it was deleted, or it is another visitor's."


class DataError(_Error):
    """Why a data set cannot be used."""


class NoSuchData(DataError, ValueError):
    """A name that is neither a data set's nor a folder's."""


class TrainingError(Exception):
    """Why a training cannot go on."""


class WeightsError(ValueError):
    """Why a file of weights cannot be used."""


class StrokesError(ValueError):
    """Why something is no drawing."""


class UploadError(ValueError):
    """Why a file is no picture."""


class SheetError(ValueError):
    """Why a file is no spreadsheet that can be checked."""


def page_words(error: Exception) -> str:
    """What to say of an error on a page."""
    return error.page if isinstance(error, _Error) else str(error)
