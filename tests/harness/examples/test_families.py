"""Families of the library, found by name and read one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import UsageError
from harness.examples.families import family_names, read_families
from tests.harness.examples.families import BOOKCASE, write_family


@pytest.fixture
def library(tmp_path: Path) -> Path:
    write_family(tmp_path / "bookcase", BOOKCASE)
    write_family(tmp_path / "screw_cap_bottle", BOOKCASE)
    (tmp_path / "techniques").mkdir()
    (tmp_path / "techniques" / "rails.py").write_text('"""Rails: a technique."""\n')
    return tmp_path


def test_families_are_the_folders_with_a_sheet(library: Path) -> None:
    assert family_names(library) == ["bookcase", "screw_cap_bottle"]
    assert [one.example_id for one in read_families(library=library).examples] == family_names(library)


@pytest.mark.parametrize("name", ["screw_cap_bottle", "Screw cap bottle", "SCREW-CAP-BOTTLE "])
def test_case_and_marks_of_a_name_do_not_matter(library: Path, name: str) -> None:
    found = read_families([name, "screw_cap_bottle"], library=library)
    assert [one.example_id for one in found.examples] == ["screw_cap_bottle"]


def test_the_nearest_names_are_given_for_an_unknown_one(library: Path) -> None:
    with pytest.raises(UsageError, match=r"family 'bookcases': .* nearest: bookcase, or all"):
        read_families(["bookcases"], library=library)
    with pytest.raises(UsageError, match="want one of bookcase, screw_cap_bottle, or all"):
        read_families(["zzz"], library=library)


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("example.toml", "title = ", "Invalid value"),
        ("example.toml", "title = 'x'", "missing"),
        ("model.py", "def broken(:\n", "invalid syntax"),
        ("model.py", "WIDTH = 0.5\n", "no top-level line 'SHELVES = number'"),
    ],
)
def test_a_broken_family_is_named_and_the_others_are_there(
    library: Path, file: str, text: str, said: str
) -> None:
    (library / "bookcase" / file).write_text(text)
    found = read_families(library=library)
    assert [one.example_id for one in found.examples] == ["screw_cap_bottle"]
    assert list(found.broken) == ["bookcase"]
    assert said in found.broken["bookcase"]
    assert "bookcase" in found.broken["bookcase"]


def test_a_half_written_family_lacks_its_program(library: Path) -> None:
    (library / "bookcase" / "model.py").unlink()
    assert "got no model.py" in read_families(library=library).broken["bookcase"]
