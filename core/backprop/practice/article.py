"""The digits of a famous article beside what three programs give.

Matt Mazur's "A Step by Step Backpropagation Example" works one update of the worksheet's network with two biases that
do not learn, and tells what 10,000 updates lead to. Many who checked their own work against it believed that they were
wrong: three of its results are not those of the algorithm that it explains. The loss after one update and the outputs
after 10,000 are what comes out if hidden neurons get their share of the blame through weights that have just been
updated (mistakes.NEW_WEIGHTS); the loss after 10,000 updates is that after 9,999.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from core.backprop.engine.network import Network
from core.backprop.lesson.presets import preset
from core.backprop.practice.mistakes import NEW_WEIGHTS

UPDATES = 10_000
RATE = 0.5
OLD, NEW, FEWER = "old weights", "new weights", "one update fewer"  # the programs; the first is the correct one

Numbers = dict[str, float]
Update = Callable[[Network, Numbers], Numbers]

# What the article prints, digit by digit: at the start, after one update, after 10,000.
AT_START = {"a_h1": "0.593269992", "a_h2": "0.596884378", "a_o1": "0.75136507", "a_o2": "0.772928465"}
AT_START |= {"E1": "0.274811083", "E2": "0.023560026", "E_total": "0.298371109"}
AT_START |= {"∂E_total/∂w5": "0.082167041", "∂E_total/∂w1": "0.000438568"}
AFTER_ONE = {"w5": "0.35891648", "w6": "0.408666186", "w7": "0.511301270", "w8": "0.561370121"}
AFTER_ONE |= {"w1": "0.149780716", "w2": "0.19956143", "w3": "0.24975114", "w4": "0.29950229"}
AFTER_ONE |= {"E_total": "0.291027924"}
AT_END = {"E_total": "0.0000351085", "a_o1": "0.015912196", "a_o2": "0.984065734"}


@dataclass(frozen=True)
class Digits:
    """A number as the article prints it, and as each program computes it."""

    quantity: str  # its id
    updates: int  # after how many of them it has this value
    published: str
    computed: Mapping[str, float]  # by program

    def printed(self, program: str) -> str:
        """What that program computes, with as many decimals as the article prints."""
        return f"{self.computed[program]:.{len(self.published.split('.')[1])}f}"

    def agrees(self, program: str) -> bool:
        return program in self.computed and self.printed(program) == self.published


def old_weights_used(net: Network, numbers: Numbers) -> Numbers:
    """One update as it should be: every gradient by old weights, only then every weight."""
    return _moved(net, numbers, _gradients(net, numbers))


def new_weights_used(net: Network, numbers: Numbers) -> Numbers:
    """One update in which hidden neurons get their share of the blame through weights that were updated just before."""
    return _moved(net, numbers, _early_gradients(net, numbers))


def after(net: Network, updates: int, update: Update) -> Numbers:
    """The given numbers after so many updates."""
    numbers = cast(Numbers, dict(net.numbers))
    for _ in range(updates):
        numbers = update(net, numbers)
    return numbers


@cache  # it depends on nothing, and takes seconds
def article() -> tuple[Digits, ...]:
    """Every number that the article prints, in its order; this really makes 10,000 updates with each program."""
    net = preset("article").network
    start = cast(Numbers, dict(net.numbers))
    fewer = after(net, UPDATES - 1, old_weights_used)
    programs = {OLD: (_gradients, old_weights_used), NEW: (_early_gradients, new_weights_used)}
    at_start, after_one, at_end = dict[str, Numbers](), dict[str, Numbers](), dict[str, Numbers]()
    for name, (gradients, update) in programs.items():
        slopes = {net.graph.gradient(weight).id: slope for weight, slope in gradients(net, start).items()}
        at_start[name] = {**_values(net, start), **slopes}
        after_one[name] = _values(net, update(net, start))
        end = update(net, fewer) if update is old_weights_used else after(net, UPDATES, update)
        at_end[name] = _values(net, end)
    at_end[FEWER] = _values(net, fewer)
    looked_at = ((0, AT_START, at_start), (1, AFTER_ONE, after_one), (UPDATES, AT_END, at_end))
    return tuple(
        Digits(quantity, updates, published, {program: numbers[quantity] for program, numbers in computed.items()})
        for updates, prints, computed in looked_at
        for quantity, published in prints.items()
    )


def _values(net: Network, numbers: Numbers) -> Numbers:
    return cast(Numbers, {**numbers, **net.graph.forward(numbers)})


def _gradients(net: Network, numbers: Numbers) -> Numbers:
    return cast(Numbers, net.graph.backward(_values(net, numbers)))


def _early_gradients(net: Network, numbers: Numbers) -> Numbers:
    values = _values(net, numbers)
    moved = _moved(net, numbers, cast(Numbers, net.graph.backward(values)))
    new = {f"{weight}⁺": moved[weight] for weight in net.graph.weights}
    return cast(Numbers, NEW_WEIGHTS.graph(net.graph).backward({**values, **new}))


def _moved(net: Network, numbers: Numbers, gradients: Numbers) -> Numbers:
    return {**numbers, **{weight: numbers[weight] - RATE * gradients[weight] for weight in net.graph.weights}}
