"""A chest freezer: insulated tub with a hinged, lockable lid, sliding wire baskets, controls and rollers.

What it teaches: things that hang and slide in a hollow. The tub is one block less a stepped room, lined with
sheet; each basket hangs by its two bars on ledges inside the walls and slides along its own share of them.
The lid stays shut until the key in its front has been turned.

Frame: x points out of the front, y to the right of one who stands before it, z up; the origin lies on the
floor under the middle of the depth.
"""

from __future__ import annotations

from math import copysign, pi

from sdk import (
    ArticulatedObject, Box, CylinderGeometry, Inertial, MeshGeometry, MotionLimits, Origin,
    SlotPatternPanelGeometry, TestContext, TestReport, axle, bent_tube, boolean_difference, boolean_union,
    cylinder_between, foot, hinge, hull_plate, knob, mesh_from_geometry, rounded, span_box, switch,
)  # fmt: skip

# What a customer chooses.
WIDTH = 1.05
DEPTH = 0.66
HEIGHT = 0.86
BASKETS = 2

# Tub: the lid stands out in front by its grip, behind by its hinge.
BACK, FRONT = -DEPTH / 2 + 0.030, DEPTH / 2 - 0.040
LID, GAP, FEET = 0.062, 0.008, 0.050
TOP = HEIGHT - LID - GAP  # of the tub
HALF, CORNER = WIDTH / 2, 0.022
WALL, LINER = 0.060, 0.002
STEP_Y, STEP_Z = HALF - WALL - 0.20, FEET + 0.30  # the room's floor is raised over the compressor
ROOM_X, ROOM_Y = (BACK + WALL, FRONT - WALL), (WALL - HALF, HALF - WALL)
FLOOR = FEET + WALL

# Lid hinge: an axis behind the tub and below the lid's edge.
PIN, PLATE = 0.003, 0.003
AXIS_X, AXIS_Z, OPEN = BACK - 0.0145, TOP - 0.010, 1.35
HINGE = 0.62 * WIDTH  # length
LID_X = (BACK - 0.020, FRONT + 0.014)
UNLOCKED = pi / 2

# Baskets hang by bars on ledges; each has its share of the length.
LEDGE, BAR, SLACK = 0.014, 0.008, 0.0003  # width of the ledges, height of the bars, sliding clearance
LEDGE_Z = TOP - 0.055
SHARE = (ROOM_Y[1] - ROOM_Y[0] - 0.02) / BASKETS
BASKET_Y, BASKET_DEEP = min(0.62 * SHARE, 0.42), 0.20
TRAVEL = SHARE - BASKET_Y - 0.012
WIRE = 0.0024  # radius

ROLLER = 0.023  # radius of the two rollers behind; feet in front


def add(part, name, material, *solids, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    shape = boolean_union(*solids) if len(solids) > 1 else solids[0]
    shape = boolean_difference(shape, *less) if less else shape
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def block(x, y, z, radius=0.0, edges="x"):
    """The box between these values, its edges along one axis (or all) rounded."""
    if not radius:
        return span_box(x=x, y=y, z=z)
    size = [max(span) - min(span) for span in (x, y, z)]
    return rounded(size, radius, edges=edges, steps=4).translate(*(sum(span) / 2 for span in (x, y, z)))


def grown(span, by):
    """The span, longer by this at both ends."""
    return min(span) - by, max(span) + by


def room(by: float, top: float):
    """The stepped room inside the tub, its sides and floors moved inward by this."""
    x, y = grown(ROOM_X, -by), grown(ROOM_Y, -by)
    deep = block(x, (y[0], STEP_Y - by), (FLOOR + by, top))
    return boolean_union(deep, block(x, (STEP_Y - by - 0.001, y[1]), (STEP_Z + by, top)))


def add_tub(model: ArticulatedObject, white, liner, dark, grey):
    """Tub: insulated body with a lined, stepped room, ledges, compressor grille, feet and rollers' brackets."""
    tub = model.part("tub")
    body = block((BACK, FRONT), (-HALF, HALF), (FEET, TOP), CORNER, edges="z")
    add(tub, "body", white, body, less=(room(0, TOP + 1),))
    add(tub, "liner", liner, room(0, TOP - 0.0005), less=(room(LINER, TOP + 1),))
    for number, (x, way) in enumerate(((ROOM_X[0] + LINER, 1), (ROOM_X[1] - LINER, -1)), start=1):
        ledge = block((x, x + way * LEDGE), grown(ROOM_Y, -LINER - 0.004), (LEDGE_Z - 0.006, LEDGE_Z))
        lip = block((x + way * (LEDGE - 0.002), x + way * LEDGE), grown(ROOM_Y, -LINER - 0.004),
                    (LEDGE_Z - 0.014, LEDGE_Z))  # fmt: skip
        add(tub, f"ledge_{number}", liner, ledge, lip)
    base = block((0.0, FRONT - 0.01), grown((-HALF, HALF), -0.01), (FEET - 0.006, FEET + 0.001))
    add(tub, "base_plate", dark, base)
    grille = SlotPatternPanelGeometry((0.20, 0.15), 0.004, slot_size=(0.075, 0.008), pitch=(0.088, 0.020))
    grille.rotate_x(pi / 2).rotate_z(pi / 2).translate(FRONT + 0.0015, HALF - 0.14, FEET + 0.10)
    add(tub, "compressor_grille", dark, grille)
    drain = CylinderGeometry(0.016, 0.010, radial_segments=20).rotate_y(pi / 2)
    add(tub, "drain_plug", grey, drain.translate(FRONT + 0.004, 0.10 - HALF, FEET + 0.05))
    for y in (0.07 - HALF, HALF - 0.07):
        foot(model, tub, at=(FRONT - 0.06, y, FEET - 0.006), diameter=0.044, height=FEET - 0.006)
    bulk, middle = Box((FRONT - BACK, WIDTH, TOP - FEET)), Origin((0, 0, 0.45 * TOP))
    tub.inertial = Inertial.from_geometry(bulk, mass=42.0 * WIDTH, origin=middle)
    return tub


def add_rollers(model: ArticulatedObject, tub, steel, rubber):
    """Two rollers under the rear corners, each on an axle between cheeks."""
    x, wide, low = BACK + 0.07, 0.026, FEET
    for label, y in (("left", 0.08 - HALF), ("right", HALF - 0.08)):
        corners = [(x - 0.024, low - 0.0005, 0.0005), (x + 0.024, low - 0.0005, 0.0005), (x, ROLLER, 0.009)]
        cheek = hull_plate(corners, 0.004)
        for number, side in enumerate((-1, 1), start=1):
            plate = cheek.copy().rotate_x(pi / 2).translate(0, y + side * (wide / 2 + 0.0078), 0)
            add(tub, f"roller_cheek_{label}_{number}", steel, plate)
        roller = model.part(f"roller_{label}")
        tire = cylinder_between((0, -wide / 2, 0), (0, wide / 2, 0), ROLLER, segments=32)
        add(roller, "tire", rubber, tire)
        axle(
            model, tub, roller, at=(x, y, ROLLER), axis=(0, 1, 0), diameter=0.008, length=wide, overhang=0.005,
            name=f"roller_{label}_axle", material=steel,
        )  # fmt: skip


def add_lid(model: ArticulatedObject, tub, white, liner, seal, chrome, dark):
    """Lid: a rounded shell with an inner panel and gasket, a grip in front, and a hinge bar behind."""
    lid = model.part("lid")
    low = TOP + GAP - AXIS_Z  # z of its underside, from the axis
    x = LID_X[0] - AXIS_X, LID_X[1] - AXIS_X
    add(lid, "shell", white, block(x, grown((-HALF, HALF), 0.004), (low, low + LID), 0.024, edges="all"))
    inner = grown((ROOM_X[0] - AXIS_X, ROOM_X[1] - AXIS_X), -0.020), grown(ROOM_Y, -0.020)
    add(lid, "inner_panel", liner, block(*inner, (low - GAP - 0.012, low + 0.006), 0.020, edges="z"))
    outer, hole = (grown((ROOM_X[0] - AXIS_X, ROOM_X[1] - AXIS_X), by) for by in (0.026, 0.008))
    sides = grown(ROOM_Y, 0.026), grown(ROOM_Y, 0.008)
    gasket = block(outer, sides[0], (low - GAP + 0.0003, low + 0.003))
    add(lid, "gasket", seal, gasket, less=(block(hole, sides[1], (-1, 1)),))
    y, front, high = 0.16, x[1], low + 0.42 * LID
    line = [(front - 0.004, -y, high), (front + 0.026, -y, high), (front + 0.026, y, high), (front - 0.004, y, high)]
    add(lid, "handle", chrome, bent_tube(line, 0.009, 0.018, segments=14))
    lug = hull_plate([(0, 0, 0.0095), (-0.004, low + 0.02, 0.004), (0.004, low + 0.02, 0.004)], HINGE - 0.0006)
    add(lid, "hinge_bar", dark, lug.rotate_x(pi / 2))
    hinge(
        model, tub, lid, at=(AXIS_X, 0, AXIS_Z), axis=(0, -1, 0), length=HINGE, kind="concealed",
        pin_diameter=2 * PIN, thickness=PLATE, upper=OPEN, name="lid_hinge",
    )  # fmt: skip
    for number, side in enumerate((-1, 1), start=1):
        near = side * (HINGE / 2 + PLATE + 0.0002)
        arm = hull_plate([(BACK + 0.001, AXIS_Z - 0.05, 0.001), (BACK + 0.001, AXIS_Z + 0.006, 0.001),
                          (AXIS_X, AXIS_Z, 0.0105)], 0.008)  # fmt: skip
        add(tub, f"hinge_arm_{number}", dark, arm.rotate_x(pi / 2).translate(0, near + side * 0.004, 0))
    slab, place = Box((x[1] - x[0], WIDTH, LID)), Origin((sum(x) / 2, 0, low + LID / 2))
    lid.inertial = Inertial.from_geometry(slab, mass=8.5 * WIDTH, origin=place)
    key = {"diameter": 0.024, "height": 0.012, "zero": (0, 0, 1), "flutes": 8, "marks": 2, "upper": UNLOCKED}
    knob(model, lid, model.part("lock_key"), at=(front, 0, low + 0.5 * LID), normal=(1, 0, 0), name="lock_turn", **key)
    return lid


def add_controls(model: ArticulatedObject, tub, dark, light):
    """Under the rim in front of the compressor: thermostat, quick-freeze switch, and lamps."""
    y, z = HALF - 0.14, FEET + 0.255
    plate = block((FRONT - 0.001, FRONT + 0.003), (y - 0.10, y + 0.10), (z - 0.045, z + 0.045), 0.010)
    add(tub, "control_panel", dark, plate)
    turn = {"diameter": 0.040, "height": 0.018, "zero": (0, -1, -1), "flutes": 12, "marks": 7}
    at = (FRONT + 0.003, y - 0.045, z)
    knob(model, tub, model.part("thermostat"), at=at, normal=(1, 0, 0), name="thermostat_turn", **turn)
    rocker = {"along": (0, 0, 1), "length": 0.030, "width": 0.016, "name": "quick_freeze"}
    at = (FRONT + 0.003, y + 0.030, z)
    switch(model, tub, model.part("quick_freeze_rocker"), at=at, normal=(1, 0, 0), **rocker)
    for number, (name, rise) in enumerate((("green", 0.018), ("red", -0.018)), start=1):
        lamp = CylinderGeometry(0.004, 0.004, radial_segments=12).rotate_y(pi / 2)
        add(tub, f"lamp_{number}", light[name], lamp.translate(FRONT + 0.003, y + 0.070, z + rise))


def basket_wires(half: float, wide: float, low: float, high: float):
    """A basket of straight wires that lie on one another, between x = -half and half, y = -wide and wide."""
    beside = 1.62 * WIRE  # a wire that crosses another lies beside it; they have five sides
    columns, rows = max(3, round(2 * wide / 0.05)), 7
    xs = [half * (2 * row / rows - 1) for row in range(rows + 1)]
    ys = [wide * (2 * row / columns - 1) for row in range(columns + 1)]
    lines = [((-half, y, low), (half, y, low)) for y in ys]
    lines += [((x, -wide, low + beside), (x, wide, low + beside)) for x in xs]
    for z in (high - beside, (low + high) / 2):
        lines += [((-half, y, z), (half, y, z)) for y in (-wide, wide)]
        lines += [((x, -wide, z + beside), (x, wide, z + beside)) for x in (-half, half)]
    for x in (beside - half, half - beside):
        lines += [((x, y, low), (x, y, high)) for y in (one + copysign(beside, -one) for one in ys)]
    for y in (beside - wide, wide - beside):
        lines += [((x + beside, y, low), (x + beside, y, high)) for x in xs[1:-1]]
    whole = MeshGeometry()
    for start, end in lines:
        whole.merge(cylinder_between(start, end, WIRE, segments=5))
    return whole


def add_basket(model: ArticulatedObject, tub, number: int, wire, grip):
    """A wire basket hanging by two bars on the ledges; its frame stands between them, on the ledges' height."""
    basket = model.part(f"basket_{number}")
    half, wide = (ROOM_X[1] - ROOM_X[0]) / 2 - LINER - LEDGE - 0.004, BASKET_Y / 2
    reach = half + 0.004 + LEDGE - 0.002  # to the bars' outer sides
    add(basket, "wires", wire, basket_wires(half, wide, -BASKET_DEEP, BAR - WIRE))
    for label, side in (("front", 1), ("back", -1)):
        bar = block((side * (half - 0.002), side * reach), (-wide, wide), (SLACK, BAR))
        add(basket, f"bar_{label}", grip, bar)
    loop = [(-0.05, 0, BAR), (-0.05, 0, 0.030), (0.05, 0, 0.030), (0.05, 0, BAR)]
    for label, side in (("left", -1), ("right", 1)):
        bow = bent_tube(loop, 0.003, 0.010, segments=6).translate(0, side * wide, -0.006)
        add(basket, f"handle_{label}", grip, bow)
    y = ROOM_Y[0] + 0.01 + (number - 1) * SHARE + 0.006 + wide
    model.articulation(
        f"basket_slide_{number}", "prismatic", tub, basket, origin=Origin((sum(ROOM_X) / 2, y, LEDGE_Z)),
        axis=(0, 1, 0), motion_limits=MotionLimits(effort=40.0, velocity=0.5, lower=0.0, upper=TRAVEL),
    )  # fmt: skip
    for label, ledge in (("back", 1), ("front", 2)):
        bar, on = f"bar_{label}", f"ledge_{ledge}"
        model.fit(basket, tub, elem_child=bar, elem_parent=on, gap=SLACK, kind="sliding")
    bulk, place = Box((2 * half, BASKET_Y, BASKET_DEEP)), Origin((0, 0, -0.6 * BASKET_DEEP))
    basket.inertial = Inertial.from_geometry(bulk, mass=1.1, origin=place)


def build_object_model() -> ArticulatedObject:
    """The freezer with its lid shut and locked."""
    model = ArticulatedObject("chest_freezer")
    white = model.material("white_enamel", rgba=(0.93, 0.94, 0.95, 1.0))
    liner = model.material("stucco_aluminium", rgba=(0.80, 0.83, 0.85, 1.0))
    seal = model.material("grey_gasket", rgba=(0.42, 0.43, 0.45, 1.0))
    chrome = model.material("satin_metal", rgba=(0.70, 0.71, 0.73, 1.0))
    dark = model.material("dark_plastic", rgba=(0.14, 0.15, 0.16, 1.0))
    grey = model.material("grey_plastic", rgba=(0.55, 0.57, 0.59, 1.0))
    rubber = model.material("roller_rubber", rgba=(0.22, 0.22, 0.23, 1.0))
    wire = model.material("coated_wire", rgba=(0.55, 0.63, 0.70, 1.0))
    light = {
        "green": model.material("lamp_green", rgba=(0.25, 0.85, 0.35, 1.0)),
        "red": model.material("lamp_red", rgba=(0.90, 0.20, 0.15, 1.0)),
    }
    tub = add_tub(model, white, liner, dark, grey)
    add_lid(model, tub, white, liner, seal, chrome, dark)
    add_rollers(model, tub, chrome, rubber)
    add_controls(model, tub, dark, light)
    for number in range(1, BASKETS + 1):
        add_basket(model, tub, number, wire, grey)
    model.interlock("lid_hinge", requires={"lock_turn": (0.9 * UNLOCKED, UNLOCKED)})
    model.anchor(tub, to="floor")
    return model


def run_tests() -> TestReport:
    """The lid opens upward off its gasket, the baskets slide on their ledges, and it stands on the floor."""
    ctx = TestContext(object_model)
    for part in ("tub", "roller_left", "roller_right"):
        low = ctx.part_world_aabb(part)[0][2]
        ctx.check(f"{part} stands on the floor", abs(low) < 5e-4, f"lowest point {low:.5f} m")
    ctx.expect_moves("handle", "lid_hinge", "up", min_distance=0.3)
    shut = {"positive_elem": "gasket", "negative_elem": "body", "name": "the lid shuts on its gasket"}
    ctx.expect_gap("lid", "tub", axis="z", min_gap=0.0, max_gap=0.0005, **shut)
    with ctx.pose(lid_hinge=OPEN, lock_turn=UNLOCKED):
        reach = ctx.part_element_world_aabb("lid", elem="inner_panel")[1][0]
        ctx.check("the open lid frees the room", reach < 0.0, f"reaches to x = {reach:.3f} m")
    liner = ctx.part_element_world_aabb("tub", elem="liner")
    deep = liner[1][2] - liner[0][2]
    ctx.check("the tub is hollow", deep > 0.7 * TOP, f"{deep:.3f} m deep")
    baskets = [f"basket_{number}" for number in range(1, BASKETS + 1)]
    for number, basket in enumerate(baskets, start=1):
        ctx.expect_moves(basket, f"basket_slide_{number}", "+y", min_distance=0.99 * TRAVEL)
        for value in (0.0, TRAVEL):
            with ctx.pose({f"basket_slide_{number}": value}):
                inside = {"outer_elem": "liner", "name": f"{basket} is in the room at {value:.2f} m"}
                ctx.expect_within(basket, "tub", axes="xyz", **inside)
                on = {"elem_a": "bar_front", "elem_b": "ledge_2", "name": f"{basket} lies on it at {value:.2f} m"}
                ctx.expect_overlap(basket, "tub", axes="xy", min_overlap=0.008, **on)
    ctx.check("the last basket clears the step", LEDGE_Z - BASKET_DEEP - WIRE > STEP_Z + LINER + 0.01)
    ctx.expect_moves("lock_turn_pointer", "lock_turn", "+y", min_distance=0.004)
    ctx.expect_moves("thermostat_turn_pointer", "thermostat_turn", "-y", min_distance=0.0)
    return ctx.report()


object_model = build_object_model()
