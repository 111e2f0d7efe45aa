from __future__ import annotations

import cadquery as cq
import numpy as np

from sdk.cad.occ import BRep_Tool, Poly_Triangle, Poly_Triangulation, TopLoc_Location, gp_Pnt
from sdk.cad.triangulations import arrays_of


def one_at_a_time(mesh: Poly_Triangulation) -> tuple[list[tuple[float, ...]], list[list[int]]]:
    nodes = (mesh.Node(number) for number in range(1, mesh.NbNodes() + 1))
    triangles = [[corner - 1 for corner in triangle.Get()] for triangle in mesh.Triangles()]
    return [(node.X(), node.Y(), node.Z()) for node in nodes], triangles


def assert_read_alike(meshes: list[Poly_Triangulation]) -> None:
    for mesh, (points, triangles) in zip(meshes, arrays_of(meshes), strict=True):
        assert (list(map(tuple, points.tolist())), triangles.tolist()) == one_at_a_time(mesh)
        assert (points.dtype, triangles.dtype) == (np.float64, np.int64)


def test_what_is_read_at_once_is_what_the_kernel_tells_one_by_one() -> None:
    body = cq.Workplane().box(1, 2, 3).edges("|Z").fillet(0.2).faces(">Z").hole(0.4).val()
    body.tessellate(0.001, 0.1)
    assert_read_alike([BRep_Tool.Triangulation_s(face.wrapped, TopLoc_Location()) for face in body.Faces()])


def test_the_same_one_twice_is_read_twice() -> None:
    ball = cq.Solid.makeSphere(1.0)
    ball.tessellate(0.01, 0.5)
    mesh = BRep_Tool.Triangulation_s(ball.Faces()[0].wrapped, TopLoc_Location())
    assert_read_alike([mesh, mesh])


def test_without_parameters_and_with_normals() -> None:
    bare = Poly_Triangulation(3, 1, False)
    for number, corner in enumerate([(0.1, 0.2, 0.3), (1e-300, -0.0, 1e300), (3.0, 2.0, 1.0)], start=1):
        bare.SetNode(number, gp_Pnt(*corner))
    bare.SetTriangle(1, Poly_Triangle(3, 1, 2))
    with_normals = bare.Copy()
    with_normals.ComputeNormals()
    assert_read_alike([bare, with_normals, bare])


def test_none() -> None:
    assert arrays_of([]) == []
