"""What holds for every builder and every number it takes: sound solids, or an error that names the argument."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdk
from sdk.assets import AssetSession, read_obj
from sdk.geometry import kernel
from tests.asserts import assert_closed_solid, volume_of
from tests.sdk.geometry.builders import CALLS, GEARS, Call, numbers, with_number

UNUSED = {
    "BezelRecess.floor_radius", "BezelRecess.wall_draft_deg", "BezelVisor.draft_deg", "BezelFace.chamfer",
    "BoltPattern.countersink", "WheelSpokes.twist_deg", "TireCarcass.crown_radius", "TireSidewall.inset_ratio",
    "TireSidewall.bulge", "TireShoulder.radius", "TireTread.angle_deg", "TireTread.land_ratio",
    "KnobBore.spline_count", "KnobBore.spline_depth",
}  # fmt: skip
"""Fields accepted for public programs that no builder reads, or not in the styles of `CALLS`."""

HARMLESS_WHEN_HUGE = {"section loft.degree"}
"""Counts that ask for at most so many: more is no more work."""

PLACES = [
    pytest.param(name, path, id=".".join(map(str, (name, *path))))
    for name, call in {**CALLS, **GEARS}.items()
    for path, _ in numbers(call.arguments)
]
COUNTS = [
    pytest.param(name, path, id=".".join(map(str, (name, *path))))
    for name, call in CALLS.items()
    for path, number in numbers(call.arguments)
    if isinstance(number, int)
]
GROSS = [
    pytest.param(name, path, id=".".join(map(str, (name, *path))))
    for name, call in CALLS.items()
    for path, number in numbers(call.arguments)
    if isinstance(number, float)
]


def field_name(call: Call, path: tuple[Any, ...]) -> str:
    """The record and field a number stands in, such as ``TireTread.pitch``."""
    holder: Any = call.arguments
    for step in path[:-1]:
        holder = holder[step] if isinstance(step, int) or isinstance(holder, dict) else getattr(holder, step)
    return f"{type(holder).__name__}.{path[-1]}"


def places_of(call: Call) -> list[tuple[Any, ...]]:
    """The ways to its numbers, but for points of outlines and paths, which have tests of their own."""
    ways = [path for path, _ in numbers(call.arguments)]
    return [path for path in ways if not any(isinstance(step, int) for step in path[1:-1])]


@pytest.mark.parametrize("name", CALLS)
def test_a_builder_makes_a_solid_that_moves_and_is_written_alike(name: str, tmp_path: Path) -> None:
    geometry = CALLS[name]()
    assert_closed_solid(geometry)
    solid = kernel.solid_from_mesh(geometry.vertices, geometry.faces)
    # Overlapping shells would lose volume when united.
    assert kernel.volume(solid) == pytest.approx(volume_of(geometry), rel=1e-6)
    axis, angle, shift = (1.0, 2.0, 3.0), 0.7, (0.3, -0.2, 0.1)
    with AssetSession(tmp_path).use():
        moved_then_written = sdk.mesh_from_geometry(
            geometry.copy().rotate(axis, angle).translate(*shift), "moved"
        )
        still = sdk.mesh_from_geometry(geometry, "still")
    assert still.materialized_path and moved_then_written.materialized_path
    vertices, faces = read_obj(still.materialized_path)
    written_then_moved = sdk.MeshGeometry(list(map(tuple, vertices.tolist())), faces.tolist())
    written_then_moved.rotate(axis, angle).translate(*shift)
    found, _ = read_obj(moved_then_written.materialized_path)
    expected = np.array(written_then_moved.vertices)
    if len(found) == len(expected):  # rounding may join a pair of points in one frame and not in the other
        np.testing.assert_allclose(found, expected, atol=2e-6)
    for reach in (np.min, np.max):
        np.testing.assert_allclose(reach(found, axis=0), reach(expected, axis=0), atol=2e-6)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
@pytest.mark.parametrize(("name", "path"), PLACES)
def test_a_number_that_is_not_finite_is_refused(name: str, path: tuple[Any, ...], bad: float) -> None:
    call = {**CALLS, **GEARS}[name]
    if field_name(call, path) in UNUSED:
        pytest.skip("nothing reads it")
    with pytest.raises((ValueError, sdk.SDKError)) as caught:
        built = call.build(**with_number(call.arguments, path, bad))
        getattr(built, "build", lambda: None)()
    assert str(caught.value)


@pytest.mark.parametrize(("name", "path"), COUNTS)
def test_a_huge_count_is_refused_before_any_work(name: str, path: tuple[Any, ...]) -> None:
    call = CALLS[name]
    if field_name(call, path) in UNUSED or f"{name}.{path[-1]}" in HARMLESS_WHEN_HUGE:
        pytest.skip("more is no more work")
    with pytest.raises(ValueError, match=r"want|10000"):
        call.build(**with_number(call.arguments, path, 10**9))


@pytest.mark.parametrize("factor", [1e11, 0.0])
@pytest.mark.parametrize(("name", "path"), GROSS)
def test_a_gross_size_gives_a_finite_mesh_or_an_error(
    name: str, path: tuple[Any, ...], factor: float
) -> None:
    """Never a hang, an empty mesh or an error from deep inside; primitives may be flat or empty, as promised."""
    call = CALLS[name]
    arguments = with_number(
        call.arguments, path, factor * next(n for p, n in numbers(call.arguments) if p == path)
    )
    try:
        geometry = call.build(**arguments)
    except (ValueError, sdk.SDKError) as error:
        assert type(error) is not ValueError, f"not our own words: {error}"
        return
    assert np.isfinite(geometry.vertices).all()
    assert len(geometry.faces) or factor == 0.0


@pytest.mark.parametrize("name", [name for name in CALLS if places_of(CALLS[name])])
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_changed_sizes_give_a_solid_or_an_error(name: str, data: st.DataObject) -> None:
    call = CALLS[name]
    arguments: Any = call.arguments
    factors = st.floats(0.4, 2.5).map(lambda value: round(value, 3))
    changes = data.draw(st.dictionaries(st.sampled_from(places_of(call)), factors, min_size=1, max_size=4))
    known = dict(numbers(arguments))
    for place, factor in changes.items():
        number = known[place]
        arguments = with_number(
            arguments, place, max(1, round(number * factor)) if isinstance(number, int) else number * factor
        )
    try:
        geometry = call.build(**arguments)
    except (ValueError, sdk.SDKError) as error:
        assert type(error) is not ValueError, f"not our own words: {error}"
        return
    assert_closed_solid(geometry)
    kernel.solid_from_mesh(geometry.vertices, geometry.faces)
