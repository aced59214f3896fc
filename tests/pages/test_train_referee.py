"""The referee's tab: a pasted log and a finished run, judged; what cannot be judged is said."""

from __future__ import annotations

from dataclasses import replace

from core.digits.runs.status import FINISHED, write_status
from core.digits.training.config import Config
from core.digits.training.records import RECORDS, Score, to_line
from pages.parts.train.referee import PASTED
from pages.parts.train.tabs import REFEREE
from pages.shared import services as shared
from tests.pages.visit import TOKEN, opened, ran, words

BAR = "loss=0.001 batch_id=1874: 100%|██████████| 1875/1875 [00:29<00:00, 64.21it/s]"
GOOD = f"{BAR}\nTest set: Average loss: 0.0169, Accuracy: 9950/10000 (99.50%)"


def test_a_pasted_log_is_judged_and_what_is_no_test_refused(services: shared.Services) -> None:
    at = opened("train")
    at.session_state["train tab"] = REFEREE
    ran(at)
    assert "No run has come to its end yet" in words(at)
    ran(at.segmented_control(key="train judged").set_value(PASTED))
    ran(at.text_area(key="train pasted log").set_value(GOOD))
    assert "Not proven" in words(at)
    ran(at.text_input(key="train pasted parameters").set_value("19,000"))
    assert "Passed" in at.success[0].value
    assert at.table[0].value["state"].str.contains("kept").all()
    assert "95 % interval of the last test: 99.34 to 99.62 %" in words(at)
    ran(at.segmented_control(key="train rules").set_value("8,000 in 15"))
    assert "Not passed" in words(at)
    ran(at.text_area(key="train pasted log").set_value("59863/60000"))
    assert "60,000 is how many it is trained on" in words(at)
    ran(at.text_area(key="train pasted log").set_value("accuracy <b>*99*</b>"))
    assert r"\<b\>\*99\*\</b\>" in at.error[0].value
    at.segmented_control(key="train rules").set_value("no such rules")
    ran(at.text_area(key="train pasted log").set_value(" "))
    assert not at.error


def test_a_finished_run_is_judged_and_no_other_is_offered(services: shared.Services) -> None:
    ids = []
    for name, data, finished in (("Good", "mnist", True), ("Drawn", "synthetic", True), ("Begun", "mnist", False)):
        ids.append(services.store.create(replace(Config(), epochs=1, data=data), TOKEN, name).id)
        folder = services.store.folder(ids[-1])
        (folder / RECORDS).write_text(to_line(Score(1, "test", 0.02, 9_961, 10_000, False, 1.0)))
        if finished:
            write_status(folder, FINISHED, "", "")
    at = opened("train")
    at.session_state["train tab"] = REFEREE
    ran(at)
    assert at.selectbox(key="train judged run").options == ["Drawn", "Good"]
    assert "Refused" in at.error[0].value
    ran(at.selectbox(key="train judged run").set_value(ids[0]))
    assert "Passed" in at.success[0].value
