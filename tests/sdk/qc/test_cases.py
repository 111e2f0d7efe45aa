"""Every case of every baseline check, under `default`: a PASS yields nothing, a FAIL exactly its own code."""

from __future__ import annotations

from importlib import import_module

import pytest

from sdk.qc.checks import CHECKS
from tests.sdk.testing.program import judge_program

MODULES = [import_module(f"tests.sdk.qc.cases.{check.run.__module__.rpartition('.')[2]}") for check in CHECKS]
CASES = [
    pytest.param(module, kind, source, id=f"{module.__name__.rpartition('.')[2]}-{kind}-{name}")
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
    ALLOW(ctx)
    return ctx.report()
"""


@pytest.mark.parametrize(("module", "kind", "source"), CASES)
def test_case(module, kind, source, tmp_path):
    judged = judge_program(HEAD + source + TAIL, tmp_path)
    if judged.error is not None:
        raise judged.error
    assert judged.verdict is not None
    codes = {finding.code for finding in judged.verdict.findings if finding.severity != "note"}
    assert codes == (set() if kind == "PASS" else {module.CODE})


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_case_file_names_the_code_of_its_check(module):
    name = module.__name__.rpartition(".")[2]
    check = next(check for check in CHECKS if check.run.__module__.endswith(f".{name}"))
    assert check.code == module.CODE
    assert module.PASS and module.FAIL
