"""`Assembly`: one joint and the hardware being fastened to its two parts.

Hardware is drawn in the joint's own frame, z along its axis, and put on either part where the joint is at
zero. A newcomer's mistake: to turn the child's frame. It stands at the joint, parallel to the parent's, so
that an author models the child in the parent's directions around the axis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

import numpy as np

from sdk.errors import ValidationError
from sdk.geometry.export import mesh_from_geometry
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.ported import frame_on, origin_of
from sdk.mechanisms.bores import carve
from sdk.mechanisms.handle import Frame, Handle
from sdk.model.articulation import Articulation, MotionLimits
from sdk.model.declarations import FitKind
from sdk.model.inertial import Inertial
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.part import Part, Visual
from sdk.model.shapes import Sphere
from sdk.spatial import Array, unit

GAP = 0.0002
"""Running clearance on one side, metres: a free running fit for pins of 3 to 10 mm (ISO 286, H11/c11)."""
STEEL = ("hardware_steel", (0.62, 0.64, 0.67, 1.0))
DARK = ("hardware_dark", (0.22, 0.23, 0.25, 1.0))
BRASS = ("hardware_brass", (0.80, 0.66, 0.36, 1.0))
PLASTIC = ("hardware_plastic", (0.13, 0.14, 0.15, 1.0))
RED = ("hardware_red", (0.75, 0.14, 0.12, 1.0))
WHITE = ("hardware_white", (0.93, 0.93, 0.90, 1.0))
Finish = tuple[str, tuple[float, float, float, float]]


class Assembly:
    """The hardware of one joint; `place` adds pieces, `handle` ends the work."""

    def __init__(
        self,
        model: ArticulatedObject,
        joint: Articulation,
        *,
        side: Sequence[float] | Array | None = None,
        along: Sequence[float] | Array | None = None,
        material: Any = None,
        name: str | None = None,
    ) -> None:
        """Stand at a joint of the model: z along its axis, x near `side`, a direction in the parent's frame.

        `along` is z instead, for hardware that has an upper end whichever way the joint counts. `name` is the
        prefix of visuals; the joint's own when left out.
        """
        self.name = name or joint.name
        self.model, self.joint, self.material = model, joint, material
        self.parent, self.child = model.get_part(joint.parent), model.get_part(joint.child)
        self.parent_from_joint = frame_on(
            np.array(joint.origin.xyz),
            unit(joint.axis if along is None else along),
            None if side is None else np.asarray(side, dtype=float),
        )
        self.child_from_joint = self.parent_from_joint.copy()
        self.child_from_joint[:3, 3] = 0.0
        self.spacing = 0.0
        """Distance of two equal sets along the joint's x axis; 0 for one set."""
        self.pieces: dict[str, Visual] = {}
        self.ports: dict[str, Frame] = {}
        self.frames: dict[str, Array] = {}
        """(4, 4) joint frame in the coordinates of further parts that get pieces, by their names."""

    @property
    def where(self) -> str:
        """The joint, for errors."""
        return f"joint {self.joint.name!r}"

    def place(
        self,
        part: Part,
        piece: str,
        geometry: MeshGeometry,
        *,
        finish: Finish = STEEL,
        origin_in_joint: Array | None = None,
    ) -> Visual:
        """The visual `<name>_<piece>` on a part, from geometry drawn in the joint's frame."""
        frame = self.frame_on(part)
        placed = self._doubled(geometry)._move(frame if origin_in_joint is None else frame @ origin_in_joint)
        name = f"{self.name}_{piece}"
        visual = part.visual(
            mesh_from_geometry(placed, f"{part.name}_{name}"), material=self.finish(finish), name=name
        )
        self.pieces[piece] = visual
        return visual

    def _doubled(self, geometry: MeshGeometry) -> MeshGeometry:
        """A copy, or two of them side by side when everything comes in pairs."""
        if self.spacing <= 0.0:
            return geometry.copy()
        left, right = (geometry.copy().translate(sign * self.spacing / 2, 0, 0) for sign in (-1, 1))
        return left.merge(right)

    def frame_on(self, part: Part) -> Array:
        """(4, 4) joint frame in a part's coordinates, with the joint at zero."""
        if part.name in self.frames:
            return self.frames[part.name]
        return self.parent_from_joint if part is self.parent else self.child_from_joint

    def finish(self, wanted: Finish) -> Any:
        """The author's material for hardware, or a registered one of this library."""
        if self.material is not None:
            return self.material
        name, rgba = wanted
        known = next((material for material in self.model.materials if material.name == name), None)
        return known or self.model.material(name, rgba=rgba)

    def cut(self, part: Part, cutter: MeshGeometry, *, what: str, split: str = "") -> tuple[str, ...]:
        """Visuals of a part that were cut by a cutter drawn in the joint's frame; own hardware is spared."""
        placed = cutter.copy()._move(self.frame_on(part))
        spare = {visual.name for visual in self.pieces.values() if visual.name}
        return carve(part, placed, where=f"{self.where} {what}", spare=spare, split=split)

    def fit(
        self, child_piece: str, parent_piece: str, *, gap: float = GAP, kind: FitKind = "running"
    ) -> None:
        """Declare the fit of two pieces placed before, one on each part."""
        self.model.fit(
            self.child,
            self.parent,
            elem_child=self.pieces[child_piece].name,
            elem_parent=self.pieces[parent_piece].name,
            gap=gap,
            kind=kind,
        )

    def port(
        self, name: str, part: Part, point: Sequence[float], z: Sequence[float] = (0.0, 0.0, 1.0)
    ) -> None:
        """Name a frame on a part, given in the joint's frame."""
        local = frame_on(np.asarray(point, dtype=float), np.asarray(z, dtype=float))
        self.ports[name] = Frame(part.name, origin_of(self.frame_on(part) @ local))

    def handle(
        self, *, joints: Sequence[Articulation] = (), ports: Mapping[str, Frame] | None = None
    ) -> Handle:
        """What the author gets."""
        return Handle(self.joint, dict(self.pieces), {**self.ports, **(ports or {})}, tuple(joints))


def empty_part(model: ArticulatedObject, name: str) -> Part:
    """A new part without visuals, that only links two joints.

    It weighs next to nothing, but not nothing: simulators refuse a moving body without mass.
    """
    return model.part(name, inertial=Inertial.from_geometry(Sphere(0.005), mass=1e-4))


def parts_of(
    model: ArticulatedObject, parent: Part | str, child: Part | str, what: str
) -> tuple[Part, Part, str]:
    """The two parts, and a name for their joint: ``<parent>_to_<child>``, made unique by a number.

    Raises:
        ValidationError: an unknown part, or one part twice.
    """
    carrier, carried = model.get_part(parent), model.get_part(child)
    if carrier is carried:
        raise ValidationError.at(what, given=carrier.name, wanted="two different parts", code="one-part")
    name = f"{carrier.name}_to_{carried.name}"
    taken = {joint.name for joint in model.articulations}
    number, free = 2, name
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return carrier, carried, free


def point_of(place: Any, where: str) -> tuple[float, float, float]:
    """(x, y, z) from a point, or from a frame or pose, of which only the place counts.

    Raises:
        ValidationError: not three finite numbers.
    """
    given = getattr(place, "xyz", place)
    try:
        x, y, z = (float(value) for value in given)
    except (TypeError, ValueError):
        raise ValidationError.at(where, given=place, wanted="a point (x, y, z) or a port") from None
    if not (isfinite(x) and isfinite(y) and isfinite(z)):
        raise ValidationError.at(where, given=place, wanted="finite numbers", code="not-finite")
    return x, y, z


def length_of(
    value: Any, where: str, *, least: float = 0.0, most: float | None = None, why: str = ""
) -> float:
    """A length in metres above `least` and at most `most`.

    Raises:
        ValidationError: outside; the text says the range in millimetres and why.
    """
    try:
        found = float(value)
    except (TypeError, ValueError):
        raise ValidationError.at(where, given=value, wanted="a length in metres") from None
    if not isfinite(found) or found <= least or (most is not None and found > most * (1.0 + 1e-9)):
        limit = f"more than {least * 1000:.4g} mm"
        if most is not None:
            limit += f" and at most {most * 1000:.4g} mm"
        raise ValidationError.at(
            where, given=f"{found * 1000:.4g} mm", wanted=limit + (f" ({why})" if why else ""), code="size"
        )
    return found


def require(holds: bool, where: str, *, given: Any, wanted: str, code: str = "size") -> None:
    """Nothing, when a rule holds.

    Raises:
        ValidationError: it does not.
    """
    if not holds:
        raise ValidationError.at(where, given=given, wanted=wanted, code=code)


def moving_joint(
    model: ArticulatedObject,
    name: str,
    kind: str,
    parent: Part,
    child: Part,
    *,
    at: Any,
    axis: Any,
    lower: float | None = None,
    upper: float | None = None,
    positive: Any = None,
    positive_elem: Visual | str | None = None,
    effort: float = 10.0,
    velocity: float = 2.0,
) -> Articulation:
    """A new joint whose child frame stands at `at`, parallel to the parent's frame.

    Raises:
        ValidationError: no axis, limits reversed or without the zero pose, a direction it does not move in.
    """
    where = f"joint {name!r}"
    unit([float(value) for value in axis], where=f"{where} axis", floor=1e-9)
    if kind != "continuous":
        assert lower is not None and upper is not None
        require(
            lower <= 0.0 <= upper and upper > lower,
            f"{where} lower, upper",
            given=(lower, upper),
            wanted="a range that holds 0, the pose as modelled",
            code="limits",
        )
    limits = MotionLimits(effort=effort, velocity=velocity, lower=lower, upper=upper)
    return model.articulation(
        name,
        kind,
        parent,
        child,
        origin=Origin(xyz=point_of(at, f"{where} at")),
        axis=tuple(float(value) for value in axis),
        motion_limits=limits,
        positive=positive,
        positive_elem=positive_elem,
    )


def perpendicular(direction: Sequence[float], axis: Sequence[float], where: str) -> Array:
    """(3,) unit part of a direction that is square to the axis.

    Raises:
        ValidationError: it lies along the axis.
    """
    way, along = unit(direction, where=where), unit(axis, where=where)
    across = way - (way @ along) * along
    require(
        float(np.linalg.norm(across)) > 0.05,
        where,
        given=tuple(map(float, direction)),
        wanted="a direction across the axis",
        code="direction",
    )
    return across / np.linalg.norm(across)
