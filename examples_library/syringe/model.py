"""A hand syringe: a graduated barrel, a plunger with a ribbed stopper, a needle on a luer cone and its cap.

What it teaches: dimensions that mean something. The graduation is worked out from the bore, one mark for each
millilitre; stopper, needle and cap are held by sliding fits over their whole travel.

Frame: z along the barrel, its bore starts at z = 0 with the needle below; held in the hand.
"""

from __future__ import annotations

from math import pi

from sdk import (
    ArticulatedObject, Box, Inertial, LatheGeometry, MotionLimits, Origin, TestContext, TestReport,
    boolean_difference, boolean_intersection, boolean_union, cylinder_between, hull_plate, mesh_from_geometry, span_box,
    text_relief,
)  # fmt: skip

# What a customer chooses.
BORE = 0.0156  # inner diameter of the barrel
STROKE = 0.062  # travel of the plunger
NEEDLE = 0.030  # length of the bare needle
SEALS = 2  # ribs of the stopper
FINS = 4  # of the plunger's rod

# Barrel.
R, WALL, SLACK = BORE / 2, 0.0011, 0.0002  # bore's radius, wall, clearance of what slides
STOPPER = 0.0052 + 0.0024 * SEALS  # length of the stopper
LONG = 1.06 * STROKE + STOPPER + 0.006  # of the bore; the rod stays guided when drawn
MILLILITRE = 1e-6 / (pi * R * R)  # height of one millilitre in the bore
MARKS = int(STROKE / MILLILITRE + 1e-9)
SEGMENTS = 48

# Luer cone, needle hub and cap, downward from the barrel's front.
NOZZLE, TIP, CONE = -0.0026, -0.0150, (0.0026, 0.0021)  # heights of the cone's ends, and its radii there
HUB, HUB_TOP, HUB_RADIUS = 0.0165, -0.0050, 0.0036  # length of the hub, its upper end, its radius
PULL = 0.006  # of the needle off its cone
SLEEVE, CAP_PULL = 0.0130, 0.0095  # how far the cap covers the hub, and its travel

# What stands for each part in dynamics: kilograms, and the size and middle of a box in the part's frame.
BULK = {
    "barrel": (4.7 * BORE * LONG, (1.5 * BORE, 1.2 * BORE, LONG), (0, 0, LONG / 2)),
    "plunger": (4.4 * BORE * LONG, (BORE, BORE, LONG), (0, 0, LONG / 2)),
    "needle": (0.0006, (0.006, 0.006, HUB), (0, 0, HUB_TOP - HUB / 2)),
    "needle_cap": (0.0010, (0.009, 0.009, SLEEVE + NEEDLE), (0, 0, HUB_TOP - (SLEEVE + NEEDLE) / 2)),
}


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    shape = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(shape, *less) if less else shape
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def cone(z: float) -> float:
    """The luer cone's radius at a height."""
    share = (z - NOZZLE) / (TIP - NOZZLE)
    return CONE[0] + (CONE[1] - CONE[0]) * share


def add_barrel(model: ArticulatedObject, clear, ink):
    """Barrel: a clear tube with a luer cone in front, finger wings behind, and a mark for each millilitre."""
    barrel, out = model.part("barrel"), R + WALL
    shell = [
        (0.0007, TIP), (cone(TIP), TIP), (cone(NOZZLE), NOZZLE), (0.0046, NOZZLE), (out - 0.002, -WALL - 0.0006),
        (out, 0.0010), (out, LONG), (R, LONG), (R, 0), (0.0007, -0.0010),
    ]  # fmt: skip
    ends = [(side * (R + 0.0130), 0, 0.0052) for side in (-1, 1)]
    wing = hull_plate([(0, 0, out + 0.0022), *ends], 0.0026, holes=[(0, 0, R)]).translate(0, 0, LONG - 0.0013)
    add(barrel, "shell", clear, LatheGeometry(shell, segments=SEGMENTS))
    grips = [
        span_box(x=(x - 0.0005, x + 0.0005), y=(-0.0045, 0.0045), z=(LONG - 0.0033, LONG - 0.002))
        for side in (-1, 1) for x in (side * (R + 0.0075 + 0.0025 * step) for step in range(3))
    ]  # fmt: skip
    add(barrel, "wings", clear, wing, *grips)
    near, far, every = out - 0.0003, out + 0.00022, 1 if MARKS < 8 else 5
    for mark in range(MARKS + 1):
        z, major = 0.0006 + mark * MILLILITRE, mark % every == 0
        half, thin = (0.95, 0.00032) if major else (0.50, 0.00020)
        line = LatheGeometry([(near, z - thin), (far, z - thin), (far, z + thin), (near, z + thin)], segments=SEGMENTS)
        wedge = hull_plate([(0, 0), (-2 * out * half, -2 * out), (2 * out * half, -2 * out)], 1.0)
        add(barrel, f"mark_{mark}", ink, boolean_intersection(line, wedge))
        if major and mark:
            figure = text_relief(str(mark), 0.0027, 0.0008).rotate_x(pi / 2).translate(0, 0.0003 - out, z)
            add(barrel, f"figure_{mark}", ink, figure.rotate_z(1.12))
    return barrel


def add_plunger(model: ArticulatedObject, barrel, white, rubber):
    """Plunger: a ribbed rubber stopper on a finned rod with a thumb rest."""
    plunger = model.part("plunger")
    seal, core = R - SLACK, R - 0.0011
    rows = []
    for rib in range(SEALS):
        z = 0.0026 + (STOPPER - 0.0048) * (rib + 0.5) / SEALS
        rows += [(core, z - 0.0010), (seal, z - 0.0005), (seal, z + 0.0005), (core, z + 0.0010)]
    profile = [
        (0, -0.0004), (seal, 0.0006), (seal, 0.0018), (core, 0.0022), *rows, (core, STOPPER - 0.0020),
        (seal, STOPPER - 0.0014), (seal, STOPPER), (0, STOPPER),
    ]  # fmt: skip
    add(plunger, "stopper", rubber, LatheGeometry(profile, segments=SEGMENTS))
    low, high, reach = STOPPER - 0.0010, LONG + 0.0085, R - 0.0014
    fins = [
        span_box(x=(-0.0004, reach), y=(-0.0007, 0.0007), z=(low, high)).rotate_z(2 * pi * fin / FINS)
        for fin in range(FINS)
    ]
    discs = [
        cylinder_between((0, 0, bottom), (0, 0, bottom + 0.0014), R - 0.0006, segments=32)
        for bottom in (STOPPER - 0.0002, LONG - 0.0100)
    ]
    top, wide = high + 0.0016, R + 0.0042
    rest = [
        (0, high - 0.0006), (wide - 0.0008, high - 0.0006), (wide, high + 0.0002), (wide, top - 0.0006),
        (wide - 0.0006, top),
    ]  # fmt: skip
    for ring in (0.80, 0.55, 0.30):  # grooves for the thumb
        rest += [((ring + 0.08) * wide, top), (ring * wide, top - 0.0005), ((ring - 0.08) * wide, top)]
    thumb = LatheGeometry([*rest, (0, top)], segments=SEGMENTS)
    add(plunger, "rod", white, *fins, *discs)
    add(plunger, "thumb_rest", white, thumb)
    model.articulation(
        "draw", "prismatic", barrel, plunger, axis=(0, 0, 1),
        motion_limits=MotionLimits(effort=30.0, velocity=0.1, lower=0.0, upper=STROKE),
    )  # fmt: skip
    model.fit(plunger, barrel, elem_child="stopper", elem_parent="shell", gap=SLACK, kind="sliding")


def add_needle(model: ArticulatedObject, barrel, green, steel, frosted):
    """Needle: a hub pushed over the luer cone, a bevelled tube in it, and the cap over both."""
    needle, cap = model.part("needle"), model.part("needle_cap")
    bottom, seat, flange = HUB_TOP - HUB, TIP - 0.0006, HUB_RADIUS + 0.0009
    hub = [
        (cone(HUB_TOP) + SLACK, HUB_TOP), (flange, HUB_TOP), (flange, HUB_TOP - 0.0012),
        (HUB_RADIUS, HUB_TOP - 0.0014), (HUB_RADIUS, HUB_TOP - SLEEVE - 0.0006), (0.0014, bottom), (0, bottom),
        (0, seat), (cone(TIP) + SLACK, seat),
    ]  # fmt: skip
    add(needle, "hub", green, LatheGeometry(hub, segments=SEGMENTS))
    end = bottom - NEEDLE
    tube = cylinder_between((0, 0, bottom + 0.003), (0, 0, end), 0.00042, segments=12)
    bevel = (
        span_box(x=(-0.004, 0.0), y=(-0.002, 0.002), z=(-0.004, 0.004))
        .rotate_y(-0.25)
        .translate(-0.00005, 0, end + 0.0008)
    )
    add(needle, "tube", steel, tube, less=[bevel])
    model.articulation(
        "luer", "prismatic", barrel, needle, axis=(0, 0, -1),
        motion_limits=MotionLimits(effort=20.0, velocity=0.1, lower=0.0, upper=PULL),
    )  # fmt: skip
    model.fit(needle, barrel, elem_child="hub", elem_parent="shell", gap=SLACK, kind="sliding")
    top, low, inner = HUB_TOP - 0.0017, HUB_TOP - 0.0017 - SLEEVE, HUB_RADIUS + SLACK
    cover = [
        (inner, top), (inner + 0.0014, top), (inner + 0.0014, top - 0.0014), (inner + 0.0009, top - 0.0018),
        (inner + 0.0009, low), (0.0036, low - 0.0050), (0.0030, end - 0.0030), (0.0018, end - 0.0042),
        (0, end - 0.0042), (0, end - 0.0030), (0.0020, end - 0.0026), (0.0026, low - 0.0050), (inner, low),
    ]  # fmt: skip
    ribs = [
        span_box(x=(inner + 0.0006, inner + 0.0014), y=(-0.0005, 0.0005), z=(low + 0.001, top - 0.0016))
        .rotate_z(pi * rib / 4) for rib in range(8)
    ]  # fmt: skip
    add(cap, "cover", frosted, LatheGeometry(cover, segments=SEGMENTS), *ribs)
    model.articulation(
        "cap_pull", "prismatic", needle, cap, axis=(0, 0, -1),
        motion_limits=MotionLimits(effort=20.0, velocity=0.1, lower=0.0, upper=CAP_PULL),
    )  # fmt: skip
    model.fit(cap, needle, elem_child="cover", elem_parent="hub", gap=SLACK, kind="sliding")


def build_object_model() -> ArticulatedObject:
    """The syringe as packed: pressed home and capped."""
    model = ArticulatedObject("syringe")
    clear = model.material("clear_plastic", rgba=(0.86, 0.92, 0.95, 0.40))
    ink = model.material("black_ink", rgba=(0.08, 0.08, 0.10, 1.0))
    white = model.material("white_plastic", rgba=(0.93, 0.94, 0.94, 1.0))
    rubber = model.material("black_rubber", rgba=(0.12, 0.12, 0.13, 1.0))
    green = model.material("green_hub", rgba=(0.20, 0.62, 0.38, 1.0))
    steel = model.material("needle_steel", rgba=(0.72, 0.73, 0.75, 1.0))
    frosted = model.material("frosted_cap", rgba=(0.90, 0.93, 0.95, 0.40))
    barrel = add_barrel(model, clear, ink)
    add_plunger(model, barrel, white, rubber)
    add_needle(model, barrel, green, steel, frosted)
    for part, (mass, size, middle) in BULK.items():
        model.get_part(part).inertial = Inertial.from_geometry(Box(size), mass=mass, origin=Origin(middle))
    model.anchor(barrel, to="hand")
    return model


def run_tests() -> TestReport:
    """The plunger draws and stays in, what it sweeps is what the marks say, needle and cap pull off their seats."""
    ctx = TestContext(object_model)
    ctx.expect_moves("plunger", "draw", "up", min_distance=0.99 * STROKE)
    seal = {"inner_elem": "stopper", "outer_elem": "shell"}
    for where, value in (("home", 0.0), ("drawn", STROKE)):
        with ctx.pose(draw=value):
            ctx.expect_within("plunger", "barrel", axes="xyz", name=f"{where}: the stopper is in the bore", **seal)
    with ctx.pose(draw=STROKE):
        rest = {"positive_elem": "thumb_rest", "negative_elem": "wings"}
        ctx.expect_gap("plunger", "barrel", axis="z", min_gap=STROKE, name="room for the fingers", **rest)
    marks = [visual.name for visual in object_model.get_part("barrel").visuals if visual.name.startswith("mark_")]
    ctx.check("a mark for every millilitre", len(marks) == MARKS + 1, f"{len(marks)} marks")
    first, last = (ctx.part_element_world_aabb("barrel", elem=f"mark_{mark}")[0][2] for mark in (1, MARKS))
    swept = (last - first) * pi * R * R * 1e6 / (MARKS - 1)
    ctx.check("between two marks is one millilitre", abs(swept - 1) < 0.02, f"{swept:.4f} ml")
    ctx.expect_within("needle", "needle_cap", axes="xy", inner_elem="tube", outer_elem="cover")
    tip = {"positive_elem": "tube", "negative_elem": "cover"}
    ctx.expect_gap("needle", "needle_cap", axis="z", max_penetration=1.0, name="the cap hides the needle", **tip)
    ctx.expect_moves("cover", "cap_pull", "down", min_distance=0.9 * CAP_PULL)
    ctx.expect_moves("hub", "luer", "down", min_distance=0.9 * PULL)
    with ctx.pose(cap_pull=CAP_PULL):
        grip = {"elem_a": "cover", "elem_b": "hub"}
        ctx.expect_overlap("needle_cap", "needle", axes="z", min_overlap=0.003, name="the cap is still held", **grip)
    return ctx.report()


object_model = build_object_model()
