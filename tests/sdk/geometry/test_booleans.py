from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import GeometryError
from sdk.geometry.booleans import boolean_difference, boolean_intersection, boolean_union
from sdk.geometry.extrude import ExtrudeGeometry, ExtrudeWithHolesGeometry
from sdk.geometry.lathe import LatheGeometry
from sdk.geometry.loft import LoftGeometry
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.pipes import PipeGeometry
from sdk.geometry.primitives import (
    BoxGeometry,
    CapsuleGeometry,
    ConeGeometry,
    CylinderGeometry,
    DomeGeometry,
    SphereGeometry,
    TorusGeometry,
)
from sdk.geometry.profiles import rounded_rect_profile, superellipse_profile
from sdk.geometry.section_loft import section_loft
from sdk.geometry.side_loft import superellipse_side_loft
from sdk.geometry.spline_sweeps import tube_from_spline_points
from sdk.geometry.sweep import SweepGeometry
from sdk.geometry.wires import wire_from_points
from tests.asserts import assert_closed_solid, bounds_of, open_edges, volume_of
from tests.strategies import angles, directions, points

quick = settings(max_examples=30, deadline=None)
PLATE = rounded_rect_profile(0.8, 0.6, 0.1)
BAR = rounded_rect_profile(0.2, 0.1, 0.02)
OVAL = superellipse_profile(0.5, 0.4)
SOLIDS = {
    "box": lambda: BoxGeometry((0.8, 0.6, 0.4)),
    "cylinder": lambda: CylinderGeometry(0.4, 0.8),
    "cone": lambda: ConeGeometry(0.4, 0.8),
    "sphere": lambda: SphereGeometry(0.5),
    "dome": lambda: DomeGeometry((0.4, 0.3, 0.5)),
    "capsule": lambda: CapsuleGeometry(0.2, 0.4),
    "torus": lambda: TorusGeometry(0.4, 0.15),
    "lathe": lambda: LatheGeometry([(0, -0.2), (0.4, -0.2), (0.2, 0.3), (0, 0.3)]),
    "extrude": lambda: ExtrudeGeometry(PLATE, 0.3),
    "holes": lambda: ExtrudeWithHolesGeometry(PLATE, [superellipse_profile(0.2, 0.2, 2)], 0.3),
    "loft": lambda: LoftGeometry([[(x * s, y * s, z) for x, y in PLATE] for s, z in ((1, 0), (0.5, 0.4))]),
    "sweep": lambda: SweepGeometry(PLATE, [(0, 0, 0), (0.1, 0, 0.3)], cap=True),
    "pipe": lambda: PipeGeometry(BAR, [(-0.4, 0, 0), (0, 0, 0), (0, 0.4, 0)], cap=True),
    "ring": lambda: wire_from_points([(-0.4, -0.4, 0), (0.4, -0.4, 0), (0, 0.4, 0)], radius=0.1, closed_path=True),
    "tube": lambda: tube_from_spline_points([(-0.4, 0, 0), (0, 0.3, 0.1), (0.4, 0, 0)], radius=0.08),
    "side loft": lambda: superellipse_side_loft([(0.3, -0.2, 0.2, 0.5), (-0.3, -0.1, 0.1, 0.3)]),
    "section loft": lambda: section_loft([[(x, y, z) for x, y in OVAL] for z in (-0.2, 0, 0.3)]),
}  # fmt: skip


@pytest.mark.parametrize("build", SOLIDS.values(), ids=SOLIDS.keys())
def test_every_builder_gives_an_operand(build) -> None:
    solid, ball = build(), SphereGeometry(0.3).translate(0.25, 0.2, 0.1)
    union, left, both = (f(solid, ball) for f in (boolean_union, boolean_difference, boolean_intersection))
    for result in (union, left, both):
        assert type(result) is MeshGeometry
        assert_closed_solid(result)
    assert volume_of(union) + volume_of(both) == pytest.approx(volume_of(solid) + volume_of(ball), rel=1e-6)
    assert volume_of(left) + volume_of(both) == pytest.approx(volume_of(solid), rel=1e-6)


@quick
@given(st.sampled_from(sorted(SOLIDS)), st.sampled_from(sorted(SOLIDS)), points, directions, angles)
def test_volumes_add_up_for_any_pose(first: str, second: str, move, axis, angle: float) -> None:
    a, b = SOLIDS[first](), SOLIDS[second]().rotate(axis, angle).translate(*(0.3 * step for step in move))
    union, left, both = (f(a, b) for f in (boolean_union, boolean_difference, boolean_intersection))
    shared = volume_of(both) if both.faces else 0.0
    assert volume_of(union) == pytest.approx(volume_of(a) + volume_of(b) - shared, rel=1e-5)
    assert volume_of(left) == pytest.approx(volume_of(a) - shared, rel=1e-5)
    for result in (union, left, both):
        if result.faces:
            assert open_edges(result, weld=1e-9) == 0


def test_operands_are_left_alone_and_may_be_keywords() -> None:
    a, b = BoxGeometry((1, 1, 1)), CylinderGeometry(0.3, 2)
    before = a.copy(), b.copy()
    result = boolean_difference(a=a, b=b)
    assert (a.vertices, b.vertices) == (before[0].vertices, before[1].vertices)
    assert result.construction is not None and result.construction.kind == "difference"
    assert [child.kind for child in result.construction.children] == ["box", "cylinder"]


def test_results_are_operands() -> None:
    plate = BoxGeometry((1, 1, 0.1))
    for step in range(6):
        hole = CylinderGeometry(0.05, 1).translate(0.3 * math.cos(step), 0.3 * math.sin(step), 0)
        plate = boolean_difference(plate, hole)
    assert_closed_solid(plate)
    assert volume_of(plate) == pytest.approx(0.1 - 6 * 12 * math.sin(math.pi / 12) * 0.0025 * 0.1)


def test_prisms_that_share_a_face_become_one() -> None:
    joined = boolean_union(BoxGeometry((1, 1, 1)), BoxGeometry((1, 1, 1)).translate(1, 0, 0))
    assert_closed_solid(joined)
    assert len(joined.faces) == 12
    rounded = ExtrudeGeometry(PLATE, 0.2)
    assert_closed_solid(boolean_union(rounded, rounded.copy().translate(0.8, 0, 0)))
    assert_closed_solid(boolean_union(rounded, rounded.copy().translate(0, 0, 0.2)))


def test_faces_that_lie_on_each_other_leave_nothing_thin() -> None:
    box = BoxGeometry((1, 1, 1))
    assert boolean_difference(box, box).faces == []
    assert boolean_intersection(box, box.copy().translate(1, 0, 0)).faces == []
    assert volume_of(boolean_union(box, box)) == pytest.approx(1.0)
    slot = boolean_difference(box, BoxGeometry((0.5, 0.5, 1)))
    assert_closed_solid(slot)
    assert volume_of(slot) == pytest.approx(0.75)


def test_empty_operands() -> None:
    box, nothing = BoxGeometry((1, 1, 1)), MeshGeometry()
    assert volume_of(boolean_union(nothing, box)) == pytest.approx(1.0)
    assert volume_of(boolean_difference(box, nothing)) == pytest.approx(1.0)
    assert boolean_difference(nothing, box).vertices == boolean_intersection(box, nothing).vertices == []


def test_merged_heaps_are_united_first() -> None:
    heap = BoxGeometry((1, 1, 1)).merge(BoxGeometry((1, 1, 1)).translate(0.5, 0, 0))
    assert volume_of(boolean_union(heap, MeshGeometry())) == pytest.approx(1.5)
    assert bounds_of(boolean_difference(heap, BoxGeometry((1, 2, 2)))) == pytest.approx(
        bounds_of(BoxGeometry((0.5, 1, 1)).translate(0.75, 0, 0))
    )


def test_operands_that_are_no_solids_are_named() -> None:
    box, tube = BoxGeometry((1, 1, 1)), CylinderGeometry(0.3, 2, closed=False)
    with pytest.raises(GeometryError, match="operand b"):
        boolean_union(box, tube)
    with pytest.raises(ValueError, match="operand a"):
        boolean_difference(tube, box)
    with pytest.raises(TypeError, match="a must be MeshGeometry"):
        boolean_union(None, box)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="b must be MeshGeometry"):
        boolean_intersection(box, "box")  # type: ignore[arg-type]


def test_any_number_of_operands_is_combined_as_pairs_would_be() -> None:
    base, *posts = (
        BoxGeometry((4, 1, 1)),
        *(BoxGeometry((0.5, 0.5, 2)).translate(x, 0, 0) for x in (-1, 0, 1)),
    )
    inside = 0.25 * 3
    assert volume_of(boolean_union(base, *posts)) == pytest.approx(4 + inside)
    assert volume_of(boolean_difference(base, *posts)) == pytest.approx(4 - inside)
    assert volume_of(boolean_intersection(base, posts[0], posts[0])) == pytest.approx(inside / 3)


def test_a_later_operand_that_is_no_mesh_is_named() -> None:
    box = BoxGeometry((1, 1, 1))
    with pytest.raises(TypeError, match="3 must be MeshGeometry"):
        boolean_union(box, box, "box")  # type: ignore[arg-type]


@pytest.mark.parametrize("combine", [boolean_union, boolean_difference, boolean_intersection])
def test_one_operand_is_given_back(combine) -> None:
    box = BoxGeometry((1, 2, 3))
    result = combine(box, *[])
    assert result is not box
    assert_closed_solid(result)
    assert volume_of(result) == pytest.approx(6.0)
    assert bounds_of(result) == pytest.approx(bounds_of(box))
    with pytest.raises(GeometryError, match="operand a"):
        combine(CylinderGeometry(0.3, 2, closed=False))
    with pytest.raises(TypeError, match="b must be MeshGeometry"):
        combine(box, None)
