"""Triangulations of the kernel as arrays, read all at once.

Asking for one point or triangle at a time takes as long as making them did, so the kernel is had to write them all in
its binary format, where they stand as arrays. A newcomer's mistake: to give it the faces themselves. Their surfaces
and curves would stand before, in records that only the kernel can tell the length of; faces that have nothing but
triangles have none.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sdk.cad.occ import BinTools, BinTools_FormatVersion, BRep_Builder, TopoDS_Compound, TopoDS_Face

Block = tuple[NDArray[np.float64], NDArray[np.int64]]

_HEAD = np.dtype([("points", "<i4"), ("triangles", "<i4"), ("has_parameters", "?"), ("has_normals", "?")])
_DEFLECTION_BYTES = 8
_PARAMETER_BYTES = 2 * 8
_NORMAL_BYTES = 3 * 4


def arrays_of(triangulations: Sequence[Any]) -> list[Block]:
    """Points (n, 3) and triangles (m, 3), numbered from 0, of each `Poly_Triangulation`, in the order given.

    Source:
        Open CASCADE 7.9, `BinTools_ShapeSet::WriteTriangulation`: numbers of points and of triangles, whether there
        are parameters and normals, the deflection; points, parameters, triangles from 1, normals.
    """
    if not triangulations:
        return []
    written = io.BytesIO()
    version = BinTools_FormatVersion.BinTools_FormatVersion_VERSION_4
    BinTools.Write_s(_faces_of(triangulations), written, True, False, version)
    data = written.getvalue()
    title = b"\nTriangulations %d\n" % len(triangulations)
    start = data.index(title) + len(title)
    blocks: list[Block] = []
    for _ in triangulations:
        head = np.frombuffer(data, _HEAD, 1, start)[0]
        count, size = int(head["points"]), int(head["triangles"])
        start += _HEAD.itemsize + _DEFLECTION_BYTES
        points = np.ndarray((count, 3), "<f8", data, start)
        start += points.nbytes + count * _PARAMETER_BYTES * bool(head["has_parameters"])
        triangles = np.ndarray((size, 3), "<i4", data, start)
        start += triangles.nbytes + count * _NORMAL_BYTES * bool(head["has_normals"])
        blocks.append((points.astype(np.float64), triangles.astype(np.int64) - 1))
    return blocks


def _faces_of(triangulations: Sequence[Any]) -> TopoDS_Compound:
    """A compound of faces, each of which has one of the triangulations and nothing else."""
    builder = BRep_Builder()
    compound = TopoDS_Compound()
    builder.MakeCompound(compound)
    for triangulation in triangulations:
        face = TopoDS_Face()
        builder.MakeFace(face, triangulation.Copy())  # the format writes one that two faces share only once
        builder.Add(compound, face)
    return compound
