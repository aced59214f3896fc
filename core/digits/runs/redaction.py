"""Texts that leave the server do not say where things are on it: words stand for its folders."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from core.digits.data.datasets import home
from core.digits.runs.metadata import ID, read_metadata
from core.digits.runs.run import read_config
from core.digits.training.program import ROOT
from core.errors import RunError

PLACE = re.compile(r"""(?<![\w.:/)<])/(?:[^\s/'"():;,]+/)*([^\s/'"():;,]+)""")  # any other, from the root on


def file_name(name: str) -> str:
    """A run's name as the name of a file: letters without accents, digits, - and _."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or "run"


def words_for_places(folder: Path) -> dict[Path, str]:
    """What to say for each folder that the run in `folder` may mention: for those of runs, their names."""
    words = {
        Path(os.path.expanduser("~")): "~",
        Path(sys.base_prefix): "python",
        Path(sys.prefix): "python",
        ROOT: "program",
    }
    words |= {home(): "data", folder.parent: "runs", folder: file_name(read_metadata(folder).name)}
    with contextlib.suppress(RunError):  # of settings that cannot be read nothing more is known
        config = read_config(folder)
        words[Path(config.data)] = "data"
        words[Path(config.start)] = file_name(read_metadata(Path(config.start)).name)
    return {place: word for place, word in words.items() if place.is_absolute() and place != Path(place.anchor)}


def redacted(text: bytes, words: Mapping[Path, str]) -> bytes:
    """The text with `words` for its absolute paths, plain or as JSON writes them."""
    for place in sorted(words, key=lambda place: -len(str(place))):  # what lies in another comes first
        for written in {str(place), json.dumps(str(place))[1:-1]}:
            whole = re.escape(written.encode(errors="surrogateescape")) + rb"(?![\w-])"
            text = re.sub(whole, words[place].encode(), text)
    return text


def without_places(sentence: str, root: Path) -> str:
    """A sentence for a page: the folders of runs, which lie in `root`, have their names, and of others only the end."""
    if os.sep not in sentence:
        return sentence
    ids = re.findall(rf"{re.escape(str(root) + os.sep)}({ID.pattern})", sentence) or ["-"]
    words = {place: word for id in ids for place, word in words_for_places(root / id).items()}
    text = redacted(sentence.encode(errors="surrogateescape"), words | {root: "runs"})
    return PLACE.sub(r"\1", text.decode(errors="replace"))
