"""The two hinges without leaves that lap: pivots sunk into the ends, and the moulded (living) hinge.

A newcomer's mistake: to expect a living hinge to flex. A URDF has rigid parts only; the web is drawn as a bead
in a groove, which turns about the same line and looks like the moulding at any angle.
"""

from __future__ import annotations

from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.primitives import CylinderGeometry
from sdk.geometry.spans import span_box
from sdk.mechanisms.assembly import BRASS, DARK, PLASTIC, Assembly
from sdk.mechanisms.bores import ROUND, bore, united
from sdk.mechanisms.handle import Handle


def build_concealed(
    bench: Assembly, length: float, pin_radius: float, thickness: float, *, clearance: bool, gap: float
) -> Handle:
    """Two pivots on the parent that run in bushings sunk into the child's ends; pieces and ports as placed."""
    plate, bush = 3.2 * pin_radius, 1.7 * pin_radius
    deep = 3.0 * pin_radius
    pins: list[MeshGeometry] = []
    bushes = MeshGeometry()
    for sign in (1.0, -1.0):
        end = sign * (length / 2)
        pins.append(
            CylinderGeometry(pin_radius, deep + gap, radial_segments=ROUND).translate(
                0, 0, end - sign * (deep - gap) / 2
            )
        )
        pins.append(
            CylinderGeometry(plate, thickness, radial_segments=ROUND).translate(
                0, 0, end + sign * (gap + thickness / 2)
            )
        )
        ring = united(
            [CylinderGeometry(bush, deep + gap, radial_segments=ROUND)],
            less=[bore(pin_radius + gap, 2 * deep)],
        )
        bushes.merge(ring.translate(0, 0, end - sign * (deep + gap) / 2))
    if clearance:
        room = united([bore(pin_radius + gap, length + 2 * gap)])
        bench.cut(bench.child, room, what="pivot bore")
        for sign in (1.0, -1.0):
            seat = bore(plate + gap, thickness + 2 * gap).translate(
                0, 0, sign * (length / 2 + gap + thickness / 2)
            )
            bench.cut(bench.child, seat, what="pivot plate")
    # one piece each end: they do not touch one another, but each touches the parent it is screwed to
    upper, lower = united(pins[:2]), united(pins[2:])
    bench.place(bench.parent, "pivot_top", upper, finish=BRASS)
    bench.place(bench.parent, "pivot_bottom", lower, finish=BRASS)
    bench.place(bench.child, "bushes", bushes, finish=DARK)
    bench.fit("bushes", "pivot_top", gap=gap)
    bench.fit("bushes", "pivot_bottom", gap=gap)
    bench.port("pin_top", bench.parent, (0, 0, length / 2 + gap + thickness))
    bench.port("pin_bottom", bench.parent, (0, 0, -length / 2 - gap - thickness), (0, 0, -1))
    return bench.handle()


def build_living(
    bench: Assembly, length: float, bead: float, thickness: float, leaf: float, child_leaf: float, rest: float
) -> Handle:
    """A bead on the parent's strip in a groove along the child's; pieces ``web_a``, ``web_b``."""
    gap = 0.0001
    web = min(thickness, 0.9 * bead)
    half = length / 2
    strip_a = united(
        [
            CylinderGeometry(bead, length, radial_segments=ROUND),
            span_box(x=(0, leaf), y=(-web / 2, web / 2), z=(-half, half)),
        ]
    )
    strip_b = united(
        [span_box(x=(0, child_leaf), y=(-web / 2, web / 2), z=(-half, half))],
        less=[bore(bead + gap, 2 * length)],
    )
    bench.place(bench.parent, "web_a", strip_a, finish=PLASTIC)
    bench.place(bench.child, "web_b", strip_b.rotate_z(rest), finish=PLASTIC)
    bench.fit("web_b", "web_a", gap=gap)
    bench.port("leaf_a", bench.parent, (leaf, 0, 0), (1, 0, 0))
    outer = MeshGeometry([(child_leaf, 0.0, 0.0)], []).rotate_z(rest).vertices[0]
    bench.port("leaf_b", bench.child, outer, outer)
    return bench.handle()
