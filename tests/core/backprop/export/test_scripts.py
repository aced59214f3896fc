"""The scripts run, and print what the network computes."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import cast

import pytest
import torch
from hypothesis import HealthCheck, given, settings

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.descent import descend
from core.backprop.engine.network import Network, network_of
from core.backprop.export.scripts.numpy_script import numpy_script
from core.backprop.export.scripts.plain_python import plain_python
from core.backprop.export.scripts.torch_script import torch_script
from tests.core.backprop.export.computable import computable
from tests.core.backprop.networks import SHAPES, WIDE, networks, shaped_networks

Script = Callable[[Network, float, int], str]
SCRIPTS = pytest.mark.parametrize("script", [plain_python, numpy_script, torch_script])
SHAPED = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _precision() -> Iterator[None]:
    """The PyTorch script sets it for its process, which here is that of all tests."""
    yield
    torch.set_default_dtype(torch.float32)


def printed(text: str) -> list[dict[str, float]]:
    """The numbers by name that a script printed each time: before the first update and after the last one."""
    times = re.split(r"after \d+ updates\n", text)[1:]
    return [{name: float(number) for name, number in re.findall(r"(\w+) = (\S+)", each)} for each in times]


def ran(text: str) -> list[dict[str, float]]:
    """What a script prints that runs in a namespace of its own; it is our own text."""
    output = StringIO()
    with redirect_stdout(output):
        exec(compile(text, "script", "exec"), {"__name__": "__main__"})
    return printed(output.getvalue())


def expected(net: Network) -> dict[str, float]:
    loss, gradients = net.values()[net.graph.loss], net.gradients()
    numbers = {net.graph.loss: loss, **{f"d_{weight}": gradients[weight] for weight in net.graph.weights}}
    return {name: float(cast(float, number)) for name, number in numbers.items()}


def agree(numbers: dict[str, float], net: Network, within: float = 1e-10) -> None:
    """Of the size of the largest gradient: where paths nearly cancel, the last digits of a sum depend on its order.

    Nor closer than 1 - a² is known where a is nearly 1.
    """
    wanted = expected(net)
    assert numbers.keys() == wanted.keys()
    size = max(map(abs, wanted.values()))
    for name, number in numbers.items():
        assert number == pytest.approx(wanted[name], rel=within, abs=within * size + 1e-15), name


@SCRIPTS
@pytest.mark.parametrize("architecture", SHAPES, ids=str)
def test_a_script_prints_what_the_network_computes_before_and_after_updates(
    script: Script, architecture: Architecture
) -> None:
    net = network_of(architecture)
    first, last = ran(script(net, 0.5, 20))
    agree(first, net)
    agree(last, descend(net, 0.5, 20).at(20))


@SCRIPTS
@SHAPED
@given(net=shaped_networks())
def test_a_script_agrees_for_any_network(script: Script, net: Network) -> None:
    net = computable(net)
    computable(descend(net, 0.01, 1).at(1))
    first, last = ran(script(net, 0.01, 1))
    agree(first, net)
    agree(last, descend(net, 0.01, 1).at(1), within=1e-8)


@SCRIPTS
@SHAPED
@given(net=networks(WIDE))
def test_saturated_neurons_overflow_nowhere(script: Script, net: Network) -> None:
    agree(ran(script(net.replaced(w1=1e4, w2=-1e4), 0.5, 1))[0], net.replaced(w1=1e4, w2=-1e4))


@pytest.mark.parametrize("script", [plain_python, numpy_script])
def test_numbers_are_written_with_all_their_digits(script: Script) -> None:
    net = Network(w1=1 / 3, i1=0.1 + 0.2, t2=1e-300)
    text = script(net, 2 / 3, 7)
    for number in ("0.3333333333333333", "0.30000000000000004", "1e-300", "learning_rate = 0.6666666666666666"):
        assert number in text
    assert "updates = 7\n" in text


@SCRIPTS
def test_a_script_is_a_program_of_its_own(script: Script, tmp_path: Path) -> None:
    file = tmp_path / "network.py"
    file.write_text(script(Network(), 0.5, 100), encoding="utf-8")
    run = subprocess.run([sys.executable, str(file)], cwd=tmp_path, capture_output=True, text=True, check=True)
    first, last = printed(run.stdout)
    agree(first, Network())
    assert last["E_total"] == pytest.approx(0.029166680, abs=6e-10)
    assert not run.stderr


@SCRIPTS
@pytest.mark.parametrize("architecture", SHAPES, ids=str)
def test_a_script_is_tidy(script: Script, architecture: Architecture) -> None:
    text = script(network_of(architecture), 0.5, 100)
    assert "$" not in text
    assert "\n\n\n\n" not in text
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
    assert max(map(len, text.splitlines())) <= 200


def test_what_does_not_learn_has_no_gradient() -> None:
    net = network_of(Architecture(biases="frozen"))
    for script in (plain_python, numpy_script, torch_script):
        assert "b1 = " in script(net, 0.5, 1)
        assert "d_b1" not in script(net, 0.5, 1)
    assert "b1 = torch.tensor(0.35)\n" in torch_script(net, 0.5, 1)
