from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.network import Network
from core.backprop.engine.optimizer import Optimizer, optimize
from core.backprop.lesson.lesson import lesson
from core.backprop.lesson.optimizer_lesson import optimizer_lesson
from core.backprop.practice.predict import predictions
from tests.core.backprop.batches import batch_network, batches, optimizers

NET = Network()
STEPS = lesson(NET, 0.5)
WORKSHEET = predictions(STEPS, NET.graph)


def test_backward_pass_and_update_are_asked_and_nothing_else() -> None:
    asked = {step.name for step in STEPS if step.phase in ("backward", "update")}
    assert WORKSHEET.keys() == asked - {"d-E1", "d-E2"}  # whose factor is 1


@pytest.mark.parametrize(
    ("name", "question", "answer"),
    [
        ("d-a_o2", "What sign has ∂E_total/∂a_o2?", "∂E_total/∂a_o2 is negative"),
        ("d-a_h1-o1", "What sign has ∂E_total/∂a_h1 via o1?", "∂E_total/∂a_h1 via o1 is positive"),
        ("d-w5", "What sign has ∂E_total/∂w5?", "∂E_total/∂w5 is positive"),
        ("d-w6", "Which is larger, signs aside: ∂E_total/∂w5 or ∂E_total/∂w6?", "∂E_total/∂w6 is larger"),
        ("d-w2", "Which is larger, signs aside: ∂E_total/∂w1 or ∂E_total/∂w2?", "∂E_total/∂w2 is larger"),
        ("new-w5", "Which way does w5 go?", "w5 goes down"),
        ("new-w7", "Which way does w7 go?", "w7 goes up"),
    ],
)
def test_the_question_and_the_truth(name: str, question: str, answer: str) -> None:
    asked = WORKSHEET[name]
    assert asked.question == question
    assert asked.answers[asked.right] == answer


def test_what_is_neither_is_said_too() -> None:
    still = predictions(lesson(Network(i1=0.0), 0.0), NET.graph)
    assert still["d-w1"].choices[still["d-w1"].right] == "zero"
    assert still["new-w1"].answers[still["new-w1"].right] == "w1 stays"
    equal = predictions(lesson(Network(i1=0.5, i2=0.5), 0.5), NET.graph)
    assert equal["d-w2"].choices[equal["d-w2"].right] == "equal"


def test_of_an_optimizer_signs_are_asked_but_not_those_of_squares() -> None:
    net, adam, momentum = batch_network(Architecture(), 2), Optimizer.usual("Adam"), Optimizer.usual("momentum")
    by_adam = predictions(optimizer_lesson(optimize(net, adam, 1)[1], adam), net.graph)
    assert {"new-m_w5", "new-w5", "d-w5", "d-w5-o1ᵃ"} <= by_adam.keys()
    assert not {"new-v_w5", "new-m̂_w5", "new-v̂_w5", "d-E_totalᵃ"} & by_adam.keys()
    assert by_adam["d-w6"].question == "What sign has ∂E_mean/∂w6?"
    by_momentum = predictions(optimizer_lesson(optimize(net, momentum, 1)[1], momentum), net.graph)
    assert by_momentum["new-v_w5"].question == "What sign has v_w5⁺?"


@given(batches, optimizers, st.integers(0, 2))
@settings(max_examples=40)
def test_every_truth_is_that_of_the_numbers(net: Network, optimizer: Optimizer, updates: int) -> None:
    steps = {step.name: step for step in optimizer_lesson(optimize(net, optimizer, updates)[-1], optimizer)}
    for name, asked in predictions(tuple(steps.values()), net.graph).items():
        step, answer = steps[name], asked.answers[asked.right]
        assert step.equation
        result = step.equation.result
        assert len(asked.choices) == len(asked.answers) == 3
        if " is larger" in answer:
            larger = answer.removesuffix(" is larger")
            (smaller,) = {choice for choice in asked.choices[:2] if choice != larger}
            assert abs(step.after[larger]) > abs(step.after[smaller])
        elif answer == "they are equal":
            assert abs(step.after[asked.choices[0]]) == abs(step.after[asked.choices[1]])
        elif " goes " in answer or answer.endswith(" stays"):
            change = result - step.before[answer.split()[0]]
            assert (change > 0, change < 0) == (answer.endswith("up"), answer.endswith("down"))
        else:
            assert (result > 0, result < 0) == (answer.endswith("positive"), answer.endswith("negative"))
