from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sdk import ArticulatedObject, Box, Origin
from sdk.errors import ValidationError
from sdk.mechanisms.controls import button, knob
from sdk.mechanisms.levers import lever, switch
from tests.sdk.mechanisms.sweeping import assert_runs_free, spread, workshop

RELAXED = settings(
    max_examples=4,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
KINDS = {"button": button, "knob": knob, "lever": lever, "switch": switch}


def panel() -> ArticulatedObject:
    model = ArticulatedObject("box")
    slab = model.part("panel")
    slab.visual(Box((0.3, 0.3, 0.1)), origin=Origin(xyz=(0, 0, -0.05)), name="slab")
    model.part("control")
    return model


@RELAXED
@given(kind=st.sampled_from(sorted(KINDS)), size=st.floats(0.008, 0.04), turn=st.floats(-1, 1))
def test_every_control_moves_free_in_a_solid_panel(tmp_path: Path, kind, size, turn) -> None:
    with workshop(tmp_path):
        model = panel()
        options = {
            "button": {"diameter": size, "travel": 0.2 * size},
            "knob": {"diameter": size, "zero": (1, turn, 0)},
            "lever": {"length": 3 * size, "axis": (1, turn, 0), "lower": -1.0, "upper": 1.0},
            "switch": {"length": size, "width": 0.6 * size, "along": (1, turn, 0)},
        }[kind]
        handle = KINDS[kind](model, "panel", "control", at=(0.02, 0, 0), **options)
        limits = handle.joint.motion_limits
        assert_runs_free(model, [{handle.name: value} for value in spread(limits.lower, limits.upper, 7)])


def test_a_pressed_cap_that_would_vanish_is_refused(tmp_path: Path) -> None:
    with workshop(tmp_path), pytest.raises(ValidationError, match="still clears its bezel"):
        button(panel(), "panel", "control", at=(0, 0, 0), proud=0.001)


def test_a_panel_that_is_no_solid_is_refused(tmp_path: Path) -> None:
    from sdk import CylinderGeometry, mesh_from_geometry

    with workshop(tmp_path), pytest.raises(ValidationError, match="clearance=False"):
        model = ArticulatedObject("box")
        open_tube = CylinderGeometry(0.004, 0.1, closed=False)
        model.part("panel").visual(mesh_from_geometry(open_tube, "tube"), name="tube")
        model.part("cap")
        button(model, "panel", "cap", at=(0, 0, 0))
