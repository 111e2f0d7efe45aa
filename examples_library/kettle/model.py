"""An electric kettle: a body that turns on its power base, a hinged lid with a release button, a switch.

What it teaches: a press that frees a motion (`interlock` of lid and button), and solids of revolution with a
loft grown out of them: the spout is part of the same hollow shell as the body.

Frame: x points to the spout, the handle is behind, z up; the origin lies on the table under the body's axis.
"""

from __future__ import annotations

from math import cos, pi, sin


from sdk import (
    ArticulatedObject, Cylinder, Inertial, LatheGeometry, LoftGeometry, Origin, TestContext, TestReport,
    boolean_difference, boolean_intersection, boolean_union, button, foot, hull_plate, mesh_from_geometry,
    pin_joint, rounded, span_box, spin, superellipse_profile, sweep_profile_along_spline, switch,
    tube_from_spline_points,
)  # fmt: skip

# What a customer chooses.
HEIGHT = 0.185  # of the body without its base and lid
RADIUS = 0.074  # of the body at its foot
GRIP = 0.042  # free depth behind the body for the fingers
LID_OPEN = 1.25  # radians
MARKS = 5  # on the water gauge

# The power base; the body's frame stands on its top.
FEET, BASE = 0.003, 0.024
POST, POST_HEIGHT = 0.018, 0.011  # the connector in the middle that the body turns on

# The body, heights above the base's top.
SKIRT, FLOOR, WALL = 0.003, 0.020, 0.0014  # underside, bottom of the water, sheet
TOP = 0.74 * RADIUS  # radius at the lid
COLLAR = 0.010  # height of the plastic ring around the opening
PIVOT_X, PIVOT_Z = -(TOP + 0.0065), HEIGHT + COLLAR + 0.0042  # the lid's pin
HEAD, HEEL = 0.052, 0.036  # length of the handle's head, height of its heel
PRESS = 0.003  # travel of the release button
BACK = RADIUS + GRIP  # how far behind the axis the grip's inner side runs


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    shape = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(shape, *less) if less else shape
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def wall(grow: float, low: float, high: float):
    """The body's outside, grown by a distance, between two heights."""
    rows = [(FLOOR - 0.002, 1.0), (0.10, 1.0), (0.30, 0.985), (0.60, 0.90), (0.85, 0.80), (1.0, 0.74)]
    curve = [(share * RADIUS + grow, max(rise * HEIGHT, FLOOR - 0.002)) for rise, share in rows]
    curve = [(radius, min(max(z, low), high)) for radius, z in curve]
    return LatheGeometry([(0, low), *curve, (0, high)], segments=56)


def spout(shrink: float, rise: float):
    """The spout's wedge in front of the opening, shrunk by a distance all round and cut off `rise` higher."""
    loops = []
    for share, reach, half in ((0.52, -0.012, 0.009), (0.72, 0.003, 0.018), (0.89, 0.020, 0.024), (1.0, 0.032, 0.026)):
        front, back = TOP + reach - shrink * 1.3, 0.55 * TOP
        middle, long = (front + back) / 2, front - back
        z = share * HEIGHT + (rise if share == 1.0 else 0)
        loop = superellipse_profile(long, 2 * (half - shrink), 2.0, segments=32)
        loops.append([(middle + x, y * (1.0 if x < 0 else 1 - 0.45 * (2 * x / long) ** 2), z) for x, y in loop])
    return LoftGeometry(loops)


def add_base(model: ArticulatedObject, dark):
    """Power base: a disc with a raised rim, three feet, a cord and the connector's surround."""
    base = model.part("power_base")
    outer = RADIUS + 0.006
    disc = [
        (0, FEET), (outer - 0.008, FEET), (outer, FEET + 0.006), (outer, BASE - 0.006), (outer - 0.003, BASE - 0.001),
        (outer - 0.008, BASE), (0, BASE),
    ]  # fmt: skip
    add(base, "disc", dark, LatheGeometry(disc, segments=56))
    for number in range(3):
        turn, reach = 2 * pi * number / 3, outer - 0.022
        spot = (reach * cos(turn), reach * sin(turn), FEET + 0.001)
        foot(model, base, at=spot, diameter=0.018, height=FEET + 0.001)
    line = [
        (-outer + 0.004, 0, 0.010), (-outer - 0.010, 0.001, 0.0095), (-outer - 0.032, 0.010, 0.0046),
        (-outer - 0.058, 0.042, 0.0038), (-outer - 0.042, 0.088, 0.0034), (-outer + 0.008, 0.115, 0.0034),
    ]  # fmt: skip
    add(
        base, "cord", dark,
        tube_from_spline_points(line, radius=0.0032, samples_per_segment=4, radial_segments=8),
    )  # fmt: skip
    base.inertial = Inertial.from_geometry(Cylinder(outer, BASE), mass=0.40, origin=Origin((0, 0, BASE / 2)))
    return base


def add_body(model: ArticulatedObject, base, steel, dark, white, window):
    """Body: a hollow steel shell with its spout, a plastic foot, a collar, a handle and a water gauge."""
    body = model.part("body")
    outside = boolean_union(wall(0, FLOOR - 0.002, HEIGHT), spout(0, 0))
    inside = boolean_union(wall(-WALL, FLOOR, HEIGHT + 0.01), spout(WALL, 0.01))
    add(body, "shell", steel, boolean_difference(outside, inside))
    skirt = [
        (0, SKIRT), (RADIUS - 0.002, SKIRT), (RADIUS + 0.001, SKIRT + 0.003),
        (RADIUS + 0.001, FLOOR - 0.003), (RADIUS, FLOOR - 0.001), (0, FLOOR - 0.001),
    ]  # fmt: skip
    add(body, "foot", dark, LatheGeometry(skirt, segments=56))
    ring = [
        (TOP - WALL - 0.003, HEIGHT - 0.006), (TOP - WALL / 2, HEIGHT - 0.006),
        (TOP + 0.0015, HEIGHT - 0.0005), (TOP + 0.0015, HEIGHT + COLLAR),
        (TOP - WALL - 0.003, HEIGHT + COLLAR),
    ]  # fmt: skip
    front = span_box(x=(0.5 * TOP, 1), y=(-0.0240, 0.0240), z=(0, 1))
    add(body, "collar", dark, LatheGeometry(ring, segments=56), less=[front])
    inner = wall(-WALL / 2, 0, HEIGHT + COLLAR)
    line = [
        (-TOP - 0.020, 0, HEIGHT - 0.002), (-TOP - 0.036, 0, HEIGHT - 0.004), (-BACK - 0.008, 0, 0.82 * HEIGHT),
        (-BACK - 0.011, 0, 0.58 * HEIGHT), (-BACK, 0, 0.36 * HEIGHT), (-RADIUS - 0.006, 0, 0.24 * HEIGHT),
    ]  # fmt: skip
    section = superellipse_profile(0.026, 0.020, 3.0, segments=18)
    grip = sweep_profile_along_spline(line, profile=section, samples_per_segment=6)
    head = rounded((HEAD, 0.042, 0.028), 0.006, edges="all", steps=3)
    head.translate(-TOP - 0.007 - HEAD / 2, 0, HEIGHT + COLLAR - 0.014)
    link = span_box(x=(-TOP - 0.02, -0.9 * TOP), y=(-0.015, 0.015), z=(HEIGHT - 0.012, HEIGHT + COLLAR - 0.001))
    heel = rounded((0.040, 0.026, HEEL), 0.005, edges="all", steps=3).translate(-RADIUS, 0, FLOOR + HEEL / 2)
    add(body, "handle", dark, grip, head, link, heel, less=[inner])
    add_gauge(body, white, window)
    bulk, place = Cylinder(0.9 * RADIUS, HEIGHT), Origin((-0.01, 0, 0.45 * HEIGHT))
    body.inertial = Inertial.from_geometry(bulk, mass=0.85, origin=place)
    return body


def add_gauge(body, white, window):
    """Water gauge: a window let into the shell's right side, and a row of marks on it."""
    low, high = 0.30 * HEIGHT, 0.80 * HEIGHT
    strip = span_box(x=(-0.010, 0.010), y=(-1, 0), z=(low - 0.008, high + 0.008))
    sheet = boolean_difference(wall(0.0010, 0, HEIGHT), wall(-0.0004, -0.1, HEIGHT + 0.1))
    add(body, "gauge", window, boolean_intersection(sheet, strip))
    print_ = boolean_difference(wall(0.0014, 0, HEIGHT), wall(0.0006, -0.1, HEIGHT + 0.1))
    for mark in range(MARKS):
        z, half = low + (high - low) * mark / (MARKS - 1), 0.007 if mark in (0, MARKS - 1) else 0.004
        line = span_box(x=(-half, half), y=(-1, 0), z=(z - 0.0008, z + 0.0008))
        add(body, f"mark_{mark}", white, boolean_intersection(print_, line))


def add_lid(model: ArticulatedObject, body, dark, trim, steel):
    """Lid: a domed cover with a plug and a beak over the spout, on a pin in front of the handle."""
    lid, c, rest = model.part("lid"), -PIVOT_X, HEIGHT + COLLAR - PIVOT_Z
    edge, plug = TOP + 0.0005, TOP - WALL - 0.0050
    cover = [
        (0, rest - 0.006), (plug - 0.001, rest - 0.006), (plug, rest - 0.005), (plug, rest + 0.0004),
        (edge - 0.0008, rest + 0.0004), (edge, rest + 0.0014), (edge, rest + 0.004), (0.92 * TOP, rest + 0.0085),
        (0.6 * TOP, rest + 0.0125), (0, rest + 0.0145),
    ]  # fmt: skip
    shape = LatheGeometry(cover, segments=56).translate(c, 0, 0)
    below, above = rest - COLLAR + 0.0010, rest + 0.0035
    beak = hull_plate([(0.5 * TOP, 0, 0.0225), (TOP + 0.022, 0, 0.0070)], above - below)
    arm = rounded((0.022, 0.022, 0.0055), 0.0026, edges="y", steps=3).translate(0.0108, 0, 0.0006)
    add(lid, "cover", dark, shape, beak.translate(c, 0, (above + below) / 2), arm)
    lid.visual(Cylinder(0.30 * TOP, 0.0016), origin=Origin((c, 0, rest + 0.0145)), material=trim, name="badge")
    pin_joint(
        model, body, lid, at=(PIVOT_X, 0, PIVOT_Z), axis=(0, -1, 0), diameter=0.0036, width=0.038, style="trunnion",
        parent_side=(0, 0, -1), child_side=(1, 0, 0), reach=0.0065, child_reach=0.010, lower=0.0, upper=LID_OPEN,
        positive="up", positive_elem="badge", name="lid_hinge", material=steel,
    )  # fmt: skip


def add_controls(model: ArticulatedObject, body, red):
    """Release button on top of the handle and rocker switch at its heel."""
    press = {"diameter": 0.013, "travel": PRESS, "name": "release"}
    at = (-TOP - 0.007 - 0.62 * HEAD, 0, HEIGHT + COLLAR)
    button(model, body, model.part("release_button"), at=at, normal=(0, 0, 1), **press)
    rocker = {"along": (0, 0, -1), "length": 0.022, "width": 0.014, "name": "power"}
    spot = (-RADIUS - 0.020, 0, FLOOR + 0.5 * HEEL)
    switch(model, body, model.part("power_rocker"), at=spot, normal=(-1, 0, 0), material=red, **rocker)
    model.interlock("lid_hinge", requires={"release": (0.6 * PRESS, PRESS)})


def build_object_model() -> ArticulatedObject:
    """The kettle shut, on its base."""
    model = ArticulatedObject("kettle")
    steel = model.material("brushed_steel", rgba=(0.74, 0.75, 0.77, 1.0))
    dark = model.material("black_plastic", rgba=(0.11, 0.11, 0.12, 1.0))
    white = model.material("white_print", rgba=(0.95, 0.95, 0.95, 1.0))
    window = model.material("gauge_window", rgba=(0.25, 0.42, 0.55, 1.0))
    red = model.material("switch_red", rgba=(0.72, 0.12, 0.10, 1.0))
    base = add_base(model, dark)
    body = add_body(model, base, steel, dark, white, window)
    spin(
        model, base, body, at=(0, 0, BASE), axis=(0, 0, 1), diameter=POST, length=POST_HEIGHT, flange=0.046,
        name="swivel", material=steel,
    )  # fmt: skip
    add_lid(model, body, dark, steel, steel)
    add_controls(model, body, red)
    model.anchor(base, to="table")
    return model


def run_tests() -> TestReport:
    """The kettle turns on its base, the button frees the lid, the lid opens a hollow body."""
    ctx = TestContext(object_model)
    low = ctx.part_world_aabb("power_base")[0][2]
    ctx.check("the base stands on the table", abs(low) < 1e-4, f"lowest point {low:.5f} m")
    ctx.expect_moves("body/handle", "swivel", "-y")
    gap = {"positive_elem": "foot", "negative_elem": "disc"}
    ctx.expect_gap("body", "power_base", axis="z", min_gap=0.001, max_gap=0.005, name="clear of the disc", **gap)
    ctx.expect_moves("release_cap", "release", "down", min_distance=0.9 * PRESS)
    with ctx.pose(release=PRESS):
        ctx.expect_moves("badge", "lid_hinge", "up", min_distance=0.5 * RADIUS)
    with ctx.pose(release=PRESS, lid_hinge=LID_OPEN):
        ctx.expect_gap("lid", "body", axis="z", positive_elem="badge", negative_elem="shell", min_gap=0.01, name="open")
    ctx.expect_within("lid", "power_base", axes="y", inner_elem="cover", outer_elem="disc")
    rim, floor = HEIGHT, ctx.part_element_world_aabb("body", elem="foot")[1][2] - BASE
    ctx.check("the foot leaves the body hollow", floor < 0.15 * rim, f"it ends {floor * 1000:.0f} mm up")
    ctx.expect_moves("power_mark", "power", "in")
    front = ctx.part_element_world_aabb("body", elem="shell")[1][0]
    ctx.check("the spout stands out", front > RADIUS + 0.005, f"its tip at x = {front:.3f} m")
    marks = sum(visual.name.startswith("mark_") for visual in object_model.get_part("body").visuals)
    ctx.check("every mark is there", marks == MARKS, f"{marks} marks")
    return ctx.report()


object_model = build_object_model()
