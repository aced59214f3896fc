"""A sheet that is handed in for an exercise: whether it is of this exercise, and what its report comes to."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose

from core.backprop.lesson.place import Place, network_at
from core.backprop.notation.number import format_number
from core.backprop.practice.sheet.report import Mark, Report, Understood

SAME = 1e-6  # relative; how far a number that is given may be off


@dataclass(frozen=True)
class Handed:
    """The sheet's number of wrong cells, and the kinds of its mistakes, each once, the first ones first."""

    wrong: int
    kinds: tuple[str, ...] = ()


def handed(report: Report, start: Place, updates: int) -> Handed:
    """What a report says of the exercise that begins at `start`.

    Raises ValueError, in a sentence, if no table of it begins with these numbers, or has so many updates.
    """
    own = [number for number, about in enumerate(report.blocks) if not differing(about, start)]
    if not own:
        first = differing(report.blocks[0], start) if report.blocks else ""
        raise ValueError(f"This is no sheet of this exercise{first and f': {first}'}.")
    longest = max(report.blocks[number].block.updates for number in own)
    if longest < updates:
        raise ValueError(f"This sheet has {longest} of the {updates} updates that are asked.")
    wrong = sum(mark is Mark.WRONG for number in own for mark in report.blocks[number].marks.values())
    kinds = (finding.kind for finding in report.findings if finding.block in own)
    return Handed(wrong, tuple(dict.fromkeys(kinds)))


def differing(about: Understood, start: Place) -> str:
    """The first given number, or the learning rate, that is not that of the exercise; nothing where all are."""
    net = network_at(start)
    if about.network is None:
        return "it does not show all the numbers that it begins with"
    if set(about.graph.given) != set(net.graph.given):
        return "it is of another network"
    pairs = [(name, float(about.network.numbers[name]), float(net.numbers[name])) for name in net.graph.given]
    pairs.append(("η", about.rate if about.rate is not None else start.learning_rate, start.learning_rate))
    for name, own, given in pairs:
        if not isclose(own, given, rel_tol=SAME, abs_tol=1e-12):
            return f"{name} is {format_number(own, 6)} in it, and {format_number(given, 6)} in the exercise"
    return ""
