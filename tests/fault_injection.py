"""Known faults put into sound objects, each labelled with the codes it must raise.

A fault changes a built object, not its program, so hundreds are made in seconds. Objects are deep copies; meshes
are shared by content. A newcomer's mistake: to inject where the fault is none. A kind names only the places where
it truly is one (a lifted part must have been standing, a pin must have carried the joint).
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from sdk import BoxGeometry, CylinderGeometry, boolean_difference
from sdk.assets import AssetSession, obj_text
from sdk.model.articulation import Articulation, Mimic, MotionLimits
from sdk.model.inertial import Inertia
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.part import Part
from sdk.model.shapes import Box, Cylinder, Mesh, Sphere
from sdk.scene import Scene
from sdk.scene.overlap import volume_in_common
from sdk.spatial import rpy_from_rotation

ANY_OVERLAP = frozenset({"QC_REAL_OVERLAP", "X_TRUE_OVERLAP", "X_CONTAINED"})
LOOSE = frozenset({"QC_ISOLATED_PART", "WARN_DISCONNECTED_GEOMETRY"})


@dataclass(frozen=True)
class Faulty:
    """An object with one fault, and one or more codes any of which tells it."""

    kind: str
    source: str
    """The sound object it was made from."""
    place: str
    """What was changed."""
    model: ArticulatedObject
    codes: frozenset[str]
    folder: Path = Path()
    """Where its meshes are."""


Place = tuple[str, Callable[[ArticulatedObject], None]]
Kind = Callable[[ArticulatedObject, Scene, Path], Iterator[Place]]


def load_object(program: Path, folder: Path, *, source: str | None = None) -> tuple[ArticulatedObject, Any]:
    """The object of a program, and its `run_tests`; meshes go below `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    text = program.read_text(encoding="utf-8") if source is None else source
    space: dict[str, Any] = {"__name__": "model", "__file__": str(program)}
    with AssetSession(folder).use(), redirect_stdout(StringIO()):
        exec(compile(text, str(program), "exec"), space)
    return space["object_model"], space["run_tests"]


def faulty_objects(
    name: str,
    model: ArticulatedObject,
    folder: Path,
    *,
    most_per_kind: int = 4,
    kinds: Iterable[str] | None = None,
) -> Iterator[Faulty]:
    """Every kind of fault, or the kinds named, at up to `most_per_kind` places of one sound object."""
    scene = Scene(model, asset_root=folder)
    for kind in KINDS if kinds is None else kinds:
        codes, places = KINDS[kind]
        found = list(places(model, scene, folder))
        step = max(1, len(found) // most_per_kind)
        for place, change in found[::step][:most_per_kind]:
            changed = copy.deepcopy(model)
            change(changed)
            yield Faulty(kind, name, place, changed, codes, folder)


def joint_of(model: ArticulatedObject, name: str) -> Articulation:
    return next(joint for joint in model.articulations if joint.name == name)


def part_of(model: ArticulatedObject, name: str) -> Part:
    return next(part for part in model.parts if part.name == name)


def shifted(origin: Origin, by: np.ndarray) -> Origin:
    x, y, z = (float(a + b) for a, b in zip(origin.xyz, by, strict=True))
    return Origin((x, y, z), origin.rpy)


def moving(model: ArticulatedObject, *kinds: str) -> list[Articulation]:
    wanted = kinds or ("revolute", "continuous", "prismatic")
    return [joint for joint in model.articulations if joint.articulation_type.value in wanted]


def driven(model: ArticulatedObject, *kinds: str) -> list[Articulation]:
    """Those that follow no other joint."""
    return [joint for joint in moving(model, *kinds) if joint.law is None]


def leaves(model: ArticulatedObject) -> list[Articulation]:
    parents = {joint.parent for joint in model.articulations}
    return [joint for joint in moving(model) if joint.child not in parents]


def part_lifted(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    """A part far above all else."""
    reach = 2.0 * scene.diagonal
    for joint in moving(model):

        def change(changed: ArticulatedObject, name: str = joint.name) -> None:
            own = joint_of(changed, name)
            own.origin = shifted(own.origin, np.array([0.0, 0.0, reach]))

        yield joint.child, change


def part_pushed_in(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    """A part moved so that its largest element sits in the middle of its parent's."""
    rest = scene.world_from_part()
    posed = scene.at()
    for joint in moving(model):
        solid = [index for index in posed.of_part(joint.child) if posed.elements[index].form.volume > 0]
        base = [index for index in posed.of_part(joint.parent) if posed.elements[index].form.volume > 0]
        if not solid or not base:
            continue
        mine = max(solid, key=lambda index: posed.elements[index].form.volume)
        theirs = max(base, key=lambda index: posed.elements[index].form.volume)
        if not _filled_at_middle(posed.elements[mine]) or not _filled_at_middle(posed.elements[theirs]):
            continue
        way = posed.boxes[theirs].mean(axis=0) - posed.boxes[mine].mean(axis=0)
        local = rest[joint.parent][:3, :3].T @ way

        def change(changed: ArticulatedObject, name: str = joint.name, by: np.ndarray = local) -> None:
            own = joint_of(changed, name)
            own.origin = shifted(own.origin, by)

        yield joint.child, change


def _filled_at_middle(element: Any) -> bool:
    return bool(element.form.contains(element.form.bounds.mean(axis=0)))


def piece_pushed_in(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    """A peg of 3 mm added to one part where another has solid matter."""
    posed = scene.at()
    size = 0.015 * scene.diagonal
    for joint in moving(model):
        theirs = [
            index
            for index in posed.of_part(joint.parent)
            if posed.elements[index].form.thickness > 0.4 * size and _filled_at_middle(posed.elements[index])
        ]
        for index in theirs[:2]:
            middle = posed.places[index] @ [*posed.elements[index].form.bounds.mean(axis=0), 1.0]
            local = np.linalg.inv(posed.world_from_part[joint.child]) @ middle

            def change(changed: ArticulatedObject, name: str = joint.child, at: np.ndarray = local) -> None:
                peg = Box((size, size, size))
                part_of(changed, name).visual(peg, origin=Origin(tuple(at[:3].tolist())), name="peg")

            yield f"{joint.child} into {posed.elements[index].label}", change


def hardware_removed(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    """Every element on a turning axis taken away, on both sides."""
    posed = scene.at()
    for joint in moving(model, "revolute", "continuous"):
        frame = posed.world_from_part[joint.child]
        axis = frame[:3, :3] @ (np.array(joint.axis) / np.linalg.norm(joint.axis))
        gone: list[tuple[str, str]] = []
        for part in (joint.parent, joint.child):
            for index in posed.of_part(part):
                middle = posed.boxes[index].mean(axis=0) - frame[:3, 3]
                off = np.linalg.norm(middle - (middle @ axis) * axis)
                width = np.ptp(posed.boxes[index], axis=0).max()
                if off < max(0.002, 0.2 * width) and posed.elements[index].name:
                    gone.append((part, str(posed.elements[index].name)))
        left = {
            part: len(posed.of_part(part)) - sum(p == part for p, _ in gone)
            for part in (joint.parent, joint.child)
        }
        if gone and all(left.values()):

            def change(changed: ArticulatedObject, names: list[tuple[str, str]] = gone) -> None:
                for part, visual in names:
                    own = part_of(changed, part)
                    own.visuals[:] = [each for each in own.visuals if each.name != visual]
                    changed.fits[:] = [
                        fit
                        for fit in changed.fits
                        if (part, visual) not in ((fit.child, fit.elem_child), (fit.parent, fit.elem_parent))
                    ]

            yield joint.name, change


def axis_moved(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    """The joint's axis, but not its child, moved off the hardware."""
    for joint in moving(model, "revolute", "continuous"):
        along = np.array(joint.axis) / np.linalg.norm(joint.axis)
        away = np.cross(along, [1.0, 0.0, 0.0] if abs(along[0]) < 0.9 else [0.0, 1.0, 0.0])
        by = 1.5 * scene.part_sizes[joint.child] * away / np.linalg.norm(away)

        def change(changed: ArticulatedObject, name: str = joint.name, by: np.ndarray = by) -> None:
            own = joint_of(changed, name)
            rotation = (
                scene.world_from_part()[own.parent][:3, :3].T @ scene.world_from_part()[own.child][:3, :3]
            )
            own.origin = shifted(own.origin, rotation @ by)
            for visual in part_of(changed, own.child).visuals:
                visual.origin = shifted(visual.origin, -by)
            for other in changed.articulations:
                if other.parent == own.child:
                    other.origin = shifted(other.origin, -by)

        yield joint.name, change


def obstacle(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    """A post in the world where the tip of a moving part passes."""
    posed = scene.at()
    size = max(0.01 * scene.diagonal, 0.003)
    children = {joint.child for joint in model.articulations}
    root = next(name for name in scene.part_names if name not in children)
    for joint in driven(model):
        tip = max(
            posed.of_part(joint.child), key=lambda index: posed.elements[index].form.volume, default=None
        )
        if tip is None:
            continue
        for share in (0.5, 0.9):
            limits = joint.motion_limits
            upper = 3.0 if limits is None or limits.upper is None else limits.upper
            lower = 0.0 if limits is None or limits.lower is None else limits.lower
            value = share * (upper if abs(upper) >= abs(lower) else lower)
            there = scene.at({joint.name: value})
            vertices = there.elements[tip].mesh.vertices
            far = vertices[
                np.argmax(
                    np.linalg.norm(
                        vertices @ there.places[tip][:3, :3].T
                        + there.places[tip][:3, 3]
                        - there.world_from_part[joint.child][:3, 3],
                        axis=1,
                    )
                )
            ]
            spot = there.places[tip] @ [*(0.97 * far + 0.03 * vertices.mean(axis=0)), 1.0]
            low, high = posed.boxes[:, 0], posed.boxes[:, 1]
            if ((low < spot[:3] + 0.6 * size) & (high > spot[:3] - 0.6 * size)).all(axis=1).any():
                continue  # something is there at rest

            def change(changed: ArticulatedObject, at: np.ndarray = spot) -> None:
                post = Box((size, size, size))
                part_of(changed, root).visual(post, origin=Origin(tuple(at[:3].tolist())), name="post")

            yield f"{joint.name} at {value:.3g}", change


def slide_falls_out(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    """A slider's travel two or three times as long, where that leaves its guide behind.

    A key pressed twice as deep often keeps its guide; it may run into something, but it does not fall out.
    """
    for joint in driven(model, "prismatic"):
        for factor in (2.0, 3.0):
            if joint.motion_limits is None or joint.motion_limits.upper is None:
                continue
            far = factor * joint.motion_limits.upper
            if any(_lines_held(scene, joint, 0.0) & ~_lines_held(scene, joint, far)):
                limits = replace(joint.motion_limits, upper=far)
                yield f"{joint.name} x{factor:g}", _set_limits(joint.name, limits)


SIDEWAYS = 0.002
"""Metres: farther than a guide's play, nearer than the next thing."""
HELD_VOLUME = 1e-9
"""Cubic metres more in common after a sideways move: a cube of 1 mm is in the way."""


def _lines_held(scene: Scene, joint: Articulation, value: float) -> np.ndarray:
    """(4,) whether each of four lines across a slider's axis is barred to it, either way, at a position.

    Plain intersections of whole solids moved aside: nothing of the check that is to find the same.
    """
    below = _carried(scene.model, joint)
    posed = scene.at({joint.name: value})
    frame = posed.world_from_part[joint.child][:3, :3]
    along = frame @ (np.array(joint.axis) / np.linalg.norm(joint.axis))
    first = np.cross(along, np.eye(3)[int(np.argmin(np.abs(along)))])
    first /= np.linalg.norm(first)
    second = np.cross(along, first)
    lines = [np.cos(angle) * first + np.sin(angle) * second for angle in np.arange(4) * np.pi / 4]
    return np.array(
        [any(_is_barred(posed, below, way * SIDEWAYS * line) for way in (1, -1)) for line in lines]
    )


def _is_barred(posed: Any, below: set[str], move: np.ndarray) -> bool:
    """Whether some pair of a carried element and another comes to share more than before, moved in the world."""
    owners = np.array([element.part in below for element in posed.elements])
    for mine in np.flatnonzero(owners):
        low, high = posed.boxes[mine] + np.array([np.minimum(move, 0.0), np.maximum(move, 0.0)])
        beside = (posed.boxes[:, 0] < high).all(axis=1) & (posed.boxes[:, 1] > low).all(axis=1) & ~owners
        for other in np.flatnonzero(beside):
            here = np.linalg.inv(posed.places[mine]) @ posed.places[other]
            there = here.copy()
            there[:3, 3] -= posed.places[mine][:3, :3].T @ move
            forms = posed.elements[mine].form, posed.elements[other].form
            if volume_in_common(*forms, there) > volume_in_common(*forms, here) + HELD_VOLUME:
                return True
    return False


def _carried(model: ArticulatedObject, joint: Articulation) -> set[str]:
    """The parts that a joint moves: its child and all that hangs on it."""
    below: set[str] = set()
    more = {joint.child}
    while more:
        below |= more
        more = {each.child for each in model.articulations if each.parent in below} - below
    return below


def _set_limits(name: str, limits: MotionLimits) -> Callable[[ArticulatedObject], None]:
    def change(changed: ArticulatedObject) -> None:
        joint_of(changed, name).motion_limits = limits

    return change


def degrees_as_radians(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    """A right angle in degrees, or what a screw turns where that is more."""
    for joint in driven(model, "revolute"):
        upper = (joint.motion_limits and joint.motion_limits.upper) or 0.0
        yield joint.name, _set_limits(joint.name, MotionLimits(lower=0.0, upper=max(90.0, np.degrees(upper))))


def no_motion(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    for joint in driven(model, "revolute", "prismatic"):
        yield joint.name, _set_limits(joint.name, MotionLimits(lower=0.0, upper=0.0))


def rest_left_out(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    for joint in driven(model, "revolute", "prismatic"):
        upper = (joint.motion_limits and joint.motion_limits.upper) or 0.1
        yield joint.name, _set_limits(joint.name, MotionLimits(lower=0.5 * abs(upper), upper=abs(upper)))


def follower_ratio(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    joints = driven(model, "revolute", "prismatic")
    for first, second in pairwise(joints):
        if first.articulation_type is second.articulation_type:

            def change(changed: ArticulatedObject, a: str = first.name, b: str = second.name) -> None:
                joint_of(changed, b).mimic = Mimic(a, 9.0, 0.0)

            yield second.name, change


def visual_places(model: ArticulatedObject, *shapes: type) -> Iterator[tuple[str, str, int]]:
    for part in model.parts:
        for index, visual in enumerate(part.visuals):
            if isinstance(visual.geometry, shapes or (Box, Cylinder, Sphere, Mesh)):
                yield f"{part.name}/{visual.name}", part.name, index


def unit_slip(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    """One element in millimetres."""
    for label, part, index in visual_places(model, Box, Cylinder, Sphere):

        def change(changed: ArticulatedObject, part: str = part, index: int = index) -> None:
            own = part_of(changed, part).visuals[index]
            own.geometry = scaled(own.geometry, 1000.0)

        yield label, change


def wall_thinned(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    for label, part, index in visual_places(model, Box):

        def change(changed: ArticulatedObject, part: str = part, index: int = index) -> None:
            own = part_of(changed, part).visuals[index]
            sizes = sorted(range(3), key=lambda axis: own.geometry.size[axis])
            own.geometry = Box(
                tuple(1e-5 if axis == sizes[0] else own.geometry.size[axis] for axis in range(3))
            )

        yield label, change


def scaled(shape: Any, factor: float) -> Any:
    if isinstance(shape, Box):
        x, y, z = (factor * extent for extent in shape.size)
        return Box((x, y, z))
    if isinstance(shape, Cylinder):
        return Cylinder(radius=factor * shape.radius, length=factor * shape.length)
    return Sphere(factor * shape.radius)


def rewritten_mesh(
    model: ArticulatedObject,
    scene: Scene,
    folder: Path,
    edit: Callable[[np.ndarray, np.ndarray], Any],
    tag: str,
) -> Iterator[Place]:
    """Places for a fault of a mesh file: every visual with a mesh of its own."""
    for label, part, index in visual_places(model, Mesh):
        element = scene.elements(part)[index]
        vertices, faces = edit(element.mesh.vertices.copy(), element.mesh.faces.copy())
        file = folder / "faulty" / f"{part}-{index}-{tag}.obj"
        file.parent.mkdir(exist_ok=True)
        file.write_text(obj_text(vertices, faces), encoding="utf-8")

        def change(
            changed: ArticulatedObject, part: str = part, index: int = index, file: Path = file
        ) -> None:
            part_of(changed, part).visuals[index].geometry = Mesh(str(file), materialized_path=str(file))

        yield label, change


def mesh_opened(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    yield from rewritten_mesh(model, scene, folder, lambda v, f: (v, f[: int(0.95 * len(f))]), "open")


def mesh_inverted(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    yield from rewritten_mesh(model, scene, folder, lambda v, f: (v, f[:, ::-1]), "inverted")


def nan_origin(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    for label, part, index in visual_places(model):

        def change(changed: ArticulatedObject, part: str = part, index: int = index) -> None:
            own = part_of(changed, part).visuals[index]
            own.origin = Origin((float("nan"), 0.0, 0.0), own.origin.rpy)

        yield label, change


def duplicated(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    for label, part, index in visual_places(model):

        def change(changed: ArticulatedObject, part: str = part, index: int = index) -> None:
            own = part_of(changed, part)
            twin = copy.copy(own.visuals[index])
            twin.name = "twin"
            own.visuals.append(twin)

        yield label, change


def name_twice(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    for part in model.parts:
        if len(part.visuals) > 1:

            def change(changed: ArticulatedObject, name: str = part.name) -> None:
                own = part_of(changed, name)
                own.visuals[1].name = own.visuals[0].name

            yield part.name, change


def mass_slip(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    for part in model.parts:
        if part.inertial is not None:

            def change(changed: ArticulatedObject, name: str = part.name) -> None:
                own = part_of(changed, name).inertial
                assert own is not None
                own.mass *= 1000.0

            yield part.name, change


def inertia_broken(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    for part in model.parts:
        if part.inertial is not None:

            def change(changed: ArticulatedObject, name: str = part.name) -> None:
                own = part_of(changed, name).inertial
                assert own is not None
                own.inertia = Inertia(1e-4, 0.0, 0.0, 1e-4, 0.0, 1e-3)

            yield part.name, change


def two_roots(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    for joint in leaves(model):

        def change(changed: ArticulatedObject, name: str = joint.name) -> None:
            changed.articulations[:] = [each for each in changed.articulations if each.name != name]

        yield joint.name, change


def mesh_missing(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    for label, part, index in visual_places(model, Mesh):

        def change(changed: ArticulatedObject, part: str = part, index: int = index) -> None:
            part_of(changed, part).visuals[index].geometry = Mesh("assets/meshes/nowhere.obj")

        yield label, change


def limits_swapped(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    for joint in driven(model, "revolute", "prismatic"):
        yield joint.name, _set_limits(joint.name, MotionLimits(lower=0.4, upper=-0.4))


def mirrored_off(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    """One of many left and right pairs moved forward by 4 mm or more."""
    names = [visual.name or "" for part in model.parts for visual in part.visuals]
    if sum("left" in name for name in names) < 8:
        return
    for part in model.parts:
        own = {visual.name for visual in part.visuals}
        for index, visual in enumerate(part.visuals):
            if visual.name and "left" in visual.name and visual.name.replace("left", "right") in own:

                def change(changed: ArticulatedObject, part: str = part.name, index: int = index) -> None:
                    own = part_of(changed, part).visuals[index]
                    own.origin = shifted(own.origin, np.array([max(0.004, 0.01 * scene.diagonal), 0.0, 0.0]))

                yield f"{part.name}/{visual.name}", change


def island(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    """A visual hanging in the air beside its part."""
    for part in model.parts:

        def change(changed: ArticulatedObject, name: str = part.name) -> None:
            size = 0.02 * scene.diagonal
            reach = Origin((0.0, 0.0, 2.0 * scene.diagonal))
            part_of(changed, name).visual(Box((size, size, size)), origin=reach, name="stray")

        yield part.name, change


def axis_flipped(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    """A joint that opens the other way, into something: the places where an intersection shows that it does."""
    for joint in driven(model, "revolute", "prismatic"):
        limits = joint.motion_limits
        if limits is None or limits.lower is None or limits.upper is None:
            continue

        def change(changed: ArticulatedObject, name: str = joint.name) -> None:
            own = joint_of(changed, name)
            x, y, z = own.axis
            own.axis = (-x, -y, -z)

        if limits.lower > -0.1 * limits.upper and _collides_newly(model, scene, folder, joint.name, change):
            yield joint.name, change


def limit_doubled(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    """A range twice as far, into something."""
    for joint in driven(model, "revolute", "prismatic"):
        limits = joint.motion_limits
        if limits is None or limits.lower is None or limits.upper is None:
            continue
        change = _set_limits(joint.name, replace(limits, lower=2.0 * limits.lower, upper=2.0 * limits.upper))
        if _collides_newly(model, scene, folder, joint.name, change):
            yield joint.name, change


def _collides_newly(
    model: ArticulatedObject,
    scene: Scene,
    folder: Path,
    name: str,
    change: Callable[[ArticulatedObject], None],
) -> bool:
    """Whether the moved subtree and the rest share much more than before at some of a few poses.

    Plain intersections of whole solids at given poses: nothing of the sweep that is to find the same.
    """
    changed = copy.deepcopy(model)
    change(changed)
    return _common_volume(changed, folder, name) > _common_volume(model, folder, name) + NEW_VOLUME


NEW_VOLUME = 3e-8
"""Cubic metres that are plainly a collision, about a cube of 3 mm."""


def _common_volume(model: ArticulatedObject, folder: Path, name: str) -> float:
    """The most that what moves shares with what does not, over four poses of one joint; cubic metres."""
    scene = Scene(model, asset_root=folder)
    limits = joint_of(model, name).motion_limits
    assert limits is not None
    below = _carried(model, joint_of(model, name))
    worst = 0.0
    for share in (0.25, 0.5, 0.75, 1.0):
        far = max((limits.lower or 0.0, limits.upper or 0.0), key=abs)
        posed = scene.at({name: share * far})
        total = 0.0
        for first in range(len(posed.elements)):
            for second in range(len(posed.elements)):
                if posed.elements[first].part not in below or posed.elements[second].part in below:
                    continue
                low = np.maximum(posed.boxes[first][0], posed.boxes[second][0])
                high = np.minimum(posed.boxes[first][1], posed.boxes[second][1])
                if (high > low).all():
                    place = np.linalg.inv(posed.places[first]) @ posed.places[second]
                    total += volume_in_common(posed.elements[first].form, posed.elements[second].form, place)
        worst = max(worst, total)
    return worst


def origin_shifted(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    """A joint, and what it carries, a twelfth of the object too high."""
    for joint in moving(model):

        def change(changed: ArticulatedObject, name: str = joint.name) -> None:
            own = joint_of(changed, name)
            up = scene.world_from_part()[own.parent][:3, :3].T @ np.array([0.0, 0.0, scene.diagonal / 12.0])
            own.origin = shifted(own.origin, up)

        yield joint.name, change


def parent_swapped(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    """A turning part hung on another leaf, where it is at rest, but away from its hinge."""
    rest = scene.world_from_part()
    tips = [joint.child for joint in leaves(model)]
    for joint in moving(model, "revolute", "continuous"):
        others = [name for name in tips if name not in (joint.child, joint.parent)]
        if joint.child not in tips or not others:
            continue
        away = max(
            others, key=lambda name: float(np.linalg.norm(rest[name][:3, 3] - rest[joint.child][:3, 3]))
        )
        local = np.linalg.inv(rest[away]) @ rest[joint.child]

        def change(
            changed: ArticulatedObject, name: str = joint.name, to: str = away, place: np.ndarray = local
        ) -> None:
            own = joint_of(changed, name)
            x, y, z = (float(value) for value in place[:3, 3])
            own.parent, own.origin = to, Origin((x, y, z), rpy_from_rotation(place[:3, :3]))

        yield f"{joint.name} on {away}", change


def bolts_removed(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    """Two plates with holes in line fastened to a part, and nothing through them."""
    size = 0.1 * scene.diagonal
    for part in model.parts:
        box = scene.in_part_frame(part.name).boxes
        if not len(box):
            continue
        top = box[int(np.argmax(box[:, 1, 2]))]
        centre = 0.5 * (top[0] + top[1])
        middle = scene.world_from_part()[part.name] @ [
            centre[0] + 0.3 * size,
            centre[1],
            top[1, 2] + 0.1 * size,
            1.0,
        ]
        low, high = scene.at_rest().boxes[:, 0], scene.at_rest().boxes[:, 1]
        if ((low < middle[:3] + 0.1 * size) & (high > middle[:3] - 0.1 * size)).all(axis=1).sum() > 1:
            continue  # the holes would be filled by what is there

        def change(
            changed: ArticulatedObject,
            name: str = part.name,
            at: np.ndarray = centre,
            up: float = float(top[1, 2]),
        ) -> None:
            thick, bore = 0.1 * size, min(0.03 * size, 0.006)
            plate = boolean_difference(
                BoxGeometry((size, size, thick)), CylinderGeometry(bore, 1.0).translate(0.3 * size, 0.0, 0.0)
            )
            file = folder / "faulty" / f"{name}-drilled.obj"
            file.parent.mkdir(exist_ok=True)
            file.write_text(obj_text(np.array(plate.vertices), np.array(plate.faces)), encoding="utf-8")
            for number in (0, 1):
                place = Origin((float(at[0]), float(at[1]), up + (0.5 + number) * thick))
                part_of(changed, name).visual(
                    Mesh(str(file), materialized_path=str(file)), origin=place, name=f"drilled_{number}"
                )

        yield part.name, change


def cord_left_behind(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    """A cord tied to a slider at rest, and fixed to what stands still."""
    posed = scene.at()
    for joint in moving(model, "prismatic"):
        if not posed.of_part(joint.child):
            continue
        mine = max(posed.of_part(joint.child), key=lambda index: posed.elements[index].form.volume)
        axis = posed.world_from_part[joint.child][:3, :3] @ np.array(joint.axis, dtype=float)
        axis /= np.linalg.norm(axis)
        vertices = (
            posed.elements[mine].mesh.vertices @ posed.places[mine][:3, :3].T + posed.places[mine][:3, 3]
        )
        end = vertices[int(np.argmin(vertices @ axis))]
        # a thin cord that ends at the back of the slider: as the slider goes, the cord stays
        spot = np.linalg.inv(posed.world_from_part[joint.parent]) @ [*(end - 0.0025 * axis), 1.0]

        def change(changed: ArticulatedObject, name: str = joint.parent, at: np.ndarray = spot) -> None:
            cord = Box((0.005, 0.005, 0.005))
            part_of(changed, name).visual(cord, origin=Origin(tuple(at[:3].tolist())), name="tie_cord")

        if joint.motion_limits is not None and (joint.motion_limits.upper or 0.0) > 0.02:
            yield joint.name, change


def drawer_turned(model: ArticulatedObject, scene: Scene, folder: Path) -> Iterator[Place]:
    """A drawer that opens away from its handle."""
    for joint in moving(model, "prismatic"):
        names = [visual.name or "" for visual in part_of(model, joint.child).visuals]
        if "drawer" not in joint.child or not any("handle" in name or "pull" in name for name in names):
            continue

        def change(changed: ArticulatedObject, name: str = joint.name) -> None:
            own = joint_of(changed, name)
            x, y, z = own.axis
            own.axis = (-x, -y, -z)

        yield joint.name, change


def _one(*codes: str) -> frozenset[str]:
    return frozenset(codes)


KINDS: dict[str, tuple[frozenset[str], Kind]] = {
    "part_lifted": (_one("QC_ISOLATED_PART"), part_lifted),
    "part_pushed_in": (ANY_OVERLAP, part_pushed_in),
    "piece_pushed_in": (ANY_OVERLAP, piece_pushed_in),
    "hardware_removed": (_one("X_NO_HARDWARE_AT_AXIS"), hardware_removed),
    "axis_moved": (_one("X_NO_HARDWARE_AT_AXIS"), axis_moved),
    "obstacle_in_sweep": (_one("X_SWEPT_COLLISION"), obstacle),
    "slide_falls_out": (_one("X_INSERTION", "X_SUPPORT_LOST"), slide_falls_out),
    "degrees_as_radians": (_one("X_JOINT_LIMITS"), degrees_as_radians),
    "no_motion": (_one("X_JOINT_LIMITS"), no_motion),
    "rest_left_out": (_one("X_JOINT_LIMITS"), rest_left_out),
    "follower_ratio": (_one("X_JOINT_LIMITS"), follower_ratio),
    "limits_swapped": (_one("QC_MODEL_VALIDITY"), limits_swapped),
    "two_roots": (_one("QC_SINGLE_ROOT_POLICY"), two_roots),
    "unit_slip": (_one("X_IMPLAUSIBLE_SIZE"), unit_slip),
    "wall_thinned": (_one("X_WALL_THICKNESS"), wall_thinned),
    "mesh_missing": (_one("QC_MESH_ASSETS"), mesh_missing),
    "mesh_opened": (_one("X_MESH_OPEN"), mesh_opened),
    "mesh_inverted": (_one("X_MESH_INVERTED"), mesh_inverted),
    "not_a_number": (_one("X_NON_FINITE"), nan_origin),
    "duplicate": (_one("X_DUPLICATE"), duplicated),
    "name_twice": (_one("X_NAME_HYGIENE"), name_twice),
    "mass_slip": (_one("X_MASS"), mass_slip),
    "inertia_broken": (_one("X_INERTIA"), inertia_broken),
    "mirrored_off": (_one("X_BROKEN_SYMMETRY"), mirrored_off),
    "island": (_one("WARN_DISCONNECTED_GEOMETRY"), island),
    "axis_flipped": (_one("X_SWEPT_COLLISION", "X_INTENT"), axis_flipped),
    "limit_doubled": (_one("X_SWEPT_COLLISION", "X_INSERTION", "X_JOINT_LIMITS"), limit_doubled),
    "origin_shifted": (ANY_OVERLAP | LOOSE | _one("X_NO_HARDWARE_AT_AXIS", "X_FIT"), origin_shifted),
    "parent_swapped": (_one("X_NO_HARDWARE_AT_AXIS"), parent_swapped),
    "bolts_removed": (_one("X_EMPTY_BORE"), bolts_removed),
    "cord_left_behind": (_one("X_ATTACHMENT_LOST"), cord_left_behind),
    "drawer_turned": (_one("X_INTENT", "X_SWEPT_COLLISION"), drawer_turned),
}
"""Kind -> codes any one of which tells it, and the places it can be put."""
