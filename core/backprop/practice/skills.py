"""What a learner can be good at: the kinds of steps of the exercise, the same for every network."""

from __future__ import annotations

from functools import lru_cache

from core.backprop.engine.graph import Graph, Operation

SKILLS = {
    "net": "Weighted sums: h1, o1",
    "activation": "Activations: a_h1, a_o1",
    "error": "Errors of the outputs: E1",
    "total": "The total: E_total",
    "output": "Back to an output: ∂E/∂a_o1",
    "slope": "Through an activation: ∂E/∂o1, ∂E/∂h1",
    "path": "One path back: ∂E/∂a_h1 via o1",
    "paths": "All paths together: ∂E/∂a_h1",
    "weight": "The gradient of a weight: ∂E/∂w1",
    "update": "New weights: w1⁺",
}
FORWARD = {
    Operation.WEIGHTED_SUM: "net",
    Operation.ACTIVATION: "activation",
    Operation.SOFTMAX: "activation",
    Operation.TOTAL: "total",
}


@lru_cache(maxsize=4096)
def skill_of(graph: Graph, step: str) -> str:
    """The skill that a step of the lesson needs, by the step's name."""
    if step.startswith("new-"):
        return "update"
    operations = {q.name: q.operation for q in graph.quantities}
    if not step.startswith("d-"):
        return FORWARD.get(operations[step], "error")
    by, _, via = step.removeprefix("d-").partition("-")
    if via:
        return "path"
    operation = operations.get(by)
    if operation is None:
        return "weight"
    if operation is Operation.WEIGHTED_SUM:
        return "slope"
    leads_on = any(q.operation is Operation.WEIGHTED_SUM for q in graph.consumers.get(by, ()))
    return "paths" if leads_on else "output"
