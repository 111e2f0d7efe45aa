from __future__ import annotations

import json
from math import pi
from pathlib import Path

import numpy as np
import pytest
import yourdfpy

from sdk.exporters.sidecar import FILE_NAME
from sdk.exporters.urdf import export_urdf, urdf_text
from sdk.model.articulation import MotionLimits
from sdk.model.coupling import Curve
from sdk.model.kinematics import world_transforms
from sdk.model.object import ArticulatedObject
from tests.sdk.mechanisms.linkages import crank_slider, slider_place


def screw_press() -> ArticulatedObject:
    """A screw that turns and drives a plate."""
    model = ArticulatedObject("press")
    base, spindle, plate = (model.part(name) for name in ("base", "spindle", "plate"))
    limits = MotionLimits(lower=0.0, upper=8.0 * pi)
    model.articulation("turn", "revolute", base, spindle, motion_limits=limits)
    model.articulation("travel", "prismatic", base, plate, axis=(0, 0, -1))
    model.couple("travel", "turn", ratio=0.002 / (2.0 * pi))
    return model


def test_a_screw_is_exact_in_another_reader(tmp_path: Path) -> None:
    model = screw_press()
    urdf, sidecar = export_urdf(model, out_dir=tmp_path)
    other = yourdfpy.URDF.load(str(urdf))
    for angle in np.linspace(0.0, 8.0 * pi, 9).tolist():
        other.update_cfg({"turn": angle})
        ours = world_transforms(model, {"turn": angle})
        assert other.get_transform("plate", "base") == pytest.approx(ours["plate"], abs=1e-9)
    assert sidecar.name == FILE_NAME
    assert json.loads(sidecar.read_text())["couplings"] == [
        {
            "follower": "travel",
            "driver": "turn",
            "kind": "line",
            "line": {"ratio": 0.002 / (2.0 * pi), "offset": 0.0, "error": 0.0},
        }
    ]


def test_a_curve_is_right_at_rest_and_complete_beside(tmp_path: Path) -> None:
    model, driver = crank_slider(0.02, 0.05)
    model.close_loop("rod", (0.05, 0, 0), "slider", (0, 0, 0), driver=driver)
    urdf, sidecar = export_urdf(model, out_dir=tmp_path)
    assert "best line only, off by up to 0.04" in urdf.read_text()
    other = yourdfpy.URDF.load(str(urdf))
    other.update_cfg({"turn": 0.0})
    rest = world_transforms(model)
    for part in ("rod", "slider"):
        assert other.get_transform(part, "base") == pytest.approx(rest[part], abs=1e-7)
    content = json.loads(sidecar.read_text())
    row = next(row for row in content["couplings"] if row["follower"] == "slide")
    table = row["table"]
    curve = Curve(*(tuple(table[key]) for key in ("driver", "follower", "slope")), table["period"])
    for angle in np.linspace(-7.0, 7.0, 50).tolist():
        assert curve.at(angle) + 0.07 == pytest.approx(slider_place(0.02, 0.05, angle), abs=1e-6)
    positions = np.array(table["driver"])
    fitted = np.polynomial.polynomial.polyval(positions, row["polynomial"]["coefficients"])
    assert np.abs(fitted - table["follower"]).max() == pytest.approx(row["polynomial"]["error"])
    assert content["loops"][0]["driver"] == "turn" and content["loops"][0]["error"] < 1e-6


def test_interlocks_and_anchors_are_carried(tmp_path: Path) -> None:
    model = screw_press()
    model.anchor("base", to="table")
    door = model.part("door")
    model.articulation("swing", "revolute", "base", door, motion_limits=MotionLimits(lower=0.0, upper=1.0))
    model.interlock("swing", {"turn": (0.0, 1.0)})
    _, sidecar = export_urdf(model, out_dir=tmp_path)
    content = json.loads(sidecar.read_text())
    assert content["anchor"] == {"part": "base", "to": "table"}
    assert content["interlocks"] == [{"joint": "swing", "locked_at": 0.0, "requires": {"turn": [0.0, 1.0]}}]


def test_nothing_to_say_leaves_no_file(tmp_path: Path) -> None:
    model = screw_press()
    export_urdf(model, out_dir=tmp_path)
    assert (tmp_path / FILE_NAME).is_file()
    model.get_joint("travel").coupling = None
    assert len(export_urdf(model, out_dir=tmp_path)) == 1
    assert not (tmp_path / FILE_NAME).exists()
    assert "mimic" not in urdf_text(model)
