"""Programs in the sizes that compiles are measured with, as text.

A newcomer's mistake: to read them as examples of good modelling. They repeat one shape until it is enough.
"""

from __future__ import annotations

_HEAD = """from __future__ import annotations
import math
from sdk import ArticulatedObject, ArticulationType, Box, BoxGeometry, Cylinder, CylinderGeometry
from sdk import ExtrudeGeometry, LatheGeometry, MotionLimits, Origin, TestContext, TestReport
from sdk import boolean_difference, boolean_union, mesh_from_geometry, rounded_rect_profile

model = ArticulatedObject("{name}")
"""
_TAIL = """
object_model = model

def run_tests() -> TestReport:
    return TestContext(object_model).report()
"""


def _program(name: str, body: str, *, imports: str = "") -> str:
    return _HEAD.format(name=name) + imports + body + _TAIL


EMPTY = _program("empty", 'model.part("base").visual(Box((0.1, 0.1, 0.1)), name="body")\n')

TOWER = _program(
    "tower",
    """
below = None
for section in range(4):
    part = model.part(f"section_{section}")
    for bar in range(66):
        place = Origin(xyz=(0.0, 0.0, 0.02 * bar + 0.01))
        size = (0.2, 0.2, 0.02) if bar % 2 else (0.18, 0.18, 0.02)
        part.visual(Box(size), origin=place, name=f"bar_{bar}")
    if below is not None:
        model.articulation(
            f"turn_{section}", ArticulationType.REVOLUTE, below, part, origin=Origin(xyz=(0.0, 0.0, 1.32)),
            axis=(0.0, 0.0, 1.0), motion_limits=MotionLimits(lower=-1.0, upper=1.0),
        )
    below = part
""",
)

KEYBOARD = _program(
    "keyboard",
    """
base = model.part("base")
base.visual(Box((1.0, 0.2, 0.02)), origin=Origin(xyz=(0.0, 0.0, 0.01)), name="bed")
for key in range(45):
    part = model.part(f"key_{key}")
    part.visual(Box((0.018, 0.12, 0.01)), origin=Origin(xyz=(0.0, 0.06, 0.005)), name="cap")
    model.articulation(
        f"press_{key}", ArticulationType.REVOLUTE, base, part,
        origin=Origin(xyz=(-0.44 + 0.02 * key, -0.06, 0.02)), axis=(1.0, 0.0, 0.0),
        motion_limits=MotionLimits(lower=0.0, upper=0.05),
    )
""",
)

QUAD = _program(
    "quad",
    """
body = model.part("body")
for rib in range(43):
    body.visual(Box((0.02, 0.3, 0.1)), origin=Origin(xyz=(0.02 * rib - 0.42, 0.0, 0.3)), name=f"rib_{rib}")
ring = [(0.04 + 0.02 * math.cos(t * math.tau / 24), 0.02 * math.sin(t * math.tau / 24)) for t in range(24)]
for index, (x, y) in enumerate([(-0.3, -0.25), (-0.3, 0.25), (0.3, -0.25), (0.3, 0.25)]):
    wheel = model.part(f"wheel_{index}")
    rubber = mesh_from_geometry(LatheGeometry(ring, segments=28).rotate_x(math.pi / 2), "rubber")
    hub = Cylinder(radius=0.03, length=0.2)
    wheel.visual(hub, origin=Origin(rpy=(math.pi / 2, 0.0, 0.0)), name="hub")
    for copy in range(11):
        shift = Origin(xyz=(0.0, 0.01 * (copy - 5), 0.0))
        wheel.visual(rubber, origin=shift, name=f"rubber_{copy}")
    model.articulation(
        f"spin_{index}", ArticulationType.CONTINUOUS, body, wheel, origin=Origin(xyz=(x, y, 0.3)),
        axis=(0.0, 1.0, 0.0), motion_limits=MotionLimits(effort=10.0, velocity=10.0),
    )
""",
)

TELESCOPE = _program(
    "telescope",
    """
base = model.part("base")
base.visual(Cylinder(radius=0.15, length=2.2), origin=Origin(xyz=(0.0, 0.0, 1.1)), name="mast")
lying = Origin(xyz=(0.0, 0.0, 2.2), rpy=(math.pi / 2, 0.0, 0.0))
base.visual(Cylinder(radius=0.05, length=0.6), origin=lying, name="axle")
dish = model.part("dish")
for side in (-1, 1):
    dish.visual(Box((0.2, 0.05, 0.5)), origin=Origin(xyz=(0.0, 0.325 * side, 0.2)), name=f"lug_{side}")
curve = [(r / 20, 0.4 * (r / 20) ** 2) for r in range(61)]
outline = [*curve, *((r, z + 0.05) for r, z in reversed(curve))]
bowl = LatheGeometry(outline, segments=250)
dish.visual(mesh_from_geometry(bowl, "bowl"), origin=Origin(xyz=(0.0, 0.0, 0.40)), name="bowl")
model.articulation(
    "tilt", ArticulationType.REVOLUTE, base, dish, origin=Origin(xyz=(0.0, 0.0, 2.2)), axis=(0.0, 1.0, 0.0),
    motion_limits=MotionLimits(lower=0.0, upper=0.3),
)
""",
)

MIXER = _program(
    "mixer",
    """
base = model.part("base")
body = cq.Workplane("XY").box(0.3, 0.2, 0.04).edges("|Z").fillet(0.03)
body = body.union(cq.Workplane("XY").center(-0.1, 0).circle(0.05).extrude(0.3))
base.visual(mesh_from_cadquery(body, "body", tolerance=0.0005), name="body")
head = model.part("head")
shell = cq.Workplane("YZ").circle(0.06).extrude(0.3).faces("<X or >X").edges().fillet(0.02)
head.visual(mesh_from_cadquery(shell, "shell", tolerance=0.0005), name="shell")
bowl = cq.Workplane("XY").circle(0.08).workplane(offset=0.1).circle(0.1).loft()
hollow = cq.Workplane("XY").workplane(offset=0.01).circle(0.074).workplane(offset=0.1).circle(0.096).loft()
bowl = bowl.cut(hollow)
base.visual(
    mesh_from_cadquery(bowl, "bowl", tolerance=0.0002), origin=Origin(xyz=(0.08, 0.0, 0.02)), name="bowl"
)
model.articulation(
    "tilt", ArticulationType.REVOLUTE, base, head, origin=Origin(xyz=(-0.15, 0.0, 0.36)),
    axis=(0.0, -1.0, 0.0), motion_limits=MotionLimits(lower=0.0, upper=0.8),
)
""",
    imports="import cadquery as cq\nfrom sdk import mesh_from_cadquery\n",
)

WHEEL = _program(
    "wheel",
    """
fork = model.part("fork")
fork.visual(Cylinder(radius=0.006, length=0.16), origin=Origin(rpy=(0.0, math.pi / 2, 0.0)), name="axle")
wheel = model.part("wheel")
spokes = WheelSpokes("straight", count=10, thickness=0.012)
hub, bore = WheelHub(0.018, 0.034), WheelBore(diameter=0.0121)
rim = WheelGeometry(0.085, 0.03, rim=WheelRim(inner_radius=0.07), hub=hub, spokes=spokes, bore=bore)
wheel.visual(mesh_from_geometry(rim, "rim"), name="rim")
tread = TireTread("block", depth=0.002, count=24)
tire = TireGeometry(0.1, 0.034, inner_radius=0.0848, tread=tread, grooves=(TireGroove(0.0, 0.003, 0.002),))
wheel.visual(mesh_from_geometry(tire, "tire"), name="tire")
limits = MotionLimits(effort=10.0, velocity=10.0)
model.articulation("spin", ArticulationType.CONTINUOUS, fork, wheel, axis=(1.0, 0.0, 0.0), motion_limits=limits)
""",
    imports="from sdk import TireGeometry, TireGroove, TireTread\n"
    "from sdk import WheelBore, WheelGeometry, WheelHub, WheelRim, WheelSpokes\n",
)

CUT_RING = _program(
    "cut_ring",
    """
fork = model.part("fork")
fork.visual(Cylinder(radius=0.0084, length=0.16), origin=Origin(rpy=(math.pi / 2, 0.0, 0.0)), name="axle")
wheel = model.part("wheel")
section = [(0.17 + 0.03 * math.cos(t * math.tau / 48), 0.03 * math.sin(t * math.tau / 48)) for t in range(48)]
tire = LatheGeometry(section, segments=240)
grooves = BoxGeometry((0.02, 0.01, 0.08)).translate(0.2, 0.0, 0.0)
for groove in range(1, 24):
    block = BoxGeometry((0.02, 0.01, 0.08)).translate(0.2, 0.0, 0.0)
    grooves.merge(block.rotate_z(groove * math.tau / 24))
tire = boolean_difference(tire, grooves)
wheel.visual(mesh_from_geometry(tire.rotate_x(math.pi / 2), "tire"), name="tire")
rim = LatheGeometry([(0.12, -0.02), (0.15, -0.02), (0.15, 0.02), (0.12, 0.02)], segments=96)
for spoke in range(10):
    arm = BoxGeometry((0.12, 0.012, 0.012)).translate(0.07, 0.0, 0.0).rotate_z(spoke * math.tau / 10)
    rim = boolean_union(rim, arm)
rim = boolean_union(rim, CylinderGeometry(0.03, 0.05))
rim = boolean_difference(rim, CylinderGeometry(0.0085, 0.1))
wheel.visual(mesh_from_geometry(rim.rotate_x(math.pi / 2), "rim"), name="rim")
limits = MotionLimits(effort=10.0, velocity=10.0)
model.articulation(
    "spin", ArticulationType.CONTINUOUS, fork, wheel, axis=(0.0, 1.0, 0.0), motion_limits=limits
)
""",
)

ENGINE = _program(
    "engine",
    """
case = model.part("case")
hull = [(0.50, 0.0), (0.52, 0.0)] + [(0.52 + 0.03 * math.sin(k / 9), k / 40) for k in range(1, 81)]
hull += [(r - 0.02, z) for r, z in reversed(hull[2:])]
case.visual(mesh_from_geometry(LatheGeometry(hull, segments=200), "hull"), name="hull")
rotor = model.part("rotor")
rotor.visual(Cylinder(radius=0.06, length=1.9), origin=Origin(xyz=(0.0, 0.0, 1.0)), name="shaft")
for stage in range(16):
    rim = 0.3 + 0.004 * stage
    drum = [(0.05, -0.05), (rim, -0.05)]
    drum += [(rim + 0.01 * math.sin(k), 0.001 * k - 0.05) for k in range(1, 26)] + [(0.05, -0.024)]
    disc = mesh_from_geometry(LatheGeometry(drum, segments=144), f"stage_{stage}")
    place = Origin(xyz=(0.0, 0.0, 0.15 + 0.11 * stage))
    rotor.visual(disc, origin=place, name=f"stage_{stage}")
mount = model.part("mount")
mount.visual(Box((0.2, 0.2, 0.2)), origin=Origin(xyz=(0.0, 0.0, -0.1)), name="pylon")
case.visual(Box((0.1, 0.1, 0.05)), origin=Origin(xyz=(0.0, 0.0, 0.025)), name="bearing")
model.articulation("hang", ArticulationType.FIXED, case, mount)
limits = MotionLimits(effort=10.0, velocity=10.0)
model.articulation(
    "spin", ArticulationType.CONTINUOUS, case, rotor, axis=(0.0, 0.0, 1.0), motion_limits=limits
)
""",
)
