"""What could meet is never denied where search trees find that it does, and running fits are cleared at once."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk import BoxGeometry, CylinderGeometry, LatheGeometry, MeshGeometry
from sdk.collision import Collider
from sdk.scene import gliding
from sdk.scene.gliding import Prospect, could_meet, glide_of
from sdk.spatial import rotation_from_rpy

angle = st.floats(-pi, pi)
place = st.floats(-0.3, 0.3)
size = st.floats(0.02, 0.3)
LEAD = 0.03 / (2.0 * pi)


def rigid(rpy=(0.0, 0.0, 0.0), xyz=(0.0, 0.0, 0.0)) -> np.ndarray:
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = rotation_from_rpy(rpy), xyz
    return matrix


def turn(about: np.ndarray, values: np.ndarray) -> np.ndarray:
    """(k, 4, 4) rotations about the z axis of a frame."""
    spun = np.stack([rigid((0.0, 0.0, float(value))) for value in values])
    return about @ spun @ np.linalg.inv(about)


def slide(about: np.ndarray, values: np.ndarray) -> np.ndarray:
    moved = np.stack([rigid(xyz=(0.0, 0.0, float(value))) for value in values])
    return about @ moved @ np.linalg.inv(about)


def swing(about: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Parallel to itself on a circle, and turning: any motion in a plane."""
    moved = np.stack(
        [rigid((0, 0, 2.0 * value), (0.1 * np.sin(value), 0.1 * value, 0.0)) for value in values.tolist()]
    )
    return about @ moved @ np.linalg.inv(about)


def wind(about: np.ndarray, values: np.ndarray) -> np.ndarray:
    """A screw that rises 30 mm in each turn."""
    raised = np.stack([rigid((0, 0, value), (0, 0, LEAD * value)) for value in values.tolist()])
    return about @ raised @ np.linalg.inv(about)


@pytest.fixture(autouse=True)
def _look_closely(monkeypatch) -> None:
    """However few triangles there are."""
    monkeypatch.setattr(gliding, "LEAST_COMPARED", 0)


def triangles(geometry: MeshGeometry, at: np.ndarray) -> np.ndarray:
    vertices = np.array(geometry.vertices) @ at[:3, :3].T + at[:3, 3]
    return vertices[np.array(geometry.faces)]


def collider(corners: np.ndarray) -> Collider:
    return Collider.mesh(corners.reshape(-1, 3), np.arange(len(corners) * 3).reshape(-1, 3))


def meets(first: np.ndarray, second: np.ndarray, motions: np.ndarray) -> np.ndarray:
    """By search trees, pose by pose."""
    trees = [collider(corners) for corners in (first, second)]
    return np.array([trees[0].collides(np.eye(4), trees[1], motion) for motion in motions])


def meets_in_blocks(
    first: np.ndarray, second: np.ndarray, motions: np.ndarray, prospect: Prospect
) -> np.ndarray:
    """The same of what could meet alone."""
    found = np.zeros(len(motions), dtype=bool)
    for rows, columns in prospect.blocks:
        if len(rows) and len(columns):
            found |= meets(first[rows], second[columns], motions)
    return found & prospect.at


@given(
    kind=st.sampled_from([turn, slide, swing, wind]),
    about=st.builds(rigid, st.tuples(angle, angle, angle), st.tuples(place, place, place)),
    first=st.tuples(size, size, size),
    second=st.tuples(size, size),
    at=st.builds(rigid, st.tuples(angle, angle, angle), st.tuples(place, place, place)),
    reach=st.floats(0.05, 3.0),
)
def test_what_meets_is_never_denied(kind, about, first, second, at, reach) -> None:
    motions = kind(about, np.linspace(-reach, reach, 25))
    still = triangles(BoxGeometry(first), np.eye(4))
    moving = triangles(CylinderGeometry(second[0], second[1], radial_segments=9), at)
    glide = glide_of(motions)
    assert glide is not None
    assert glide.kind == {turn: "turn", slide: "line", swing: "plane", wind: "screw"}[kind]
    met = meets(still, moving, motions)
    assert np.array_equal(meets_in_blocks(still, moving, motions, could_meet(still, moving, glide)), met)


def tube(inner: float, outer: float, height: float) -> MeshGeometry:
    return LatheGeometry(
        [(inner, -height / 2), (outer, -height / 2), (outer, height / 2), (inner, height / 2)], segments=48
    )


@pytest.mark.parametrize("kind", [turn, slide])
def test_a_running_fit_is_cleared_without_placing_anything(kind) -> None:
    frame = rigid((0.3, -0.7, 1.1), (0.2, 0.1, -0.4))
    still, moving = triangles(tube(0.0102, 0.014, 0.2), frame), triangles(tube(0.004, 0.01, 0.2), frame)
    glide = glide_of(kind(frame, np.linspace(0.0, 1.0, 60)))
    assert glide is not None
    assert not could_meet(still, moving, glide).at.any()


def test_plates_in_two_layers_never_meet() -> None:
    still, moving = (triangles(BoxGeometry((0.3, 0.02, 0.004)), rigid(xyz=(0, 0, z))) for z in (0.0, 0.0042))
    glide = glide_of(swing(np.eye(4), np.linspace(0.0, 1.0, 20)))
    assert glide is not None
    assert not could_meet(still, moving, glide).at.any()
    assert could_meet(still, still, glide).at.all()


def test_where_a_slide_passes_a_stop_is_told() -> None:
    still, moving = (triangles(BoxGeometry((0.1, 0.1, 0.1)), rigid(xyz=(0, 0, z))) for z in (0.0, 0.5))
    values = np.linspace(-1.0, 0.0, 101)
    glide = glide_of(slide(np.eye(4), values))
    assert glide is not None
    assert np.array_equal(could_meet(still, moving, glide).at, np.abs(values + 0.5) <= 0.1 + 1e-9)


def test_a_screw_tells_its_lead_over_many_turns() -> None:
    frame = rigid((0.3, -0.7, 1.1), (0.2, 0.1, -0.4))
    glide = glide_of(wind(frame, np.linspace(-30.0, 20.0, 128)))
    assert glide is not None and glide.kind == "screw"
    assert glide.lead == pytest.approx(LEAD)  # right-handed, whichever way its axis looks


def test_a_turn_that_rises_unevenly_is_no_screw() -> None:
    values = np.linspace(0.0, 1.0, 10)
    assert glide_of(slide(np.eye(4), 0.1 * values**2) @ turn(np.eye(4), values)) is None


def helix(inner: float, outer: float, *, turns: float, offset: float) -> np.ndarray:
    """(n, 3, 3) a strip that winds about the z axis as a thread's flank does, 24 steps to a turn."""
    angles = np.linspace(0.0, turns * 2.0 * pi, int(24 * turns) + 1)
    rings = [
        np.stack([radius * np.cos(angles), radius * np.sin(angles), LEAD * angles + offset], axis=1)
        for radius in (inner, outer)
    ]
    first = np.stack([rings[0][:-1], rings[1][:-1], rings[1][1:]], axis=1)
    return np.concatenate([first, np.stack([rings[0][:-1], rings[1][1:], rings[0][1:]], axis=1)])


def test_a_thread_in_its_nut_is_cleared_without_placing_anything() -> None:
    thread, nut = helix(0.01, 0.02, turns=3, offset=0.0), helix(0.012, 0.025, turns=6, offset=0.008)
    motions = wind(np.eye(4), np.linspace(-9.0, 12.0, 60))
    glide = glide_of(motions)
    assert glide is not None
    assert not could_meet(nut, thread, glide).at.any()
    assert not meets(nut, thread, motions).any()
    assert could_meet(nut, helix(0.01, 0.02, turns=3, offset=0.008), glide).at.all()
