from __future__ import annotations

import cadquery as cq
import pytest

from sdk.cad.facets import facet_polynomial_faces
from sdk.cad.gears.spur import SpurGear
from sdk.cad.tessellation import tessellate
from tests.asserts import open_edges

USUAL = {"tolerance": 0.001, "angular_tolerance": 0.1}


@pytest.fixture(scope="module")
def helical() -> cq.Shape:
    return SpurGear(0.002, 16, 0.01, helix_angle=20, bore_d=0.008).build()


def test_a_gear_in_metres_stays_light_at_an_absolute_tolerance(helical: cq.Shape) -> None:
    points, triangles = helical.copy(mesh=True).tessellate(1e-5, 0.1)
    assert len(triangles) < 20_000
    assert open_edges(([point.toTuple() for point in points], triangles), weld=1e-9) == 0


@pytest.mark.parametrize("place", ["moved", "rotated", "mirrored", "cut", "notched"])
def test_the_faces_keep_their_facets_through_what_authors_do(helical: cq.Shape, place: str) -> None:
    shape = {
        "moved": lambda: helical.moved(cq.Location((0.1, 0, 0), (1, 1, 0), 30)),
        "rotated": lambda: helical.rotate(cq.Vector(0, 0, 0), cq.Vector(0, 1, 0), 90).translate((0, 0, 1)),
        "mirrored": lambda: helical.mirror("XZ"),
        "cut": lambda: helical.cut(cq.Solid.makeBox(0.004, 0.001, 0.02, cq.Vector(0.003, -0.0005, -0.005))),
        "notched": lambda: helical.cut(
            cq.Solid.makeBox(0.02, 0.003, 0.02, cq.Vector(0.003, -0.0015, -0.005))
        ),
    }[place]()
    mesh = tessellate(shape, **USUAL)
    assert open_edges(mesh, weld=1e-9) == 0
    assert len(mesh[1]) < 20_000


def test_finer_angles_refine_the_facets(helical: cq.Shape) -> None:
    usual, fine = (tessellate(helical, tolerance=0.001, angular_tolerance=angle) for angle in (0.1, 0.05))
    assert len(fine[1]) > 2 * len(usual[1])
    assert open_edges(fine, weld=1e-9) == 0


def test_other_faces_are_left_to_the_kernel() -> None:
    from sdk.cad.occ import BRep_Tool, TopLoc_Location

    sphere = cq.Solid.makeSphere(1.0)
    facet_polynomial_faces(sphere)
    assert BRep_Tool.Triangulation_s(sphere.Faces()[0].wrapped, TopLoc_Location()) is None
