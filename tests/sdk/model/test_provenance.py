from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sdk.model import provenance
from sdk.model.object import ArticulatedObject

PROGRAM = """from sdk import ArticulatedObject, Box

def add_leg(part, name):
    part.visual(Box((1, 1, 1)), name=name)

object_model = ArticulatedObject("m")
a = object_model.part("a")
b = object_model.part(
    "b",
)
add_leg(a, "leg")
object_model.articulation("j", "fixed", a, b)
"""


@pytest.fixture(autouse=True)
def forget_program() -> Iterator[None]:
    yield
    provenance.set_program(None)


def test_lines_are_those_of_the_program() -> None:
    path = Path("folder") / "model.py"
    provenance.set_program(path)
    space: dict = {}
    exec(compile(PROGRAM, str(path), "exec"), space)
    model: ArticulatedObject = space["object_model"]
    assert [part.line for part in model.parts] == [7, 8]
    assert model.parts[0].visuals[0].line == 4
    assert model.articulations[0].line == 12


def test_outside_a_program_there_is_no_line() -> None:
    assert ArticulatedObject("m").part("a").line is None
    provenance.set_program("model.py")
    assert provenance.author_line() is None
