from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from sdk.assets import AssetContext
from sdk.errors import ValidationError
from sdk.geometry.mesh import MeshGeometry
from sdk.model.material import Material
from sdk.model.origin import Origin
from sdk.model.part import Part, Visual
from sdk.model.shapes import Box

BOX = Box((1, 1, 1))


def test_parts_compare_by_value_and_are_no_keys() -> None:
    assert Part("a") == Part("a", line=7)
    with pytest.raises(TypeError, match="unhashable"):
        hash(Part("a"))


def test_assets_are_normalised_at_construction(tmp_path: Path) -> None:
    assert Part("a", assets=str(tmp_path)).assets == AssetContext(tmp_path)
    assert Part("a").assets is None


def test_color_forms() -> None:
    part = Part("a")
    paint = Material("paint")
    assert part.visual(BOX, color=paint).material is paint
    assert part.visual(BOX, color="red").material == "red"
    assert part.visual(BOX, color=np.array([1, 0, 0])).material == Material("inline_color", (1, 0, 0))
    for wrong in (3, {"r": 1}, object()):
        with pytest.raises(TypeError, match="color"):
            part.visual(BOX, color=wrong)  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match="three or four"):
        part.visual(BOX, color=(1, 0))
    assert len(part.visuals) == 3


def test_mistakes_are_found_where_they_are_made() -> None:
    part = Part("lid")
    with pytest.raises(ValidationError, match=r"part 'lid' visual 'top'\.geometry.*mesh_from_geometry"):
        part.visual(MeshGeometry(), name="top")
    with pytest.raises(ValidationError, match=r"origin: got \(0, 0, 1\); want Origin"):
        part.visual(BOX, origin=(0, 0, 1))  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match="numbers go to color="):
        part.visual(BOX, material=(1, 0, 0))  # type: ignore[arg-type]
    assert part.visuals == []


def test_origins_may_be_left_out_or_look_like_one() -> None:
    part, pose = Part("a"), SimpleNamespace(xyz=(1, 2, 3), rpy=(0, 0, 0))
    assert part.visual(BOX, origin=None).origin == Origin()
    assert part.visual(BOX, origin=pose).origin is pose  # type: ignore[arg-type]


def test_visuals_are_found_by_exact_name() -> None:
    part = Part("a", visuals=[Visual(BOX, name=" padded ")])
    for name in (" padded ", "", "  ", None):
        with pytest.raises(ValidationError):
            part.get_visual(name)  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match="one of its visuals: ' padded '"):
        part.get_visual("lid")
