"""A barrier gate: a boom with a counterweight on a cabinet with its drive behind a locked door, and a request post.

What it teaches: a drive you can look into. The boom is what moves; `close_loop` finds how the crank of the gear motor
turns with it. The door opens only when its cam is turned, by an interlock; button and key switch stand on a post.

Frame: x points along the lowered boom, z up; the origin lies on the ground under the cabinet. Points of the drive are
complex numbers, x + z * 1j, drawn with the boom down.
"""

from __future__ import annotations

from cmath import rect
from math import cos, pi

from sdk import (
    ArticulatedObject, Box, BoxGeometry, Cylinder, DomeGeometry, Inertial, LatheGeometry, MotionLimits, Origin,
    TestContext, TestReport, boolean_difference, boolean_union, button, cylinder_between, hinge, hollow, hull_plate,
    knob, mesh_from_geometry, pin_joint, rounded, span_box, spin,
)  # fmt: skip

# What a customer chooses.
ARM = 3.2  # length of the boom from its shaft
HEIGHT = 1.05  # of the cabinet
WIDTH = 0.34  # of the cabinet
BANDS = 5  # red bands on the boom
OPENING = 1.52  # angle of the raised boom

# Ground and cabinet.
GROUND, PLINTH, SHEET = 0.04, 0.10, 0.004  # top of the road, of the plinth, thickness of the sheet
LOW, TOP, HALF = PLINTH, GROUND + HEIGHT, WIDTH / 2
DOOR_LOW, DOOR_TOP, DOOR_HALF = LOW + 0.06, TOP - 0.27, HALF - 0.045
PIN, LEAF, GAP = 0.006, 0.002, 0.0002  # of the door's hinge
FACE = HALF  # x of the face with the door

# Boom and drive: shaft above, crank below, a rod between two equal levers.
SHAFT, CRANK = (TOP - 0.15) * 1j, (LOW + 0.30) * 1j
LEVER, LEAN = 0.085, 3 * pi / 4
KNEE = rect(LEVER, LEAN)
BOOM_Y = -HALF - 0.085  # middle of the boom
DEEP, THICK, SPINDLE, SLACK, ROUND = 0.10, 0.045, 0.020, 0.0003, 24
PLATE = (-0.100, -0.086)  # y of both levers
ROD = (-0.0855, -0.0735)  # y of the rod
TAIL = 0.46  # of the boom, behind the shaft
REST = ARM - 0.12  # x of the rest under the boom's tip
POST = (0.30, -HALF - 0.75)  # x, y of the request post

FRAME = {"base": 0j, "boom": SHAFT, "crank": CRANK, "rod": CRANK + KNEE}
ASIDE = {"crank": -0.042}  # y of a frame that is not in the middle plane


def add(part, name, material, first, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn where they are with the boom down."""
    shape = boolean_union(first, *more) if more else first
    shape = boolean_difference(shape, *less) if less else shape
    place = FRAME[part.name]
    shape.translate(-place.real, -ASIDE.get(part.name, 0.0), -place.imag)
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def seen(part, point, y: float = 0.0):
    """A point of the drive in the part's frame."""
    place = point - FRAME[part.name]
    return (place.real, y - ASIDE.get(part.name, 0.0), place.imag)


def round_bar(point, low: float, high: float, radius: float):
    """A round bar along y."""
    ring = LatheGeometry([(0, low), (radius, low), (radius, high), (0, high)], segments=ROUND)
    return ring.rotate_x(-pi / 2).translate(point.real, 0, point.imag)


def bore(point, radius: float):
    """What to take away for a bar along y to turn in."""
    return round_bar(point, -1, 1, (radius + SLACK) / cos(pi / ROUND))


def plate(corners, planes):
    """A plate around corners (point, radius), between two planes along y."""
    outline = hull_plate([(point.real, point.imag, radius) for point, radius in corners], planes[1] - planes[0])
    return outline.rotate_x(pi / 2).translate(0, (planes[0] + planes[1]) / 2, 0)


def mass(part, kilograms: float, size, middle):
    """Sets the part's inertia to that of a box, whose middle is given as drawn."""
    place = FRAME[part.name]
    origin = Origin((middle[0] - place.real, middle[1] - ASIDE.get(part.name, 0.0), middle[2] - place.imag))
    part.inertial = Inertial.from_geometry(Box(size), mass=kilograms, origin=origin)


def add_ground(base, asphalt, white, concrete, dark, steel):
    """Road with a stop line, plinth, the rest for the boom's tip."""
    add(base, "road", asphalt, span_box(x=(-0.9, ARM + 0.5), y=(POST[1] - 0.5, 0.6), z=(0, GROUND)))
    stop = span_box(x=(0.55, ARM - 0.35), y=(POST[1] + 0.05, POST[1] + 0.25), z=(GROUND - 0.01, GROUND + 0.002))
    add(base, "stop_line", white, stop)
    add(
        base, "plinth", concrete,
        rounded((WIDTH + 0.16, WIDTH + 0.16, LOW - 0.02), 0.03, steps=3).translate(0, 0, LOW / 2 + 0.01),
    )  # fmt: skip
    top = SHAFT.imag - DEEP / 2
    post = rounded((0.08, 0.08, top - 0.05 - GROUND), 0.015, steps=3).translate(REST, BOOM_Y, (top - 0.05 + GROUND) / 2)
    foot = rounded((0.22, 0.22, 0.015), 0.03, steps=3).translate(REST, BOOM_Y, GROUND + 0.006)
    bolts = [
        cylinder_between((REST + x, BOOM_Y + y, GROUND), (REST + x, BOOM_Y + y, GROUND + 0.026), 0.012, segments=6)
        for x in (-0.08, 0.08) for y in (-0.08, 0.08)
    ]  # fmt: skip
    y = (BOOM_Y - THICK / 2 - 0.024, BOOM_Y + THICK / 2 + 0.024)
    cup = span_box(x=(REST - 0.035, REST + 0.035), y=y, z=(top - 0.055, top + 0.055))
    slot = span_box(x=(REST - 1, REST + 1), y=(y[0] + 0.012, y[1] - 0.012), z=(top - 0.012, top + 1))
    add(base, "rest_post", steel, post, foot, *bolts)
    add(base, "rest_fork", dark, cup, less=[slot])
    pad = span_box(x=(REST - 0.03, REST + 0.03), y=(y[0] + 0.013, y[1] - 0.013), z=(top - 0.013, top))
    add(base, "rest_pad", dark, pad)


def add_cabinet(model: ArticulatedObject, colours):
    """Cabinet: a hollow housing with a hood and beacon, a bearing for the shaft, the gear motor on a shelf inside."""
    paint, dark, steel, amber = colours
    base = model.part("base")
    housing = hollow(rounded((WIDTH, WIDTH, TOP - LOW + 0.004), 0.03, steps=4).translate(0, 0, (TOP + LOW) / 2), SHEET)
    opening = span_box(x=(FACE - 0.03, FACE + 1), y=(-DOOR_HALF, DOOR_HALF), z=(DOOR_LOW, DOOR_TOP))
    passage = round_bar(SHAFT, -HALF - 0.1, -HALF + 0.1, SPINDLE + 0.012)
    add(base, "housing", paint, housing, less=[opening, passage])
    hood = rounded((WIDTH + 0.03, WIDTH + 0.03, 0.05), 0.02, edges="all", steps=2).translate(0, 0, TOP + 0.018)
    add(base, "hood", dark, hood)
    lamp = DomeGeometry((0.05, 0.05, 0.07), radial_segments=20, height_segments=6).translate(0, 0, TOP + 0.062)
    add(base, "beacon", amber, lamp)
    base.visual(Cylinder(0.058, 0.025), origin=Origin((0, 0, TOP + 0.052)), material=dark, name="beacon_socket")
    bearing = [
        round_bar(SHAFT, -HALF - 0.020, -0.115, 0.045), plate([(SHAFT, 0.07)], (-HALF - 0.012, -HALF + 0.003)),
    ]  # fmt: skip
    add(base, "bearing", steel, *bearing, less=[bore(SHAFT, SPINDLE)])
    shelf = span_box(x=(-HALF + 0.003, HALF - 0.06), y=(-0.05, HALF - 0.003), z=(CRANK.imag - 0.085, CRANK.imag - 0.07))
    gearbox = rounded((0.15, 0.10, 0.14), 0.02, edges="y", steps=3).translate(0, 0.01, CRANK.imag)
    motor = cylinder_between((0, 0.055, CRANK.imag), (0, HALF - 0.03, CRANK.imag), 0.055, segments=24)
    add(base, "drive_shelf", dark, shelf)
    add(base, "gear_motor", steel, gearbox, motor)
    for row, z in enumerate((0.09, 0.17)):
        slot = span_box(x=(-0.10, 0.10), y=(HALF - 0.002, HALF + 0.003), z=(LOW + z, LOW + z + 0.012))
        add(base, f"vent_{row}", dark, slot)
    mass(base, 95.0, (WIDTH, WIDTH, HEIGHT), (0, 0, 0.5))
    return base


def add_boom(model: ArticulatedObject, base, colours):
    """Boom: shaft with a lever inside, a clamp outside, the bar with red bands, a rubber edge and counterweights."""
    white, red, dark, steel = colours
    boom, knee = model.part("boom"), SHAFT + KNEE
    inner = (BOOM_Y - THICK / 2, BOOM_Y + THICK / 2)
    add(boom, "shaft", steel, round_bar(SHAFT, inner[0] - 0.004, PLATE[1] + 0.006, SPINDLE))
    lever = plate([(SHAFT, 0.034), (knee, 0.020)], PLATE)
    pin = round_bar(knee, PLATE[0] + 0.002, ROD[1] + SLACK, 0.007)
    head = round_bar(knee, ROD[1] + SLACK, ROD[1] + 0.004, 0.012)
    add(boom, "lever", steel, lever)
    add(boom, "lever_pin", steel, pin, head)
    bar = rounded((ARM + TAIL - 0.02, THICK, DEEP), 0.012, edges="x", steps=3)
    add(boom, "bar", white, bar.translate((ARM - TAIL + 0.02) / 2, BOOM_Y, SHAFT.imag))
    step = (ARM - 0.55) / BANDS
    band = rounded((0.5 * step, THICK + 0.002, DEEP + 0.002), 0.013, edges="x", steps=3)
    for row in range(BANDS):
        x = 0.40 + (row + 0.5) * step
        add(boom, f"band_{row}", red, band.copy().translate(x, BOOM_Y, SHAFT.imag))
    cap = rounded((0.04, THICK + 0.012, DEEP + 0.012), 0.015, edges="x", steps=3).translate(ARM, BOOM_Y, SHAFT.imag)
    add(boom, "tip_cap", dark, cap)
    clamp = rounded((0.26, THICK + 0.024, DEEP + 0.05), 0.02, edges="y", steps=3).translate(0, BOOM_Y, SHAFT.imag)
    nuts = [
        round_bar(x + (SHAFT.imag + z) * 1j, inner[0] - 0.024, inner[0] - 0.008, 0.011)
        for x in (-0.09, 0.09) for z in (-0.045, 0.045)
    ]  # fmt: skip
    add(boom, "clamp", dark, clamp, *nuts)
    weights = [
        rounded((0.055, THICK + 0.05, DEEP + 0.06), 0.015, edges="x", steps=3).translate(x, BOOM_Y, SHAFT.imag)
        for x in (-TAIL + 0.035, -TAIL + 0.095, -TAIL + 0.155)
    ]
    add(boom, "counterweight", dark, *weights)
    model.articulation(
        "boom_swing", "revolute", base, boom, origin=Origin(seen(base, SHAFT)), axis=(0, -1, 0),
        motion_limits=MotionLimits(lower=0.0, upper=OPENING, effort=250.0, velocity=0.8),
    )  # fmt: skip
    model.fit(boom, base, elem_child="shaft", elem_parent="bearing", gap=SLACK)
    mass(boom, 16.0, (0.5 * ARM, THICK, DEEP), (0.12 * ARM, BOOM_Y, SHAFT.imag))
    return boom


def add_drive(model: ArticulatedObject, base, boom, steel, dark):
    """Crank on the gear motor and the rod up to the boom's lever: a parallelogram that follows the boom."""
    crank, rod = model.part("crank"), model.part("rod")
    knee = CRANK + KNEE
    add(crank, "arm", steel, plate([(CRANK, 0.034), (knee, 0.020)], PLATE))
    pin = round_bar(knee, PLATE[0] + 0.002, ROD[1] + SLACK, 0.007)
    add(crank, "crank_pin", steel, pin, round_bar(knee, ROD[1] + SLACK, ROD[1] + 0.004, 0.012))
    spin(
        model, base, crank, at=(0, ASIDE["crank"], CRANK.imag), axis=(0, -1, 0), diameter=0.030, length=0.055,
        lower=-0.02, upper=OPENING + 0.02, name="crank_turn", material=dark,
    )  # fmt: skip
    top = SHAFT + KNEE
    eyes = [plate([(point, 0.018)], ROD) for point in (knee, top)]
    add(
        rod, "bar", steel, *eyes, plate([(knee, 0.009), (top, 0.009)], ROD),
        less=[bore(knee, 0.007), bore(top, 0.007)],
    )  # fmt: skip
    model.articulation(
        "rod_swing", "revolute", crank, rod, origin=Origin(seen(crank, knee)), axis=(0, -1, 0),
        motion_limits=MotionLimits(lower=-OPENING - 0.02, upper=0.02, effort=50.0),
    )  # fmt: skip
    model.fit(rod, crank, elem_child="bar", elem_parent="crank_pin", gap=SLACK)
    model.fit(rod, boom, elem_child="bar", elem_parent="lever_pin", gap=SLACK)
    model.close_loop(rod, seen(rod, top), boom, seen(boom, top), driver="boom_swing")
    mass(crank, 1.2, (0.12, 0.02, 0.05), (KNEE.real / 2, PLATE[0], CRANK.imag))
    mass(rod, 0.6, (0.02, 0.01, 0.4), (KNEE.real, ROD[0], (SHAFT.imag + CRANK.imag) / 2))


def add_door(model: ArticulatedObject, base, paint, steel, dark):
    """Door in the face towards the boom: a folded sheet on a hinge, with a cam that must be turned to open it."""
    door = model.part("door")
    off = PIN / 2 + GAP + LEAF
    edge, middle = DOOR_HALF, (DOOR_LOW + DOOR_TOP) / 2
    FRAME["door"] = complex(FACE + off, middle)
    width, high, gap = 2 * DOOR_HALF, DOOR_TOP - DOOR_LOW, 0.003
    tray = hollow(BoxGeometry((0.022, width - 2 * gap, high - 2 * gap)), 0.003, open_face="-x")
    panel = tray.translate(-off - 0.011, -DOOR_HALF, 0)  # seen from the hinge
    door.visual(mesh_from_geometry(panel, "door_panel"), material=paint, name="panel")
    hinge(
        model, base, door, at=(FACE + off, edge, middle), axis=(0, 0, -1), length=0.6 * high, kind="piano",
        pin_diameter=PIN, thickness=LEAF, gap=GAP, knuckles=7, leaf=0.028, leaf_side=(0, 1, 0), leaf_face=(-1, 0, 0),
        rest_angle=pi, upper=1.9, positive=(1, 0, 0), name="door_hinge", screws=3, material=steel,
    )  # fmt: skip
    cam = model.part("cam")
    FRAME["cam"] = 0j
    far = -width + 0.035  # y of the lock, from the hinge
    x = -off - 0.0225
    tongue = span_box(x=(-0.0065, -0.0035), y=(-0.050, 0.012), z=(-0.011, 0.011)).translate(0, 0, 0)
    cam.visual(mesh_from_geometry(tongue, "cam_tongue"), material=steel, name="tongue")
    lug = span_box(x=(-off - 0.021, -off - 0.001), y=(far - 0.014, far + 0.014), z=(-0.014, 0.014))
    door.visual(mesh_from_geometry(lug, "door_lock_case"), material=dark, name="lock_case")
    pin_joint(
        model, door, cam, at=(x, far, 0), axis=(1, 0, 0), diameter=0.008, width=0.030, style="rivet", lower=0.0,
        upper=pi / 2, name="cam_turn",
    )  # fmt: skip
    model.interlock("door_hinge", requires={"cam_turn": (1.3, pi / 2)})
    door.inertial = Inertial.from_geometry(Box((0.02, width, high)), mass=2.6, origin=Origin((-0.01, -DOOR_HALF, 0)))
    cam.inertial = Inertial.from_geometry(Box((0.004, 0.05, 0.02)), mass=0.05, origin=Origin((-0.005, -0.02, 0)))


def add_post(model: ArticulatedObject, base, paint, dark, red):
    """Request post beside the road: a head with a push button, a key switch and a slot for tickets."""
    x, y = POST
    stem = rounded((0.10, 0.10, 0.95), 0.02, steps=3).translate(x, y, GROUND + 0.47)
    foot = rounded((0.24, 0.24, 0.02), 0.03, steps=3).translate(x, y, GROUND + 0.008)
    head = rounded((0.20, 0.16, 0.30), 0.03, edges="y", steps=4).translate(x, y, GROUND + 1.05)
    add(base, "post", paint, stem, foot)
    add(base, "post_head", dark, head)
    slot = span_box(x=(x - 0.06, x + 0.06), y=(y - 0.082, y - 0.07), z=(GROUND + 1.135, GROUND + 1.145))
    add(base, "ticket_slot", paint, slot)
    front = y - 0.08
    button(
        model, base, model.part("request_button"), at=(x, front, GROUND + 1.075), normal=(0, -1, 0), diameter=0.036,
        travel=0.004, name="request", material=red,
    )  # fmt: skip
    knob(
        model, base, model.part("key_switch"), at=(x, front, GROUND + 0.975), normal=(0, -1, 0), diameter=0.030,
        zero=(0, 0, 1), upper=pi / 2, flutes=0, marks=3, name="key_turn",
    )  # fmt: skip


def build_object_model() -> ArticulatedObject:
    """The barrier down, its door shut and locked."""
    model = ArticulatedObject("barrier_gate")
    paint = model.material("orange_paint", rgba=(0.93, 0.46, 0.10, 1.0))
    dark = model.material("dark_grey", rgba=(0.17, 0.18, 0.19, 1.0))
    steel = model.material("zinc_plated", rgba=(0.68, 0.69, 0.70, 1.0))
    white = model.material("white_paint", rgba=(0.95, 0.95, 0.94, 1.0))
    red = model.material("signal_red", rgba=(0.82, 0.08, 0.08, 1.0))
    amber = model.material("amber_lens", rgba=(1.0, 0.66, 0.10, 0.9))
    asphalt = model.material("asphalt", rgba=(0.30, 0.30, 0.31, 1.0))
    concrete = model.material("concrete", rgba=(0.66, 0.65, 0.62, 1.0))
    base = add_cabinet(model, (paint, dark, steel, amber))
    add_ground(base, asphalt, white, concrete, dark, steel)
    boom = add_boom(model, base, (white, red, dark, steel))
    add_drive(model, base, boom, steel, dark)
    add_door(model, base, paint, steel, dark)
    add_post(model, base, paint, dark, red)
    model.anchor(base, to="floor")
    return model


def run_tests() -> TestReport:
    """The boom rests in its fork and rises, crank and rod follow, the cam frees the door, the controls work."""
    ctx = TestContext(object_model)
    ctx.expect_contact(
        "boom", "base", elem_a="bar", elem_b="rest_pad", contact_tol=5e-4, name="the tip rests on its pad"
    )
    ctx.expect_moves("boom/tip_cap", "boom_swing", "up", min_distance=0.8 * ARM)
    ctx.expect_moves("boom/counterweight", "boom_swing", "down", min_distance=0.2)
    ctx.expect_moves("crank/crank_pin", "boom_swing", "down", min_distance=0.05)
    ctx.expect_moves("request_button", "request", "+y", min_distance=0.003)
    with ctx.pose(cam_turn=pi / 2):
        ctx.expect_moves("door/panel", "door_hinge", "+x", min_distance=0.05)
    with ctx.pose(boom_swing=OPENING):
        low = ctx.part_element_world_aabb("boom", elem="tip_cap")[0][2]
        ctx.check("the raised boom clears a lorry", low > 0.85 * ARM, f"tip at {low:.2f} m")
        gap = {"positive_elem": "counterweight", "negative_elem": "road"}
        ctx.expect_gap("boom", "base", axis="z", min_gap=0.1, name="the counterweight clears the road", **gap)
        ctx.expect_gap("base", "boom", axis="y", min_gap=0.003, positive_elem="housing", negative_elem="bar")
    bands = [visual for visual in object_model.get_part("boom").visuals if str(visual.name).startswith("band")]
    ctx.check("as many bands as ordered", len(bands) == BANDS, f"{len(bands)}")
    ctx.check("the drive's loop closes", max(loop.error for loop in object_model.loops) < 1e-5)
    return ctx.report()


object_model = build_object_model()
