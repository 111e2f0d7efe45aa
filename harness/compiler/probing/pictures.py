"""A small picture of the object in its current pose, as a JSON value.

A newcomer's mistake: to ask for a large one. It travels in the probe's answer, which has a limit, and is for a model
to look at; `articraft render` draws for people.
"""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

from harness.compiler.probing.view import View

VIEWS = {
    "iso": (-42.0, 24.0),
    "front": (-90.0, 8.0),
    "back": (90.0, 8.0),
    "left": (180.0, 8.0),
    "right": (0.0, 8.0),
    "top": (-90.0, 89.0),
    "bottom": (-90.0, -75.0),
}
"""View -> azimuth and elevation in degrees; the front is at -Y, the right at +X."""
LEAST, MOST = 64, 512
"""Pixels on a side."""


def render(view: View, view_name: str = "iso", *, size: tuple[int, int] = (320, 256)) -> dict[str, Any]:
    """``{"picture": {"media_type", "width", "height", "base64"}}`` of the object in the current pose.

    Raises:
        ValueError: an unknown view, or a size out of range.
    """
    from sdk.render.picture import render_view  # loads the ray kernel

    if view_name not in VIEWS:
        raise ValueError(f"view: got {view_name!r}; want one of {', '.join(VIEWS)}")
    width, height = size
    if not (LEAST <= width <= MOST and LEAST <= height <= MOST):
        raise ValueError(f"size: got {size!r}; want {LEAST} to {MOST} pixels a side")
    azimuth, elevation = VIEWS[view_name]
    picture = render_view(
        view.scene,
        configuration=dict(view.posed.configuration),
        size=(width, height),
        azimuth=azimuth,
        elevation=elevation,
    )
    data = BytesIO()
    picture.quantize(128).save(data, format="PNG", optimize=True)
    return {
        "metric_kind": "picture",
        "view": view_name,
        "picture": {
            "media_type": "image/png",
            "width": width,
            "height": height,
            "base64": base64.b64encode(data.getvalue()).decode(),
        },
    }
