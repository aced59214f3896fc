"""A network as a script in plain Python: one line a formula, in the names of the exercise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from string import Template

from core.backprop.engine.batch import marked, single_of
from core.backprop.engine.expression import Expression
from core.backprop.engine.functions import Log, Positive, Relu, Root, Sigmoid, Softmax, Tanh
from core.backprop.engine.network import Network
from core.backprop.export.program import program
from core.backprop.export.scripts.script import block, helpers, identifier, kinds, number
from core.backprop.notation.infix import ZERO, Above, Dialect, call, infix

SCRIPT = Template('''\
"""A neural network in plain Python, one line a formula.

Forward pass, backpropagation, gradient descent; d_x is ∂$loss/∂x.
Made by Backprop Lab. Its NumPy and PyTorch scripts compute the same.$start
"""
$imports
# What is given
$given

learning_rate = $rate
updates = $updates
$helpers
for update in range(updates + 1):
    # Forward pass: from the inputs to the loss
$forward

    # Backward pass: from the loss back, each line a step of the chain rule
$deltas

    # What each weight has to answer for
$gradients

    if update in (0, updates):
        print(f"after {update} updates")
$report

    # Against the gradient, with all gradients known before a weight changes
    if update < updates:
$update
''')
FROM_MATH = {Sigmoid: "exp", Softmax: "exp", Tanh: "tanh", Log: "log", Root: "sqrt"}
HELPERS = {
    Sigmoid: '''\
def sigmoid(x):
    """1 / (1 + exp(-x)), written so that exp never overflows."""
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))
''',
    Softmax: '''\
def softmax(x, *everything):
    """exp(x) / sum of all exp; less the largest, so that exp never overflows."""
    largest = max(everything)
    return exp(x - largest) / sum(exp(each - largest) for each in everything)
''',
}


def function(e: Expression) -> Expression:
    """A function of mathematics in those of the script."""
    match e:
        case Sigmoid(x):
            return call("sigmoid", x)
        case Tanh(x):
            return call("tanh", x)
        case Relu(x):
            return call("max", ZERO, x)
        case Positive(x):
            return call("int", Above(x, ZERO))
        case Softmax(x, among):
            return call("softmax", x, *among)
        case Log(x):
            return call("log", x)
        case Root(x):
            return call("sqrt", x)
    raise TypeError(f"no Python function for {type(e).__name__}")


PYTHON = Dialect(function, power="**", spaces=True)


def plain_python(net: Network, learning_rate: float, updates: int, start: str = "") -> str:
    """The script of so many updates of `net`. It prints loss and gradients before the first and after the last one.

    `start` is a sentence that says what `net` is.
    """
    graph, lines = net.graph, program(net.graph)
    return SCRIPT.substitute(
        parts_of(net, (), (graph.loss, *lines.gradients)),
        start=f"\n{start}" if start else "",
        rate=repr(float(learning_rate)),
        updates=updates,
        update=block(lines_of(lines.update), 2),
    )


def parts_of(net: Network, more: Collection[type[Expression]], printed: Iterable[str]) -> dict[str, str]:
    """The parts of a script that are the same whatever becomes of the gradients.

    `more` are the functions that it needs besides those of the passes, `printed` the ids of the numbers it prints.
    """
    graph, lines = net.graph, program(net.graph)
    imports = sorted({FROM_MATH[kind] for kind in {*kinds(graph), *more} & FROM_MATH.keys()})
    return {
        "loss": graph.loss,
        "imports": f"\nfrom math import {', '.join(imports)}\n" if imports else "",
        "given": block(given_lines(net)),
        "helpers": helpers(HELPERS, graph),
        "forward": block(lines_of(lines.forward), 1),
        "deltas": block(lines_of(lines.deltas), 1),
        "gradients": block(lines_of(lines.gradients), 1),
        "report": block((f'print(f"{{{identifier(id)} = }}")' for id in printed), 2),
    }


def lines_of(formulas: Mapping[str, Expression]) -> Iterator[str]:
    """An assignment for each formula."""
    for id, formula in formulas.items():
        yield f"{identifier(id)} = {infix(formula, PYTHON, identifier)}"


def given_lines(net: Network) -> Iterator[str]:
    """Inputs, targets, the weights of each neuron, and the biases."""
    graph = net.graph
    single, examples = single_of(graph)
    for names in (single.inputs, single.targets):
        copies = [names] if examples == 1 else [[marked(n, each) for n in names] for each in range(examples)]
        yield from (assigned(net, copy) for copy in copies)
    of_neurons = {q.name: [weight for weight, _ in q.terms] for q in single.quantities if q.terms}
    for neuron, weights in of_neurons.items():
        yield f"{assigned(net, weights)}  # into {neuron}"
    biases = [name for name in graph.weights + graph.frozen if not any(name in own for own in of_neurons.values())]
    for name in biases:
        yield assigned(net, [name]) + ("  # does not learn" if name in graph.frozen else "")


def assigned(net: Network, names: Iterable[str]) -> str:
    """As in i1, i2 = 0.05, 0.1."""
    return f"{', '.join(map(identifier, names))} = {', '.join(number(net, name) for name in names)}"
