"""What a check of a sheet comes to: what was understood, what every cell is worth, and the findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.backprop.engine.graph import Graph
from core.backprop.engine.network import Network
from core.backprop.practice.sheet.blocks import Block
from core.backprop.practice.sheet.workbook import Place, Workbook


class Mark(StrEnum):
    """What a cell is worth."""

    GIVEN = "given"
    RIGHT = "right"
    WRONG = "wrong"  # although all that it uses is right, or whatever that is
    FOLLOWED = "followed"  # rightly computed from something wrong
    UNKNOWN = "unknown"  # not judged


@dataclass(frozen=True)
class Finding:
    """A mistake at the first cell that has it; `also` are the other cells of its column that repeat it."""

    tab: str
    cell: str
    quantity: str
    sentence: str
    id: str  # of what stands in the cell: w1, ∂E_total/∂w1, h1
    place: Place
    update: int  # counted from 0
    block: int  # in the report's blocks
    also: tuple[Place, ...] = ()
    kind: str = ""  # of mistake, in a few words


@dataclass(frozen=True)
class Understood:
    """A block of the sheet, the network it is taken for, and what each of its cells is worth."""

    block: Block
    network: Network | None  # at its first update, where all its numbers are there
    rate: float | None
    marks: Mapping[Place, Mark]
    shape: str  # in words
    numbers: Mapping[str, list[float]]  # what is given and the loss, by name, one an update
    values: Mapping[Place, float]
    graph: Graph


@dataclass(frozen=True)
class Report:
    """`blocks` is empty where no heading is read; the learner may say what they are."""

    workbook: Workbook
    rows: int
    findings: tuple[Finding, ...]
    blocks: tuple[Understood, ...]
