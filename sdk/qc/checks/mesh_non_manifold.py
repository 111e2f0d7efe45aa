"""X_MESH_NON_MANIFOLD: no edge of a mesh has three or more faces, as built.

What is wrong: an odd number of faces, three or more, meet at an edge, so that no side of the skin is inside. Two
closed shells that touch along an edge share it four times after welding; that is sound.

Bad:  a fin modelled as a single sheet standing on a closed box
Good: the fin given a thickness and united with the box.
"""

from __future__ import annotations

from sdk.qc.mesh_findings import find_by_mesh
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject
from sdk.scene import MeshData

CODE = "X_MESH_NON_MANIFOLD"
NAME = "check_mesh_non_manifold"


def check_mesh_non_manifold(subject: Subject) -> Outcome:
    """Whether every edge of every mesh lies between two faces, or an even number of them."""
    return find_by_mesh(subject, CODE, NAME, _forked_edges)


def _forked_edges(mesh: MeshData) -> tuple[float, str] | None:
    count = mesh.forked_edges
    return (
        (float(count), f"has {count} edges with three or more faces; give sheets a thickness")
        if count
        else None
    )
