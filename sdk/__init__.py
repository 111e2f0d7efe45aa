"""The names a `model.py` may import, each loaded from its home the first time it is used.

`PUBLIC` below is the whole surface: name -> module that defines it. Importing `sdk` itself loads none of
them, so a newcomer who adds a name adds one row here and nothing else; an import statement at module level
would make every program pay for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

PUBLIC: dict[str, str] = {
    # -- core types ------------------------------------------------------------------------------------------
    "SDKError": "sdk.errors",
    "ValidationError": "sdk.errors",
    "Origin": "sdk.model.origin",
    "Box": "sdk.model.shapes",
    "Cylinder": "sdk.model.shapes",
    "Sphere": "sdk.model.shapes",
    "Mesh": "sdk.model.shapes",
    "Material": "sdk.model.material",
    "Visual": "sdk.model.part",
    "Part": "sdk.model.part",
    "Inertia": "sdk.model.inertial",
    "Inertial": "sdk.model.inertial",
    "MotionLimits": "sdk.model.articulation",
    "MotionProperties": "sdk.model.articulation",
    "Mimic": "sdk.model.articulation",
    "ArticulationType": "sdk.model.articulation",
    "Articulation": "sdk.model.articulation",
    "ArticulatedObject": "sdk.model.object",
    # -- assets ----------------------------------------------------------------------------------------------
    "AssetContext": "sdk.assets.context",
    "mesh_from_input": "sdk.model.inputs",
    # -- placement -------------------------------------------------------------------------------------------
    "SurfaceFrame": "sdk.placement.surfaces",
    "SurfaceWrapMapping": "sdk.placement.wrapping",
    "align_centers": "sdk.placement.faces",
    "part_local_aabb": "sdk.placement.bounds",
    "place_on_face": "sdk.placement.faces",
    "place_on_face_uv": "sdk.placement.faces",
    "place_on_surface": "sdk.placement.mounting",
    "proud_for_flush_mount": "sdk.placement.faces",
    "scale_geometry_to_size": "sdk.placement.scaling",
    "surface_frame": "sdk.placement.surfaces",
    "wrap_mesh_onto_surface": "sdk.placement.wrapping",
    "wrap_profile_onto_surface": "sdk.placement.wrapping",
    # -- geometry --------------------------------------------------------------------------------------------
    "MeshGeometry": "sdk.geometry.mesh",
    "mesh_from_geometry": "sdk.geometry.export",
    "BoxGeometry": "sdk.geometry.primitives",
    "CylinderGeometry": "sdk.geometry.primitives",
    "ConeGeometry": "sdk.geometry.primitives",
    "SphereGeometry": "sdk.geometry.primitives",
    "DomeGeometry": "sdk.geometry.primitives",
    "CapsuleGeometry": "sdk.geometry.primitives",
    "TorusGeometry": "sdk.geometry.primitives",
    "rounded_rect_profile": "sdk.geometry.profiles",
    "superellipse_profile": "sdk.geometry.profiles",
    "sample_cubic_bezier_spline_2d": "sdk.geometry.splines",
    "sample_cubic_bezier_spline_3d": "sdk.geometry.splines",
    "sample_catmull_rom_spline_2d": "sdk.geometry.splines",
    "sample_catmull_rom_spline_3d": "sdk.geometry.splines",
    "sample_arc_3d": "sdk.geometry.splines",
    "LatheGeometry": "sdk.geometry.lathe",
    "ExtrudeGeometry": "sdk.geometry.extrude",
    "ExtrudeWithHolesGeometry": "sdk.geometry.extrude",
    "LoftGeometry": "sdk.geometry.loft",
    "SweepGeometry": "sdk.geometry.sweep",
    "cut_opening_on_face": "sdk.geometry.openings",
    "PipeGeometry": "sdk.geometry.pipes",
    "ArcPipeGeometry": "sdk.geometry.pipes",
    "WirePath": "sdk.geometry.wires",
    "WirePolylineGeometry": "sdk.geometry.wires",
    "wire_from_points": "sdk.geometry.wires",
    "tube_from_spline_points": "sdk.geometry.spline_sweeps",
    "sweep_profile_along_spline": "sdk.geometry.spline_sweeps",
    "resample_side_sections": "sdk.geometry.side_loft",
    "superellipse_side_loft": "sdk.geometry.side_loft",
    "split_superellipse_side_loft": "sdk.geometry.side_loft",
    "boolean_union": "sdk.geometry.booleans",
    "boolean_difference": "sdk.geometry.booleans",
    "boolean_intersection": "sdk.geometry.booleans",
    "ShellPartitionRegion": "sdk.geometry.partition",
    "ShellPartitionSpec": "sdk.geometry.partition",
    "partition_shell": "sdk.geometry.partition",
    "LoftTessellation": "sdk.geometry.section_loft",
    "LoftSection": "sdk.geometry.section_loft",
    "SectionLoftSpec": "sdk.geometry.section_loft",
    "section_loft": "sdk.geometry.section_loft",
    "repair_loft": "sdk.geometry.section_loft",
    "PerforatedPanelGeometry": "sdk.geometry.panels",
    "SlotPatternPanelGeometry": "sdk.geometry.panels",
    "VentGrilleGeometry": "sdk.geometry.grilles",
    "VentGrilleSlats": "sdk.geometry.grilles",
    "VentGrilleFrame": "sdk.geometry.grilles",
    "VentGrilleMounts": "sdk.geometry.grilles",
    "VentGrilleSleeve": "sdk.geometry.grilles",
    "ClevisBracketGeometry": "sdk.geometry.brackets",
    "PivotForkGeometry": "sdk.geometry.brackets",
    "TrunnionYokeGeometry": "sdk.geometry.brackets",
    "KnobGeometry": "sdk.geometry.knobs.knob",
    "KnobSkirt": "sdk.geometry.knobs.records",
    "KnobGrip": "sdk.geometry.knobs.records",
    "KnobIndicator": "sdk.geometry.knobs.records",
    "KnobTopFeature": "sdk.geometry.knobs.records",
    "KnobBore": "sdk.geometry.knobs.records",
    "KnobRelief": "sdk.geometry.knobs.records",
    "BezelGeometry": "sdk.geometry.bezels.bezel",
    "BezelFace": "sdk.geometry.bezels.records",
    "BezelRecess": "sdk.geometry.bezels.records",
    "BezelVisor": "sdk.geometry.bezels.records",
    "BezelFlange": "sdk.geometry.bezels.records",
    "BezelMounts": "sdk.geometry.bezels.records",
    "BezelCutout": "sdk.geometry.bezels.records",
    "BezelEdgeFeature": "sdk.geometry.bezels.records",
    "FanRotorGeometry": "sdk.geometry.fans",
    "FanRotorBlade": "sdk.geometry.fans",
    "FanRotorHub": "sdk.geometry.fans",
    "FanRotorShroud": "sdk.geometry.fans",
    "BlowerWheelGeometry": "sdk.geometry.blowers",
    "WheelGeometry": "sdk.geometry.wheels",
    "WheelRim": "sdk.geometry.wheel_records",
    "BoltPattern": "sdk.geometry.wheel_records",
    "WheelHub": "sdk.geometry.wheel_records",
    "WheelFace": "sdk.geometry.wheel_records",
    "WheelSpokes": "sdk.geometry.wheel_records",
    "WheelBore": "sdk.geometry.wheel_records",
    "WheelFlange": "sdk.geometry.wheel_records",
    "TireGeometry": "sdk.geometry.tires",
    "TireCarcass": "sdk.geometry.tires",
    "TireTread": "sdk.geometry.tires",
    "TireGroove": "sdk.geometry.tires",
    "TireSidewall": "sdk.geometry.tires",
    "TireShoulder": "sdk.geometry.tires",
    "BarrelHingeGeometry": "sdk.geometry.hinges",
    "PianoHingeGeometry": "sdk.geometry.hinges",
    "HingeHolePattern": "sdk.geometry.hinges",
    "HingePinStyle": "sdk.geometry.hinges",
    # -- CAD bridge ------------------------------------------------------------------------------------------
    "CadQueryMeshExport": "sdk.cad.bridge",
    "cadquery_local_aabb": "sdk.cad.bridge",
    "export_cadquery_components": "sdk.cad.bridge",
    "export_cadquery_mesh": "sdk.cad.bridge",
    "mesh_components_from_cadquery": "sdk.cad.bridge",
    "mesh_from_cadquery": "sdk.cad.bridge",
    "save_cadquery_obj": "sdk.cad.bridge",
    "tessellate_cadquery": "sdk.cad.bridge",
    # -- gears -----------------------------------------------------------------------------------------------
    "GearBase": "sdk.cad.gears.base",
    "SpurGear": "sdk.cad.gears.spur",
    "HerringboneGear": "sdk.cad.gears.spur",
    "RingGear": "sdk.cad.gears.ring",
    "HerringboneRingGear": "sdk.cad.gears.ring",
    "PlanetaryGearset": "sdk.cad.gears.planetary",
    "HerringbonePlanetaryGearset": "sdk.cad.gears.planetary",
    "BevelGear": "sdk.cad.gears.bevel",
    "BevelGearPair": "sdk.cad.gears.bevel_pair",
    "RackGear": "sdk.cad.gears.rack",
    "HerringboneRackGear": "sdk.cad.gears.rack",
    "Worm": "sdk.cad.gears.worm",
    "CrossedHelicalGear": "sdk.cad.gears.crossed",
    "CrossedGearPair": "sdk.cad.gears.crossed",
    "HyperbolicGear": "sdk.cad.gears.hyperbolic",
    "HyperbolicGearPair": "sdk.cad.gears.hyperbolic",
    "gear": "sdk.cad.gears.workplane",
    "addGear": "sdk.cad.gears.workplane",
    # -- testing ---------------------------------------------------------------------------------------------
    "AllowedOverlap": "sdk.qc.allowances",
    "TestContext": "sdk.testing.context",
    "TestFailure": "sdk.testing.report",
    "TestReport": "sdk.testing.report",
    # -- mechanisms ------------------------------------------------------------------------------------------
}

IMPORTABLE_ONLY = frozenset({"AssetContext", "save_cadquery_obj"})
"""Names a program may import but a star import does not bind."""

RETIRED = {"LouverPanelGeometry": "VentGrilleGeometry"}
"""Name that is gone -> name to use instead."""

__all__ = sorted(set(PUBLIC) - IMPORTABLE_ONLY)


def __getattr__(name: str) -> Any:
    if name in PUBLIC:
        value = getattr(import_module(PUBLIC[name]), name)
        globals()[name] = value
        return value
    if name in RETIRED:
        raise AttributeError(f"sdk.{name} was retired; use sdk.{RETIRED[name]}")
    raise AttributeError(f"module 'sdk' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *PUBLIC})
