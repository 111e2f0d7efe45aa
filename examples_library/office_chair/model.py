"""An office chair: star base on twin-wheel casters, gas lift, swivel, tilting seat, reclining back, sliding arms, hook.

What it teaches: one load path of many joints, each with its own hardware: caster stems in sockets, a
`telescope` for the lift, `spin` for the swivel, `pin_joint` for tilt and recline, posts in sleeves for the
arms. The lift is locked by an `interlock` until its lever is raised.

Frame: x points to where the sitter looks, z up; the origin lies on the floor under the column.
Everything is drawn where it stands at rest; `add` moves it into the frame of its part.
"""

from __future__ import annotations

from math import cos, pi, sin, tau

from sdk import (
    ArticulatedObject, Box, Cylinder, ExtrudeGeometry, ExtrudeWithHolesGeometry, Inertial, LatheGeometry,
    LoftGeometry, MotionLimits, Origin, TestContext, TestReport, bent_tube, boolean_difference, boolean_union,
    cylinder_between, hull_plate, knob, mesh_from_geometry, pin_joint, rounded, span_box, spin, superellipse_profile,
    telescope,
)  # fmt: skip

# What a customer chooses.
SEAT_HEIGHT = 0.46  # top of the cushion with the lift down
LIFT = 0.09
SEAT_WIDTH = 0.50
SEAT_DEPTH = 0.48
BACK_HEIGHT = 0.58
CASTERS = 5

# Star base and casters.
REACH, SLACK = 0.315, 0.0002  # column to caster stem; clearance of stems and axles on a side
WHEEL, TREAD, WEB = (0.028, 0.017, 0.007)  # radius, width of one of two wheels, half thickness of the web between
TRAIL, STEM, AXLE = 0.021, 0.0055, 0.004  # wheel axle behind the stem; radii of stem and axle
FENDER = WHEEL + 0.0022  # inner radius of the hood over the wheels
SOCKET = WHEEL + FENDER + 0.0085  # z of the lower end of the legs' sockets
COLUMN, FOOT = 0.050, 0.072  # diameter and lower end of the lift's outer tube

# Seat, and the tilting mechanism below it.
CUSHION, PAN = 0.072, 0.014
PAN_LOW = SEAT_HEIGHT - CUSHION - PAN
PIVOT = (0.085, 0.0, PAN_LOW - 0.017)  # of the tilt: under the knees, so that the feet stay down
HOUSING, HOUSING_TOP = PAN_LOW - 0.076, PAN_LOW - 0.031  # z of its underside and of its front top
REAR = 0.255 - SEAT_DEPTH  # x of the cushion's rear edge
HIP = (REAR - 0.014, 0.0, PAN_LOW - 0.004)  # pivot of the backrest
TILT, RECLINE, PADDLE = 0.18, 0.38, 0.13  # ranges of seat, back and lift lever, radians
BACK_LOW, LEAN = SEAT_HEIGHT + 0.060, 0.12  # the back's lower edge and its slope
ARM_Y, ARM_X, ARM_TRAVEL = SEAT_WIDTH / 2 + 0.036, -0.045, 0.09
ARM_TOP, POST = SEAT_HEIGHT + 0.185, 0.013  # of the pads while in; radius of their posts
SIDES = ((1, "left"), (-1, "right"))

# Where the parts' frames stand.
STAND = {"base": (0.0, 0.0, 0.0), "mechanism": (0.0, 0.0, HOUSING - 0.012), "seat": PIVOT, "back": HIP}


def seen_from(part, point):
    """The point, given where the chair stands, in the frame of a part."""
    return tuple(value - base for value, base in zip(point, STAND[part.name], strict=True))


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, drawn where they stand."""
    shape = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(shape, *less) if less else shape
    shape.translate(*seen_from(part, (0.0, 0.0, 0.0)))
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def outline_rows(length: float, width: float, corner: float, first: float, last: float, bulge: float):
    """Rows of (share of the length, of the width, of the thickness): rounded corners, a swelling between."""
    steps = [pi / 2 * k / 5 for k in range(1, 6)]
    ends = [(corner * (1 - cos(t)) / length, 2 * corner * (1 - sin(t)) / width, 0.45 + 0.55 * sin(t)) for t in steps]
    rows = [*ends, *((t, 0.0, 1.0) for t in (0.25, 0.375, 0.5, 0.625, 0.75))]
    rows += [(1 - along, inset, thick) for along, inset, thick in reversed(ends)]
    return [(t, first + (last - first) * t + bulge * sin(pi * t) - inset, thick) for t, inset, thick in rows]


def contour(stations, segments: int = 32):
    """An upholstered body along z; rows of (z, width along y, thickness along x, x of its middle, hollow)."""
    loops = []
    for height, width, thickness, middle, hollow in stations:
        outline = superellipse_profile(thickness, width, 3.2, segments=segments)
        loops.append([(middle + x + hollow * (2 * y / width) ** 2, y, height) for x, y in outline])
    return LoftGeometry(loops)


def caster_body():
    """Web, hood and stem boss of a caster in the frame of its stem's lower end at the origin's height."""
    arc = [radius * pi / 180 for radius in range(8, 173, 12)]
    inner = [(FENDER * cos(t), FENDER * sin(t)) for t in arc]
    outer = [((FENDER + 0.003) * cos(t), (FENDER + 0.003) * sin(t)) for t in reversed(arc)]
    hood = ExtrudeGeometry([*inner, *outer], 2 * (WEB + TREAD) + 0.002).rotate_x(pi / 2)
    rim = [((FENDER + 0.0015) * cos(t), (FENDER + 0.0015) * sin(t)) for t in reversed(arc)]
    hole = [((AXLE + SLACK) * cos(k * tau / 32), (AXLE + SLACK) * sin(k * tau / 32)) for k in range(32)]
    half = ExtrudeWithHolesGeometry([*rim, (0.01, -0.009), (-0.01, -0.009)], [hole], 2 * WEB).rotate_x(pi / 2)
    boss = cylinder_between((TRAIL, 0, WHEEL + 0.001), (TRAIL, 0, SOCKET - WHEEL - 0.0003), 0.0105, segments=24)
    return boolean_union(hood, half, boss).translate(-TRAIL, 0, WHEEL - SOCKET)


def caster_wheel():
    """One wheel of a caster, about y, its outer face toward +y."""
    profile = [
        (0.0, 0.0), (0.60 * WHEEL, 0.0), (0.94 * WHEEL, 0.0), (WHEEL, 0.003), (WHEEL, TREAD - 0.004),
        (0.9 * WHEEL, TREAD), (0.72 * WHEEL, TREAD), (0.62 * WHEEL, TREAD - 0.004), (0.0, TREAD - 0.003),
    ]  # fmt: skip
    return LatheGeometry(profile, segments=40).rotate_x(-pi / 2).translate(0, WEB + 0.0006, 0)


def add_base(model: ArticulatedObject, dark, rubber, steel):
    """Base: hub and tapering legs, a socket at each tip, and a caster that swivels and rolls in it."""
    base = model.part("base")
    hub = [(0.0, FOOT), (0.046, FOOT), (0.044, 0.118), (0.034, 0.135), (0.0, 0.135)]
    near = [(x - 0.030, y, 0.030) for x, y in superellipse_profile(0.046, 0.052, 4.0, segments=20)]
    far = [(x, y, REACH - 0.008) for x, y in superellipse_profile(0.024, 0.026, 4.0, segments=20)]
    leg = LoftGeometry([near, far]).rotate_y(pi / 2).translate(0, 0, 0.090)  # x then looks down
    turns = [row * tau / CASTERS for row in range(CASTERS)]
    legs = [leg.copy().rotate_z(turn) for turn in turns]
    places = [(REACH * cos(turn), REACH * sin(turn)) for turn in turns]
    stems = [cylinder_between((x, y, 0), (x, y, 1), 0.0130, segments=16) for x, y in places]
    inside = cylinder_between((0, 0, 0), (0, 0, 1), COLUMN / 2 - 0.001, segments=40)
    add(base, "star", dark, LatheGeometry(hub, segments=40), *legs, less=[*stems, inside])
    cup = [(STEM + SLACK, 0.0), (0.0135, 0.0), (0.0155, 0.022), (0.012, 0.030), (0.0, 0.030), (0.0, 0.026),
           (STEM + SLACK, 0.026)]  # fmt: skip
    socket = mesh_from_geometry(LatheGeometry(cup, segments=28), "socket")
    body = mesh_from_geometry(caster_body(), "caster_body")
    wheel = mesh_from_geometry(caster_wheel(), "caster_wheel")
    for row, (turn, (x, y)) in enumerate(zip(turns, places, strict=True)):
        facing = Origin((x, y, SOCKET), (0, 0, turn))  # trailing toward the column
        base.visual(socket, origin=facing, material=dark, name=f"socket_{row}")
        fork, pair = model.part(f"caster_{row}"), model.part(f"caster_{row}_wheels")
        fork.visual(body, material=dark, name="hood")
        fork.visual(Cylinder(STEM, 0.029), origin=Origin((0, 0, 0.0105)), material=steel, name="stem")
        for half, name in ((0.0, "wheel_left"), (pi, "wheel_right")):
            pair.visual(wheel, origin=Origin(rpy=(0, 0, half)), material=rubber, name=name)
        pair.visual(Cylinder(AXLE, 2 * WEB + 0.010), origin=Origin(rpy=(pi / 2, 0, 0)), material=steel, name="axle")
        free = MotionLimits(effort=2.0, velocity=20.0)
        model.articulation(f"caster_{row}_swivel", "continuous", base, fork, origin=facing, motion_limits=free)
        model.articulation(
            f"caster_{row}_roll", "continuous", fork, pair, origin=Origin((-TRAIL, 0, WHEEL - SOCKET)),
            axis=(0, 1, 0), motion_limits=free,
        )  # fmt: skip
        model.fit(fork, base, elem_child="stem", elem_parent=f"socket_{row}", gap=SLACK)
        model.fit(pair, fork, elem_child="axle", elem_parent="hood", gap=SLACK)
    base.inertial = Inertial.from_geometry(Cylinder(REACH, 0.05), mass=4.2, origin=Origin((0, 0, 0.08)))
    return base


def add_column(model: ArticulatedObject, base, dark, steel):
    """Gas lift and, swivelling on its tip, the housing of the tilt with lift lever and tension knob."""
    column, mechanism = model.part("column"), model.part("mechanism")
    long = HOUSING - 0.060 - FOOT  # the inner tube stands out a little
    made = telescope(
        model, base, [column], at=(0, 0, FOOT + long / 2), axis=(0, 0, 1), travel=LIFT, length=long,
        diameter=COLUMN, name="lift", material=steel,
    )  # fmt: skip
    made.pieces["tube_0"].material = dark
    STAND["column"] = (0.0, 0.0, FOOT + long / 2)
    tip = made.ports["tip"].xyz[2] + STAND["column"][2]
    collar = cylinder_between((0, 0, tip - 0.006), (0, 0, HOUSING - 0.016), 0.019, segments=32)
    add(column, "collar", steel, collar)
    corners = [(0.105, HOUSING + 0.008), (0.105, HOUSING_TOP - 0.008), (0.09, HOUSING_TOP), (0.06, HOUSING_TOP),
               (-0.10, HOUSING_TOP - 0.022), (-0.105, HOUSING_TOP - 0.026), (-0.10, HOUSING + 0.010),
               (-0.06, HOUSING), (0.08, HOUSING)]  # fmt: skip
    add(mechanism, "housing", dark, hull_plate(corners, 0.112).rotate_x(pi / 2))
    spin(
        model, column, mechanism, at=seen_from(column, (0, 0, HOUSING - 0.012)), axis=(0, 0, 1), diameter=0.026,
        length=0.036, flange=0.056, name="swivel", material=steel,
    )  # fmt: skip
    paddle, dial = model.part("lift_lever"), model.part("tension_knob")
    hub_y, hub_z = -0.072, HOUSING + 0.026
    STAND[paddle.name] = (0.034, hub_y, hub_z)
    for x in (0.021, 0.042):  # two ears with a pin between them
        add(mechanism, f"ear_{'rear' if x < 0.03 else 'front'}", dark,
            span_box(x=(x, x + 0.005), y=(hub_y - 0.008, -0.054), z=(hub_z - 0.008, hub_z + 0.008)))  # fmt: skip
    turned = Origin(seen_from(mechanism, STAND[paddle.name]), (0, pi / 2, 0))
    mechanism.visual(Cylinder(AXLE, 0.030), origin=turned, material=steel, name="lever_pin")
    ring = [(AXLE + SLACK, -0.0078), (0.0075, -0.0078), (0.0075, 0.0078), (AXLE + SLACK, 0.0078)]
    eye = LatheGeometry(ring, segments=28).rotate_y(pi / 2)
    rod = cylinder_between((0, -0.006, 0), (0, -0.135, 0), 0.0045, segments=16)
    tab = rounded((0.034, 0.070, 0.008), 0.0039, edges="all", steps=3).translate(0, -0.140, 0)
    for shape, name in ((eye, "eye"), (rod, "rod"), (tab, "paddle")):
        paddle.visual(mesh_from_geometry(shape, f"lift_lever_{name}"), material=dark, name=name)
    model.articulation(
        "lift_lever", "revolute", mechanism, paddle, origin=Origin(seen_from(mechanism, STAND[paddle.name])),
        axis=(1, 0, 0), positive="up", positive_elem="paddle",
        motion_limits=MotionLimits(effort=20.0, velocity=2.0, lower=0.0, upper=PADDLE),
    )  # fmt: skip
    model.fit(paddle, mechanism, elem_child="eye", elem_parent="lever_pin", gap=SLACK)
    knob(
        model, mechanism, dial, at=seen_from(mechanism, (0.105, 0, HOUSING + 0.022)), normal=(1, 0, 0),
        diameter=0.036, height=0.030, upper=5.0, flutes=0, marks=0, name="tension",
    )  # fmt: skip
    model.interlock("lift", requires={"lift_lever": (0.7 * PADDLE, PADDLE)})
    return mechanism


def add_seat(model: ArticulatedObject, mechanism, cloth, dark, steel):
    """Seat: a moulded pan with a dished cushion, tilting about the knees."""
    seat = model.part("seat")
    pin_joint(
        model, mechanism, seat, at=seen_from(mechanism, PIVOT), axis=(0, -1, 0), diameter=0.014, width=0.10,
        style="trunnion", parent_side=(0, 0, -1), reach=0.020, lower=0.0, upper=TILT, name="tilt", material=steel,
    )  # fmt: skip
    add(seat, "knee", dark, span_box(x=(0.07, 0.10), y=(-0.026, 0.026), z=(PIVOT[2] + 0.003, PAN_LOW + 0.001)))
    middle = REAR + SEAT_DEPTH / 2
    pan = rounded((SEAT_DEPTH - 0.05, SEAT_WIDTH - 0.06, PAN), 0.06).translate(middle, 0, PAN_LOW + PAN / 2)
    add(seat, "pan", dark, pan)
    stations = []
    for along, wide, thick in outline_rows(SEAT_DEPTH, SEAT_WIDTH, 0.085, 0.95, 0.97, 0.04):
        drop = 0.020 * max(0.0, (along - 0.6) / 0.4) ** 2  # the waterfall edge under the knees
        stations.append((along * SEAT_DEPTH, wide * SEAT_WIDTH, thick * CUSHION, drop, -0.012))
    cushion = contour(stations).rotate_y(pi / 2).translate(REAR, 0, SEAT_HEIGHT - 0.012 - CUSHION / 2)
    add(seat, "cushion", cloth, cushion)
    centre = Origin((middle - PIVOT[0], 0, 0.06))
    seat.inertial = Inertial.from_geometry(Box((SEAT_DEPTH, SEAT_WIDTH, CUSHION)), mass=5.0, origin=centre)
    return seat


def add_back(model: ArticulatedObject, seat, cloth, dark, steel):
    """Back: a curved shell with a padded front on a bent spine, hinged behind the seat."""
    back = model.part("back")
    pin_joint(
        model, seat, back, at=seen_from(seat, HIP), axis=(0, -1, 0), diameter=0.014, width=0.10, style="trunnion",
        parent_side=(1, 0, 0), reach=0.050, lower=0.0, upper=RECLINE, name="recline", material=steel,
    )  # fmt: skip
    rows = outline_rows(BACK_HEIGHT, SEAT_WIDTH, 0.075, 0.86, 0.76, 0.09)
    for name, material, thick, behind, share in (("pad", cloth, 0.046, 0.0, 1.0), ("shell", dark, 0.016, 0.026, 1.03)):
        stations = []
        for along, wide, full in rows:
            lumbar = 0.016 * sin(pi * min(1.0, along / 0.7)) ** 2
            x = REAR - 0.020 + lumbar - LEAN * along * BACK_HEIGHT - behind
            z = BACK_LOW + along * BACK_HEIGHT
            stations.append((z, share * wide * SEAT_WIDTH, thick * full, x, 0.034))
        add(back, name, material, contour(stations))
    knee, top = REAR - 0.095, (REAR - 0.060 - LEAN * 0.55 * BACK_HEIGHT, 0, BACK_LOW + 0.55 * BACK_HEIGHT)
    line = [HIP, (knee, 0, HIP[2]), (knee, 0, BACK_LOW + 0.03), top]
    add(back, "spine", dark, bent_tube(line, 0.017, 0.045, segments=16))
    x = REAR - 0.046 - LEAN * 0.45 * BACK_HEIGHT
    plate = rounded((0.050, 0.12, 0.22), 0.012, edges="x").rotate_y(-LEAN)
    add(back, "bracket", dark, plate.translate(x, 0, BACK_LOW + 0.42 * BACK_HEIGHT))
    centre = Origin((-0.05, 0, BACK_LOW + BACK_HEIGHT / 2 - HIP[2]))
    back.inertial = Inertial.from_geometry(Box((0.05, SEAT_WIDTH, BACK_HEIGHT)), mass=3.0, origin=centre)
    return back


def add_hook(model: ArticulatedObject, back, dark, steel):
    """Coat hook: folded against the rear of the back, it swings out on a pin between two ears."""
    hook, share = model.part("coat_hook"), 0.80
    z = BACK_LOW + share * BACK_HEIGHT
    behind = REAR - 0.054 - LEAN * share * BACK_HEIGHT  # the shell's rear face
    STAND[hook.name] = x, _, _ = (behind - 0.016, 0.0, z)
    block = span_box(x=(x + 0.008, behind + 0.004), y=(-0.015, 0.015), z=(z - 0.014, z + 0.014))
    ears = [
        span_box(x=(x - 0.006, x + 0.010), y=y, z=(z - 0.007, z + 0.007)) for y in ((-0.015, -0.010), (0.010, 0.015))
    ]
    add(back, "hook_mount", dark, block, *ears)
    across = Origin(seen_from(back, (x, 0, z)), (pi / 2, 0, 0))
    back.visual(Cylinder(0.003, 0.032), origin=across, material=steel, name="hook_pin")
    bore = 0.003 + SLACK
    eye = LatheGeometry([(bore, -0.0095), (0.0065, -0.0095), (0.0065, 0.0095), (bore, 0.0095)], segments=28)
    line = [(x - 0.001, 0, z - 0.005), (x - 0.003, 0, z - 0.078), (x - 0.034, 0, z - 0.088)]
    add(hook, "eye", steel, eye.rotate_x(pi / 2).translate(x, 0, z))
    add(hook, "hook", steel, bent_tube(line, 0.0045, 0.012, segments=12))
    model.articulation(
        "hook_fold", "revolute", back, hook, origin=Origin(seen_from(back, STAND[hook.name])), axis=(0, 1, 0),
        motion_limits=MotionLimits(effort=5.0, velocity=2.0, lower=0.0, upper=1.45),
    )  # fmt: skip
    model.fit(hook, back, elem_child="eye", elem_parent="hook_pin", gap=SLACK)


def add_arm(model: ArticulatedObject, seat, side: int, label: str, dark, rubber, steel):
    """Armrest: a soft pad on a rod that slides in a sleeve, carried by a bar under the pan."""
    arm, y = model.part(f"arm_{label}"), side * ARM_Y
    low, high = PAN_LOW - 0.014, ARM_TOP - 0.052
    STAND[arm.name] = (ARM_X, y, high)
    ends = sorted((side * (SEAT_WIDTH / 2 - 0.10), y - side * 0.012))
    bar = span_box(x=(ARM_X - 0.03, ARM_X + 0.03), y=ends, z=(low, PAN_LOW))
    sleeve = [(0.0, low), (0.018, low), (0.018, high - 0.006), (0.016, high), (POST + SLACK, high),
              (POST + SLACK, low + 0.006), (0.0, low + 0.006)]  # fmt: skip
    add(seat, f"arm_bar_{label}", dark, bar)
    add(seat, f"arm_sleeve_{label}", dark, LatheGeometry(sleeve, segments=32).translate(ARM_X, y, 0))
    long = ARM_TOP - 0.014 - low - 0.010
    middle = Origin((0, 0, low + 0.010 + long / 2 - high))
    arm.visual(Cylinder(POST, long), origin=middle, material=steel, name="post")
    model.articulation(
        f"arm_{label}_height", "prismatic", seat, arm, origin=Origin(seen_from(seat, STAND[arm.name])),
        axis=(0, 0, 1), motion_limits=MotionLimits(effort=80.0, velocity=0.3, lower=0.0, upper=ARM_TRAVEL),
    )  # fmt: skip
    model.fit(arm, seat, elem_child="post", elem_parent=f"arm_sleeve_{label}", gap=SLACK, kind="sliding")
    pad = rounded((0.250, 0.086, 0.030), 0.0149, edges="all", steps=4).translate(ARM_X + 0.03, y, ARM_TOP - 0.015)
    add(arm, "pad", rubber, pad)


def build_object_model() -> ArticulatedObject:
    """The chair at its lowest, upright, arms down."""
    model = ArticulatedObject("office_chair")
    dark = model.material("black_nylon", rgba=(0.10, 0.10, 0.11, 1.0))
    cloth = model.material("blue_grey_fabric", rgba=(0.22, 0.30, 0.38, 1.0))
    rubber = model.material("soft_polyurethane", rgba=(0.16, 0.16, 0.17, 1.0))
    steel = model.material("chromed_steel", rgba=(0.72, 0.73, 0.75, 1.0))
    base = add_base(model, dark, rubber, steel)
    mechanism = add_column(model, base, dark, steel)
    seat = add_seat(model, mechanism, cloth, dark, steel)
    add_hook(model, add_back(model, seat, cloth, dark, steel), dark, steel)
    for side, label in SIDES:
        add_arm(model, seat, side, label, dark, rubber, steel)
    model.anchor(base, to="floor")
    return model


def run_tests() -> TestReport:
    """It rolls on all its casters, the lift is held by its tube, seat, back and arms move the right way."""
    ctx = TestContext(object_model)
    for row in range(CASTERS):
        low = ctx.part_world_aabb(f"caster_{row}_wheels")[0][2]
        ctx.check(f"caster {row} stands on the floor", abs(low) < 5e-4, f"lowest point {low:.5f} m")
    ctx.expect_moves("seat/pan", "lift", "up", min_distance=0.95 * LIFT)
    ctx.expect_moves("paddle", "lift_lever", "up", min_distance=0.015)
    ctx.expect_moves("shell", "recline", "-x", min_distance=0.08)
    ctx.expect_moves("back/shell", "tilt", "down", min_distance=0.03, name="the seat tilts backward")
    ctx.expect_moves("coat_hook/hook", "hook_fold", "-x", min_distance=0.03)
    with ctx.pose(lift=LIFT):
        pair = {"elem_a": "lift_tube_1", "elem_b": "lift_tube_0"}
        ctx.expect_overlap("column", "base", axes="z", min_overlap=0.03, name="the lift stays in its tube", **pair)
        top = ctx.part_element_world_aabb("seat", elem="cushion")[1][2]
        ctx.check("seat height with the lift up", top > SEAT_HEIGHT + LIFT - 0.02, f"{top:.3f} m")
    with ctx.pose(tilt=TILT):
        ctx.expect_gap("seat", "mechanism", axis="z", min_gap=-1, max_gap=0.05, positive_elem="pan",
                       negative_elem="housing", name="the tilted pan comes down to the housing")  # fmt: skip
        room = ctx.clearance("seat", "mechanism", elem_a="pan", elem_b="housing").distance
        ctx.check("and does not strike it", room > 0.002, f"{room:.4f} m")
    for _, label in SIDES:
        ctx.expect_moves(f"arm_{label}", f"arm_{label}_height", "up", min_distance=0.95 * ARM_TRAVEL)
        room = ctx.clearance(f"arm_{label}", "back", over="recline").distance
        ctx.check(f"the {label} arm clears the back", room > 0.01, f"{room:.4f} m")
    room = ctx.clearance("back", "seat", elem_a="pad", elem_b="cushion", over="recline").distance
    ctx.check("the back never pinches the cushion", room > 0.004, f"{room:.4f} m")
    return ctx.report()


object_model = build_object_model()
