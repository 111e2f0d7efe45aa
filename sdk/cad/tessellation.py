"""Kernel shape -> triangles, the same whatever was meshed before, closed and outward where the shape is solid.

The triangles are exactly those of CadQuery's own mesher, one block of vertices per face, unless that result is wrong
for a solid: then a healed copy is meshed, or the winding turned. A newcomer's mistake: to mesh the author's shape. A
mesh sticks to the shape it was made on and is given out again for coarser requests, so a copy is meshed.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sdk.geometry.kept import MeshArrays, kept_or_made
from sdk.geometry.triangles import is_closed_and_oriented, signed_volume, weld

if TYPE_CHECKING:
    import cadquery as cq

    from sdk.cad.triangulations import Block

_WELD_FRACTION = 1e-9
"""Vertices nearer than this fraction of the shape's extent are one when looking for holes."""

_VOLUME_SLACK = 0.03
"""Relative error of a mesh's volume that is never the tolerance's doing, beyond what coarse facets lose."""

_USUAL_ANGLE = 0.1
"""Angular tolerance, radians, at which gear faces have their own number of facets."""


def tessellate(shape: cq.Shape, *, tolerance: float, angular_tolerance: float) -> MeshArrays:
    """Vertices (n, 3) in the shape's units and triangles (m, 3), read-only; equal shapes are meshed once per process.

    Args:
        shape: anything with faces.
        tolerance: chord error as a fraction of the edge's size (the mesher's relative mode).
        angular_tolerance: largest turn between neighbouring facets, radians.

    Raises:
        ValueError: the shape has no faces, or none of them could be meshed.
        Standard_NumericError: the kernel's own refusal of a tolerance that is not positive.
    """
    name = f"{_content_digest(shape)} {float(tolerance)} {float(angular_tolerance)}"
    return kept_or_made(name, lambda: _sound_mesh(shape, tolerance, angular_tolerance))


def _content_digest(shape: cq.Shape) -> str:
    """SHA-256 of the boundary representation alone: equal for equal shapes, whether meshed before or not."""
    from sdk.cad.occ import BinTools, BinTools_FormatVersion

    stream = io.BytesIO()
    version = BinTools_FormatVersion.BinTools_FormatVersion_VERSION_4
    BinTools.Write_s(shape.wrapped, stream, False, False, version)
    return hashlib.sha256(stream.getbuffer()).hexdigest()


def _sound_mesh(shape: cq.Shape, tolerance: float, angular_tolerance: float) -> MeshArrays:
    """The kernel's mesh; for solids that have holes or a wrong volume in it, the best it makes of repaired copies."""
    solids = shape.Solids()
    can_be_proven = bool(solids) and len(shape.Faces()) == sum(len(solid.Faces()) for solid in solids)
    allowed = _VOLUME_SLACK + angular_tolerance**2 / 2.0 + 2.0 * tolerance
    if can_be_proven:
        quick = _meshed(shape, tolerance, angular_tolerance, quickly=True)
        if not _fault(shape, *quick, allowed):
            return quick
    vertices, triangles = _meshed(shape, tolerance, angular_tolerance)
    if not len(triangles):
        raise ValueError(f"CadQuery {shape.ShapeType()}: got nothing to mesh; want a shape with faces")
    if not can_be_proven:
        return vertices, triangles
    best, fault = (vertices, triangles), _fault(shape, vertices, triangles, allowed)
    for repair in _REPAIRS if fault else ():
        repaired = repair(shape)
        if not repaired.Solids():
            continue
        found = _meshed(repaired, tolerance, angular_tolerance)
        found_fault = _fault(repaired, *found, allowed)
        if found_fault < fault:
            best, fault = found, found_fault
    return best


def _healed(shape: cq.Shape) -> cq.Shape:
    return shape.copy().fix()


def _rebuilt(shape: cq.Shape) -> cq.Shape:
    """A copy whose curves and surfaces are all B-splines: some faces on swept surfaces mesh only in this form."""
    return shape.copy().toNURBS()


_REPAIRS: tuple[Callable[[cq.Shape], cq.Shape], ...] = (_healed, _rebuilt)


def _fault(
    shape: cq.Shape, vertices: NDArray[np.float64], triangles: NDArray[np.int64], allowed: float
) -> float:
    """0 for a closed mesh of the right volume, up to 1 for a closed one of a wrong volume, 2 for an open one."""
    if not len(triangles):
        return 2.0
    welded, faces = weld(vertices, triangles)
    if not is_closed_and_oriented(faces):  # making more vertices one opens no mesh that is closed
        extent = float(np.ptp(vertices, axis=0).max())
        welded, faces = weld(vertices, triangles, tolerance=_WELD_FRACTION * extent)
        if not is_closed_and_oriented(faces):
            return 2.0
    volume = sum(abs(solid.Volume()) for solid in shape.Solids())
    error = abs(signed_volume(welded, faces) - volume) / max(volume, 1e-300)
    return 0.0 if error <= allowed else min(error, 1.0)


def _meshed(
    shape: cq.Shape, tolerance: float, angular_tolerance: float, *, quickly: bool = False
) -> MeshArrays:
    """Mesh of a copy of the shape, each solid of it wound outward.

    Args:
        shape: anything with faces.
        tolerance: as in `tessellate`.
        angular_tolerance: radians.
        quickly: connect the points of a face by a sweep for their convex hull in one dimension more (Delabella)
            instead of inserting one after another (Watson). Two to nine times faster, but young in the kernel: to
            be used where the mesh can be proven.
    """
    from sdk.cad.facets import facet_polynomial_faces
    from sdk.cad.occ import BRepMesh_IncrementalMesh, IMeshTools_MeshAlgoType, IMeshTools_Parameters

    fresh = shape.copy()
    refinement = max(1, round(_USUAL_ANGLE / angular_tolerance)) if angular_tolerance > 0.0 else 1
    facet_polynomial_faces(fresh, refinement=refinement)
    # Relative to the edges' sizes, and on all processors, which gives the same mesh.
    parameters = IMeshTools_Parameters()
    parameters.Deflection, parameters.Angle = tolerance, angular_tolerance
    parameters.Relative = parameters.InParallel = True
    if quickly:
        parameters.MeshAlgo = IMeshTools_MeshAlgoType.IMeshTools_MeshAlgoType_Delabella
    BRepMesh_IncrementalMesh(fresh.wrapped, parameters)
    faces = fresh.Faces()
    blocks = _face_blocks(faces)
    number_of = {face: number for number, face in enumerate(faces)}
    for solid in fresh.Solids():
        members = [number_of[face] for face in solid.Faces() if face in number_of]
        vertices, triangles = _joined([blocks[number] for number in members])
        if len(members) and signed_volume(vertices, triangles) < 0.0:
            for number in members:
                blocks[number] = (blocks[number][0], blocks[number][1][:, ::-1])
    return _joined(blocks)


def _face_blocks(faces: list[cq.Face]) -> list[Block]:
    """Vertices and outward triangles of each meshed face; none of one that the mesher gave up on."""
    from sdk.cad.occ import BRep_Tool, TopAbs_Orientation, TopLoc_Location
    from sdk.cad.triangulations import arrays_of

    locations = [TopLoc_Location() for _ in faces]
    meshes = [
        BRep_Tool.Triangulation_s(face.wrapped, location)
        for face, location in zip(faces, locations, strict=True)
    ]
    read = iter(arrays_of([mesh for mesh in meshes if mesh is not None]))
    blocks: list[Block] = []
    for face, location, mesh in zip(faces, locations, meshes, strict=True):
        if mesh is None:
            blocks.append((np.zeros((0, 3)), np.zeros((0, 3), dtype=np.int64)))
            continue
        vertices, triangles = next(read)
        if not location.IsIdentity():
            vertices = _placed(vertices, location.Transformation())
        if face.wrapped.Orientation() == TopAbs_Orientation.TopAbs_REVERSED:
            triangles = triangles[:, [0, 2, 1]]
        blocks.append((vertices, triangles))
    return blocks


def _placed(points: NDArray[np.float64], placement: Any) -> NDArray[np.float64]:
    """Points moved by a `gp_Trsf`, to the last digit as the kernel would: in its order of sums."""
    matrix, move = placement.HVectorialPart(), placement.TranslationPart()
    turned = [
        points[:, 0] * matrix.Value(row, 1)
        + points[:, 1] * matrix.Value(row, 2)
        + points[:, 2] * matrix.Value(row, 3)
        for row in (1, 2, 3)
    ]
    return np.stack(turned, axis=1) * placement.ScaleFactor() + (move.X(), move.Y(), move.Z())


def _joined(blocks: list[Block]) -> MeshArrays:
    if not blocks:
        return np.zeros((0, 3)), np.zeros((0, 3), dtype=np.int64)
    starts = np.cumsum([0, *(len(vertices) for vertices, _ in blocks)])
    shifted = [triangles + start for (_, triangles), start in zip(blocks, starts, strict=False)]
    return np.concatenate([vertices for vertices, _ in blocks]), np.concatenate(shifted)
