"""Hypothesis strategies shared by the whole suite: sizes, poses, outlines and small objects."""

from __future__ import annotations

import math

from hypothesis import strategies as st

from sdk.model.articulation import ArticulationType, Mimic, MotionLimits
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.shapes import Box, Cylinder, Sphere

lengths = st.floats(0.005, 2.0).map(lambda value: round(value, 6))
"""Sizes of parts, metres, whole micrometres."""

coordinates = st.floats(-2.0, 2.0).map(lambda value: round(value, 6))
angles = st.floats(-math.pi, math.pi)

points = st.tuples(coordinates, coordinates, coordinates)

rpys = st.tuples(angles, angles, angles)
"""Roll, pitch, yaw in radians."""

directions = points.filter(lambda point: math.hypot(*point) > 0.05)


@st.composite
def star_outlines(draw: st.DrawFn, least: int = 3, most: int = 24) -> list[tuple[float, float]]:
    """Simple outlines, either way round, seen whole from their middle; convex or not."""
    count = draw(st.integers(least, most))
    radii = draw(st.lists(st.floats(0.05, 1.0), min_size=count, max_size=count))
    start = draw(angles)
    outline = [
        (
            radius * math.cos(start + 2 * math.pi * step / count),
            radius * math.sin(start + 2 * math.pi * step / count),
        )
        for step, radius in enumerate(radii)
    ]
    return outline[::-1] if draw(st.booleans()) else outline


poses = st.builds(Origin, points, rpys)

shapes = st.one_of(
    st.builds(Box, st.tuples(lengths, lengths, lengths)),
    st.builds(Cylinder, lengths, lengths),
    st.builds(Sphere, lengths),
)

_BOUNDS = {
    ArticulationType.REVOLUTE: (-2.0, 2.0),
    ArticulationType.PRISMATIC: (-2.0, 2.0),
    ArticulationType.CONTINUOUS: (None, None),
}


@st.composite
def objects(draw: st.DrawFn, most_parts: int = 6) -> ArticulatedObject:
    """Valid objects: a random tree of parts with one shape each; some joints follow an earlier, free one."""
    model = ArticulatedObject("sample")
    model.part("part_0").visual(draw(shapes), origin=draw(poses), name="shell")
    free: list[str] = []
    for index in range(1, draw(st.integers(1, most_parts))):
        kind = draw(st.sampled_from([*_BOUNDS, ArticulationType.FIXED]))
        parent = model.parts[draw(st.integers(0, index - 1))]
        child = model.part(f"part_{index}")
        child.visual(draw(shapes), origin=draw(poses), name="shell")
        joint = model.articulation(
            f"joint_{index}", kind, parent, child, origin=draw(poses), axis=draw(directions)
        )
        if kind is ArticulationType.FIXED:
            continue
        joint.motion_limits = MotionLimits(1.0, 1.0, *_BOUNDS[kind])
        sources = [name for name in free if model.get_joint(name).joint_type.is_angular == kind.is_angular]
        if sources and draw(st.booleans()):
            joint.mimic = Mimic(draw(st.sampled_from(sources)), draw(coordinates), draw(coordinates))
        else:
            free.append(joint.name)
    return model


@st.composite
def configured_objects(draw: st.DrawFn) -> tuple[ArticulatedObject, dict[str, float]]:
    """A valid object, with a value for every joint of it that may be driven."""
    model = draw(objects())
    driven = [j for j in model.articulations if j.joint_type.is_scalar and j.mimic is None]
    return model, {joint.name: draw(angles) for joint in driven}
