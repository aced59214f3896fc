"""The Moodle file: its form, and its keys, computed again with PyTorch."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from typing import cast
from xml.etree import ElementTree

import pytest
import torch

from core.backprop.engine.network import Network
from core.backprop.export.moodle import moodle
from core.backprop.export.variant import Variant
from core.backprop.lesson.lesson import lesson
from core.backprop.lesson.presets import random_preset

PHASES = ("forward", "loss", "backward", "update")
NETS = [Network(), random_preset(7).network]
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def two_updates(net: Network) -> tuple[Network, Network]:
    return net, net.updated(0.5)


VARIANTS = [
    Variant(f"Variant {at}", tuple(lesson(each, 0.5) for each in two_updates(net)), PHASES, SVG)
    for at, net in enumerate(NETS, start=1)
]


def keys(numbers: Mapping[str, float]) -> dict[str, float]:
    """Every number of an update by the name of its step, by PyTorch's autograd."""
    x = {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in numbers.items()}
    for neuron, terms in {"h1": "w1 i1 w2 i2", "h2": "w3 i1 w4 i2"}.items():
        w, a, v, b = terms.split()
        x[neuron] = x[w] * x[a] + x[v] * x[b]
        x[f"a_{neuron}"] = torch.sigmoid(x[neuron])
    for k, (w, v) in {"1": ("w5", "w6"), "2": ("w7", "w8")}.items():
        x[f"o{k}"] = x[w] * x["a_h1"] + x[v] * x["a_h2"]
        x[f"a_o{k}"] = torch.sigmoid(x[f"o{k}"])
        x[f"E{k}"] = (x[f"t{k}"] - x[f"a_o{k}"]) ** 2 / 2
    x["E_total"] = x["E1"] + x["E2"]
    gradients = dict(zip(x, torch.autograd.grad(x["E_total"], list(x.values()), retain_graph=True), strict=True))
    found = {name: value.item() for name, value in x.items()}
    found |= {f"d-{name}": float(gradient) for name, gradient in gradients.items()}
    for a in ("a_h1", "a_h2"):
        for o in ("o1", "o2"):
            share = torch.autograd.grad(x[o], x[a], gradients[o], retain_graph=True)
            found[f"d-{a}-{o}"] = float(share[0])
    return found | {f"new-{name}": numbers[name] - 0.5 * float(gradients[name]) for name in numbers}


def test_every_key_is_what_pytorch_computes() -> None:
    questions = iter(ElementTree.fromstring(moodle("Homework", VARIANTS)).iter("question"))
    numerical = (question for question in questions if question.get("type") == "numerical")
    for net in NETS:
        for each in two_updates(net):
            right = keys(cast(Mapping[str, float], each.numbers))
            for step in lesson(each, 0.5)[1:-1]:
                answer = next(numerical).find("answer")
                assert answer is not None
                value, tolerance = float(answer.findtext("text") or ""), float(answer.findtext("tolerance") or "")
                assert value == pytest.approx(right[step.name], rel=1e-9, abs=1e-15), step.name
                assert 0 < tolerance <= 0.005 * abs(value)
    assert next(numerical, None) is None


def test_the_form_is_the_published_one() -> None:
    quiz = ElementTree.fromstring(moodle("A/B <Test>", VARIANTS).encode())
    assert quiz.tag == "quiz"
    kinds = [question.get("type") for question in quiz]
    assert kinds == (["category"] + (["description"] + ["numerical"] * 41) * 2) * 2
    assert [text.text for text in quiz.iterfind("question/category/text")] == [
        f"$course$/top/A//B <Test>/Variant {number}" for number in (1, 2)
    ]
    for question in quiz:
        if question.get("type") == "category":
            continue
        assert question.findtext("name/text")
        text = question.find("questiontext")
        assert text is not None
        assert text.get("format") == "html"
        assert text.findtext("text", "").startswith("<p>Variant ")
        if question.get("type") == "numerical":
            assert [answer.get("fraction") for answer in question.iterfind("answer")] == ["100"]
            assert question.findtext("generalfeedback/text")
    (first, second) = quiz.iterfind("question/questiontext/file")
    assert (first.attrib, second.attrib) == ({"name": "network.svg", "path": "/", "encoding": "base64"},) * 2
    assert b64decode(first.text or "").decode() == SVG
    assert "@@PLUGINFILE@@/network.svg" in (quiz[1].findtext("questiontext/text") or "")
