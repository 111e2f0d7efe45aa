from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from harness.providers.scripted import call, calling, saying
from harness.records.comparison import compare_runs, side_by_side
from tests.harness.fakes import CLEAN, FAKE_SERVICES, fake_compile, run_script


def built(object_description):
    def compile_source(source, **options):
        return replace(fake_compile(source, **options), object=object_description)

    return replace(FAKE_SERVICES, compile=compile_source)


def run(folder, name, described, *, code=CLEAN):
    script = [calling(call("write_file", content=code), call("compile_model")), saying("Done.")]
    return run_script(script, folder, run_id=name, services=built(described)).run_dir


def test_differences_are_named_with_both_values(tmp_path):
    hinge = {"name": "hinge", "type": "revolute", "upper": 1.5}
    before = {"name": "box", "parts": ["body", "lid"], "joints": [hinge], "size": [0.1, 0.2, 0.3]}
    after = {
        **before,
        "parts": ["body", "door"],
        "joints": [{**hinge, "upper": 2.0}],
        "size": [0.1, 0.2, 0.4],
    }
    one = run(tmp_path, "one", before)
    two = run(tmp_path, "two", after, code=CLEAN + "# more\n")
    (two / "export" / "model.urdf").write_text('<robot><mass value="1.5"/><mass value="0.25"/></robot>')
    comparison = compare_runs(one, two)
    assert {change.what: (change.before, change.after) for change in comparison.changes} == {
        "size z": (0.3, 0.4),
        "mass in kg": (None, 1.75),
        "part lid": ("there", None),
        "part door": (None, "there"),
        "joint hinge upper": (1.5, 2.0),
    }
    assert "+# more" in comparison.program
    assert compare_runs(one, one).changes == ()
    assert compare_runs(one, one).program == ""


def test_pictures_stand_one_above_the_other(tmp_path):
    described = {"name": "box", "parts": [], "joints": []}
    runs = [run(tmp_path, name, described) for name in ("one", "two")]
    for folder, colour in zip(runs, ("red", "blue"), strict=True):
        Image.new("RGB", (8, 4), colour).save(folder / "preview.png")
    side_by_side(compare_runs(*runs), tmp_path / "both.png")
    with Image.open(tmp_path / "both.png") as sheet:
        assert sheet.size == (8, 8)
        assert (sheet.getpixel((0, 0)), sheet.getpixel((0, 7))) == ((255, 0, 0), (0, 0, 255))
    (runs[1] / "preview.png").unlink()
    with pytest.raises(ValueError, match="two has no picture"):
        side_by_side(compare_runs(*runs), tmp_path / "both.png")
