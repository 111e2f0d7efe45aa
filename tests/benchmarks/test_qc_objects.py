"""The objects that verdicts are timed with have the size they are named for, and the sound ones are sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import qc_objects
from benchmarks.qc_time import verdict_on
from sdk.assets import AssetSession


@pytest.mark.parametrize(
    ("make", "visuals", "joints"),
    [(qc_objects.chain, 92, 45), (qc_objects.keyboard, 47, 45), (qc_objects.machine, 91, 10)],
)
def test_a_sound_object_has_no_findings(make, visuals, joints, tmp_path: Path):
    with AssetSession(tmp_path).use():
        model = make()
        assert verdict_on(model, tmp_path).findings == ()
    assert sum(len(part.visuals) for part in model.parts) == visuals
    assert len(model.articulations) == joints
