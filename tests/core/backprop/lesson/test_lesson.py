import re
from itertools import pairwise
from math import isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.backprop.engine.graph import Graph, NonFinite, half_squared_error, weighted_sum
from core.backprop.engine.network import WORKSHEET, Network
from core.backprop.engine.substitution import ids
from core.backprop.lesson.lesson import PHASES, Step, every_number, lesson
from core.backprop.lesson.presets import preset
from tests.core.backprop.networks import networks

WORKSHEET_LESSON = lesson(Network(), 0.5)
RATES = st.floats(-50, 50)


def by_name(steps: tuple[Step, ...]) -> dict[str, Step]:
    return {step.name: step for step in steps}


def verdict(net: Network, rate: float) -> str:
    return lesson(net, rate)[-1].sentence


def test_the_worksheet_has_43_steps_in_the_order_of_the_phases() -> None:
    phases = [step.phase for step in WORKSHEET_LESSON]
    assert [phases.count(phase) for phase in PHASES] == [1, 8, 3, 22, 8, 1]
    assert phases == sorted(phases, key=PHASES.index)


def test_each_step_adds_something_to_what_the_one_before_it_knew() -> None:
    assert WORKSHEET_LESSON[0].before == {}
    for step in WORKSHEET_LESSON:
        assert step.before.items() < step.after.items(), step.name
    for step, following in pairwise(WORKSHEET_LESSON):
        assert step.after == following.before


def test_no_step_uses_a_number_before_it_is_known() -> None:
    for step in WORKSHEET_LESSON[1:]:
        assert step.equation is not None
        assert not ids(step.equation.left) <= step.before.keys(), step.name
        for formula in (step.equation.left, *step.equation.rows):
            assert ids(formula) <= step.after.keys(), step.name


@given(networks(), RATES)
@settings(max_examples=40, deadline=None)
def test_every_row_of_every_equation_evaluates_to_its_result(net: Network, rate: float) -> None:
    numbers = every_number(net, rate)
    for step in lesson(net, rate)[1:]:
        assert step.equation is not None
        for row in (step.equation.left, *step.equation.rows):
            found = float(row.evaluate(numbers))
            assert isclose(found, step.equation.result, rel_tol=1e-12, abs_tol=1e-300), (step.name, row)


@given(networks(), RATES)
@settings(max_examples=40, deadline=None)
def test_the_lesson_ends_with_the_numbers_of_the_network(net: Network, rate: float) -> None:
    end, gradients, new = lesson(net, rate)[-1].after, net.gradients(), net.updated(rate)
    for name in (q.name for q in WORKSHEET.quantities):
        assert end[name] == net.values()[name]
        assert end[f"{name}⁺"] == new.values()[name]
    for name in gradients.keys() - {"E_total", *WORKSHEET.inputs, *WORKSHEET.targets}:
        assert end[f"∂E_total/∂{name}"] == gradients[name]
    for weight in WORKSHEET.weights:
        assert end[f"{weight}⁺"] == new.numbers[weight]
    assert end["ΔE_total"] == new.values()["E_total"] - net.values()["E_total"]


@given(networks(), RATES)
@settings(max_examples=40, deadline=None)
def test_the_shares_of_both_paths_add_up_to_the_gradient(net: Network, rate: float) -> None:
    numbers, gradients = every_number(net, rate), net.gradients()
    for hidden in ("a_h1", "a_h2"):
        shares = [numbers[f"∂E_total/∂{hidden} via {output}"] for output in ("o1", "o2")]
        assert sum(shares) == gradients[hidden]


def test_a_hidden_neuron_gets_a_line_for_each_path_and_one_for_their_sum() -> None:
    names = [step.name for step in WORKSHEET_LESSON]
    at = names.index("d-a_h1-o1")
    assert names[at : at + 3] == ["d-a_h1-o1", "d-a_h1-o2", "d-a_h1"]


def test_the_steps_have_unique_names_fit_for_a_link() -> None:
    names = [step.name for step in WORKSHEET_LESSON]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[a-zA-Z0-9_-]+", name) for name in names)
    assert {"start", "h1", "d-w5", "d-a_h1-o1", "new-w5", "verify"} <= set(names)


@given(networks(), RATES)
@settings(max_examples=20, deadline=None)
def test_every_step_lights_something_and_says_something_whole(net: Network, rate: float) -> None:
    for step in lesson(net, rate):
        assert step.lit
        assert step.title
        assert step.sentence.endswith(".")
        assert not set("{}") & set(step.title + step.sentence)


def test_a_backward_step_lights_up_the_local_derivative_it_uses() -> None:
    assert {"∂E_total/∂w5", "∂E_total/∂o1", "∂o1/∂w5", "a_h1"} <= by_name(WORKSHEET_LESSON)["d-w5"].lit


def test_what_flows_through_the_connections_adds_up() -> None:
    steps = by_name(WORKSHEET_LESSON)
    assert steps["o1"].flow.keys() == {"w5", "w6"}
    assert sum(steps["o1"].flow.values()) == Network().values()["o1"]
    assert steps["d-a_h1-o1"].flow.keys() == {"w5"}
    assert steps["d-a_h1-o2"].flow.keys() == {"w7"}
    back = steps["d-a_h1-o1"].flow["w5"] + steps["d-a_h1-o2"].flow["w7"]
    assert back == Network().gradients()["a_h1"]


def test_an_update_step_says_that_the_old_weights_are_used() -> None:
    for weight in WORKSHEET.weights:
        assert "gradients of the old weights" in by_name(WORKSHEET_LESSON)[f"new-{weight}"].sentence


def test_an_update_step_says_which_way_its_weight_goes_and_why() -> None:
    steps = by_name(WORKSHEET_LESSON)
    assert "more w5 would mean more loss, so w5 goes down" in steps["new-w5"].sentence
    assert "more w7 would mean less loss, so w7 goes up" in steps["new-w7"].sentence
    assert "the gradient is 0, so w1 stays" in by_name(lesson(Network(i1=0), 0.5))["new-w1"].sentence
    assert "with a rate of 0 w5 stays" in by_name(lesson(Network(), 0))["new-w5"].sentence
    assert "along the gradient, uphill" in by_name(lesson(Network(), -0.5))["new-w5"].sentence


def test_the_verdict_is_the_one_the_loss_gives() -> None:
    overshoot = preset("overshoot")
    assert "the loss dropped by 2.90 %" in verdict(Network(), 0.5)  # .242519857 to .235495378 in the brief
    assert "A learning rate of 0 moves nothing" in verdict(Network(), 0)
    assert "the loss did not change" in verdict(Network(w5=1e6, w7=1e6), 0.5)  # far out on the flat ends
    assert "the loss rose" in verdict(overshoot.network, overshoot.learning_rate)
    assert "A smaller rate" in verdict(overshoot.network, overshoot.learning_rate)
    assert "walks uphill" in verdict(Network(), -0.5)


def test_an_output_step_says_on_which_side_of_the_target_it_is() -> None:
    steps = by_name(WORKSHEET_LESSON)
    assert "positive: a_o1 is too high" in steps["d-a_o1"].sentence
    assert "negative: a_o2 is too low" in steps["d-a_o2"].sentence
    on_target = Network(t1=float(Network().values()["a_o1"]))
    assert "exactly on target" in by_name(lesson(on_target, 0.5))["d-a_o1"].sentence


def test_paths_that_meet_are_said_to_agree_or_to_cancel() -> None:
    assert "opposite signs" in by_name(WORKSHEET_LESSON)["d-a_h1"].sentence
    for target in (0.01, 0.99):  # both outputs too high, both too low
        assert "same way" in by_name(lesson(Network(t1=target, t2=target), 0.5))["d-a_h1"].sentence


def test_a_lesson_that_overflows_says_where() -> None:
    with pytest.raises(NonFinite, match=r"^E1"):
        lesson(Network(t1=1e200), 0.5)
    with pytest.raises(NonFinite, match=r"^w5⁺"):
        lesson(Network(t1=100, w5=-1, w6=-1), 1e308)
    with pytest.raises(ValueError, match=r"^learning rate"):
        lesson(Network(), float("nan"))


def test_a_sum_of_a_single_term_is_a_sum_too() -> None:
    single = Graph(("i1",), ("t1",), ("w1",), (weighted_sum("h1", ("w1", "i1")), half_squared_error("E1", "t1", "h1")))
    net = Network(single, i1=0.5, w1=3, t1=1)
    numbers = every_number(net, 0.5)
    h1 = next(step for step in lesson(net, 0.5) if step.name == "h1")
    assert h1.equation is not None
    assert [row.evaluate(numbers) for row in h1.equation.rows] == [1.5, 1.5, 1.5]
    assert h1.flow == {"w1": 1.5}
