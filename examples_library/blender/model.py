"""A jar blender: a jar that lifts off its coupling, a lid with a filler cap, blades, a dial and buttons.

What it teaches: a drive that can be parted. The coupling in the base turns the blades in the jar (`couple`),
but only with the jar seated (`interlock`); the dogs of the two halves slide out of each other as the jar lifts.

Frame: x points to the user with the controls, z up; the origin lies on the table under the jar's axis.
"""

from __future__ import annotations

from math import atan2, cos, exp, pi, sin

from sdk import (
    ArticulatedObject, Box, Cylinder, Inertial, LatheGeometry, LoftGeometry, MotionLimits, Origin,
    TestContext, TestReport, bent_tube, boolean_difference, boolean_intersection, boolean_union, button,
    cylinder_between, foot, hull_plate, knob, mesh_from_geometry, rounded, span_box, superellipse_profile,
)  # fmt: skip

# What a customer chooses.
JAR_HEIGHT = 0.190  # of the glass
JAR_WIDTH = 0.128  # of the glass at its rim
BASE_HEIGHT = 0.150
BUTTONS = 3
BLADES = 4

# The base, a tapering housing; its front leans back.
FEET, BASE_LOW, BASE_TOP = 0.008, 0.190, 0.138  # underside, and widths below and at the top
LEAN = atan2((BASE_LOW - BASE_TOP) / 2, BASE_HEIGHT - FEET)
BOSS, BOSS_HEIGHT, WELL = 0.048, 0.022, 0.0205  # the seat of the jar: radius, height, and the coupling's well
SLACK = 0.0005  # of everything that is put on or pulled out

# The jar, in its own frame on the base's top.
COLLAR, GLASS = 0.040, 0.0032  # height of the collar under the glass, and the glass
RIM = COLLAR - 0.001 + JAR_HEIGHT
JAR_LOW = 0.104  # width of the glass at its bottom
SHAFT, JAR_LIFT = 0.0040, 0.017  # radius of the blades' shaft; how far the jar lifts on its seat
PLUG, LID_LIFT = 0.030, 0.021  # depth of the lid's plug in the jar, and how far it lifts
FILLER, CAP_LIFT = 0.024, 0.024  # radius of the lid's opening, and how far its cap lifts


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    shape = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(shape, *less) if less else shape
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def ring(width: float, z: float, spout: float = 0.0, exponent: float = 3.0):
    """A rounded square at a height, drawn out to a spout towards +y by a share of its width."""
    loop = []
    for x, y in superellipse_profile(width, width, exponent, segments=40):
        out = 1 + spout * exp(-((atan2(y, x) - pi / 2) ** 2) / 0.06)
        loop.append((x * out, y * out, z))
    return loop


def star(radius: float, width: float, low: float, high: float):
    """The six dogs of a coupling between two heights."""
    bars = [span_box(x=(-radius, radius), y=(-width / 2, width / 2), z=(low, high)) for _ in range(3)]
    return boolean_union(*(bar.rotate_z(turn * pi / 3) for turn, bar in enumerate(bars)))


def add_base(model: ArticulatedObject, shell, dark):
    """Base: the motor's housing with the jar's seat, a control panel, a vent behind and feet."""
    base = model.part("base")
    rise = BASE_HEIGHT - FEET
    levels = [
        (FEET, BASE_LOW - 0.012), (FEET + 0.006, BASE_LOW),
        (FEET + 0.45 * rise, 0.55 * BASE_LOW + 0.45 * BASE_TOP), (BASE_HEIGHT - 0.008, BASE_TOP + 0.003),
        (BASE_HEIGHT - 0.002, BASE_TOP - 0.004), (BASE_HEIGHT, BASE_TOP - 0.014),
    ]  # fmt: skip
    housing = LoftGeometry([ring(width, z, exponent=3.6) for z, width in levels])
    well = cylinder_between((0, 0, BASE_HEIGHT - 0.006), (0, 0, 1), WELL, segments=40)
    add(base, "housing", shell, housing, less=[well])
    seat = [
        (WELL, -0.004), (BOSS + 0.006, -0.004), (BOSS + 0.006, 0.002), (BOSS, 0.002),
        (BOSS, BOSS_HEIGHT - 0.002), (BOSS - 0.002, BOSS_HEIGHT), (WELL, BOSS_HEIGHT),
    ]  # fmt: skip
    add(base, "seat", dark, LatheGeometry(seat, segments=40).translate(0, 0, BASE_HEIGHT))
    for x in (-1, 1):
        for y in (-1, 1):
            foot(model, base, at=(x * 0.062, y * 0.062, FEET + 0.001), diameter=0.024, height=FEET + 0.001)
    for row in range(5):
        z = FEET + (0.25 + 0.09 * row) * rise
        x = -BASE_LOW / 2 + (z - FEET) * (BASE_LOW - BASE_TOP) / 2 / rise
        slat = rounded((0.006, 0.070, 0.004), 0.0019, edges="x", steps=2).translate(x + 0.0012, 0, z)
        add(base, f"vent_{row}", dark, slat)
    bulk = Box((BASE_TOP, BASE_TOP, BASE_HEIGHT))
    base.inertial = Inertial.from_geometry(bulk, mass=2.4, origin=Origin((0, 0, 0.42 * BASE_HEIGHT)))
    return base


def add_controls(model: ArticulatedObject, base, dark, trim, red):
    """Controls: a dial over a row of push buttons on a panel that leans with the housing's front."""
    tall, wide, thick = 0.088, 0.116, 0.014
    middle = FEET + 0.50 * (BASE_HEIGHT - FEET)
    x = BASE_LOW / 2 - 0.5 * (BASE_LOW - BASE_TOP) / 2
    normal, up = (cos(LEAN), 0, sin(LEAN)), (-sin(LEAN), 0, cos(LEAN))
    panel = rounded((thick, wide, tall), 0.012, edges="x", steps=3).rotate_y(-LEAN)
    sunk = 0.003 - thick / 2
    add(base, "panel", dark, panel.translate(x + sunk * normal[0], 0, middle + sunk * normal[2]))

    def spot(across: float, along: float):
        """The point of the panel's face so far to the right and up of its middle."""
        return (x + 0.003 * normal[0] + along * up[0], across, middle + 0.003 * normal[2] + along * up[2])

    knob(
        model, base, model.part("dial"), at=spot(0, 0.013), normal=normal, zero=(0, -1, -1), diameter=0.042,
        height=0.018, upper=1.5 * pi, flutes=12, marks=7, name="speed",
    )  # fmt: skip
    for number in range(BUTTONS):
        across = (number - (BUTTONS - 1) / 2) * 0.096 / max(BUTTONS - 1, 3)
        button(
            model, base, model.part(f"button_{number}"), at=spot(across, -0.028), normal=normal, diameter=0.011,
            travel=0.002, name=f"press_{number}", material=red if number == 0 else trim,
        )  # fmt: skip


def add_coupling(model: ArticulatedObject, base, dark, steel):
    """Coupling: a rubber star on the motor's spindle, over a thrust collar in the well of the seat."""
    coupling, spindle, low = model.part("coupling"), 0.0035, BASE_HEIGHT - 0.004
    bore = cylinder_between((0, 0, -1), (0, 0, 0.0142), spindle + 0.0003)
    add(coupling, "star", dark, star(0.0130, 0.006, 0.0004, 0.016), less=[bore])
    for name, radius, top in (("spindle", spindle, 0.0136), ("thrust_collar", 0.0065, 0.0002)):
        shape, middle = Cylinder(radius, top + 0.005), Origin((0, 0, low + (top - 0.005) / 2))
        base.visual(shape, origin=middle, material=steel, name=name)
    model.articulation(
        "motor", "continuous", base, coupling, origin=Origin((0, 0, low)), axis=(0, 0, 1),
        motion_limits=MotionLimits(effort=5.0, velocity=2000.0),
    )  # fmt: skip
    model.fit(coupling, base, elem_child="star", elem_parent="spindle", gap=0.0003)


def add_jar(model: ArticulatedObject, base, glass, dark, white):
    """Jar: a glass with spout, handle and graduation in a collar that sits over the base's seat."""
    jar = model.part("jar")
    outer, bore = BOSS + 0.011, SHAFT + 0.0003
    hull = [
        (BOSS + SLACK, 0.0024), (outer, 0.0024), (outer - 0.001, 0.018), (JAR_LOW / 2 + 0.0035, COLLAR),
        (JAR_LOW / 2 - 0.004, COLLAR + 0.004), (0.016, COLLAR + 0.004), (0.012, COLLAR + 0.010),
        (bore, COLLAR + 0.010), (bore, 0.026), (0.0185, 0.026), (0.0185, BOSS_HEIGHT + 0.002),
        (BOSS + SLACK, BOSS_HEIGHT + 0.002),
    ]  # fmt: skip
    add(jar, "collar", dark, LatheGeometry(hull, segments=40))
    low = COLLAR - 0.001
    grow = [
        (0, 0, 0), (0.35 * JAR_HEIGHT, 0.62, 0), (JAR_HEIGHT - PLUG - 0.008, 1.0, 0.0),
        (JAR_HEIGHT, 1.0, 0.10),
    ]  # fmt: skip
    levels = [(low + z, JAR_LOW + w * (JAR_WIDTH - JAR_LOW), s) for z, w, s in grow]
    outside = LoftGeometry([ring(w, z, s) for z, w, s in levels])
    inner = [(max(z, low + 0.004), w - 2 * GLASS, s) for z, w, s in levels]
    inside = LoftGeometry([ring(w, z, s) for z, w, s in [*inner, (levels[-1][0] + 0.01, inner[-1][1], 0.10)]])
    hole = cylinder_between((0, 0, 0), (0, 0, COLLAR + 0.03), 0.014)
    add(jar, "glass", glass, outside, less=[inside, hole])
    y, out = JAR_WIDTH / 2, JAR_WIDTH / 2 + 0.050
    line = [
        (0, -0.96 * y, RIM - 0.028), (0, -out, RIM - 0.028), (0, -out + 0.010, COLLAR + 0.040),
        (0, -0.90 * y, COLLAR + 0.040),
    ]  # fmt: skip
    add(jar, "handle", dark, bent_tube(line, 0.0085, 0.022, segments=12))
    for tick in range(1, 7):
        z = COLLAR + 0.010 + tick * (JAR_HEIGHT - 0.050) / 6
        half = 0.016 if tick % 2 == 0 else 0.010
        x = JAR_LOW / 2
        mark = span_box(x=(x - 0.0010, 1), y=(-half, half), z=(z - 0.0009, z + 0.0009))
        shell = LoftGeometry([ring(w + 0.0012, z) for z, w, _ in levels[:3]])
        add(jar, f"mark_{tick}", white, boolean_difference(boolean_intersection(mark, shell), inside))
    model.articulation(
        "jar_lift", "prismatic", base, jar, origin=Origin((0, 0, BASE_HEIGHT)), axis=(0, 0, 1),
        motion_limits=MotionLimits(effort=20.0, velocity=0.3, lower=0.0, upper=JAR_LIFT),
    )  # fmt: skip
    model.fit(jar, base, elem_child="collar", elem_parent="seat", gap=SLACK, kind="sliding")
    return jar


def add_blades(model: ArticulatedObject, jar, steel, dark):
    """Blades on a shaft through the collar's bearing, with the socket of the coupling below."""
    blades = model.part("blades")
    socket = cylinder_between((0, 0, 0.003), (0, 0, 0.0245), 0.0172, segments=40)
    add(blades, "socket", dark, socket, less=[star(0.0138, 0.0076, -1, 0.018)])
    low, high = 0.023, COLLAR + 0.024
    shaft, middle = Cylinder(SHAFT, high - low), Origin((0, 0, (low + high) / 2))
    blades.visual(shaft, origin=middle, material=steel, name="shaft")
    low = COLLAR + 0.0106
    nut = cylinder_between((0, 0, low), (0, 0, low + 0.010), 0.0085, segments=6)
    wings = []
    for number in range(BLADES):
        up = number % 2 == 0
        flat = hull_plate([(0, 0, 0.006), (0.014, 0, 0.0055)], 0.0012)
        reach = 0.021 if up else 0.025
        wing = hull_plate([(0, -0.0055), (0, 0.0055), (reach, 0.004), (reach + 0.004, -0.003)], 0.0012)
        wing.rotate_y(-0.75 if up else 0.22).translate(0.0135, 0, 0)
        z = low + (0.006 if up else 0.004)
        wings += [piece.rotate_z(2 * pi * number / BLADES).translate(0, 0, z) for piece in (flat, wing)]
    add(blades, "blades", steel, nut, *wings)
    model.articulation(
        "blade_turn", "continuous", jar, blades, axis=(0, 0, 1),
        motion_limits=MotionLimits(effort=5.0, velocity=2000.0),
    )  # fmt: skip
    model.fit(blades, jar, elem_child="shaft", elem_parent="collar", gap=0.0003)
    model.couple("blade_turn", "motor", ratio=1.0)


def add_lid(model: ArticulatedObject, jar, dark, clear):
    """Lid: a hollow rubber plug with a flange over the jar's rim, and a clear cap in its filler opening."""
    lid, cap = model.part("lid"), model.part("filler_cap")
    wide = JAR_WIDTH - 2 * (GLASS + SLACK)
    plug = LoftGeometry([ring(wide - 0.002, -PLUG), ring(wide, 0.003 - PLUG), ring(wide, 0.001)])
    over = JAR_WIDTH + 0.004
    flange = LoftGeometry([ring(over, 0), ring(over, 0.006), ring(over - 0.004, 0.010), ring(0.7 * over, 0.012)])
    neck = cylinder_between((0, 0, -PLUG), (0, 0, 0.016), FILLER + 0.003, segments=40)
    room = LoftGeometry([ring(wide - 0.007, z) for z in (-PLUG - 0.01, -0.004)])
    tube = cylinder_between((0, 0, -0.06), (0, 0, 0.06), FILLER + 0.0025, segments=40)
    opening = cylinder_between((0, 0, -1), (0, 0, 1), FILLER, segments=40)
    add(lid, "plug", dark, boolean_difference(plug, boolean_difference(room, tube)), neck, less=[opening])
    add(lid, "cover", dark, flange, less=[tube])
    tab = rounded((0.034, 0.022, 0.006), 0.0029, edges="x", steps=3).translate(0, -over / 2 - 0.006, 0.003)
    add(lid, "tab", dark, tab)
    outer = (FILLER - SLACK) * cos(pi / 40)
    cup = [(outer, -0.018), (outer, 0.0165), (outer - 0.002, 0.0165), (outer - 0.002, -0.018)]
    top = [
        (0, 0.016), (FILLER + 0.005, 0.016), (FILLER + 0.006, 0.0175), (FILLER + 0.005, 0.021),
        (FILLER, 0.022), (0, 0.022),
    ]  # fmt: skip
    add(cap, "cup", clear, LatheGeometry(cup, segments=40))
    add(cap, "top", clear, LatheGeometry(top, segments=40))
    for name, parent, child, at, lift in (("lid_lift", jar, lid, RIM, LID_LIFT), ("cap_lift", lid, cap, 0, CAP_LIFT)):
        model.articulation(
            name, "prismatic", parent, child, origin=Origin((0, 0, at)), axis=(0, 0, 1),
            motion_limits=MotionLimits(effort=20.0, velocity=0.3, lower=0.0, upper=lift),
        )  # fmt: skip
    model.fit(lid, jar, elem_child="plug", elem_parent="glass", gap=SLACK, kind="sliding")
    model.fit(cap, lid, elem_child="cup", elem_parent="plug", gap=SLACK, kind="sliding")


def build_object_model() -> ArticulatedObject:
    """The blender with its jar seated and closed."""
    model = ArticulatedObject("blender")
    shell = model.material("graphite_shell", rgba=(0.23, 0.24, 0.26, 1.0))
    dark = model.material("black_rubber", rgba=(0.09, 0.09, 0.10, 1.0))
    trim = model.material("silver_trim", rgba=(0.78, 0.79, 0.81, 1.0))
    steel = model.material("blade_steel", rgba=(0.70, 0.72, 0.74, 1.0))
    glass = model.material("glass", rgba=(0.78, 0.90, 0.95, 0.40))
    clear = model.material("clear_cap", rgba=(0.85, 0.88, 0.90, 0.70))
    white = model.material("white_print", rgba=(0.95, 0.95, 0.95, 1.0))
    red = model.material("pulse_red", rgba=(0.80, 0.16, 0.12, 1.0))
    base = add_base(model, shell, dark)
    add_controls(model, base, dark, trim, red)
    add_coupling(model, base, dark, steel)
    jar = add_jar(model, base, glass, dark, white)
    add_blades(model, jar, steel, dark)
    add_lid(model, jar, dark, clear)
    model.interlock("motor", requires={"jar_lift": (0.0, 0.001)})
    model.anchor(base, to="table")
    return model


def run_tests() -> TestReport:
    """The coupling turns the blades, the jar lifts off it, lid and cap come out, buttons go in."""
    ctx = TestContext(object_model)
    low = ctx.part_world_aabb("base")[0][2]
    ctx.check("the blender stands on the table", abs(low) < 1e-4, f"lowest point {low:.5f} m")
    ctx.expect_moves("speed_pointer", "speed", "+z")
    for number in range(BUTTONS):
        ctx.expect_moves(f"press_{number}_cap", f"press_{number}", "-x", min_distance=0.0018)
    before = ctx.part_element_world_aabb("blades", elem="blades")
    with ctx.pose(motor=pi / 3):
        after = ctx.part_element_world_aabb("blades", elem="blades")
        ctx.check("the motor turns the blades", before != after, f"{before} -> {after}")
        ctx.expect_within("blades", "jar", axes="xy", inner_elem="blades", outer_elem="glass", margin=-GLASS)
    near = ctx.clearance("blades", "jar", over="motor", elem_a="blades", elem_b="glass").distance
    ctx.check("the blades clear the glass", near > 0.001, f"{near * 1000:.1f} mm")
    grip = {"elem_a": "star", "elem_b": "socket"}
    ctx.expect_overlap("coupling", "blades", axes="z", min_overlap=0.006, name="the dogs engage", **grip)
    with ctx.pose(jar_lift=JAR_LIFT):
        apart = {"positive_elem": "socket", "negative_elem": "star"}
        ctx.expect_gap("blades", "coupling", axis="z", min_gap=0.001, name="the jar frees the dogs", **apart)
    ctx.expect_moves("lid", "lid_lift", "up", min_distance=0.9 * LID_LIFT)
    ctx.expect_moves("filler_cap", "cap_lift", "up", min_distance=0.9 * CAP_LIFT)
    ctx.expect_within("lid", "jar", axes="xy", inner_elem="plug", outer_elem="glass", margin=-GLASS)
    wings = len(object_model.get_part("blades").visuals)
    ctx.check("hub and blades are there", wings == 3, f"{wings} pieces")
    return ctx.report()


object_model = build_object_model()
