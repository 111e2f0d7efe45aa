"""QC_MESH_ASSETS: every mesh file is there and can be read.

What is wrong: a visual refers to a file that was not written, lies elsewhere, or is not a triangle mesh in
OBJ form.

Bad:  ``part.visual(Mesh(filename="assets/meshes/never_written.obj"))``
Good: ``part.visual(mesh_from_geometry(geometry, "handle"))``
"""

from __future__ import annotations

from dataclasses import dataclass

from sdk.assets import resolve_mesh
from sdk.errors import ValidationError
from sdk.model.part import Visual
from sdk.model.shapes import Mesh
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome, shown
from sdk.qc.subject import Subject
from sdk.scene import Scene

CODE = "QC_MESH_ASSETS"
NAME = "check_mesh_assets_ready"
MOST_SHOWN = 12


@dataclass(frozen=True)
class BrokenMesh:
    """A visual whose mesh cannot be had, and why."""

    part: str
    visual: Visual
    reason: str


def find_missing_meshes(scene: Scene) -> list[BrokenMesh]:
    """Visuals with a file name at which there is no file; the reference's rule."""
    found = []
    for part, visual in _meshes(scene):
        if getattr(visual.geometry, "filename", None):
            path = resolve_mesh(visual.geometry, assets=scene.model.assets, asset_root=scene.asset_root)
            if not path.is_file():
                found.append(BrokenMesh(part, visual, f"{visual.geometry.filename}: no such file"))
    return found


def find_broken_meshes(scene: Scene) -> list[BrokenMesh]:
    """Visuals whose mesh is missing, of another format, unreadable or empty."""
    found = []
    for part, visual in _meshes(scene):
        if isinstance(visual.geometry, Mesh):
            try:
                scene.form(visual.geometry)
            except ValidationError as error:
                found.append(BrokenMesh(part, visual, str(error)))
    return found


def check_mesh_assets(subject: Subject) -> Outcome:
    """Whether every mesh is there; unless the profile stops at structure, also whether it can be read."""
    find = find_missing_meshes if subject.profile.stops_at_structure else find_broken_meshes
    broken = find(subject.scene)
    if not broken:
        return Outcome(ok=True)
    details = "Missing or unreadable meshes:\n" + "\n".join(
        shown((mesh.reason for mesh in broken), most=MOST_SHOWN)
    )
    findings = tuple(
        CODES[CODE].finding(
            summary=mesh.reason,
            check=NAME,
            parts=(mesh.part,),
            elements=(mesh.visual.name,) if mesh.visual.name else (),
            line=mesh.visual.line,
        )
        for mesh in broken
    )
    return Outcome(ok=False, details=details, findings=findings)


def _meshes(scene: Scene) -> list[tuple[str, Visual]]:
    return [(part.name, visual) for part in scene.model.parts for visual in part.visuals]
