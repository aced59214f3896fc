"""A script as a notebook: a cell for each of its marks, in the form of Jupyter's files, version 4.5."""

from __future__ import annotations

import json
import re

MARK = re.compile(r"^# %%( \[markdown\])?\n", re.M)
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook(script: str) -> str:
    """The notebook of a script whose cells begin with `# %%`, those of words with `# %% [markdown]`."""
    _, *parts = MARK.split(script)
    cells = [
        _words(number, text) if kind else _code(number, text)
        for number, (kind, text) in enumerate(zip(parts[::2], parts[1::2], strict=True))
    ]
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"


def _code(number: int, text: str) -> dict[str, object]:
    source = text.strip("\n").splitlines(keepends=True)
    cell: dict[str, object] = {"cell_type": "code", "id": f"cell-{number}", "metadata": {}, "source": source}
    return {**cell, "execution_count": None, "outputs": []}


def _words(number: int, text: str) -> dict[str, object]:
    plain = re.sub("^# ?", "", text.strip("\n"), flags=re.M)
    return {"cell_type": "markdown", "id": f"cell-{number}", "metadata": {}, "source": plain.splitlines(keepends=True)}
