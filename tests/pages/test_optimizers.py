"""The lesson on batches, momentum and Adam through app.py, without a browser."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from core.backprop.engine.network import Network
from core.backprop.lesson.optimizer_place import OptimizerPlace, network_of_batch, parameters
from core.backprop.lesson.place import Place
from tests.pages.visit import component, opened, ran, words

KEY = "optimizers"


def lesson(**link: str) -> AppTest:
    return opened("explore", tab=KEY, **link)


def do(at: AppTest, kind: str, name: str = "", text: str = "") -> AppTest:
    """As if the learner had done it in the stepper."""
    event = {"number": component(at, KEY)["answered"] + 1, "kind": kind, "name": name, "text": text}
    at.session_state[KEY] = {"events": [event]}
    return ran(at)


def field(at: AppTest, name: str) -> float:
    found = {each["id"]: each["number"] for each in component(at, KEY)["fields"]}
    return float(found[name])


def names(at: AppTest) -> list[str]:
    return [step["name"] for step in component(at, KEY)["outline"]]


def test_a_learner_steps_changes_numbers_and_comes_back_by_the_link() -> None:
    at = lesson()
    sent = component(at, KEY)
    assert len(sent["steps"]) == len(sent["outline"]) == 119
    assert list(sent["layouts"]) == ["wide a", "tall a", "wide b", "tall b"]
    assert {step["example"] for step in sent["outline"]} == {0, 1}
    assert sent["linkNames"] == []
    at = do(at, "step", text="new-m_w5")
    assert component(at, KEY)["step"] == "new-m_w5"
    at = do(at, "edit", "beta1", "0,5")
    assert field(at, "beta1") == 0.5
    at = do(at, "edit", "i1ᵇ", "-1")
    at = do(at, "advance")
    assert (field(at, "update"), component(at, KEY)["step"], component(at, KEY)["jump"]) == (1, "start", 1)
    at = do(at, "edit", "beta2", "7")
    assert "less than 1" in component(at, KEY)["problem"]
    assert field(at, "beta2") == 0.999
    link = component(at, "address")["link"]
    assert {name: link[name] for name in ("beta1", "i1b", "batch-update")} == {
        "beta1": "0.5",
        "i1b": "-1.0",
        "batch-update": "1",
    }
    back = opened("explore", **link)
    assert component(back, KEY)["steps"] == component(at, KEY)["steps"]
    assert set(link) - {"tab"} <= set(parameters())


def test_another_number_of_examples_or_optimizer_is_another_lesson() -> None:
    at = lesson()
    at = ran(at.button_group(key="explore examples").set_value(3))
    at = ran(at.button_group(key="explore optimizer").set_value("momentum"))
    assert "new-v_w5" in names(at)
    assert "d-w5-o1ᶜ" in names(at)
    one = lesson(examples="1", optimizer="sgd")
    assert len(names(one)) == 43
    assert "wide" in component(one, KEY)["layouts"]


def test_a_weight_that_is_changed_here_is_changed_everywhere() -> None:
    at = do(lesson(), "edit", "w5", "0.9")
    assert component(at, "address")["link"]["w5"] == "0.9"
    at = ran(at.switch_page("pages/backprop.py"))
    assert {each["id"]: each["number"] for each in component(at, "stepper")["fields"]}["w5"] == 0.9


def test_more_updates_proofs_and_the_take_away() -> None:
    at = lesson()
    at = ran(next(button for button in at.button if button.label == "+10").click())
    assert field(at, "update") == 10
    at = ran(at.toggle(key="explore optimizer proofs").set_value(True))
    proofs, weights = (table.value for table in at.table)
    assert (len(proofs), len(weights)) == (8, 8)
    assert all(
        float(residual.replace("−", "-").replace("×10⁻", "e-").translate(RAISED)) < 1e-12
        for residual in weights["residual"]
    )
    at.session_state["optimizer takeaway"] = True
    at = ran(at)
    assert {"Spreadsheet", "Python script", "NumPy script", "PyTorch script"} <= {
        each.proto.label for each in at.get("download_button")
    }
    assert any("torch.optim.Adam(parameters, lr=0.01" in code.value for code in at.code)


def test_a_start_that_overflows_is_said() -> None:
    at = lesson(w1="1e308", w2="1e308", i1="-1e308")
    assert "overflowed" in words(at) or len(names(at)) == 119  # the link is refused by the place itself
    assert network_of_batch(OptimizerPlace(), Place(network=Network())).graph.loss == "E_mean"


RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
