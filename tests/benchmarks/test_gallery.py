"""The gallery draws what changed, shows what can be shown, and names what cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from benchmarks.gallery import SHOWN, gallery_page, recorded_digests, small_picture, stale, write_gallery
from harness.examples import Example
from harness.examples.families import read_families
from harness.examples.pictures import NoPictureError
from tests.harness.examples.families import BOOKCASE, write_family


@pytest.fixture
def library(tmp_path: Path) -> Path:
    write_family(tmp_path / "library" / "bookcase", BOOKCASE)
    lamp = {name: text.replace("Bookcase", "A lamp") for name, text in BOOKCASE.items()}
    write_family(tmp_path / "library" / "lamp", lamp)
    return tmp_path / "library"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of what was drawn; a program that says ``unsound`` cannot be."""
    names: list[str] = []

    def picture_of(example: Example, *, size: tuple[int, int], folder: Path) -> Path:
        if "unsound" in example.program:
            raise NoPictureError(f"{example.example_id}: cannot be drawn")
        names.append(example.example_id)
        path = folder / "picture.png"
        Image.new("RGB", size, (40 * len(names), 90, 120)).save(path)
        return path

    monkeypatch.setattr("benchmarks.gallery.picture_of", picture_of)
    return names


def test_only_what_changed_is_drawn_again(library: Path, drawn: list[str], tmp_path: Path) -> None:
    page, pictures = tmp_path / "gallery.md", tmp_path / "pictures"
    assert write_gallery(read_families(library=library), page=page, pictures=pictures) == {}
    assert sorted(drawn) == ["bookcase", "lamp"]
    first = page.read_bytes()
    assert first == gallery_page(read_families(library=library).examples).encode()
    assert write_gallery(read_families(library=library), page=page, pictures=pictures) == {}
    assert (len(drawn), page.read_bytes()) == (2, first)

    program = library / "lamp" / "model.py"
    program.write_text(program.read_text() + "# changed\n")
    assert [
        one.example_id for one in stale(read_families(library=library), first.decode(), pictures=pictures)
    ] == ["lamp"]
    write_gallery(read_families(library=library), page=page, pictures=pictures)
    assert drawn[2:] == ["lamp"]
    (pictures / "bookcase.webp").unlink()
    write_gallery(read_families(library=library), page=page, pictures=pictures)
    assert drawn[3:] == ["bookcase"]
    write_gallery(read_families(library=library), page=page, pictures=pictures, draw_all=True)
    assert sorted(drawn[4:]) == ["bookcase", "lamp"]


def test_what_cannot_be_shown_is_named_and_left_out(library: Path, drawn: list[str], tmp_path: Path) -> None:
    page, pictures = tmp_path / "gallery.md", tmp_path / "pictures"
    write_gallery(read_families(library=library), page=page, pictures=pictures)
    program = library / "lamp" / "model.py"
    program.write_text(program.read_text() + "# unsound\n")
    write_family(library / "crane", {**BOOKCASE, "model.py": "1\n"})
    failed = write_gallery(read_families(library=library), page=page, pictures=pictures)
    assert sorted(failed) == ["crane", "lamp"]
    assert list(recorded_digests(page.read_text())) == ["bookcase"]
    assert [path.name for path in pictures.iterdir()] == ["bookcase.webp"]


def test_a_section_says_what_it_is_and_how_it_varies(library: Path) -> None:
    text = gallery_page(read_families(library=library).examples)
    assert text.startswith("# Gallery\n\n2 families")
    assert text.index("## A lamp") < text.index("## Bookcase"), "in the order of their titles"
    assert "[Bookcase](#bookcase)" in text
    assert "`bookcase` varies by: `SHELVES` 1 to 9 (boards); `WIDTH` 0.2 to 2.0 m (width).\n" in text


def test_the_same_pixels_give_the_same_small_bytes(tmp_path: Path) -> None:
    Image.linear_gradient("L").resize((640, 320)).convert("RGB").save(tmp_path / "a.png")
    first, second = (small_picture((tmp_path / "a.png").read_bytes()) for _ in range(2))
    assert first == second
    (tmp_path / "a.webp").write_bytes(first)
    with Image.open(tmp_path / "a.webp") as image:
        assert (image.format, image.size) == ("WEBP", SHOWN)
