"""The words for who has never seen a derivative: one idea at a time, before the worksheet."""

from __future__ import annotations

from core.backprop.engine.graph import Operation
from core.backprop.engine.network import Network
from core.backprop.lesson.lesson import ERRORS
from core.backprop.lesson.prose import listed
from core.backprop.lesson.slope import gears
from core.backprop.notation.number import format_number

Text = tuple[str, str]

IDEAS: tuple[Text, ...] = (
    (
        "One number says how wrong",
        "Numbers run from left to right: lines multiply by a weight, neurons add up and answer. Out come {answers}; we "
        "wanted {targets}. {error} Drag {weight}, one of {count} weights, and watch.",
    ),
    (
        "A slope says how steep it is here",
        "The curve shows {loss} for every {weight}. Lay a ruler on it that touches at the point. Walk 1 to the right: "
        "how far the ruler takes you up is the slope. Steep means that {weight} matters a lot, flat that it hardly "
        "does; a negative slope leads down. Drag the point, and watch the ruler tilt.",
    ),
    (
        "Measure it: nudge, then shrink the nudge",
        "Nudge {weight}, compute {loss} again, and divide its change by the nudge: that is the slope of the line "
        "through both points. Shrink the nudge. The points meet, the line becomes the ruler, and the ratio settles. "
        "What it settles on is the derivative.",
    ),
    (
        "Rates multiply, like gears",
        "{weight} does not reach {loss} directly: {chain}. Each gear turns so many times as far as the one before: "
        "that is its rate. So {loss} turns {product} = {slope} times as far as {weight}: the slope at {weight} = {at}, "
        "again!",
    ),
    (
        "The same, written with ∂",
        "Read ∂ as “a small change of”. Each rate is now a fraction that names its two gears: ∂{next}/∂{weight} is how "
        "far {next} moves for each bit that {weight} does. To multiply them is the chain rule. Backpropagation does it "
        "from {loss} back, for all {count} weights at once; then each takes a step downhill.",
    ),
)
ERROR = {
    Operation.HALF_SQUARED_ERROR: "Square each gap, halve it, add them up: that is {loss}, and 0 would be perfect.",
    Operation.CROSS_ENTROPY: "{loss} grows as the answers get further from that; the smaller, the better.",
}


def ideas(net: Network) -> tuple[Text, ...]:
    """Title and words of each idea, with the numbers of `net` in 4 digits.

    Raises graph.NonFinite where something overflows.
    """
    graph, values = net.graph, {**net.numbers, **net.values()}
    errors = [q for q in graph.quantities if q.operation in ERRORS]
    weight, *others = gears(net)
    pairs = zip((weight, *others), others, strict=False)
    words = {
        "answers": listed(f"{a} = {format_number(float(values[a]))}" for a in (next(iter(q.partials)) for q in errors)),
        "targets": listed(f"{name} = {format_number(float(values[name]))}" for name in graph.targets),
        "error": ERROR[errors[0].operation].format(loss=graph.loss),
        "count": str(len(graph.weights)),
        "weight": weight.name,
        "at": format_number(float(values[weight.name])),
        "loss": graph.loss,
        "chain": listed(f"{one.name} turns {other.name}" for one, other in pairs),
        "product": " × ".join(format_number(gear.rate) for gear in others),
        "slope": format_number(float(net.gradients()[weight.name])),
        "next": others[0].name,
    }
    return tuple((title.format(**words), text.format(**words)) for title, text in IDEAS)
