"""JSON that a folder holds, checked before it is believed: a file may be damaged, or be anybody's.

What is kept is a frozen dataclass whose fields say by their types what they must be.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

LARGEST = 2**53 - 1  # the last whole number up to which a double counts one by one
UNWRITTEN = re.compile("[\ud800-\udfff\0]")  # halves of characters, which no page can show; a NUL ends a path

Kind = TypeVar("Kind")
Check = Callable[[object], bool]


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
    checks, required = _checks(kind), _required(kind)  # type: ignore[arg-type]  # a class can be hashed
    if not values.keys() <= checks.keys():
        unknown = sorted(values.keys() - checks.keys())
        raise ValueError(f"these settings are another version's: {ascii(', '.join(unknown))[1:-1]}.")
    if not required <= values.keys():
        missing = [name for name in checks if name in required - values.keys()]
        raise ValueError(f"these settings are missing: {', '.join(missing)}.")
    for name, value in values.items():
        if not checks[name](value):
            raise ValueError(f"{name} cannot be {short(value)}.")
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})


def fits(hint: Any, value: object) -> bool:
    """Whether a value of JSON is of that type: bool, int, float, str, a Literal of texts, or a tuple of any of them."""
    return _check(hint)(value)


@cache
def _check(hint: Any) -> Check:
    """What tells whether a value is of that type, made once for each: a grid of runs has ten thousands of records."""
    if get_origin(hint) is tuple:
        each = _check(get_args(hint)[0])
        return lambda value: isinstance(value, list) and all(map(each, value))
    if get_origin(hint) is Literal:
        words = get_args(hint)
        return lambda value: isinstance(value, str) and value in words
    own: dict[Any, Check] = {float: _is_float, int: _is_int, str: _is_text}
    return own.get(hint, lambda value: type(value) is hint)  # True is an int too


def _is_float(value: object) -> bool:
    return type(value) is float or (type(value) is int and abs(value) <= sys.float_info.max)


def _is_int(value: object) -> bool:
    return type(value) is int and 0 <= value <= LARGEST


def _is_text(value: object) -> bool:
    return type(value) is str and not UNWRITTEN.search(value)


def short(value: object) -> str:
    """A value for a sentence: all of it where it is short, else what kind of thing it is."""
    if isinstance(value, bool | float | None) or (isinstance(value, int) and abs(value) <= LARGEST):
        return repr(value)
    if isinstance(value, str):
        return f"{value!a}" if len(value) <= 20 else f"a text of {len(value)} characters"
    kinds = {int: "a whole number so large", list: "such a list", dict: "an object"}
    return kinds.get(type(value), type(value).__name__)


@cache
def _checks(kind: type) -> Mapping[str, Check]:
    return {name: _check(hint) for name, hint in get_type_hints(kind).items()}


@cache
def _required(kind: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind) if field.default is MISSING)
