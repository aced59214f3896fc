"""What a forger may send instead of what our components do: near misses, and any JSON at all."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

KINDS = ("edit", "advance", "step", "restore", "walk", "horizon", "pick", "of", "answer", "help", "mark", "", "eval")
OPERATIONS = ("input", "layer1.conv", "layer2.pool", "layer6.linear", "layer7.softmax", "nowhere", "")
TEXTS = ("w5", "w1,w2", "0.4", "1e308", "-1e308,5e-324", "start", "h1", "learning_rate", "update", "9" * 400, "nan", "")
ODD_TEXTS = ("\ud800", "\x00", "x" * 1_000_000, "hidden=4-4&w1=1e308&update=5000", "<script>alert(1)</script>", "$x$")
NUMBERS = (0, 1, -1, 2**53, 10**400, -(10**400), 1e308, 5e-324, float("nan"), float("inf"), True, None)


def junk(dice: random.Random, depth: int = 0) -> Any:
    """Any JSON."""
    kind = dice.randrange(4 if depth > 2 else 6)
    if kind < 2:
        return dice.choice(NUMBERS)
    if kind < 4:
        return dice.choice((*TEXTS, *ODD_TEXTS))
    inner = [junk(dice, depth + 1) for _ in range(dice.randrange(4))]
    return inner if kind == 4 else {dice.choice(TEXTS): each for each in inner}


def odd(dice: random.Random, message: Mapping[str, Any]) -> Any:
    """A message with something wrong in it, or, half of the time, only unexpected."""
    changed = dict(message)
    match dice.randrange(8):
        case 0:
            return junk(dice)
        case 1:
            del changed[dice.choice(list(changed))]
        case 2 | 3:
            changed[dice.choice(list(changed))] = junk(dice)
    return changed


def message(dice: random.Random) -> Any:
    """What one of our components might send."""
    number = dice.choice((dice.randrange(2**53), 1_800_000_000_000_000, 1))
    match dice.randrange(5):
        case 0:
            return odd(dice, {"pick": odd(dice, {"index": dice.randrange(-2, 200), "number": number})})
        case 1:
            index = [dice.randrange(-2, 40) for _ in range(dice.choice((1, 3, 3, 2, 0)))]
            pick = {"operation": dice.choice(OPERATIONS), "index": index, "number": number}
            return odd(dice, {"pick": odd(dice, pick)})
        case 2:
            return odd(dice, {"token": dice.choice(TEXTS), "drawing": drawing(dice)})
    events = [
        odd(dice, {"number": number, "kind": dice.choice(KINDS), "name": dice.choice(TEXTS), "text": text(dice)})
        for _ in range(dice.randrange(4))
    ]
    return odd(dice, {"events": events})


def text(dice: random.Random) -> str:
    return dice.choice((*TEXTS, *ODD_TEXTS, str(dice.randrange(10)), repr(dice.uniform(-1, 1))))


def drawing(dice: random.Random) -> Any:
    """What the canvas might send."""
    path = [[dice.choice("MLQXZ"), junk(dice), junk(dice)] for _ in range(dice.randrange(3))]
    stroke = odd(dice, {"type": "Path", "path": path, "strokeWidth": dice.choice(NUMBERS), "stroke": "#000000"})
    raw = odd(dice, {"objects": [stroke], "background": "rgba(255, 255, 255, 1.000000)"})
    return odd(dice, {"raw": raw, "data": dice.choice(("data:image/png;base64,AAAA", "data:image/png;base64,é", ""))})


def selection(dice: random.Random) -> Any:
    """What is selected in a chart or a table."""
    point = odd(dice, {"truth": dice.choice(NUMBERS), "answer": dice.randrange(-1, 12)})
    table = {"rows": [dice.choice((0, 1, 5, *NUMBERS))], "columns": [], "cells": []}
    return odd(dice, {"selection": odd(dice, dice.choice(({"cell": [point]}, table)))})
