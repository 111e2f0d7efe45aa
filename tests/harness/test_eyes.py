"""Pictures of compiles, made small, kept by hash, and found again when a run is repeated."""

from __future__ import annotations

import io

from PIL import Image

from harness.digests import sha256_of
from harness.eyes import MEDIA_TYPE, SIDE, Eyes, small_picture
from harness.messages import ImagePart


def drawn(path, size=(1280, 640)):
    Image.new("RGB", size, (200, 30, 30)).save(path)
    return path


def test_a_picture_is_a_small_jpeg_of_the_same_shape(tmp_path):
    data = small_picture(drawn(tmp_path / "preview.png"))
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (SIDE, SIDE // 2))
    assert data == small_picture(tmp_path / "preview.png")


def test_it_is_kept_once_by_its_hash(tmp_path):
    images, kept = {}, []
    eyes = Eyes(images, keep=kept.append)
    picture = drawn(tmp_path / "preview.png")
    first, second = eyes.look(picture, code_sha256="a"), eyes.look(picture, code_sha256="b")
    assert first == second == (ImagePart(sha256_of(kept[0]), MEDIA_TYPE),)
    assert images == {first[0].sha256: kept[0]}
    assert len(kept) == 1


def test_what_could_not_be_drawn_is_not_shown(tmp_path):
    (tmp_path / "broken.png").write_text("no picture")
    eyes = Eyes({}, keep=len)
    assert eyes.look(tmp_path / "none.png", code_sha256="a") == ()
    assert eyes.look(tmp_path / "broken.png", code_sha256="a") == ()


def test_what_was_shown_before_is_shown_again(tmp_path):
    shown = (ImagePart("0" * 64, MEDIA_TYPE),)
    eyes = Eyes({}, keep=len, recorded={"a": shown}, draws=False)
    picture = drawn(tmp_path / "preview.png")
    assert eyes.look(picture, code_sha256="a") == shown
    assert eyes.look(picture, code_sha256="b") == ()
