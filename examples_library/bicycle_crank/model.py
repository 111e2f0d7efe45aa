"""A bicycle crankset: shell with bearing cups, hollow spindle, fluted arms, nested chainrings, two platform pedals.

What it teaches: turning parts that are carried by fits. The spindle runs in two bearings, each pedal on the stub axle
of its arm; chainrings are true toothed profiles of the chain's half-inch pitch, bolted to the arms of a spider.

Frame: x points forward, y to the rider's left along the spindle, z up; the origin lies in the middle of the shell.
The left arm points forward at rest, the right one back; positive turns are forward pedalling.
"""

from __future__ import annotations

from itertools import pairwise
from math import cos, pi, radians, sin, tau

from sdk import (
    ArticulatedObject, Box, Cylinder, ExtrudeWithHolesGeometry, Inertial, LatheGeometry, MotionLimits, Origin,
    TestContext, TestReport, boolean_difference, boolean_union, cylinder_between, hull_plate, mesh_from_geometry,
    rounded, span_box,
)  # fmt: skip

# What a customer chooses.
CRANK = 0.1725  # length of the arms, spindle to pedal axle
TEETH = 50  # of the largest chainring
RINGS = 2
ARMS = 5  # of the spider
SHELL = 0.068  # width of the bottom bracket shell

# Shell and bearings.
CHAIN, SLACK = 0.0127, 0.0002  # pitch of the chain; clearance of bearings on a side
TUBE, SPINDLE, CUP = 0.0205, 0.0120, 0.0225  # radii of shell, spindle and cups
FACE = SHELL / 2 + 0.0085  # |y| of the cups' outer faces
STUB = 0.150  # how much of the frame's tubes is shown

# From the cups outward along y: inner ring, second ring, spider, largest ring, crank arm, pedal.
SHEET, SPIDER = 0.0032, 0.0046  # thickness of chainrings and of the spider
LINE = FACE + 0.0065  # |y| of the spider's inner face
OUTER = (LINE + SPIDER, LINE + SPIDER + SHEET)  # |y| of the largest chainring
INNER = LINE - 2 * SHEET - 0.0044  # |y| of the inner face of the smallest of three
ARM = (OUTER[1] + 0.0040, OUTER[1] + 0.0175)  # |y| of the faces of both crank arms
BOLTS, SMALL_BOLTS, BOLT = 0.055, 0.0365, 0.0045  # radii of the two bolt circles, of a bolt
COUNTS = (TEETH, TEETH - 12, TEETH - 20)[:RINGS]

# Pedals: stub axle and body.
AXLE, REACH, BODY = 0.0045, 0.094, 0.0100  # radius and length of the stub, radius of the body around it
CAGE = (0.094, 0.076, 0.022)  # over the cage: along x, along y, along z
PEDAL = ARM[1] + 0.012 + CAGE[1] / 2  # |y| of its middle
SIDES = ((-1, "right", -1.0), (1, "left", 1.0))  # side along y, name, direction of the arm along x


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, drawn in the part's frame."""
    shape = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(shape, *less) if less else shape
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def across(part, name, material, x, ends, z, radius):
    """An exact round bar along y."""
    middle = Origin((x, (ends[0] + ends[1]) / 2, z), (pi / 2, 0, 0))
    return part.visual(Cylinder(radius, abs(ends[1] - ends[0])), origin=middle, material=material, name=name)


def lathe_y(profile, segments=40):
    """A solid of revolution about y of (radius, y) corners."""
    return LatheGeometry(profile, segments=segments).rotate_x(-pi / 2)


def upright(plate, low: float, high: float):
    """A plate drawn in xy, centred on its thickness `high - low`, set up in the plane xz at y from low to high."""
    return plate.rotate_x(pi / 2).translate(0, (low + high) / 2, 0)


def pitch_radius(teeth: int) -> float:
    """Radius of the circle on which the chain's rollers sit."""
    return CHAIN / (2 * sin(pi / teeth))


def ring_profile(teeth: int):
    """The toothed outline: seats of the rollers, flanks, tips."""
    pitch = pitch_radius(teeth)
    tooth = [(-0.15, pitch - 0.0039), (0.15, pitch - 0.0039), (0.30, pitch - 0.0006), (0.42, pitch + 0.0036),
             (0.58, pitch + 0.0036), (0.70, pitch - 0.0006)]  # fmt: skip
    corners = [((row + share) * tau / teeth, radius) for row in range(teeth) for share, radius in tooth]
    return [(radius * cos(turn), radius * sin(turn)) for turn, radius in corners]


def circle(radius: float, count: int = 40, x: float = 0.0, y: float = 0.0):
    """Corners of a round outline."""
    return [(x + radius * cos(k * tau / count), y + radius * sin(k * tau / count)) for k in range(count)]


def add_shell(model: ArticulatedObject, paint, black, steel):
    """Shell: a tube with the stubs of the frame's tubes, cut open, and the two bearing cups."""
    shell, half = model.part("shell"), SHELL / 2
    stubs = {"seat_tube": (105, 0.0155, 0.0), "down_tube": (46, 0.0180, 0.0), "stay_left": (176, 0.0090, 0.022),
             "stay_right": (176, 0.0090, -0.022)}  # fmt: skip
    room = cylinder_between((0, -1, 0), (0, 1, 0), TUBE - 0.0025, segments=48)
    add(shell, "tube", paint, cylinder_between((0, -half, 0), (0, half, 0), TUBE, segments=48), less=[room])
    for name, (angle, radius, y) in stubs.items():
        turn = radians(angle)
        end = (STUB * cos(turn), 1.3 * y, STUB * sin(turn))
        stub = cylinder_between((0.010 * cos(turn), y, 0.010 * sin(turn)), end, radius, wall=0.0016, segments=28)
        core = cylinder_between((0, -1, 0), (0, 1, 0), TUBE - 0.0012, segments=48)
        add(shell, name, paint, stub, less=[core])
    for side, label, _ in SIDES:
        cup = [(0.0165, half - 0.018), (TUBE - 0.0026, half - 0.018), (TUBE - 0.0026, half), (CUP, half + 0.0003),
               (CUP, FACE - 0.0015), (CUP - 0.0015, FACE), (0.0165, FACE)]  # fmt: skip
        bearing = [(SPINDLE + SLACK, half - 0.006), (0.0168, half - 0.006), (0.0168, FACE - 0.0006),
                   (SPINDLE + SLACK, FACE - 0.0006)]  # fmt: skip
        for name, profile, material in (("cup", cup, black), ("bearing", bearing, steel)):
            mirrored = [(radius, side * y) for radius, y in profile]
            add(shell, f"{name}_{label}", material, lathe_y(mirrored))
        for row in range(8):  # flats for the wrench
            turn = row * tau / 8
            place = Origin((CUP * cos(turn), side * (half + 0.0042), CUP * sin(turn)), (0, -turn, 0))
            shell.visual(Box((0.0016, 0.0052, 0.0075)), origin=place, material=black, name=f"notch_{label}_{row}")
    shell.inertial = Inertial.from_geometry(Cylinder(0.03, SHELL), mass=0.9)
    return shell


def add_arm(crankset, side: int, label: str, way: float, silver, black, steel):
    """A crank arm with its boss on the spindle and the pedal's stub axle; a flute runs along its outer face."""
    low, high = ARM
    ends = sorted((side * low, side * high))
    blade = upright(hull_plate([(0, 0, 0.0195), (way * CRANK, 0, 0.0145)], high - low), *ends)
    waist = [
        rounded((CRANK - 0.070, 0.1, 0.016), 0.0079, edges="y").translate(way * CRANK / 2, 0, edge)
        for edge in (0.0225, -0.0225)
    ]
    flute = rounded((CRANK - 0.062, 0.010, 0.011), 0.0049, edges="y").translate(
        way * CRANK / 2, side * (high + 0.0008), 0
    )
    boss = cylinder_between((0, side * (FACE + 0.0004), 0), (0, side * (low + 0.001), 0), 0.0175, segments=36)
    bore = cylinder_between((0, -1, 0), (0, 1, 0), SPINDLE - 0.0015, segments=36)
    add(crankset, f"arm_{label}", silver, blade, boss, less=[*waist, flute, bore])
    cap = [(0.0, high - 0.004), (0.0118, high - 0.004), (0.0118, high + 0.0010), (0.0100, high + 0.0024),
           (0.0045, high + 0.0024), (0.0045, high - 0.0005), (0.0, high - 0.0005)]  # fmt: skip
    add(crankset, f"cap_{label}", black, lathe_y([(radius, side * y) for radius, y in cap], 28))
    x = way * CRANK
    across(crankset, f"stub_{label}", steel, x, (side * (high - 0.008), side * (high + REACH)), 0, AXLE)
    across(crankset, f"flats_{label}", steel, x, (side * (high - 0.001), side * (high + 0.008)), 0, 0.0085)
    across(
        crankset, f"nut_{label}", steel, x, (side * (PEDAL + CAGE[1] / 2 + 0.0004), side * (high + REACH)),
        0, 0.0062,
    )  # fmt: skip


def add_crankset(model: ArticulatedObject, shell, silver, black, steel):
    """Crankset: spindle, arms, spider and chainrings, turning as one in the bearings."""
    crankset = model.part("crankset")
    ends = ARM[1] - 0.005
    add(
        crankset, "spindle", steel,
        lathe_y([(SPINDLE - 0.002, -ends), (SPINDLE, -ends), (SPINDLE, ends), (SPINDLE - 0.002, ends)]),
    )  # fmt: skip
    for side, label, way in SIDES:
        add_arm(crankset, side, label, way, silver, black, steel)
    star = [
        hull_plate([(0, 0, 0.018), (BOLTS, 0, 0.0085)], SPIDER).rotate_z((row + 0.5) * tau / ARMS)
        for row in range(ARMS)
    ]
    hub = cylinder_between((0, -LINE, 0), (0, -ARM[0] - 0.001, 0), 0.022, segments=36)
    bore = cylinder_between((0, -1, 0), (0, 1, 0), SPINDLE - 0.0015, segments=36)
    plate = upright(boolean_union(star[0], *star[1:]), -LINE - SPIDER, -LINE)
    add(crankset, "spider", silver, plate, hub, less=[bore])
    # (inner face, radius of its bolt circle) of each ring, from the largest.
    places = ((OUTER[0], BOLTS), (LINE - SHEET, BOLTS), (INNER, SMALL_BOLTS))
    for teeth, (face, bolts) in zip(COUNTS, places, strict=False):
        inner = bolts - 0.0075
        holes = [circle(inner, 48)]
        if bolts == BOLTS and teeth == TEETH:  # windows between the bolts lighten the largest ring
            radius = (BOLTS + 0.0075 + pitch_radius(teeth) - 0.0085) / 2
            wide = (pitch_radius(teeth) - 0.0085 - BOLTS - 0.0075) / 2
            turns = [(row + share) * tau / ARMS for row in range(ARMS) for share in (0.83, 1.0, 1.17)]
            size = min(wide, 0.0085, 0.07 * tau / ARMS * radius)
            holes += [circle(size, 20, radius * cos(turn), radius * sin(turn)) for turn in turns]
        ring = ExtrudeWithHolesGeometry(ring_profile(teeth), holes, SHEET)
        add(crankset, f"chainring_{teeth}", black, upright(ring, -face - SHEET, -face))
    for row in range(ARMS):
        turn = (row + 0.5) * tau / ARMS
        spots = [("bolt", BOLTS, -OUTER[1] - 0.0016, -LINE + SHEET * (RINGS > 1) + 0.0016)]
        if RINGS > 2:
            spots.append(("small_bolt", SMALL_BOLTS, -LINE - 0.001, -INNER + 0.0018))
        for name, reach, low, high in spots:
            across(crankset, f"{name}_{row}", steel, reach * cos(turn), (low, high), reach * sin(turn), BOLT)
    crankset.inertial = Inertial.from_geometry(Box((2 * CRANK, 0.12, 0.03)), mass=0.85)
    model.articulation(
        "crank_spin", "continuous", shell, crankset, axis=(0, 1, 0),
        motion_limits=MotionLimits(effort=120.0, velocity=14.0),
    )  # fmt: skip
    for _, label, _ in SIDES:
        model.fit(crankset, shell, elem_child="spindle", elem_parent=f"bearing_{label}", gap=SLACK)
    return crankset


def add_pedal(model: ArticulatedObject, crankset, side: int, label: str, way: float, meshes, black, steel, amber):
    """A platform pedal: bearing body, slotted cage plates with pins, reflectors front and back."""
    pedal = model.part(f"pedal_{label}")
    long, _, tall = CAGE
    for name, material in (("body", steel), ("cage", black)):
        pedal.visual(meshes[name], material=material, name=name)
    for name, x in (("front", 1), ("rear", -1)):
        for row, y in enumerate((-0.026, 0.026)):
            spot = Origin((x * (long / 2 - 0.0035), y, 0))
            pedal.visual(Cylinder(0.0020, tall + 0.005), origin=spot, material=steel, name=f"pin_{name}_{row}")
        reflector = Origin((x * (long / 2 + 0.0012), 0, 0))
        pedal.visual(Box((0.0040, 0.036, 0.012)), origin=reflector, material=amber, name=f"reflector_{name}")
    model.articulation(
        f"pedal_{label}_spin", "continuous", crankset, pedal, origin=Origin((way * CRANK, side * PEDAL, 0)),
        axis=(0, 1, 0), motion_limits=MotionLimits(effort=5.0, velocity=20.0),
    )  # fmt: skip
    model.fit(pedal, crankset, elem_child="body", elem_parent=f"stub_{label}", gap=SLACK)
    pedal.inertial = Inertial.from_geometry(Box(CAGE), mass=0.17)


def pedal_meshes():
    """Body and cage of a pedal, the same on both sides."""
    long, wide, tall = CAGE
    half = wide / 2
    tube = [(AXLE + SLACK, -half), (BODY, -half), (BODY, -half + 0.012), (BODY - 0.0015, -half + 0.014),
            (BODY - 0.0015, half - 0.014), (BODY, half - 0.012), (BODY, half), (AXLE + SLACK, half)]  # fmt: skip
    frame = boolean_difference(
        rounded((long, wide - 0.002, tall), 0.012, edges="z", steps=4),
        rounded((long - 0.014, wide - 0.014, 1.0), 0.008, edges="z", steps=4),
    )
    bar = span_box(x=(-long / 2 + 0.004, long / 2 - 0.004), y=(-0.0045, 0.0045), z=(-0.0055, 0.0055))
    room = cylinder_between((0, -1, 0), (0, 1, 0), BODY - 0.0010, segments=40)
    scoop = [
        rounded((long - 0.040, 1.0, 0.012), 0.0059, edges="y", steps=4).translate(0, 0, z) for z in (0.0155, -0.0155)
    ]
    cage = boolean_difference(boolean_union(frame, bar), room, *scoop)
    return {"body": mesh_from_geometry(lathe_y(tube, 32), "pedal_body"), "cage": mesh_from_geometry(cage, "pedal_cage")}


def build_object_model() -> ArticulatedObject:
    """The crankset in its shell, left arm forward, pedals level."""
    model = ArticulatedObject("bicycle_crank")
    paint = model.material("teal_frame_paint", rgba=(0.08, 0.36, 0.40, 1.0))
    silver = model.material("polished_alloy", rgba=(0.76, 0.77, 0.79, 1.0))
    black = model.material("anodised_black", rgba=(0.12, 0.12, 0.13, 1.0))
    steel = model.material("hardened_steel", rgba=(0.55, 0.56, 0.58, 1.0))
    amber = model.material("amber_reflector", rgba=(1.0, 0.58, 0.10, 1.0))
    shell = add_shell(model, paint, black, steel)
    crankset = add_crankset(model, shell, silver, black, steel)
    meshes = pedal_meshes()
    for side, label, way in SIDES:
        add_pedal(model, crankset, side, label, way, meshes, black, steel, amber)
    model.anchor(shell, to="wall")  # the frame is held, as in a work stand
    return model


def run_tests() -> TestReport:
    """Forward pedalling goes forward, rings have their teeth and their places, pedals turn free of the arms."""
    ctx = TestContext(object_model)
    ctx.expect_moves("pedal_left", "crank_spin", "down", min_distance=0.1)
    ctx.expect_moves("pedal_right", "crank_spin", "up", min_distance=0.1)
    for teeth in COUNTS:
        low, high = ctx.part_element_world_aabb("crankset", elem=f"chainring_{teeth}")
        tip = (high[2] - low[2]) / 2
        ctx.check(
            f"{teeth} teeth at the chain's pitch", abs(tip - pitch_radius(teeth) - 0.0036) < 6e-4,
            f"{tip:.4f} m",
        )  # fmt: skip
    for big, small in pairwise(COUNTS):
        ctx.expect_gap("crankset", "crankset", axis="y", min_gap=0.003, positive_elem=f"chainring_{small}",
                       negative_elem=f"chainring_{big}", name=f"the chain fits between {big} and {small}")  # fmt: skip
    for side, label, way in SIDES:
        ctx.expect_within("crankset", "shell", axes="xz", inner_elem="spindle", outer_elem=f"bearing_{label}")
        ctx.expect_overlap(
            "crankset", "shell", axes="y", min_overlap=0.010, elem_a="spindle", elem_b=f"bearing_{label}"
        )
        place = ctx.part_world_position(f"pedal_{label}")
        ctx.check(f"the {label} pedal is at the arm's end", abs(place[0] - way * CRANK) < 1e-6, f"{place}")
        inward, arm = {"name": f"the {label} pedal clears its arm"}, f"arm_{label}"
        pair = (f"pedal_{label}", "crankset") if side > 0 else ("crankset", f"pedal_{label}")
        elems = ("cage", arm) if side > 0 else (arm, "cage")
        ctx.expect_gap(*pair, axis="y", min_gap=0.004, positive_elem=elems[0], negative_elem=elems[1], **inward)
        with ctx.pose(crank_spin=0.0 if side < 0 else pi):  # the arm then lies along the chain stay
            pair = ("crankset", "shell") if side > 0 else ("shell", "crankset")
            elems = (arm, f"stay_{label}") if side > 0 else (f"stay_{label}", arm)
            ctx.expect_gap(*pair, axis="y", min_gap=0.004, positive_elem=elems[0], negative_elem=elems[1],
                           name=f"the {label} arm passes the chain stay")  # fmt: skip
    return ctx.report()


object_model = build_object_model()
