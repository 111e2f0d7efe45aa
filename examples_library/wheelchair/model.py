"""A wheelchair: tubular frame, spoked wheels with hand rims, casters, flip-up arms, swing-away footrests, brakes.

What it teaches: a frame of bent tubes that carries many mechanisms. Wheels run on an `axle`, casters swivel in head
tubes, footplates turn on the very bars they hang on, and an `interlock` keeps a wheel still while its brake is on.

Frame: x points to where the sitter looks, z up; the origin lies on the ground under the rear axle. Everything is
drawn where it stands at rest; `add` moves it into the frame of its part.
"""

from __future__ import annotations

from math import asin, atan2, cos, hypot, pi, sin

from sdk import (
    ArticulatedObject, Box, Cylinder, ExtrudeGeometry, Inertial, LatheGeometry, MotionLimits, Origin, TestContext,
    TestReport, TorusGeometry, array_polar, axle, bent_tube, boolean_difference, boolean_union, cylinder_between,
    hull_plate, mesh_from_geometry, rounded, span_box,
)  # fmt: skip

# What a customer chooses.
SEAT_WIDTH = 0.44  # between the middles of the side frames
SEAT_DEPTH = 0.42
SEAT_HEIGHT = 0.52  # top of the cushion
BACK_HEIGHT = 0.42  # of the back above the cushion
WHEEL = 0.61  # diameter of the rear wheels
CASTER = 0.160  # diameter of the front wheels

# Side frames: seat rail, lower rail, front post and back post, in the planes y = +-SIDE.
TUBE, SLACK, CUSHION = 0.0125, 0.0002, 0.05  # radius of the tubes; clearance on a side; thickness
SIDE, FRONT = SEAT_WIDTH / 2, SEAT_DEPTH + 0.02
RAIL, LOW, ARM = (SEAT_HEIGHT - CUSHION - TUBE, CASTER + 0.145, SEAT_HEIGHT + 0.20)  # z of seat rail, lower rail, arms
GRIP = SEAT_HEIGHT + BACK_HEIGHT + 0.09  # z of the push handles

# Rear wheels.
RADIUS, WHEEL_Y = WHEEL / 2, SIDE + 0.052
HUB, SHAFT, SPOKES = 0.060, 0.014, 14  # length of the hub, diameter of its shaft, spokes to each flange

# Casters: stem in a head tube under the lower rail, wheel behind it.
HEAD_X, TRAIL, STEM, PIVOT = FRONT - 0.035, 0.038, 0.008, 0.005  # radii of the stem and of small pivots
HEAD = CASTER + 0.030  # z of the lower end of the head tube

# Brakes: the shoe comes to the tire along its radius when the lever, hung on the seat rail, is pushed.
SHOE, SHOE_ARM, BRAKE = 0.006, 0.050, 0.36  # radius of the shoe's bar, its distance from the pivot, range
TOUCH = RADIUS + SHOE + 0.0006
SHOE_ANGLE = asin((RAIL - RADIUS) / hypot(TOUCH, SHOE_ARM)) - atan2(SHOE_ARM, TOUCH)
BRAKE_X = TOUCH * cos(SHOE_ANGLE) - SHOE_ARM * sin(SHOE_ANGLE)

# Arms and footrests.
ARM_X, ARM_UP, ARM_END = 0.046, 1.15, FRONT - 0.07  # pivot, range, x of the front leg
HINGE_X, HINGE_Z, HINGE = (FRONT + 0.036, (RAIL + LOW) / 2, 0.28 * (RAIL - LOW))  # hangers: place and half length
PLATE_Z, PLATE_X, BAR = 0.105, FRONT + 0.165, 0.010  # footplates' bar: height, rear end, radius
PLATE = min(0.175, SIDE - 0.030)  # width of a footplate
SIDES = ((1, "left"), (-1, "right"))

STAND = {"frame": (0.0, 0.0, 0.0)}
for _side, _label in SIDES:
    STAND |= {
        f"wheel_{_label}": (0.0, _side * WHEEL_Y, RADIUS), f"fork_{_label}": (HEAD_X, _side * SIDE, HEAD),
        f"caster_{_label}": (HEAD_X - TRAIL, _side * SIDE, CASTER / 2), f"arm_{_label}": (ARM_X, _side * SIDE, ARM),
        f"hanger_{_label}": (HINGE_X, _side * SIDE, HINGE_Z), f"footplate_{_label}": (PLATE_X, _side * SIDE, PLATE_Z),
        f"brake_{_label}": (BRAKE_X, _side * (SIDE + 0.022), RAIL),
    }  # fmt: skip


def seen_from(part, point):
    """The point, given where the chair stands, in the frame of a part."""
    return tuple(value - base for value, base in zip(point, STAND[part.name], strict=True))


def add(part, name, material, solid, *more, less=(), shared=False):
    """A visual of these solids in one, without those of `less`; `shared` where left and right have the same mesh."""
    shape = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(shape, *less) if less else shape
    shape.translate(*seen_from(part, (0.0, 0.0, 0.0)))
    file = f"{part.name.rsplit('_', 1)[0] if shared else part.name}_{name}"
    return part.visual(mesh_from_geometry(shape, file), material=material, name=name)


def pin(part, name, material, point, axis, radius, half):
    """A pin as an exact cylinder along x, y or z, its middle at the point."""
    turns = {"x": (0, pi / 2, 0), "y": (pi / 2, 0, 0), "z": (0, 0, 0)}
    place = Origin(seen_from(part, point), turns[axis])
    part.visual(Cylinder(radius, 2 * half), origin=place, material=material, name=name)


def ring(bore, outer, half, segments=28):
    """A sleeve about z, centred."""
    return LatheGeometry([(bore, -half), (outer, -half), (outer, half), (bore, half)], segments=segments)


def joint(model, name, parent, child, axis, low=None, high=None, positive=None, positive_elem=None):
    """A turning joint where the child stands, endless without limits."""
    limits = MotionLimits(effort=30.0, velocity=6.0, lower=low, upper=high)
    return model.articulation(
        name, "continuous" if low is None else "revolute", parent, child, axis=axis, motion_limits=limits,
        origin=Origin(seen_from(parent, STAND[child.name])), positive=positive, positive_elem=positive_elem,
    )  # fmt: skip


def add_frame(model: ArticulatedObject, paint, steel, cloth, rubber):
    """Frame: two side frames of bent tube, a cross brace, seat and back of cloth, a cushion, push handles."""
    frame = model.part("frame")
    for side, label in SIDES:
        y = side * SIDE
        loop = bent_tube([(0, y, RAIL), (FRONT, y, RAIL), (FRONT, y, LOW), (0, y, LOW)], TUBE, 0.040, segments=12)
        post = bent_tube([(0, y, min(LOW, RADIUS) - 0.02), (0, y, GRIP), (-0.15, y, GRIP)], TUBE, 0.050, segments=12)
        add(frame, f"side_{label}", paint, loop)
        add(frame, f"back_post_{label}", paint, post)
        add(
            frame, f"handle_{label}", rubber,
            cylinder_between((-0.065, y, GRIP), (-0.155, y, GRIP), 0.0165, segments=20),
        )  # fmt: skip
        plate = hull_plate(
            [(0, RADIUS, 0.026), (0, LOW, 0.018), (0.09, LOW, 0.010), (-0.004, LOW + 0.03, 0.010)], 0.008
        )
        add(frame, f"axle_plate_{label}", steel, plate.rotate_x(pi / 2).translate(0, y, 0))
        cup = [(STEM + SLACK, HEAD), (0.016, HEAD), (0.016, LOW - TUBE + 0.003), (0.0, LOW - TUBE + 0.003),
               (0.0, LOW - TUBE - 0.004), (STEM + SLACK, LOW - TUBE - 0.004)]  # fmt: skip
        add(frame, f"head_tube_{label}", paint, LatheGeometry(cup, segments=28).translate(HEAD_X, y, 0))
        panel = rounded((ARM_END - 0.055, 0.003, ARM - RAIL - 0.055), 0.03, edges="y")
        add(
            frame, f"side_panel_{label}", rubber,
            panel.translate((ARM_END + 0.01) / 2, y, (ARM + RAIL - 0.048) / 2),
        )  # fmt: skip
        x = (0.0, ARM_X)
        for name, shift in (("in", -1), ("out", 1)):
            ear = hull_plate([(x[0], ARM, 0.012), (x[1], ARM, 0.010)], 0.004).rotate_x(pi / 2)
            add(frame, f"arm_ear_{name}_{label}", steel, ear.translate(0, y + side * shift * 0.0148, 0))
        pin(frame, f"arm_pin_{label}", steel, (ARM_X, y, ARM), "y", PIVOT, 0.019)
        for name, z in (("low", HINGE_Z - HINGE), ("high", HINGE_Z + HINGE)):
            lug = hull_plate([(FRONT, y, 0.010), (HINGE_X, y, 0.0105)], 0.008).translate(0, 0, z)
            add(frame, f"hanger_lug_{name}_{label}", paint, lug)
        pin(frame, f"hanger_pin_{label}", steel, (HINGE_X, y, HINGE_Z), "z", PIVOT, HINGE + 0.007)
        pin(frame, f"brake_pin_{label}", steel, (BRAKE_X, y + side * 0.018, RAIL), "y", PIVOT, 0.016)
    middle = 0.52 * SEAT_DEPTH
    for x, way in ((middle - 0.014, 1), (middle + 0.014, -1)):
        brace = cylinder_between((x, -way * SIDE, LOW), (x, way * SIDE, RAIL), 0.011, segments=16)
        add(frame, f"brace_{'rear' if way > 0 else 'front'}", paint, brace)
    pin(frame, "brace_bolt", steel, (middle, 0, (LOW + RAIL) / 2), "x", 0.007, 0.030)
    add(frame, "seat_panel", cloth, sling(0.008).rotate_x(pi / 2).rotate_z(pi / 2)
        .scale((SEAT_DEPTH - 0.03), 1, 1).translate(SEAT_DEPTH / 2 + 0.01, 0, RAIL + TUBE - 0.001))  # fmt: skip
    high = BACK_HEIGHT + 0.01
    back = sling(0.040).rotate_z(-pi / 2).scale(1, 1, high).translate(-0.006, 0, SEAT_HEIGHT + 0.02 + high / 2)
    add(frame, "back_panel", cloth, back)
    pad = rounded((SEAT_DEPTH - 0.02, SEAT_WIDTH - 0.050, CUSHION + 0.008), 0.022, edges="all", steps=4)
    add(frame, "cushion", cloth, pad.translate(SEAT_DEPTH / 2 + 0.022, 0, SEAT_HEIGHT - CUSHION / 2 - 0.004))
    box = Box((SEAT_DEPTH, SEAT_WIDTH, 0.4))
    frame.inertial = Inertial.from_geometry(box, mass=8.5, origin=Origin((SEAT_DEPTH / 2, 0, SEAT_HEIGHT - 0.05)))
    return frame


def sling(sag: float):
    """A unit length of cloth hung between the side frames along x, its sag to -y."""
    steps = [-1 + k / 6 for k in range(13)]
    upper = [(SIDE * s, -sag * (1 - s * s) + 0.002) for s in steps]
    return ExtrudeGeometry([*upper, *((x, y - 0.004) for x, y in reversed(upper))], 1.0)


def add_wheels(model: ArticulatedObject, frame, steel, rubber, paint):
    """Rear wheels: hub, two fans of spokes, rim, tire and hand rim, on the axle through the frame's plate."""
    r, half = RADIUS, HUB / 2
    tire = [(r - 0.016, -0.011), (r - 0.010, -0.014), (r - 0.003, -0.010), (r, -0.004), (r, 0.004), (r - 0.003, 0.010),
            (r - 0.010, 0.014), (r - 0.016, 0.011)]  # fmt: skip
    rim = [(r - 0.028, -0.009), (r - 0.015, -0.012), (r - 0.015, 0.012), (r - 0.028, 0.009)]
    hub = [(0.008, -half + 0.002), (0.030, -half + 0.004), (0.030, -half + 0.008), (0.018, -half + 0.014),
           (0.018, half - 0.014), (0.030, half - 0.008), (0.030, half - 0.004), (0.008, half - 0.002)]  # fmt: skip
    fans = []
    for way in (-1, 1):
        y = way * (half - 0.006)
        spoke = cylinder_between((0.022, 0.016 * way, y), (r - 0.026, 0, 0.004 * way), 0.0014, segments=6)
        fans.append(array_polar(spoke.rotate_z(0.11 * way), SPOKES))
    spokes = fans[0].merge(fans[1])
    grip = TorusGeometry(r - 0.034, 0.0085, radial_segments=8, tubular_segments=48).translate(0, 0, 0.052)
    tab = span_box(x=(r - 0.034, r - 0.027), y=(-0.003, 0.003), z=(0.008, 0.052))
    shapes = {
        "tire": (LatheGeometry(tire, segments=56), rubber), "rim": (LatheGeometry(rim, segments=56), steel),
        "hub": (LatheGeometry(hub, segments=20), steel), "spokes": (spokes, steel), "hand_rim": (grip, paint),
        "rim_tabs": (array_polar(tab, 6), paint),
    }  # fmt: skip
    meshes = {
        name: (mesh_from_geometry(shape, f"wheel_{name}"), material) for name, (shape, material) in shapes.items()
    }
    for side, label in SIDES:
        wheel = model.part(f"wheel_{label}")
        for name, (mesh, material) in meshes.items():
            wheel.visual(mesh, origin=Origin(rpy=(-side * pi / 2, 0, 0)), material=material, name=name)
        axle(
            model, frame, wheel, at=STAND[wheel.name], axis=(0, side, 0), diameter=SHAFT, length=HUB, ends="plain",
            overhang=WHEEL_Y - SIDE - HUB / 2 - 0.003, name=f"wheel_{label}_spin", material=steel,
        )  # fmt: skip
        wheel.inertial = Inertial.from_geometry(Cylinder(r, 0.03), mass=1.9, origin=Origin(rpy=(pi / 2, 0, 0)))


def add_caster(model: ArticulatedObject, frame, side: int, label: str, meshes, steel, paint):
    """A caster: the fork's stem turns in the head tube, the wheel on a pin between its legs."""
    fork, wheel = model.part(f"fork_{label}"), model.part(f"caster_{label}")
    fork.visual(meshes["fork"], material=paint, name="fork")
    x, y, z = STAND[fork.name]
    pin(fork, "stem", steel, (x, y, z + 0.042), "z", STEM, 0.045)
    pin(fork, "axle", steel, STAND[wheel.name], "y", PIVOT, 0.030)
    wheel.visual(meshes["caster_tire"], material="grey_tire", name="tire")
    wheel.visual(meshes["caster_rim"], material=paint, name="rim")
    joint(model, f"caster_{label}_swivel", frame, fork, (0, 0, 1))
    joint(model, f"caster_{label}_roll", fork, wheel, (0, 1, 0))
    model.fit(fork, frame, elem_child="stem", elem_parent=f"head_tube_{label}", gap=SLACK)
    model.fit(wheel, fork, elem_child="rim", elem_parent="axle", gap=SLACK)


def caster_meshes():
    """Fork, tire and rim, shared by both casters; the fork is drawn from the lower end of the head tube."""
    drop, half = CASTER / 2 - HEAD, 0.022
    crown = span_box(x=(-TRAIL - 0.010, 0.016), y=(-half - 0.004, half + 0.004), z=(-0.016, -0.001))
    legs = []
    for way in (-1, 1):
        leg = hull_plate([(-TRAIL, drop, 0.013), (-TRAIL - 0.002, -0.012, 0.008), (0.004, -0.012, 0.008)], 0.005)
        legs.append(leg.rotate_x(pi / 2).translate(0, way * (half + 0.0015), 0))
    r = CASTER / 2
    tire = [
        (r - 0.018, -0.015), (r - 0.004, -0.015), (r, -0.010), (r, 0.010), (r - 0.004, 0.015),
        (r - 0.018, 0.015)
    ]  # fmt: skip
    bore = PIVOT + SLACK
    rim = [(bore, -0.0190), (0.014, -0.0190), (0.014, -0.006), (r - 0.024, -0.005), (r - 0.018, -0.013),
           (r - 0.0175, -0.013), (r - 0.0175, 0.013), (r - 0.018, 0.013), (r - 0.024, 0.005), (0.014, 0.006),
           (0.014, 0.0190), (bore, 0.0190)]  # fmt: skip
    return {
        "fork": mesh_from_geometry(boolean_union(crown, *legs), "caster_fork"),
        "caster_tire": mesh_from_geometry(LatheGeometry(tire, segments=40).rotate_x(pi / 2), "caster_tire"),
        "caster_rim": mesh_from_geometry(LatheGeometry(rim, segments=24).rotate_x(pi / 2), "caster_rim"),
    }


def add_arm(model: ArticulatedObject, frame, side: int, label: str, paint, rubber):
    """Armrest: a bent tube with a pad that flips up about the back post; its leg stands on the seat rail."""
    arm, y = model.part(f"arm_{label}"), side * SIDE
    line = [(ARM_X + 0.007, y, ARM), (ARM_END, y, ARM), (ARM_END, y, RAIL + TUBE + 0.0003)]
    add(arm, "tube", paint, bent_tube(line, 0.0105, 0.035, segments=14), shared=True)
    add(
        arm, "eye", paint, ring(PIVOT + SLACK, 0.012, 0.0125).rotate_x(pi / 2).translate(ARM_X, y, ARM),
        shared=True,
    )  # fmt: skip
    pad = rounded((ARM_END - ARM_X - 0.07, 0.052, 0.028), 0.013, edges="all", steps=3)
    add(arm, "pad", rubber, pad.translate((ARM_END + ARM_X + 0.03) / 2, y, ARM + 0.022), shared=True)
    joint(model, f"arm_{label}_flip", frame, arm, (0, -1, 0), 0.0, ARM_UP, "up", "pad")
    model.fit(arm, frame, elem_child="eye", elem_parent=f"arm_pin_{label}", gap=SLACK)


def add_footrest(model: ArticulatedObject, frame, side: int, label: str, paint, steel, rubber):
    """Footrest: a hanger that swings outward on the front post, its footplate turning up on the hanger's bar."""
    hanger, plate, y = model.part(f"hanger_{label}"), model.part(f"footplate_{label}"), side * SIDE
    line = [
        (HINGE_X + 0.008, y, HINGE_Z), (HINGE_X + 0.040, y, HINGE_Z), (PLATE_X - 0.018, y, PLATE_Z),
        (PLATE_X + 0.152, y, PLATE_Z)
    ]  # fmt: skip
    add(hanger, "tube", paint, bent_tube(line, BAR, 0.022, segments=16), shared=True)
    sleeve = ring(PIVOT + SLACK, 0.0115, HINGE - 0.0043)
    add(hanger, "sleeve", paint, sleeve.translate(HINGE_X, y, HINGE_Z), shared=True)
    joint(model, f"hanger_{label}_swing", frame, hanger, (0, 0, 1), 0.0, 1.5, "+y" if side > 0 else "-y", "tube")
    model.fit(hanger, frame, elem_child="sleeve", elem_parent=f"hanger_pin_{label}", gap=SLACK)
    sleeve = ring(BAR + 0.0004, BAR + 0.0035, 0.062).rotate_y(pi / 2).translate(PLATE_X + 0.078, y, PLATE_Z)
    add(plate, "sleeve", steel, sleeve, shared=True)
    board = rounded((0.124, PLATE, 0.006), 0.025).translate(
        PLATE_X + 0.078, y - side * (BAR + 0.002 + PLATE / 2), PLATE_Z
    )
    add(plate, "board", steel, board)
    for row in range(3):
        x = PLATE_X + 0.046 + 0.032 * row
        inner, outer = sorted((y - side * 0.040, y - side * (PLATE - 0.020)))
        tread = span_box(x=(x - 0.005, x + 0.005), y=(inner, outer), z=(PLATE_Z + 0.0025, PLATE_Z + 0.0045))
        add(plate, f"tread_{row}", rubber, tread)
    joint(model, f"footplate_{label}_flip", hanger, plate, (1, 0, 0), 0.0, 1.45, "up", "board")
    model.fit(plate, hanger, elem_child="sleeve", elem_parent="tube", gap=0.0004)


def add_brake(model: ArticulatedObject, frame, side: int, label: str, steel, rubber):
    """Brake: a lever on the seat rail whose shoe comes to the tire when its grip is pushed forward."""
    brake, y = model.part(f"brake_{label}"), side * (SIDE + 0.022)
    bore = cylinder_between((BRAKE_X, -1, RAIL), (BRAKE_X, 1, RAIL), PIVOT + SLACK, segments=40)
    # The arm to the shoe points down along the tire when braking; now it is turned away by the whole range.
    shoe = (BRAKE_X + SHOE_ARM * sin(SHOE_ANGLE + BRAKE), RAIL - SHOE_ARM * cos(SHOE_ANGLE + BRAKE))
    body = hull_plate([(BRAKE_X, RAIL, 0.012), (*shoe, 0.009)], 0.008)
    shank = hull_plate([(BRAKE_X, RAIL, 0.010), (BRAKE_X - 0.010, RAIL + 0.115, 0.006)], 0.006)
    plates = [shape.rotate_x(pi / 2).translate(0, y, 0) for shape in (body, shank)]
    add(brake, "lever", steel, *plates, less=[bore], shared=True)
    ends = sorted((y - side * 0.003, side * (WHEEL_Y + 0.013)))
    bar = cylinder_between((shoe[0], ends[0], shoe[1]), (shoe[0], ends[1], shoe[1]), SHOE, segments=20)
    add(brake, "shoe", rubber, bar)
    tip = cylinder_between((BRAKE_X - 0.007, y, RAIL + 0.080), (BRAKE_X - 0.0105, y, RAIL + 0.125), 0.0095, segments=16)
    add(brake, "grip", rubber, tip, shared=True)
    joint(model, f"brake_{label}", frame, brake, (0, 1, 0), 0.0, BRAKE, "+x", "grip")
    model.fit(brake, frame, elem_child="lever", elem_parent=f"brake_pin_{label}", gap=SLACK)
    model.interlock(f"wheel_{label}_spin", requires={f"brake_{label}": (0.0, 0.8 * BRAKE)})


def build_object_model() -> ArticulatedObject:
    """The chair ready to sit in, brakes off."""
    model = ArticulatedObject("wheelchair")
    paint = model.material("blue_frame", rgba=(0.10, 0.22, 0.42, 1.0))
    steel = model.material("bright_aluminium", rgba=(0.74, 0.75, 0.77, 1.0))
    cloth = model.material("black_nylon_cloth", rgba=(0.13, 0.13, 0.14, 1.0))
    rubber = model.material("dark_rubber", rgba=(0.09, 0.09, 0.10, 1.0))
    model.material("grey_tire", rgba=(0.42, 0.43, 0.44, 1.0))
    frame = add_frame(model, paint, steel, cloth, rubber)
    add_wheels(model, frame, steel, rubber, steel)
    meshes = caster_meshes()
    for side, label in SIDES:
        add_caster(model, frame, side, label, meshes, steel, paint)
        add_arm(model, frame, side, label, paint, rubber)
        add_footrest(model, frame, side, label, paint, steel, rubber)
        add_brake(model, frame, side, label, steel, rubber)
    model.anchor(frame, to="floor")
    return model


def run_tests() -> TestReport:
    """It stands on four wheels, brakes reach the tires, arms and footrests move out of the way."""
    ctx = TestContext(object_model)
    for side, label in SIDES:
        for part in (f"wheel_{label}", f"caster_{label}"):
            low = ctx.part_world_aabb(part)[0][2]
            ctx.check(f"{part} stands on the ground", abs(low) < 6e-4, f"lowest point {low:.5f} m")
        pair = {"elem_a": "shoe", "elem_b": "tire"}
        free = ctx.clearance(f"brake_{label}", f"wheel_{label}", **pair).distance
        ctx.check(f"the {label} brake is off at rest", free > 0.008, f"{free:.4f} m")
        with ctx.pose({f"brake_{label}": BRAKE}):
            close = ctx.clearance(f"brake_{label}", f"wheel_{label}", **pair).distance
            ctx.check(f"the {label} brake reaches its tire", 0.0 <= close < 0.0016, f"{close:.4f} m")
        ctx.expect_moves(f"arm_{label}/pad", f"arm_{label}_flip", "up", min_distance=0.1)
        ctx.expect_moves(f"footplate_{label}/board", f"footplate_{label}_flip", "up", min_distance=0.05)
        ctx.expect_moves(f"hanger_{label}", f"hanger_{label}_swing", "+y" if side > 0 else "-y", min_distance=0.1)
        with ctx.pose({f"caster_{label}_swivel": pi}):
            room = ctx.clearance(f"caster_{label}", f"footplate_{label}").distance
            ctx.check(f"the {label} caster turns behind its footplate", room > 0.01, f"{room:.3f} m")
        ctx.expect_within(f"fork_{label}", "frame", axes="xy", inner_elem="stem", outer_elem=f"head_tube_{label}")
    ctx.expect_gap("footplate_left", "footplate_right", axis="y", min_gap=0.02, name="the footplates leave a gap")
    ctx.expect_gap("wheel_left", "wheel_right", axis="y", min_gap=SEAT_WIDTH, positive_elem="tire",
                   negative_elem="tire", name="the wheels stand outside of the seat")  # fmt: skip
    return ctx.report()


object_model = build_object_model()
