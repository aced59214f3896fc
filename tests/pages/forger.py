"""What a forger may send instead of what our components do: near misses, and any JSON at all."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

KINDS = ("edit", "advance", "step", "restore", "walk", "horizon", "pick", "of", "answer", "help", "mark", "", "eval")
EDITS = ("set", "move", "add", "remove", "duplicate", "undo", "budget")
OPERATIONS = ("input", "layer1.conv", "layer2.pool", "layer6.linear", "layer7.softmax", "nowhere", "")
TEXTS = ("w5", "w1,w2", "0.4", "1e308", "-1e308,5e-324", "start", "h1", "learning_rate", "update", "9" * 400, "nan", "")
PLACES = ("3 kernel", "9 rate", "2 1", "7 bias", "² 1")
ODD_TEXTS = ("\ud800", "\x00", "x" * 1_000_000, "hidden=4-4&w1=1e308&update=5000", "<script>alert(1)</script>", "$x$")
NUMBERS = (0, 1, -1, 2**53, 10**400, -(10**400), 1e308, 5e-324, float("nan"), float("inf"), True, None)


def junk(rng: random.Random, depth: int = 0) -> Any:
    """Any JSON."""
    kind = rng.randrange(4 if depth > 2 else 6)
    if kind < 2:
        return rng.choice(NUMBERS)
    if kind < 4:
        return rng.choice((*TEXTS, *ODD_TEXTS))
    inner = [junk(rng, depth + 1) for _ in range(rng.randrange(4))]
    return inner if kind == 4 else {rng.choice(TEXTS): each for each in inner}


def odd(rng: random.Random, message: Mapping[str, Any]) -> Any:
    """A message with something wrong in it, or, half of the time, only unexpected."""
    changed = dict(message)
    match rng.randrange(8):
        case 0:
            return junk(rng)
        case 1:
            del changed[rng.choice(list(changed))]
        case 2 | 3:
            changed[rng.choice(list(changed))] = junk(rng)
    return changed


def message(rng: random.Random) -> Any:
    """What one of our components might send."""
    number = rng.choice((rng.randrange(2**53), 1_800_000_000_000_000, 1))
    match rng.randrange(5):
        case 0:
            return odd(rng, {"pick": odd(rng, {"index": rng.randrange(-2, 200), "number": number})})
        case 1:
            index = [rng.randrange(-2, 40) for _ in range(rng.choice((1, 3, 3, 2, 0)))]
            pick = {"operation": rng.choice(OPERATIONS), "index": index, "number": number}
            return odd(rng, {"pick": odd(rng, pick)})
        case 2:
            return odd(rng, {"token": rng.choice(TEXTS), "drawing": drawing(rng)})
    events = [
        odd(
            rng,
            {
                "number": number,
                "kind": rng.choice((*KINDS, *EDITS)),
                "name": rng.choice((*TEXTS, *PLACES)),
                "text": text(rng),
            },
        )
        for _ in range(rng.randrange(4))
    ]
    return odd(rng, {"events": events})


def text(rng: random.Random) -> str:
    return rng.choice((*TEXTS, *ODD_TEXTS, str(rng.randrange(10)), repr(rng.uniform(-1, 1))))


def drawing(rng: random.Random) -> Any:
    """What the canvas might send."""
    path = [[rng.choice("MLQXZ"), junk(rng), junk(rng)] for _ in range(rng.randrange(3))]
    stroke = odd(rng, {"type": "Path", "path": path, "strokeWidth": rng.choice(NUMBERS), "stroke": "#000000"})
    raw = odd(rng, {"objects": [stroke], "background": "rgba(255, 255, 255, 1.000000)"})
    return odd(rng, {"raw": raw, "data": rng.choice(("data:image/png;base64,AAAA", "data:image/png;base64,é", ""))})


def selection(rng: random.Random) -> Any:
    """What is selected in a chart or a table."""
    point = odd(rng, {"truth": rng.choice(NUMBERS), "answer": rng.randrange(-1, 12)})
    table = {"rows": [rng.choice((0, 1, 5, *NUMBERS))], "columns": [], "cells": []}
    return odd(rng, {"selection": odd(rng, rng.choice(({"cell": [point]}, table)))})
