from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import SDKError, ValidationError
from sdk.geometry.partition import ShellPartitionRegion, ShellPartitionSpec, partition_shell
from sdk.geometry.primitives import BoxGeometry, CylinderGeometry
from tests.asserts import assert_closed_solid, bounds_of, volume_of

quick = settings(max_examples=30, deadline=None)
ROUND = CylinderGeometry(0.5, 2.0)


@quick
@given(st.floats(0, 0.4), st.floats(-0.8, 0.8), st.booleans())
def test_pieces_and_remainder_make_the_whole(gap: float, cut: float, center: bool) -> None:
    regions = [
        ShellPartitionRegion("top", z_min=cut),
        ShellPartitionRegion("left", side="left"),
        {"name": "right", "side": "right"},
    ]
    if center and gap > 1e-3:
        regions.append({"name": "middle", "side": "center"})
    pieces = partition_shell(ROUND, regions=regions, center_gap=gap, remainder_name="rest")
    assert list(pieces) == [*(r["name"] if isinstance(r, dict) else r.name for r in regions), "rest"]
    assert sum(volume_of(piece) for piece in pieces.values() if piece.faces) == pytest.approx(
        volume_of(ROUND), rel=1e-6
    )
    for piece in pieces.values():
        if piece.faces:
            assert_closed_solid(piece, weld=1e-9)


def test_earlier_regions_win_and_order_is_kept() -> None:
    pieces = partition_shell(
        BoxGeometry((2, 2, 2)), regions=[{"name": "b", "x_min": 0}, {"name": "a", "z_min": 0}]
    )
    assert list(pieces) == ["b", "a"]
    assert volume_of(pieces["b"]) == pytest.approx(4) and volume_of(pieces["a"]) == pytest.approx(2)
    assert bounds_of(pieces["a"])[1, 0] == pytest.approx(0)


def test_splitters_go_first() -> None:
    pieces = partition_shell(
        BoxGeometry((2, 2, 2)),
        regions=[{"name": "a"}],
        splitters=[BoxGeometry((0.5, 3, 3))],
        remainder_name=" rest ",
    )
    assert volume_of(pieces["a"]) == pytest.approx(6.0)
    assert pieces["rest"].faces == []


def test_specs_take_overrides() -> None:
    spec = ShellPartitionSpec(ROUND, [{"name": "a", "side": "left"}])
    assert list(partition_shell(spec)) == ["a"]
    assert list(partition_shell(spec, remainder_name="b")) == ["a", "b"]
    with pytest.raises(TypeError):
        partition_shell(spec, colour="red")
    with pytest.raises(TypeError):
        partition_shell("shell")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "call",
    [
        lambda: ShellPartitionRegion("  "),
        lambda: ShellPartitionRegion("a", side="up"),
        lambda: ShellPartitionRegion("a", x_min=1, x_max=1),
        lambda: ShellPartitionRegion("a", z_min=math.nan),
        lambda: partition_shell(ROUND),
        lambda: partition_shell(ROUND, regions=[]),
        lambda: partition_shell(ROUND, regions=[{"name": "a"}, {"name": " a "}]),
        lambda: partition_shell(ROUND, regions=[{"name": "a"}], remainder_name="a"),
        lambda: partition_shell(ROUND, regions=[{"name": "a"}], remainder_name=" "),
        lambda: partition_shell(ROUND, regions=[{"name": "a"}], center_gap=-1),
        lambda: partition_shell(ROUND, regions=[{"name": "a"}], padding=0),
        lambda: partition_shell(ROUND, regions=[{"name": "a", "side": "center"}]),
        lambda: partition_shell(ROUND, regions=[{"name": "a", "z_min": 5}]),
        lambda: partition_shell(ROUND, regions=[{"name": "a", "side": "left", "x_min": 0.1}]),
        lambda: partition_shell(ROUND, regions=[{"name": "a"}, {"name": "b"}]),
        lambda: partition_shell(CylinderGeometry(1, 1, closed=False), regions=[{"name": "a"}]),
        lambda: ShellPartitionSpec(CylinderGeometry(1, 1).copy().__class__(), [{"name": "a"}]),
    ],
)
def test_errors(call) -> None:
    with pytest.raises(ValidationError) as raised:
        call()
    assert isinstance(raised.value, SDKError)
