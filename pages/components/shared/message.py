"""What components send, checked before it is believed: it comes from a browser, where anybody can write anything.

A message is a frozen dataclass whose fields say by their types what they must be. What does not fit is left out.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar, get_type_hints

LARGEST = 2**53 - 1  # the last whole number up to which JavaScript counts one by one
LONGEST = 10_000  # characters of a text; the link to the largest network has some 2,000
MOST_PLACES = 8  # numbers of an index
HALF = re.compile("[\ud800-\udfff]")  # of a character: JSON can hold one, and it could never be sent back

Kind = TypeVar("Kind")
_log = logging.getLogger(__name__)


class NotOurs(ValueError):
    """Why a message cannot be one that a component of this app has sent."""


def read(kind: type[Kind], sent: object) -> Kind:
    """What was sent as a message of that kind. Raises NotOurs unless it has exactly its fields, of their types.

    A number is a whole one from 0 to LARGEST.
    """
    checks = _checks(kind)  # type: ignore[arg-type]  # a class can be hashed
    if not isinstance(sent, Mapping) or sent.keys() != checks.keys():
        raise NotOurs(f"the fields must be {', '.join(checks)}, not {short(sent)}")
    for name, check in checks.items():
        if not check(sent[name]):
            raise NotOurs(f"{name} cannot be {short(sent[name])}")
    return kind(**{name: tuple(found) if isinstance(found, list) else found for name, found in sent.items()})


def left_out(key: str, reason: object) -> None:
    """Says in the log that something of the component with this key was not believed."""
    _log.warning("Left out of what the component %r sent: %s.", key, reason)


def short(sent: object) -> str:
    """What was sent, for the log: what kind of thing it is, and its beginning where that costs nothing."""
    if isinstance(sent, bool | float | None):
        return repr(sent)
    if isinstance(sent, str):
        return f"a text of {len(sent)}: {sent[:20]!a}"
    return f"{type(sent).__name__}" if isinstance(sent, int) else f"{type(sent).__name__} of {_length(sent)}"


def _length(sent: object) -> int:
    return len(sent) if isinstance(sent, Mapping | list) else 1


def _whole(found: object) -> bool:
    return type(found) is int and 0 <= found <= LARGEST  # True is an int too


def _text(found: object) -> bool:
    return isinstance(found, str) and len(found) <= LONGEST and not HALF.search(found)


def _index(found: object) -> bool:
    return isinstance(found, list) and 0 < len(found) <= MOST_PLACES and all(_whole(each) for each in found)


CHECKS: Mapping[Any, Callable[[object], bool]] = MappingProxyType({int: _whole, str: _text, tuple[int, ...]: _index})


@cache
def _checks(kind: type) -> Mapping[str, Callable[[object], bool]]:
    return {name: CHECKS[hint] for name, hint in get_type_hints(kind).items()}
