"""The operations of the network that a run's settings make."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from core.digits.model import DigitNet
from core.digits.table import Row, table
from core.digits.training.config import Config


def architecture(config: Config) -> Sequence[Row]:
    """Raises ValueError and RuntimeError for settings that make no network."""
    return _table(tuple(config.network().items()))


@lru_cache(maxsize=50)  # not Streamlit's cache: that one takes longer to find an answer than a page has
def _table(network: tuple[tuple[str, Any], ...]) -> Sequence[Row]:
    return table(DigitNet(**dict(network)))
