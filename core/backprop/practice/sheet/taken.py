"""What was taken for what: every heading of a sheet with what it is read as, and how a learner puts it right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.backprop.engine.graph import Graph, Operation
from core.backprop.practice.sheet.blocks import LEAST_NAMES, Block
from core.backprop.practice.sheet.headed import Corrections, unnamed
from core.backprop.practice.sheet.names import RATE, UPDATE
from core.backprop.practice.sheet.workbook import Place, Tab, Workbook

LONGEST = 40  # characters of a heading that are shown


@dataclass(frozen=True)
class Taken:
    """A heading and the `id` that it is taken for; none where what it names was not looked at."""

    tab: str
    place: Place
    text: str
    id: str


def taken(block: Block) -> tuple[Taken, ...]:
    """The headings of a block as they stand, those not read among them, and the labels of its constants."""
    labels = {place: name for name, place in block.heads.items()}
    places = sorted({*labels, *block.unread}, key=lambda place: place[::-1] if block.sideways else place)
    return tuple(_taken(block.tab, place, labels.get(place, "")) for place in places)


def not_taken(book: Workbook) -> tuple[Taken, ...]:
    """For a workbook without any block: what may be its headings; nothing where there are too few."""
    every = ((tab, unnamed(tab)) for tab in book.tabs)
    tab, places = max(every, key=lambda pair: len(pair[1]), default=(None, ()))
    return tuple(_taken(tab, place, "") for place in places) if tab and len(places) >= LEAST_NAMES else ()


def corrected(book: Workbook, blocks: Sequence[Block], said: Corrections, heading: Taken, id: str) -> Corrections:
    """What was said, and that a heading is `id`, or that it is to be left out if that is nothing.

    The same heading at the same place of other tabs is meant too. What was taken for it in the same block is left out.
    """
    now = dict(said)
    for tab in book.tabs:
        cell = tab.cells.get(heading.place)
        if tab.name != heading.tab and not (cell and cell.value == heading.text):
            continue
        for block in blocks:
            other = block.heads.get(id) if block.tab is tab and _in_line(block, heading.place) else None
            if other and other != heading.place:
                now[tab.name, other] = ""
        now[tab.name, heading.place] = id
    return now


def choices(graph: Graph) -> tuple[str, ...]:
    """Everything that a heading can be, in the order of the exercise."""
    inner = [q.name for q in graph.quantities if q.operation in (Operation.WEIGHTED_SUM, Operation.ACTIVATION)]
    gradients = [f"∂E_total/∂{name}" for name in (*graph.weights, *inner)]
    names = [q.name for q in graph.quantities]
    new = [f"{weight}⁺" for weight in graph.weights]
    return (RATE, UPDATE, *graph.given, *names, *gradients, *new)


def differences(book: Workbook, said: Corrections) -> Iterator[Taken]:
    """What the learner said, as far as it is about this workbook."""
    tabs = {tab.name: tab for tab in book.tabs}
    for (name, place), id in said.items():
        if name in tabs and place in tabs[name].cells:
            yield _taken(tabs[name], place, id)


def _taken(tab: Tab, place: Place, id: str) -> Taken:
    return Taken(tab.name, place, f"{tab.cells[place].value}"[:LONGEST], id)


def _in_line(block: Block, place: Place) -> bool:
    """Whether a heading belongs to a block: it is one of its own, or stands beside them."""
    return place in block.heads.values() or place in block.unread
