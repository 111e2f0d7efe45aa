"""A tower crane: lattice mast, slewing jib with counterweights and cab, trolley on rollers, hook on a rope.

What it teaches: one mesh used many times. A mast section and a jib section are each made once and placed as often as
the crane is tall and long. Rollers and winch turn with the trolley and the hook by exact ratios; the rope
draws out in thin stages, so that it gets longer without leaving the trolley.

Frame: x points along the jib at rest, z up; the origin lies on the ground in the middle of the mast.
"""

from __future__ import annotations

from math import hypot, pi

from sdk import (
    ArticulatedObject, Box, BoxGeometry, Cylinder, Inertial, LatheGeometry, MotionLimits, Origin, TestContext,
    TestReport, axle, bent_tube, boolean_difference, boolean_union, cylinder_between, hollow, mesh_from_geometry,
    rounded, span_box, spin,
)  # fmt: skip

# What a customer chooses.
SECTIONS = 9  # of the mast, each 2 m high
JIB = 20.0  # reach of the jib from the mast's middle
BALLAST = 3  # blocks at the end of the counter-jib
WIDTH = 1.6  # of the mast

# Mast.
SECTION, POST, BRACE, LOW = (2.0, 0.14, 0.07, 0.70)  # height, width of posts and braces, z of the lowest section
TOP = LOW + SECTIONS * SECTION + 0.35  # the slew ring, above a collar of 0.35

# What slews; heights above the ring.
DECK, CHORD, JIB_HIGH, HALF = (0.60, 1.05, 1.15, 0.60)  # top of the turntable, of the lower chords, depth, half gauge
HEAD = 5.2  # the peak
ROOT, BAY = 0.5, 2.0
BAYS = round((JIB - ROOT) / BAY)
LENGTH = (JIB - ROOT) / BAYS  # of a jib section
COUNTER = -0.36 * JIB  # x of the counter-jib's end
BLOCK = 0.42  # thickness of a ballast block

# Trolley and hook.
ROLLER, FLANGE, NEAR = 0.11, 0.03, 2.7  # radius, thickness of the flange it runs on, x where it starts
TRAVEL = JIB - NEAR - 0.9
STAGES, KEPT = 6, 0.17  # pieces of rope; share of each that stays in
HIGH = CHORD - 0.12 + FLANGE + ROLLER  # the rollers' axles
TACKLE = 2.11  # from the axles to the hook's lowest point, without rope
DROP = (TOP + HIGH - TACKLE - 0.6) / (1 + 1 / (STAGES - 1) / (1 - KEPT))  # travel of the hook, down to 0.6 m
DRUM = 0.28  # radius of the winch's drum
SLACK = 0.0003


def add(part, name, material, first, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    shape = boolean_union(first, *more) if more else first
    shape = boolean_difference(shape, *less) if less else shape
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def block(part, name: str, material, x, y, z):
    """A plain box from its two ends along each axis."""
    size = tuple(abs(end - start) for start, end in (x, y, z))
    middle = tuple((end + start) / 2 for start, end in (x, y, z))
    return part.visual(Box(size), origin=Origin(middle), material=material, name=name)


def bar(p, q, thick: float):
    """A square bar from p to q; four facets keep lattices light."""
    return cylinder_between(p, q, thick / 2**0.5, segments=4)


def mass(part, kilograms: float, size, middle):
    """Sets the part's inertia to that of a box."""
    part.inertial = Inertial.from_geometry(Box(size), mass=kilograms, origin=Origin(middle))


def mast_section():
    """A mast section from z = 0: posts, a ring of beams, zigzag braces on four faces."""
    half, members = WIDTH / 2, []
    for turn in range(4):
        x = y = half - POST / 2
        post = span_box(x=(half - POST, half), y=(half - POST, half), z=(0, SECTION))
        beam = BoxGeometry((2 * x, BRACE, BRACE)).translate(0, y, SECTION / 2)
        rising = bar((-x, y, 0.06), (x, y, SECTION / 2), BRACE)
        falling = bar((x, y, SECTION / 2), (-x, y, SECTION - 0.06), BRACE)
        members += [member.rotate_z(turn * pi / 2) for member in (post, beam, rising, falling)]
    return boolean_union(*members)


def ladder():
    """The ladder's piece in one section, against the beams towards -y."""
    y = -WIDTH / 2 + POST / 2 + BRACE / 2 + 0.02
    rails = [span_box(x=(x - 0.02, x + 0.02), y=(y - 0.025, y + 0.025), z=(0, SECTION)) for x in (-0.22, 0.22)]
    rungs = [BoxGeometry((0.44, 0.024, 0.024)).translate(0, y, SECTION * (row + 0.5) / 6) for row in range(6)]
    return boolean_union(*rails, *rungs)


def jib_section():
    """A jib section from x = 0: two lower chords with flanges outward, an upper chord, braces on three faces."""
    thick, members = 0.12, []
    top = (0.0, CHORD + JIB_HIGH)
    for side in (-1, 1):
        y, flange = side * HALF, side * (HALF + 0.20)
        members.append(span_box(x=(0, LENGTH), y=(y - thick / 2, y + thick / 2), z=(CHORD - thick, CHORD)))
        members.append(span_box(x=(0, LENGTH), y=(y, flange), z=(CHORD - thick, CHORD - thick + FLANGE)))
        members += [bar((x, y, CHORD - 0.05), (LENGTH / 2, *top), 0.06) for x in (0.05, LENGTH - 0.05)]
    members.append(span_box(x=(0, LENGTH), y=(-0.07, 0.07), z=(top[1] - 0.07, top[1] + 0.07)))
    members.append(span_box(x=(0, 0.08), y=(-HALF, HALF), z=(CHORD - 0.09, CHORD - 0.02)))
    members.append(bar((0.05, -HALF, CHORD - 0.055), (LENGTH - 0.03, HALF, CHORD - 0.055), 0.055))
    return boolean_union(*members)


def add_mast(model: ArticulatedObject, paint, concrete, dark):
    """Mast: cross beams with ballast on the ground, the sections with a ladder, a collar for the ring."""
    mast, half = model.part("mast"), WIDTH / 2
    reach = 1.7 * WIDTH
    beams = [rounded((2 * reach, 0.36, 0.40), 0.03, edges="x", steps=2).rotate_z(turn) for turn in (pi / 4, -pi / 4)]
    add(mast, "cross_beams", dark, *[beam.translate(0, 0, 0.20) for beam in beams])
    block(mast, "plinth", dark, (-half - 0.1, half + 0.1), (-half - 0.1, half + 0.1), (0.38, LOW))
    for label, way in (("north", 1), ("east", -1)):
        for end, side in (("out", 1), ("back", -1)):
            place = (side * 0.72 * reach * 0.7071, way * side * 0.72 * reach * 0.7071, 0.40 + 0.45)
            mast.visual(Box((0.95, 1.45, 0.90)), origin=Origin(place, (0, 0, way * pi / 4)), material=concrete,
                        name=f"ballast_{label}_{end}")  # fmt: skip
    section = mesh_from_geometry(mast_section(), "mast_section")
    rungs = mesh_from_geometry(ladder(), "ladder")
    for row in range(SECTIONS):
        low = Origin((0, 0, LOW + row * SECTION))
        mast.visual(section, origin=low, material=paint, name=f"section_{row}")
        mast.visual(rungs, origin=low, material=dark, name=f"ladder_{row}")
    collar = rounded((WIDTH + 0.2, WIDTH + 0.2, 0.35), 0.08, steps=2).translate(0, 0, TOP - 0.175)
    add(mast, "collar", dark, collar)
    mass(mast, 38000.0, (4.0, 4.0, 3.0), (0, 0, 1.0))
    return mast


def add_upper(model: ArticulatedObject, mast, colours):
    """What slews: turntable, peak, jib with its ties, counter-jib with ballast."""
    paint, concrete, dark = colours
    upper = model.part("upper")
    deck = rounded((2.2, 1.7, DECK - 0.12), 0.10, steps=2).translate(0, 0, (DECK + 0.12) / 2)
    add(upper, "turntable", paint, deck)
    spin(model, mast, upper, at=(0, 0, TOP), axis=(0, 0, 1), diameter=0.9, length=0.5, flange=1.5, gap=0.002,
         name="slew", material=dark)  # fmt: skip
    legs = [bar((x, y, DECK - 0.03), (0.12 * x, 0.12 * y, HEAD), 0.16) for x in (-0.85, 0.85) for y in (-0.62, 0.62)]
    steps = []
    for share in (0.35, 0.62):
        x, y, z = 0.85 * (1 - 0.88 * share), 0.62 * (1 - 0.88 * share), DECK + share * (HEAD - DECK)
        steps += [bar((side * x, -y, z), (side * x, y, z), 0.08) for side in (-1, 1)]
        steps += [bar((-x, side * y, z), (x, side * y, z), 0.08) for side in (-1, 1)]
    cap = span_box(x=(-0.2, 0.2), y=(-0.2, 0.2), z=(HEAD - 0.15, HEAD + 0.25))
    add(upper, "peak", paint, *legs, *steps, cap)
    section = mesh_from_geometry(jib_section(), "jib_section")
    for row in range(BAYS):
        upper.visual(section, origin=Origin((ROOT + row * LENGTH, 0, 0)), material=paint, name=f"jib_{row}")
    for side in (-1, 1):
        y = (side * (HALF - 0.1), side * (HALF + 0.06))
        block(upper, f"jib_foot_{side}", dark, (0.55, 1.05), y, (DECK - 0.02, CHORD - 0.05))
    reach, high = HALF + 0.2, CHORD + JIB_HIGH
    block(upper, "jib_nose", dark, (JIB - 0.06, JIB + 0.06), (-reach, reach), (CHORD - 0.14, CHORD + 0.12))
    block(upper, "nose_post", dark, (JIB - 0.05, JIB + 0.05), (-0.08, 0.08), (CHORD, high + 0.05))
    ties = [((0.42 * JIB, 0, high), (0.1, 0)), ((0.80 * JIB, 0, high), (0.1, 0))]
    ties += [((COUNTER + 0.7, y, CHORD), (-0.1, y)) for y in (-0.12, 0.12)]
    for row, (foot, (x, y)) in enumerate(ties):
        add(upper, f"tie_{row}", dark, cylinder_between(foot, (x, y, HEAD + 0.1), 0.045, segments=8))
    for side in (-1, 1):
        y, far = side * 0.8, COUNTER + 0.1
        beam = (side * (HALF - 0.08), side * (HALF + 0.08))
        block(upper, f"counter_beam_{side}", paint, (COUNTER, -0.6), beam, (CHORD - 0.34, CHORD - 0.04))
        line = [(x, y, CHORD + z) for x, z in ((-1.6, -0.02), (-1.6, 1.0), (far, 1.0), (far, -0.02))]
        posts = [bar((x, y, CHORD - 0.02), (x, y, CHORD + 1.0), 0.045) for x in (0.7 * COUNTER, 0.45 * COUNTER)]
        knee = cylinder_between((-1.6, y, CHORD + 0.5), (far, y, CHORD + 0.5), 0.02, segments=6)
        add(upper, f"rail_{side}", dark, bent_tube(line, 0.025, 0.15, segments=8), *posts, knee)
    block(upper, "walkway", dark, (COUNTER + 0.02, -1.1), (-0.85, 0.85), (CHORD - 0.05, CHORD))
    block(upper, "tie_anchor", dark, (COUNTER + 0.55, COUNTER + 0.85), (-0.25, 0.25), (CHORD - 0.01, CHORD + 0.12))
    weight = rounded((BLOCK - 0.03, 1.02, 2.2), 0.05, edges="x", steps=2)
    slab = mesh_from_geometry(weight, "ballast_block")
    for row in range(BALLAST):
        x = COUNTER + 0.15 + (row + 0.5) * BLOCK
        upper.visual(slab, origin=Origin((x, 0, CHORD - 1.15)), material=concrete, name=f"counterweight_{row}")
        block(upper, f"hanger_{row}", dark, (x - 0.06, x + 0.06), (-HALF, HALF), (CHORD - 0.30, CHORD - 0.20))
    mass(upper, 9000.0, (0.8 * JIB, 1.4, 2.0), (-0.06 * JIB, 0, 1.0))
    return upper


def add_cab(upper, paint, glass, dark):
    """The driver's cab beside the jib's foot: a hollow box with windows all round, on a bracket of the turntable."""
    x, y, low, high = 1.35, -1.62, 0.08, 1.98  # below and above the ring
    size = (1.5, 1.15, high - low)
    shell = hollow(rounded(size, 0.10, edges="y", steps=2), 0.05)
    wide = BoxGeometry((1.05, 3.0, 0.95)).translate(0.08, 0, 0.22)
    front = BoxGeometry((0.30, 0.90, 1.40)).translate(0.75, 0, 0.06)
    place = (x, y, (low + high) / 2)
    add(upper, "cab", paint, boolean_difference(shell, wide, front).translate(*place))
    side = (1.05, 0.02, 0.95)
    for label, pane, middle in (
        ("inner", side, (0.08, 0.55, 0.22)), ("outer", side, (0.08, -0.55, 0.22)),
        ("front", (0.02, 0.90, 1.40), (0.72, 0, 0.06)),
    ):  # fmt: skip
        add(upper, f"glass_{label}", glass, BoxGeometry(pane).translate(*middle).translate(*place))
    seat, back = BoxGeometry((0.45, 0.5, 0.35)), BoxGeometry((0.14, 0.5, 0.75))
    seat = boolean_union(seat.translate(-0.25, 0, -0.73), back.translate(-0.45, 0, -0.35))
    add(upper, "seat", dark, seat.translate(*place))
    block(upper, "cab_bracket", dark, (0.7, 1.05), (-1.1, -0.75), (0.2, 0.5))


def add_trolley(model: ArticulatedObject, upper, paint, dark, steel):
    """Trolley: a frame under the jib on four rollers, which run on the flanges and turn as they go."""
    trolley = model.part("trolley")
    limits = MotionLimits(lower=0.0, upper=TRAVEL, effort=5000.0, velocity=1.0)
    model.articulation("trolley", "prismatic", upper, trolley, origin=Origin((NEAR, 0, HIGH)), axis=(1, 0, 0),
                       motion_limits=limits)  # fmt: skip
    side_y, wheel_y = HALF + 0.28, HALF + 0.145
    frame = [span_box(x=(-0.75, 0.75), y=(-side_y, side_y), z=(-0.50, -0.40))]
    for side in (-1, 1):
        frame.append(span_box(x=(-0.75, 0.75), y=(side * side_y, side * (side_y - 0.05)), z=(-0.50, 0.10)))
    hole = span_box(x=(-0.45, 0.45), y=(-0.40, 0.40), z=(-1, 1))
    add(trolley, "frame", paint, *frame, less=[hole])
    block(trolley, "rope_beam", dark, (-0.12, 0.12), (-0.42, 0.42), (-0.49, -0.41))
    ring = [(0.03 + SLACK, -0.04), (ROLLER, -0.04), (ROLLER, 0.04), (0.03 + SLACK, 0.04)]
    tread = mesh_from_geometry(LatheGeometry(ring, segments=40).rotate_x(pi / 2), "roller")
    for row, x in enumerate((-0.55, 0.55)):
        for side, label in ((1, "left"), (-1, "right")):
            roller = model.part(f"roller_{label}_{row}")
            pin = cylinder_between((x, side * (wheel_y - 0.04), 0), (x, side * (side_y + 0.02), 0), 0.03, segments=40)
            add(trolley, f"pin_{label}_{row}", steel, pin)
            roller.visual(tread, material=steel, name="tread")
            model.articulation(roller.name, "continuous", trolley, roller, origin=Origin((x, side * wheel_y, 0)),
                               axis=(0, 1, 0), motion_limits=MotionLimits())  # fmt: skip
            model.couple(roller.name, "trolley", ratio=1 / ROLLER)
            model.fit(roller, trolley, elem_child="tread", elem_parent=f"pin_{label}_{row}", gap=SLACK)
            mass(roller, 8.0, (0.2, 0.08, 0.2), (0, 0, 0))
    mass(trolley, 450.0, (1.5, 1.6, 0.4), (0, 0, -0.3))
    return trolley


def add_rope(model: ArticulatedObject, trolley, dark):
    """The hook's rope: thin tubes one in the other, which draw out by equal shares; the last one's part and its end."""
    part, above, wall, start, low, longer = trolley, trolley, 0.004, -0.45, 0.0, 0.0
    length = DROP / (STAGES - 1) / (1 - KEPT)
    for row in range(STAGES):
        outer = 0.036 - row * (wall + SLACK)
        low = -length - longer
        ring = [(outer - wall, low), (outer, low), (outer, 0), (outer - wall, 0)]
        tube = LatheGeometry(ring if row < STAGES - 1 else [(0, low), *ring[1:3], (0, 0)], segments=12)
        if row == 0:
            add(trolley, "line_0", dark, tube.translate(0, 0, start))
            start -= 0.06
            continue
        part = model.part(f"fall_{row}" if row < STAGES - 1 else "hook_block")
        add(part, f"line_{row}", dark, tube)
        limits = MotionLimits(lower=0.0, upper=DROP / (STAGES - 1), effort=20000.0, velocity=0.5)
        model.articulation(f"hoist_{row}", "prismatic", above, part, origin=Origin((0, 0, start)), axis=(0, 0, -1),
                           motion_limits=limits)  # fmt: skip
        model.fit(part, above, elem_child=f"line_{row}", elem_parent=f"line_{row - 1}", gap=SLACK, kind="sliding")
        if row > 1:
            model.couple(f"hoist_{row}", "hoist_1", ratio=1.0)
        mass(part, 9.0, (0.06, 0.06, length), (0, 0, -length / 2))
        above, start, longer = part, 0.0, 0.15 if row == STAGES - 2 else 0.0
    return part, low


def add_hook(model: ArticulatedObject, trolley, paint, steel, dark):
    """Hook block at the end of the rope: cheeks with the sheave between them, a hook that swivels below."""
    end, low = add_rope(model, trolley, dark)
    for side in (-1, 1):
        block(end, f"cheek_{side}", paint, (-0.24, 0.24), (side * 0.07, side * 0.11), (low - 0.62, low + 0.05))
    end.visual(Cylinder(0.22, 0.14), origin=Origin((0, 0, low - 0.25), (pi / 2, 0, 0)), material=steel, name="sheave")
    block(end, "socket", dark, (-0.065, 0.065), (-0.065, 0.065), (low - 0.05, low + 0.10))
    hook, head = model.part("hook"), low - 0.70
    hole = LatheGeometry([(0, -1), (0.045 + SLACK, -1), (0.045 + SLACK, 1), (0, 1)], segments=24)
    cross = span_box(x=(-0.16, 0.16), y=(-0.12, 0.12), z=(head, head + 0.09))
    add(end, "crosshead", dark, cross, less=[hole.translate(0, 0, head)])
    shank = [(0, -0.16), (0.06, -0.16), (0.06, -SLACK), (0.045, -SLACK), (0.045, 0.09 + SLACK), (0.075, 0.09 + SLACK),
             (0.075, 0.14), (0, 0.14)]  # fmt: skip
    line = [(0, 0, -0.14), (0, 0, -0.24), (-0.17, 0, -0.38), (-0.14, 0, -0.60), (0.03, 0, -0.66), (0.20, 0, -0.56),
            (0.22, 0, -0.38)]  # fmt: skip
    add(hook, "hook", steel, LatheGeometry(shank, segments=24), bent_tube(line, 0.05, 0.08, segments=8))
    swivel = Origin((0, 0, head))
    model.articulation("hook_swivel", "continuous", end, hook, origin=swivel, motion_limits=MotionLimits())
    model.fit(hook, end, elem_child="hook", elem_parent="crosshead", gap=SLACK)
    mass(end, 220.0, (0.4, 0.2, 0.7), (0, 0, low - 0.3))
    mass(hook, 60.0, (0.3, 0.1, 0.5), (0, 0, -0.3))


def add_winch(model: ArticulatedObject, upper, paint, dark, steel):
    """The hoist's winch on the counter-jib: a grooved drum between two cheeks, geared to the hook's travel."""
    drum, x, high = model.part("winch_drum"), 0.55 * COUNTER, CHORD + 0.45
    side = DRUM + 0.08
    rim = [(0.05, -0.40), (side, -0.40), (side, -0.35)]
    for row in range(5):
        rim += [(DRUM, -0.35 + row * 0.14), (DRUM - 0.02, -0.28 + row * 0.14)]
    rim += [(DRUM, 0.35), (side, 0.35), (side, 0.40), (0.05, 0.40)]
    add(drum, "drum", steel, LatheGeometry(rim, segments=20).rotate_x(pi / 2))
    axle(model, upper, drum, at=(x, 0, high), axis=(0, 1, 0), diameter=0.10, length=0.84, ends="plain", overhang=0.10,
         name="winch", material=dark)  # fmt: skip
    for end in (-1, 1):
        y = (end * 0.46, end * 0.52)
        block(upper, f"winch_cheek_{end}", paint, (x - 0.16, x + 0.16), y, (CHORD - 0.01, high + 0.12))
    block(upper, "winch_motor", paint, (x - 0.75, x - 0.41), (-0.45, 0.45), (CHORD - 0.01, CHORD + 0.62))
    mass(drum, 180.0, (0.6, 0.8, 0.6), (0, 0, 0))
    model.couple("winch", "hoist_1", ratio=(STAGES - 1) / DRUM)


def build_object_model() -> ArticulatedObject:
    """The crane with its trolley in and its hook up."""
    model = ArticulatedObject("tower_crane")
    paint = model.material("crane_yellow", rgba=(0.96, 0.74, 0.10, 1.0))
    concrete = model.material("concrete", rgba=(0.66, 0.65, 0.62, 1.0))
    dark = model.material("dark_grey_steel", rgba=(0.22, 0.23, 0.25, 1.0))
    steel = model.material("bare_steel", rgba=(0.56, 0.57, 0.59, 1.0))
    glass = model.material("tinted_glass", rgba=(0.35, 0.50, 0.58, 0.55))
    mast = add_mast(model, paint, concrete, dark)
    upper = add_upper(model, mast, (paint, concrete, dark))
    add_cab(upper, paint, glass, dark)
    trolley = add_trolley(model, upper, paint, dark, steel)
    add_hook(model, trolley, paint, steel, dark)
    add_winch(model, upper, paint, dark, steel)
    model.anchor(mast, to="floor")
    return model


def run_tests() -> TestReport:
    """It slews, the trolley reaches the jib's end on its rollers, the hook comes down to the ground, not into it."""
    ctx = TestContext(object_model)
    ctx.expect_moves("upper/jib_nose", "slew", "+y", min_distance=1.0)
    ctx.expect_moves("trolley/frame", "trolley", "+x", min_distance=0.95 * TRAVEL)
    ctx.expect_moves("hook/hook", "hoist_1", "down", min_distance=0.9 * DROP)
    for value in (0.0, TRAVEL):
        with ctx.pose(trolley=value):
            seat = {"elem_a": "tread", "contact_tol": 5e-4}
            ctx.expect_contact("roller_left_0", "upper", name=f"rollers run on the flange at {value:.1f} m", **seat)
            ctx.expect_within("trolley", "upper", axes="x", name=f"the trolley is on the jib at {value:.1f} m")
    with ctx.pose(hoist_1=DROP / (STAGES - 1)):
        low = ctx.part_world_aabb("hook")[0][2]
        ctx.check("the hook comes down near the ground", 0.3 < low < 0.9, f"hook at {low:.2f} m")
        for row in range(1, STAGES - 2):
            ctx.expect_overlap(f"fall_{row}", f"fall_{row + 1}", axes="z", min_overlap=0.1, name=f"rope {row} holds")
    turns = DROP / DRUM / (2 * pi)
    ctx.check("the winch turns with the hook", 3 < turns < 60, f"{turns:.1f} turns over the whole drop")
    ctx.expect_gap("trolley", "upper", axis="y", min_gap=0.1, negative_elem="cab", name="the trolley clears the cab")
    blocks = sum(str(one.name).startswith("counterweight") for one in object_model.get_part("upper").visuals)
    ctx.check("as many ballast blocks as ordered", blocks == BALLAST, f"{blocks}")
    arm = hypot(*ctx.part_world_aabb("upper")[1][:2])
    ctx.check("the jib reaches as far as said", JIB <= arm < JIB + 1.0, f"{arm:.2f} m")
    return ctx.report()


object_model = build_object_model()
