"""The loss over two weights as a landscape in 3-D, with the descent's path on it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.backprop.explore.slices import Shadow, Surface
from core.figures.surface import LEVELS, MOST_STEPS
from core.figures.thinning import evenly

ROUGH = 51  # points a side; the map has more
LIFT = 0.015  # of the height of the landscape: how far above it the path is drawn
HEIGHT = 600
MOST = 1e38  # about the largest number that 32 bits can hold
# The colours of low ground, high ground, the path and the present update; Plotly's own theme has none for these.
COLOURS = {
    "light": ("#dfe9f3", "#0f5fa8", "#00714f", "#13161d"),
    "dark": ("#1b2a3c", "#74b3f2", "#4ccba0", "#e8e8e4"),
}


def landscape(surface: Surface, shadow: Shadow, update: int, dark: bool) -> Any:
    """The surface in 3-D with the path on it, in Plotly, for a light or a dark page.

    The path lies on the surface, at the loss that it has under that place. Raises ValueError for numbers too large for
    it: a graphics card has 32 bits.
    """
    import plotly.graph_objects as go  # type: ignore[import-untyped]  # takes a third of a second

    seen = (surface.across, surface.up, surface.losses, shadow.across, shadow.up, shadow.below)
    if max(float(np.abs(each).max()) for each in seen) > MOST:
        raise ValueError("A landscape in 3-D holds no number beyond 10³⁸; the map does.")
    low, high, route, ink = COLOURS["dark" if dark else "light"]
    across, up = surface.weights
    few = np.linspace(0, len(surface.across) - 1, min(ROUGH, len(surface.across))).round().astype(int)
    z = surface.losses[np.ix_(few, few)].astype(np.float32)
    step = float(z.max() - z.min()) / LEVELS or 1.0
    ends = {"start": float(z.min()), "end": float(z.max()), "size": step}
    hover = f"{across} %{{x:.3g}}<br>{up} %{{y:.3g}}<br>E_total %{{z:.4g}}<extra></extra>"
    ground = go.Surface(
        x=surface.across[few].astype(np.float32),
        y=surface.up[few].astype(np.float32),
        z=z,
        colorscale=[[0, low], [1, high]],
        colorbar={"thickness": 14, "len": 0.7},
        contours={"z": {"show": True, "color": "rgba(128,128,128,0.6)", **ends}},
        lighting={"ambient": 0.85, "diffuse": 0.35, "specular": 0.02},
        hovertemplate=hover,
    )
    on_path = hover.replace("%{z", "%{customdata")
    lift = LIFT * float(z.max() - z.min())  # without it the surface would hide half of the line

    def on_it(rows: NDArray[np.intp], **more: Any) -> Any:
        places = [np.asarray(each, np.float32)[rows] for each in (shadow.across, shadow.up, shadow.below)]
        return go.Scatter3d(
            x=places[0], y=places[1], z=places[2] + lift, customdata=places[2], hovertemplate=on_path, **more
        )

    path = on_it(evenly(len(shadow.across), MOST_STEPS, update), mode="lines", line={"width": 8, "color": route})
    now = on_it(np.array([update]), mode="markers", marker={"size": 6, "color": ink})
    scene: dict[str, Any] = {
        axis: {"title": {"text": text}} for axis, text in (("xaxis", across), ("yaxis", up), ("zaxis", "E_total"))
    }
    scene |= {"aspectratio": {"x": 1.2, "y": 1.2, "z": 0.8}, "camera": {"eye": {"x": 1.3, "y": -1.3, "z": 1.35}}}
    layout = {"scene": scene, "height": HEIGHT, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "showlegend": False}
    return go.Figure([ground, path, now], layout)
