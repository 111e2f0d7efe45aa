"""A rolling toolbox: a hinged lid under two latches, a two-stage pull handle, two wheels and two feet.

What it teaches: an interlock, and stages that keep each other. The lid's hinge stays shut until both clips
have swung off their catches; the handle is one `telescope` with two legs, the program draws only the grip.

Frame: x points out of the front with the clips, y along the box away from the handle, z up; the origin lies
on the ground under the middle of the box.
"""

from __future__ import annotations

from math import pi

from sdk import (
    ArticulatedObject, Box, Inertial, Origin, TestContext, TestReport, bent_tube, boolean_difference,
    boolean_union, cylinder_between, foot, hinge, hollow, hull_plate, mesh_from_geometry, rounded, span_box,
    telescope, wheel_on,
)  # fmt: skip

# What a customer chooses: the tub without lid and wheels.
LENGTH = 0.52
DEPTH = 0.29
HEIGHT = 0.29
HANDLE_TRAVEL = 0.42

# The box.
WALL, CORNER = 0.004, 0.020
BOTTOM = 0.034  # of the tub above the ground
SEAM, GASKET = BOTTOM + HEIGHT, 0.0005  # the lid's edge and the gap there
LID_HEIGHT, LID_OPEN = 0.062, 1.75  # a little past upright, so that it stays open

# Clips on the front; the pivot is below the seam by the drop, the lid's catch above it.
CLIP_WIDTH, CLIP_Y, CLIP_OPEN = 0.056, 0.27 * LENGTH, 1.1
CLIP_DROP, CATCH = 0.036, 0.012
SIDES = ((1, "left"), (-1, "right"))

# Wheels and handle at the end towards -y.
WHEEL, WHEEL_WIDTH, WHEEL_X = 0.120, 0.032, 0.36 * DEPTH
AXLE_Y = -LENGTH / 2 - WHEEL / 2 - 0.004
TUBE, TUBE_Y, TUBE_FOOT = 0.022, -LENGTH / 2 - 0.020, WHEEL + 0.012  # they end over the wheels
LEGS, ENGAGED = 0.46 * DEPTH, 0.22  # distance of the handle's legs, share of a tube that stays in


def add(part, name, material, *solids, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    whole = boolean_union(*solids) if len(solids) > 1 else solids[0]
    shape = boolean_difference(whole, *less) if less else whole
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def add_tub(model: ArticulatedObject, shell, dark):
    """Tub: hollow body with ribs, a divider, and feet at the end without wheels."""
    tub = model.part("tub")
    body = hollow(rounded((DEPTH, LENGTH, HEIGHT), CORNER), WALL, open_face="+z")
    add(tub, "shell", shell, body.translate(0, 0, BOTTOM + HEIGHT / 2))
    for side, label in SIDES:
        for row in (-3, -1, 1, 3):
            rib = rounded((0.006, 0.020, 0.62 * HEIGHT), 0.0029, edges="x")
            rib.translate(side * (DEPTH / 2 + 0.0025), 0.12 * row * LENGTH, BOTTOM + 0.38 * HEIGHT)
            add(tub, f"rib_{label}_{row + 4}", shell, rib)
        corner = (side * (DEPTH / 2 - 0.045), LENGTH / 2 - 0.045, BOTTOM)
        foot(model, tub, at=corner, diameter=0.044, height=BOTTOM)
    inner, y = DEPTH / 2 - WALL / 2, 0.1 * LENGTH
    divider = span_box(x=(-inner, inner), y=(y, y + 0.003), z=(BOTTOM + WALL / 2, BOTTOM + 0.55 * HEIGHT))
    add(tub, "divider", dark, divider)
    bulk, place = Box((DEPTH, LENGTH, HEIGHT)), Origin((0, 0, BOTTOM + 0.4 * HEIGHT))
    tub.inertial = Inertial.from_geometry(bulk, mass=5.5, origin=place)
    return tub


def add_lid(model: ArticulatedObject, tub, shell, dark):
    """Lid: a hollow cover with catches and a carrying handle, on a piano hinge behind."""
    lid = model.part("lid")
    barrel = 0.0028  # radius
    hinge(
        model, tub, lid, at=(-DEPTH / 2 - barrel, 0, SEAM + GASKET / 2), axis=(0, 1, 0), leaf_side=(0, 0, -1),
        length=0.7 * LENGTH, kind="piano", pin_diameter=0.0030, thickness=barrel - 0.0017, leaf=0.020,
        rest_angle=pi, lower=-LID_OPEN, upper=0.0, name="lid_hinge", screws=3, knuckles=7,
    )  # fmt: skip
    middle, low = DEPTH / 2 + barrel, GASKET / 2
    cover = hollow(rounded((DEPTH, LENGTH, LID_HEIGHT), CORNER), WALL, open_face="-z")
    add(lid, "cover", shell, cover.translate(middle, 0, low + LID_HEIGHT / 2))
    panel = rounded((0.62 * DEPTH, 0.80 * LENGTH, 0.006), 0.012)
    add(lid, "panel", dark, panel.translate(middle, 0, low + LID_HEIGHT + 0.002))
    top, high, x = low + LID_HEIGHT + 0.004, low + LID_HEIGHT + 0.046, middle
    bow = [(x, -0.075, top), (x, -0.075, high), (x, 0.075, high), (x, 0.075, top)]
    add(lid, "carry_handle", dark, bent_tube(bow, 0.009, 0.022, segments=14))
    front = (middle + DEPTH / 2 - 0.001, middle + DEPTH / 2 + 0.007)
    for side, label in SIDES:
        across = (side * CLIP_Y - 0.4 * CLIP_WIDTH, side * CLIP_Y + 0.4 * CLIP_WIDTH)
        add(lid, f"catch_{label}", dark, span_box(x=front, y=across, z=(low + CATCH - 0.006, low + CATCH)))
    bulk, place = Box((DEPTH, LENGTH, LID_HEIGHT)), Origin((middle, 0, LID_HEIGHT / 2))
    lid.inertial = Inertial.from_geometry(bulk, mass=1.6, origin=place)


def add_clip(model: ArticulatedObject, tub, label: str, y: float, red):
    """A clip that swings up from a hinge on the tub and hooks over the lid's catch."""
    clip = model.part(f"clip_{label}")
    barrel, sheet = 0.0035, 0.0015
    hinge(
        model, tub, clip, at=(DEPTH / 2 + barrel, y, SEAM - CLIP_DROP), axis=(0, -1, 0), leaf_side=(0, 0, -1),
        length=CLIP_WIDTH, pin_diameter=2 * (barrel - sheet - 0.0002), thickness=sheet, leaf=0.022,
        child_leaf=CLIP_DROP - 0.008, screws=1, knuckles=3, rest_angle=pi, lower=-CLIP_OPEN, upper=0.0,
        name=f"clip_hinge_{label}",
    )  # fmt: skip
    wall, face, y = -barrel, 0.0115 - barrel, (-CLIP_WIDTH / 2, CLIP_WIDTH / 2)  # the tub's face, the clip's
    top = CLIP_DROP + GASKET + CATCH + 0.0004
    plate = span_box(x=(wall + 0.0078, face), y=y, z=(0.009, top + 0.004))
    hook = span_box(x=(wall + 0.0010, face), y=y, z=(top, top + 0.004))
    root = span_box(x=(wall + 0.8 * sheet, face), y=y, z=(0.009, CLIP_DROP - 0.010))
    tab = rounded((0.010, 0.6 * CLIP_WIDTH, 0.006), 0.0029, edges="y")
    tab.translate(wall + 0.0150, 0, top + 0.001)
    add(clip, f"clip_{label}", red, plate, hook, root, tab)


def add_handle(model: ArticulatedObject, tub, dark, steel):
    """Handle: two nested stages in tubes clamped to the end of the tub, and the grip across their tips."""
    stages = [model.part("handle_stage_1"), model.part("handle_stage_2")]
    long = HANDLE_TRAVEL / 2 / (1 - ENGAGED) * 1.02
    made = telescope(
        model, tub, stages, at=(0, TUBE_Y, TUBE_FOOT + long / 2), axis=(0, 0, 1), travel=HANDLE_TRAVEL,
        length=long, diameter=TUBE, engagement=ENGAGED, spacing=LEGS, side=(1, 0, 0), name="handle",
        material=steel,
    )  # fmt: skip
    tip = made.ports["tip"].xyz[2]
    half, high = LEGS / 2, tip + 0.034
    bow = [(-half, 0, tip - 0.002), (-half, 0, high), (half, 0, high), (half, 0, tip - 0.002)]
    add(stages[-1], "grip", dark, bent_tube(bow, 0.0095, 0.020, segments=14))
    holes = [cylinder_between((x, TUBE_Y, 0), (x, TUBE_Y, 1), TUBE / 2 - 0.0002) for x in (-half, half)]
    x, y = (-half - 0.020, half + 0.020), (TUBE_Y - TUBE / 2 - 0.006, -LENGTH / 2 + 0.001)
    for z, label in ((TUBE_FOOT + 0.02, "lower"), (min(SEAM - 0.03, TUBE_FOOT + long - 0.05), "upper")):
        add(tub, f"clamp_{label}", dark, span_box(x=x, y=y, z=(z, z + 0.022)), less=holes)


def add_wheels(model: ArticulatedObject, tub, dark):
    """Wheels on shafts that brackets hold between them and the tub's middle."""
    end = -LENGTH / 2 + 0.001
    corners = [(AXLE_Y, WHEEL / 2, 0.014), (end, WHEEL + 0.005), (end, BOTTOM + 0.006)]
    for side, label in SIDES:
        bracket = hull_plate(corners, 0.010).rotate_x(pi / 2).rotate_z(pi / 2)
        bracket.translate(side * (WHEEL_X - WHEEL_WIDTH / 2 - 0.014), 0, 0)
        add(tub, f"wheel_bracket_{label}", dark, bracket)
        wheel = model.part(f"wheel_{label}")
        wheel_on(
            model, tub, wheel, at=(side * WHEEL_X, AXLE_Y, WHEEL / 2), axis=(1, 0, 0), diameter=WHEEL,
            width=WHEEL_WIDTH, shaft_diameter=0.012, overhang=0.016, name=f"wheel_{label}_axle",
        )  # fmt: skip


def build_object_model() -> ArticulatedObject:
    """The box shut and standing, its handle pushed in."""
    model = ArticulatedObject("rolling_toolbox")
    shell = model.material("black_shell", rgba=(0.17, 0.18, 0.19, 1.0))
    dark = model.material("dark_rubber", rgba=(0.08, 0.08, 0.08, 1.0))
    yellow = model.material("yellow_plastic", rgba=(0.93, 0.69, 0.10, 1.0))
    steel = model.material("chromed_steel", rgba=(0.70, 0.71, 0.73, 1.0))
    tub = add_tub(model, shell, dark)
    add_lid(model, tub, yellow, dark)
    for side, label in SIDES:
        add_clip(model, tub, label, side * CLIP_Y, yellow)
    add_handle(model, tub, dark, steel)
    add_wheels(model, tub, dark)
    off = (-CLIP_OPEN, -0.8 * CLIP_OPEN)
    model.interlock("lid_hinge", requires={"clip_hinge_left": off, "clip_hinge_right": off})
    model.anchor(tub, to="floor")
    return model


def run_tests() -> TestReport:
    """It stands level, the clips hold the lid, the lid opens a hollow box, the handle keeps its stages."""
    ctx = TestContext(object_model)
    for part in ("tub", "wheel_left", "wheel_right"):
        low = ctx.part_world_aabb(part)[0][2]
        ctx.check(f"{part} stands on the ground", abs(low) < 5e-4, f"lowest point {low:.5f} m")
    for _, label in SIDES:
        clip, pair = f"clip_{label}", {"elem_a": f"clip_{label}", "elem_b": f"catch_{label}"}
        ctx.expect_overlap(clip, "lid", axes="xy", min_overlap=0.004, **pair)
        with ctx.pose(lid_hinge=-0.02):
            ctx.expect_overlap(clip, "lid", axes="xyz", min_overlap=0.002, name=f"{clip} blocks", **pair)
        with ctx.pose({f"clip_hinge_{label}": -0.8 * CLIP_OPEN}):
            ctx.expect_gap(clip, "lid", axis="x", min_gap=0.001, name=f"{clip} swings clear", **pair)
    with ctx.pose(clip_hinge_left=-CLIP_OPEN, clip_hinge_right=-CLIP_OPEN, lid_hinge=-LID_OPEN):
        front = ctx.part_element_world_aabb("lid", elem="cover")[1][0]
        ctx.check("the open lid leaves the tub free", front < 0.02 - DEPTH / 2, f"ends at x = {front:.3f} m")
    floor = ctx.part_element_world_aabb("tub", elem="divider")[0][2]
    ctx.check("the tub is hollow", SEAM - floor > 0.9 * HEIGHT, f"divider stands at {floor:.3f} m")
    ctx.expect_moves("handle_stage_2", "handle_1", "up", min_distance=0.9 * HANDLE_TRAVEL)
    with ctx.pose(handle_1=HANDLE_TRAVEL / 2):
        tubes = ["handle_1_tube_0", "handle_1_tube_1", "handle_2_tube_2"]
        for row, (outer, inner) in enumerate((("tub", "handle_stage_1"), ("handle_stage_1", "handle_stage_2"))):
            pair = {"elem_a": tubes[row], "elem_b": tubes[row + 1]}
            ctx.expect_overlap(outer, inner, axes="z", min_overlap=0.05, **pair)
    return ctx.report()


object_model = build_object_model()
