"""A quad bike: four lugged tires, steering by handlebar, tie rods and knuckles, a rear swing arm with its shock.

What it teaches: whole linkages in a vehicle. The steering is a parallelogram, so plain ratios couple pitman arm,
tie rods and knuckles to the handlebar; the shock hangs between frame and swing arm and `close_loop` finds its motion.

Frame: x points forward, y to the left, z up; the origin lies on the ground in the middle of the wheelbase.
Parts are drawn where they stand; those of the tilted steering column and shock are drawn in their own frames.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise, product
from math import atan2, cos, hypot, pi, sin

from sdk import (
    ArticulatedObject, Box, Cylinder, ExtrudeGeometry, Inertial, LatheGeometry, LoftGeometry, MotionLimits, Origin,
    Sphere, TestContext, TestReport, TireGeometry, TireSidewall, TireTread, WheelBore, WheelFace, WheelGeometry,
    WheelHub, bent_tube, boolean_difference, boolean_union, cylinder_between, hull_plate, mesh_from_geometry,
    rounded, span_box, superellipse_profile,
)  # fmt: skip

# What a customer chooses.
WHEELBASE = 1.20
TRACK = 0.86  # between the middles of the tires
TIRE = 0.58  # diameter of the tires
STEER = 0.40  # to either side, radians
RACK_BARS = 4  # of each rack

R, RAIL, FRONT, REAR = TIRE / 2, TIRE + 0.06, WHEELBASE / 2, -WHEELBASE / 2  # z of wheels and upper rails, x of axles
KINGPIN, WIDE, LUG, SLACK = TRACK / 2 - 0.155, 0.20, 0.015, 0.0002  # y; width and lugs of tires; clearance on a side
RIM, HUB, STUB, PIN = 0.25 * TIRE, 0.034, 0.0125, 0.010  # radii; PIN is that of the larger pins
SIDES, TURN, UP, ACROSS = ((1, "left"), (-1, "right")), (-STEER, STEER), (0, 0, 1), (0, 1, 0)

# Steering: pitman pivot, length of its arm and of the knuckles' arms, the column's foot and its lean.
PITMAN, ARM, TIE_Z, SPLAY = FRONT - 0.10, 0.070, R + 0.025, 0.020
FOOT_Z, LEAN, STEM, BAR = R + 0.11, 0.40, 0.014, 0.50  # BAR: to the handlebar along the column
BEARING = (RAIL - 0.035 - FOOT_Z) / cos(LEAN)  # along the column from its foot

PIVOT, SWING = (REAR + 0.42, 0.0, R + 0.05), 0.11  # of the swing arm at the rear; then its shock
SHOCK_TOP, SHOCK_LOW = (REAR + 0.36, 0.0, RAIL), (REAR + 0.15, 0.0, R + 0.075)
SHOCK = hypot(SHOCK_TOP[0] - SHOCK_LOW[0], SHOCK_TOP[2] - SHOCK_LOW[2])
SHOCK_LEAN = atan2(SHOCK_TOP[0] - SHOCK_LOW[0], SHOCK_TOP[2] - SHOCK_LOW[2])

COLOURS = {
    "red_plastic": (0.74, 0.10, 0.08), "black_steel": (0.12, 0.12, 0.13), "tire_rubber": (0.07, 0.07, 0.07),
    "cast_aluminium": (0.62, 0.63, 0.65), "lamp_glass": (0.95, 0.96, 0.90), "tail_red": (0.95, 0.15, 0.12),
}  # fmt: skip
RED, BLACK, RUBBER, STEEL, GLASS, TAIL = COLOURS
STAND = {"pitman": (PITMAN, 0.0, TIE_Z + 0.016), "swing_arm": PIVOT, "rear_axle": (REAR, 0.0, R)}
tube, pipe = (partial(cylinder_between, segments=facets) for facets in (12, 24))  # between any two points


def seen_from(part, point):
    """The point, given where the vehicle stands, in the frame of a part."""
    return tuple(value - base for value, base in zip(point, STAND.get(part.name, (0, 0, 0)), strict=True))


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, drawn where they stand."""
    shape = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(shape, *less) if less else shape
    shape.translate(*seen_from(part, (0, 0, 0)))
    part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def rod(part, name, material, middle, axis, length, radius):
    """A round bar along x, y or z as an exact cylinder."""
    turn = {"x": (0, pi / 2, 0), "y": (pi / 2, 0, 0), "z": (0, 0, 0)}[axis]
    part.visual(Cylinder(radius, length), origin=Origin(seen_from(part, middle), turn), material=material, name=name)


def joint(model, name, parent, child, axis, span=(), *, fit, origin=None, kind="revolute", steer=0, **towards):
    """A joint where the child stands, endless without a span, and a fit of two visuals; `steer` couples it to that."""
    place = origin or Origin(seen_from(parent, STAND[child.name]))
    model.articulation(name, kind if span else "continuous", parent, child, origin=place, axis=axis,
                       motion_limits=MotionLimits(80.0, 8.0, *span), **towards)  # fmt: skip
    fit_kind = "sliding" if kind == "prismatic" else "running"
    model.fit(child, parent, elem_child=fit[0], elem_parent=fit[1], kind=fit_kind)
    if steer:
        model.couple(name, "steer", ratio=steer)


def shell_along_x(start, rows, exponent=3.2):
    """A body along x; rows of (x from the start, width along y, height, z of its middle over the rails)."""
    loops = [[(down - RAIL - z, y, start + x) for down, y in superellipse_profile(height, width, exponent, segments=28)]
             for x, width, height, z in rows]  # fmt: skip
    return LoftGeometry(loops).rotate_y(pi / 2)  # x then looks down


def fender(side, axle, points):
    """A bent sheet, rounded along these points in side view around an axle, with a lip outside."""
    for _ in range(2):  # each corner is cut at quarters of its sides
        cut = [(a + (c - a) * s, b + (d - b) * s) for (a, b), (c, d) in pairwise(points) for s in (0.25, 0.75)]
        points = [points[0], *cut, points[-1]]
    outer, layers = TRACK / 2 + 0.13, []
    for inner, thick in ((0.165, 0.008), (outer - 0.008, 0.024)):
        outline = [*points, *((x, z - thick) for x, z in reversed(points))]
        layer = ExtrudeGeometry(outline, outer - inner).rotate_x(pi / 2)
        layers.append(layer.translate(0, side * (inner + outer) / 2, 0))
    return boolean_union(*layers).translate(axle, 0, RAIL + 0.012)


def add_chassis(model: ArticulatedObject):
    """Chassis: rails, uprights, wishbones with kingpins, engine, footwells, bumper."""
    chassis = model.part("chassis")
    for side, label in SIDES:
        low, front = R + 0.01, FRONT + 0.06
        y, up, hip, pivot, out = (side * width for width in (0.15, 0.12, 0.145, KINGPIN, TRACK / 2))
        line = [(PIVOT[0] - 0.03, y, low), (FRONT - 0.30, y, low), (front, y, R + 0.145)]
        add(chassis, f"lower_rail_{label}", BLACK, bent_tube(line, 0.016, 0.06, segments=12))
        line = [(REAR - 0.24, up, RAIL), (front - 0.36, up, RAIL), (front, up, RAIL - 0.05), (front, hip, R + 0.145)]
        add(chassis, f"upper_rail_{label}", BLACK, bent_tube(line, 0.014, 0.05, segments=12))
        for name, x in (("rear", PIVOT[0] - 0.015), ("front", FRONT - 0.34)):
            add(chassis, f"{name}_post_{label}", BLACK, tube((x, y, low), (x, up, RAIL), 0.013))
        corners = [(PIVOT[0], PIVOT[2], 0.028), (PIVOT[0] - 0.01, low, 0.020), (PIVOT[0] + 0.06, low, 0.012)]
        add(chassis, f"pivot_plate_{label}", STEEL, hull_plate(corners, 0.010).rotate_x(pi / 2).translate(0, y, 0))
        for name, z_in, z_out in (("lower", R + 0.035, R - 0.070), ("upper", R + 0.135, R + 0.090)):
            arms = [tube((FRONT + x, hip, z_in), (FRONT, pivot, z_out), 0.011) for x in (-0.055, 0.060)]
            cap = pipe((FRONT, pivot, z_out - 0.016), (FRONT, pivot, z_out + 0.016), 0.019)
            add(chassis, f"wishbone_{name}_{label}", RED, *arms, cap)
        for name, x in (("rear", FRONT - 0.055), ("front", front)):
            rod(chassis, f"wishbone_mount_{name}_{label}", BLACK, (x, hip, R + 0.0875), "z", 0.135, 0.012)
        rod(chassis, f"kingpin_{label}", STEEL, (FRONT, pivot, R + 0.01), "z", 0.20, PIN)
        ends = (FRONT + 0.022, 0.6 * pivot, R - 0.01), (FRONT + 0.03, side * 0.13, RAIL - 0.05)
        add(chassis, f"front_shock_{label}", STEEL, pipe(*ends, 0.021))
        ends = (REAR + R + 0.045, FRONT - 0.40)
        add(chassis, f"footwell_{label}", BLACK, span_box(x=ends, y=(y, out + side * 0.02), z=(R - 0.012, R - 0.004)))
        bar = span_box(x=(-0.012, 0.012), y=(side * 0.20, out - side * 0.02), z=(R - 0.005, R + 0.006))
        bars = (bar.copy().translate(sum(ends) / 2 + x, 0, 0) for x in (-0.035, 0, 0.035))
        add(chassis, f"treads_{label}", STEEL, *bars)
    tall, middle = RAIL - R, (RAIL + R) / 2 - 0.06
    block = rounded((0.30, 0.272, 0.60 * tall), 0.04, edges="y").translate(REAR + 0.64, 0, middle - 0.2 * tall)
    barrel = span_box(x=(REAR + 0.585, REAR + 0.715), y=(-0.065, 0.065), z=(middle, RAIL - 0.05))
    fin = span_box(x=(REAR + 0.56, REAR + 0.74), y=(-0.09, 0.09), z=(middle, middle + 0.008))
    fins = (fin.copy().translate(0, 0, share * tall) for share in (0.11, 0.20, 0.29))
    add(chassis, "engine", STEEL, block, barrel, *fins)
    rod(chassis, "swing_pin", STEEL, PIVOT, "y", 0.33, 0.012)
    rod(chassis, "shock_pin", STEEL, SHOCK_TOP, "y", 0.24, PIN)
    rod(chassis, "pitman_pin", STEEL, (PITMAN, 0, TIE_Z + 0.0205), "z", 0.049, PIN)
    chassis.visual(Box((0.05, 0.31, 0.028)), origin=Origin((PITMAN, 0, TIE_Z + 0.052)), material=BLACK, name="beam")
    hoop = [(FRONT + 0.03, 0.15, R + 0.145), (FRONT + 0.34, 0.19, R + 0.11), (FRONT + 0.36, 0.19, R + 0.30)]
    hoop += [(x, -y, z) for x, y, z in reversed(hoop)]
    add(chassis, "bumper", BLACK, bent_tube(hoop, 0.014, 0.05, segments=10))
    line = [(REAR + 0.66, -0.06, RAIL - 0.10), (REAR + 0.50, -0.155, RAIL - 0.07), (REAR, -0.165, RAIL - 0.054)]
    can = pipe((REAR + 0.02, -0.165, RAIL - 0.055), (REAR - 0.30, -0.165, RAIL - 0.035), 0.036)
    add(chassis, "exhaust", STEEL, can, bent_tube(line, 0.015, 0.06, segments=12))
    chassis.inertial = Inertial.from_geometry(Box((WHEELBASE, 0.5, 0.4)), 165.0, origin=Origin((0, 0, R + 0.15)))
    return chassis


def add_body(chassis):
    """Bodywork on the chassis: hood with lamps, tank, seat, fenders, rear deck, racks."""
    top, back, long = RAIL + 0.012, REAR + 0.06, WHEELBASE - 0.635  # z of the deck; rear end and length of the seat
    hood = [(-0.140, 0.37, 0.16, 0.035), (-0.05, 0.42, 0.19, 0.045), (0.14, 0.40, 0.18, 0.030),
            (0.27, 0.34, 0.13, 0.0), (0.305, 0.24, 0.07, -0.012)]  # fmt: skip
    tank = [(-0.62, 0.22, 0.13, 0.06), (-0.56, 0.26, 0.17, 0.078), (-0.46, 0.26, 0.20, 0.088),
            (-0.37, 0.22, 0.19, 0.085), (-0.335, 0.16, 0.13, 0.075)]  # fmt: skip
    seat = [(-0.03, 0.22, 0.05, 0.087), (0.0, 0.30, 0.09, 0.088), (0.15, 0.32, 0.115, 0.088),
            (0.6 * long, 0.28, 0.115, 0.083), (long - 0.02, 0.24, 0.105, 0.083), (long, 0.20, 0.07, 0.083)]  # fmt: skip
    add(chassis, "hood", RED, shell_along_x(FRONT, hood))  # the column passes behind it
    add(chassis, "tank", RED, shell_along_x(FRONT, tank))
    rod(chassis, "fuel_cap", BLACK, (FRONT - 0.45, 0, RAIL + 0.1925), "z", 0.025, 0.032)
    add(chassis, "seat", BLACK, shell_along_x(back, seat, exponent=3.6))
    add(chassis, "rear_deck", RED, rounded((0.46, 0.42, 0.024), 0.05).translate(REAR - 0.06, 0, top + 0.002))
    low = R - 0.008 - top  # the lower ends of the fenders stand on the footwells
    front = [(0.40, low + 0.148), (0.29, -0.020), (0.10, 0.022), (-0.17, 0.022), (-0.30, -0.040), (-0.425, low)]
    rear = [(R + 0.055, low), (0.28, -0.030), (0.17, 0.018), (-0.22, 0.018), (-0.34, -0.05), (-0.39, -0.15)]
    for side, label in SIDES:
        add(chassis, f"front_fender_{label}", RED, fender(side, FRONT, front))
        add(chassis, f"rear_fender_{label}", RED, fender(side, REAR, rear))
        for name, end, radius, material in (("lamp", 0.302, 0.046, BLACK), ("headlight", 0.307, 0.039, GLASS)):
            ends = ((FRONT + x, side * 0.112, RAIL + z) for x, z in ((0.20, 0.040), (end, 0.024)))
            add(chassis, f"{name}_{label}", material, pipe(*ends, radius))
    chassis.visual(Box((0.014, 0.18, 0.016)), origin=Origin((REAR - 0.29, 0, top)), material=TAIL, name="tail_light")
    for name, middle, z, foot, inset in (("front", FRONT + 0.06, RAIL + 0.175, RAIL + 0.07, 0.55),
                                         ("rear", REAR - 0.11, RAIL + 0.095, top - 0.03, 0.9)):  # fmt: skip
        for row, (x, y) in enumerate(product((-0.17, 0.17), (-1, 1))):
            place = Origin((middle + x, 0.26 * y, z))
            chassis.visual(Sphere(0.011), origin=place, material=BLACK, name=f"{name}_rack_corner_{row}")
            leg = tube((middle + inset * x, 0.14 * y, foot), (middle + x, 0.14 * y, z), 0.009)
            add(chassis, f"{name}_rack_leg_{row}", BLACK, leg)
        for row, x in enumerate((middle - 0.17, middle + 0.17)):
            rod(chassis, f"{name}_rack_cross_{row}", BLACK, (x, 0, z), "y", 0.52, 0.011)
        for row in range(RACK_BARS + 2):
            y, radius = 0.52 * row / (RACK_BARS + 1) - 0.26, 0.007 if 0 < row <= RACK_BARS else 0.011
            rod(chassis, f"{name}_rack_bar_{row}", BLACK, (middle, y, z), "x", 0.34, radius)


def add_wheels(model: ArticulatedObject):
    """Wheels of tire, rim and hub, the outer face outward; one lug of each tire stands on the ground."""
    tire = TireGeometry(R - 0.835 * LUG, WIDE, inner_radius=RIM - 0.003, tread=TireTread("lug", depth=LUG, count=14),
                        sidewall=TireSidewall("rounded"))  # fmt: skip
    peak = max(tire.vertices, key=lambda v: hypot(v[1], v[2]))
    tire.rotate_x(-pi / 2 - atan2(peak[2], peak[1]))
    rim = WheelGeometry(RIM, 0.16, hub=WheelHub(0.055, 0.11), face=WheelFace(dish_depth=0.045),
                        bore=WheelBore("round", 2 * HUB - 0.004))  # fmt: skip
    bore = STUB + SLACK
    hub = LatheGeometry([(bore, -0.058), (HUB, -0.058), (HUB, 0.050), (0.026, 0.060), (bore, 0.060)], segments=28)
    shapes = {"tire": tire.rotate_z(pi / 2), "rim": rim.rotate_z(pi / 2), "hub": hub.rotate_x(-pi / 2)}
    meshes = {name: mesh_from_geometry(shape, f"wheel_{name}") for name, shape in shapes.items()}
    for side, label in SIDES:
        wheel, rear = model.get_part(f"front_wheel_{label}"), model.get_part("rear_axle")
        for part, y, suffix in ((wheel, 0, ""), (rear, side * TRACK / 2, f"_{label}")):
            place = Origin((0, y, 0), (0, 0, 0 if side > 0 else pi))
            for name, mesh in meshes.items():
                part.visual(mesh, origin=place, material=RUBBER if name == "tire" else STEEL, name=f"{name}{suffix}")
        wheel.inertial = Inertial.from_geometry(Cylinder(R, WIDE), 9.0, origin=Origin(rpy=(pi / 2, 0, 0)))
        joint(model, f"front_{label}_spin", model.get_part(f"knuckle_{label}"), wheel, ACROSS, fit=("hub", "stub"))


def add_handlebar(model: ArticulatedObject, chassis):
    """Handlebar: a stem in its bearing, a bent bar, a display, grips and a brake lever before each."""
    bar = model.part("handlebar")
    foot, low, (x, _, z), high, top = ((PITMAN - along * sin(LEAN), 0, FOOT_Z + along * cos(LEAN)) for along in
                                       (0, BEARING - 0.03, BEARING, BEARING + 0.03, BAR))  # fmt: skip
    beam = span_box(x=(x - 0.04, x + 0.04), y=(-0.13, 0.13), z=(z - 0.012, z + 0.022))
    add(chassis, "column_bearing", STEEL, pipe(low, high, 0.030, wall=0.016 - SLACK))
    add(chassis, "column_beam", BLACK, beam, less=[pipe(foot, top, 0.028)])
    rod(bar, "stem", STEEL, (0, 0, BAR / 2 + 0.01), "z", BAR - 0.01, STEM)
    line = [(-0.13, 0.40, BAR + 0.045), (-0.03, 0.25, BAR + 0.075), (0, 0.08, BAR)]
    line += [(x, -y, z) for x, y, z in reversed(line)]
    add(bar, "bar", BLACK, bent_tube(line, 0.011, 0.04, segments=10))
    add(bar, "clamp", STEEL, rounded((0.045, 0.13, 0.040), 0.012, edges="y").translate(0, 0, BAR))
    pod = rounded((0.075, 0.13, 0.045), 0.018, edges="all", steps=3).rotate_y(0.5)
    post = span_box(x=(-0.005, 0.05), y=(-0.03, 0.03), z=(BAR + 0.01, BAR + 0.05))
    add(bar, "pod", BLACK, pod.translate(0.052, 0, BAR + 0.052), post)
    joint(model, "steer", chassis, bar, UP, TURN, origin=Origin(foot, (0, -LEAN, 0)), fit=("stem", "column_bearing"))
    for side, label in SIDES:
        lever = model.part(f"brake_lever_{label}")
        ends = (-0.055, side * 0.2875, BAR + 0.067), (-0.1335, side * 0.405, BAR + 0.0438)
        add(bar, f"grip_{label}", RUBBER, pipe(*ends, 0.0165))
        x, y, z = 0.022, side * 0.215, BAR + 0.066
        cheeks = ((0.034, -0.016, -0.0065), (0.034, 0.0065, 0.012), (-0.002, -0.016, 0.012))  # and their back
        perch = [span_box(x=(-0.036, end), y=(y - 0.012, y + 0.012), z=(z + a, z + b)) for end, a, b in cheeks]
        add(bar, f"perch_{label}", BLACK, *perch)
        rod(bar, f"lever_pin_{label}", STEEL, (x, y, z), "z", 0.026, 0.004)
        elbow, tip = (0.012, side * 0.035), (-0.062, side * 0.150)
        blade = hull_plate([(0, 0, 0.0095), (*elbow, 0.007)], 0.012)
        finger = hull_plate([(*elbow, 0.007), (*tip, 0.0055)], 0.010)
        ball = tube((*tip, -0.006), (*tip, 0.006), 0.008)
        add(lever, "blade", STEEL, blade, finger, ball, less=[pipe((0, 0, -1), UP, 0.004 + SLACK)])
        joint(model, f"brake_lever_{label}_pull", bar, lever, UP, (0.0, 0.16), origin=Origin((x, y, z)),
              fit=("blade", f"lever_pin_{label}"), positive=(-1, 0, 0), positive_elem="blade")  # fmt: skip


def add_steering(model: ArticulatedObject, chassis):
    """Steering below the column: a parallelogram of pitman arm, tie rods and knuckles, and the front wheels."""
    pitman = model.part("pitman")
    corners = [(PITMAN, 0, 0.024), *((PITMAN - ARM, side * SPLAY, 0.016) for side, _ in SIDES)]
    plate = hull_plate(corners, 0.012, holes=[(PITMAN, 0, PIN + SLACK)])
    add(pitman, "arm", STEEL, plate.translate(0, 0, TIE_Z + 0.016))
    joint(model, "pitman_turn", chassis, pitman, UP, TURN, fit=("arm", "pitman_pin"), steer=1)
    for side, label in SIDES:
        knuckle, tie, wheel = (model.part(f"{name}_{label}") for name in ("knuckle", "tie_rod", "front_wheel"))
        y, inner, outer = side * KINGPIN, (PITMAN - ARM, side * SPLAY), (FRONT - ARM, side * (KINGPIN + SPLAY))
        STAND.update({knuckle.name: (FRONT, y, R), tie.name: (*inner, TIE_Z), wheel.name: (FRONT, side * TRACK / 2, R)})
        add(knuckle, "sleeve", STEEL, pipe((FRONT, y, R - 0.03), (FRONT, y, R + 0.049), 0.022, wall=0.012 - SLACK))
        lug = hull_plate([(FRONT - 0.018, y, 0.018), (*outer, 0.016)], 0.012).translate(0, 0, TIE_Z + 0.016)
        add(knuckle, "steering_arm", STEEL, lug, less=[pipe((FRONT, y, -1), (FRONT, y, 1), PIN + 0.001)])
        for name, a, b, radius in (("stub", 0.020, 0.230, STUB), ("collar", 0.019, 0.0965, 0.024),
                                   ("nut", 0.2155, 0.2270, 0.020)):  # fmt: skip
            rod(knuckle, name, STEEL, (FRONT, y + side * (a + b) / 2, R), "y", b - a, radius)
        for part, name, spot in ((pitman, f"tie_pin_{label}", inner), (knuckle, "tie_pin", outer)):
            rod(part, name, STEEL, (*spot, TIE_Z + 0.001), "z", 0.022, 0.006)
        eyes = [pipe((*spot, TIE_Z - 0.007), (*spot, TIE_Z + 0.007), 0.013) for spot in (inner, outer)]
        bores = [pipe((*spot, 0), (*spot, 1), 0.006 + SLACK) for spot in (inner, outer)]
        add(tie, "rod", BLACK, tube((*inner, TIE_Z), (*outer, TIE_Z), 0.0068), *eyes, less=bores)
        joint(model, f"knuckle_{label}_turn", chassis, knuckle, UP, TURN, fit=("sleeve", f"kingpin_{label}"), steer=1)
        joint(model, f"tie_rod_{label}_swing", pitman, tie, UP, TURN, fit=("rod", f"tie_pin_{label}"), steer=-1)
        model.fit(tie, knuckle, elem_child="rod", elem_parent="tie_pin")


def add_rear(model: ArticulatedObject, chassis):
    """Rear: swing arm with the axle in its carrier, and the shock, whose loop is closed at its foot."""
    arm, rear, body, plunger = (model.part(name) for name in ("swing_arm", "rear_axle", "shock_body", "shock_rod"))
    x, _, z = PIVOT
    legs = [pipe((x - 0.012, y, z), (REAR + 0.025, y, R), 0.021) for y in (0.09, -0.09)]
    add(arm, "fork", RED, *legs, less=[pipe((x, -1, z), (x, 1, z), 0.014), pipe((REAR, -1, R), (REAR, 1, R), 0.017)])
    add(arm, "pivot_sleeve", BLACK, pipe((x, -0.125, z), (x, 0.125, z), 0.024, wall=0.012 - SLACK))
    add(arm, "axle_carrier", BLACK, pipe((REAR, -0.115, R), (REAR, 0.115, R), 0.048, wall=0.0327))
    x, _, z = SHOCK_LOW
    low = R + (PIVOT[2] - R) * (x - REAR) / (PIVOT[0] - REAR)
    rod(arm, "cross_tube", RED, (x, 0, low), "y", 0.18, 0.016)
    rod(arm, "shock_pin", STEEL, SHOCK_LOW, "y", 0.052, PIN)
    rod(rear, "shaft", STEEL, (REAR, 0, R), "y", TRACK + 0.14, 0.015)
    for side, label in SIDES:
        ear = hull_plate([(x, low, 0.018), (x, z, 0.015)], 0.006).rotate_x(pi / 2)
        add(arm, f"shock_ear_{label}", BLACK, ear.translate(0, side * 0.020, 0))
        rod(rear, f"collar_{label}", STEEL, (REAR, side * (TRACK / 4 + 0.03275), R), "y", TRACK / 2 - 0.1655, 0.024)
    rear.inertial = Inertial.from_geometry(Cylinder(R, WIDE), 26.0, origin=Origin(rpy=(pi / 2, 0, 0)))
    joint(model, "swing", chassis, arm, ACROSS, (0.0, SWING), fit=("pivot_sleeve", "swing_pin"))
    joint(model, "rear_spin", arm, rear, ACROSS, fit=("shaft", "axle_carrier"))
    long, bore = 0.62 * SHOCK, 0.009 + SLACK  # of the shock, drawn along z
    shell = [(0, -0.016), (0.024, -0.016), (0.028, -0.022), (0.028, -long), (bore, -long), (bore, -0.03), (0, -0.03)]
    add(body, "tube", RED, LatheGeometry(shell, segments=28), less=[pipe((0, -1, 0), ACROSS, PIN + 0.001)])
    for part in (body, plunger):
        add(part, "eye", STEEL, pipe((0, -0.0165, 0), (0, 0.0165, 0), 0.019, wall=0.009 - SLACK))
    rod(plunger, "shaft", STEEL, (0, 0, SHOCK / 2 - 0.039), "z", SHOCK - 0.102, 0.009)
    top, foot = Origin(SHOCK_TOP, (0, SHOCK_LEAN, 0)), Origin((0, 0, -SHOCK))
    joint(model, "shock_tilt", chassis, body, ACROSS, (-0.3, 0.3), origin=top, fit=("eye", "shock_pin"))
    joint(model, "shock_stroke", body, plunger, UP, (0.0, 0.05), origin=foot, kind="prismatic", fit=("shaft", "tube"))
    model.fit(plunger, arm, elem_child="eye", elem_parent="shock_pin")
    model.close_loop(plunger, (0, 0, 0), arm, seen_from(arm, SHOCK_LOW), driver="swing")


def build_object_model() -> ArticulatedObject:
    """The quad standing on its wheels, steering straight."""
    model = ArticulatedObject("quad_bike")
    for name, colour in COLOURS.items():
        model.material(name, rgba=(*colour, 1.0))
    chassis = add_chassis(model)
    add_body(chassis)
    add_handlebar(model, chassis)
    add_steering(model, chassis)
    add_rear(model, chassis)
    add_wheels(model)
    model.anchor(chassis, to="floor")
    return model


def run_tests() -> TestReport:
    """It stands on four tires, steers them without touching, springs at the rear, and its levers come to the grips."""
    ctx = TestContext(object_model)
    for part in ("front_wheel_left", "front_wheel_right", "rear_axle"):
        low = ctx.part_world_aabb(part)[0][2]
        ctx.check(f"{part} stands on the ground", abs(low) < 1e-3, f"lowest point {low:.5f} m")
    ctx.expect_moves("handlebar/grip_left", "steer", "-x", min_distance=0.05)
    for _, label in SIDES:
        for value in TURN:
            with ctx.pose(steer=value):
                pins = {"inner_elem": "tie_pin", "outer_elem": "rod", "name": f"the {label} rod holds at {value:.2f}"}
                ctx.expect_within(f"knuckle_{label}", f"tie_rod_{label}", axes="xy", **pins)
                for panel in (f"front_fender_{label}", f"footwell_{label}"):
                    room = ctx.clearance(f"front_wheel_{label}", "chassis", elem_a="tire", elem_b=panel).distance
                    ctx.check(f"the tire clears {panel} at {value:.2f}", room > 0.008, f"{room:.3f} m")
        ctx.expect_moves(f"brake_lever_{label}", f"brake_lever_{label}_pull", "-x")
    ctx.expect_moves("front_wheel_right", "steer", "+x", min_distance=0.03, name="a left turn leads the right wheel")
    ctx.expect_moves("front_wheel_left", "steer", "-x", min_distance=0.03, name="and trails the left one")
    ctx.expect_moves("rear_axle", "swing", "up", min_distance=0.03)
    with ctx.pose(swing=SWING):
        for _, label in SIDES:
            room = ctx.clearance("rear_axle", "chassis", elem_a=f"tire_{label}", elem_b=f"rear_fender_{label}").distance
            ctx.check(f"sprung in, the {label} rear tire clears its fender", room > 0.005, f"{room:.3f} m")
        pair = {"elem_a": "shaft", "elem_b": "tube", "name": "the shock keeps its rod"}
        ctx.expect_overlap("shock_rod", "shock_body", axes="z", min_overlap=0.05, **pair)
    return ctx.report()


object_model = build_object_model()
