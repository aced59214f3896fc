"""A pasted log is read as it was written, or refused with a sentence and the number of its line."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digits.comparison import pasted
from core.digits.comparison.pasted import MOST_CHARACTERS, PastedLog, read_log, read_parameters
from core.digits.training.progress import bar, log
from core.digits.training.records import Batch, Record, Score

BAR = "loss=0.0018307261634618044 batch_id=1874: 100%|██████████| 1875/1875 [00:29<00:00, 64.21it/s]"
TEST = "Test set: Average loss: 0.0232, Accuracy: 9935/10000 (99.35%)"
USERS = f"""{BAR}

{TEST}
loss=0.05 batch_id=1874: 100%|██████████| 1875/1875 [00:28<00:00, 65.10it/s]
Test set: Average loss: 0.0169, Accuracy: 9950/10000 (99.50%)

Train set: Average loss: 0.0120, Accuracy: 59782/60000 (99.64%)
Test set: Average loss: 0.0169, Accuracy: 9950/10000 (99.50%)
"""


def test_the_exercises_own_log() -> None:
    found = read_log(USERS)
    assert [(test.epoch, test.correct, test.loss) for test in found.tests] == [(1, 9_935, 0.0232), (2, 9_950, 0.0169)]
    assert found.train is not None
    assert (found.train.correct, found.train.total) == (59_782, 60_000)
    assert (found.epochs, found.parameters, found.left_out) == (2, None, 0)


def test_the_forms_that_courses_have() -> None:
    drawn = BAR.replace("100%", "  0%").replace("1875/1875", "1/1875")
    found = read_log(f"Total params: 7,312\r\nTrainable params: 7,312\nEPOCH: 1\n{drawn}\r{BAR}\r{BAR}\n\x1b[A{TEST}\n")
    assert (found.epochs, found.parameters, found.left_out) == (1, 7_312, 1)
    later = "Loss=0.03 Batch_id=468 Accuracy=98.71: 100%|##########| 469/469 [00:18<00:00, 25.45it/s]"
    assert read_log(f"{later}\n{TEST.replace('99.35', '99')}").epochs == 1
    assert read_log(f"{TEST}\n{TEST}").epochs == 2  # without bars every test is an epoch's
    assert read_log(f"{TEST}\n{TEST}\nTrain set: Accuracy: 59782/60000\n{TEST}").epochs == 2  # and the last repeats
    assert read_log(f"12,345 parameters\nfirst loss=2.3\n{BAR}\n{TEST}").parameters == 12_345
    alone = read_log("59863/60000").tests[0]
    assert (alone.correct, alone.total) == (59_863, 60_000)
    assert math.isnan(alone.loss)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no line of a test"),
        (BAR, "no line of a test"),
        ("x" * (MOST_CHARACTERS + 1), "longer than"),
        (f"{BAR}\n{TEST.replace('99.35', '99.53')}", "Line 2 contradicts itself: 9,935 of 10,000 are 99.35 %"),
        (f"{BAR}\n{TEST.replace('9935/', '19935/')}", "Line 2 cannot be: 19,935 of 10,000"),
        ("Test set: Accuracy: 0/0", "cannot be"),
        (f"{TEST}\n{BAR}", "Line 1 is a test before the first epoch"),
        (f"{BAR}\n{TEST}\n{TEST.replace('9935', '9936').replace('99.35', '99.36')}", "tests epoch 1 once more"),
        (f"{BAR.replace('100%', ' 50%')}\n{TEST}", "Line 1 is no progress bar: 50 % are not 1875 of 1875"),
        (f"{BAR.replace('100%', ' 50%').replace('1875/', '938/')}\n{TEST}", "Line 2 is a test in the middle"),
        (f"{BAR}\n{TEST}\n{BAR.replace('100%', ' 50%').replace('1875/', '938/')}", "last progress bar is not full"),
        (f"{BAR}\nAccuracy of the network: 99 %", "Line 2 is in another form"),
        (f"{BAR}\nval_loss: 0.1", "Line 2 is in another form"),
        (f"{BAR}\n{TEST}\n7 parameters\n8 parameters", "Line 4 says 8 parameters, and another line 7"),
        (f"{TEST}\n, parameters", "says no number"),
        ("0/0 [00:00]\n100%|##| 0/0", "no progress bar"),
    ],
)
def test_what_is_no_log_is_refused_with_a_sentence(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as error:
        read_log(text)
    assert words in str(error.value)
    assert len(str(error.value)) < 250


def test_a_count_is_typed_with_any_mark_between_thousands() -> None:
    assert {read_parameters(text) for text in ("19000", "19,000", " 19.000", "19 000", "19’000")} == {19_000}
    assert read_parameters(" ") is None
    for text in ("19,00", "nineteen", "-3", "1e4", "19_000", "٣"):
        with pytest.raises(ValueError, match="is no number of parameters"):
            read_parameters(text)


def test_a_log_of_too_many_epochs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pasted, "MOST_EPOCHS", 3)
    for text in ("1/2\n" * 4, f"{BAR}\n{TEST}\n" * 4):
        with pytest.raises(ValueError, match="at most 3 epochs"):
            read_log(text)


@st.composite
def trainings(draw: st.DrawFn) -> list[Record]:
    """The records of a training that has ended, with a bar and a test each epoch, and the two scores at the end."""
    batches, total = draw(st.integers(1, 2000)), draw(st.integers(1, 60_000))
    loss = st.floats(0, 1e3)
    records: list[Record] = []
    epochs = draw(st.integers(1, 8))
    for epoch in range(1, epochs + 1):
        records.append(Batch(epoch, batches, batches, draw(loss), 0.1, (), 2.0 * epoch))
        records.append(Score(epoch, "test", draw(loss), draw(st.integers(0, total)), total, False, 2.0 * epoch + 1))
    last = records[-1]
    assert isinstance(last, Score)
    train = draw(st.integers(0, 60_000))
    records.append(Score(epochs, "train", draw(loss), train, 60_000, True, last.seconds))
    records.append(Score(epochs, "test", last.loss, last.correct, total, True, last.seconds))
    return records


@given(trainings())
def test_what_the_command_line_writes_is_read_as_it_was(records: list[Record]) -> None:
    found = read_log(log(records))
    scores = [record for record in records if isinstance(record, Score)]
    expected = [(score.epoch, score.correct, score.total) for score in scores if not score.final]
    assert [(test.epoch, test.correct, test.total) for test in found.tests] == expected
    assert [test.loss for test in found.tests] == [round(score.loss, 4) for score in scores if not score.final]
    assert found.epochs == len(expected)
    assert found.train is not None
    assert found.train.correct == scores[-2].correct
    assert found.left_out == 0


@given(
    st.lists(st.sampled_from([BAR, TEST, bar(Batch(1, 1, 3, 0.1, 0.1, (), 1.0), 1, 1.0), "1/2", "Hello"]) | st.text())
)
def test_whatever_is_pasted_is_read_or_refused_in_a_sentence(lines: list[str]) -> None:
    try:
        found = read_log("\n".join(lines))
    except ValueError as error:
        assert str(error).endswith(".")  # noqa: PT017  # both ways are right
    else:
        assert isinstance(found, PastedLog)
        assert [test.epoch for test in found.tests] == sorted({test.epoch for test in found.tests})
        assert found.epochs >= found.tests[-1].epoch
