from __future__ import annotations

from math import pi, sqrt
from pathlib import Path

import numpy as np
import pytest

from sdk.assets import AssetContext, obj_text
from sdk.errors import ValidationError
from sdk.model.origin import Origin
from sdk.model.part import Collision, Part
from sdk.model.shapes import Box, Cylinder, Mesh, Sphere
from sdk.placement.bounds import part_local_aabb

TURNED = Origin(rpy=(0, 0, pi / 4))


def test_turned_shapes_keep_the_conservative_box() -> None:
    part = Part("p")
    part.visual(Sphere(1.0), origin=TURNED)
    low, high = part_local_aabb(part) or ((), ())
    assert high == pytest.approx((sqrt(2), sqrt(2), 1))
    assert low == pytest.approx(tuple(-np.array(high)))


def test_collisions_are_measured_when_preferred_and_present() -> None:
    part = Part("p")
    part.visual(Box((2, 2, 2)))
    assert part_local_aabb(part) == part_local_aabb(part, prefer_collisions=False)
    part.collisions.append(Collision(Cylinder(0.5, 3)))
    assert part_local_aabb(part) == ((-0.5, -0.5, -1.5), (0.5, 0.5, 1.5))
    assert part_local_aabb(part, prefer_collisions=False) == ((-1, -1, -1), (1, 1, 1))


def test_a_mesh_is_measured_by_its_file_and_scale(tmp_path: Path) -> None:
    path = AssetContext(tmp_path).mesh_path("m.obj")
    path.write_text(obj_text([(0, 0, 0), (1, 2, 3)], []))
    part = Part("p", assets=tmp_path)
    part.visual(Mesh("m.obj", scale=(1, 2, 0.5)), origin=Origin((1, 0, 0)))
    assert part_local_aabb(part) == ((1, 0, 0), (2, 4, 1.5))
    part.assets = None
    assert part_local_aabb(part, asset_root=tmp_path) == ((1, 0, 0), (2, 4, 1.5))
    with pytest.raises(ValidationError, match="asset root"):
        part_local_aabb(part)


def test_only_parts_and_shapes_are_measured(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="want a Part"):
        part_local_aabb("lid")  # type: ignore[arg-type]
    part = Part("p")
    part.visual(Box((1, 1, 1))).geometry = "box"
    with pytest.raises(ValidationError, match="geometry"):
        part_local_aabb(part)
    part.visuals[0].geometry = Mesh("missing.obj")
    with pytest.raises(ValidationError, match="exists"):
        part_local_aabb(part, asset_root=tmp_path)
