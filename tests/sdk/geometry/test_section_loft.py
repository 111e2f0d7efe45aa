from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import ValidationError
from sdk.geometry.primitives import BoxGeometry, CylinderGeometry, SphereGeometry
from sdk.geometry.profiles import rounded_rect_profile, superellipse_profile
from sdk.geometry.section_loft import (
    LoftSection,
    LoftTessellation,
    SectionLoftSpec,
    repair_loft,
    section_loft,
)
from sdk.spatial import rotation_about
from tests.asserts import assert_closed_solid, bounds_of, open_edges, volume_of
from tests.strategies import directions

quick = settings(max_examples=30, deadline=None)


def ellipse(width: float, height: float, z: float, count: int = 24):
    return [(x, y, z) for x, y in superellipse_profile(width, height, 2.5, segments=count)]


def square(side: float, z: float):
    half = side / 2
    return [(-half, -half, z), (half, -half, z), (half, half, z), (-half, half, z)]


THREE = [ellipse(0.2, 0.1, 0.0), ellipse(0.25, 0.14, 0.1), ellipse(0.15, 0.08, 0.2)]


@quick
@given(st.lists(st.tuples(st.floats(0.05, 0.3), st.floats(0.05, 0.3)), min_size=2, max_size=7), st.booleans())
def test_any_stack_is_closed_and_passes_its_sections(sizes, ruled: bool) -> None:
    sections = [ellipse(w, h, 0.1 * row, 16) for row, (w, h) in enumerate(sizes)]
    loft = section_loft(sections, ruled=ruled)
    assert_closed_solid(loft)
    vertices = np.array(loft.vertices)
    for section in sections:
        for point in section:
            assert np.abs(vertices - point).max(axis=1).min() < 1e-9


@quick
@given(directions, st.floats(-3, 3))
def test_the_loft_turns_with_its_sections(axis, angle: float) -> None:
    turn = rotation_about(np.array(axis) / np.linalg.norm(axis), angle)
    straight = section_loft(THREE)
    turned = section_loft([(np.array(section) @ turn.T).tolist() for section in THREE])
    assert_closed_solid(turned)
    assert volume_of(turned) == pytest.approx(volume_of(straight), rel=1e-9)


def test_flat_walls_are_not_divided() -> None:
    frustum = section_loft([square(0.1, 0), square(0.06, 0.08)])
    assert len(frustum.faces) == 12
    assert volume_of(frustum) == pytest.approx(0.08 / 3 * (0.01 + 0.006 + 0.0036))
    assert len(section_loft([square(0.1, 0), square(0.06, 0.08), square(0.1, 0.2)], ruled=True).faces) == 20


def test_direction_start_and_order_of_loops_do_not_matter() -> None:
    usual = volume_of(section_loft(THREE))
    assert volume_of(section_loft(THREE[::-1])) == pytest.approx(usual)
    assert volume_of(section_loft([THREE[0], THREE[1][::-1], THREE[2]])) == pytest.approx(usual)
    assert volume_of(section_loft([THREE[0], THREE[1][7:] + THREE[1][:7], THREE[2]])) == pytest.approx(usual)


@pytest.mark.parametrize(
    ("first", "second", "volume"),
    [
        (square(0.1, 0), [(-0.03, -0.03, 0.05), (0.04, -0.02, 0.05), (0, 0.05, 0.05)], None),
        (ellipse(0.2, 0.2, 0, 24), ellipse(0.2, 0.2, 0.1, 16), None),
    ],
)
def test_other_counts_meet(first, second, volume) -> None:
    assert_closed_solid(section_loft([first, second]))


@pytest.mark.parametrize("parametrization", ["uniform", "chordal", "centripetal"])
def test_parametrizations(parametrization: str) -> None:
    sections = [ellipse(0.2 - 0.02 * row, 0.1, z) for row, z in enumerate((0, 0.02, 0.2, 0.25, 0.5, 0.6))]
    loft = section_loft(sections, parametrization=parametrization)
    assert open_edges(loft) == 0 and volume_of(loft) > 0


def test_open_lofts_have_no_lids() -> None:
    for change in ({"cap": False}, {"solid": False}):
        assert open_edges(section_loft(THREE, **change)) == 48


def test_mirror_images_are_united() -> None:
    half = [[(0, -0.03, z), (0.05, -0.03, z), (0.05, 0.03, z), (0, 0.03, z)] for z in (0, 0.1)]
    whole = section_loft(half, symmetry="mirror_yz")
    assert_closed_solid(whole)
    assert bounds_of(whole)[:, 0] == pytest.approx((-0.05, 0.05))
    assert volume_of(whole) == pytest.approx(6e-4)
    overlapping = section_loft(
        [[(x + 0.05, y, z) for x, y, z in ellipse(0.2, 0.1, z)] for z in (0, 0.2)], symmetry="mirror_yz"
    )
    assert_closed_solid(overlapping)
    assert bounds_of(overlapping)[:, 0] == pytest.approx((-0.15, 0.15))


def test_a_straight_path_changes_nothing() -> None:
    sections = [square(0.1, 0), square(0.1, 0.2)]
    assert volume_of(section_loft(sections, path=[(0, 0, 0), (0, 0, 0.2)])) == pytest.approx(0.002)


def test_sections_along_a_quarter_circle() -> None:
    """Pappus: a round section carried square to an arc sweeps its area times the arc's length."""
    radius, count = 0.5, 32
    circle = superellipse_profile(0.1, 0.1, 2, segments=count)
    start = [(radius + x, 0, y) for x, y in circle]
    end = [(0, radius + x, y) for x, y in circle]
    turn = [math.pi / 2 * k / 12 for k in range(13)]
    path = [(radius * math.cos(a), radius * math.sin(a), 0) for a in turn]
    elbow = section_loft([start, end], path=path)
    assert_closed_solid(elbow)
    area = count / 2 * math.sin(2 * math.pi / count) * 0.0025
    assert volume_of(elbow) == pytest.approx(area * radius * math.pi / 2, rel=3e-3)


def test_guides() -> None:
    sections = [square(0.1, 0), square(0.1, 0.2)]
    spine = [(0, 0, 0), (0.05, 0, 0.1), (0, 0, 0.2)]
    by_guide = section_loft(sections, guide_curves={"spine": spine})
    assert by_guide == section_loft(sections, path=spine)
    beside = [(1, 0, 0), (1, 0, 0.1), (1, 0, 0.2)]
    assert_closed_solid(section_loft(sections, path=spine, guide_curves={"aux_spine": beside}))
    with pytest.raises(ValidationError):
        section_loft(sections, guide_curves={"binormal": beside})


def test_specs_and_overrides() -> None:
    spec = SectionLoftSpec(sections=tuple(LoftSection(tuple(section)) for section in THREE), ruled=True)
    assert section_loft(spec) == section_loft(THREE, ruled=True)
    assert section_loft(spec, ruled=False) == section_loft(THREE)
    with pytest.raises(TypeError):
        section_loft(THREE, twist=1)


def test_finer_tessellation_means_more_faces() -> None:
    coarse = section_loft(THREE, tessellation=LoftTessellation(0.01, 0.5))
    fine = section_loft(THREE, tessellation=LoftTessellation(0.0001, 0.02))
    assert len(coarse.faces) < len(section_loft(THREE).faces) < len(fine.faces)


def test_sections_are_cleaned() -> None:
    loop = LoftSection([(0, 0, 0), (0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 0, 0)])
    assert loop.points == ((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (1.0, 1.0, 0.0))


@pytest.mark.parametrize(
    "call",
    [
        lambda: LoftTessellation(0),
        lambda: LoftTessellation(angular_tolerance=math.nan),
        lambda: LoftSection([(0, 0, 0), (1, 0, 0)]),
        lambda: LoftSection([(0, 0), (1, 0), (1, 1)]),
        lambda: LoftSection([(0, 0, 0), (1, 0, math.nan), (1, 1, 0)]),
        lambda: section_loft(THREE[:1]),
        lambda: section_loft(THREE, symmetry="mirror_xz"),
        lambda: section_loft(THREE, degree=0),
        lambda: section_loft(THREE, weights=(1, 1)),
        lambda: section_loft(THREE, guide_curves={"rail": [(0, 0, 0), (1, 1, 1)]}),
        lambda: section_loft(THREE, path=[(0, 0, 0), (0, 0, 0)]),
        lambda: section_loft([[(0, 0, 0), (1, 0, 0), (2, 0, 0)], square(1, 1)]),
        lambda: section_loft([square(1, 0), square(2, 0)]),
        lambda: section_loft([square(1, 0), square(1, 0)]),
        lambda: section_loft([square(1, 0), square(2, 0)], path=[(0, 0, 0), (0, 0, 1)]),
    ],
)
def test_errors(call) -> None:
    with pytest.raises(ValidationError):
        call()


def test_repair_of_meshes() -> None:
    box = BoxGeometry((1, 1, 1))
    box.faces = [(c, b, a) for a, b, c in box.faces]
    before = box.copy()
    assert_closed_solid(repair_loft(box))
    assert box == BoxGeometry((1, 1, 1)) or box.faces == before.faces
    assert repair_loft(box, repair="off").faces == box.faces
    sphere = SphereGeometry(0.5)
    soup = sphere.copy()
    soup.vertices = [sphere.vertices[corner] for face in sphere.faces for corner in face]
    soup.faces = [(3 * row, 3 * row + 1, 3 * row + 2) for row in range(len(sphere.faces))]
    repaired = repair_loft(soup)
    assert_closed_solid(repaired)
    assert (len(repaired.vertices), len(repaired.faces)) == (len(sphere.vertices), len(sphere.faces))


def test_repair_closes_small_holes_only() -> None:
    box = BoxGeometry((1, 1, 1))
    box.faces = box.faces[2:]
    assert_closed_solid(repair_loft(box))
    assert open_edges(repair_loft(CylinderGeometry(1, 1, closed=False))) == 48


def test_repair_of_overlapping_shells_unites_them() -> None:
    pile = BoxGeometry((1, 1, 1)).merge(BoxGeometry((1, 1, 1)).translate(0.5, 0, 0))
    assert volume_of(repair_loft(pile)) == pytest.approx(1.5)


def test_repair_of_sections_lofts_them() -> None:
    assert repair_loft(THREE) == section_loft(THREE)
    assert_closed_solid(
        repair_loft([[(x, y, z) for x, y in rounded_rect_profile(0.2, 0.1, 0.02)] for z in (0, 0.1)])
    )


@pytest.mark.parametrize(("count", "differs"), [(3, False), (5, False), (6, True), (8, True)])
def test_lower_continuity_frees_only_lofts_of_six_sections_or_more(count: int, differs: bool) -> None:
    widths = [0.1, 0.13, 0.08, 0.12, 0.09, 0.11, 0.07, 0.1][:count]
    sections = [
        [(x * w, y * w, 0.1 * z) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        for z, w in enumerate(widths)
    ]
    smooth, free = (section_loft(sections, continuity=name) for name in ("C2", "C1"))
    assert_closed_solid(free)
    assert (abs(volume_of(smooth) / volume_of(free) - 1.0) > 1e-6) == differs
    backwards = section_loft(sections[::-1], continuity="C1")
    assert volume_of(backwards) == pytest.approx(volume_of(free), rel=1e-9)
    assert section_loft(sections, smoothing=True, weights=(3.0, 2.0, 1.0)).vertices == smooth.vertices
