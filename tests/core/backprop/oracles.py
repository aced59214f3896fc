"""The worksheet network written a second and a third time, and how closely two correct programs can agree."""

from collections.abc import Mapping
from math import exp
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray

from core.backprop.engine.expression import Real
from core.backprop.engine.network import Network


def textbook(i1, i2, w1, w2, w3, w4, w5, w6, w7, w8, t1, t2) -> tuple[dict[str, float], dict[str, float]]:  # type: ignore[no-untyped-def]
    """The brief's formulas in plain Python: values and gradients."""
    h1 = w1 * i1 + w2 * i2
    h2 = w3 * i1 + w4 * i2
    a_h1 = 1 / (1 + exp(-h1))
    a_h2 = 1 / (1 + exp(-h2))
    o1 = w5 * a_h1 + w6 * a_h2
    o2 = w7 * a_h1 + w8 * a_h2
    a_o1 = 1 / (1 + exp(-o1))
    a_o2 = 1 / (1 + exp(-o2))
    E1 = (t1 - a_o1) ** 2 / 2
    E2 = (t2 - a_o2) ** 2 / 2
    values = {"h1": h1, "h2": h2, "a_h1": a_h1, "a_h2": a_h2, "o1": o1, "o2": o2, "a_o1": a_o1, "a_o2": a_o2}
    values |= {"E1": E1, "E2": E2, "E_total": E1 + E2}
    delta1 = (a_o1 - t1) * a_o1 * (1 - a_o1)
    delta2 = (a_o2 - t2) * a_o2 * (1 - a_o2)
    gradients = {
        "w1": (delta1 * w5 + delta2 * w7) * a_h1 * (1 - a_h1) * i1,
        "w2": (delta1 * w5 + delta2 * w7) * a_h1 * (1 - a_h1) * i2,
        "w3": (delta1 * w6 + delta2 * w8) * a_h2 * (1 - a_h2) * i1,
        "w4": (delta1 * w6 + delta2 * w8) * a_h2 * (1 - a_h2) * i2,
        "w5": delta1 * a_h1,
        "w6": delta1 * a_h2,
        "w7": delta2 * a_h1,
        "w8": delta2 * a_h2,
    }
    return values, gradients


def autograd(numbers: Mapping[str, Real]) -> dict[str, NDArray[np.float64]]:
    """∂E_total/∂ every given number, by PyTorch, for one network or an array of them."""
    n = {name: torch.tensor(number, dtype=torch.float64, requires_grad=True) for name, number in numbers.items()}
    a_h1 = torch.sigmoid(n["w1"] * n["i1"] + n["w2"] * n["i2"])
    a_h2 = torch.sigmoid(n["w3"] * n["i1"] + n["w4"] * n["i2"])
    a_o1 = torch.sigmoid(n["w5"] * a_h1 + n["w6"] * a_h2)
    a_o2 = torch.sigmoid(n["w7"] * a_h1 + n["w8"] * a_h2)
    loss = (n["t1"] - a_o1) ** 2 / 2 + (n["t2"] - a_o2) ** 2 / 2
    loss.sum().backward()  # type: ignore[no-untyped-call]
    return {name: cast(torch.Tensor, tensor.grad).numpy() for name, tensor in n.items()}


def before_cancelling(net: Network) -> dict[str, Real]:
    """The size of each gradient with every difference in it taken as a sum: what its rounding errors are relative to.

    Two correct programs may differ in the last digit of a sigmoid. Where a_o1 - t1 or the shares of two paths cancel
    to a millionth, that digit is a millionth more visible; and of 1 - a it is all that is left where a rounds to 1.
    """
    n: dict[str, Any] = {name: abs(number) for name, number in net.numbers.items()}
    v: dict[str, Any] = net.values()  # a float or an array
    slope = {name: v[name] * (1 - v[name] + 1e-3) for name in ("a_h1", "a_h2", "a_o1", "a_o2")}
    error1, error2 = v["a_o1"] + n["t1"], v["a_o2"] + n["t2"]
    delta1, delta2 = error1 * slope["a_o1"], error2 * slope["a_o2"]
    at_h1 = (delta1 * n["w5"] + delta2 * n["w7"]) * slope["a_h1"]
    at_h2 = (delta1 * n["w6"] + delta2 * n["w8"]) * slope["a_h2"]
    return {
        "w5": delta1 * v["a_h1"],
        "w6": delta1 * v["a_h2"],
        "w7": delta2 * v["a_h1"],
        "w8": delta2 * v["a_h2"],
        "w1": at_h1 * n["i1"],
        "w2": at_h1 * n["i2"],
        "w3": at_h2 * n["i1"],
        "w4": at_h2 * n["i2"],
        "i1": at_h1 * n["w1"] + at_h2 * n["w3"],
        "i2": at_h1 * n["w2"] + at_h2 * n["w4"],
        "t1": error1,
        "t2": error2,
    }
