"""The lesson's words, apart from its logic. Each text is a title and a sentence or two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.backprop.engine.batch import example_of
from core.backprop.engine.expression import Expression, Symbol
from core.backprop.engine.functions import Relu, Sigmoid, Softmax, Tanh
from core.backprop.engine.graph import Graph, Operation, Quantity
from core.backprop.notation.number import format_number

START = (
    "What we are given",
    "The inputs, the weights on the connections, {biases}and the targets: the outputs we want. Everything else is "
    "computed from these, one line at a time.",
)
BIASES = "the biases of the neurons, "
FROZEN_BIASES = "the biases of the neurons, which stay as they are, "

FORWARD = {
    Operation.WEIGHTED_SUM: (
        "{name}: what flows into the neuron",
        "Each input arrives multiplied by the weight of its connection, and the neuron adds up what arrives: {terms}. "
        "This sum is its net input.",
    ),
    Operation.ACTIVATION: (
        "{name}: what the neuron answers",
        "{function} The result is the neuron's activation, the number it passes on.",
    ),
    Operation.SOFTMAX: (
        "{name}: its share of the whole",
        "Softmax compares the outputs: exp of each net input, divided by the sum of all of them. The answers are "
        "positive and add up to 1, like probabilities.",
    ),
    Operation.HALF_SQUARED_ERROR: (
        "{name}: how far {output} is from its target",
        "The gap between target and output, squared so that too high and too low both count. The ½ is there to cancel "
        "the 2 that the derivative of a square brings.",
    ),
    Operation.CROSS_ENTROPY: (
        "{name}: how little {output} gives to what is wanted",
        "The cross-entropy −t ln(a) grows without end as the output nears 0, and is 0 where the output is 1. It counts "
        "as much as the target says; a target of 0 adds nothing.",
    ),
    Operation.TOTAL: (
        "{name}: the one number to make smaller",
        "The errors of all outputs together: the loss. To learn is to change the weights so that this number falls.",
    ),
    Operation.MEAN: (
        "{name}: the mean of the examples' losses",
        "All examples share the weights, so what has to fall is the mean of their losses. Their sum would do as well, "
        "but then a larger batch would take larger steps.",
    ),
}
TOTAL_OF_AN_EXAMPLE = (
    "{name}: the loss of this example",
    "The errors of its outputs together. The other examples of the batch have losses of their own, and count as much.",
)
FUNCTIONS: dict[type[Expression], str] = {
    Sigmoid: "The sigmoid σ squeezes any number into the range from 0 to 1.",
    Tanh: "The hyperbolic tangent squeezes any number into the range from −1 to 1.",
    Relu: "ReLU passes a positive number on as it is and makes 0 of a negative one.",
}

BACKWARD = {
    Operation.MEAN: (
        "How the mean depends on {name}",
        "The mean counts each example's loss with 1/n, and this factor goes along on every path back. So gradients "
        "that are added from here on are averages.",
    ),
    Operation.TOTAL: (
        "How the loss depends on {name}",
        "The loss is a plain sum: when {name} grows a little, the loss grows by just as much. The factor is 1.",
    ),
    Operation.HALF_SQUARED_ERROR: (
        "How the loss depends on the output {name}",
        "{says}",
    ),
    Operation.CROSS_ENTROPY: (
        "How the loss depends on the output {name}",
        "The derivative of −t ln(a) is −t/a. {says}",
    ),
    Operation.ACTIVATION: (
        "Back through {function} to {name}",
        "{slope} The product, ∂{loss}/∂{name}, is called the delta of {name}.",
    ),
}
ERROR_OF_AN_EXAMPLE = (
    "How the mean depends on {name}",
    "The loss of an example is a plain sum of its errors: the factor is 1, and what arrives goes on as it is.",
)
TOO_HIGH = (
    "The derivative of the half squared error is simply output minus target. Here it is positive: {name} is too high."
)
TOO_LOW = (
    "The derivative of the half squared error is simply output minus target. Here it is negative: {name} is too low."
)
ON_TARGET = "Output minus target. {name} is exactly on target."
WANTED = (
    "It is negative: more {name} would mean less loss, however large it is already. What holds it back is that the "
    "outputs are shares of one whole."
)
NOT_WANTED = "The target is 0, so this error says nothing about {name}; the other one will."
NO_PROBABILITY = "It is positive because the target is negative, which no probability can be."
SLOPES: dict[type[Expression], tuple[str, str]] = {
    Sigmoid: (
        "the sigmoid",
        "The slope of the sigmoid is a (1 − a): at most ¼, and near 0 for a saturated neuron, which lets little "
        "through.",
    ),
    Tanh: (
        "tanh",
        "The slope of tanh is 1 − a²: at most 1, and near 0 for a saturated neuron, which lets little through.",
    ),
    Relu: ("ReLU", "The slope of ReLU is 1 where the net input is above 0, as here: all that arrives passes."),
}
DEAD = (
    "The slope of ReLU is 0 where the net input is not above 0, as here: nothing passes, and no weight learns through "
    "this neuron. It is called dead while that is so."
)

WEIGHT_OF_AN_EXAMPLE = (
    "The gradient of {name}: its share through {via}",
    "In this example {name} met {local} on the way forward, so its share is the delta of {via} times {local}.",
)
EXAMPLES_MEET = (
    "The examples meet in {name}",
    "There is one {name} for all examples, so it answers for all of them: the shares add up. The 1/n of the mean is in "
    "each share already, so this sum is the average of the examples' gradients. {agreement}",
)
WEIGHT = (
    "The gradient of {name}",
    "{name} met the input {local} on the way forward, so its gradient is the neuron's delta times {local}. A weight "
    "with a small input has little to answer for.",
)
BIAS = (
    "The gradient of {name}",
    "A bias is added as it is: it is the weight of an input that is always 1. So its gradient is the delta of {via} "
    "itself.",
)
PATH = (
    "Back to {name} through {via}",
    "{name} feeds {via} through {local}, so the delta of {via} comes back multiplied by that same weight: the old "
    "one, the one the forward pass used.",
)
PATH_OF_BIAS = (
    "Back to {name} through {via}",
    "{name} is added to {via} as it is, so its share is the delta of {via} itself.",
)
PATH_OF_SHARE = (
    "Back to {name} through {via}",
    "{via} is the share of {name} itself: more {name} means more of it. The slope of softmax is a (1 − a) here, like "
    "that of the sigmoid.",
)
PATH_OF_ANOTHER = (
    "Back to {name} through {via}",
    "The answers have to share, so more {name} means less {via}. The slope is minus the product of the two answers.",
)

PATHS_MEET = (
    "The paths meet in {name}",
    "{name} feeds {names}, so it answers for {all}: the shares add up. {agreement}",
)
AGREE = "Here they point the same way."
CANCEL = "Here they have opposite signs and partly cancel."
SIMPLY = "What is left is {output} − {target}, output minus target: so simple because softmax meets cross-entropy."
NOT_SIMPLY = "If the targets added up to 1, it would be simply {output} − {target}, output minus target."
COUNTED = "And the 1/n of the mean is a factor of it."

UPDATE = (
    "{name}: old → new",
    "Against the gradient, scaled by the learning rate η: {direction} Every update uses gradients of the old weights; "
    "no new weight is used until all are done.",
)
DOWN = "more {name} would mean more loss, so {name} goes down."
UP = "more {name} would mean less loss, so {name} goes up."
FLAT = "the gradient is 0, so {name} stays."
BACKWARDS = "with a negative rate {name} moves along the gradient, uphill."
FROZEN = "with a rate of 0 {name} stays."

VERIFY = ("Did it help?", "Forward again, with the new weights: {outcome}")
DROPPED = "the loss dropped by {percent} %."
SAME = "the loss did not change in any digit that a 64-bit number has; the slope is too flat for this step."
STILL = "the loss is what it was. A learning rate of 0 moves nothing."
ROSE = (
    "the loss rose by {percent} %. The gradient only knows the slope right here, and a learning rate of {rate} steps "
    "so far that the slope no longer holds. A smaller rate would have gone down."
)
ROSE_UPHILL = "the loss rose by {percent} %, as it must: a negative learning rate walks uphill."

Text = tuple[str, str]


def change_of(loss: str) -> str:
    """The id of the change that the last step shows."""
    return f"Δ{loss}"


def start(graph: Graph) -> Text:
    biased = any(q.bias for q in graph.quantities)
    return filled(START, biases=(FROZEN_BIASES if graph.frozen else BIASES) if biased else "")


def forward(q: Quantity) -> Text:
    terms = [f"{source} times {weight}" for weight, source in q.terms] + [f"the bias {q.bias}"] * bool(q.bias)
    words = {"name": q.name, "output": next(iter(q.partials)), "terms": " plus ".join(terms)}
    of_an_example = q.operation is Operation.TOTAL and example_of(q.name) is not None
    text = TOTAL_OF_AN_EXAMPLE if of_an_example else FORWARD[q.operation]
    return filled(text, **words, function=FUNCTIONS.get(type(q.formula), ""))


def backward(name: str, q: Quantity, several: bool, gradient: float, slope: float, loss: str = "E_total") -> Text:
    """For the share of `name`'s gradient that comes back through the quantity `q`; `slope` is ∂q/∂name."""
    words = {"name": name, "via": q.name, "local": getattr(q.partials[name], "name", ""), "loss": loss}
    match q.operation:
        case Operation.WEIGHTED_SUM:
            if name == q.bias:
                return filled(PATH_OF_BIAS if several else BIAS, **words)
            is_weight = any(name == weight for weight, _ in q.terms)
            of_a_weight = WEIGHT_OF_AN_EXAMPLE if several else WEIGHT
            return filled(of_a_weight if is_weight else PATH, **words)
        case Operation.SOFTMAX:
            own = isinstance(q.formula, Softmax) and q.formula.argument == Symbol(name)
            return filled(PATH_OF_SHARE if own else PATH_OF_ANOTHER, **words)
        case Operation.ACTIVATION:
            function, through = SLOPES[type(q.formula)]
            dead = isinstance(q.formula, Relu) and slope == 0
            return filled(BACKWARD[q.operation], **words, function=function, slope=DEAD if dead else through)
        case Operation.HALF_SQUARED_ERROR:
            says = ON_TARGET if gradient == 0 else TOO_HIGH if gradient > 0 else TOO_LOW
        case Operation.CROSS_ENTROPY:
            says = NOT_WANTED if gradient == 0 else NO_PROBABILITY if gradient > 0 else WANTED
        case Operation.TOTAL if example_of(q.name) is not None:
            return filled(ERROR_OF_AN_EXAMPLE, **words)
        case _:
            says = ""
    return filled(BACKWARD[q.operation], **words, says=says.format(name=name))


def paths_meet(name: str, consumers: Sequence[str], shares: Sequence[float]) -> Text:
    agreement = AGREE if min(shares) >= 0 or max(shares) <= 0 else CANCEL
    everyone = "both" if len(consumers) == 2 else "all of them"
    return filled(PATHS_MEET, name=name, names=listed(consumers), all=everyone, agreement=agreement)


def examples_meet(name: str, _: Sequence[str], shares: Sequence[float]) -> Text:
    """For a weight, to which each example of a batch brings a share."""
    return filled(EXAMPLES_MEET, name=name, agreement=AGREE if min(shares) >= 0 or max(shares) <= 0 else CANCEL)


def softmax_meets_cross_entropy(output: str, target: str, simply: bool, of_a_batch: bool = False) -> str:
    """What to add where the paths through softmax meet; `simply` if the targets add up to 1."""
    text = (SIMPLY if simply else NOT_SIMPLY).format(output=output, target=target)
    return f"{text} {COUNTED}" if of_a_batch else text


def update(weight: str, gradient: float, rate: float) -> Text:
    if rate == 0:
        direction = FROZEN
    elif gradient == 0:
        direction = FLAT
    elif rate < 0:
        direction = BACKWARDS
    else:
        direction = DOWN if gradient > 0 else UP
    return filled(UPDATE, name=weight, direction=direction.format(name=weight))


def verify(before: float, after: float, rate: float) -> Text:
    percent = format_number(100 * abs((after - before) / before), 3) if before else "∞"
    if rate == 0:
        outcome = STILL
    elif after == before:
        outcome = SAME
    elif after < before:
        outcome = DROPPED
    else:
        outcome = ROSE if rate > 0 else ROSE_UPHILL
    return filled(VERIFY, outcome=outcome.format(percent=percent, rate=format_number(rate)))


def listed(items: Iterable[str]) -> str:
    """The items as a sentence lists them: a, b and c."""
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last


def filled(text: Text, **words: str) -> Text:
    """The text with its words put in."""
    return text[0].format(**words), text[1].format(**words)
