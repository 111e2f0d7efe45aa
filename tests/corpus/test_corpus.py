"""One object of each kind of fault, and the sound ones; `benchmarks/qc.py` runs hundreds."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.resources import resource_dir
from sdk.qc.profiles import PROFILES
from sdk.scene import Scene
from sdk.testing.judge import judge
from sdk.testing.report import TestReport
from tests.fault_injection import KINDS, Faulty, faulty_objects, load_object

AUTHORED = TestReport(True, 1, ("an authored check",), ())
Corpus = tuple[dict[str, Faulty], Path]


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return _corpus("drawer_cabinet", tmp_path_factory.mktemp("cabinet"))


@pytest.fixture(scope="module")
def lamp(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return _corpus("desk_lamp", tmp_path_factory.mktemp("lamp"))


def _corpus(name: str, folder: Path) -> Corpus:
    model, _ = load_object(resource_dir("examples_library") / name / "model.py", folder)
    return {faulty.kind: faulty for faulty in faulty_objects(name, model, folder, most_per_kind=1)}, folder


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_is_told(kind: str, request: pytest.FixtureRequest) -> None:
    in_lamp = ("hardware_removed", "axis_moved", "degrees_as_radians", "obstacle_in_sweep", "piece_pushed_in")
    faults, folder = request.getfixturevalue("lamp" if kind in in_lamp else "cabinet")
    if kind not in faults:
        pytest.skip("this object has no place for it")
    faulty = faults[kind]
    scene = Scene(faulty.model, asset_root=folder)
    verdict = judge(faulty.model, authored=AUTHORED, scene=scene, profile=PROFILES["strict"])
    codes = {finding.code for finding in verdict.findings if finding.severity == "failure"}
    assert codes & faulty.codes, (faulty.place, codes)


def test_there_are_enough_kinds() -> None:
    assert len(KINDS) >= 20
