"""Objects in the sizes that verdicts are timed with.

A newcomer's mistake: to read them as examples of good modelling. They repeat one shape until it is enough; what
the checks find in them does not matter, that they look everywhere does.
"""

from __future__ import annotations

from math import cos, pi, sin, tau

from sdk.geometry.export import mesh_from_geometry
from sdk.geometry.lathe import LatheGeometry
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.primitives import BoxGeometry
from sdk.model.articulation import MotionLimits
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.shapes import Box, Cylinder


def chain(count: int = 46) -> ArticulatedObject:
    """Links in a row, each turning on a pin of the one before."""
    model = ArticulatedObject(f"chain_{count}")
    for number in range(count):
        link = model.part(f"link_{number}")
        link.visual(Box((0.08, 0.02, 0.01)), origin=Origin((0.03, 0.0, 0.0)), name="bar")
        link.visual(Cylinder(0.004, 0.01), origin=Origin((0.06, 0.0, 0.01)), name="pin")
        if number:
            model.articulation(
                f"turn_{number}",
                "revolute",
                f"link_{number - 1}",
                link,
                origin=Origin((0.06, 0.0, 0.02)),
                motion_limits=MotionLimits(lower=-0.3, upper=0.3),
            )
    return model


def keyboard(count: int = 45) -> ArticulatedObject:
    """Keys side by side over a bed, each turning a little about the rod at its far edge."""
    model = ArticulatedObject("keyboard")
    bed = model.part("bed")
    bed.visual(Box((0.02 * count + 0.1, 0.2, 0.02)), origin=Origin((0.0, 0.0, 0.01)), name="bed")
    rod = Origin((0.0, -0.06, 0.024), (0.0, pi / 2, 0.0))
    bed.visual(Cylinder(0.004, 0.02 * count + 0.05), origin=rod, name="rod")
    for number in range(count):
        key = model.part(f"key_{number}")
        key.visual(Box((0.018, 0.12, 0.006)), origin=Origin((0.0, 0.064, 0.0)), name="cap")
        model.articulation(
            f"press_{number}",
            "revolute",
            bed,
            key,
            origin=Origin((0.02 * (number - count // 2), -0.06, 0.024)),
            axis=(1.0, 0.0, 0.0),
            motion_limits=MotionLimits(lower=0.0, upper=0.05),
        )
    return model


def machine() -> ArticulatedObject:
    """91 visuals on 10 joints: four tired wheels on steered forks, a drawer and a lid on a ribbed body."""
    model = ArticulatedObject("machine")
    body = model.part("body")
    for rib in range(33):
        place = Origin((0.02 * rib - 0.32, 0.0, 0.3))
        body.visual(Box((0.02, 0.3, 0.1)), origin=place, name=f"rib_{rib}")
    ring = [(0.04 + 0.02 * cos(turn * tau / 24), 0.02 * sin(turn * tau / 24)) for turn in range(24)]
    tire = mesh_from_geometry(LatheGeometry(ring, segments=28).rotate_x(pi / 2), "tire")
    for number, (x, side) in enumerate([(-0.3, -1), (-0.3, 1), (0.3, -1), (0.3, 1)]):
        bracket = Origin((x, 0.21 * side, 0.31))
        body.visual(Box((0.04, 0.12, 0.02)), origin=bracket, name=f"bracket_{number}")
        fork, wheel = model.part(f"fork_{number}"), model.part(f"wheel_{number}")
        fork.visual(Cylinder(0.01, 0.1), origin=Origin((0.0, 0.0, 0.05)), name="stem")
        fork.visual(Box((0.02, 0.08, 0.02)), origin=Origin((0.0, 0.03, -0.01)), name="crown")
        fork.visual(Box((0.02, 0.015, 0.1)), origin=Origin((0.0, 0.0625, -0.07)), name="leg")
        hub = Origin((0.0, 0.0025, 0.0), (pi / 2, 0.0, 0.0))
        wheel.visual(Cylinder(0.03, 0.105), origin=hub, name="hub")
        for copy in range(7):
            wheel.visual(tire, origin=Origin((0.0, 0.01 * (copy - 3), 0.0)), name=f"tire_{copy}")
        model.articulation(
            f"steer_{number}",
            "revolute",
            body,
            fork,
            origin=Origin((x, 0.25 * side, 0.2)),
            axis=(0.0, 0.0, 1.0),
            motion_limits=MotionLimits(lower=-0.5, upper=0.5),
        )
        model.articulation(
            f"spin_{number}",
            "continuous",
            fork,
            wheel,
            origin=Origin((0.0, 0.0, -0.1)),
            axis=(0.0, 1.0, 0.0),
            motion_limits=MotionLimits(effort=10.0, velocity=10.0),
        )
    drawer, lid = model.part("drawer"), model.part("lid")
    drawer.visual(Box((0.3, 0.2, 0.006)), origin=Origin((0.0, 0.0, -0.013)), name="tray")
    for number in range(4):
        runner = Origin((0.0, 0.06 * number - 0.09, -0.005))
        drawer.visual(Box((0.3, 0.02, 0.01)), origin=runner, name=f"runner_{number}")
    lid.visual(Cylinder(0.005, 0.6), origin=Origin(rpy=(0.0, pi / 2, 0.0)), name="pin")
    lid.visual(Box((0.6, 0.27, 0.006)), origin=Origin((0.0, -0.135, 0.0)), name="panel")
    for number in range(3):
        slat = Origin((0.0, -0.08 * number - 0.05, 0.008))
        lid.visual(Box((0.5, 0.02, 0.01)), origin=slat, name=f"slat_{number}")
    model.articulation(
        "draw",
        "prismatic",
        body,
        drawer,
        origin=Origin((0.0, 0.0, 0.25)),
        axis=(1.0, 0.0, 0.0),
        motion_limits=MotionLimits(lower=0.0, upper=0.2),
    )
    model.articulation(
        "lift",
        "revolute",
        body,
        lid,
        origin=Origin((0.0, 0.14, 0.355)),
        axis=(-1.0, 0.0, 0.0),
        motion_limits=MotionLimits(lower=0.0, upper=1.2),
    )
    return model


def faulty_machine() -> ArticulatedObject:
    """The machine as a first draft has it: wheels in the ribs, forks beside them, a drawer through the floor."""
    model = ArticulatedObject("faulty_machine")
    body = model.part("body")
    for rib in range(41):
        place = Origin((0.02 * rib - 0.40, 0.0, 0.3))
        body.visual(Box((0.02, 0.3, 0.1)), origin=place, name=f"rib_{rib}")
    ring = [(0.04 + 0.02 * cos(turn * tau / 24), 0.02 * sin(turn * tau / 24)) for turn in range(24)]
    tire = mesh_from_geometry(LatheGeometry(ring, segments=28).rotate_x(pi / 2), "tire")
    for number, (x, y) in enumerate([(-0.3, -0.25), (-0.3, 0.25), (0.3, -0.25), (0.3, 0.25)]):
        fork, wheel = model.part(f"fork_{number}"), model.part(f"wheel_{number}")
        fork.visual(Cylinder(0.01, 0.1), origin=Origin((0.0, 0.0, 0.05)), name="stem")
        fork.visual(Box((0.02, 0.2, 0.02)), origin=Origin((0.0, -y * 0.28, 0.1)), name="arm")
        wheel.visual(Cylinder(0.03, 0.1), origin=Origin(rpy=(pi / 2, 0.0, 0.0)), name="hub")
        for copy in range(7):
            wheel.visual(tire, origin=Origin((0.0, 0.01 * (copy - 3), 0.0)), name=f"tire_{copy}")
        model.articulation(
            f"steer_{number}",
            "revolute",
            body,
            fork,
            origin=Origin((x, y, 0.2)),
            axis=(0.0, 0.0, 1.0),
            motion_limits=MotionLimits(lower=-0.5, upper=0.5),
        )
        model.articulation(
            f"spin_{number}",
            "continuous",
            fork,
            wheel,
            axis=(0.0, 1.0, 0.0),
            motion_limits=MotionLimits(effort=10.0, velocity=10.0),
        )
    drawer, lid = model.part("drawer"), model.part("lid")
    for runner in range(5):
        drawer.visual(
            Box((0.3, 0.02, 0.01)), origin=Origin((0.0, 0.05 * runner - 0.1, -0.005)), name=f"runner_{runner}"
        )
        lid.visual(
            Box((0.3, 0.02, 0.01)), origin=Origin((0.0, 0.05 * runner - 0.1, 0.005)), name=f"slat_{runner}"
        )
    model.articulation(
        "draw",
        "prismatic",
        body,
        drawer,
        origin=Origin((0.0, 0.0, 0.25)),
        axis=(1.0, 0.0, 0.0),
        motion_limits=MotionLimits(lower=0.0, upper=0.2),
    )
    model.articulation(
        "lift",
        "revolute",
        body,
        lid,
        origin=Origin((0.0, 0.15, 0.35)),
        axis=(1.0, 0.0, 0.0),
        motion_limits=MotionLimits(lower=0.0, upper=1.2),
    )
    return model


def tower(bars: int = 66) -> ArticulatedObject:
    """Four sections of `bars` boxes, each turning on the one below; 264 visuals."""
    model = ArticulatedObject("tower")
    below = None
    for section in range(4):
        part = model.part(f"section_{section}")
        for bar in range(bars):
            size = (0.2, 0.2, 0.02) if bar % 2 else (0.18, 0.18, 0.02)
            part.visual(Box(size), origin=Origin((0.0, 0.0, 0.02 * bar + 0.01)), name=f"bar_{bar}")
        if below is not None:
            model.articulation(
                f"turn_{section}",
                "revolute",
                below,
                part,
                origin=Origin((0.0, 0.0, 0.02 * bars)),
                axis=(0.0, 0.0, 1.0),
                motion_limits=MotionLimits(lower=-1.0, upper=1.0),
            )
        below = part
    return model


def engine(stages: int = 16, blades: int = 60) -> ArticulatedObject:
    """190,000 triangles in about 1,000 components: a hull, and a shaft with discs of loose blades."""
    model = ArticulatedObject("engine")
    case, rotor, mount = model.part("case"), model.part("rotor"), model.part("mount")
    hull = [(0.50, 0.0), (0.52, 0.0)] + [(0.52 + 0.03 * sin(k / 9), k / 40) for k in range(1, 81)]
    hull += [(radius - 0.02, height) for radius, height in reversed(hull[2:])]
    case.visual(mesh_from_geometry(LatheGeometry(hull, segments=200), "hull"), name="hull")
    case.visual(Cylinder(0.51, 0.05), origin=Origin((0.0, 0.0, 0.025)), name="end_plate")
    rotor.visual(Cylinder(0.06, 1.9), origin=Origin((0.0, 0.0, 1.0)), name="shaft")
    drum = [(0.05, -0.05), (0.3, -0.05)] + [(0.3 + 0.01 * sin(k), 0.001 * k - 0.05) for k in range(1, 26)]
    drum += [(0.05, -0.024)]
    for stage in range(stages):
        disc = LatheGeometry(drum, segments=126)
        for blade in range(blades):
            disc.merge(_blade(0.1 + 0.002 * stage).rotate_z(blade * tau / blades))
        place = Origin((0.0, 0.0, 0.15 + 0.11 * stage))
        rotor.visual(mesh_from_geometry(disc, f"stage_{stage}"), origin=place, name=f"stage_{stage}")
    mount.visual(Box((0.2, 0.2, 0.2)), origin=Origin((0.0, 0.0, -0.1)), name="pylon")
    model.articulation("hang", "fixed", case, mount)
    model.articulation(
        "spin",
        "continuous",
        case,
        rotor,
        axis=(0.0, 0.0, 1.0),
        motion_limits=MotionLimits(effort=10.0, velocity=10.0),
    )
    return model


def _blade(length: float) -> MeshGeometry:
    return BoxGeometry((length, 0.002, 0.02)).translate(0.295 + 0.5 * length, 0.0, -0.037)


def comb(count: int) -> ArticulatedObject:
    """Ten drawers of a rack, `count` visuals in all, rails included."""
    model = ArticulatedObject(f"comb_{count}")
    rack = model.part("rack")
    rack.visual(Box((0.01, 0.02, 1.0)), origin=Origin((-0.105, 0.0, 0.45)), name="upright")
    each, left = divmod(count - 1, 20)
    for level in range(10):
        drawer = model.part(f"drawer_{level}")
        for number in range(each + (level < left // 2)):
            at = Origin((0.0, 0.02 * number, 0.1 * level))
            rack.visual(Box((0.2, 0.02, 0.01)), origin=at, name=f"rail_{level}_{number}")
            drawer.visual(
                Box((0.2, 0.02, 0.01)), origin=Origin((0.0, 0.02 * number, 0.01)), name=f"runner_{number}"
            )
        model.articulation(
            f"slide_{level}",
            "prismatic",
            rack,
            drawer,
            origin=Origin((0.0, 0.0, 0.1 * level)),
            axis=(1, 0, 0),
            motion_limits=MotionLimits(lower=0.0, upper=0.1),
        )
    return model


def heap(count: int) -> ArticulatedObject:
    """`count` balls and boxes in 100 parts strewn through each other, on 99 joints: what nobody should send."""
    model = ArticulatedObject(f"heap_{count}")
    previous = model.part("part_0")
    for number in range(1, 100):
        part = model.part(f"part_{number}")
        model.articulation(
            f"joint_{number}",
            "revolute",
            previous if number % 2 else "part_0",
            part,
            axis=(0.0, 0.0, 1.0),
            motion_limits=MotionLimits(lower=-0.5, upper=0.5),
        )
        previous = part
    for number in range(count):
        at = Origin((0.01 * (number % 21), 0.011 * (number // 21 % 23), 0.012 * (number // 483)))
        shape = Box((0.012, 0.012, 0.012)) if number % 3 else Cylinder(0.006, 0.012)
        model.parts[number * 37 % 100].visual(shape, origin=at, name=f"piece_{number}")
    return model


def tiles(count: int) -> ArticulatedObject:
    """Two layers of `count` tiles in all, edge to edge, one sliding a little on the other."""
    model = ArticulatedObject(f"tiles_{count}")
    for layer, part in enumerate((model.part("base"), model.part("top"))):
        for number in range(count // 2):
            at = Origin((0.01 * (number % 50), 0.01 * (number // 50), 0.005 + 0.01 * layer))
            part.visual(Box((0.01, 0.01, 0.01)), origin=at, name=f"tile_{number}")
    limits = MotionLimits(lower=0.0, upper=0.005)
    model.articulation("slide", "prismatic", "base", "top", axis=(1.0, 0.0, 0.0), motion_limits=limits)
    return model
