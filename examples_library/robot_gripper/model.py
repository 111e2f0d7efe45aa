"""A robot gripper: two to four fingers on parallelogram links over a palm, padded tips, a bolted wrist flange.

What it teaches: parallel motion from turning joints. Each finger hangs on a crank and a link of equal length;
`couple` gives link and finger the crank's angle, once as it is and once reversed, and every crank follows the
first. The fourth pin of each parallelogram is no joint but a `fit`, which is measured as the fingers move.

Frame: z points where it grips, the origin lies in the middle of the flange's face; fingers are drawn with x
away from the middle and turned around z into place.
"""

from __future__ import annotations

from math import cos, pi, radians, sin, tan, tau

from sdk import (
    ArticulatedObject, Box, CylinderGeometry, ExtrudeGeometry, Inertial, LatheGeometry, LoftGeometry,
    MotionLimits, Origin, TestContext, TestReport, array_linear, array_polar, bent_tube, boolean_difference,
    boolean_union, cylinder_between, hull_plate, mesh_from_geometry, rounded, span_box,
)  # fmt: skip

# What a customer chooses.
FINGERS = 2
STROKE = 0.085  # between two opposite pads, from shut to open
REACH = 0.066  # of the fingers beyond their pins
PAD_WIDTH = 0.022

# The parallelograms: how the cranks lean shut and open, and how far apart a crank's and a link's pins are.
SHUT, OPEN = radians(-25), radians(50)
CRANK = STROKE / 2 / (sin(OPEN) - sin(SHUT))
BETWEEN = 0.020
PIN, SLACK = 0.0028, 0.0002

# Layers to both sides of a finger's middle: the link, the forks around it, the crank's cheeks around these.
LINK, FORK, CHEEK = 0.0040, (0.0042, 0.0082), (0.0084, 0.0122)
EYE = 0.0062  # radius around the pins

# Where the pins are when shut: pads that would meet in the middle stop before they touch their neighbours.
PAD = 0.0035
GAP = max(0.0005, (PAD_WIDTH / 2 + 0.0008) / tan(pi / FINGERS))
LINK_PIN = GAP + PAD + 0.0085  # x of the finger's inner pin
CRANK_FOOT = LINK_PIN + BETWEEN - CRANK * sin(SHUT)  # x of the crank's pin on the body

# The body: a flange for four M6 screws on a 50 mm circle, a neck, a housing with one lobe below each finger.
FLANGE, BOLTS, NECK, TOP, PIVOT = 0.0315, 0.025, 0.0185, 0.088, 0.0125
LOBE = 0.022
SPREAD = max(CRANK_FOOT + 0.010 - LOBE, 0.012)  # of the lobes' middles
TURNS = [tau * number / FINGERS for number in range(FINGERS)]


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    whole = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(whole, *less) if less else whole
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def level(spread: float, radius: float, z: float):
    """The loop around lobes at `spread` from the middle, at the height z."""
    steps, loop = 48 // FINGERS, []
    for turn in TURNS:
        for step in range(steps):
            way = turn + pi / FINGERS * (2 * step / (steps - 1) - 1) * 0.999
            loop.append((spread * cos(turn) + radius * cos(way), spread * sin(turn) + radius * sin(way), z))
    return loop


def side_plate(points, layer, *, holes=(), both: bool = True):
    """A plate around discs given in (x, z, radius), between y = layer[0] and layer[1], and its mirror image."""
    corners = []
    for x, z, radius in points:  # a coarser disc than the plate would make of it: there are many arms
        corners += [(x + radius * cos(step * tau / 20), z + radius * sin(step * tau / 20)) for step in range(20)]
    plate = hull_plate(corners, layer[1] - layer[0], holes=holes).rotate_x(pi / 2)
    middle = (layer[0] + layer[1]) / 2
    near = plate.copy().translate(0, -middle, 0)
    return near.merge(plate.translate(0, middle, 0)) if both else plate.translate(0, middle, 0)


def pin_at(x: float, z: float, half: float, *, head: bool = True):
    """A pin along y with low heads."""
    rod = cylinder_between((x, -half, z), (x, half, z), PIN, segments=16)
    if not head:
        return rod
    caps = [cylinder_between((x, s * half, z), (x, s * (half + 0.0012), z), 1.5 * PIN, segments=16) for s in (-1, 1)]
    return boolean_union(rod, *caps)


def add_body(model: ArticulatedObject, shell, black, steel, blue):
    """Body: flange, housing, one fork with two pins per finger, a sensor in the palm, a connector."""
    body = model.part("body")
    levels = [
        level(0, FLANGE - 0.001, 0), level(0, FLANGE, 0.001), level(0, FLANGE, 0.009), level(0, FLANGE - 0.001, 0.010),
        level(0, NECK, 0.0102), level(0, NECK, 0.022), level(SPREAD - 0.001, LOBE - 0.002, 0.040),
        level(SPREAD, LOBE, 0.043), level(SPREAD, LOBE, TOP - 0.003), level(SPREAD, LOBE - 0.003, TOP),
    ]  # fmt: skip
    add(body, "housing", shell, LoftGeometry(levels))
    ring = [level(SPREAD, LOBE + 0.0004, z) for z in (TOP - 0.016, TOP - 0.0125)]
    add(body, "status_light", blue, LoftGeometry(ring))
    screw = CylinderGeometry(0.0050, 0.0064, radial_segments=24)
    socket = CylinderGeometry(0.0027, 0.004, radial_segments=6).translate(0, 0, 0.0032)
    bolt = boolean_difference(screw, socket).translate(BOLTS, 0, 0.0100 + 0.0030)
    bolts = array_polar(bolt.rotate_z(pi / 4), 4)
    add(body, "flange_screws", steel, bolts)
    foot = [(LINK_PIN - CRANK * sin(SHUT) - 0.009, -PIVOT - 0.002, 0.001), (CRANK_FOOT + 0.004, -PIVOT - 0.002, 0.001)]
    eyes = [(LINK_PIN - CRANK * sin(SHUT), 0, EYE), (CRANK_FOOT, 0, EYE)]
    fork = side_plate([*eyes, *foot], FORK).translate(0, 0, TOP + PIVOT)
    add(body, "forks", black, array_polar(fork, FINGERS))
    for x, half, name in ((eyes[0][0], FORK[1], "link_pins"), (eyes[1][0], CHEEK[1], "crank_pins")):
        add(body, name, steel, array_polar(pin_at(x, TOP + PIVOT, half + SLACK), FINGERS))
    palm = [(0, TOP - 0.001), (0.0095, TOP - 0.001), (0.0095, TOP + 0.003), (0.0080, TOP + 0.004),
            (0.0050, TOP + 0.004), (0.0050, TOP + 0.002), (0, TOP + 0.002)]  # fmt: skip
    add(body, "palm_sensor", black, LatheGeometry(palm, segments=32))
    add(body, "lens", blue, LatheGeometry([(0, TOP + 0.0015), (0.0046, TOP + 0.0015), (0, TOP + 0.0034)], segments=24))
    side = SPREAD * cos(pi / FINGERS) + LOBE  # of the flat between two lobes
    socket = cylinder_between((side - 0.002, 0, 0.058), (side + 0.011, 0, 0.058), 0.0062, segments=24)
    collar = cylinder_between((side - 0.002, 0, 0.058), (side + 0.003, 0, 0.058), 0.0085, segments=6)
    x = side + 0.010
    cable = bent_tube([(x, 0, 0.058), (x + 0.018, 0, 0.058), (x + 0.018, 0, 0.012)], 0.0032, 0.012, segments=16)
    turn = pi / FINGERS
    add(body, "connector", steel, collar.rotate_z(turn), socket.rotate_z(turn))
    add(body, "cable", black, cable.rotate_z(turn))
    bulk, place = Box((2 * SPREAD + LOBE, 2 * LOBE, TOP)), Origin((0, 0, TOP / 2))
    body.inertial = Inertial.from_geometry(bulk, mass=0.45 + 0.15 * FINGERS, origin=place)
    return body


def arm(half_layers, *, pin_end: bool):
    """A crank or link drawn from its foot at the origin to its tip, leaning as when shut."""
    tip = (CRANK * sin(SHUT), CRANK * cos(SHUT))
    bored = [(0, 0, PIN + SLACK)] if pin_end else [(0, 0, PIN + SLACK), (*tip, PIN + SLACK)]
    points = [(0, 0, EYE), (*tip, 0.9 * EYE)]
    if half_layers[0] < 0:
        return side_plate(points, half_layers, holes=bored, both=False)
    return boolean_union(side_plate(points, half_layers, holes=bored), pin_at(*tip, half_layers[1] - 0.0005))


def finger_body():
    """A finger around its crank's pin: a forked root, a tapering blade, and bores for both pins."""
    inner, web = -BETWEEN - 0.0085, 0.012
    root = [
        (EYE, -0.004), (EYE, 0.006), (-0.002, web + 0.003), (inner, web + 0.003), (inner, -0.004),
        (inner + 0.003, -EYE), (0.003, -EYE),
    ]  # fmt: skip
    blade = [
        (0.001, web - 0.002), (-0.008, 0.45 * REACH), (inner + 0.007, REACH - 0.006),
        (inner + 0.006, REACH - 0.001), (inner + 0.003, REACH), (inner, REACH), (inner, web - 0.002),
    ]  # fmt: skip
    solids = []
    for outline, half in ((root, FORK[1]), (blade, 0.46 * PAD_WIDTH)):
        solids.append(ExtrudeGeometry(outline, 2 * half).rotate_x(pi / 2))
    room = span_box(x=(-1, 1), y=(-FORK[0], FORK[0]), z=(-1, EYE + 0.0008))
    bores = [cylinder_between((x, -1, 0), (x, 1, 0), radius, segments=24)
             for x, radius in ((0, PIN + SLACK), (-BETWEEN, PIN - 0.0001))]  # fmt: skip
    window = rounded((0.30 * REACH, 1.0, 0.0055), 0.0025, edges="y").rotate_y(pi / 2)
    window.rotate_y(-0.15).translate(inner + 0.0095, 0, 0.42 * REACH)
    return boolean_difference(boolean_union(*solids), room, *bores, window)


def add_finger(model: ArticulatedObject, body, number: int, black, grey, steel, rubber):
    """Crank, link and finger number so and so; only the first crank is driven."""
    crank, link, finger = (model.part(f"{name}_{number}") for name in ("crank", "link", "finger"))
    tip = (CRANK * sin(SHUT), 0, CRANK * cos(SHUT))
    add(crank, "cheeks", grey, arm(CHEEK, pin_end=True))
    add(link, "bar", grey, arm((-LINK, LINK), pin_end=False))
    add(finger, "blade", black, finger_body())
    add(finger, "link_pin", steel, pin_at(-BETWEEN, 0, FORK[1] - 0.0004, head=False))
    low, inner = 0.016, -BETWEEN - 0.0085
    pad = span_box(x=(inner - PAD, inner + 0.0005), y=(-PAD_WIDTH / 2, PAD_WIDTH / 2), z=(low, REACH - 0.001))
    count = int((REACH - 0.003 - low) / 0.0045)
    groove = span_box(x=(inner - 1, inner - PAD + 0.0009), y=(-1, 1), z=(low + 0.003, low + 0.0044))
    add(finger, "pad", rubber, pad, less=[array_linear(groove, count, (0, 0, 0.0045))])
    turn, x = TURNS[number], (CRANK_FOOT, CRANK_FOOT - BETWEEN)
    places = [Origin((r * cos(turn), r * sin(turn), TOP + PIVOT), (0, 0, turn)) for r in x]
    drive = MotionLimits(effort=8.0, velocity=1.5, lower=0.0, upper=OPEN - SHUT)
    model.articulation(
        f"crank_{number}_turn", "revolute", body, crank, origin=places[0], axis=(0, 1, 0), motion_limits=drive
    )
    model.articulation(f"link_{number}_turn", "revolute", body, link, origin=places[1], axis=(0, 1, 0))
    model.articulation(f"finger_{number}_level", "revolute", crank, finger, origin=Origin(tip), axis=(0, 1, 0))
    if number > 0:
        model.couple(f"crank_{number}_turn", "crank_0_turn", ratio=1.0)
    model.couple(f"link_{number}_turn", "crank_0_turn", ratio=1.0)
    model.couple(f"finger_{number}_level", "crank_0_turn", ratio=-1.0)
    model.fit(crank, body, elem_child="cheeks", elem_parent="crank_pins", gap=SLACK)
    model.fit(link, body, elem_child="bar", elem_parent="link_pins", gap=SLACK)
    model.fit(finger, crank, elem_child="blade", elem_parent="cheeks", gap=SLACK)
    model.fit(link, finger, elem_child="bar", elem_parent="link_pin", gap=SLACK)
    for part, mass in ((crank, 0.035), (link, 0.015), (finger, 0.06)):
        part.inertial = Inertial.from_geometry(Box((0.02, 0.02, CRANK)), mass, origin=Origin((-0.01, 0, 0.02)))


def build_object_model() -> ArticulatedObject:
    """The gripper shut, bolted down by its flange."""
    model = ArticulatedObject("robot_gripper")
    shell = model.material("anodised_aluminium", rgba=(0.66, 0.68, 0.70, 1.0))
    black = model.material("black_anodised", rgba=(0.13, 0.13, 0.14, 1.0))
    grey = model.material("machined_steel", rgba=(0.45, 0.46, 0.48, 1.0))
    steel = model.material("bright_steel", rgba=(0.80, 0.81, 0.83, 1.0))
    blue = model.material("blue_light", rgba=(0.12, 0.45, 0.85, 1.0))
    rubber = model.material("orange_silicone", rgba=(0.90, 0.42, 0.10, 1.0))
    body = add_body(model, shell, black, steel, blue)
    for number in range(FINGERS):
        add_finger(model, body, number, black, grey, steel, rubber)
    model.anchor(body, to="table")
    return model


def run_tests() -> TestReport:
    """The pads stay upright, open as far as said and alike, and never meet; the loops stay pinned."""
    ctx = TestContext(object_model)
    low = ctx.part_world_aabb("body")[0][2]
    ctx.check("the flange lies on its plane", abs(low) < 1e-6, f"lowest point {low:.6f} m")
    ctx.expect_moves("finger_0/pad", "crank_0_turn", "+x", min_distance=0.49 * STROKE)
    opposite = (FINGERS + 1) // 2
    way = (cos(TURNS[opposite]), sin(TURNS[opposite]), 0)
    ctx.expect_moves(f"finger_{opposite}/pad", "crank_0_turn", way, min_distance=0.48 * STROKE)
    shut = ctx.part_element_world_aabb("finger_0", elem="pad")
    with ctx.pose(crank_0_turn=OPEN - SHUT):
        wide = ctx.part_element_world_aabb("finger_0", elem="pad")
        travel = wide[0][0] - shut[0][0]
        ctx.check("half the stroke each", abs(travel - STROKE / 2) < 1e-6, f"{travel * 1000:.3f} mm")
        ctx.expect_gap(
            "finger_0", "body", axis="z", min_gap=0.002, negative_elem="housing", name="open, it clears the palm"
        )
    for share in (0.3, 0.7):
        with ctx.pose(crank_0_turn=share * (OPEN - SHUT)):
            pad = ctx.part_element_world_aabb("finger_0", elem="pad")
            thick = pad[1][0] - pad[0][0]
            ctx.check(f"the pad stays upright, {share:.0%} open", abs(thick - PAD - 0.0005) < 1e-6, f"{thick:.6f} m")
    for number in range(FINGERS):
        following = f"finger_{(number + 1) % FINGERS}"
        gap = ctx.clearance(f"finger_{number}", following).distance
        ctx.check(f"finger {number} does not touch the next when shut", gap > 0.0004, f"{gap * 1000:.2f} mm")
    return ctx.report()


object_model = build_object_model()
