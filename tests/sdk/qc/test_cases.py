"""Every case of every check, under `default` or the profile its file names: a PASS yields nothing, a FAIL
exactly its own code, and where a case has other true faults, the ones its file lists under ALSO.
"""

from __future__ import annotations

from importlib import import_module

import pytest

from sdk.qc.checks import CHECKS
from sdk.qc.codes import CODES
from tests.sdk.testing.program import judge_program

MODULES = [import_module(f"tests.sdk.qc.cases.{check.run.__module__.rpartition('.')[2]}") for check in CHECKS]
CASES = [
    pytest.param(module, kind, name, source, id=f"{module.__name__.rpartition('.')[2]}-{kind}-{name}")
    for module in MODULES
    for kind in ("PASS", "FAIL")
    for name, source in getattr(module, kind).items()
]
HEAD = """from sdk import (
    ArticulatedObject, Box, BoxGeometry, Cylinder, LatheGeometry, Mesh, Mimic, MotionLimits, Origin, Sphere,
    TestContext, boolean_difference, mesh_from_geometry,
)

ALLOW = lambda ctx: None
"""
TAIL = """

def run_tests():
    ctx = TestContext(object_model)
    ctx.check("the object has parts", len(object_model.parts) > 0)
    ALLOW(ctx)
    return ctx.report()
"""


@pytest.mark.parametrize(("module", "kind", "name", "source"), CASES)
def test_case(module, kind, name, source, tmp_path):
    judged = judge_program(HEAD + source + TAIL, tmp_path, profile=getattr(module, "PROFILE", "default"))
    if judged.error is not None:
        raise judged.error
    assert judged.verdict is not None
    for finding in judged.verdict.findings:
        if finding.code.startswith("X_"):
            is_strict = getattr(module, "PROFILE", "default") == "strict"
            usual = "failure" if is_strict else CODES[finding.code].severity
            assert finding.severity in (usual, "note"), "a check that knows too little may note only"
            assert finding.severity != "failure" or is_strict, "default must let old programs compile"
    codes = {
        finding.code
        for finding in judged.verdict.findings
        if finding.severity != "note" or finding.code == module.CODE
    }
    expected = set() if kind == "PASS" else {module.CODE}
    assert codes == expected | getattr(module, "ALSO", {}).get(name, set())


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_case_file_names_the_code_of_its_check(module):
    name = module.__name__.rpartition(".")[2]
    check = next(check for check in CHECKS if check.run.__module__.endswith(f".{name}"))
    assert check.code == module.CODE
    assert module.PASS and module.FAIL
