"""A digit network as data: a list of operations.

    design = Design.parse("c8 relu bn max2 c16 relu bn gap fc10 logsoftmax")
    [step.shape for step in design.steps()]

The module, its table, receptive fields, a link and a script all follow from the list; `Design.parse` reads what `str`
writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.digits.operations import (
    CLASSES,
    SIDE,
    BatchNorm,
    Convolution,
    Dropout,
    FullyConnected,
    GlobalAverage,
    LogSoftmax,
    MaxPooling,
    Operation,
    ReLU,
    Shape,
    parse_operation,
)

MOST = 100  # operations of a design
# The exercise's seven layers: the maps of five convolutions and the neurons of the hidden layer, the kernels, and the
# padding, which leaves larger maps to the layers after pooling.
WIDTHS, KERNELS, PADDING = (10, 16, 24, 26, 34, 14), (5, 3, 3, 3, 3), (1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Step:
    """One operation in its place: what it makes and costs; `problem` says, in a sentence, why it does not fit.

    After a problem the shape stays what it was, so that what follows can be looked at all the same. `name` is its
    module's, "layer2.pool": a convolution or a fully connected operation begins a layer.
    """

    name: str
    operation: Operation
    before: Shape
    shape: Shape
    parameters: int
    multiply_adds: int
    receptive_field: int  # in pixels of the image, a side
    problem: str = ""


@dataclass(frozen=True)
class Design:
    """A network as the list of its operations."""

    operations: tuple[Operation, ...]

    def steps(self) -> tuple[Step, ...]:
        """Every operation in its place, whether it fits or not."""
        return tuple(self._walk())

    def _walk(self) -> Iterator[Step]:
        shape: Shape = (1, SIDE, SIDE)
        field, jump = 1, 1
        for name, operation in zip(self.names(), self.operations, strict=True):
            try:
                after = operation.after(shape)
            except ValueError as error:
                yield Step(name, operation, shape, shape, 0, 0, min(field, SIDE), str(error))
                continue
            size, stride = (shape[1], 1) if isinstance(operation, GlobalAverage) else operation.window
            field, jump = field + (size - 1) * jump, jump * stride
            costs = operation.parameters(shape), operation.multiply_adds(shape)
            yield Step(name, operation, shape, after, *costs, min(field, SIDE))
            shape = after

    def names(self) -> tuple[str, ...]:
        """The module of each operation, "layer2.pool"; a second one of a name in its layer is "layer2.pool2"."""
        layer, made = 1, []
        for position, operation in enumerate(self.operations):
            if position and isinstance(operation, Convolution | FullyConnected):
                layer += 1
            name, often = f"layer{layer}.{operation.name}", 1
            while (each := name + (str(often) if often > 1 else "")) in made:
                often += 1
            made.append(each)
        return tuple(made)

    def problems(self) -> tuple[tuple[int, str], ...]:
        """Where the list makes no network, and why: (position, sentence); nothing if it does."""
        found = [(position, step.problem) for position, step in enumerate(self.steps()) if step.problem]
        last = len(self.operations) - 1
        ends = [position for position, one in enumerate(self.operations) if isinstance(one, LogSoftmax)]
        if ends != [last]:
            found.append((max(last, 0), "a network ends with one log softmax, and has no other."))
        if not any(isinstance(one, Convolution | FullyConnected) for one in self.operations):
            found.append((0, "a network needs something to learn: a convolution or a fully connected layer."))
        if last >= MOST:
            found.append((MOST, f"a network has at most {MOST} operations here."))
        return tuple(found)

    @property
    def parameters(self) -> int:
        """How many numbers are learned."""
        return sum(step.parameters for step in self.steps())

    def __str__(self) -> str:
        return " ".join(map(str, self.operations))

    @classmethod
    def parse(cls, text: str) -> Design:
        """The design that `str` wrote. Raises ValueError, in a sentence, for any other text."""
        words = text.split()
        if len(words) > 2 * MOST:
            raise ValueError(f"a network has at most {MOST} operations, not {len(words)}.")
        return cls(tuple(map(parse_operation, words)))


def seven_layers(
    widths: tuple[int, ...] = WIDTHS,
    kernels: tuple[int, ...] = KERNELS,
    padding: tuple[int, ...] = PADDING,
    dropout: float = 0.0,
    batch_norm: bool = True,
    pool_after: int = 2,
) -> Design:
    """The exercise's network: five convolutions, global average pooling, two fully connected layers."""
    norm: list[Operation] = [BatchNorm()] if batch_norm else []
    operations: list[Operation] = []
    for layer, (width, kernel, pad) in enumerate(zip(widths, kernels, padding, strict=False), start=1):
        operations += [Convolution(width, kernel, padding=pad), ReLU(), *norm]
        operations += [MaxPooling(2)] if layer == pool_after else []
        operations += [GlobalAverage()] if layer == len(kernels) else []
        operations += [Dropout(dropout)] if layer > 1 else []
    operations += [FullyConnected(widths[-1]), ReLU(), *norm, Dropout(dropout)]
    return Design((*operations, FullyConnected(CLASSES), LogSoftmax()))
