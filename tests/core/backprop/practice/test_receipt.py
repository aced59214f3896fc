"""Receipts: what is written is read, and whatever was changed is found."""

from __future__ import annotations

import hmac
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.backprop.practice.assignment import Assignment
from core.backprop.practice.receipt import CODE, LARGEST, Receipt, Signature, code, read, written
from core.backprop.practice.work import Answer, Work
from tests.core.backprop.practice.test_assignment import LINES, assignments

ANSWERS = st.builds(
    Answer,
    st.integers(0, 999),
    st.integers(0, 4),
    st.integers(0, 5000),
    st.lists(LINES, max_size=3, unique=True).map(tuple),
    st.none() | st.integers(0, 500),
)
WORK = Work(
    Assignment("Homework"), "Ada", 1_700_000_000, (Answer(), Answer(2, 1, 40, ("The sign is wrong",))), Answer(1)
)
SECRET = "a long secret"


@st.composite
def works(draw: st.DrawFn) -> Work:
    exercise = draw(assignments())
    found = draw(st.lists(ANSWERS, max_size=len(exercise.questions)))
    last = Answer() if len(found) == len(exercise.questions) else draw(ANSWERS)
    return Work(exercise, draw(LINES), draw(st.integers(0, 2**40)), tuple(found), last)


@settings(max_examples=40)
@given(works(), st.sampled_from(["", SECRET]))
def test_what_is_written_is_read_from_file_and_code(work: Work, secret: str) -> None:
    text = written(work, secret)
    expected = Receipt(work, Signature.SIGNED if secret else Signature.UNSIGNED)
    assert read(text.encode(), secret) == expected
    assert read(code(text).encode(), secret) == expected
    lines = "\n".join(code(text)[at : at + 76] for at in range(0, len(code(text)), 76))  # as mail breaks it
    assert read(f"{lines}\r\n".encode(), secret) == expected


@settings(max_examples=300)
@given(st.data(), st.sampled_from(["", SECRET]))
def test_every_changed_byte_is_found(data: st.DataObject, secret: str) -> None:
    content = bytearray(written(WORK, secret).encode())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(ValueError, match=r"receipt|changed"):
        read(bytes(content), secret)


@settings(max_examples=100)
@given(st.data())
def test_no_changed_sign_of_a_code_says_something_else(data: st.DataObject) -> None:
    whole = code(written(WORK, SECRET))
    at = data.draw(st.integers(0, len(whole) - 1))
    sign = data.draw(st.characters(codec="ascii", exclude_characters=whole[at]))
    try:
        found = read((whole[:at] + sign + whole[at + 1 :]).encode(), SECRET)
    except ValueError:
        return
    assert found == Receipt(WORK, Signature.SIGNED)


FORGED: list[dict[str, Any]] = [
    {"exercise": {"exercise": "Another"}},
    {"exercise": {"exercise": "Homework", "w5": "nan"}},
    {"name": "Bob"},
    {"name": "<b>Ada</b>"},
    {"name": "  Ada"},
    {"name": 3},
    {"began": 1},
    {"began": True},
    {"answers": [[0, 0, 0]] * 2},
    {"answers": [[0, 0, 0]] * 42},
    {"answers": [[0, 9, 0]]},
    {"answers": [[-1, 0, 0]]},
    {"answers": [[0, 0]]},
    {"answers": [[0, 0, 0, "\u202e"]]},
    {"answers": "many"},
    {"answers": None},
    {"open": [0, 0, 0]},
    {"signed": False},
    {"signed": 1},
    {"receipt": 2},
    {"more": 1},
    {"signature": "é"},
    {"signature": "0" * 64},
]


@pytest.mark.parametrize("forged", FORGED, ids=str)
def test_a_forged_field_is_found_however_well_the_rest_is_written(forged: dict[str, Any]) -> None:
    text = json.dumps(json.loads(written(WORK, SECRET)) | forged, ensure_ascii=False, separators=(",", ":"))
    with pytest.raises(ValueError, match=r"receipt|changed"):
        read(text.encode(errors="surrogatepass"), SECRET)


def test_whoever_signs_anew_without_the_secret_is_seen() -> None:
    better = Work(WORK.exercise, WORK.name, WORK.began, (Answer(), Answer()))
    assert read(written(better).encode(), SECRET).signature is Signature.UNSIGNED
    with pytest.raises(ValueError, match="another server"):
        read(written(better, "another secret").encode(), SECRET)
    assert read(written(WORK, SECRET).encode()).signature is Signature.UNCHECKED


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 90_000,
        b"9" * 90_000,
        b"{}",
        b" " * (LARGEST + 1),
        CODE.encode(),
        b"BL1.AAAA",
    ],
    ids=lambda content: repr(content[:8]),
)
def test_what_is_no_receipt_is_said(content: bytes) -> None:
    with pytest.raises(ValueError, match="no receipt"):
        read(content)


def test_a_code_that_unpacks_to_very_much_is_not_unpacked() -> None:
    with pytest.raises(ValueError, match="no receipt"):
        read(code("0" * 10**7).encode())


def test_a_sheets_wrong_cells_are_kept_and_what_was_written_before_stays_readable() -> None:
    work = Work(Assignment(phases=(), rows=4), "Ada", 0, open=Answer(2, 0, 30, ("Wrong sign",), 7))
    assert read(written(work, "s").encode(), "s").work == work
    older = '{"receipt":1,"exercise":{"exercise":"Homework","phases":"loss"},"name":"Ada","began":7,'
    older += '"answers":[[1,0,5,"Wrong sign"]],"open":[0,0,0],"signed":false,"signature":"'
    body = json.loads(older + '"}')
    del body["signature"]
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    older += hmac.new(b"", text.encode(), "sha256").hexdigest() + '"}'
    assert read(older.encode()).work.answers == (Answer(1, 0, 5, ("Wrong sign",)),)
