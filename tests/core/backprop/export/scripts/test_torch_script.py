from core.backprop.engine.architecture import Architecture
from core.backprop.engine.network import Network, network_of
from core.backprop.export.scripts.torch_script import torch_script


def test_only_the_forward_pass_is_written_and_autograd_does_the_rest() -> None:
    text = torch_script(Network(), 0.5, 1)
    for line in ("h = W_h @ i", "a_h = torch.sigmoid(h)", "E = 0.5 * (t - a_o) ** 2", "return E.sum()"):
        assert f"    {line}\n" in text
    assert "E_total.backward()" in text
    assert "d_w" not in text.replace("d_{name}", "")


def test_softmax_is_along_the_only_dimension() -> None:
    text = torch_script(network_of(Architecture((3,), "tanh", loss="cross-entropy")), 0.5, 1)
    assert "    a_h = torch.tanh(h)\n" in text
    assert "    a_o = torch.softmax(o, 0)\n" in text


def test_the_optimiser_has_every_parameter_that_learns_and_no_other() -> None:
    text = torch_script(network_of(Architecture(biases="frozen")), 0.25, 1)
    assert "parameters = [W_h, W_o]\noptimizer = torch.optim.SGD(parameters, lr=0.25)\n" in text
