from __future__ import annotations

import pytest

from harness.guidance import Adviser, contract_faults

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
