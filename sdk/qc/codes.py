"""Every finding code of the tests and checks: family, severity, owner, and the sentence that sums it up.

Codes and families are the public library's, so that records and advice keyed on them stay valid. A newcomer's
mistake: to write a code anywhere else. Ask this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sdk.findings import Finding, Group, Severity, Source


@dataclass(frozen=True)
class Code:
    """Identity of one kind of finding."""

    code: str
    kind: str
    severity: Severity
    source: Source
    group: Group
    summary: str = ""

    def finding(self, **fields: Any) -> Finding:
        """A finding of this kind; `fields` may replace any of its own."""
        own: dict[str, Any] = {
            "code": self.code,
            "kind": self.kind,
            "severity": self.severity,
            "source": self.source,
            "group": self.group,
            "summary": self.summary,
        }
        return Finding(**(own | fields))


CODES: Mapping[str, Code] = {
    row.code: row
    for row in (
        Code(
            "COMPILE_RUNTIME_FAILURE", "compile_runtime", "failure", "compiler", "build",
            "The program could not run.",
        ),
        Code(
            "QC_SINGLE_ROOT_POLICY", "single_root_policy", "failure", "compiler", "build",
            "The object must have exactly one root part.",
        ),
        Code(
            "QC_MODEL_VALIDITY", "model_validity", "failure", "compiler", "build",
            "The object breaks a rule of the authoring library.",
        ),
        Code(
            "QC_MESH_ASSETS", "mesh_assets", "failure", "compiler", "build",
            "A mesh file is missing or cannot be read.",
        ),
        Code(
            "QC_ISOLATED_PART", "isolated_part", "failure", "compiler", "qc",
            "Parts float: nothing connects them to the root part.",
        ),
        Code(
            "TEST_ISOLATED_PART", "isolated_part", "failure", "tests", "qc",
            "An authored check found floating parts.",
        ),
        Code(
            "QC_REAL_OVERLAP", "real_overlap", "failure", "compiler", "qc",
            "Parts overlap at rest.",
        ),
        Code(
            "TEST_REAL_OVERLAP", "real_overlap", "failure", "tests", "qc",
            "An authored check found overlapping parts.",
        ),
        Code(
            "TEST_MISSING_EXACT_GEOMETRY", "missing_exact_geometry", "failure", "tests", "qc",
            "A test names a part or visual that does not exist or has no geometry.",
        ),
        Code(
            "TEST_EXACT_CONTACT_GAP", "exact_contact_gap", "failure", "tests", "qc",
            "Expected contact, but there is a gap.",
        ),
        Code("TEST_FAILURE", "test_failure", "failure", "tests", "qc"),
        Code(
            "WARN_DISCONNECTED_GEOMETRY", "disconnected_geometry", "warning", "tests", "qc",
            "Pieces of one part do not touch the rest of it.",
        ),
        Code(
            "WARN_OVERLAP_SENSOR", "overlap_warning", "warning", "tests", "qc",
            "Parts overlap somewhere in their motion.",
        ),
        Code(
            "WARN_ARTICULATION_ORIGIN", "articulation_origin", "warning", "tests", "qc",
            "A joint's origin is far from the geometry it joins.",
        ),
        Code(
            "WARN_COPLANAR_SURFACE", "coplanar_surface", "warning", "tests", "qc",
            "Faces of different parts lie in one plane.",
        ),
        Code(
            "WARN_DEPRECATED_TEST_API", "deprecated_test_api", "warning", "tests", "hygiene",
            "A test uses a helper that has been superseded.",
        ),
        Code("TEST_WARNING", "test_warning", "warning", "tests", "qc"),
        Code(
            "NOTE_COPLANAR_SURFACE", "coplanar_surface_hint", "note", "tests", "qc",
            "Faces of different parts lie in one plane; low risk.",
        ),
        Code(
            "NOTE_ALLOWED_OVERLAP", "allowed_overlap", "note", "tests", "qc",
            "An overlap is allowed by declaration.",
        ),
        Code(
            "NOTE_ALLOWED_ISOLATED_PART", "allowed_isolated_part", "note", "compiler", "design",
            "A floating part is allowed by declaration.",
        ),
        Code("ALLOWANCE", "allowance", "note", "tests", "qc", "An allowance was declared."),
    )
}  # fmt: skip
