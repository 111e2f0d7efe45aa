"""One compile builds each distinct mesh once, whoever asks: tests, checks, exporters, the picture's scene, a probe."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from harness.compiler.channel import ChannelWriter
from harness.compiler.compile_job import compile_program
from harness.compiler.probe_job import probe_program
from harness.compiler.program import MODULE_NAME, Program
from harness.compiler.stages import Stages
from sdk.assets import obj
from sdk.collision import Collider
from sdk.facts import Facts, use_facts
from sdk.geometry import kernel
from sdk.scene import forms, mesh_data

SOURCE = """
from sdk import *
model = ArticulatedObject("two_wheels")
frame, turn = model.part("frame"), model.part("turn")
drum = LatheGeometry([(0.0031, 0.0), (0.0317, 0.0), (0.0317, 0.0213), (0.0031, 0.0213)], segments=37)
blocks = BoxGeometry((0.0511, 0.0713, 0.0117)).merge(BoxGeometry((0.0113, 0.0119, 0.0123)).translate(0.0, 0.0, 0.06))
rim, slab = mesh_from_geometry(drum, "rim"), mesh_from_geometry(blocks, "slab")
frame.visual(slab, name="slab")
frame.visual(rim, origin=Origin((0.0, 0.0, 0.005)), name="seat")
turn.visual(rim, origin=Origin((0.0, 0.0, 0.002)), name="rim")
turn.visual(rim, origin=Origin((0.0, 0.0, 0.0232)), name="upper_rim")
turn.visual(slab, origin=Origin((0.0, 0.0, 0.05)), name="arm")
limits = MotionLimits(lower=0.0, upper=0.4)
at = Origin((0.0, 0.0, 0.0241))
model.articulation("swing", "revolute", frame, turn, origin=at, axis=(0, 1, 0), motion_limits=limits)
def run_tests():
    ctx = TestContext(model)
    ctx.expect_contact("frame", "turn")
    with ctx.pose(swing=0.3):
        ctx.expect_overlap("frame", "turn", axes="xy")
    ctx.fail_if_parts_overlap_in_current_pose()
    return ctx.report()
object_model = model
"""
PROBE = "emit({'gap': gap_report('turn', 'frame', axis='z'), 'weighs': mass()})"
MESHES, COMPONENTS = 2, 3
"""Distinct meshes of the program, and connected pieces of these."""


class Silent(ChannelWriter):
    """A channel nobody listens to."""

    def __init__(self) -> None:
        pass

    def send(self, kind: str, **fields: Any) -> None:
        pass


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> dict[str, Counter[int]]:
    """How often each kind of thing was built, by the content it was built from."""
    counts: dict[str, Counter[int]] = {
        kind: Counter() for kind in ("tree", "solid", "components", "parsed", "mesh", "skin")
    }

    def count(kind: str, make: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            counts[kind][
                hash(tuple(each.tobytes() if isinstance(each, np.ndarray) else each for each in given))
            ] += 1
            return make(*given, **named)

        return counted

    monkeypatch.setattr(Collider, "mesh", staticmethod(count("tree", Collider.mesh)))
    monkeypatch.setattr(kernel, "solid_from_mesh", count("solid", kernel.solid_from_mesh))
    monkeypatch.setattr(mesh_data, "component_labels", count("components", mesh_data.component_labels))
    monkeypatch.setattr(mesh_data, "Skin", count("skin", mesh_data.Skin))
    made = forms.MeshForm.__init__

    def make_form(form: Any, data: mesh_data.MeshData) -> None:
        counts["mesh"][hash((data.vertices.tobytes(), data.faces.tobytes()))] += 1
        made(form, data)

    monkeypatch.setattr("sdk.assets.obj._read_own_dialect", count("parsed", obj._read_own_dialect))
    monkeypatch.setattr(forms.MeshForm, "__init__", make_form)
    return counts


def test_a_compile_and_a_probe_build_each_mesh_once(
    built: dict[str, Counter[int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["model.py"])
    monkeypatch.setitem(sys.modules, MODULE_NAME, sys)
    stages = Stages(Program(tmp_path / "model.py", source=SOURCE), Silent())
    options = {"profile": "strict", "tests": True, "pictures": False, "apart": False}
    with use_facts(Facts()):
        answer = compile_program(stages, options)
    assert {signal["code"] for signal in answer["signals"]} & {"QC_REAL_OVERLAP", "X_SWEPT_COLLISION"}
    assert "model.urdf" in answer["files"] and not stages.faults
    once = {kind: set(counted.values()) for kind, counted in built.items() if counted}
    assert once == {kind: {1} for kind in once}
    assert len(built["mesh"]) == MESHES + COMPONENTS - 1  # the drum is its own and only piece
    before = {kind: Counter(counted) for kind, counted in built.items()}
    answer = probe_program(Stages(Program(tmp_path / "model.py", source=SOURCE), Silent()), {"code": PROBE})
    assert answer["payload"]["ok"], answer
    assert built == before
