"""The words of the lesson on batches, momentum and Adam, apart from its logic."""

from __future__ import annotations

from core.backprop.lesson import prose
from core.backprop.lesson.prose import Text
from core.backprop.notation.number import format_number

BATCH = " There are {examples} examples, {letters}, each with inputs and targets of its own; the weights are the same."
MOMENTS = {
    "SGD": "",
    "momentum": " Each weight also keeps a velocity v from one update to the next, at first 0.",
    "Adam": " Each weight also keeps two means from one update to the next, m of its gradients and v of their squares, "
    "at first 0. t counts the updates.",
}

VELOCITY = (
    "The velocity of {weight}",
    "It keeps the share μ of what it was, and the gradient is added. {how}",
)
FIRST = "There was none before, so it is the gradient itself."
FASTER = "Both have the same sign here, so it becomes faster than the gradient alone would make it."
SLOWER = "They have opposite signs here, so the gradient brakes."
LEVEL = "One of them is 0 here."
BY_VELOCITY = (
    "{weight}: old → new",
    "Against the velocity, scaled by the learning rate η: {direction} The gradients of earlier updates have their say, "
    "too.",
)
MEAN = (
    "The mean of the gradients of {weight}",
    "A running mean: the share β1 of the old one, and 1 − β1 of the new gradient. What is noise averages out, what "
    "stays the same adds up.",
)
SQUARES = (
    "The mean of the squared gradients of {weight}",
    "The same with squares and β2. It has no sign: it says how large the gradients of {weight} are.",
)
CORRECTED = (
    "{mean}, corrected for its beginning",
    "{mean} began at 0, so after t updates it has only the share 1 − {beta}ᵗ of what a mean should have. Dividing by "
    "that share puts it right; later the share is nearly 1, and nothing changes.",
)
BY_SIZE = (
    "{weight}: old → new",
    "The mean gradient is divided by how large the gradients are, so the step is about η for every weight, whether its "
    "slope is steep or flat. ε keeps from dividing by 0. {direction}",
)
DOWN, UP, STAYS = "{weight} goes down.", "{weight} goes up.", "{weight} stays."
AGAINST = "{weight} goes {way}, although this gradient alone would send it the other way."

ROSE = (
    "the loss rose by {percent} %. This step follows the gradients of earlier updates as well, so it can overshoot, "
    "and go uphill for a while."
)


def start(text: Text, optimizer: str, letters: str) -> Text:
    """What is given: `text` of the plain lesson, the examples of a batch by their letters, and what weights keep."""
    batch = BATCH.format(examples=len(letters), letters=prose.listed(letters)) if len(letters) > 1 else ""
    return text[0], text[1] + batch + MOMENTS[optimizer]


def velocity(weight: str, old: float, gradient: float, update: int) -> Text:
    together = LEVEL if old * gradient == 0 else FASTER if old * gradient > 0 else SLOWER
    return prose.filled(VELOCITY, weight=weight, how=FIRST if update == 1 else together)


def by_velocity(weight: str, change: float, gradient: float) -> Text:
    return prose.filled(BY_VELOCITY, weight=weight, direction=_direction(weight, change, gradient))


def mean(weight: str) -> Text:
    return prose.filled(MEAN, weight=weight)


def squares(weight: str) -> Text:
    return prose.filled(SQUARES, weight=weight)


def corrected(mean: str, beta: str) -> Text:
    return prose.filled(CORRECTED, mean=mean, beta=beta)


def by_size(weight: str, change: float, gradient: float) -> Text:
    return prose.filled(BY_SIZE, weight=weight, direction=_direction(weight, change, gradient))


def _direction(weight: str, change: float, gradient: float) -> str:
    if change == 0:
        return STAYS.format(weight=weight)
    if change * gradient > 0:
        return AGAINST.format(weight=weight, way="up" if change > 0 else "down")
    return (UP if change > 0 else DOWN).format(weight=weight)


def verify(before: float, after: float, rate: float) -> Text:
    """What the check at the end says where moments had their say."""
    if after <= before or rate <= 0:
        return prose.verify(before, after, rate)
    percent = format_number(100 * (after - before) / before, 3) if before else "∞"
    return prose.filled(prose.VERIFY, outcome=ROSE.format(percent=percent))
