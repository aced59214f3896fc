"""A design as lines of PyTorch: a module an operation, and the classes that PyTorch itself does not have."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import getsource

from core.digits import model
from core.digits import operations as data
from core.digits.counted import counted
from core.digits.design import Design, Step
from core.digits.operations import Operation, Shape

OWN = {  # the module of an operation that is not PyTorch's own
    data.GhostBatchNorm: model.GhostBatchNorm,
    data.LayerNorm: model.LayerNorm,
    data.Dropout: model.Dropout,
    data.GlobalAverage: model.GlobalAverage,
}


def classes(design: Design) -> str:
    """The source of the classes that this design's modules need."""
    used = [own for kind, own in OWN.items() if any(isinstance(each, kind) for each in design.operations)]
    return "".join(f"{getsource(own)}\n\n" for own in used)


def lines(design: Design) -> Iterator[str]:
    """A line for each operation, a comment before each layer."""
    layer = ""
    for step in design.steps():
        if (now := step.name.partition(".")[0].removeprefix("layer")) != layer:
            layer = now
            yield f"    # layer {layer}"
        yield f"    {_made(step.operation, step.before)},  # {_comment(step)}"


def _comment(step: Step) -> str:
    first, *sides = step.shape
    return counted(first, "map") + f" of {sides[0]} × {sides[1]}" if sides else counted(first, "value")


def _made(operation: Operation, before: Shape) -> str:
    """The call that makes the module."""
    wide = before[0]
    match operation:
        case data.Convolution(width, kernel, stride, padding, bias):
            more = f", stride={stride}" * (stride != 1) + f", padding={padding}" * (padding != 0)
            return f"nn.Conv2d({wide}, {width}, {kernel}{more}{'' if bias else ', bias=False'})"
        case data.FullyConnected(width, bias):
            return f"nn.Linear({wide}, {width}{'' if bias else ', bias=False'})"
        case data.BatchNorm():
            return f"nn.BatchNorm{2 if len(before) == 3 else 1}d({wide})"
        case data.GhostBatchNorm(parts):
            return f"GhostBatchNorm({wide}, {parts})"
        case data.LayerNorm():
            return f"LayerNorm({wide})"
        case data.GroupNorm(groups):
            return f"nn.GroupNorm({groups}, {wide})"
        case data.MaxPooling(size):
            return f"nn.MaxPool2d({size})"
        case data.Dropout(rate, epochs):
            return f"Dropout({rate}, {epochs})"
        case data.GlobalAverage():
            return "GlobalAverage()"
        case data.LogSoftmax():
            return "nn.LogSoftmax(dim=1)"
        case data.ReLU():
            return "nn.ReLU()"
    raise TypeError(f"{type(operation).__name__} has no module.")
