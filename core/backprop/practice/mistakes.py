"""The mistakes that people make when they write backpropagation by hand, as data."""

from __future__ import annotations

from core.backprop.practice import rewriting
from core.backprop.practice.wrong import Mistake, no_rate, uphill

NEW_WEIGHTS = Mistake(
    "new-weights",
    "New weights on the way back",
    "The deltas of a hidden layer come back through weights that were updated a moment before, because a program that "
    "changes each layer as soon as it has its gradients no longer knows the old ones.",
    rewriting.new_weight,
)

MISTAKES = (
    Mistake(
        "target-first",
        "Target minus output",
        "The error is taken as t − a, in the order in which the loss writes it; the derivative of ½ (t − a)² with "
        "respect to a is a − t, because the inner derivative brings a minus.",
        rewriting.target_first,
    ),
    Mistake(
        "half-kept",
        "The ½ kept",
        "The ½ of the loss is carried along into the gradient, where the 2 that comes down from the square has "
        "already cancelled it.",
        rewriting.half_kept,
    ),
    Mistake(
        "half-lost",
        "The ½ lost",
        "The 2 comes down from the square and stays, because the ½ that is there to cancel it was forgotten.",
        rewriting.half_lost,
    ),
    Mistake(
        "minus-lost",
        "The minus of −t ln a lost",
        "The derivative of ln a is 1/a, and on the way to t/a the minus in front of the loss is easily dropped.",
        rewriting.minus_lost,
    ),
    Mistake(
        "no-slope",
        "The slope of the activation missing",
        "What arrives at an activation is passed on to its net input unchanged, as if nothing had happened in between; "
        "it must be multiplied by the slope there.",
        rewriting.no_slope,
    ),
    Mistake(
        "no-slope-at-outputs",
        "No slope at the outputs",
        "The delta of an output is taken to be a − t, as it is for a softmax with cross-entropy; after a squared error "
        "the slope of the output's activation stays a factor.",
        rewriting.no_slope_at_outputs,
    ),
    Mistake(
        "no-slope-in-hidden-layers",
        "No slope in the hidden layer",
        "The slope is remembered at the outputs, where one meets it first, and forgotten in the hidden layer, where "
        "the sum over the paths takes all the attention.",
        rewriting.no_slope_in_hidden_layers,
    ),
    Mistake(
        "slope-at-net-input",
        "The slope at the wrong number",
        "The slope is written with the activation a, but the net input is put in its place, because the derivative of "
        "a function is usually taken at what goes into it.",
        rewriting.slope_at_net_input,
    ),
    Mistake(
        "slope-at-activation",
        "The activation applied twice",
        "The derivative is a function of the net input, but the program calls it with the activation, which it has at "
        "hand, and so squeezes a number that has been squeezed before.",
        rewriting.slope_at_activation,
    ),
    Mistake(
        "one-path",
        "Only one of the paths",
        "A number that is used in several places answers for all of them; only the first is followed back, because the "
        "chain rule along one path looks complete.",
        rewriting.one_path,
    ),
    Mistake(
        "own-output-only",
        "Softmax as if outputs were independent",
        "Each net input of a softmax changes all of its outputs, but only its own is followed back, as one does for "
        "the sigmoid.",
        rewriting.own_output_only,
    ),
    Mistake(
        "slope-after-softmax",
        "A slope too many after the softmax",
        "The softmax's derivative is complete, but the slope a (1 − a) is multiplied on once more, from the habit that "
        "every activation has one.",
        rewriting.slope_after_softmax,
    ),
    Mistake(
        "no-weight",
        "No weight on the way back",
        "The delta of the next layer is handed back as it is; it must pass the same weight that carried the activation "
        "forward.",
        rewriting.no_weight,
    ),
    Mistake(
        "transposed",
        "Rows taken for columns",
        "On the way back the weights that lead out of a neuron count, but those that lead into the next one are read, "
        "as on the way forward: the matrix was not transposed.",
        rewriting.transposed,
    ),
    NEW_WEIGHTS,
    Mistake(
        "no-input",
        "The input forgotten",
        "The delta of the neuron is taken for the gradient of its weights; each weight's own input is still to be "
        "multiplied on.",
        rewriting.no_input,
    ),
    Mistake(
        "net-input-for-activation",
        "The input before its activation",
        "The weight's gradient is multiplied by the net input of the neuron before, because both numbers stand at the "
        "same neuron; the weight met what came out of it.",
        rewriting.net_input_for_activation,
    ),
    Mistake(
        "uphill",
        "Added instead of subtracted",
        "The gradient is added, as a step towards something usually is; but it points uphill, to where the loss grows.",
        rule=uphill,
    ),
    Mistake(
        "no-rate",
        "The learning rate forgotten",
        "The whole gradient is subtracted; the learning rate, which says how much of it to go, is not in it.",
        rule=no_rate,
    ),
)


def mistake(name: str) -> Mistake:
    """The mistake of that name. Raises ValueError for another name."""
    for each in MISTAKES:
        if each.name == name:
            return each
    raise ValueError(f"there is no mistake {name[:40]!r}.")
