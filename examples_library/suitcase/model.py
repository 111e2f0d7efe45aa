"""A hard-shell suitcase: two hollow halves on a piano hinge, clips, a dial lock, a pull handle, four spinners.

What it teaches: releases. The handle draws out only while the button in its grip is pressed, the halves open only
with both clips off; `interlock` says both. Under it everything rolls on twin wheels that swivel.

Frame: it stands upright; x points out of the front half, y to the side with the lock, z up; the origin lies on
the ground under the middle of the seam.
"""

from __future__ import annotations

from math import pi

from sdk import (
    ArticulatedObject, Box, CylinderGeometry, ExtrudeWithHolesGeometry, Inertial, LatheGeometry, MotionLimits,
    Origin, TestContext, TestReport, bent_tube, boolean_difference, boolean_union, cylinder_between, hinge,
    hollow, hull_plate, mesh_from_geometry, rounded, rounded_rect_profile, span_box,
)  # fmt: skip

# What a customer chooses: the shell without wheels and handle.
HEIGHT = 0.56
WIDTH = 0.38
DEPTH = 0.24
RIBS = 7  # on each half
DIALS = 3  # of the lock
HANDLE_TRAVEL = 0.42

# The shell.
WALL, ROUND, SEAM = 0.0026, 0.034, 0.0004
BOTTOM = 0.070  # above the ground
TOP, MIDDLE = BOTTOM + HEIGHT, BOTTOM + HEIGHT / 2
RIM, LIP = 0.014, 0.0022  # width of the seam's frames, and how far they stand out
HINGE_PIN, LEAF = 0.0036, 0.0012
OPEN = 1.75
CARRY = 0.046, TOP + 0.0085  # x and z of the carrying handle's pins

# Clips and lock on the side at +y.
SIDE = WIDTH / 2 + LIP
CLIP_Z, CLIP_X, CLIP_PIN, CLIP_OPEN = 0.27 * HEIGHT, -0.010, 0.0018, 1.2
SLACK = 0.0003

# Pull handle: rectangular tubes, (thickness, width) of the outermost; every next one is wall and gap smaller.
LEGS, HANDLE_X = 0.44 * WIDTH, 0.046 - DEPTH / 2
TUBE, TUBE_WALL = (0.0150, 0.0240), 0.0012
SLEEVE = HEIGHT - 0.055
BRIDGE, GRIP, PRESS = 0.010, 0.024, 0.003

# Spinners.
WHEEL, TRAIL, CASTER_X, CASTER_Y = 0.0240, 0.014, DEPTH / 2 - 0.060, WIDTH / 2 - 0.062


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    whole = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(whole, *less) if less else whole
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def weigh(part, mass: float, size, middle=(0.0, 0.0, 0.0)) -> None:
    """The inertial of a box of this size."""
    part.inertial = Inertial.from_geometry(Box(size), mass, origin=Origin(middle))


def half_shell(side: int, cuts=()):
    """The back (-1) or front (1) half of the shell with its ribs, in the frame of the whole."""
    whole = rounded((DEPTH, WIDTH, HEIGHT), ROUND, edges="all", steps=4)
    cavity = hollow(whole, WALL).translate(0, 0, MIDDLE)
    room = span_box(x=(-side, side * SEAM), y=(-1, 1), z=(-1, 2))
    ribs, pitch = [], (WIDTH - 2 * ROUND) / RIBS
    for number in range(RIBS):
        rib = rounded((0.005, 0.42 * pitch, HEIGHT - 2 * ROUND + 0.012), 0.0024, edges="x", steps=2)
        y = (number - (RIBS - 1) / 2) * pitch
        ribs.append(rib.translate(side * (DEPTH / 2 - 0.0008), y, MIDDLE))
    return boolean_difference(boolean_union(cavity, *ribs), room, *cuts)


def rim(side: int):
    """The frame around a half's edge, in the frame of the whole."""
    outer = rounded_rect_profile(HEIGHT + 2 * LIP, WIDTH + 2 * LIP, ROUND + LIP, corner_segments=5)
    inner = rounded_rect_profile(HEIGHT - 0.008, WIDTH - 0.008, ROUND - 0.004, corner_segments=5)
    frame = ExtrudeWithHolesGeometry(outer, [inner], RIM - SEAM).rotate_y(pi / 2)
    return frame.translate(side * (RIM + SEAM) / 2, 0, MIDDLE)


def tube(stage: int, low: float, high: float):
    """Two rectangular tubes of the pull handle, `stage` 0 is the sleeve, around x = 0."""
    shrink, tubes = 2 * stage * (TUBE_WALL + SLACK), []
    for y in (-LEGS / 2, LEGS / 2):
        a, b = (size / 2 - shrink / 2 for size in TUBE)
        outer = span_box(x=(-a, a), y=(y - b, y + b), z=(low, high))
        a, b = a - TUBE_WALL, b - TUBE_WALL
        tubes.append(boolean_difference(outer, span_box(x=(-a, a), y=(y - b, y + b), z=(-9, 9))))
    return tubes


def add_back(model: ArticulatedObject, shell, black, steel, cloth):
    """Back half: shell, seam frame, sleeves of the handle under a lining with straps, lugs of the clips."""
    back = model.part("back")
    a, b = (size / 2 - 0.0002 for size in TUBE)
    x, z = (HANDLE_X - a, HANDLE_X + a), (TOP - 0.02, 2)
    holes = [span_box(x=x, y=(y - b, y + b), z=z) for y in (-LEGS / 2, LEGS / 2)]
    add(back, "shell", shell, half_shell(-1, holes))
    add(back, "rim", black, rim(-1))
    sleeves = [one.translate(HANDLE_X, 0, 0) for one in tube(0, TOP + 0.0015 - SLEEVE, TOP + 0.0015)]
    foot = span_box(x=(0.001 - DEPTH / 2, HANDLE_X + 0.007), y=(-LEGS / 2 - 0.012, LEGS / 2 + 0.012),
                    z=(TOP - SLEEVE - 0.006, TOP - SLEEVE + 0.002))  # fmt: skip
    add(back, "sleeves", steel, *sleeves)
    add(back, "sleeve_foot", black, foot)
    trim = rounded((0.042, LEGS + 0.052, 0.0045), 0.012, steps=4).translate(HANDLE_X, 0, TOP + 0.0018)
    add(back, "handle_trim", black, trim, less=holes)
    inner = HANDLE_X + TUBE[0] / 2 + 0.001
    panel = rounded((0.002, WIDTH - WALL, HEIGHT - 2 * WALL), ROUND - 0.004, edges="x")
    add(back, "lining", cloth, panel.translate(inner + 0.001, 0, MIDDLE))
    slope, half = 0.30 * HEIGHT, WIDTH / 2 - 0.012
    for rise, label in ((slope, "up"), (-slope, "down")):
        line = [(-half, -rise - 0.012), (-half, -rise + 0.012), (half, rise + 0.012), (half, rise - 0.012)]
        strap = hull_plate(line, 0.0014).rotate_x(pi / 2).rotate_z(pi / 2)
        lift = 0.0024 if rise > 0 else 0.0034
        add(back, f"strap_{label}", black, strap.translate(inner + lift, 0, MIDDLE))
    buckle = rounded((0.006, 0.045, 0.034), 0.005, edges="x", steps=3).translate(inner + 0.0045, 0, MIDDLE)
    add(back, "buckle", steel, buckle)
    for side, label in ((-1, "lower"), (1, "upper")):
        z = MIDDLE + side * CLIP_Z
        x, y = CLIP_X, SIDE + 0.0062
        eye = [(x, y, 0.0036), (x + 0.005, SIDE - 0.001), (x - 0.0035, SIDE - 0.001)]
        lugs = [hull_plate(eye, 0.004).translate(0, 0, z + s * 0.0195) for s in (-1, 1)]
        add(back, f"clip_lugs_{label}", black, *lugs)
        pin = cylinder_between((x, y, z - 0.022), (x, y, z + 0.022), CLIP_PIN, segments=16)
        add(back, f"clip_pin_{label}", steel, pin)
    weigh(back, 2.1, (DEPTH / 2, WIDTH, HEIGHT), (-DEPTH / 4, 0, MIDDLE))
    return back


def add_front(model: ArticulatedObject, back, shell, black, steel, cloth):
    """Front half on a piano hinge at -y: shell, frame, catches, a lining with pocket, a badge."""
    front = model.part("front")
    axis_y = -SIDE - HINGE_PIN / 2 - 0.0002 - LEAF
    place = (0.0, -axis_y, -MIDDLE)  # of the frame of the whole, seen from the hinge's
    add(front, "shell", shell, half_shell(1))
    add(front, "rim", black, rim(1))
    for side, label in ((-1, "lower"), (1, "upper")):
        z = MIDDLE + side * CLIP_Z
        catch = span_box(x=(0.0048, 0.0098), y=(SIDE - 0.001, SIDE + 0.0052), z=(z - 0.014, z + 0.014))
        add(front, f"catch_{label}", steel, catch)
    panel = rounded((0.002, WIDTH - WALL, HEIGHT - 2 * WALL), ROUND - 0.004, edges="x")
    pocket = rounded((0.003, 0.78 * WIDTH, 0.40 * HEIGHT), 0.02, edges="x", steps=4)
    zip_ = span_box(x=(0.0268, 0.030), y=(-0.36 * WIDTH, 0.36 * WIDTH), z=(MIDDLE - 0.015, MIDDLE - 0.011))
    badge = rounded((0.006, 0.060, 0.018), 0.004, edges="x", steps=3)
    add(front, "divider", cloth, panel.translate(0.031, 0, MIDDLE))
    add(front, "pocket", black, pocket.translate(0.0295, 0, MIDDLE - 0.2 * HEIGHT))
    add(front, "zip", steel, zip_)
    add(front, "badge", steel, badge.translate(DEPTH / 2 + 0.001, 0, TOP - 0.085))
    x, z = CARRY
    for y, label in ((-0.066, "left"), (0.066, "right")):  # lugs and pins of the carrying handle
        lug = hull_plate([(x, z, 0.0060), (x - 0.008, TOP - 0.001), (x + 0.008, TOP - 0.001)], 0.005)
        inner, outer = (y / 0.066 * reach for reach in (0.0545, 0.0695))
        add(front, f"carry_lug_{label}", black, lug.rotate_x(pi / 2).translate(0, y, 0))
        pin = cylinder_between((x, inner, z), (x, outer, z), 0.0022, segments=16)
        add(front, f"carry_pin_{label}", steel, pin)
    for visual in front.visuals:
        visual.origin = Origin(place)
    weigh(front, 1.5, (DEPTH / 2, WIDTH, HEIGHT), (DEPTH / 4, -axis_y, 0))
    hinge(
        model, back, front, at=(0, axis_y, MIDDLE), axis=(0, 0, -1), length=0.62 * HEIGHT, kind="piano",
        knuckles=3, pin_diameter=HINGE_PIN, thickness=LEAF, leaf=RIM - 0.002, leaf_side=(-1, 0, 0),
        leaf_face=(0, 1, 0), rest_angle=pi, screws=0, lower=0.0, upper=OPEN, name="lid", material=steel,
    )  # fmt: skip
    return front, place


def add_carry_handle(model: ArticulatedObject, front, place, black):
    """Carrying handle on top of the front half, folded down at rest."""
    carry, half = model.part("carry_handle"), 0.058
    line = [(0, -half, 0), (0.033, -half, 0), (0.033, half, 0), (0, half, 0)]
    bore = cylinder_between((0, -1, 0), (0, 1, 0), 0.0022 + SLACK, segments=16)
    bosses = [cylinder_between((0, y - 0.005, 0), (0, y + 0.005, 0), 0.0056, segments=20) for y in (-half, half)]
    add(carry, "bow", black, bent_tube(line, 0.0046, 0.012, segments=10), *bosses, less=[bore])
    weigh(carry, 0.07, (0.04, 0.12, 0.01), (0.02, 0, 0))
    model.articulation(
        "carry_fold", "revolute", front, carry, origin=Origin((CARRY[0], place[1], CARRY[1] - MIDDLE)),
        axis=(0, -1, 0), motion_limits=MotionLimits(effort=5.0, velocity=4.0, lower=0.0, upper=1.5), positive="up",
    )  # fmt: skip
    for label in ("left", "right"):
        model.fit(carry, front, elem_child="bow", elem_parent=f"carry_pin_{label}", gap=SLACK)


def add_clips(model: ArticulatedObject, back, steel):
    """Clips that hook over the front's catches; both must be off before the halves part."""
    needs = {}
    z = (-0.0172, 0.0172)
    for side, label in ((-1, "lower"), (1, "upper")):
        clip = model.part(f"clip_{label}")
        barrel = cylinder_between((0, 0, z[0]), (0, 0, z[1]), 0.0034, segments=20)
        plate = span_box(x=(0.0, 0.0262), y=(0.0006, 0.0034), z=z)
        hook = span_box(x=(0.0202, 0.0234), y=(-0.0042, 0.0030), z=z)
        tab = rounded((0.010, 0.0032, 0.026), 0.0015, edges="z", steps=3).translate(0.0300, 0.0030, 0)
        bore = cylinder_between((0, 0, -1), (0, 0, 1), CLIP_PIN + SLACK, segments=16)
        add(clip, "clip", steel, barrel, plate, hook, tab, less=[bore])
        weigh(clip, 0.03, (0.03, 0.006, 0.034), (0.012, 0, 0))
        model.articulation(
            f"clip_{label}_swing", "revolute", back, clip,
            origin=Origin((CLIP_X, SIDE + 0.0062, MIDDLE + side * CLIP_Z)), axis=(0, 0, 1),
            motion_limits=MotionLimits(effort=5.0, velocity=5.0, lower=0.0, upper=CLIP_OPEN),
        )  # fmt: skip
        model.fit(clip, back, elem_child="clip", elem_parent=f"clip_pin_{label}", gap=SLACK)
        needs[f"clip_{label}_swing"] = (0.8 * CLIP_OPEN, CLIP_OPEN)
    model.interlock("lid", requires=needs)


def add_lock(model: ArticulatedObject, back, black, steel):
    """Combination lock on the side of the back half: ten-sided dials on a shaft in a housing."""
    pitch, x, y = 0.0085, -0.034, WIDTH / 2 + 0.0035
    half = DIALS * pitch / 2 + 0.005
    case = rounded((0.026, 0.014, 2 * half), 0.0045, edges="z", steps=4).translate(x, y, MIDDLE)
    places = [MIDDLE + (number - (DIALS - 1) / 2) * pitch for number in range(DIALS)]
    wide, out = (x - 0.0096, x + 0.0096), (y - 0.0020, 1)
    slots = [span_box(x=wide, y=out, z=(z - 0.0033, z + 0.0033)) for z in places]
    add(back, "lock_case", black, case, less=slots)
    ends = [(x, y + 0.0035, MIDDLE + s * (half - 0.001)) for s in (-1, 1)]
    add(back, "dial_shaft", steel, cylinder_between(*ends, 0.0016, segments=14))
    for number, z in enumerate(places):
        dial = model.part(f"dial_{number}")
        ring = CylinderGeometry(0.0052, 0.0058, radial_segments=10).rotate_z(pi / 10)
        bore = CylinderGeometry(0.0016 + SLACK, 1.0, radial_segments=14)
        add(dial, "ring", steel, boolean_difference(ring, bore))
        add(dial, "mark", black, span_box(x=(-0.0006, 0.0006), y=(0.0044, 0.0052), z=(-0.0018, 0.0018)))
        weigh(dial, 0.003, (0.01, 0.01, 0.006))
        model.articulation(
            f"dial_{number}_turn", "continuous", back, dial, origin=Origin((x, y + 0.0035, z)), axis=(0, 0, 1),
            motion_limits=MotionLimits(effort=0.5, velocity=6.0),
        )  # fmt: skip
        model.fit(dial, back, elem_child="ring", elem_parent="dial_shaft", gap=SLACK)


def add_handle(model: ArticulatedObject, back, steel, black, red):
    """Pull handle: two stages of two tubes that draw out alike, a grip with the button that frees them."""
    first, second, button = (model.part(name) for name in ("handle_stage_1", "handle_stage_2", "grip_button"))
    seat, bar = 0.0045, LEGS / 2 + 0.014  # of the lower stage's bridge above the shell; its half length
    low = -SLEEVE + 0.012
    bridge = rounded((0.017, 2 * bar, BRIDGE), 0.004, edges="y", steps=3).translate(0, 0, seat + BRIDGE / 2)
    a, b = (size / 2 - 2 * (TUBE_WALL + SLACK) + SLACK for size in TUBE)
    ways = [span_box(x=(-a, a), y=(y - b, y + b), z=(-1, 1)) for y in (-LEGS / 2, LEGS / 2)]
    add(first, "tubes", steel, *tube(1, low, seat + 0.002))
    add(first, "bridge", black, bridge, less=ways)
    top = seat + BRIDGE + 0.0006
    add(second, "tubes", steel, *tube(2, low + 0.010, top + 0.004))
    grip = rounded((0.026, 2 * bar + 0.004, GRIP), 0.009, edges="y", steps=4).translate(0, 0, top + GRIP / 2)
    well = rounded((0.0126, 0.0306, 0.04), 0.004, steps=3).translate(0, 0, top + GRIP + 0.0055)
    add(second, "grip", black, grip, less=[well])
    add(button, "cap", red, rounded((0.012, 0.030, 0.012), 0.004, steps=3).translate(0, 0, -0.0035))
    pull = MotionLimits(effort=60.0, velocity=0.5, lower=0.0, upper=HANDLE_TRAVEL / 2)
    place = Origin((HANDLE_X, 0, TOP))
    model.articulation("handle_1", "prismatic", back, first, origin=place, axis=(0, 0, 1), motion_limits=pull)
    model.articulation("handle_2", "prismatic", first, second, axis=(0, 0, 1), motion_limits=pull)
    model.articulation(
        "grip_press", "prismatic", second, button, origin=Origin((0, 0, top + GRIP + 0.001)), axis=(0, 0, -1),
        motion_limits=MotionLimits(effort=10.0, velocity=0.1, lower=0.0, upper=PRESS),
    )  # fmt: skip
    model.couple("handle_2", "handle_1", ratio=1.0)
    model.interlock("handle_1", requires={"grip_press": (0.8 * PRESS, PRESS)})
    model.fit(first, back, elem_child="tubes", elem_parent="sleeves", gap=SLACK, kind="sliding")
    model.fit(second, first, elem_child="tubes", elem_parent="tubes", gap=SLACK, kind="sliding")
    model.fit(button, second, elem_child="cap", elem_parent="grip", gap=SLACK, kind="sliding")
    for part, mass, z in ((first, 0.35, -0.2), (second, 0.40, -0.15)):
        weigh(part, mass, (0.02, LEGS, SLEEVE), (0, 0, z))
    weigh(button, 0.01, (0.012, 0.03, 0.01))


def add_spinner(model: ArticulatedObject, parent, name: str, at, black, grey):
    """A twin wheel on a swivel; `at` is on the shell's underside in the parent's frame."""
    fork, wheels = model.part(f"{name}_fork"), model.part(f"{name}_wheels")
    plate = LatheGeometry([(0, 0.0022), (0.027, 0.0022), (0.024, -0.006), (0.0045, -0.006), (0.0045, -0.0172),
                           (0, -0.0172)], segments=24)  # fmt: skip
    add(parent, f"{name}_plate", black, plate.translate(*at))
    low = WHEEL - BOTTOM
    hub = (-TRAIL, 0, low)
    body = LatheGeometry([(0.0045 + SLACK, -0.0066), (0.0190, -0.0066), (0.0205, -0.009), (0.0150, -0.0185),
                          (0, -0.0185), (0, -0.0176), (0.0045 + SLACK, -0.0176)], segments=18)  # fmt: skip
    line = [(-0.012, -0.0181), (0.012, -0.0181), (-TRAIL, low, 0.0080)]
    web = hull_plate(line, 0.0060).rotate_x(pi / 2)
    bore = cylinder_between((-TRAIL, -1, low), (-TRAIL, 1, low), 0.0030 + SLACK, segments=14)
    add(fork, "fork", grey, body, web, less=[bore])
    profile = [(0.0026, 0.0036), (0.0215, 0.0036), (WHEEL, 0.0056), (WHEEL, 0.0122), (0.0215, 0.0142), (0.0150, 0.0142),
               (0.0130, 0.0122), (0, 0.0122), (0, 0.0080), (0.0026, 0.0080)]  # fmt: skip
    disc = LatheGeometry(profile, segments=22).rotate_x(pi / 2)
    shaft = cylinder_between((0, -0.009, 0), (0, 0.009, 0), 0.0030, segments=14)
    add(wheels, "tyres", black, boolean_union(disc, disc.copy().rotate_z(pi), shaft))
    free = MotionLimits(effort=1.0, velocity=20.0)
    joints = (("swivel", parent, fork, at, (0, 0, 1)), ("roll", fork, wheels, hub, (0, 1, 0)))
    for kind, base, child, xyz, axis in joints:
        model.articulation(
            f"{name}_{kind}", "continuous", base, child, origin=Origin(xyz), axis=axis, motion_limits=free
        )
    model.fit(fork, parent, elem_child="fork", elem_parent=f"{name}_plate", gap=SLACK)
    model.fit(wheels, fork, elem_child="tyres", elem_parent="fork", gap=SLACK)
    weigh(fork, 0.04, (0.04, 0.04, 0.03), (0, 0, -0.02))
    weigh(wheels, 0.05, (0.04, 0.027, 0.04))


def build_object_model() -> ArticulatedObject:
    """The suitcase upright and shut, its handle pushed in."""
    model = ArticulatedObject("suitcase")
    shell = model.material("petrol_polycarbonate", rgba=(0.09, 0.33, 0.40, 1.0))
    black = model.material("black_plastic", rgba=(0.10, 0.10, 0.11, 1.0))
    grey = model.material("grey_plastic", rgba=(0.36, 0.37, 0.39, 1.0))
    steel = model.material("brushed_aluminium", rgba=(0.74, 0.75, 0.77, 1.0))
    cloth = model.material("sand_lining", rgba=(0.80, 0.74, 0.64, 1.0))
    red = model.material("red_button", rgba=(0.78, 0.12, 0.10, 1.0))
    back = add_back(model, shell, black, steel, cloth)
    front, place = add_front(model, back, shell, black, steel, cloth)
    add_carry_handle(model, front, place, black)
    add_clips(model, back, steel)
    add_lock(model, back, black, steel)
    add_handle(model, back, steel, black, red)
    for label, y in (("left", -CASTER_Y), ("right", CASTER_Y)):
        add_spinner(model, back, f"back_{label}", (-CASTER_X, y, BOTTOM), black, grey)
        add_spinner(model, front, f"front_{label}", (CASTER_X, y + place[1], BOTTOM + place[2]), black, grey)
    model.anchor(back, to="floor")
    return model


def run_tests() -> TestReport:
    """It stands on four wheels, clips hold the halves, they open hollow, the handle keeps its stages."""
    ctx = TestContext(object_model)
    for label in ("back_left", "back_right", "front_left", "front_right"):
        low = ctx.part_world_aabb(f"{label}_wheels")[0][2]
        ctx.check(f"the {label} wheels stand on the ground", abs(low) < 5e-4, f"lowest point {low:.5f} m")
    ctx.expect_moves("front/shell", "lid", "+x", min_distance=0.1)
    for label in ("lower", "upper"):
        pair = {"elem_a": "clip", "elem_b": f"catch_{label}", "name": f"the {label} clip hooks"}
        ctx.expect_overlap(f"clip_{label}", "front", axes="yz", min_overlap=0.002, **pair)
        ctx.expect_moves(f"clip_{label}", f"clip_{label}_swing", "+y", min_distance=0.005)
        with ctx.pose({f"clip_{label}_swing": 0.8 * CLIP_OPEN}):
            room = ctx.clearance(f"clip_{label}", "front", elem_b=f"catch_{label}").distance
            ctx.check(f"the {label} clip swings clear", room > 0.002, f"{room * 1000:.1f} mm")
    ctx.expect_moves("handle_stage_2", "handle_1", "up", min_distance=0.95 * HANDLE_TRAVEL)
    ctx.expect_moves("grip_button", "grip_press", "down", min_distance=0.9 * PRESS)
    with ctx.pose(handle_1=HANDLE_TRAVEL / 2):
        pairs = (("back", "handle_stage_1", "sleeves"), ("handle_stage_1", "handle_stage_2", "tubes"))
        for outer, inner, piece in pairs:
            kept = {"elem_a": piece, "elem_b": "tubes", "name": f"the {inner} stays in the {outer}"}
            ctx.expect_overlap(outer, inner, axes="z", min_overlap=0.10, **kept)
    ctx.expect_moves("carry_handle", "carry_fold", "up", min_distance=0.01)
    depth = ctx.part_element_world_aabb("back", elem="lining")[1][0]
    ctx.check("there is room to pack", -depth > 0.03, f"lining at x = {depth * 1000:.0f} mm")
    return ctx.report()


object_model = build_object_model()
