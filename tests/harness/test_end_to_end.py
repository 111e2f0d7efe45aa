"""Whole runs with the true compiler: what only it can show."""

from __future__ import annotations

import asyncio
import json
import xml.etree.ElementTree as ET

import pytest

from harness.config import RunSettings
from harness.digests import sha256_of
from harness.events import ToolFinished
from harness.providers.scripted import ScriptedProvider, call, calling, saying
from harness.records.folder import read_manifest
from harness.replay import replay
from harness.run import generate

BOX_WITH_LID = '''\
"""A box whose lid turns on a pin."""

from __future__ import annotations

from sdk import (
    ArticulatedObject,
    ArticulationType,
    Box,
    Cylinder,
    MotionLimits,
    Origin,
    TestContext,
    TestReport,
)


def build_object_model() -> ArticulatedObject:
    model = ArticulatedObject(name="box_with_lid")
    box = model.part("box")
    box.visual(Box((0.2, 0.1, 0.05)), origin=Origin(xyz=(0, 0, 0.025)), name="body")
    lid = model.part("lid")
    lid.visual(Box((0.2, 0.1, 0.005)), origin=Origin(xyz=(0.1, 0, 0.0025)), name="plate")
    model.articulation(
        "hinge",
        ArticulationType.REVOLUTE,
        box,
        lid,
        origin=Origin(xyz=(-0.1, 0, 0.05)),
        axis=(0, -1, 0),
        motion_limits=MotionLimits(lower=0.0, upper=1.5),
    )
    return model


def run_tests() -> TestReport:
    ctx = TestContext(object_model)
    ctx.expect_contact("lid", "box")
    return ctx.report()


object_model = build_object_model()
'''
GAP = BOX_WITH_LID.replace("xyz=(-0.1, 0, 0.05)", "xyz=(-0.1, 0, 0.08)")
SCRIPT = [
    calling(call("read_file", path="model.py"), call("compile_model")),
    calling(call("write_file", content=GAP), call("compile_model")),
    calling(
        call("probe_model", code="emit(contact_report(part('lid'), part('box')))"),
        call("probe_model", code="emit(1 / 0)"),
    ),
    calling(call("replace", old_string="0.08", new_string="0.05"), call("compile_model")),
    saying("A box whose lid opens upward."),
]


def run(runs_dir, script=SCRIPT, **settings):
    told = []

    def listen(event):
        if isinstance(event, ToolFinished):
            told.append(event.message.content)

    options = {"profile": "default", "pictures": False, **settings}
    outcome = asyncio.run(
        generate(
            "a box with a lid",
            RunSettings(runs_dir=runs_dir, **options),
            sinks=[listen],
            provider=ScriptedProvider(script),
            environ={},
        )
    )
    return outcome, told


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    return run(tmp_path_factory.mktemp("runs"))


def test_the_object_is_exported_and_recorded(recorded):
    outcome, _ = recorded
    assert outcome.status == "success"
    robot = ET.parse(outcome.urdf).getroot()
    assert [joint.get("name") for joint in robot.findall("joint")] == ["hinge"]
    manifest = read_manifest(outcome.run_dir)
    assert manifest["artifacts"]["export/model.urdf"] == sha256_of(outcome.urdf.read_bytes())
    assert manifest["compile"]["object"]["name"] == "box_with_lid"
    assert outcome.program.read_text() == BOX_WITH_LID


def test_the_model_is_told_what_is_wrong_and_where(recorded):
    _, told = recorded
    empty, gap, clean = (json.loads(text) for text in (told[1], told[3], told[7]))
    assert [answer["compilation"]["status"] for answer in (empty, gap, clean)] == [
        "error",
        "error",
        "success",
    ]
    assert "[exact_contact_gap]" in gap["result"]
    measured, failed = (json.loads(text)["result"] for text in told[4:6])
    assert measured["ok"]
    assert measured["result"]["min_distance"] == pytest.approx(0.03, abs=1e-6)
    assert (failed["ok"], failed["error"]["type"]) == (False, "snippet_exception")


def test_what_the_model_is_told_depends_on_nothing_but_the_program(recorded, tmp_path):
    outcome, told = recorded
    again, told_again = run(tmp_path / "another" / "place")
    assert told_again == told
    assert str(outcome.run_dir.parent) not in "".join(told)
    assert again.urdf.read_bytes() == outcome.urdf.read_bytes()


@pytest.mark.parametrize("tools", [False, True])
def test_the_run_replays_byte_for_byte(recorded, tools):
    report = replay(recorded[0].run_dir, tools=tools)
    assert report.divergence is None
    assert report.is_complete
    assert report.recorded_status == report.replayed_status == "success"
    assert report.compared >= 20


def test_a_library_object_from_prompt_to_replay(tmp_path):
    settings = RunSettings(runs_dir=tmp_path, pictures=False)
    outcome = asyncio.run(generate("a chest of drawers", settings, environ={}))
    assert (outcome.status, outcome.provider, outcome.cost_usd) == ("success", "library", 0.0)
    assert outcome.library["entry"] == "drawer_cabinet"
    assert outcome.findings.get("failure", 0) == 0
    assert replay(outcome.run_dir, tools=True).is_identical


def test_a_prompt_the_library_has_nothing_for(tmp_path):
    outcome = asyncio.run(generate("a violin", RunSettings(runs_dir=tmp_path), environ={}))
    assert (outcome.status, int(outcome.exit_code), outcome.urdf) == ("declined", 5, None)
    assert "OPENAI_API_KEY" in outcome.message
