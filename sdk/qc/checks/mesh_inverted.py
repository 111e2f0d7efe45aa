"""X_MESH_INVERTED: the faces of every closed mesh look outwards.

What is wrong: a body of the mesh has a negative volume: it is inside out, which renderers show as a hole and
simulators as a negative mass. Cavities are inside out by right and belong to the body around them.

Bad:  vertices scaled by ``(1, -1, 1)`` without turning the faces
Good: ``geometry.scale(1, -1, 1)``, which turns them.
"""

from __future__ import annotations

from sdk.qc.mesh_findings import find_by_mesh
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject
from sdk.scene import MeshData

CODE = "X_MESH_INVERTED"
NAME = "check_mesh_inverted"


def check_mesh_inverted(subject: Subject) -> Outcome:
    """Whether every closed mesh has its faces outwards."""
    return find_by_mesh(subject, CODE, NAME, _inverted)


def _inverted(mesh: MeshData) -> tuple[float, str] | None:
    if not mesh.is_closed:
        return None
    count = sum(body.volume < 0.0 for _, body in mesh.bodies)
    if count:
        return float(count), f"has {count} bodies inside out; turn their faces round"
    if not mesh.is_oriented:
        return 1.0, "has neighbouring faces that look opposite ways; turn some round"
    return None
