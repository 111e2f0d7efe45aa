"""docs/gallery.md shows every family of the library as it is now; ``make gallery`` brings it up to date."""

from __future__ import annotations

from PIL import Image

from benchmarks.gallery import PAGE, PICTURES, SHOWN, gallery_page, recorded_digests, stale
from harness.examples.families import read_families

MOST_BYTES, MOST_BYTES_IN_ALL = 40_000, 2_000_000


def test_the_page_is_current() -> None:
    families, page = read_families(), PAGE.read_text(encoding="utf-8")
    assert [one.example_id for one in stale(families, page)] == [], "run `make gallery`"
    assert page == gallery_page(families.examples), "run `make gallery`"


def test_pictures_are_those_of_the_page_and_small() -> None:
    pictures = sorted(PICTURES.iterdir())
    names = recorded_digests(PAGE.read_text(encoding="utf-8"))
    assert [picture.name for picture in pictures] == sorted(f"{name}.webp" for name in names)
    sizes = [picture.stat().st_size for picture in pictures]
    assert max(sizes) <= MOST_BYTES
    assert sum(sizes) <= MOST_BYTES_IN_ALL
    for picture in pictures:
        with Image.open(picture) as image:
            assert image.size == SHOWN, picture.name
