from __future__ import annotations

import pytest

from harness.compiler.result import CompileResult
from harness.guidance import PLATEAU, Adviser, contract_faults
from sdk.findings import Finding

CODE = """
def build_object_model():
    base.visual(Box((1, 1, 1)), name="body")

def run_tests():
    ctx = TestContext(object_model)
    ctx.check_model_valid()
    ctx.fail_if_isolated_parts(max_pose_samples=4)
    ctx.expect_contact("lid", "base", elem_a="rim", elem_b="body")
    return ctx.report()
"""


def test_names_no_visual_bears_and_checks_the_compiler_owns():
    assert contract_faults(CODE) == (("rim",), ("check_model_valid",))


@pytest.mark.parametrize(
    "code",
    [
        "def run_tests(:",
        "x = 1",
        CODE.replace("check_model_valid", "x").replace('elem_a="rim"', "elem_a=rim"),
        CODE.replace("check_model_valid", "x").replace('name="body"', 'name=f"part_{i}"'),
        CODE.replace("check_model_valid", "x").replace("run_tests", "helper"),
    ],
    ids=["broken", "empty", "computed reference", "computed name", "outside the tests"],
)
def test_what_cannot_be_judged_is_not(code):
    assert contract_faults(code) == ((), ())


def test_each_advice_is_given_once():
    adviser = Adviser()

    def tags(**what):
        given = {"edited": False, "mismatched": False, "code": CODE} | what
        return [message.tag for message in adviser.after_tools(**given)]

    assert tags() == []
    assert tags(mismatched=True) == ["edit_retry_guidance"]
    assert tags(mismatched=True) == []
    assert tags(edited=True) == ["exact_geometry_contract", "baseline_qc_guidance"]
    assert tags(edited=True) == []
    assert tags(edited=True, code=CODE.replace("rim", "edge")) == ["exact_geometry_contract"]


def test_the_names_are_in_the_text():
    message, _ = Adviser().after_tools(edited=True, mismatched=False, code=CODE)
    assert message.parts[0].text.startswith("<exact_geometry_contract>\nrun_tests refers to")
    assert "rim" in message.parts[0].text


def failing(*names: str) -> CompileResult:
    signals = tuple(
        Finding(code="TEST", severity="failure", kind="test_failure", summary=f"{name} broken", parts=(name,))
        for name in names
    )
    return CompileResult("failure" if names else "success", signals=signals)


def advice(*results: CompileResult, codes: str = "") -> list[list[str]]:
    adviser = Adviser()
    shas = codes or "".join(map(chr, range(65, 65 + len(results))))
    return [
        [message.tag for message in adviser.after_compile(result, code_sha256=sha)]
        for result, sha in zip(results, shas, strict=True)
    ]


def test_a_finding_that_comes_back_three_times_in_a_row_is_spoken_of():
    lid = failing("lid")
    assert advice(lid, failing("lid", "door"), lid, lid) == [[], [], ["same_finding"], []]
    assert advice(lid, lid, failing(), lid, lid) == [[], [], [], [], []]
    assert advice(lid, lid, lid, codes="aab") == [[], [], []]


def test_many_failures_in_a_row_without_progress_are_a_plateau():
    rows = [failing(f"a{number}", f"b{number}") for number in range(PLATEAU)]
    assert advice(*rows)[-1] == ["plateau"]
    assert advice(*rows[:-1], failing("c"))[-1] == []
    assert advice(*rows, *rows[:2])[-2:] == [[], []]
