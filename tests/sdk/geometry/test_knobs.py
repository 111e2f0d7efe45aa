from __future__ import annotations

from math import inf, nan, pi, sin
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk import (
    KnobBore,
    KnobGeometry,
    KnobGrip,
    KnobIndicator,
    KnobRelief,
    KnobSkirt,
    KnobTopFeature,
)
from sdk.geometry.knobs.body import RADII, SEGMENTS, BodyShape, body_rings, crowned
from tests.asserts import assert_closed_solid, bounds_of, volume_of

styles = st.sampled_from(sorted(RADII))
CIRCLE = SEGMENTS / (2 * pi) * sin(2 * pi / SEGMENTS)
"""Area of the knob's polygon as a part of the circle's."""


@settings(max_examples=25, deadline=None)
@given(
    style=styles, diameter=st.floats(0.01, 0.2), height=st.floats(0.005, 0.1), top=st.floats(0.6, 1.3),
    base=st.floats(0.3, 1.3), crown=st.floats(0.0, 0.02), draft=st.floats(-44.0, 44.0),
    grip=st.sampled_from(["none", "fluted", "ribbed", "knurled"]), depth=st.floats(0.0, 0.002),
    mark=st.sampled_from(["none", "line", "notch", "wedge", "dot"]), mode=st.sampled_from(["engraved", "raised"]),
    feature=st.sampled_from(["none", "flush_disk", "top_insert", "recessed_disk"]),
    bore=st.sampled_from(["none", "round", "hex", "d_shaft", "double_d", "splined"]), through=st.booleans(),
)  # fmt: skip
def test_every_knob_is_closed(
    style: str, diameter: float, height: float, top: float, base: float, crown: float, draft: float,
    grip: str, depth: float, mark: str, mode: str, feature: str, bore: str, through: bool,
) -> None:  # fmt: skip
    mesh = KnobGeometry(
        diameter, height, body_style=style, top_diameter=top * diameter, base_diameter=base * diameter,
        crown_radius=crown, side_draft_deg=draft, grip=KnobGrip(grip, count=7, depth=depth),
        indicator=KnobIndicator(mark, mode=mode), top_feature=KnobTopFeature(feature),
        bore=KnobBore(bore, diameter=0.2 * diameter, through=through), center=False,
    )  # fmt: skip
    assert_closed_solid(mesh, slivers=True)
    assert bounds_of(mesh)[0, 2] == pytest.approx(0.0, abs=1e-9)
    raised = bounds_of(mesh)[1, 2] - height
    assert -0.25 * height <= raised <= 0.07 * height + 0.0008 + 1e-6


@given(style=styles, top=st.floats(0.5, 1.2), base=st.floats(0.5, 1.2))
@settings(max_examples=25, deadline=None)
def test_a_body_passes_through_its_sections(style: str, top: float, base: float) -> None:
    shape = BodyShape(0.04, 0.02, base * 0.04, top * 0.04, 0.0)
    rings = body_rings(style, shape)
    assert rings[0, 0, 2] == -0.01 and rings[-1, 0, 2] == 0.01
    for row, t in ((0, 0.0), (-1, 1.0)):
        widest = max((x * x + y * y) ** 0.5 for x, y, _ in rings[row].tolist())
        assert widest == pytest.approx(max(0.001, RADII[style](shape, t)), rel=1e-6)


@given(top=st.floats(0.3, 1.5), height=st.floats(0.005, 0.1))
@settings(max_examples=20, deadline=None)
def test_a_tapered_knob_is_a_frustum(top: float, height: float) -> None:
    mesh = KnobGeometry(0.04, height, body_style="tapered", top_diameter=0.04 * top)
    lower, upper = 0.02, 0.02 * top
    frustum = pi * height / 3 * (lower**2 + lower * upper + upper**2)
    assert volume_of(mesh) == pytest.approx(CIRCLE * frustum, rel=1e-5)
    assert len(mesh.faces) == 4 * SEGMENTS - 4


@pytest.mark.parametrize("radius", [0.0005, 0.001, 0.002])
def test_a_crown_takes_the_corner_off(radius: float) -> None:
    plain, round_ = KnobGeometry(0.04, 0.02), KnobGeometry(0.04, 0.02, crown_radius=radius)
    # Pappus: the corner outside the quarter circle, turned about the axis.
    corner = radius**2 * (1 - pi / 4)
    inset = radius * (10 - 3 * pi) / (12 - 3 * pi)
    removed = corner * 2 * pi * (0.02 - radius + inset)
    assert volume_of(plain) - volume_of(round_) == pytest.approx(removed, rel=0.2)
    assert bounds_of(round_) == pytest.approx(bounds_of(plain))


def test_a_crown_that_does_not_fit_is_left_out() -> None:
    rings = body_rings("tapered", BodyShape(0.04, 0.02, 0.04, 0.002, 0.0))
    assert crowned(rings, 0.1) is rings


def test_a_skirt_is_a_frustum_below_the_body() -> None:
    mesh = KnobGeometry(0.04, 0.02, skirt=KnobSkirt(0.05, 0.006, flare=0.1))
    skirt = pi * 0.006 / 3 * (0.025**2 + 0.025 * 0.0275 + 0.0275**2)
    assert volume_of(mesh) == pytest.approx(CIRCLE * (pi * 0.02**2 * 0.02 + skirt), rel=1e-5)
    assert bounds_of(mesh)[:, 2] == pytest.approx((-0.016, 0.01))


@pytest.mark.parametrize("style, area", [
    ("round", pi / 4), ("hex", 3 * 3**0.5 / 8), ("splined", 0.5 * 8 * 0.5 * 0.44 * 2 * sin(pi / 8)),
])  # fmt: skip
def test_a_through_bore_takes_its_section(style: str, area: float) -> None:
    plain, bored = KnobGeometry(0.04, 0.02), KnobGeometry(0.04, 0.02, bore=KnobBore(style, diameter=0.01))
    assert volume_of(plain) - volume_of(bored) == pytest.approx(area * 0.01**2 * 0.02, rel=1e-3)


def test_a_blind_bore_stops() -> None:
    plain = KnobGeometry(0.04, 0.02)
    bored = KnobGeometry(0.04, 0.02, bore=KnobBore(diameter=0.01, through=False))
    assert volume_of(plain) - volume_of(bored) == pytest.approx(pi / 4 * 0.01**2 * 0.014, rel=1e-3)


def test_an_engraved_line_goes_half_its_depth_and_a_raised_one_its_whole() -> None:
    plain = volume_of(KnobGeometry(0.04, 0.02))
    mark = {"style": "line", "length": 0.01, "width": 0.002, "depth": 0.001}
    cut = volume_of(KnobGeometry(0.04, 0.02, indicator=KnobIndicator(**mark)))  # type: ignore[arg-type]
    raised = volume_of(KnobGeometry(0.04, 0.02, indicator=KnobIndicator(**mark, mode="raised")))  # type: ignore[arg-type]
    assert plain - cut == pytest.approx(0.01 * 0.002 * 0.0005, rel=1e-3)
    assert raised - plain == pytest.approx(0.01 * 0.002 * 0.001, rel=1e-3)


def test_unknown_feature_styles_are_the_last_of_their_family() -> None:
    for known, unknown in (
        ({"grip": KnobGrip("knurled", depth=0.001, count=9)}, {"grip": KnobGrip("?", depth=0.001, count=9)}),
        ({"indicator": KnobIndicator("dot")}, {"indicator": KnobIndicator("?")}),
        ({"bore": KnobBore("splined")}, {"bore": KnobBore("?")}),
        ({"body_reliefs": [KnobRelief("coin_slot")]}, {"body_reliefs": [KnobRelief("?")]}),
    ):
        assert KnobGeometry(0.03, 0.02, **known).vertices == KnobGeometry(0.03, 0.02, **unknown).vertices  # type: ignore[arg-type]


def test_edge_radius_changes_nothing() -> None:
    hexagon = {"body_style": "faceted"}
    assert KnobGeometry(0.04, 0.02, **hexagon) == KnobGeometry(0.04, 0.02, edge_radius=0.003, **hexagon)  # type: ignore[arg-type]


@pytest.mark.parametrize("style", sorted(RADII))
def test_bodies_stay_light(style: str) -> None:
    assert len(KnobGeometry(0.04, 0.02, body_style=style, crown_radius=0.001).faces) < 2600


@pytest.mark.parametrize(
    "change",
    [
        {"diameter": 0.0}, {"diameter": nan}, {"height": -1.0}, {"height": inf}, {"body_style": "round"},
        {"top_diameter": 0.0}, {"base_diameter": -1.0}, {"side_draft_deg": 45.0}, {"side_draft_deg": nan},
        {"skirt": KnobSkirt(0.0, 0.01)}, {"skirt": KnobSkirt(0.05, 0.0)}, {"skirt": KnobSkirt(0.05, 0.01, -1.0)},
        {"grip": KnobGrip("fluted", depth=-0.1)}, {"grip": KnobGrip("fluted", count=1, depth=0.001)},
        {"grip": KnobGrip("fluted", count=10**9, depth=0.001)}, {"grip": KnobGrip("ribbed", depth=0.1, width=0.0)},
        {"grip": KnobGrip("knurled", depth=nan)}, {"indicator": KnobIndicator("line", depth=-0.1)},
        {"indicator": KnobIndicator("dot", angle_deg=inf)}, {"top_feature": KnobTopFeature("flush_disk", 0.0)},
        {"top_feature": KnobTopFeature("recessed_disk", depth=-1.0)}, {"bore": KnobBore(diameter=0.0)},
        {"bore": KnobBore(diameter=0.05)}, {"bore": KnobBore("splined", spline_count=2)},
        {"bore": KnobBore("splined", spline_count=10**7)}, {"bore": KnobBore("d_shaft", 0.01, flat_depth=0.02)},
        {"body_reliefs": [KnobRelief("coin_slot", depth=-1.0)]}, {"body_reliefs": [KnobRelief("coin_slot")] * 500},
    ],
)  # fmt: skip
def test_a_knob_refuses(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="want"):
        KnobGeometry(**{"diameter": 0.04, "height": 0.02, **change})


def test_records_are_values_with_positional_fields() -> None:
    assert KnobSkirt(0.052, 0.006, 0.1, 0.001) == KnobSkirt(0.052, 0.006, flare=0.1, chamfer=0.001)
    assert KnobGrip("none", None, 0.0, None, 0.0) == KnobGrip()
    assert KnobIndicator("none", None, None, 0.0, 0.0, "engraved") == KnobIndicator()
    assert KnobTopFeature("none", None, 0.0, 0.0) == KnobTopFeature()
    assert KnobBore("round", None, None, None, 0.0, True) == KnobBore()
    assert KnobRelief("coin_slot", 0.0, None, None, 0.0) == KnobRelief("coin_slot")
