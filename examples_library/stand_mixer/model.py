"""A stand mixer: a tilting head with a lock bolt, a planetary whisk, a bowl on a bayonet, a speed lever.

What it teaches: motions that wait for each other. The head tilts only with the bolt drawn, the bowl comes off
only turned and with the head up; the whisk's own turn is coupled to its orbit by the law of a planet gear.

Frame: x points to the front of the head, z up; the origin lies on the table under the bowl's middle.
"""

from __future__ import annotations

from math import cos, pi, sin

from sdk import (
    ArticulatedObject, Box, Cylinder, CylinderGeometry, Inertial, LatheGeometry, LoftGeometry,
    MotionLimits, Origin, TestContext, TestReport, bayonet, bent_tube, boolean_difference,
    boolean_intersection, boolean_union, cylinder_between, foot, hull_plate, latch, lever,
    mesh_from_geometry, pin_joint, resample_side_sections, rounded, span_box, superellipse_profile,
    superellipse_side_loft, tube_from_spline_points,
)  # fmt: skip

# What a customer chooses.
BOWL = 0.210  # diameter of the bowl's rim
BOWL_DEPTH = 0.135
TILT = 0.70  # of the head, radians
LOOPS = 5  # wires of the whisk
SPEEDS = 6  # marks beside the lever

# Heights from the table up.
RIM = BOWL / 2
FEET, BASE = 0.008, 0.036  # undersides of the base and its top, where the bowl sits
PLUG, UNLOCK, DROP = 0.078, 0.75, 0.012  # the bowl's bayonet: diameter, turn, and how far it then lifts
BOWL_LOW = BASE + 0.006  # the bowl's underside
HEAD_LOW = BOWL_LOW + BOWL_DEPTH + 0.014  # the head's underside
HEAD_HEIGHT, HEAD_WIDTH, HEAD_FRONT = 0.112, 0.128, 0.098

# The tilting pin; everything of the head behind it keeps within 35 mm, to turn over the column.
PIVOT_X, PIVOT_Z = -(RIM + 0.064), HEAD_LOW + 0.020
NECK, SLOT, COLUMN_TOP = 0.060, 0.0615, HEAD_LOW - 0.016  # widths of the column's neck and its slot
BOLT_X, BOLT_Z = 0.036, 0.000  # the lock bolt's place from the pin
BOLT, BOLT_SLEEVE, BOLT_TRAVEL = 0.013, 0.034, 0.010  # diameter and length of its sleeve, travel
PIN = 0.109  # length of the tilting pin between its heads

# The whisk on its planet carrier.
SLIM = min(1.0, (0.65 * BOWL / BOWL_DEPTH) ** 2)  # to swing out of a deep bowl
ORBIT, WHISK = 0.20 * RIM * SLIM, 0.38 * RIM * SLIM  # radii of the orbit and of the whisk
SHAFT = 0.004  # radius of the whisk's shaft
PINION = 0.012  # radius of the planet gear inside; it runs in a ring of ORBIT + PINION
CARRIER_Z, CARRIER = HEAD_LOW - 0.004, 0.018  # upper face and thickness of the carrier
SPINDLE = 0.007  # radius of the carrier's spindle


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    shape = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(shape, *less) if less else shape
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def stack(levels, exponent: float):
    """A body through superellipses at heights: rows of z, middle x, length along x, width along y."""
    return LoftGeometry([
        [(x + middle, y, z) for x, y in superellipse_profile(long, wide, exponent, segments=36)]
        for z, middle, long, wide in levels
    ])  # fmt: skip


def side_plate(points, thickness: float):
    """A plate around points (x, z, radius), its middle at y = 0."""
    return hull_plate(points, thickness).rotate_x(pi / 2)


def add_base(model: ArticulatedObject, paint, trim):
    """Base: a foot plate under the bowl, a column behind it and the neck that carries the pin."""
    base = model.part("base")
    back, front = PIVOT_X - 0.050, max(0.075, 0.72 * RIM)
    long, middle, wide = front - back, (front + back) / 2, max(0.165, 1.6 * RIM)
    edge = [(FEET, 0.016), (FEET + 0.008, 0), (BASE - 0.010, 0), (BASE - 0.003, 0.006), (BASE, 0.020)]
    plate = stack([(z, middle, long - inset, wide - inset) for z, inset in edge], 3.2)
    rise, x = COLUMN_TOP - BASE, PIVOT_X + 0.004
    column = stack([
        (BASE - 0.012, x - 0.004, 0.104, 0.134), (BASE + 0.05 * rise, x - 0.004, 0.100, 0.124),
        (BASE + 0.22 * rise, x - 0.002, 0.094, 0.108), (BASE + 0.55 * rise, x, 0.092, 0.100),
        (COLUMN_TOP - 0.010, x, 0.096, 0.104), (COLUMN_TOP - 0.003, x, 0.094, 0.102),
        (COLUMN_TOP, x, 0.086, 0.094),
    ], 3.0)  # fmt: skip
    low = COLUMN_TOP - 0.020 - PIVOT_Z
    neck = side_plate(
        [(0, 0, 0.024), (BOLT_X, BOLT_Z, 0.011), (BOLT_X + 0.006, low, 0.005), (-0.019, low, 0.005)], NECK
    )
    add(base, "body", paint, plate, column, neck.translate(PIVOT_X, 0, PIVOT_Z))
    for x in (back + 0.032, front - 0.034):
        for side in (-1, 1):
            spot = (x, side * (wide / 2 - 0.034), FEET + 0.001)
            foot(model, base, at=spot, diameter=0.026, height=FEET + 0.001)
    badge = rounded((0.004, 0.050, 0.012), 0.0019, edges="x").translate(front - 0.0012, 0, BASE - 0.015)
    add(base, "badge", trim, badge)
    bulk, place = Box((long, wide, HEAD_LOW)), Origin((middle - 0.03, 0, 0.32 * HEAD_LOW))
    base.inertial = Inertial.from_geometry(bulk, mass=5.0, origin=place)
    return base


def head_cavity():
    """What the neck takes of the head's inside, over the whole tilt, in the head's frame."""
    out = [(0, 0, 0.0255), (BOLT_X, BOLT_Z, 0.0125), (BOLT_X + 0.012, -0.12, 0.001)]
    for step in range(5):  # the neck's back edge, seen from the turning head
        turn = TILT * step / 4
        out.append((-0.0255 * cos(turn) - 0.1 * sin(turn), 0.0255 * sin(turn) - 0.1 * cos(turn), 0.001))
    return side_plate(out, SLOT)


def add_head(model: ArticulatedObject, base, paint, trim, steel):
    """Head: a swept body on the tilting pin, with chrome bands and the hub for attachments at its front."""
    head = model.part("head")
    low, high, front = HEAD_LOW - PIVOT_Z, HEAD_LOW + HEAD_HEIGHT - PIVOT_Z, HEAD_FRONT - PIVOT_X
    wide = HEAD_WIDTH
    rows = [
        (-0.036, 0.006, 0.052, 0.046), (-0.033, -0.006, 0.062, 0.078), (-0.024, -0.016, 0.075, 0.102),
        (-0.004, low, high - 0.010, 0.117), (0.30 * front, low, high, wide), (0.55 * front, low, high, wide),
        (0.75 * front, low, high - 0.002, 0.98 * wide), (0.87 * front, low + 0.002, high - 0.007, 0.91 * wide),
        (0.94 * front, low + 0.007, high - 0.016, 0.79 * wide),
        (0.98 * front, low + 0.015, high - 0.027, 0.62 * wide), (front, low + 0.026, high - 0.040, 0.40 * wide),
    ]  # fmt: skip
    body = superellipse_side_loft(resample_side_sections(rows), exponents=2.6, segments=26).rotate_z(-pi / 2)
    turret = CylinderGeometry(0.042, 0.040, radial_segments=32)
    turret.translate(-PIVOT_X, 0, CARRIER_Z - PIVOT_Z + 0.020)
    flats = [cylinder_between((0, y, 0), (0, 2 * y, 0), 0.0115) for y in (-PIN / 2, PIN / 2)]
    bolt = cylinder_between((BOLT_X, 0, BOLT_Z), (BOLT_X, -1, BOLT_Z), 0.49 * BOLT)
    add(head, "shell", paint, body, turret, less=[head_cavity(), bolt, *flats])
    grown = [(y, bottom - 0.0012, top + 0.0012, width + 0.0024) for y, bottom, top, width in rows[3:7]]
    band = superellipse_side_loft(grown, exponents=2.6, segments=26).rotate_z(-pi / 2)
    z, y = (low + high) / 2, 0.42 * wide
    for name, side in (("right", (-1, -y)), ("left", (y, 1))):
        strip = span_box(x=(0.10 * front, 0.70 * front), y=side, z=(z + 0.002, z + 0.010))
        add(head, f"band_{name}", trim, boolean_intersection(band, strip))
    z -= 0.007
    add(head, "hub", trim, cylinder_between((front - 0.014, 0, z), (front + 0.004, 0, z), 0.021, segments=32))
    cap = Origin((front + 0.005, 0, z), (0, pi / 2, 0))
    head.visual(Cylinder(0.016, 0.006), origin=cap, material=trim, name="hub_cap")
    pin_joint(
        model, base, head, at=(PIVOT_X, 0, PIVOT_Z), axis=(0, -1, 0), diameter=0.010, width=PIN,
        style="shoulder_screw", lower=0.0, upper=TILT, positive="up", positive_elem="hub", name="tilt",
        material=steel,
    )  # fmt: skip
    bulk, place = Box((front, wide, HEAD_HEIGHT)), Origin((0.42 * front, 0, z))
    head.inertial = Inertial.from_geometry(bulk, mass=3.6, origin=place)
    return head


def add_lock(model: ArticulatedObject, head, steel, dark):
    """Lock: a bolt in a sleeve in the head's right flank, thrown into the column's neck."""
    bolt, middle = model.part("lock_bolt"), -(SLOT + BOLT_SLEEVE) / 2 - 0.001
    made = latch(
        model, head, bolt, at=(BOLT_X, middle, BOLT_Z), axis=(0, -1, 0), travel=BOLT_TRAVEL, blocks="tilt",
        plate=False, diameter=BOLT, length=BOLT_SLEEVE, grip=False, name="lock", material=steel,
    )  # fmt: skip
    end = made.ports["grip"].xyz
    grip = LatheGeometry([(0, 0), (0.0055, 0), (0.0085, 0.004), (0.0085, 0.009), (0.006, 0.012), (0, 0.0125)])
    add(bolt, "grip", dark, grip.rotate_x(pi / 2).translate(*end))


def add_lever(model: ArticulatedObject, head, trim, dark):
    """Speed lever in a fork on the head's right flank, over a plate with one mark for each speed."""
    x, z = 0.46 * (HEAD_FRONT - PIVOT_X), HEAD_LOW + 0.36 * HEAD_HEIGHT - PIVOT_Z
    face, reach = 0.0020 - HEAD_WIDTH / 2, 0.034
    handle = model.part("speed_lever")
    plate = rounded((0.062, 0.008, 0.026), 0.0039, edges="y", steps=3).translate(x + 0.008, face, z)
    add(head, "speed_plate", dark, plate)
    marks = [
        span_box(x=(at - 0.0007, at + 0.0007), y=(face - 0.0045, face), z=(z + 0.007, z + 0.011))
        for at in (x - 0.006 + 0.036 * speed / (SPEEDS - 1) for speed in range(SPEEDS))
    ]
    for number, mark in enumerate(marks):
        add(head, f"speed_mark_{number}", trim, mark)
    made = lever(
        model, head, handle, at=(x, face - 0.004, z - 0.002), axis=(0, 0, 1), normal=(0, -1, 0), length=reach,
        diameter=0.006, lower=0.0, upper=0.75, grip=False, positive=(1, 0, 0), name="speed", material=trim,
    )  # fmt: skip
    tip = CylinderGeometry(0.0055, 0.018, radial_segments=20).rotate_x(pi / 2)
    add(handle, "tip", dark, tip.translate(*made.ports["grip"].xyz))


def add_whisk(model: ArticulatedObject, head, steel, trim):
    """Planet carrier under the head and the wire whisk on it, which turns back as the carrier turns."""
    carrier, whisk = model.part("carrier"), model.part("whisk")
    top, hub = -0.0004, 0.020
    room, deep = SPINDLE + 0.0003, top - CARRIER + 0.004  # of the spindle's bore
    disc = [
        (0, top - CARRIER), (0.032, top - CARRIER), (0.036, top - CARRIER + 0.004), (0.036, top), (room, top),
        (room, deep), (0, deep),
    ]  # fmt: skip
    add(carrier, "disc", trim, LatheGeometry(disc, segments=32))
    low, high = deep + 0.0006, 0.012
    place = Origin((-PIVOT_X, 0, CARRIER_Z - PIVOT_Z + (low + high) / 2))
    head.visual(Cylinder(SPINDLE, high - low), origin=place, material=steel, name="spindle")
    model.articulation(
        "orbit", "continuous", head, carrier, origin=Origin((-PIVOT_X, 0, CARRIER_Z - PIVOT_Z)), axis=(0, 0, -1),
        motion_limits=MotionLimits(effort=60.0, velocity=25.0),
    )  # fmt: skip
    model.fit(carrier, head, elem_child="disc", elem_parent="spindle", gap=0.0003)
    bore, end = SHAFT + 0.0003, 0.004 - hub
    sleeve = [
        (bore, -0.0004), (bore, end), (0, end), (0, -hub - 0.014), (0.0045, -hub - 0.014), (0.0085, -hub),
        (0.0085, end), (0.0065, end + 0.003), (0.0065, -0.0004),
    ]  # fmt: skip
    add(whisk, "sleeve", trim, LatheGeometry(sleeve, segments=24))
    shaft, middle = Cylinder(SHAFT, 0.020), Origin((ORBIT, 0, top - CARRIER - 0.004))
    carrier.visual(shaft, origin=middle, material=steel, name="shaft")
    model.articulation(
        "beat", "continuous", carrier, whisk, origin=Origin((ORBIT, 0, top - CARRIER)), axis=(0, 0, -1),
        motion_limits=MotionLimits(effort=20.0, velocity=40.0),
    )  # fmt: skip
    model.fit(whisk, carrier, elem_child="sleeve", elem_parent="shaft", gap=0.0003)
    start = 0.006 - hub
    long = CARRIER_Z - CARRIER - BOWL_LOW - 0.012 + start  # the wires end 8 mm over the bowl's underside
    profile = [
        (0.0045, -0.05), (0.010, -0.14), (0.45 * WHISK, -0.34), (0.84 * WHISK, -0.60), (WHISK, -0.78),
        (0.78 * WHISK, -0.94), (0.30 * WHISK, -0.995),
    ]  # fmt: skip
    for loop in range(LOOPS):
        turn = pi * loop / LOOPS
        half = [(r * cos(turn), r * sin(turn), start + z * long) for r, z in profile]
        line = [*half, (0, 0, start - long), *((-x, -y, z) for x, y, z in reversed(half))]
        wire = tube_from_spline_points(line, radius=0.0011, samples_per_segment=2, radial_segments=6)
        add(whisk, f"wire_{loop}", steel, wire)
    model.couple("beat", "orbit", ratio=-(ORBIT + PINION) / PINION)


def add_bowl(model: ArticulatedObject, base, steel):
    """Bowl: spun steel with a rolled rim and a handle, on a bayonet sunk into the base."""
    bowl = model.part("bowl")
    made = bayonet(
        model, base, bowl, at=(0, 0, BASE), axis=(0, 0, 1), diameter=PLUG, angle=UNLOCK, drop=DROP,
        depth=0.020, lug_rise=0.004, lug_thickness=0.004, side=(0, 1, 0), name="bowl_turn", material=steel,
    )  # fmt: skip
    foot_z, rim_z, wall = made.ports["collar"].xyz[2], BOWL_LOW + BOWL_DEPTH - BASE, 0.0016
    narrow, tall = 0.40 * RIM, 0.62 * (rim_z - foot_z)
    curve = [k / 6 * pi / 2 for k in range(7)]
    outer = [(narrow + (RIM - narrow) * sin(t), foot_z + 0.003 + tall * (1 - cos(t))) for t in curve]
    inner = [(max(r - wall, 0), z + wall * cos(t)) for (r, z), t in zip(outer, curve, strict=True)]
    lip = [(RIM, rim_z - 0.005), (RIM + 0.003, rim_z - 0.003), (RIM + 0.003, rim_z), (RIM - wall, rim_z)]
    floor = foot_z + 0.003 + wall
    shell = [(0, foot_z), (narrow, foot_z), *outer, *lip, *reversed(inner), (0, floor)]
    add(bowl, "shell", steel, LatheGeometry(shell, segments=40))
    out, top = RIM + 0.046, rim_z - 0.022
    line = [(0, -RIM + 0.001, top), (0, -out, top), (0, -out, top - 0.062), (0, 0.003 - RIM, top - 0.062)]
    add(bowl, "handle", steel, bent_tube(line, 0.0055, 0.016, segments=10))
    model.interlock("bowl_turn_draw", requires={"tilt": (0.95 * TILT, TILT)})


def build_object_model() -> ArticulatedObject:
    """The mixer with its head down and locked."""
    model = ArticulatedObject("stand_mixer")
    paint = model.material("empire_red", rgba=(0.66, 0.07, 0.08, 1.0))
    trim = model.material("chrome_trim", rgba=(0.84, 0.85, 0.87, 1.0))
    steel = model.material("polished_steel", rgba=(0.76, 0.77, 0.79, 1.0))
    dark = model.material("black_plastic", rgba=(0.10, 0.10, 0.11, 1.0))
    base = add_base(model, paint, trim)
    head = add_head(model, base, paint, trim, steel)
    add_lock(model, head, trim, dark)
    add_lever(model, head, trim, dark)
    add_whisk(model, head, steel, trim)
    add_bowl(model, base, steel)
    model.anchor(base, to="table")
    return model


def run_tests() -> TestReport:
    """The lock holds the head, the whisk orbits clear of the bowl, the bowl turns and lifts off."""
    ctx = TestContext(object_model)
    low = ctx.part_world_aabb("base")[0][2]
    ctx.check("the mixer stands on the table", abs(low) < 1e-4, f"lowest point {low:.5f} m")
    tongue = ctx.part_element_world_aabb("lock_bolt", elem="lock_tongue")[1][1]
    ctx.check("the bolt is thrown into the neck", tongue > 0.004 - NECK / 2, f"its tip at y = {tongue:.4f} m")
    ctx.expect_moves("grip", "lock", "-y", min_distance=0.9 * BOLT_TRAVEL)
    with ctx.pose(lock=BOLT_TRAVEL):
        ctx.expect_moves("hub", "tilt", "up", min_distance=0.5 * RIM)
    rising = ctx.clearance("whisk", "bowl", over="tilt").distance
    ctx.check("the whisk swings out past the rim", rising > 0.002, f"{rising * 1000:.1f} mm")
    turning = ctx.clearance("whisk", "bowl", over="orbit").distance
    ctx.check("the whisk sweeps near the bowl", 0.002 < turning < 0.020, f"{turning * 1000:.1f} mm")
    ctx.expect_moves("whisk", "orbit", "-y")
    with ctx.pose(tilt=TILT, lock=BOLT_TRAVEL):
        ctx.expect_gap("whisk", "bowl", axis="z", max_penetration=0.5 * BOWL_DEPTH, name="whisk is up")
    ctx.expect_moves("bowl/handle", "bowl_turn", "+x", min_distance=0.4 * RIM)
    with ctx.pose(tilt=TILT, lock=BOLT_TRAVEL, bowl_turn=UNLOCK):
        ctx.expect_moves("bowl/handle", "bowl_turn_draw", "up", min_distance=0.9 * DROP)
    ctx.expect_moves("tip", "speed", "+x", min_distance=0.015)
    loops = sum(visual.name.startswith("wire_") for visual in object_model.get_part("whisk").visuals)
    ctx.check("every wire is there", loops == LOOPS, f"{loops} loops")
    return ctx.report()


object_model = build_object_model()
