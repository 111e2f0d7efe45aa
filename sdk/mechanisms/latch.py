"""`latch`: a sliding bolt with its strike plate, which keeps another joint shut until the bolt is drawn.

A newcomer's mistake: to give the bolt its thrown pose at the far limit. It is modelled thrown, at 0, and drawn
at its travel; the joint it blocks may leave 0 only then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.primitives import CylinderGeometry, SphereGeometry
from sdk.geometry.spans import span_box
from sdk.mechanisms.assembly import BRASS, DARK, GAP, Assembly, length_of, require
from sdk.mechanisms.bores import ROUND, bore, united
from sdk.mechanisms.handle import Handle
from sdk.mechanisms.slide import guide_length, slide
from sdk.mechanisms.tubes import WALL_SHARE, inner_radius, inner_span, ring_height
from sdk.model.articulation import Articulation
from sdk.model.kinematics import KinematicTree
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part
from sdk.spatial import Array, invert_rigid

ENGAGEMENT = 0.25
"""Share of the rod that stays in its sleeve when it is drawn."""
ENTERS = 0.85
"""How far the bolt enters the strike, of the travel at which the blocked joint is free."""


def latch(
    model: ArticulatedObject,
    parent: Part | str,
    bolt: Part | str,
    *,
    at: Any,
    axis: Sequence[float],
    travel: float,
    blocks: Articulation | Handle | str,
    strike: Part | str | None = None,
    plate: bool = True,
    diameter: float = 0.012,
    length: float | None = None,
    enters: float | None = None,
    reveal: float | None = None,
    free_from: float = 0.9,
    grip: bool = True,
    gap: float = GAP,
    clearance: bool = True,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """A round bolt in a sleeve that enters a strike plate, with the interlock that holds the blocked joint.

    The sleeve reaches ``length / 2`` to both sides of `at`; the strike's face lies `reveal` past its lower end,
    against `axis`. Pieces: ``sleeve``, ``rod``, ``tongue``, ``grip``, and on the other part ``strike``. Ports: those
    of `slide`, ``strike`` on the plate's face, ``grip``.

    Args:
        model: the object.
        parent: carries the sleeve.
        bolt: the part that slides; its frame stands at `at`.
        at: middle of the sleeve in the parent's frame.
        axis: the way the bolt is drawn.
        travel: from thrown to drawn.
        blocks: the joint that is held at 0, its handle or its name.
        strike: the part with the strike plate; the blocked joint's other part when left out.
        plate: make the strike plate; otherwise only the bore for the bolt in the strike's own closed solids.
        diameter: of the sleeve.
        length: of the sleeve; as travel needs when left out.
        enters: how far the bolt is in the strike when thrown; 0.85 of the travel at which the joint is free.
        reveal: from sleeve to strike; an eighth of the diameter, at least 1 mm.
        free_from: share of the travel from which the blocked joint is free.
        grip: a ball on the rod's outer end.
        gap: sliding clearance on one side.
        clearance: bore the strike's own closed solids for the bolt.
        name: of the joint, and prefix of its visuals.
        material: for all pieces, instead of the usual finishes.

    Raises:
        ValidationError: travel longer than the sleeve allows, a bolt that would not leave the strike, an unknown
            joint, a strike that nothing joins to the parent, a share outside 0 to 1.
    """
    way = length_of(travel, "latch travel")
    require(0.0 < free_from <= 1.0, "latch free_from", given=free_from, wanted="more than 0 and at most 1")
    held = model.get_articulation(blocks if isinstance(blocks, str) else blocks.name)
    carrier = model.get_part(parent)
    wide = length_of(diameter, "latch diameter", least=20 * gap)
    space = max(wide / 8, 0.001) if reveal is None else length_of(reveal, "latch reveal")
    free = free_from * way
    deep = ENTERS * free if enters is None else length_of(enters, "latch enters")
    require(
        deep <= free + 0.5 * space, "latch enters", given=f"{deep * 1000:.4g} mm",
        wanted=f"at most {(free + 0.5 * space) * 1000:.4g} mm, out of the strike after {free * 1000:.4g} mm of travel",
        code="travel",
    )  # fmt: skip
    receiver = _receiver(model, carrier, held, strike)
    long = guide_length(way, length, ENGAGEMENT, "latch")
    made = slide(
        model, carrier, bolt, at=at, axis=axis, travel=way, style="tube", width=wide, length=long,
        engagement=ENGAGEMENT, gap=gap, name=name, material=material,
    )  # fmt: skip
    model.interlock(held, {made.joint.name: (free, way)})

    bench = Assembly(model, made.joint, material=material)
    rod = inner_radius(wide / 2, WALL_SHARE * wide / 2, gap=gap)
    low, high = inner_span(wide / 2, long, gap=gap)
    tip = -long / 2 - space - deep
    overlap = 0.5 * ring_height(long, wide / 2)
    bench.place(bench.child, "tongue", _tongue(rod, tip, low + overlap), finish=DARK)
    if grip:
        ball = SphereGeometry(0.45 * wide, width_segments=32, height_segments=20)
        bench.place(bench.child, "grip", ball.translate(0, 0, high + 0.35 * wide), finish=BRASS)
    bench.port("grip", bench.child, (0, 0, high + 0.8 * wide * grip))
    world = KinematicTree(model, parts=[carrier.name, receiver.name]).world_from_part()
    receiver_from_parent = invert_rigid(world[receiver.name]) @ world[carrier.name]
    bench.frames[receiver.name] = receiver_from_parent @ bench.parent_from_joint
    face = -long / 2 - space
    if clearance:
        room = bore(rod + 2 * gap, deep + 2 * gap).translate(0, 0, face - deep / 2 - gap)
        bench.cut(receiver, room, what="bore of the strike")
    if plate:
        lie = _along(held, world, receiver_from_parent @ bench.parent_from_joint, receiver)
        thick = min(max(0.0015, 0.15 * wide), 0.6 * deep)
        shape = _strike(rod + 2 * gap, wide, thick).rotate_z(lie).translate(0, 0, face - thick / 2)
        bench.place(receiver, "strike", shape)
    bench.port("strike", receiver, (0, 0, face))
    return Handle(made.joint, {**made.pieces, **bench.pieces}, {**made.ports, **bench.ports}, (made.joint,))


def _receiver(model: ArticulatedObject, carrier: Part, held: Articulation, strike: Part | str | None) -> Part:
    """The part that the bolt enters.

    Raises:
        ValidationError: neither side of the blocked joint carries the bolt and none was given, or the same part.
    """
    sides = (held.parent, held.child)
    if strike is None:
        require(
            carrier.name in sides, "latch strike", given=None,
            wanted=f"the part that the bolt enters, as {carrier.name!r} is not joined by {held.name!r}", code="choice",
        )  # fmt: skip
        return model.get_part(sides[0] if sides[1] == carrier.name else sides[1])
    receiver = model.get_part(strike)
    require(
        receiver is not carrier, "latch strike", given=receiver.name, wanted="a part without the sleeve",
        code="choice",
    )  # fmt: skip
    return receiver


def _along(
    held: Articulation, world: Mapping[str, Array], receiver_from_joint: Array, receiver: Part
) -> float:
    """Angle about the bolt at which a strike lies along the blocked joint's axis, as on the edge of a door."""
    parent_axis = np.asarray(held.axis, dtype=float)
    if held.parent not in world:
        return 0.0
    joint_from_world = invert_rigid(world[receiver.name] @ receiver_from_joint)[:3, :3]
    across = joint_from_world @ world[held.parent][:3, :3] @ parent_axis
    return float(np.arctan2(across[1], across[0])) if float(np.hypot(*across[:2])) > 0.05 else 0.0


def _tongue(radius: float, tip: float, end: float) -> MeshGeometry:
    """The end of the rod that enters the strike, its edge broken."""
    soft = min(0.25 * radius, 0.2 * (end - tip))
    rod = CylinderGeometry(radius, end - tip - soft, radial_segments=ROUND).translate(
        0, 0, (end + tip + soft) / 2
    )
    nose = CylinderGeometry(radius - soft, end - tip, radial_segments=ROUND).translate(0, 0, (end + tip) / 2)
    return united([rod, nose])


def _strike(hole: float, wide: float, thick: float) -> MeshGeometry:
    """A plate, long along x, with the bolt's hole and two countersunk screws flush with its face."""
    half = 1.9 * wide
    body = span_box(x=(-half, half), y=(-0.8 * wide, 0.8 * wide), z=(-thick / 2, thick / 2))
    corners = [
        CylinderGeometry(0.8 * wide, thick, radial_segments=ROUND).translate(sign * half, 0, 0)
        for sign in (1, -1)
    ]
    head = united(
        [CylinderGeometry(0.36 * wide, thick, radial_segments=ROUND)], less=[bore(0.31 * wide, 2 * thick)]
    )
    slot = span_box(x=(-0.3 * wide, 0.3 * wide), y=(-0.05 * wide, 0.05 * wide), z=(-thick / 2, thick / 2))
    cutters = [bore(hole, 3 * thick)]
    for sign in (1, -1):
        cutters += [
            piece.copy().translate(sign * 1.7 * wide, 0, 0.8 * thick)
            for piece in (head, slot.copy().rotate_z(0.6 * sign))
        ]
    return united([body, *corners], less=cutters)
