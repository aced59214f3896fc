"""JSON that a folder holds, checked before it is believed: a file may be damaged, or be anybody's.

What is kept is a frozen dataclass whose fields say by their types what they must be.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

LARGEST = 2**53 - 1  # the last whole number up to which a double counts one by one
UNWRITTEN = re.compile("[\ud800-\udfff\0]")  # halves of characters, which no page can show; a NUL ends a path

Kind = TypeVar("Kind")


def parsed(text: str | bytes) -> Any:
    """What a text of JSON says. Raises ValueError for any other text, however deep its brackets."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("its brackets are too deep") from error


def fitted(kind: type[Kind], values: object) -> Kind:
    """The dataclass with these values: lists become tuples, and what is left out has its default.

    An int is a whole number from 0 to LARGEST, a float any number that a float can hold, NaN and infinity too.
    Raises ValueError for what does not fit.
    """
    if not isinstance(values, Mapping):
        raise ValueError(f"there must be settings with names, not {short(values)}.")
    hints = _hints(kind)  # type: ignore[arg-type]  # a class can be hashed
    if unknown := sorted(values.keys() - hints.keys()):
        raise ValueError(f"these settings are another version's: {ascii(', '.join(unknown))[1:-1]}.")
    if missing := [name for name in _required(kind) if name not in values]:  # type: ignore[arg-type]
        raise ValueError(f"these settings are missing: {', '.join(missing)}.")
    for name, value in values.items():
        if not fits(hints[name], value):
            raise ValueError(f"{name} cannot be {short(value)}.")
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})


def fits(hint: Any, value: object) -> bool:
    """Whether a value of JSON is of that type: bool, int, float, str, a Literal of texts, or a tuple of any of them."""
    if get_origin(hint) is tuple:
        return isinstance(value, list) and all(fits(get_args(hint)[0], each) for each in value)
    if get_origin(hint) is Literal:
        return isinstance(value, str) and value in get_args(hint)
    if hint is float:
        return type(value) is float or (type(value) is int and abs(value) <= sys.float_info.max)
    if hint is int:
        return type(value) is int and 0 <= value <= LARGEST
    return type(value) is hint and not (isinstance(value, str) and UNWRITTEN.search(value))  # True is an int too


def short(value: object) -> str:
    """A value for a sentence: all of it where it is short, else what kind of thing it is."""
    if isinstance(value, bool | float | None) or (isinstance(value, int) and abs(value) <= LARGEST):
        return repr(value)
    if isinstance(value, str):
        return f"{value!a}" if len(value) <= 20 else f"a text of {len(value)} characters"
    kinds = {int: "a whole number so large", list: "such a list", dict: "an object"}
    return kinds.get(type(value), type(value).__name__)


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


@cache
def _required(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.default is MISSING)
