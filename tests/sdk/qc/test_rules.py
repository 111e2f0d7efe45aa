"""Tables and small rules: codes, profiles, tolerances, groups, texts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk.model.inertial import Inertia, Inertial
from sdk.model.object import ArticulatedObject
from sdk.model.shapes import Sphere
from sdk.qc import limits
from sdk.qc.checks import BASELINE, CHECKS
from sdk.qc.checks.mass import ellipsoid_volume
from sdk.qc.codes import CODES
from sdk.qc.groups import Groups
from sdk.qc.outcome import direction_text, millimetres, pose_data, shown
from sdk.qc.profiles import PROFILES, SupportRule, active, use_profile


def test_every_check_has_a_code_and_a_manual():
    from importlib import import_module

    for check in CHECKS:
        manual = import_module(check.run.__module__).__doc__ or ""
        assert check.code in CODES
        assert manual.startswith(check.code)
        assert "Bad:" in manual and "Good:" in manual


def test_names_of_the_baseline_are_the_public_ones():
    plain = ArticulatedObject("declares nothing")
    assert [check.name for check in BASELINE if check.applies(plain)] == [
        "check_model_valid",
        "check_single_root_part",
        "check_mesh_assets_ready",
        "fail_if_isolated_parts()",
        "warn_if_part_contains_disconnected_geometry_islands(tol=1e-06)",
        "fail_if_parts_overlap_in_current_pose()",
    ]


def test_the_active_profile_is_default_until_another_is_put_in_force():
    assert active() is PROFILES["default"]
    with use_profile(PROFILES["strict"]):
        with use_profile(PROFILES["reference"]):
            assert active().name == "reference"
        assert active().name == "strict"
    assert active() is PROFILES["default"]
    assert all(name == profile.name for name, profile in PROFILES.items())


def test_support_reaches_half_a_millimetre_or_half_a_per_cent():
    assert SupportRule().reach(np.array([1.0, 0.01])) == pytest.approx([0.0005, 0.00005])
    assert PROFILES["reference"].support.reach(np.array([1.0, 1e-9])) == pytest.approx([1e-6, 1e-6])


def test_tolerances_of_the_reference_come_from_the_environment_when_they_are_numbers(monkeypatch):
    assert limits.contact_tolerance() == 1e-6
    monkeypatch.setenv("URDF_GEOMETRY_CONTACT_TOL", "0.002")
    assert limits.contact_tolerance() == 0.002
    monkeypatch.setenv("OBJECT_GEOMETRY_CONTACT_TOL", "0.003")
    assert limits.contact_tolerance() == 0.003
    monkeypatch.setenv("OBJECT_GEOMETRY_OVERLAP_TOL", "wide")
    assert limits.overlap_depth_tolerance() == 0.005


@given(count=st.integers(1, 12), data=st.data())
def test_groups_are_the_components_of_the_links(count, data):
    nodes = st.integers(0, count - 1)
    links = data.draw(st.lists(st.tuples(nodes, nodes), max_size=15))
    groups = Groups(count)
    label = list(range(count))
    for first, second in links:
        groups.join(first, second)
        low, high = sorted((label[first], label[second]))
        label = [low if each == high else each for each in label]
    assert [groups.of(node) for node in range(count)] == label
    assert groups.listed() == [
        [node for node in range(count) if label[node] == root] for root in sorted(set(label))
    ]


def test_texts_for_readers():
    assert millimetres(0.0123456) == "12.3 mm"
    assert direction_text((0.0, 0.0, -0.3)) == "-z"
    assert direction_text((1.0, 0.0, 1.0)) == "(0.707, 0, 0.707)"
    assert shown(["a", "b", "c"], most=2) == ["a", "b", "... and 1 more"]
    assert pose_data({"hinge": 0.5, "slide": 0.0}) == {"hinge": 0.5}


@given(radius=st.floats(1e-3, 1.0), mass=st.floats(1e-4, 1e3))
def test_the_ellipsoid_of_a_ball_is_the_ball(radius: float, mass: float):
    ball = Inertial.from_geometry(Sphere(radius), mass=mass)
    assert ellipsoid_volume(ball) == pytest.approx(4.0 / 3.0 * np.pi * radius**3)


@pytest.mark.parametrize("moments", [(0.0, 0.0, 0.0), (1e-3, 1e-3, 9e-3), (float("nan"), 1.0, 1.0)])
def test_moments_of_no_body_have_no_ellipsoid(moments: tuple[float, float, float]):
    xx, yy, zz = moments
    assert ellipsoid_volume(Inertial(1.0, Inertia(xx, 0.0, 0.0, yy, 0.0, zz))) == 0.0
