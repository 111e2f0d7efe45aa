"""The face of a bezel: its eased upright corners, the lip round the opening and the recess.

A newcomer's mistake: to expect a fillet along the front edge. The face's fillet and chamfer go on the corners that
run along the depth; the front edge itself stays sharp.
"""

from __future__ import annotations

from sdk.geometry.bezels.frame import BezelFrame
from sdk.geometry.bezels.outlines import PlanShape
from sdk.geometry.bezels.records import BezelFace, BezelRecess
from sdk.geometry.inputs import number, positive
from sdk.geometry.kernel import Solid
from sdk.geometry.outlines import sound_region
from sdk.geometry.prisms import ABSENT, eased_corners, not_negative, prism, require_below
from sdk.geometry.triangles import Floats

ROUNDED_STYLES = ("rounded", "radiused_step")

RIM_MARGIN = 0.001
"""A lip without a wall stays this far inside the outer edge, both sides together, metres."""


def upright_corners(outline: Floats, frame: BezelFrame, face: BezelFace | None) -> Floats:
    """An outline with its sharp corners rounded or cut off as the face says."""
    if face is None:
        return outline
    limit = min(0.25 * frame.depth, 0.1 * min(frame.outer.size))
    if face.style in ROUNDED_STYLES:
        size = min(number(face.fillet, "BezelFace fillet"), limit)
        return eased_corners(outline, size) if size > ABSENT else outline
    if face.style == "chamfered":
        size = min(number(face.chamfer, "BezelFace chamfer"), limit)
        return eased_corners(outline, size, rounded=False) if size > ABSENT else outline
    return outline


def lip_solid(frame: BezelFrame, face: BezelFace | None) -> list[Solid]:
    """The raised ring round the opening, half in the face and half before it; nothing when there is none."""
    if face is None:
        return []
    raised = number(face.front_lip, "BezelFace front_lip")
    if raised <= ABSENT and face.style != "radiused_step":
        return []
    raised = max(0.0, raised)
    half = max(raised, 0.08 * frame.depth, 0.0015) / 2.0
    if frame.walls is not None:
        spans = [inner + wall for inner, wall in zip(frame.opening.size, frame.walls, strict=True)]
    else:
        spans = [
            min(inner + max(2.0 * raised, 1.05 * side), outer - RIM_MARGIN)
            for inner, side, outer in zip(frame.opening.size, frame.sides, frame.outer.size, strict=True)
        ]
    if min(span - inner for span, inner in zip(spans, frame.opening.size, strict=True)) <= 0.0:
        return []
    kind = "circle" if frame.outer.kind == "circle" else frame.opening.kind
    radius = min(frame.opening.radius + raised, 0.25 * min(spans)) if kind == "rounded_rect" else 0.0
    outer = PlanShape(kind, (spans[0], spans[1]), radius).outline()
    region = sound_region(outer, [frame.opening.outline()], "BezelFace front_lip")
    return [prism(region, frame.front - half, frame.front + half)]


def recess_solid(frame: BezelFrame, recess: BezelRecess | None) -> list[Solid]:
    """The pocket to cut from the front, clear of anything before it; nothing when there is none.

    Raises:
        GeometryError: ``not-positive``, ``negative``, ``too-large``.
    """
    if recess is None:
        return []
    depth = positive(recess.depth, "BezelRecess depth")
    inset = not_negative(recess.inset, "BezelRecess inset")
    extra = (2.0 * inset, 2.0 * inset) if frame.walls is None else frame.walls
    width, height = (inner + more for inner, more in zip(frame.opening.size, extra, strict=True))
    for span, outer in ((width, frame.outer.size[0]), (height, frame.outer.size[1])):
        require_below(span, outer, "BezelRecess inset", "an outer size that leaves a rim")
    radius = min(frame.opening.radius + inset, width / 2.0, height / 2.0)
    shape = PlanShape(frame.opening.kind, (width, height), radius)
    return [prism([shape.outline()], frame.front - depth, frame.front + frame.depth)]
