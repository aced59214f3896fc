"""A work as a small file and as a code to paste, signed by the server that saw it being done.

Both hold the same text, and it is read only if writing what was understood gives that very text again: so a changed
byte never goes unnoticed. Without a secret there is still a sum over the text, which anybody can make: it is unsigned.
"""

from __future__ import annotations

import hmac
import json
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.backprop.practice.assignment import read_assignment, to_link_of
from core.backprop.practice.quiz import NUMBER
from core.backprop.practice.work import MOST_CELLS, MOST_SECONDS, MOST_TRIES, REMEMBERED, Answer, Work

LARGEST = 100_000  # bytes of a receipt; the longest exercise has some 20,000
LONGEST_MISTAKE = 80  # characters
LATEST = 2**40  # seconds since 1970
CODE = "BL1."  # what a code begins with
FIELDS = ("receipt", "exercise", "name", "began", "answers", "open", "signed", "signature")
CHANGED = "It was changed after it had been written"


class Signature(StrEnum):
    SIGNED = "signed"
    UNSIGNED = "not signed"
    UNCHECKED = "signed, but by a secret that this server does not have"


@dataclass(frozen=True)
class Receipt:
    work: Work
    signature: Signature


def written(work: Work, secret: str = "") -> str:
    """The text of a receipt, JSON in one line; signed if there is a secret."""
    body = _body(work, bool(secret))
    return _text({**body, "signature": _signature(body, secret)})


def code(text: str) -> str:
    """The same text, short enough to be pasted into a message."""
    return CODE + urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def read(content: bytes, secret: str = "") -> Receipt:
    """The receipt in a file, or in a code.

    Raises ValueError, in a sentence, for what is none, or was changed.
    """
    if len(content) > LARGEST:
        raise ValueError("This is no receipt: it is too large.")
    try:
        text = content.decode().strip()
        text = _unpacked(text) if text.startswith(CODE) else text
        found = json.loads(text)
        work = _work(found)
    except (ValueError, TypeError, KeyError, RecursionError, zlib.error) as error:
        raise ValueError("This is no receipt, or a part of it was lost or changed.") from error
    signed, signature = found["signed"], found["signature"]
    body = _body(work, signed)
    if _text({**body, "signature": signature}) != text:
        raise ValueError(f"{CHANGED}.")
    if signed and not secret:
        return Receipt(work, Signature.UNCHECKED)
    if not hmac.compare_digest(signature, _signature(body, secret if signed else "")):
        raise ValueError(f"{CHANGED}{', or another server signed it' if signed else ''}.")
    return Receipt(work, Signature.SIGNED if signed else Signature.UNSIGNED)


def _body(work: Work, signed: bool) -> dict[str, Any]:
    return {
        "receipt": 1,
        "exercise": to_link_of(work.exercise),
        "name": work.name,
        "began": work.began,
        "answers": list(map(_listed, work.answers)),
        "open": _listed(work.open),
        "signed": signed,
    }


def _work(found: Mapping[str, Any]) -> Work:
    """Raises ValueError, TypeError or KeyError for what is none."""
    if not isinstance(found, dict) or tuple(found) != FIELDS or found["receipt"] != 1:
        raise ValueError("fields")
    link = found["exercise"]
    if not isinstance(link, dict) or not all(isinstance(text, str) for text in link.values()):
        raise ValueError("exercise")
    if not isinstance(found["name"], str) or type(found["signed"]) is not bool:
        raise ValueError("name")
    if not (isinstance(found["signature"], str) and re.fullmatch("[0-9a-f]{64}", found["signature"])):
        raise ValueError("signature")
    answers = tuple(map(_answer, found["answers"]))
    return Work(read_assignment(link), found["name"], _whole(found["began"], LATEST), answers, _answer(found["open"]))


def _listed(answer: Answer) -> list[int | str]:
    cells = [] if answer.cells is None else [answer.cells]
    return [answer.tries, answer.help, answer.seconds, *cells, *answer.mistakes]


def _answer(listed: list[Any]) -> Answer:
    tries, help, seconds, *mistakes = listed
    cells = _whole(mistakes.pop(0), MOST_CELLS) if mistakes and not isinstance(mistakes[0], str) else None
    if len(mistakes) > REMEMBERED or not all(map(_readable, mistakes)):
        raise ValueError("mistakes")
    most = (MOST_TRIES + NUMBER + 1) * MOST_SECONDS
    return Answer(_whole(tries, MOST_TRIES), _whole(help, NUMBER), _whole(seconds, most), tuple(mistakes), cells)


def _readable(mistake: object) -> bool:
    return isinstance(mistake, str) and 0 < len(mistake) <= LONGEST_MISTAKE and mistake.isprintable()


def _whole(found: object, largest: int) -> int:
    if type(found) is not int or not 0 <= found <= largest:  # True is an int too
        raise ValueError("number")
    return found


def _text(fields: Mapping[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _signature(body: Mapping[str, Any], secret: str) -> str:
    return hmac.new(secret.encode(), _text(body).encode(), "sha256").hexdigest()


def _unpacked(text: str) -> str:
    """The text of a code, whose line breaks do not count. Raises ValueError or zlib.error for what is none."""
    packed = "".join(text.removeprefix(CODE).split())
    bits = urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    unpack = zlib.decompressobj()
    unpacked = unpack.decompress(bits, LARGEST)
    if not unpack.eof or unpack.unused_data or urlsafe_b64encode(bits).decode().rstrip("=") != packed:
        raise ValueError("code")
    return unpacked.decode()
