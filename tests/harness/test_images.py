from __future__ import annotations

import io

import pytest
from PIL import Image

from harness.errors import UsageError
from harness.images import SENT_BYTES, SENT_SIDE, load_image, sendable


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp"), ("GIF", "image/gif")],
)
def test_the_content_decides_not_the_name(tmp_path, kind, media_type):
    path = tmp_path / "picture.txt"
    Image.new("RGB", (4, 3), "red").save(path, format=kind)
    image = load_image(path)
    assert image.media_type == media_type
    assert image.data == path.read_bytes()
    assert image.file_name.startswith(image.sha256)


def test_what_cannot_be_sent_is_refused(tmp_path):
    png = tmp_path / "a.png"
    with pytest.raises(UsageError, match="cannot be read"):
        load_image(png)
    with pytest.raises(UsageError, match="cannot be read"):
        load_image(tmp_path)
    png.write_text("no picture")
    with pytest.raises(UsageError, match="want PNG, JPEG, WebP or GIF"):
        load_image(png)
    Image.new("RGB", (64, 64), "red").save(png, format="BMP")
    with pytest.raises(UsageError, match="not a picture we can send"):
        load_image(png)
    Image.effect_noise((64, 64), 50).save(png)
    png.write_bytes(png.read_bytes()[:-200])
    with pytest.raises(UsageError, match="damaged"):
        load_image(png)


def test_limits_on_size(tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    Image.new("L", (100, 100)).save(path)
    monkeypatch.setattr("harness.images.MAX_PIXELS", 9_999)
    with pytest.raises(UsageError, match="100 x 100 pixels"):
        load_image(path)
    monkeypatch.setattr("harness.images.MAX_BYTES", 10)
    with pytest.raises(UsageError, match="bytes"):
        load_image(path)


def test_what_is_small_enough_is_sent_as_it_is(tmp_path):
    path = tmp_path / "a.png"
    Image.new("RGB", (SENT_SIDE, 10), "red").save(path)
    image = load_image(path)
    assert sendable(image) == image.data


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_what_is_larger_is_sent_as_a_smaller_copy_of_its_kind(tmp_path, kind):
    path = tmp_path / "a"
    Image.new("RGB", (SENT_SIDE * 2, SENT_SIDE), "red").save(path, format=kind)
    copy = Image.open(io.BytesIO(sendable(load_image(path))))
    assert (copy.format, copy.size) == (kind, (SENT_SIDE, SENT_SIDE // 2))


def test_what_does_not_compress_is_made_smaller_still(tmp_path):
    path = tmp_path / "a.png"
    Image.effect_noise((2048, 2048), 90).save(path)
    image = load_image(path)
    assert len(image.data) > SENT_BYTES
    sent = sendable(image)
    assert len(sent) <= SENT_BYTES
    assert max(Image.open(io.BytesIO(sent)).size) > 1000
