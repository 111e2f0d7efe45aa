from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness.errors import UsageError
from harness.examples import Example, ExampleLibrary
from harness.examples.catalogue import example_from, load_example, load_technique

PROGRAM = "SHELVES = 4  # counted from below\nWIDTH = 0.5\nMORE_SHELVES = 4\n"
SHEET: dict[str, Any] = {
    "title": "Bookcase",
    "description": "An open bookcase.",
    "category": "furniture",
    "teaches": "Nothing much.",
    "tags": ["wood"],
    "synonyms": ["bookshelf"],
    "author": "Articraft contributors",
    "licence": "Apache-2.0",
    "parameters": [
        {
            "name": "SHELVES",
            "type": "int",
            "min": 1,
            "max": 9,
            "words": ["shelf", "shelves"],
            "description": "boards",
        },
        {
            "name": "WIDTH",
            "type": "float",
            "min": 0.2,
            "max": 2,
            "unit": "m",
            "words": ["wide"],
            "description": "width",
        },
    ],
}


def bookcase(**changes: Any) -> Example:
    return example_from("bookcase", {**SHEET, **changes}, PROGRAM)


def test_defaults_come_from_the_program() -> None:
    example = bookcase()
    assert [one.default for one in example.parameters] == [4, 0.5]
    assert example.parameter("WIDTH").range_text == "0.2 to 2.0 m"
    assert example.names == ("Bookcase", "bookshelf")
    assert {"bookcas", "bookshelf", "wood", "shelf"} <= example.vocabulary


def with_least(text: Any, *, of: int = 1) -> dict[str, Any]:
    """Changes to the sheet that give its parameter number `of` this at_least."""
    rows = [dict(row) for row in SHEET["parameters"]]
    rows[of]["at_least"] = text
    return {"parameters": rows}


def test_a_lower_end_may_follow_from_other_parameters() -> None:
    width = bookcase(**with_least("0.1 * SHELVES")).parameter("WIDTH")
    assert width.at_least is not None
    assert width.at_least.value({"SHELVES": 9}) == pytest.approx(0.9)
    assert width.range_text == "0.2 to 2.0 m"
    assert bookcase().parameter("WIDTH").at_least is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (with_least("0.1 * DOORS"), "WIDTH, at_least: got 'DOORS' in .*: SHELVES"),
        (with_least("WIDTH / 2"), "WIDTH, at_least: got 'WIDTH' in"),
        (with_least("0.1 **"), "WIDTH, at_least: got '0.1 \\*\\*'; want numbers"),
        (with_least(0.3), "WIDTH, at_least: got 0.3; want numbers"),
        (with_least("0.2 * SHELVES"), "WIDTH: default 0.5 is below its at_least, 0.8"),
        (with_least("1 / (SHELVES - 4)"), "example.toml: .*got a divisor of zero for SHELVES = 4"),
        (with_least("8 * WIDTH", of=0), "SHELVES: got at_least for type 'int'; want it for floats only"),
    ],
)
def test_a_lower_end_that_cannot_be_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        bookcase(**changes)


def test_an_edit_changes_its_own_line_and_keeps_the_comment() -> None:
    example = example_from("bookcase", SHEET, "\n" + PROGRAM)
    old, new = example.edit_for("SHELVES", 7)
    assert (old, new) == ("\nSHELVES = 4  # counted from below\n", "\nSHELVES = 7  # counted from below\n")
    assert example.with_values({"SHELVES": 7, "WIDTH": 0.4}).splitlines()[1:] == [
        "SHELVES = 7  # counted from below",
        "WIDTH = 0.4",
        "MORE_SHELVES = 4",
    ]


def test_every_edit_of_the_bundled_library_matches_exactly_once() -> None:
    for example in ExampleLibrary.load().examples:
        for parameter in example.parameters:
            old, _ = example.edit_for(parameter.name, parameter.maximum)
            assert example.program.count(old) == 1, (example.example_id, parameter.name)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"heading": "x"}, "heading"),
        ({"parameters": [{**SHEET["parameters"][0], "name": "DOORS"}]}, "no top-level line 'DOORS = number'"),
        ({"parameters": [{**SHEET["parameters"][0], "max": 3}]}, "SHELVES: default 4 is outside 1 to 3"),
        ({"parameters": [{"name": "SHELVES"}]}, "type"),
        ({"fixed": [{"words": ["door"]}]}, "count"),
    ],
)
def test_a_broken_sheet_says_what_is_wrong(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(UsageError, match="example 'bookcase'") as caught:
        bookcase(**changes)
    assert complaint in str(caught.value)


def test_a_folder_without_program_or_with_bad_toml_says_so(tmp_path: Path) -> None:
    (tmp_path / "example.toml").write_text("title = ")
    with pytest.raises(UsageError, match=r"no model\.py"):
        load_example(tmp_path)
    (tmp_path / "model.py").write_text(PROGRAM)
    with pytest.raises(UsageError, match=r"example\.toml"):
        load_example(tmp_path)


def test_an_unknown_parameter_or_entry_is_refused() -> None:
    with pytest.raises(KeyError):
        bookcase().parameter("DOORS")
    with pytest.raises(UsageError, match=r"want one of .*bench_vise, .*desk_lamp, .*drawer_cabinet"):
        ExampleLibrary.load().get("violin")


def test_a_technique_is_described_by_its_docstring(tmp_path: Path) -> None:
    path = tmp_path / "door_hinge.py"
    path.write_text(
        '"""Door hinge: a frame on the pin.\n\nMore of it.\n\nWords: hinge, swing\ndoor.\n"""\nx = 1\n'
    )
    technique = load_technique(path)
    assert (technique.example_id, technique.title, technique.kind) == (
        "door_hinge",
        "Door hinge",
        "technique",
    )
    assert technique.description == "a frame on the pin. More of it."
    assert technique.tags == ("hinge", "swing door")
    assert technique.program == path.read_text()


@pytest.mark.parametrize(
    "docstring", ["", "No colon here. Words: one", "Title: text without the rest", "Title: x Words:"]
)
def test_a_technique_without_title_or_words_is_refused(tmp_path: Path, docstring: str) -> None:
    path = tmp_path / "lost.py"
    path.write_text(f'"""{docstring}"""\n')
    with pytest.raises(UsageError, match="technique 'lost'"):
        load_technique(path)


def test_what_it_may_stand_in_for_is_read() -> None:
    assert bookcase(near=["shelf unit"]).near == ("shelf unit",)
    assert bookcase().near == ()
