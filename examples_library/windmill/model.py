"""A windmill: brick and timber tower with a gallery, a cap that turns on it, lattice sails with cloth, a fantail.

What it teaches: an inclined axis, and turning copies. One sail is drawn along z and placed round the shaft by the
roll of its origin; the fantail turns the cap through a coupling; the door hangs on two hinges in a frame
that the tower's wall is cut for.

Frame: x points out of the sails at rest, z up; the origin lies on the ground in the middle of the tower.
"""

from __future__ import annotations

from math import ceil, cos, pi, sin

from sdk import (
    ArticulatedObject, Box, BoxGeometry, Inertial, LatheGeometry, MotionLimits, Origin, TestContext, TestReport,
    array_polar, axle, boolean_difference, boolean_union, cylinder_between, hinge, mesh_from_geometry, rounded,
    span_box, spin,
)  # fmt: skip

# What a customer chooses.
HEIGHT = 9.6  # of the tower, up to the cap's ring
SPAN = 6.0  # from the shaft to a sail's tip
SAILS = 4
SIDES = 8  # of the tower
BASE = 3.0  # radius of the tower at the ground, over its corners

# Tower.
CROWN, WALL = 0.62 * BASE, 0.30  # radius at the top, thickness
CURB = 0.24  # height of the ring the cap turns on
FACE = cos(pi / SIDES)  # from the radius of the corners to that of the faces

# Shaft and sails; the shaft rises by the tilt.
TILT, WEATHER = 0.14, 0.26  # of the shaft; of the sails against their plane
HUB = (0.98 * CROWN + 0.55, HEIGHT + CURB + 0.95)  # x and z of the shaft's mouth
CHORD, FIRST = 0.29 * SPAN, 0.20 * SPAN  # width of a sail, where its lattice begins
TIP_LOW = HUB[1] - SPAN - 0.25  # below the lowest tip
GALLERY = TIP_LOW - 1.20  # the gallery's floor, under the sails

# Door, on the face next to +y.
DOOR, DOOR_HIGH, SHEET = 1.0, 1.90, 0.06
DOOR_TURN = round(0.25 * SIDES) * 2 * pi / SIDES
PIN, LEAF, GAP, LOW_HINGE = 0.016, 0.004, 0.0005, 0.45
FAN_RATIO = 40.0  # turns of the fantail for one of the cap


def add(part, name, material, first, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    shape = boolean_union(first, *more) if more else first
    shape = boolean_difference(shape, *less) if less else shape
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def radius(z: float) -> float:
    """Radius of the tower's corners at a height."""
    return BASE + (CROWN - BASE) * z / HEIGHT


def turned(profile):
    """A ring of as many sides as the tower, a face towards +x."""
    return LatheGeometry(profile, segments=SIDES).rotate_z(pi / SIDES)


def shell(low: float, high: float, proud: float = 0.0, wall: float = WALL):
    """The tower's wall between two heights."""
    inner, outer = (radius(low) - wall, radius(high) - wall), (radius(low) + proud, radius(high) + proud)
    return turned([(inner[0], low), (outer[0], low), (outer[1], high), (inner[1], high)])


def windows():
    """(turn, height) of the middle of every window: two rows, on every second face or so."""
    faces = range(0, SIDES, max(1, SIDES // 4))
    upper, lower = GALLERY + 0.72 * (HEIGHT - GALLERY), GALLERY + 0.30 * (HEIGHT - GALLERY)
    return [(face * 2 * pi / SIDES, upper if row % 2 else lower) for row, face in enumerate(faces)]


def add_tower(model: ArticulatedObject, colours):
    """Tower: brick below the gallery and boards above, hollow, with door frame, windows, corner boards, the curb."""
    brick, boards, white, glass, oak = colours
    tower = model.part("tower")
    place = radius(0) * FACE
    opening = span_box(x=(place - 1.0, place + 0.5), y=(-DOOR / 2 - 0.12, DOOR / 2 + 0.12), z=(-1, DOOR_HIGH + 0.12))
    holes = [BoxGeometry((1.2, 0.66, 0.96)).translate(radius(z) * FACE, 0, z).rotate_z(turn) for turn, z in windows()]
    add(tower, "brick_base", brick, shell(0, GALLERY), less=[opening.rotate_z(DOOR_TURN)])
    add(tower, "boarding", boards, shell(GALLERY, HEIGHT, 0.05), less=holes)
    add(tower, "plinth", brick, shell(0, 0.30, 0.10, 0.05), less=[opening])
    for row, (turn, z) in enumerate(windows()):
        x = radius(z) * FACE
        frame = boolean_difference(BoxGeometry((0.50, 0.72, 1.02)), BoxGeometry((1.0, 0.54, 0.84)))
        bars = [BoxGeometry((0.04, 0.03, 0.86)), BoxGeometry((0.04, 0.56, 0.03))]
        bars = [bar.translate(0.10, 0, 0) for bar in bars]
        sill = BoxGeometry((0.16, 0.86, 0.06)).translate(0.22, 0, -0.50)
        case = boolean_union(frame, *bars, sill)
        add(tower, f"window_{row}", white, case.translate(x - 0.05, 0, z).rotate_z(turn))
        add(
            tower, f"pane_{row}", glass,
            BoxGeometry((0.012, 0.56, 0.86)).translate(x + 0.05, 0, z).rotate_z(turn),
        )  # fmt: skip
    corners = []
    for side in range(SIDES):
        turn = (side + 0.5) * 2 * pi / SIDES
        foot, head = ((radius(z) + 0.03, 0, z) for z in (GALLERY, HEIGHT))
        corners.append(cylinder_between(foot, head, 0.09, segments=6).rotate_z(turn))
    add(tower, "corner_boards", white, *corners)
    inner, outer, track = CROWN - WALL, CROWN + 0.10, 0.96 * CROWN
    ring = [(inner, HEIGHT - 0.05), (outer, HEIGHT - 0.05), (outer, HEIGHT), (track, HEIGHT)]
    ring += [(track, HEIGHT + CURB), (inner, HEIGHT + CURB)]
    add(tower, "curb", oak, LatheGeometry(ring, segments=40))
    tower.inertial = Inertial.from_geometry(Box((2 * BASE, 2 * BASE, HEIGHT)), mass=60000.0, origin=Origin((0, 0, 4.0)))
    return tower


def add_gallery(tower, oak, white):
    """Gallery: a deck round the tower on struts, with posts and two rails."""
    inner, outer, thick = radius(GALLERY) - 0.10, radius(GALLERY) + 1.25, 0.10
    deck = turned([(inner, GALLERY - thick), (outer, GALLERY - thick), (outer, GALLERY), (inner, GALLERY)])
    struts, posts = [], []
    for side in range(SIDES):
        turn = (side + 0.5) * 2 * pi / SIDES
        low = GALLERY - 1.15
        strut = cylinder_between((radius(low) - 0.03, 0, low), (outer - 0.25, 0, GALLERY - 0.05), 0.08, segments=4)
        struts.append(strut.rotate_z(turn))
        joist = span_box(x=(inner - 0.1, outer - 0.05), y=(-0.07, 0.07), z=(GALLERY - 0.24, GALLERY - 0.05))
        struts.append(joist.rotate_z(turn))
        posts.append(
            span_box(x=(outer - 0.16, outer - 0.06), y=(-0.05, 0.05), z=(GALLERY - 0.02, GALLERY + 1.0)).rotate_z(turn)
        )
    rails = []
    for z in (0.55, 0.96):
        ring = [(outer - 0.15, z), (outer - 0.07, z), (outer - 0.07, z + 0.07), (outer - 0.15, z + 0.07)]
        rails.append(turned(ring).translate(0, 0, GALLERY))
    add(tower, "gallery", oak, deck, *struts)
    add(tower, "railing", white, *posts, *rails)


def add_door(model: ArticulatedObject, tower, green, white, iron):
    """Door: a ledged leaf of boards in a frame proud of the brick, on two hinges with a ring handle."""
    door, front = model.part("door"), radius(0) * FACE + 0.10
    half, high = DOOR / 2, DOOR_HIGH

    def out(x, y, z=0.0):
        """A place or way, given with x out of the door, in the tower's directions."""
        return (x * cos(DOOR_TURN) - y * sin(DOOR_TURN), x * sin(DOOR_TURN) + y * cos(DOOR_TURN), z)

    frame = span_box(x=(front - 0.75, front), y=(-half - 0.14, half + 0.14), z=(0, high + 0.14))
    doorway = span_box(x=(-1, front + 1), y=(-half, half), z=(0.03, high))
    lintel = rounded((0.30, DOOR + 0.6, 0.10), 0.02, steps=2).translate(front - 0.05, 0, high + 0.19)
    add(
        tower, "door_frame", white, boolean_difference(frame, doorway).rotate_z(DOOR_TURN),
        lintel.rotate_z(DOOR_TURN),
    )  # fmt: skip
    step = span_box(x=(front - 0.02, front + 0.45), y=(-half - 0.1, half + 0.1), z=(0, 0.12))
    add(tower, "step", white, step.rotate_z(DOOR_TURN))
    axis_x, edge = front + PIN / 2 + GAP + LEAF, half - 0.004
    x = (-SHEET - PIN / 2 - GAP - LEAF, -PIN / 2 - GAP - LEAF)  # of the leaf, from the pin
    leaf = span_box(x=x, y=(0.004 - DOOR, -0.004), z=(0.15 - LOW_HINGE, high - 0.006 - LOW_HINGE))
    grooves = [
        span_box(x=(x[1] - 0.012, x[1] + 1), y=(-y - 0.008, -y + 0.008), z=(-1, 3)) for y in (0.2, 0.4, 0.6, 0.8)
    ]
    ledges = [span_box(x=(x[0] - 0.03, x[0] + 0.001), y=(-DOOR + 0.1, -0.1), z=(z, z + 0.14)) for z in (0.02, 1.12)]
    add(door, "leaf", green, boolean_difference(boolean_union(leaf, *ledges), *grooves).rotate_z(DOOR_TURN))
    knob = cylinder_between((x[1] - 0.01, 0.09 - DOOR, 0.6), (x[1] + 0.05, 0.09 - DOOR, 0.6), 0.03, segments=12)
    add(door, "handle", iron, knob.rotate_z(DOOR_TURN))
    door.inertial = Inertial.from_geometry(Box((0.1, DOOR, high)), mass=38.0, origin=Origin(out(-0.04, -half, 0.5)))
    hinge(
        model, tower, door, at=out(axis_x, edge, LOW_HINGE), axis=(0, 0, 1), length=0.22, leaf_side=out(0, 1),
        leaf_face=out(-1, 0), leaf=0.10, child_leaf=0.30, pin_diameter=PIN, thickness=LEAF, gap=GAP, knuckles=3,
        rest_angle=pi, upper=1.75, positive=out(1, 0), clearance=False, name="door", material=iron,
    )  # fmt: skip
    for part in (tower, door):  # a second hinge above, on the same pin's line
        for visual in [
            visual for visual in part.visuals if str(visual.name).startswith(("door_leaf", "door_pin", "door_screws"))
        ]:
            x, y, z = visual.origin.xyz
            higher = Origin((x, y, z + 1.10), visual.origin.rpy)
            part.visual(visual.geometry, origin=higher, material=iron, name=f"upper_{visual.name}")


def add_cap(model: ArticulatedObject, tower, thatch, oak, iron):
    """Cap: a hollow bonnet on a ring that runs on the curb, with the block for the shaft in front."""
    cap = model.part("cap")
    rim = CROWN + 0.16
    ring = [(CROWN - WALL, 0), (rim, 0), (rim, 0.20), (CROWN - WALL, 0.20)]
    lip = [
        (0.96 * CROWN + 0.012, -CURB + 0.03), (CROWN + 0.10, -CURB + 0.03), (CROWN + 0.10, 0.05),
        (0.96 * CROWN + 0.012, 0.05),
    ]  # fmt: skip
    add(cap, "ring", oak, LatheGeometry(ring, segments=40), LatheGeometry(lip, segments=40))
    line = [
        (1.10, 0.00), (1.12, 0.12), (1.06, 0.38), (0.92, 0.68), (0.70, 0.94), (0.44, 1.12), (0.20, 1.28),
        (0.08, 1.44),
    ]  # fmt: skip
    outer = [(reach * CROWN, 0.14 + z * 0.92 * CROWN) for reach, z in line]
    inner = [(reach * CROWN - 0.10, 0.14 + z * 0.92 * CROWN - 0.05) for reach, z in reversed(line)]
    top = outer[-1][1]
    bonnet = LatheGeometry([*outer, (0, top + 0.04), (0, inner[0][1]), *inner], segments=24)
    front, high = HUB[0], HUB[1] - HEIGHT - CURB
    block = (
        rounded((1.5, 1.24, 1.36), 0.10, edges="x", steps=2)
        .rotate_y(-TILT)
        .translate(front - 0.78 * cos(TILT), 0, high - 0.78 * sin(TILT))
    )
    room = BoxGeometry((1.3, 1.0, 1.1)).rotate_y(-TILT).translate(front - 0.98 * cos(TILT), 0, high - 0.98 * sin(TILT))
    add(cap, "bonnet", thatch, bonnet, less=[block])
    add(cap, "storm_hatch", oak, block, less=[room])
    eave = rounded((1.7, 1.5, 0.08), 0.03, edges="x", steps=2).translate(-0.05, 0, 0.72)
    add(
        cap, "hatch_roof", thatch,
        eave.rotate_y(-TILT).translate(front - 0.78 * cos(TILT), 0, high - 0.78 * sin(TILT)),
    )  # fmt: skip
    add(
        cap,
        "spire",
        iron,
        LatheGeometry([(0, top), (0.10, top), (0.05, top + 0.2), (0.09, top + 0.32), (0, top + 0.42)], segments=12),
    )
    model.articulation(
        "yaw", "continuous", tower, cap, origin=Origin((0, 0, HEIGHT + CURB)), axis=(0, 0, 1),
        motion_limits=MotionLimits(effort=20000.0, velocity=0.05),
    )  # fmt: skip
    model.fit(cap, tower, elem_child="ring", elem_parent="curb", gap=0.0, kind="seat")
    cap.inertial = Inertial.from_geometry(Box((4.0, 3.5, 2.2)), mass=9000.0, origin=Origin((0, 0, 1.0)))
    return cap


def sail():
    """A sail along +z at the shaft's height: the stock, its lattice, leading boards, and the cloth on the lattice."""
    stock = LatheGeometry([(0, 0.15), (0.17, 0.15), (0.09, SPAN), (0, SPAN)], segments=4).rotate_z(pi / 4)
    back, ahead = 0.78 * CHORD, 0.20 * CHORD
    bays = ceil((SPAN - FIRST) / 0.42)
    bars = [stock]
    for row in range(bays + 1):
        z = FIRST + row * (SPAN - 0.05 - FIRST) / bays
        bars.append(span_box(x=(-0.004, 0.035), y=(-ahead, back + 0.01), z=(z - 0.03, z + 0.03)))
    for y in (0.5 * back, back):
        bars.append(span_box(x=(-0.008, 0.040), y=(y - 0.03, y + 0.03), z=(FIRST - 0.04, SPAN - 0.012)))
    board = span_box(x=(0.0, 0.03), y=(-ahead - 0.012, -0.10), z=(FIRST + 0.004, SPAN - 0.04))
    cloth = span_box(x=(0.036, 0.048), y=(0.12, 0.56 * back), z=(FIRST + 0.06, SPAN - 0.10))
    lattice = boolean_union(*bars, board)
    return lattice.rotate_z(-WEATHER), cloth.rotate_z(-WEATHER)


def add_sails(model: ArticulatedObject, cap, white, canvas, iron):
    """The rotor: a cast hub on the shaft, and the sails round it."""
    rotor, count = model.part("sails"), SAILS
    way = (cos(TILT), 0.0, sin(TILT))
    at = (HUB[0], 0, HUB[1] - HEIGHT - CURB)
    poll = rounded((0.62, 0.46, 0.46), 0.06, edges="x", steps=2).translate(0.45, 0, 0)
    nose = cylinder_between((0.70, 0, 0), (0.92, 0, 0), 0.14, segments=16)
    add(rotor, "poll", iron, boolean_union(poll, nose).rotate_y(-TILT))
    lattice, cloth = sail()
    shapes = [
        (mesh_from_geometry(lattice, "sail"), white, "sail"),
        (mesh_from_geometry(cloth, "sail_cloth"), canvas, "cloth"),
    ]
    spot = (0.45 * way[0], 0.0, 0.45 * way[2])
    for row in range(count):
        for shape, colour, name in shapes:
            origin = Origin(spot, (row * 2 * pi / count, -TILT, 0))
            rotor.visual(shape, origin=origin, material=colour, name=f"{name}_{row}")
    spin(
        model, cap, rotor, at=at, axis=way, diameter=0.26, length=0.62, flange=0.60, gap=0.0008, name="sails_turn",
        material=iron,
    )  # fmt: skip
    rotor.inertial = Inertial.from_geometry(Box((0.4, 1.4 * SPAN, 1.4 * SPAN)), mass=900.0, origin=Origin(spot))


def add_fantail(model: ArticulatedObject, cap, white, oak, iron):
    """Fantail: a small wheel across the wind behind the cap, on a frame; it turns as the cap is turned."""
    fan, blades = model.part("fantail"), 6
    x, z, reach = -1.06 * CROWN - 1.35, 1.75, 0.95
    hub = cylinder_between((0, -0.10, 0), (0, 0.10, 0), 0.13, segments=16)
    spoke = span_box(x=(-0.02, 0.02), y=(-0.02, 0.02), z=(0.08, reach - 0.08))
    board = BoxGeometry((0.34, 0.02, 0.52)).rotate_z(0.5).translate(0, 0, reach - 0.26)
    wheel = array_polar(boolean_union(spoke, board), blades, axis=(0, 1, 0))
    add(fan, "blades", white, boolean_union(hub, wheel))
    axle(
        model, cap, fan, at=(x, 0, z), axis=(0, 1, 0), diameter=0.06, length=0.26, ends="plain", overhang=0.12,
        name="fantail_turn", material=iron,
    )  # fmt: skip
    for side in (-1, 1):
        posts = [
            cylinder_between((x, side * 0.21, z + 0.12), (-0.85 * CROWN, side * 0.55, 0.10), 0.07, segments=4),
            cylinder_between((x, side * 0.21, z - 0.10), (-0.80 * CROWN, side * 0.50, 1.10), 0.05, segments=4),
        ]  # fmt: skip
        add(cap, f"fan_frame_{'left' if side > 0 else 'right'}", oak, *posts)
    model.couple("fantail_turn", "yaw", ratio=FAN_RATIO)
    fan.inertial = Inertial.from_geometry(Box((1.8, 0.2, 1.8)), mass=45.0)


def build_object_model() -> ArticulatedObject:
    """The mill with its door shut and a sail upright."""
    model = ArticulatedObject("windmill")
    brick = model.material("brick", rgba=(0.60, 0.30, 0.22, 1.0))
    boards = model.material("tarred_boards", rgba=(0.24, 0.27, 0.25, 1.0))
    white = model.material("white_paint", rgba=(0.93, 0.92, 0.88, 1.0))
    oak = model.material("weathered_oak", rgba=(0.47, 0.38, 0.28, 1.0))
    thatch = model.material("thatch", rgba=(0.56, 0.45, 0.28, 1.0))
    canvas = model.material("sailcloth", rgba=(0.87, 0.80, 0.66, 1.0))
    green = model.material("green_paint", rgba=(0.12, 0.36, 0.24, 1.0))
    iron = model.material("cast_iron", rgba=(0.18, 0.18, 0.19, 1.0))
    glass = model.material("glass", rgba=(0.45, 0.60, 0.66, 0.6))
    tower = add_tower(model, (brick, boards, white, glass, oak))
    add_gallery(tower, oak, white)
    add_door(model, tower, green, white, iron)
    cap = add_cap(model, tower, thatch, oak, iron)
    add_sails(model, cap, white, canvas, iron)
    add_fantail(model, cap, white, oak, iron)
    model.anchor(tower, to="floor")
    return model


def run_tests() -> TestReport:
    """The sails clear tower and gallery all round, the cap turns with the fantail, the door opens outward."""
    ctx = TestContext(object_model)
    ctx.expect_moves("sails/sail_0", "sails_turn", "-y", min_distance=1.0)
    ctx.expect_moves("sails/poll", "yaw", "+y", min_distance=1.0)
    away = (cos(DOOR_TURN), sin(DOOR_TURN), 0)
    ctx.expect_moves("door/handle", "door", away, min_distance=0.4)
    for yaw in (0.0, pi / SIDES):
        with ctx.pose(yaw=yaw, sails_turn=pi):
            room = ctx.clearance("sails", "tower", elem_a="sail_0", elem_b="boarding").distance
            ctx.check(f"the lowest sail passes the tower, cap at {yaw:.2f}", room > 0.15, f"{room:.2f} m")
    low = ctx.part_world_aabb("sails")[0][2]
    ctx.check("the tips pass over the gallery", low > GALLERY + 1.0, f"lowest at {low:.2f} m")
    ctx.expect_contact("cap", "tower", elem_a="ring", elem_b="curb", contact_tol=5e-4)
    cloths = [visual for visual in object_model.get_part("sails").visuals if str(visual.name).startswith("cloth")]
    ctx.check("as many sails as ordered", len(cloths) == SAILS, f"{len(cloths)}")
    ctx.expect_gap("fantail", "cap", axis="z", min_gap=-3.0, max_gap=1.0, positive_elem="blades", negative_elem="ring")
    follower = object_model.get_articulation("fantail_turn").law
    ctx.check("the fantail is geared to the cap", follower is not None and follower.joint == "yaw")
    return ctx.report()


object_model = build_object_model()
