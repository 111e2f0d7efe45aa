"""One sound call of every builder, for the tests that hold all of them to the same rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from math import cos, pi, sin
from typing import Any

import sdk

SQUARE = [(-0.02, -0.02), (0.02, -0.02), (0.02, 0.02), (-0.02, 0.02)]
HOLE = [(0.005 * cos(a), 0.005 * sin(a)) for a in (0.0, 2.0, 4.0)]
RAIL = [(0.0, 0.0, 0.0), (0.1, 0.0, 0.02), (0.2, 0.05, 0.0), (0.3, 0.0, 0.0)]
SIDES = [(0.0, -0.02, 0.02, 0.05), (0.05, -0.03, 0.03, 0.06), (0.1, -0.01, 0.02, 0.03)]


def ring(radius: float, z: float, count: int = 12) -> list[tuple[float, float, float]]:
    """A level circle of points."""
    turn = 2.0 * pi / count
    return [(radius * cos(turn * step), radius * sin(turn * step), z) for step in range(count)]


@dataclass(frozen=True)
class Call:
    """A builder and arguments it accepts."""

    build: Callable[..., Any]
    arguments: Mapping[str, Any]
    closed: bool = True

    def __call__(self, **changes: Any) -> Any:
        return self.build(**{**self.arguments, **changes})


def _call(build: Callable[..., Any], *, closed: bool = True, **arguments: Any) -> Call:
    return Call(build, arguments, closed)


def _positional(name: str, build: Callable[..., Any]) -> Callable[..., Any]:
    """The builder, taking its positional-only argument by a name."""
    return lambda **given: build(given.pop(name), **given)


CALLS: dict[str, Call] = {
    "box": _call(sdk.BoxGeometry, size=(0.1, 0.2, 0.3)),
    "cylinder": _call(sdk.CylinderGeometry, radius=0.1, height=0.2, radial_segments=24),
    "cone": _call(sdk.ConeGeometry, radius=0.1, height=0.2, radial_segments=24),
    "sphere": _call(sdk.SphereGeometry, radius=0.1, width_segments=24, height_segments=16),
    "dome": _call(sdk.DomeGeometry, radius=(0.1, 0.2, 0.3), radial_segments=24, height_segments=12),
    "capsule": _call(sdk.CapsuleGeometry, radius=0.1, length=0.2, radial_segments=24, height_segments=8),
    "torus": _call(sdk.TorusGeometry, radius=0.1, tube=0.02, radial_segments=16, tubular_segments=32),
    "lathe": _call(sdk.LatheGeometry, profile=[(0.0, 0.0), (0.1, 0.0), (0.05, 0.1), (0.0, 0.1)], segments=24),
    "lathe shell": _call(
        sdk.LatheGeometry.from_shell_profiles,
        outer_profile=[(0.1, 0.0), (0.12, 0.1)],
        inner_profile=[(0.09, 0.0), (0.11, 0.1)],
        segments=24,
        end_cap="round",
        lip_samples=6,
    ),
    "extrude": _call(sdk.ExtrudeGeometry, profile=SQUARE, height=0.1),
    "extrude with holes": _call(
        sdk.ExtrudeWithHolesGeometry, outer_profile=SQUARE, hole_profiles=[HOLE], height=0.1
    ),
    "loft": _call(sdk.LoftGeometry, profiles=[ring(0.1, 0.0), ring(0.05, 0.1), ring(0.08, 0.2)]),
    "sweep": _call(
        sdk.SweepGeometry, profile=SQUARE, path=[(0.0, 0.0, 0.0), (0.1, 0.0, 0.2), (0.1, 0.1, 0.4)], cap=True
    ),
    "pipe": _call(sdk.PipeGeometry, profile=SQUARE, path=RAIL, cap=True, up_hint=(0.0, 0.0, 1.0)),
    "arc pipe": _call(
        sdk.ArcPipeGeometry,
        profile=SQUARE,
        start_point=(0.2, 0.0, 0.0),
        center=(0.0, 0.0, 0.0),
        normal=(0.0, 0.0, 1.0),
        angle=1.5,
        arc_segments=20,
        cap=True,
    ),
    "wire": _call(
        sdk.WirePolylineGeometry,
        points=RAIL,
        radius=0.005,
        radial_segments=12,
        cap_ends=True,
        corner_radius=0.01,
        corner_segments=8,
        min_segment_length=1e-6,
    ),
    "spline tube": _call(
        sdk.tube_from_spline_points,
        points=RAIL,
        radius=0.005,
        samples_per_segment=6,
        radial_segments=12,
        alpha=0.5,
    ),
    "spline sweep": _call(
        sdk.sweep_profile_along_spline, points=RAIL, profile=SQUARE, samples_per_segment=6, alpha=0.5
    ),
    "side loft": _call(
        sdk.superellipse_side_loft,
        sections=SIDES,
        exponents=2.8,
        segments=24,
        min_height=1e-4,
        min_width=1e-4,
    ),
    "split side loft": _call(
        lambda **given: sdk.split_superellipse_side_loft(**given)[0],
        sections=SIDES,
        split_y=0.04,
        exponents=[2.8, 2.5, 2.2],
        segments=24,
    ),
    "section loft": _call(
        _positional("sections", sdk.section_loft),
        sections=[ring(0.1, 0.0), ring(0.05, 0.1), ring(0.08, 0.2)],
        degree=3,
    ),
    "section sweep": _call(
        _positional("sections", sdk.section_loft),
        sections=[ring(0.05, 0.0), ring(0.05, 0.2)],
        path=[(0.0, 0.0, 0.0), (0.02, 0.0, 0.1), (0.0, 0.0, 0.2)],
    ),
    "perforated panel": _call(
        sdk.PerforatedPanelGeometry,
        panel_size=(0.1, 0.08),
        thickness=0.002,
        hole_diameter=0.006,
        pitch=(0.01, 0.012),
        frame=0.008,
        corner_radius=0.004,
        stagger=True,
    ),
    "slot panel": _call(
        sdk.SlotPatternPanelGeometry,
        panel_size=(0.1, 0.08),
        thickness=0.002,
        slot_size=(0.02, 0.004),
        pitch=(0.03, 0.012),
        frame=0.008,
        corner_radius=0.004,
        slot_angle_deg=20.0,
    ),
    "grille": _call(
        sdk.VentGrilleGeometry,
        panel_size=(0.18, 0.12),
        frame=0.012,
        face_thickness=0.004,
        duct_depth=0.026,
        duct_wall=0.003,
        slat_pitch=0.018,
        slat_width=0.009,
        slat_angle_deg=35.0,
        slat_thickness=0.0015,
        corner_radius=0.008,
        slats=sdk.VentGrilleSlats("airfoil", "down", 0.001, 2, 0.004),
        frame_profile=sdk.VentGrilleFrame("radiused", 0.0015),
        mounts=sdk.VentGrilleMounts("holes", 0.007, 0.004),
        sleeve=sdk.VentGrilleSleeve("short", 0.01, 0.003),
    ),
    "clevis": _call(
        sdk.ClevisBracketGeometry,
        overall_size=(0.06, 0.04, 0.05),
        gap_width=0.03,
        bore_diameter=0.012,
        bore_center_z=0.034,
        base_thickness=0.01,
        corner_radius=0.003,
    ),
    "fork": _call(
        sdk.PivotForkGeometry,
        overall_size=(0.06, 0.04, 0.05),
        gap_width=0.03,
        bore_diameter=0.012,
        bore_center_z=0.03,
        bridge_thickness=0.01,
        corner_radius=0.003,
    ),
    "yoke": _call(
        sdk.TrunnionYokeGeometry,
        overall_size=(0.1, 0.04, 0.08),
        span_width=0.06,
        trunnion_diameter=0.012,
        trunnion_center_z=0.05,
        base_thickness=0.01,
        corner_radius=0.003,
    ),
    "barrel hinge": _call(
        sdk.BarrelHingeGeometry,
        length=0.08,
        leaf_width_a=0.03,
        leaf_width_b=0.03,
        leaf_thickness=0.002,
        pin_diameter=0.004,
        knuckle_outer_diameter=0.01,
        knuckle_count=5,
        clearance=0.0005,
        open_angle_deg=120.0,
        holes_a=sdk.HingeHolePattern("round", 3, 0.003, None, 0.01, 0.02),
        holes_b=sdk.HingeHolePattern("slotted", 2, None, (0.006, 0.003), 0.01, None),
        pin=sdk.HingePinStyle("button", 0.002, 0.008, 0.002),
    ),
    "piano hinge": _call(
        sdk.PianoHingeGeometry,
        length=0.3,
        leaf_width_a=0.02,
        leaf_thickness=0.0015,
        pin_diameter=0.003,
        knuckle_pitch=0.03,
        clearance=0.0005,
        open_angle_deg=180.0,
    ),
    "fan": _call(
        sdk.FanRotorGeometry,
        outer_radius=0.07,
        hub_radius=0.02,
        blade_count=5,
        thickness=0.01,
        blade_pitch_deg=31.0,
        blade_sweep_deg=24.0,
        blade_root_chord=0.02,
        blade_tip_chord=0.015,
        blade=sdk.FanRotorBlade("scimitar", 12.0, 0.16, 0.0),
        hub=sdk.FanRotorHub("spinner", 0.002, 0.015, 0.005),
        shroud=sdk.FanRotorShroud(0.004, 0.012, 0.0015, 0.002),
    ),
    "blower": _call(
        sdk.BlowerWheelGeometry,
        outer_radius=0.08,
        inner_radius=0.04,
        width=0.05,
        blade_count=18,
        blade_thickness=0.004,
        blade_sweep_deg=25.0,
    ),
    "knob": _call(
        sdk.KnobGeometry,
        diameter=0.04,
        height=0.02,
        body_style="domed",
        top_diameter=0.03,
        base_diameter=0.04,
        crown_radius=0.001,
        edge_radius=0.001,
        side_draft_deg=5.0,
        skirt=sdk.KnobSkirt(0.05, 0.004, 0.06, 0.001),
        grip=sdk.KnobGrip("fluted", 12, 0.001, 0.003),
        indicator=sdk.KnobIndicator("line", 0.012, 0.002, 0.001, 30.0, "raised"),
        top_feature=sdk.KnobTopFeature("recessed_disk", 0.015, 0.001, 0.001),
        bore=sdk.KnobBore("d_shaft", 0.006, 0.001, 8, 0.0005),
        body_reliefs=(sdk.KnobRelief("side_window", 40.0, 0.005, 0.004, 0.001),),
    ),
    "knurled knob": _call(
        sdk.KnobGeometry,
        diameter=0.02,
        height=0.015,
        grip=sdk.KnobGrip("diamond_knurl", 12, 0.0005, 0.001, 24.0),
        bore=sdk.KnobBore("splined", 0.006, None, 8, 0.0005),
    ),
    "bezel": _call(
        sdk.BezelGeometry,
        opening_size=(0.1, 0.06),
        outer_size=(0.14, 0.1),
        depth=0.012,
        opening_corner_radius=0.006,
        outer_corner_radius=0.01,
        wall=(0.004, 0.004, 0.005, 0.005),
        face=sdk.BezelFace("rounded", 0.001, 0.001, 0.002),
        recess=sdk.BezelRecess(0.004, 0.005),
        visor=sdk.BezelVisor(0.01, 0.004, 0.003),
        flange=sdk.BezelFlange(0.004, 0.002, 0.0005),
        mounts=sdk.BezelMounts("bosses", 4, 0.003, 0.008, 0.004),
        cutouts=(sdk.BezelCutout("bottom", 0.01, 0.005, 0.02),),
        edge_features=(sdk.BezelEdgeFeature("bead", "left", 0.002, 0.0, 0.03),),
    ),
    "wheel": _call(
        sdk.WheelGeometry,
        radius=0.1,
        width=0.04,
        rim=sdk.WheelRim(0.1, 0.07, 0.01, 0.003, 0.004),
        hub=sdk.WheelHub(0.03, 0.05, "domed", sdk.BoltPattern(5, 0.044, 0.004)),
        face=sdk.WheelFace(0.002, 0.002, 0.002, 0.001),
        spokes=sdk.WheelSpokes("straight", 5, 0.004, 0.008),
        bore=sdk.WheelBore("keyed", 0.012, 0.004),
        flange=sdk.WheelFlange(0.12, 0.006, 0.004, "both"),
    ),
    "tire": _call(
        sdk.TireGeometry,
        outer_radius=0.1,
        width=0.06,
        inner_radius=0.06,
        carcass=sdk.TireCarcass(0.2, 0.4, 0.05),
        tread=sdk.TireTread("block", 0.004, 0.02, 12, 10.0, 0.5),
        grooves=(sdk.TireGroove(0.0, 0.004, 0.003),),
        sidewall=sdk.TireSidewall("bulged", 0.05),
        shoulder=sdk.TireShoulder("soft", 0.004, 0.005),
    ),
    "ribbed tire": _call(
        sdk.TireGeometry,
        outer_radius=0.1,
        width=0.06,
        tread=sdk.TireTread("rib", 0.004, 0.015, 3),
        sidewall=sdk.TireSidewall("square"),
        shoulder=sdk.TireShoulder("soft", 0.004, 0.005),
    ),
}
"""Name -> a call that uses every number the builder takes."""

GEARS: dict[str, Call] = {
    "spur gear": _call(
        sdk.SpurGear, module=1.0, teeth_number=18, width=5.0, pressure_angle=20.0, clearance=0.05
    ),
    "ring gear": _call(sdk.RingGear, module=1.0, teeth_number=40, width=5.0, rim_width=4.0),
    "planetary set": _call(
        sdk.PlanetaryGearset,
        module=1.0,
        sun_teeth_number=18,
        planet_teeth_number=12,
        width=5.0,
        rim_width=3.0,
        n_planets=3,
    ),
    "bevel gear": _call(sdk.BevelGear, module=1.0, teeth_number=20, cone_angle=45.0, face_width=5.0),
    "rack": _call(sdk.RackGear, module=1.0, length=30.0, width=5.0, height=5.0),
    "worm": _call(sdk.Worm, module=1.0, lead_angle=5.0, n_threads=1, length=20.0),
}
"""Name -> a gear that can be built; in any unit."""


def numbers(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], float | int]]:
    """The way to each number inside nested arguments, and the number."""
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield path, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from numbers(item, (*path, name))
    elif isinstance(value, list | tuple):
        for row, item in enumerate(value):
            if row < 2 or not isinstance(item, list | tuple):  # two points stand for all
                yield from numbers(item, (*path, row))
    elif is_dataclass(value):
        for field in fields(value):
            yield from numbers(getattr(value, field.name), (*path, field.name))


def with_number(value: Any, path: tuple[Any, ...], number: float) -> Any:
    """A copy of nested arguments with one number replaced."""
    if not path:
        return number
    first, rest = path[0], path[1:]
    if isinstance(value, Mapping):
        return {**value, first: with_number(value[first], rest, number)}
    if isinstance(value, list | tuple):
        changed = [
            with_number(item, rest, number) if row == first else item for row, item in enumerate(value)
        ]
        return type(value)(changed)
    return replace(value, **{first: with_number(getattr(value, first), rest, number)})
