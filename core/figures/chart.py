"""A chart for Vega-Lite. The data travel beside the specification, so that a chart changes in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

HEIGHT = 260


@dataclass(frozen=True)
class Chart:
    """`data` maps column names to arrays of one length; `spec` is a Vega-Lite specification over them."""

    data: dict[str, np.ndarray]
    spec: dict[str, Any]
