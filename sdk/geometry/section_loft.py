"""`section_loft`: a body through sections in any planes, optionally along a path; and `repair_loft`.

A newcomer's mistake: to look for repair work here. The surface is closed by construction, so `repair` changes
nothing for lofts; it is kept because programs pass it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from math import isfinite
from typing import Any

import numpy as np

from sdk.errors import GeometryError, ValidationError
from sdk.geometry import kernel
from sdk.geometry.construction import record
from sdk.geometry.correspondence import matched_rings
from sdk.geometry.inputs import points_3d, require_faces, without_repeats
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.repair import repaired
from sdk.geometry.section_surface import along_path, path_frames, sampled_rings, through_sections
from sdk.geometry.skin import newell_normal, solid_skin
from sdk.geometry.triangles import Floats, Ints, face_areas, signed_volume

Point = tuple[float, float, float]

GUIDES = ("spine", "aux_spine", "binormal")
"""Accepted guide curves: the first is the path, the others fix the roll about it."""

FLAT_SECTION = 1e-9
"""A section whose area is below this part of its squared extent is a line."""


@dataclass(frozen=True)
class LoftTessellation:
    """How finely a curved surface is divided: distance from a chord in metres, turn per step in radians."""

    tolerance: float = 0.001
    angular_tolerance: float = 0.1

    def __post_init__(self) -> None:
        for name in ("tolerance", "angular_tolerance"):
            value = float(getattr(self, name))
            if not value > 0.0 or not isfinite(value):
                raise ValidationError.at(f"LoftTessellation.{name}", given=value, wanted="above 0")
            object.__setattr__(self, name, value)


@dataclass(frozen=True)
class LoftSection:
    """A closed loop of at least 3 points; equal neighbours and a repeated first point are dropped.

    Raises:
        ValidationError: too few points, or a point that is not three finite numbers.
    """

    points: Sequence[Sequence[float]]

    def __post_init__(self) -> None:
        kept: list[Point] = []
        for point in _curve(self.points, "LoftSection.points", least=3):
            if not kept or point != kept[-1]:
                kept.append(point)
        while len(kept) > 1 and kept[0] == kept[-1]:
            kept.pop()
        if len(kept) < 3:
            raise ValidationError.at(
                "LoftSection.points", given=f"{len(kept)} distinct points", wanted="at least 3"
            )
        object.__setattr__(self, "points", tuple(kept))


@dataclass(frozen=True)
class SectionLoftSpec:
    """What to loft, and how.

    Raises:
        ValidationError: fewer than 2 sections, a point that is not three numbers, an unknown symmetry or
            guide, a degree below 1, or not three weights.
    """

    sections: Sequence[LoftSection | Iterable[Sequence[float]]]
    path: Sequence[Sequence[float]] | None = None
    """Points of a curve to sweep along; sections stay where they are in space."""
    guide_curves: Mapping[str, Sequence[Sequence[float]]] | None = None
    """``spine`` is a path; ``aux_spine`` or ``binormal`` is a curve that the sections keep facing."""
    cap: bool = True
    """Close the first and last section, if also `solid`."""
    solid: bool = True
    symmetry: str | None = None
    """``"mirror_yz"`` unites the loft with its mirror image across x = 0."""
    ruled: bool = False
    """Straight lines between sections."""
    continuity: str = "C2"
    """``C1`` makes a uniform cubic through 6 sections or more follow them more freely; else as smooth as can be."""
    parametrization: str = "uniform"
    """``uniform``, or ``centripetal`` or ``chordal`` by distance."""
    degree: int = 3
    """Highest degree along the loft."""
    compat: bool = True
    """Turn sections the same way round and match their starts."""
    smoothing: bool = False
    """Accepted, and changes nothing: the surface meets every section exactly, with it as without."""
    weights: Sequence[float] = (1.0, 1.0, 1.0)
    """Accepted, and change nothing: they weigh the criteria of a smoothing that would miss the sections."""
    repair: str = "auto"
    """Accepted; nothing needs repair."""
    tessellation: LoftTessellation = LoftTessellation()

    def __post_init__(self) -> None:
        store = object.__setattr__
        sections = tuple(
            section if isinstance(section, LoftSection) else LoftSection(tuple(section))
            for section in self.sections
        )
        if len(sections) < 2:
            raise ValidationError.at(
                "SectionLoftSpec.sections", given=f"{len(sections)} sections", wanted="at least 2"
            )
        store(self, "sections", sections)
        if self.path is not None:
            store(self, "path", _curve(self.path, "SectionLoftSpec.path", least=2))
        if self.guide_curves is not None:
            unknown = sorted(set(self.guide_curves) - set(GUIDES))
            if unknown:
                raise ValidationError.at(
                    "SectionLoftSpec.guide_curves", given=unknown, wanted=f"only {', '.join(GUIDES)}"
                )
            curves = {
                name: _curve(points, f"SectionLoftSpec.guide_curves[{name!r}]", least=2)
                for name, points in self.guide_curves.items()
            }
            store(self, "guide_curves", curves)
        if self.symmetry not in (None, "mirror_yz"):
            raise ValidationError.at(
                "SectionLoftSpec.symmetry", given=self.symmetry, wanted="None or 'mirror_yz'"
            )
        if not isfinite(self.degree) or int(self.degree) < 1:
            raise ValidationError.at("SectionLoftSpec.degree", given=self.degree, wanted="at least 1")
        if len(self.weights) != 3 or not all(map(isfinite, self.weights)):
            raise ValidationError.at("SectionLoftSpec.weights", given=self.weights, wanted="three numbers")


def section_loft(
    spec: SectionLoftSpec | Sequence[LoftSection | Iterable[Sequence[float]]], /, **overrides: Any
) -> MeshGeometry:
    """The body through the sections: closed and outward when capped, else an open tube.

    Args:
        spec: a spec, or the sections themselves.
        overrides: fields of `SectionLoftSpec`.

    Raises:
        ValidationError: as `SectionLoftSpec`, a section without area, or sections that meet the path at one
        place. TypeError: an unknown field.
    """
    return _lofted(_as_spec(spec, overrides))


def repair_loft(
    geometry_or_spec: MeshGeometry | SectionLoftSpec | Sequence[Any], /, *, repair: str = "auto"
) -> MeshGeometry:
    """A mesh welded, wound one way and outward, with small holes closed; a spec or sections are lofted.

    Args:
        geometry_or_spec: a mesh (left unchanged), or what `section_loft` takes.
        repair: ``"off"`` gives a plain copy of a mesh.
    """
    if not isinstance(geometry_or_spec, MeshGeometry):
        return section_loft(geometry_or_spec, repair=repair)
    if repair == "off":
        return geometry_or_spec.copy()
    vertices, faces = repaired(*geometry_or_spec.arrays())
    return MeshGeometry().fill(vertices, faces, geometry_or_spec.construction)


def _as_spec(given: Any, overrides: dict[str, Any]) -> SectionLoftSpec:
    unknown = sorted(set(overrides) - {field.name for field in fields(SectionLoftSpec)})
    if unknown:
        raise TypeError(f"section_loft has no {', '.join(unknown)}; want fields of SectionLoftSpec")
    if isinstance(given, SectionLoftSpec):
        return replace(given, **overrides)
    return SectionLoftSpec(**{"sections": tuple(given), **overrides})


def _lofted(spec: SectionLoftSpec) -> MeshGeometry:
    loops = [_loop(section, row) for row, section in enumerate(spec.sections)]
    guides = spec.guide_curves or {}
    path = spec.path if spec.path is not None else guides.get("spine")
    roll = guides.get("aux_spine", guides.get("binormal"))
    if path is not None:
        moving = _swept(
            loops, _distinct(path, "path"), None if roll is None else _distinct(roll, "guide curve"), spec
        )
    elif roll is not None:
        raise ValidationError.at(
            "SectionLoftSpec.guide_curves",
            given="an orientation curve alone",
            wanted="a path or spine with it",
        )
    else:
        moving = through_sections(
            matched_rings(loops, compatible=bool(spec.compat)),
            degree=int(spec.degree),
            ruled=bool(spec.ruled),
            parametrization=str(spec.parametrization),
            continuity=str(spec.continuity),
        )
    tessellation = spec.tessellation
    rings = sampled_rings(
        moving, tolerance=tessellation.tolerance, angular_tolerance=tessellation.angular_tolerance
    )
    require_faces(2 * rings.shape[0] * rings.shape[1], "section_loft")
    capped = bool(spec.cap and spec.solid)
    vertices, faces = solid_skin(rings, caps=capped)
    if capped and not _has_volume(vertices, faces):
        raise ValidationError.at(
            "section_loft", given="sections that enclose no volume", wanted="sections apart from each other"
        )
    if spec.symmetry is not None:
        mirrored = vertices * (-1.0, 1.0, 1.0)
        if capped:
            halves = [
                kernel.solid_from_mesh(vertices, faces, where="section_loft"),
                kernel.solid_from_mesh(mirrored, faces[:, ::-1], where="section_loft mirror image"),
            ]
            vertices, faces = kernel.mesh_from_solid(kernel.unite(halves))
        else:
            faces = np.concatenate([faces, faces[:, ::-1] + len(vertices)])
            vertices = np.concatenate([vertices, mirrored])
    return MeshGeometry().fill(
        vertices,
        faces,
        record(
            "section_loft",
            sections=tuple(tuple(map(tuple, loop.tolist())) for loop in loops),
            path=path,
            cap=capped,
            symmetry=spec.symmetry,
        ),
    )


def _has_volume(vertices: Floats, faces: Ints) -> bool:
    """Whether the closed mesh is thicker than a sheet, for its extent."""
    if not len(faces):
        return False
    diagonal = float(np.linalg.norm(np.ptp(vertices, axis=0)))
    area = float(face_areas(vertices, faces).sum())
    return abs(signed_volume(vertices, faces)) > kernel.THIN_RATIO * diagonal * area


def _swept(loops: list[Floats], path: Floats, guide: Floats | None, spec: SectionLoftSpec) -> Any:
    """The ring that moves along the path, each section read in the path's frame where the path meets it."""
    frames = path_frames(path, guide)
    located = sorted(
        ((frames.place_of(loop, newell_normal(loop)), row) for row, loop in enumerate(loops)),
        key=lambda pair: pair[0],
    )
    places = np.array([place for place, _ in located])
    if (np.diff(places) <= 1e-9).any():
        raise ValidationError.at(
            "SectionLoftSpec.path",
            given=f"sections met at {places.round(6).tolist()} of its length",
            wanted="every section at its own place along the path",
            code="same-place",
        )
    middle, axes = frames.points(places), frames.axes(places)
    local = [(loops[row] - middle[order]) @ axes[order].T for order, (_, row) in enumerate(located)]
    return along_path(matched_rings(local, compatible=bool(spec.compat)), places, frames)


def _loop(section: LoftSection | Iterable[Sequence[float]], row: int) -> Floats:
    assert isinstance(section, LoftSection)  # the spec turned raw loops into records
    loop = np.array(section.points, dtype=float)
    extent = np.ptp(loop, axis=0)
    if float(np.linalg.norm(newell_normal(loop))) <= 2.0 * FLAT_SECTION * float(extent @ extent):
        raise ValidationError.at(f"sections[{row}]", given="a loop without area", wanted="an area above 0")
    return loop


def _distinct(points: Sequence[Sequence[float]], where: str) -> Floats:
    line = without_repeats(np.array(points, dtype=float), closed=False)
    if len(line) < 2:
        raise ValidationError.at(where, given=f"{len(line)} distinct points", wanted="at least 2")
    return line


def _curve(points: Iterable[Sequence[float]], where: str, *, least: int) -> tuple[Point, ...]:
    try:
        found = points_3d(points, where)
    except (TypeError, ValueError, GeometryError) as error:
        raise ValidationError(
            f"{where}: want points of three finite numbers ({error})", where=where
        ) from error
    if len(found) < least:
        raise ValidationError.at(where, given=f"{len(found)} points", wanted=f"at least {least}")
    return tuple((x, y, z) for x, y, z in found.tolist())
