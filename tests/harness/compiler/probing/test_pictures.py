"""Pictures of the probe: small PNG files that show the pose in force."""

from __future__ import annotations

import base64
from io import BytesIO

import pytest
from PIL import Image

from harness.compiler.probing.pictures import render
from harness.compiler.probing.view import View
from tests.harness.compiler.probing.objects import blocks


def picture_of(view: View, *given: str, **options: tuple[int, int]) -> Image.Image:
    told = render(view, *given, **options)["picture"]
    image = Image.open(BytesIO(base64.b64decode(told["base64"])))
    assert (image.format, image.size) == ("PNG", (told["width"], told["height"]))
    return image.convert("RGB")


def test_a_view_shows_the_pose_in_force():
    view = blocks([(0.0, 0.0, 0.05), (0.0, 0.3, 0.05)])
    rest = picture_of(view, "top", size=(128, 96))
    with view.context.pose(j1=0.8):
        moved = picture_of(view, "top", size=(128, 96))
    assert rest.size == moved.size == (128, 96)
    assert rest.tobytes() != moved.tobytes()
    assert picture_of(view, "top", size=(128, 96)).tobytes() == rest.tobytes()


def test_unknown_views_and_large_sizes_are_refused():
    view = blocks([(0.0, 0.0, 0.0)])
    with pytest.raises(ValueError, match="view"):
        render(view, "sideways")
    with pytest.raises(ValueError, match="size"):
        render(view, size=(4096, 16))
