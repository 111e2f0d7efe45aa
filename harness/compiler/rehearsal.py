"""A compile that a zygote does for itself, so that the workers forked from it find everything already used once.

Modules load, tables fill and memory is laid out at first use; what the zygote has used, no worker waits for. A
newcomer's mistake: to rehearse with an author's program. Whatever runs here is inherited by every job to come.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path

from harness.compiler.channel import ChannelWriter
from harness.compiler.compile_job import compile_program
from harness.compiler.handover import packed, unpacked
from harness.compiler.program import MODULE_NAME, Program
from harness.compiler.stages import Stages
from sdk.model import provenance

PROGRAM = """
from sdk import (
    ArticulatedObject, ArticulationType, Box, BoxGeometry, Cylinder, CylinderGeometry, MotionLimits, Origin,
    TestContext, mesh_from_geometry,
)

def build_object_model():
    model = ArticulatedObject("rehearsal")
    steel = model.material("steel", rgba=(0.7, 0.7, 0.7, 1.0))
    base, lid, drawer, wheel = (model.part(name) for name in ("base", "lid", "drawer", "wheel"))
    base.visual(Box((0.2, 0.2, 0.1)), material=steel, name="body")
    plate = mesh_from_geometry(BoxGeometry((0.2, 0.2, 0.01)), "plate")
    lid.visual(plate, origin=Origin((0.1, 0, 0.005)), material=steel, name="plate")
    limits = MotionLimits(effort=1.0, velocity=1.0, lower=0.0, upper=1.0)
    model.articulation(
        "lid_hinge", ArticulationType.REVOLUTE, base, lid, origin=Origin((-0.1, 0, 0.05)), axis=(0, -1, 0),
        motion_limits=limits,
    )
    drawer.visual(Box((0.05, 0.05, 0.02)), material=steel, name="box")
    model.articulation(
        "drawer_slide", ArticulationType.PRISMATIC, base, drawer, origin=Origin((0.125, 0, 0)), axis=(1, 0, 0),
        motion_limits=limits,
    )
    disc = mesh_from_geometry(CylinderGeometry(0.03, 0.02, radial_segments=24), "disc")
    wheel.visual(disc, material=steel, name="disc")
    wheel.visual(Cylinder(0.005, 0.04), material=steel, name="hub")
    model.articulation(
        "wheel_spin", ArticulationType.CONTINUOUS, base, wheel, origin=Origin((0, 0.13, 0)), axis=(0, 0, 1),
        motion_limits=MotionLimits(effort=1.0, velocity=1.0),
    )
    return model

def run_tests():
    ctx = TestContext(object_model)
    ctx.expect_overlap("lid", "base", axes="xy", min_overlap=0.05)
    ctx.expect_moves("plate", "lid_hinge", "up")
    with ctx.pose(lid_hinge=0.5):
        ctx.expect_contact("wheel", "base")
    return ctx.report()

object_model = build_object_model()
"""
"""An object with a joint of each kind, and faults, whose texts are written too. Nothing of it is cut or
intersected: the kernel for that starts a thread, after which no zygote may fork."""

CAD_PROGRAM = f"""{PROGRAM}
import cadquery as cq
from sdk import mesh_from_cadquery

block = cq.Workplane("XY").box(0.2, 0.1, 0.05).edges("|Z").fillet(0.01)
block = block.faces(">Z or <Z").edges().chamfer(0.001)
pin = cq.Workplane("YZ").center(0.01, 0.0).rect(0.02, 0.03).extrude(0.1).translate((0.1, 0.0, 0.0))
cone = cq.Workplane("XY").circle(0.03).workplane(offset=0.1).circle(0.02).loft()
disc = mesh_from_cadquery(cone.faces(">Z"), "top", tolerance=0.01)
"""
"""The same, and what models are made of with CadQuery. No shape is united with another, and the one that is meshed
has a single face and a single edge: anything else is shared among threads."""


def rehearse(*, with_cad: bool = False) -> None:
    """Compile `PROGRAM` in a folder of its own; this process is then as it was, but for what it has loaded.

    Where no folder is to be had, nothing happens.

    Args:
        with_cad: compile `CAD_PROGRAM` instead.
    """
    before, arguments = Path.cwd(), sys.argv
    with suppress(OSError), ExitStack() as undo:
        folder = Path(undo.enter_context(tempfile.TemporaryDirectory()))
        silence = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
        undo.callback(os.close, silence)
        undo.callback(_forget, before, arguments)
        program = Program(folder / "model.py", source=CAD_PROGRAM if with_cad else PROGRAM)
        stages = Stages(program, ChannelWriter(silence, token=""))
        options = {"profile": "strict", "tests": True, "pictures": False, "apart": False}
        compile_program(stages, options)
        unpacked(packed((program.object_model(), None)))


def _forget(folder: Path, arguments: list[str]) -> None:
    os.chdir(folder)
    sys.argv = arguments
    sys.modules.pop(MODULE_NAME, None)
    tempfile.tempdir = None  # found once, it would be every worker's, who may not write there
    provenance.set_program(None)
