"""Whether something leans too far is judged as hard as what holds the object is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sdk.testing.program import judge_program

LAMP = """
from sdk import ArticulatedObject, Box, Origin, TestContext

object_model = ArticulatedObject("lamp")
base = object_model.part("base")
base.visual(Box((0.1, 0.1, 0.02)), origin=Origin((0.0, 0.0, 0.01)), name="foot")
base.visual(Box((0.5, 0.05, 0.05)), origin=Origin((0.22, 0.0, 0.045)), name="arm")
{anchor}


def run_tests():
    ctx = TestContext(object_model)
    ctx.check("stands", ctx.part_world_aabb("base")[0][2] == 0.0)
    return ctx.report()
"""


@pytest.mark.parametrize(
    ("anchor", "default", "strict"),
    [
        (None, "note", "note"),
        ("floor", "warning", "failure"),
        ("table", "warning", "failure"),
        ("wall", None, None),
        ("ceiling", None, None),
        ("hand", None, None),
    ],
)
def test_the_anchor_decides(
    tmp_path: Path, anchor: str | None, default: str | None, strict: str | None
) -> None:
    text = "" if anchor is None else f"object_model.anchor(base, to={anchor!r})"
    for profile, wanted in (("default", default), ("strict", strict)):
        (tmp_path / profile).mkdir()
        judged = judge_program(LAMP.format(anchor=text), tmp_path / profile, profile=profile)
        assert judged.verdict is not None, judged.error
        found = [each for each in judged.verdict.findings if each.code == "X_TIPS_OVER"]
        assert [each.severity for each in found] == ([] if wanted is None else [wanted])
        assert all(("object_model.anchor" in each.summary) == (anchor is None) for each in found)
