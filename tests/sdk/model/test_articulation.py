from __future__ import annotations

import copy
import pickle
from types import SimpleNamespace

import numpy as np
import pytest

from sdk.errors import ValidationError
from sdk.model.articulation import Articulation, ArticulationType, Mimic, MotionLimits, MotionProperties


def joint(**fields: object) -> Articulation:
    return Articulation("j", "revolute", "a", "b", **fields)  # type: ignore[arg-type]


def test_types_are_text_but_print_as_members() -> None:
    assert ArticulationType.FIXED == "fixed" and {"fixed": 1}[ArticulationType.FIXED] == 1
    assert str(ArticulationType.FIXED) == f"{ArticulationType.FIXED}" == "ArticulationType.FIXED"
    for wrong in ("REVOLUTE", " revolute", "planar", None, 3):
        with pytest.raises(ValidationError, match="'revolute', 'continuous'"):
            Articulation("j", wrong, "a", "b")  # type: ignore[arg-type]


def test_values_are_kept_exactly() -> None:
    assert joint(axis=(0.1 + 0.2, -1, 0)).axis == (0.1 + 0.2, -1.0, 0.0)
    assert joint(axis=np.array([0, 0, 2])).axis == (0.0, 0.0, 2.0)
    limits = MotionLimits(lower=-0.1, upper="1e-7")  # type: ignore[arg-type]
    assert (limits.lower, limits.upper) == (-0.1, 1e-7)
    with pytest.raises(ValidationError):
        joint(axis="z")
    with pytest.raises(TypeError):
        MotionLimits(effort=None)  # type: ignore[arg-type]


def test_mimic_forms() -> None:
    assert joint(mimic=" k ").mimic == Mimic("k", 1.0, 0.0)
    assert joint(mimic=SimpleNamespace(joint="k", multiplier="2")).mimic == Mimic("k", 2.0, 0.0)
    assert Mimic(joint()).joint == "j"  # type: ignore[arg-type]
    for wrong in ({"joint": "k"}, 3, SimpleNamespace(joint=None)):
        with pytest.raises(ValidationError, match="Mimic"):
            joint(mimic=wrong)


def test_identity_semantics_survive_copies() -> None:
    first = joint()
    for twin in (copy.copy(first), copy.deepcopy(first), pickle.loads(pickle.dumps(first))):
        assert twin != first and twin.name == first.name
    assert len({first, first, joint()}) == 2


def test_aliases_read_and_write() -> None:
    one = joint()
    one.limit, one.dynamics, one.joint_type = MotionLimits(1, 2), MotionProperties(0.1), "fixed"  # type: ignore[assignment]
    assert one.motion_limits == MotionLimits(1, 2)
    assert one.motion_properties == MotionProperties(0.1)
    assert one.articulation_type is ArticulationType.FIXED
    assert (one.limit, one.dynamics, one.joint_type) == (
        one.motion_limits,
        one.motion_properties,
        one.articulation_type,
    )
    with pytest.raises(ValidationError):
        one.joint_type = "planar"  # type: ignore[assignment]


def test_repr_never_fails_on_partial_data() -> None:
    one = joint()
    one.origin = None  # type: ignore[assignment]
    one.articulation_type = "nonsense"  # type: ignore[assignment]
    assert "nonsense" in repr([one])
