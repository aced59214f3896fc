"""Tables as columns of text: the whole sheet, and the proofs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from core.backprop.engine.expression import Expression
from core.backprop.engine.functions import written_out
from core.backprop.engine.network import Network
from core.backprop.engine.proof import Proof
from core.backprop.notation.latex import latex, latex_name
from core.backprop.notation.number import format_number


def sheet(net: Network, digits: int) -> dict[str, list[str]]:
    """Every quantity with its value, its gradient and the formulas of both: weights, forward pass, inputs and targets.

    Formulas are LaTeX between dollar signs.
    """
    graph = net.graph
    everything = cast(dict[str, float], {**net.numbers, **net.values()})
    order = (*graph.weights, *graph.frozen, *net.values(), *graph.inputs, *graph.targets)
    values = {name: everything[name] for name in order}
    gradients = cast(dict[str, float], net.gradients())
    formulas = {q.name: _formula(q.formula) for q in graph.quantities}
    return {
        "quantity": [f"${latex_name(name)}$" for name in values],
        "formula": [f"${formulas[name]}$" if name in formulas else "given" for name in values],
        "value": [format_number(value, digits) for value in values.values()],
        "∂E_total/∂quantity": [format_number(gradients[name], digits) for name in values],
        "formula of the gradient": [f"${latex(graph.gradient_formula(name))}$" for name in values],
    }


def _formula(e: Expression) -> str:
    """In LaTeX, and where it is a function that has a definition, by that, too."""
    written = written_out(e)
    return latex(e) if written is e else f"{latex(e)} = {latex(written)}"


def proof_table(proofs: Sequence[Proof], digits: int) -> dict[str, list[str]]:
    """The gradient of every weight by three methods, and how far the other two are from the chain rule."""
    return {
        "weight": [f"${latex_name(proof.weight)}$" for proof in proofs],
        "chain rule": [format_number(proof.chain_rule, digits) for proof in proofs],
        "central difference": [format_number(proof.central_difference, digits) for proof in proofs],
        "PyTorch autograd": [format_number(proof.autograd, digits) for proof in proofs],
        "residual, difference": [format_number(proof.residual_difference, 2) for proof in proofs],
        "residual, autograd": [format_number(proof.residual_autograd, 2) for proof in proofs],
    }


def optimizer_table(ours: Mapping[str, float], theirs: Mapping[str, float], digits: int) -> dict[str, list[str]]:
    """Every weight after some updates, as the lesson and as torch.optim have it, and how far they are apart."""
    return {
        "weight": [f"${latex_name(weight)}$" for weight in ours],
        "by these formulas": [format_number(number, digits) for number in ours.values()],
        "by torch.optim": [format_number(theirs[weight], digits) for weight in ours],
        "residual": [format_number(abs(number - theirs[weight]), 2) for weight, number in ours.items()],
    }
