"""X_MESH_OPEN: every mesh encloses a volume.

What is wrong: some edges have a face on one side only, so the skin has holes; volume, mass and overlap cannot be
measured, and a simulator's convex decomposition may fail.

Bad:  a lathe profile that does not reach the axis, without its ends joined
Good: a closed profile, ``cap=True``, or `boolean_union` of closed solids.
"""

from __future__ import annotations

from sdk.qc.mesh_findings import find_by_mesh
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject
from sdk.scene import MeshData

CODE = "X_MESH_OPEN"
NAME = "check_mesh_open"


def check_mesh_open(subject: Subject) -> Outcome:
    """Whether no mesh has holes."""
    return find_by_mesh(subject, CODE, NAME, _open_edges)


def _open_edges(mesh: MeshData) -> tuple[float, str] | None:
    count = mesh.open_edges
    return (float(count), f"has {count} open edges; close the profile or cap the ends") if count else None
