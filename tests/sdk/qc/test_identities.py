"""A finding's identity names the rule and the place, and no figure, for every check there is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sdk.findings import Finding
from tests.sdk.qc.test_cases import HEAD, MODULES, TAIL
from tests.sdk.testing.program import judge_program

MOTION = {"X_SWEPT_COLLISION", "X_SUPPORT_LOST", "X_INSERTION", "X_ATTACHMENT_LOST"}


def stem(module):
    return module.__name__.rpartition(".")[2]


def found_in(module, folder) -> list[Finding]:
    """Findings of a module's own code in its first failing case."""
    source = next(iter(module.FAIL.values()))
    judged = judge_program(HEAD + source + TAIL, folder, profile="strict")
    assert judged.verdict is not None
    own = [finding for finding in judged.verdict.findings if finding.code == module.CODE]
    assert own
    return own


@pytest.mark.parametrize("module", MODULES, ids=stem)
def test_identities_hold_names_only(module, tmp_path):
    for finding in found_in(module, tmp_path):
        figures = {
            f"{value:.3g}" for value in (finding.measured, finding.limit) if value not in (None, 0.0, 1.0)
        }
        assert not figures & set(finding.identity)
        assert finding.identity == replace(finding, measured=1.5, limit=2.5, move=None, summary="x").identity
        assert Finding.from_dict(finding.to_dict()) == finding
        assert finding.check
        assert not any(mark in element for element in finding.elements for mark in (" mm", "{", "="))


@pytest.mark.parametrize("module", [each for each in MODULES if each.CODE in MOTION], ids=stem)
def test_motion_findings_have_every_field(module, tmp_path):
    found = found_in(module, tmp_path)[0]
    assert found.joint and found.pose and found.joint in found.pose
    assert len(found.parts) == 2
    assert found.measured is not None and found.limit is not None
    assert found.line is not None
