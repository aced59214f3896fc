"""What goes with homework as a text: its start, its losses, gradients found three ways, and a link that proves it."""

from __future__ import annotations

from collections.abc import Sequence
from string import Template

from core.backprop.engine.descent import descend
from core.backprop.engine.proof import prove
from core.backprop.export.start import Start
from core.backprop.lesson.origin import updates as counted
from core.backprop.lesson.place import Place

TEXT = Template("""\
A neural network, update by update
Made by Backprop Lab.

$start
Learning rate: $rate

$losses

The gradient of $loss by every weight at this start, three ways:

$proofs

The place where this pack was made: $place.
Who opens this link has everything computed anew, and reads whether the sender's $loss was reached.

$link

In this pack:
$files
""")
FILES = {
    "filled.xlsx": "the spreadsheet, in which every number is a formula, with a sheet for six learning rates",
    "blank.xlsx": "the same sheets with the given numbers only, to fill in",
    "learning-rates.csv": "the loss at six learning rates, as a table",
    "learning-rates.svg": "the same as a chart",
    "network.py": "the network in plain Python",
    "network_numpy.py": "in NumPy",
    "network_torch.py": "in PyTorch",
}


def receipt(place: Place, start: Start, updates: int, link: str) -> str:
    """The text for so many updates from `start`; `link` is the address that restores `place`.

    Imports torch. Raises graph.NonFinite on overflow, ValueError for numbers too large for a central difference.
    """
    graph, descent = start.network.graph, descend(start.network, start.learning_rate, updates)
    marks = sorted({0, min(1, descent.updates), descent.updates})
    losses = [
        (f"{graph.loss} after {counted(start.update + mark)}", repr(float(descent.losses[mark]))) for mark in marks
    ]
    proofs = [(p.weight, *map(repr, (p.chain_rule, p.central_difference, p.autograd))) for p in prove(start.network)]
    return TEXT.substitute(
        start=start.sentence,
        rate=f"{start.learning_rate!r}",
        loss=graph.loss,
        losses=_table(losses),
        proofs=_table([("weight", "chain rule", "central difference", "PyTorch autograd"), *proofs]),
        place=f"after {counted(place.update)}, at the step “{place.step}”",
        link=link,
        files=_table(list(FILES.items())),
    )


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    """Texts in columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
