"""A bench vise: a screw moves the front jaw, the body swivels on its base when a knob lets go of it.

What it teaches: a screw that carries something. `screw` couples the turning of the spindle to the travel of
the jaw, which is its `traveller`; the nut sits in the body. An interlock holds the swivel while it is locked.

Frame: x points out of the front, z up; the origin lies on the bench, under the swivel.
"""

from __future__ import annotations

from math import cos, pi, sin, tau

from sdk import (
    ArticulatedObject, Box, CylinderGeometry, ExtrudeGeometry, Inertial, LatheGeometry, MotionLimits, Origin,
    SphereGeometry, TestContext, TestReport, array_linear, boolean_difference, boolean_union,
    cylinder_between, hull_plate, mesh_from_geometry, rounded, screw, span_box, spin,
)  # fmt: skip

# What a customer chooses.
JAW_WIDTH = 0.125
OPENING = 0.11

# Heights above the bench.
BASE_TOP, LUG_TOP = 0.022, 0.046
FLOOR, TUNNEL_TOP = 0.091, 0.1436  # of the tunnel for the beam
AXIS = FLOOR + 0.024  # of the spindle
BODY_TOP, JAW_TOP = TUNNEL_TOP + 0.010, TUNNEL_TOP + 0.060

# Along x, and across.
FACE, HEAD = 0.045, 0.034  # the fixed jaw's plate, the moving jaw's thickness
REAR, NUT_FRONT = -(OPENING + 0.012), 0.035
JAW, BEAM = (-JAW_WIDTH / 2, JAW_WIDTH / 2), 0.028  # half the beam's width

# Screw, tommy bar and swivel.
PITCH, SCREW_RADIUS, NUT_LENGTH = 0.006, 0.012, 0.030
SLACK = 0.0003  # of everything that slides or turns in castings
BAR, BAR_RADIUS, BAR_PLAY = 0.140, 0.006, 0.030  # it slides to either side
SWIVEL, LOCK_X = pi / 2, -0.066

# What stands for each part in dynamics: kilograms, and the size and middle of a box in the part's frame.
BULK = {
    "base": (5.2, (0.17, 0.17, BASE_TOP), (0, 0, BASE_TOP / 2)),
    "body": (70.0 * JAW_WIDTH, (OPENING + 0.05, 0.7 * JAW_WIDTH, JAW_TOP - BASE_TOP), (-0.035, 0, 0.093)),
    "jaw": (34.0 * JAW_WIDTH, (OPENING + 0.09, 0.6 * JAW_WIDTH, 0.09), (-0.047, 0, 0.030)),
    "spindle": (0.80, (0.18, 0.024, 0.024), (-0.014, 0, 0)),
    "tommy_bar": (0.16, (0.012, BAR, 0.012), (0, 0, 0)),
    "swivel_lock": (0.06, (0.034, 0.034, 0.016), (0, 0, 0.004)),
}


def add(part, name, material, *solids, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    whole = boolean_union(*solids) if len(solids) > 1 else solids[0]
    shape = boolean_difference(whole, *less) if less else whole
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def add_base(model: ArticulatedObject, iron, steel):
    """Base: a turned plate with four bolted ears."""
    base = model.part("base")
    ears = [(x, y, 0.018) for x in (0.078, -0.078) for y in (0.078, -0.078)]
    foot = hull_plate(ears, 0.012, holes=[(x, y, 0.006) for x, y, _ in ears]).translate(0, 0, 0.006)
    disc = LatheGeometry([(0, 0), (0.084, 0), (0.084, 0.018), (0.080, BASE_TOP), (0, BASE_TOP)], segments=48)
    add(base, "base_casting", iron, foot, disc)
    for number, (x, y, _) in enumerate(ears, start=1):
        shank = CylinderGeometry(0.006, 0.014).translate(x, y, 0.007)
        head = CylinderGeometry(0.010, 0.007, radial_segments=6).translate(x, y, 0.0155)
        add(base, f"bolt_{number}", steel, shank, head)
    return base


def add_body(model: ArticulatedObject, base, iron, steel):
    """Body: neck, tunnel, fixed jaw, anvil; it turns on the base."""
    body = model.part("body")
    floor, lift = FLOOR - 0.010, -BASE_TOP  # the body's frame stands on the base
    neck = LatheGeometry(
        [(0, 0.0008), (0.050, 0.0008), (0.046, 0.020), (0.036, 0.030), (0.040, floor + lift + 0.001),
         (0, floor + lift + 0.001)], segments=32,
    )  # fmt: skip
    lug = hull_plate([(LOCK_X, 0, 0.016), (-0.03, 0, 0.030)], LUG_TOP - 0.026, holes=[(LOCK_X, 0, 0.0075)])
    housing = rounded((FACE - 0.007 - REAR, 0.090, BODY_TOP - floor), 0.008, edges="x")
    housing.translate((FACE - 0.007 + REAR) / 2, 0, (BODY_TOP + floor) / 2 + lift)
    jaw = span_box(x=(FACE - 0.037, FACE - 0.007), y=JAW, z=(BODY_TOP - 0.009, JAW_TOP)).translate(0, 0, lift)
    anvil = rounded((0.060, 0.070, 0.016), 0.004, edges="z").translate(REAR + 0.034, 0, BODY_TOP + 0.007)
    tunnel = span_box(x=(-1, 1), y=(-BEAM - SLACK, BEAM + SLACK), z=(FLOOR, TUNNEL_TOP))
    lug.translate(0, 0, (LUG_TOP + 0.026) / 2 + lift)
    add(body, "casting", iron, housing, lug, jaw, neck, less=[tunnel.translate(0, 0, lift)])
    add(body, "anvil", steel, anvil.translate(0, 0, lift))
    x, top = (NUT_FRONT - NUT_LENGTH, NUT_FRONT), AXIS - SCREW_RADIUS - 0.0015
    add(body, "nut_pedestal", iron, span_box(x=x, y=(-0.012, 0.012), z=(FLOOR + lift, top + lift)))
    add(body, "fixed_plate", steel, jaw_plate(1).translate(FACE, 0, lift))
    spin(
        model, base, body, at=(0, 0, BASE_TOP), axis=(0, 0, 1), diameter=0.030, length=0.032, flange=0.080,
        lower=-SWIVEL, upper=SWIVEL, name="swivel",
    )  # fmt: skip
    return body


def jaw_plate(side: int):
    """A hardened plate with grooves across it, its gripping face at x = 0 looking towards `side`."""
    low, high = BODY_TOP + 0.012, JAW_TOP - 0.001
    plate = span_box(x=(-0.007 * side, 0), y=JAW, z=(low, high))
    groove = CylinderGeometry(0.0012, 1.0, radial_segments=4).rotate_x(pi / 2).translate(0, 0, low + 0.004)
    return boolean_difference(plate, array_linear(groove, int((high - low - 0.004) / 0.004), (0, 0, 0.004)))


def add_jaw(model: ArticulatedObject, iron, steel):
    """Moving jaw: head and hollow beam, drawn from the middle of the nut's front face."""
    jaw = model.part("jaw")
    back, front = FACE + 0.008 - NUT_FRONT, FACE + 0.008 + HEAD - NUT_FRONT
    floor, top = FLOOR + SLACK - AXIS, TUNNEL_TOP - SLACK - AXIS
    head = span_box(x=(back, front), y=JAW, z=(BODY_TOP + 0.002 - AXIS, JAW_TOP - AXIS))
    chin = rounded((HEAD, 0.084, BODY_TOP - FLOOR + 0.016), 0.012, edges="x")
    chin.translate((back + front) / 2, 0, (BODY_TOP + FLOOR) / 2 - AXIS)
    beam = span_box(x=(REAR + 0.004 - NUT_FRONT, back + 0.001), y=(-BEAM, BEAM), z=(floor, top))
    hollow = span_box(x=(-1, back), y=(-BEAM + 0.006, BEAM - 0.006), z=(-1, top - 0.008))
    bore = cylinder_between((back - 0.02, 0, 0), (1, 0, 0), SCREW_RADIUS + SLACK, segments=32)
    add(jaw, "jaw_casting", iron, beam, chin, head, less=[hollow, bore])
    add(jaw, "moving_plate", steel, jaw_plate(-1).translate(FACE + 0.001 - NUT_FRONT, 0, -AXIS))
    return jaw


def add_spindle(model: ArticulatedObject, body, jaw, steel):
    """Spindle: shaft through the jaw, retaining ring behind it, hub in front; turning it moves the jaw."""
    spindle = model.part("spindle")
    back, front = FACE + 0.008 - NUT_FRONT, FACE + 0.008 + HEAD - NUT_FRONT
    neck = cylinder_between((-0.002, 0, 0), (0.003, 0, 0), 0.7 * SCREW_RADIUS, segments=32)
    shaft = cylinder_between((0.002, 0, 0), (front + 0.002, 0, 0), SCREW_RADIUS, segments=32)
    hub = cylinder_between((front + SLACK, 0, 0), (front + 0.034, 0, 0), 0.017, segments=32)
    eye = CylinderGeometry(BAR_RADIUS + SLACK, 0.2, radial_segments=32).rotate_x(pi / 2)
    ring = cylinder_between((back - 0.007, 0, 0), (back - SLACK, 0, 0), 0.016, segments=32)
    add(spindle, "shaft", steel, neck, shaft, hub, ring, less=[eye.translate(front + 0.019, 0, 0)])
    screw(
        model, body, spindle, at=(NUT_FRONT, 0, AXIS - BASE_TOP), axis=(1, 0, 0), pitch=PITCH,
        turns=OPENING / PITCH, radius=SCREW_RADIUS, male="child", nut_height=NUT_LENGTH, nut_wall=0.006,
        traveller=jaw, name="screw",
    )  # fmt: skip
    model.fit(spindle, jaw, elem_child="shaft", elem_parent="jaw_casting", gap=SLACK)
    model.fit(jaw, body, elem_child="jaw_casting", elem_parent="casting", gap=SLACK, kind="sliding")
    bar = model.part("tommy_bar")
    rod = cylinder_between((0, -BAR / 2, 0), (0, BAR / 2, 0), BAR_RADIUS, segments=32)
    balls = [
        SphereGeometry(0.0095, width_segments=16, height_segments=10).translate(0, y, 0)
        for y in (0.002 - BAR / 2, BAR / 2 - 0.002)
    ]
    add(bar, "bar", steel, rod, *balls)
    model.articulation(
        "bar_slide", "prismatic", spindle, bar, origin=Origin((front + 0.019, 0, 0)), axis=(0, 1, 0),
        motion_limits=MotionLimits(effort=5.0, velocity=0.5, lower=-BAR_PLAY, upper=BAR_PLAY),
    )  # fmt: skip
    model.fit(bar, spindle, elem_child="bar", elem_parent="shaft", gap=SLACK, kind="sliding")


def add_lock(model: ArticulatedObject, body, black):
    """Swivel lock: a screw with a star knob that presses on the base."""
    lock = model.part("swivel_lock")
    angles = [tau * k / 72 for k in range(72)]
    radii = [0.017 + 0.002 * cos(6 * angle) for angle in angles]
    star = [(radius * cos(angle), radius * sin(angle)) for radius, angle in zip(radii, angles, strict=True)]
    neck = CylinderGeometry(0.006, 0.003).translate(0, 0, 0.0005)
    add(lock, "star_knob", black, ExtrudeGeometry.from_z0(star, 0.014).translate(0, 0, 0.001), neck)
    screw(
        model, body, lock, at=(LOCK_X, 0, LUG_TOP - BASE_TOP), axis=(0, 0, 1), pitch=0.002, turns=1.5,
        radius=0.006, male="child", nut_height=0.020, real_thread=False, name="lock",
    )  # fmt: skip
    model.interlock("swivel", requires={"lock": (pi, 3 * pi)})


def build_object_model() -> ArticulatedObject:
    """The vise closed, straight and locked."""
    model = ArticulatedObject("bench_vise")
    iron = model.material("enamelled_iron", rgba=(0.16, 0.30, 0.42, 1.0))
    steel = model.material("bright_steel", rgba=(0.66, 0.67, 0.69, 1.0))
    black = model.material("black_plastic", rgba=(0.10, 0.10, 0.11, 1.0))
    base = add_base(model, iron, steel)
    body, jaw = add_body(model, base, iron, steel), add_jaw(model, iron, steel)
    add_spindle(model, body, jaw, steel)
    add_lock(model, body, black)
    for part, (mass, size, middle) in BULK.items():
        model.get_part(part).inertial = Inertial.from_geometry(Box(size), mass=mass, origin=Origin(middle))
    model.anchor(base, to="table")
    return model


def run_tests() -> TestReport:
    """The jaws meet and open by the pitch of the screw, the beam stays in, and the swivel is locked."""
    ctx = TestContext(object_model)
    plates = {"positive_elem": "moving_plate", "negative_elem": "fixed_plate"}
    ctx.expect_gap("jaw", "body", axis="x", min_gap=0.0002, max_gap=0.002, name="the jaws meet", **plates)
    grip = {"elem_a": "moving_plate", "elem_b": "fixed_plate"}
    ctx.expect_overlap("jaw", "body", axes="yz", min_overlap=0.03, **grip)
    ctx.expect_moves("jaw", "screw", "+x", min_distance=0.8 * OPENING)
    ctx.expect_moves("swivel_lock", "lock", "up", min_distance=0.002)
    with ctx.pose(screw=tau):
        turned = {"min_gap": PITCH + 0.0005, "max_gap": PITCH + 0.0015}
        ctx.expect_gap("jaw", "body", axis="x", name="one turn", **turned, **plates)
    with ctx.pose(screw=tau * OPENING / PITCH):
        ctx.expect_gap("jaw", "body", axis="x", min_gap=OPENING, name="the jaws open as said", **plates)
        casting = {"elem_a": "jaw_casting", "elem_b": "casting"}
        ctx.expect_overlap("jaw", "body", axes="x", min_overlap=0.04, name="the beam stays in", **casting)
    with ctx.pose(screw=pi / 2, bar_slide=-BAR_PLAY):
        low = ctx.part_world_aabb("tommy_bar")[0][2]
        ctx.check("the bar swings clear of the bench", low > 0.0, f"lowest point {low:.4f} m")
    with ctx.pose(lock=3 * pi, swivel=SWIVEL):
        ctx.expect_gap("swivel_lock", "base", axis="z", min_gap=0.002, negative_elem="base_casting")
    return ctx.report()


object_model = build_object_model()
