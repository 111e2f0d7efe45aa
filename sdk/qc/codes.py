"""Every finding code of the tests and checks: family, severity, owner, and the sentence that sums it up.

Codes and families are the public library's, save those that begin ``X_``, so that records and advice keyed on
them stay valid. A newcomer's mistake: to write a code anywhere else. Ask this table.
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
        Code(
            "X_FIT", "fit", "warning", "compiler", "qc",
            "A declared fit is too loose or too tight.",
        ),
        Code(
            "X_DIRECTION", "direction", "warning", "compiler", "qc",
            "A joint does not move the way its author stated.",
        ),
        Code(
            "X_GROUND", "ground", "warning", "compiler", "qc",
            "The object does not stand where it is anchored.",
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
        Code(
            "X_NON_FINITE", "non_finite", "warning", "compiler", "build",
            "A number is not finite.",
        ),
        Code(
            "X_TRIANGLES", "triangles", "warning", "compiler", "design",
            "A mesh has more triangles than are of use.",
        ),
        Code(
            "X_IMPLAUSIBLE_SIZE", "implausible_size", "warning", "compiler", "qc",
            "A size is out of proportion.",
        ),
        Code(
            "X_JOINT_LIMITS", "joint_limits", "warning", "compiler", "qc",
            "A joint's range makes no sense.",
        ),
        Code(
            "X_MESH_OPEN", "mesh_open", "warning", "compiler", "qc",
            "A mesh has holes.",
        ),
        Code(
            "X_MESH_NON_MANIFOLD", "mesh_non_manifold", "warning", "compiler", "qc",
            "A mesh has edges with three or more faces.",
        ),
        Code(
            "X_MESH_INVERTED", "mesh_inverted", "warning", "compiler", "qc",
            "A mesh is inside out.",
        ),
        Code(
            "X_MESH_SELF_CROSSING", "mesh_self_crossing", "warning", "compiler", "qc",
            "A mesh passes through itself.",
        ),
        Code(
            "X_TRUE_OVERLAP", "true_overlap", "warning", "compiler", "qc",
            "Parts overlap at rest, by true volume.",
        ),
        Code(
            "X_CONTAINED", "contained", "warning", "compiler", "qc",
            "Something lies wholly inside another solid.",
        ),
        Code(
            "X_SWEPT_COLLISION", "swept_collision", "warning", "compiler", "qc",
            "Parts collide in motion.",
        ),
        Code(
            "X_SUPPORT_LOST", "support_lost", "warning", "compiler", "qc",
            "A moving part loses all contact.",
        ),
        Code(
            "X_INSERTION", "insertion", "warning", "compiler", "qc",
            "A slider leaves its guide.",
        ),
        Code(
            "X_NO_HARDWARE_AT_AXIS", "no_hardware", "warning", "compiler", "design",
            "Nothing carries a turning joint.",
        ),
        Code(
            "X_EMPTY_BORE", "empty_bore", "warning", "compiler", "design",
            "Holes in line hold no bolt or pin.",
        ),
        Code(
            "X_ROLLING_RATIO", "rolling_ratio", "warning", "compiler", "design",
            "Two wheels that touch are coupled as if they slipped.",
        ),
        Code(
            "X_ATTACHMENT_LOST", "attachment_lost", "warning", "compiler", "qc",
            "What holds together at rest comes apart in motion.",
        ),
        Code(
            "X_INTENT", "intent", "warning", "compiler", "design",
            "A part does not do what its name says.",
        ),
        Code(
            "X_ALLOWANCE_BROAD", "allowance_broad", "note", "compiler", "hygiene",
            "An allowance covers more than it needs to.",
        ),
        Code(
            "X_NO_TESTS", "no_tests", "note", "compiler", "hygiene",
            "The program makes no check of its own.",
        ),
        Code(
            "X_WALL_THICKNESS", "wall_thickness", "warning", "compiler", "design",
            "An element is too thin to exist.",
        ),
        Code(
            "X_MASS", "mass", "warning", "compiler", "design",
            "A declared mass does not suit its part.",
        ),
        Code(
            "X_INERTIA", "inertia", "warning", "compiler", "design",
            "A declared inertia belongs to no real body.",
        ),
        Code(
            "X_TIPS_OVER", "tips_over", "warning", "compiler", "design",
            "The object falls over.",
        ),
        Code(
            "X_DUPLICATE", "duplicate", "warning", "compiler", "qc",
            "A shape is shown twice in one place.",
        ),
        Code(
            "X_Z_FIGHTING", "z_fighting", "warning", "compiler", "design",
            "Faces of different colour share a plane.",
        ),
        Code(
            "X_BROKEN_SYMMETRY", "broken_symmetry", "warning", "compiler", "design",
            "A left and right pair is not mirrored.",
        ),
        Code(
            "X_NAME_HYGIENE", "name_hygiene", "note", "compiler", "hygiene",
            "A name is not portable or not unique.",
        ),
        Code(
            "X_ALLOWANCE_UNKNOWN", "allowance_unknown", "note", "compiler", "hygiene",
            "An allowance names nothing.",
        ),
        Code(
            "X_ALLOWANCE_ONE_SIDED", "allowance_one_sided", "note", "compiler", "hygiene",
            "An allowance names one element only.",
        ),
        Code(
            "X_ALLOWANCE_UNUSED", "allowance_unused", "note", "compiler", "hygiene",
            "An allowance covers no overlap.",
        ),
        Code(
            "X_TEST_CANNOT_FAIL", "test_cannot_fail", "note", "compiler", "hygiene",
            "A check cannot fail.",
        ),
    )
}  # fmt: skip
