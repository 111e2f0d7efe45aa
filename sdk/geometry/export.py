"""`mesh_from_geometry`: a geometry written to an OBJ file, given back as the `Mesh` that parts show.

A newcomer's mistake: to reuse the name for "the same" shape after editing it. That is legal and gives a
second file; the mesh made before keeps the first.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from sdk.assets import explicit_reference, is_explicit_path, obj_text, session_or_temporary
from sdk.errors import ValidationError
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.triangles import without_vanishing_edges
from sdk.model.shapes import Box, Cylinder, Mesh, Sphere
from sdk.tolerances import OBJ_DECIMALS


def mesh_from_geometry(
    geometry: MeshGeometry, name: str | os.PathLike[str] | None = None, *, filename: Any = None
) -> Mesh:
    """A mesh whose file holds the geometry as it is now, rounded to micrometres.

    A plain name is managed by the running program's session. A name that is a path is written exactly there,
    relative to the working directory, without adding an extension. The exact box, cylinder or sphere behind
    the geometry, if there is one, goes into `Mesh.source_geometry`.

    Args:
        geometry: what to write.
        name: logical name or path.
        filename: another word for `name`, as older programs call it.

    Raises:
        TypeError: no name, or not a `MeshGeometry`.
        ValidationError: no letter or digit in the name, or a vertex that is not finite.
    """
    if not isinstance(geometry, MeshGeometry):
        raise TypeError(f"mesh_from_geometry takes a MeshGeometry, got {type(geometry).__name__}")
    given = filename if name is None else name
    if given is None:
        raise TypeError("mesh_from_geometry needs a name")
    source = _source_fields(geometry)
    text = _text_of(geometry)
    if "nan" in text or "inf" in text:
        raise ValidationError.at(
            f"mesh {os.fspath(given)!r}",
            given="a vertex that is nan or inf",
            wanted="finite vertices",
            code="not-finite",
        )
    if is_explicit_path(given):
        path = Path(os.fspath(given)).absolute()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return Mesh(explicit_reference(given), name=path.stem, materialized_path=str(path), **source)
    managed = session_or_temporary().write_managed(given, text)
    return Mesh(managed.reference, name=os.fspath(given), materialized_path=str(managed.path), **source)


def _text_of(geometry: MeshGeometry) -> str:
    """OBJ text in which no edge has shrunk to a point, which readers that weld would take for a torn surface."""
    vertices, faces = geometry.rows()
    if (
        not len(faces)
        or not np.isfinite(vertices).all()
        or not 0 <= faces.min() <= faces.max() < len(vertices)
    ):
        return geometry.to_obj()  # what is wrong with it is said by whoever uses it
    return obj_text(*without_vanishing_edges(vertices, faces, decimals=OBJ_DECIMALS))


def _source_fields(geometry: MeshGeometry) -> dict[str, Any]:
    exact = geometry.exact_primitive
    if exact is None or not isinstance(exact.shape, Box | Cylinder | Sphere):
        return {}
    return {"source_geometry": exact.shape, "source_transform": exact.transform}
