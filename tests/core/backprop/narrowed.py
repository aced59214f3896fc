"""What a test knows of a value and its type does not say."""

from collections.abc import Mapping
from typing import Any, cast

from core.backprop.engine.expression import Real
from core.backprop.lesson.lesson import Equation, Step


def floats(numbers: Mapping[str, Real]) -> dict[str, float]:
    """The numbers of a single network, which are plain floats."""
    return cast(dict[str, float], dict(numbers))


def arrays(numbers: Mapping[str, Real]) -> dict[str, Any]:
    """The numbers of a family of networks, which are arrays."""
    return dict(numbers)


def equation(step: Step) -> Equation:
    """The equation of any step but the first."""
    assert step.equation
    return step.equation
