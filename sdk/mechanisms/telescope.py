"""`telescope`: tubes nested in each other, one prismatic joint for each stage.

A newcomer's mistake: to model the stages' tubes. They are the hardware here; a stage part needs only what is
fastened to it, such as the grip on the last one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.primitives import CylinderGeometry, DomeGeometry
from sdk.geometry.spans import span_box
from sdk.mechanisms.assembly import (
    DARK,
    GAP,
    RED,
    Assembly,
    length_of,
    moving_joint,
    parts_of,
    point_of,
    require,
)
from sdk.mechanisms.bores import ROUND, bore, united
from sdk.mechanisms.directions import facing
from sdk.mechanisms.handle import Frame, Handle
from sdk.mechanisms.slide import guide_length
from sdk.mechanisms.tubes import inner_radius, inner_span, inner_tube, place_outer, ring_height
from sdk.model.articulation import Articulation
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part, Visual
from sdk.spatial import unit

Lock = Literal["button", "twist"]


def telescope(
    model: ArticulatedObject,
    parent: Part | str,
    stages: Sequence[Part | str],
    *,
    at: Any,
    axis: Sequence[float],
    travel: float,
    diameter: float,
    length: float | None = None,
    engagement: float = 0.2,
    wall: float | None = None,
    spacing: float | None = None,
    side: Sequence[float] | None = None,
    lock: Lock | None = None,
    coupled: bool = True,
    positive: Any = None,
    positive_elem: Visual | str | None = None,
    gap: float = GAP,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """Nested tubes that draw out along the axis; the handle's joint is the first, `joints` are all of them.

    Pieces: ``tube_0`` on the parent, ``tube_1`` ... on the stages, ``lock_0`` ... on all but the last. Ports:
    ``foot`` at the lower end of the outer tube, ``tip`` at the upper end of the last.

    Args:
        model: the object.
        parent: carries the outer tube.
        stages: parts from the outermost moving one to the innermost; each one's frame stands in the middle of
            the tube around it, parallel to the parent's.
        at: middle of the outer tube in the parent's frame.
        axis: out of the mouth.
        travel: of the last stage against the parent; each stage has an equal share.
        diameter: of the outer tube.
        length: of the outer tube; as long as travel and engagement need when left out.
        engagement: share of each tube that stays in the one around it.
        wall: of every tube; a tenth of the outer radius, 0.5 to 2 mm, when left out.
        spacing: between the axes of two equal legs, as under a luggage handle; one leg when left out. A bridge
            joins the legs of every stage but the last, whose grip is yours; ports lie in the middle.
        side: the way from leg to leg, across the axis, and the way a lock's button looks.
        lock: a push button or a twist collar at each mouth.
        coupled: all stages follow the first; otherwise each is free.
        positive: direction in which it draws out, instead of the axis' sign.
        positive_elem: the first stage's visual that it is judged by.
        gap: clearance at lips and feet, on one side.
        name: prefix of joints and visuals.
        material: for all pieces.

    Raises:
        ValidationError: travel longer than the tubes allow, more stages than fit into the diameter.
    """
    require(
        len(stages) > 0, "telescope stages", given=list(stages), wanted="at least one part", code="stages"
    )
    carrier, _, free = parts_of(model, parent, stages[0], "telescope")
    label = name or free
    where = f"telescope {label!r}"
    require(
        0.05 <= engagement <= 0.9, f"{where} engagement", given=engagement, wanted="0.05 to 0.9", code="size"
    )
    way = length_of(travel, f"{where} travel") / len(stages)
    radius = length_of(diameter, f"{where} diameter") / 2
    slack = length_of(gap, f"{where} gap", most=0.001)
    thick = (
        min(max(0.1 * radius, 0.0005), 0.002)
        if wall is None
        else length_of(wall, f"{where} wall", most=radius / 3)
    )
    require(
        lock in (None, "button", "twist"),
        f"{where} lock",
        given=lock,
        wanted="'button', 'twist' or None",
        code="choice",
    )
    apart = (
        0.0
        if spacing is None
        else length_of(spacing, f"{where} spacing", least=2.6 * radius, why="room between the legs")
    )
    step = radius - inner_radius(radius, thick, gap=slack)
    innermost = radius - len(stages) * step
    require(
        innermost > 2.0 * thick,
        f"{where} diameter",
        given=f"{2000 * radius:.4g} mm for {len(stages)} stages",
        wanted=f"at least {2000 * (len(stages) * step + 2.2 * thick):.3g} mm, "
        f"or at most {int((radius - 2 * thick) / step)} stages",
        code="stages",
    )
    long = guide_length(way, length, engagement, where)
    first = model.get_part(stages[0])
    axis, _ = facing(
        model, carrier, first, axis=axis, positive=positive, elem=positive_elem,
        at=point_of(at, f"{where} at"), slides=True, where=where,
    )  # fmt: skip
    joints: list[Articulation] = []
    pieces: dict[str, Any] = {}
    ports: dict[str, Frame] = {}
    along = unit(axis, where=f"{where} axis")
    holder, place = carrier, at
    for row, stage in enumerate(stages):
        moved = model.get_part(stage)
        joint = moving_joint(
            model, label if row == 0 and len(stages) == 1 else f"{label}_{row + 1}", "prismatic", holder, moved,
            at=place, axis=axis, lower=0.0, upper=way, velocity=0.5,
        )  # fmt: skip
        bench = Assembly(model, joint, side=side, material=material)
        bench.spacing = apart
        last = row == len(stages) - 1
        if row == 0:
            place_outer(bench, holder, "tube_0", radius, thick, long, gap=slack)
            bench.port("foot", holder, (0, 0, -long / 2), (0, 0, -1))
        if lock is not None:
            bench.place(
                holder, f"lock_{row}", _lock(lock, radius, long), finish=RED if lock == "button" else DARK
            )
        tube = inner_tube(radius, thick, long, gap=slack, travel=way, lip=not last)
        bottom, top = inner_span(radius, long, gap=slack)
        if last:
            plug = CylinderGeometry(inner_radius(radius, thick, gap=slack), thick, radial_segments=ROUND)
            tube = united([tube, plug.translate(0, 0, top - thick / 2)])
            bench.port("tip", moved, (0, 0, top))
        bench.place(moved, f"tube_{row + 1}", tube)
        if apart > 0.0 and not last:
            _place_bridge(
                bench,
                moved,
                f"bridge_{row + 1}",
                apart,
                inner_radius(radius, thick, gap=slack),
                top,
                top - bottom,
            )
        outer_name = (bench.pieces.get("tube_0") or pieces[f"tube_{row}"]).name
        model.fit(
            moved,
            holder,
            elem_child=bench.pieces[f"tube_{row + 1}"].name,
            elem_parent=outer_name,
            gap=slack,
            kind="sliding",
        )
        joints.append(joint)
        pieces |= bench.pieces
        ports |= bench.ports
        if coupled and row > 0:
            model.couple(joint, joints[0], ratio=1.0)
        holder, place = moved, tuple(((top + bottom) / 2 * along).tolist())
        radius, long = inner_radius(radius, thick, gap=slack), top - bottom
    return Handle(joints[0], pieces, ports, tuple(joints))


def _place_bridge(
    bench: Assembly, part: Part, key: str, apart: float, radius: float, top: float, length: float
) -> None:
    """The yoke that joins the legs of a stage at their upper ends."""
    tall = ring_height(length, radius)
    legs = [bore(radius, 4 * tall).translate(sign * apart / 2, 0, 0) for sign in (-1, 1)]
    rings = [
        CylinderGeometry(1.25 * radius, tall, radial_segments=ROUND).translate(sign * apart / 2, 0, 0)
        for sign in (-1, 1)
    ]
    bar = span_box(x=(-apart / 2, apart / 2), y=(-0.5 * radius, 0.5 * radius), z=(-tall / 2, tall / 2))
    bench.spacing = 0.0
    bench.place(part, key, united([bar, *rings], less=legs).translate(0, 0, top - tall / 2), finish=DARK)
    bench.spacing = apart


def _lock(kind: Lock, radius: float, length: float) -> MeshGeometry:
    """A push button on the outer tube's lip, or a ribbed twist collar around it, below the mouth's rim."""
    tall = ring_height(length, radius)
    middle = length / 2 - 0.6 * tall
    if kind == "button":
        size = 0.45 * tall
        seat = span_box(
            x=(1.0 * radius, 1.2 * radius), y=(-1.4 * size, 1.4 * size), z=(-1.1 * size, 1.1 * size)
        )
        cap = DomeGeometry((size, size, 0.8 * size), radial_segments=24).rotate_y(1.5707963267948966)
        return united(
            [seat, cap.translate(1.2 * radius, 0, 0)], less=[bore(1.02 * radius, 4 * tall)]
        ).translate(0, 0, middle)
    ribs = [
        span_box(
            x=(1.1 * radius, 1.26 * radius), y=(-0.03 * radius, 0.03 * radius), z=(-tall / 2, tall / 2)
        ).rotate_z(0.3927 * k)
        for k in range(16)
    ]
    ring = CylinderGeometry(1.2 * radius, 1.1 * tall, radial_segments=ROUND)
    return united([ring, *ribs], less=[bore(1.05 * radius, 4 * tall)]).translate(0, 0, middle)
