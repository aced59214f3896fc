"""The lesson's words, apart from its logic. Each text is a title and a sentence or two."""

from __future__ import annotations

from collections.abc import Sequence

from core.backprop.graph import Operation, Quantity
from core.backprop.renderings.number import format_number

CHANGE = "ΔE_total"  # the id of the change that the last step shows

START = (
    "What we are given",
    "The inputs, the weights on the connections, and the targets: the outputs we want. Everything else is computed "
    "from these, one line at a time.",
)

FORWARD = {
    Operation.WEIGHTED_SUM: (
        "{name}: what flows into the neuron",
        "Each input arrives multiplied by the weight of its connection, and the neuron adds up what arrives: {terms}. "
        "This sum is its net input.",
    ),
    Operation.ACTIVATION: (
        "{name}: what the neuron answers",
        "The sigmoid σ squeezes any number into the range from 0 to 1. The result is the neuron's activation, the "
        "number it passes on.",
    ),
    Operation.HALF_SQUARED_ERROR: (
        "{name}: how far {output} is from its target",
        "The gap between target and output, squared so that too high and too low both count. The ½ is there to cancel "
        "the 2 that the derivative of a square brings.",
    ),
    Operation.TOTAL: (
        "{name}: the one number to make smaller",
        "The errors of all outputs together: the loss. To learn is to change the weights so that this number falls.",
    ),
}

BACKWARD = {
    Operation.TOTAL: (
        "How the loss depends on {name}",
        "The loss is a plain sum: when {name} grows a little, the loss grows by just as much. The factor is 1.",
    ),
    Operation.HALF_SQUARED_ERROR: (
        "How the loss depends on the output {name}",
        "The derivative of the half squared error is simply output minus target. Here it is {sign}: {name} is too "
        "{side}.",
    ),
    Operation.ACTIVATION: (
        "Back through the sigmoid to {name}",
        "The slope of the sigmoid is a (1 − a): at most ¼, and near 0 for a saturated neuron, which lets little "
        "through. The product, ∂E_total/∂{name}, is called the delta of {name}.",
    ),
    Operation.WEIGHTED_SUM: (
        "The gradient of {name}",
        "{name} met the input {local} on the way forward, so its gradient is the neuron's delta times {local}. A "
        "weight with a small input has little to answer for.",
    ),
}

PATH = (
    "Back to {name} through {via}",
    "{name} feeds {via} through {local}, so the delta of {via} comes back multiplied by that same weight: the old "
    "one, the one the forward pass used.",
)

PATHS_MEET = (
    "The paths meet in {name}",
    "{name} feeds {names}, so it answers for both: the shares add up. {agreement}",
)
AGREE = "Here they point the same way."
CANCEL = "Here they have opposite signs and partly cancel."

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


def forward(q: Quantity) -> Text:
    terms = " plus ".join(f"{source} times {weight}" for weight, source in q.terms)
    return _fill(FORWARD[q.operation], name=q.name, output=next(iter(q.partials)), terms=terms)


def backward(name: str, q: Quantity, several: bool, gradient: float) -> Text:
    """For the share of `name`'s gradient that comes back through the quantity `q`."""
    local = getattr(q.partials[name], "name", "")
    if several:
        return _fill(PATH, name=name, via=q.name, local=local)
    sign, side = ("positive", "high") if gradient > 0 else ("negative", "low")
    if gradient == 0 and q.operation is Operation.HALF_SQUARED_ERROR:
        return BACKWARD[q.operation][0].format(name=name), f"Output minus target. {name} is exactly on target."
    return _fill(BACKWARD[q.operation], name=name, local=local, sign=sign, side=side)


def paths_meet(name: str, consumers: Sequence[str], shares: Sequence[float]) -> Text:
    agreement = AGREE if min(shares) >= 0 or max(shares) <= 0 else CANCEL
    return _fill(PATHS_MEET, name=name, names=" and ".join(consumers), agreement=agreement)


def update(weight: str, gradient: float, rate: float) -> Text:
    if rate == 0:
        direction = FROZEN
    elif gradient == 0:
        direction = FLAT
    elif rate < 0:
        direction = BACKWARDS
    else:
        direction = DOWN if gradient > 0 else UP
    return _fill(UPDATE, name=weight, direction=direction.format(name=weight))


def verify(before: float, after: float, rate: float) -> Text:
    percent = format_number(100 * abs(after - before) / before, 3) if before else "∞"
    if rate == 0:
        outcome = STILL
    elif after == before:
        outcome = SAME
    elif after < before:
        outcome = DROPPED
    else:
        outcome = ROSE if rate > 0 else ROSE_UPHILL
    return _fill(VERIFY, outcome=outcome.format(percent=percent, rate=format_number(rate)))


def _fill(text: Text, **words: str) -> Text:
    return text[0].format(**words), text[1].format(**words)
