"""A tower fan: round base, oscillating tower, cross-flow rotor behind a grille, rotary dials and push buttons.

What it teaches: a thin-walled housing that shows what is inside. The tower is a real tube with a window, a slotted
back and a hand hole; the rotor runs between motor and top on an `axle`; `knob` and `button` cut their own wells.

Frame: x points out of the grille, z up; the origin lies on the floor under the axis of the swing. The tower's parts
are drawn where they stand; `add` moves them into the frame of their part.
"""

from __future__ import annotations

from math import cos, pi, sin

from sdk import (
    ArticulatedObject, Box, Cylinder, ExtrudeGeometry, ExtrudeWithHolesGeometry, Inertial, LatheGeometry, Origin,
    Sphere, TestContext, TestReport, VentGrilleGeometry, VentGrilleSleeve, array_linear, array_polar, axle, bent_tube,
    boolean_difference, boolean_union, button, cylinder_between, foot, knob, mesh_from_geometry,
    rounded_rect_profile, span_box, spin,
)  # fmt: skip

# What a customer chooses.
HEIGHT = 0.72  # over all
WIDTH = 0.124  # of the tower
BASE = 0.29  # diameter
SWING = 0.70  # to either side, radians
DIALS = 2
BLADES = 20  # of the rotor

# Base and bearing of the swing.
FEET, NECK = 0.007, 0.048  # z of the base's underside, of the bearing's face
LIFT = NECK + 0.008  # z of the tower's underside
# The tower's tube.
DEPTH, WALL, CORNER = 1.06 * WIDTH, 0.003, 0.022
FLOOR, DECK, RECESS = (LIFT + 0.034, 0.030, 0.007)  # top of its floor; thickness of the top and of the well in it
WINDOW = WIDTH - 2 * CORNER + 0.004  # width of the grille
WINDOW_LOW, WINDOW_HIGH = FLOOR + 0.060, HEIGHT - DECK - 0.075
# Motor and rotor.
MOTOR = FLOOR + 0.044  # z of the motor's top
ROTOR_LOW, ROTOR_HIGH, ROTOR = MOTOR + 0.014, HEIGHT - DECK - 0.064, WIDTH / 2 - WALL - 0.007  # z, z, radius
SHAFT, DISCS = 0.008, 4
# The top's controls.
DIAL = min(0.62 * WIDTH / (DIALS + 1), 0.036)  # diameter
PITCH = 1.42 * DIAL  # from dial to dial
CAP, PRESS = 0.011, 0.0018  # diameter of the buttons, travel
LABELS = ("speed", "timer", "mode")[:DIALS]
BUTTONS = (("power", 0.2 * WIDTH), ("oscillation", -0.2 * WIDTH))

STAND = {
    "base": (0.0, 0.0, 0.0), "tower": (0.0, 0.0, NECK), "rotor": (0.0, 0.0, (ROTOR_LOW + ROTOR_HIGH) / 2)
}  # fmt: skip


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, drawn where they stand."""
    shape = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(shape, *less) if less else shape
    x, y, z = STAND[part.name]
    shape.translate(-x, -y, -z)
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def upright(panel):
    """A panel drawn in xy with its front to +z, set up to face +x, its y upward."""
    return panel.rotate_x(pi / 2).rotate_z(pi / 2)


def add_base(model: ArticulatedObject, dark, shell):
    """Base: a weighted round shell with a trim ring, feet, and the cord's strain relief behind."""
    base, r = model.part("base"), BASE / 2
    outer = [(r - 0.004, FEET), (r, FEET + 0.005), (r, FEET + 0.013), (r - 0.005, FEET + 0.019),
             (0.45 * r, FEET + 0.027), (0.052, NECK - 0.010), (0.046, NECK - 0.004), (0.0, NECK - 0.004)]  # fmt: skip
    inner = [(0.0, FEET + 0.014), (0.45 * r, FEET + 0.014), (r - 0.030, FEET + 0.010), (r - 0.030, FEET)]
    add(base, "body", shell, LatheGeometry([*outer, *inner], segments=48))
    band = [
        (r - 0.002, FEET + 0.006), (r + 0.0012, FEET + 0.006), (r + 0.0012, FEET + 0.011),
        (r - 0.002, FEET + 0.011)
    ]  # fmt: skip
    add(base, "trim", dark, LatheGeometry(band, segments=48))
    for row in range(4):
        turn = pi / 4 + row * pi / 2
        reach = r - 0.017
        foot(model, base, at=(reach * cos(turn), reach * sin(turn), FEET), diameter=0.022, height=FEET)
    back = FEET + 0.006
    line = [
        (-r + 0.006, 0, back), (-r - 0.026, 0, back), (-r - 0.060, 0.020, 0.0035),
        (-r - 0.14, 0.030, 0.0035)
    ]  # fmt: skip
    relief = cylinder_between((-r + 0.006, 0, back), (-r - 0.014, 0, back), 0.0055, segments=16)
    add(base, "cord", dark, bent_tube(line, 0.0032, 0.012, segments=12), relief)
    base.inertial = Inertial.from_geometry(Cylinder(r, 0.03), mass=1.9, origin=Origin((0, 0, 0.02)))
    return base


def add_tower(model: ArticulatedObject, base, shell, dark, steel):
    """Tower: tube with window, slotted back and hand hole, floor with the motor, top with a recessed deck."""
    tower = model.part("tower")
    outline = rounded_rect_profile(DEPTH, WIDTH, CORNER, corner_segments=5)
    inside = rounded_rect_profile(DEPTH - 2 * WALL, WIDTH - 2 * WALL, CORNER - WALL, corner_segments=5)
    top = HEIGHT - DECK
    tube = ExtrudeWithHolesGeometry(outline, [inside], top - FLOOR + 0.004, center=False).translate(0, 0, FLOOR - 0.002)
    half = WINDOW / 2 - 0.003
    window = span_box(x=(0, 1), y=(-half, half), z=(WINDOW_LOW + 0.004, WINDOW_HIGH - 0.004))
    count = int((WINDOW_HIGH - WINDOW_LOW) / 0.022)
    slot = span_box(x=(-1, 0), y=(-half, half), z=(0, 0.010)).translate(0, 0, WINDOW_LOW + 0.004)
    hand = span_box(x=(-1, 0), y=(-0.36 * WIDTH, 0.36 * WIDTH), z=(top - 0.048, top - 0.018))
    add(tower, "tube", shell, tube, less=[window, array_linear(slot, count, (0, 0, 0.022)), hand])
    shelf = ExtrudeGeometry(inside, 0.005, center=False).translate(0, 0, ROTOR_HIGH + 0.009)
    add(tower, "shelf", dark, shelf)  # carries the upper bearing, and keeps fingers in the hand hole off the rotor
    add(tower, "floor", shell, ExtrudeGeometry(outline, FLOOR - LIFT, center=False).translate(0, 0, LIFT))
    well = rounded_rect_profile(DEPTH - 0.024, WIDTH - 0.022, CORNER - 0.010, corner_segments=5)
    room = ExtrudeGeometry(well, 0.1, center=False).translate(0, 0, HEIGHT - RECESS)
    brim = rounded_rect_profile(DEPTH + 0.0012, WIDTH + 0.0012, CORNER, corner_segments=5)
    lid = ExtrudeGeometry(brim, DECK, center=False).translate(0, 0, top)
    add(tower, "deck", dark, lid, less=[room])
    size = (WINDOW, WINDOW_HIGH - WINDOW_LOW)
    grille = VentGrilleGeometry(
        size, frame=0.007, face_thickness=0.004, slat_pitch=0.017, slat_width=0.008, slat_angle_deg=20.0,
        sleeve=VentGrilleSleeve("none"), corner_radius=0.004,
    )  # fmt: skip
    add(
        tower, "grille", dark,
        upright(grille).translate(DEPTH / 2 - 0.0003, 0, (WINDOW_LOW + WINDOW_HIGH) / 2),
    )  # fmt: skip
    glass = span_box(
        x=(DEPTH / 2 - 0.001, DEPTH / 2 + 0.0012), y=(-0.3 * WIDTH, 0.3 * WIDTH), z=(top - 0.052, top - 0.024)
    )
    add(tower, "display", dark, glass)
    for row in range(4):
        lamp = Origin((DEPTH / 2 + 0.0008, (row - 1.5) * 0.13 * WIDTH, top - 0.038 - NECK))
        tower.visual(Sphere(0.0022), origin=lamp, material="led_blue" if row < 2 else "led_off", name=f"led_{row}")
    motor = Origin((0, 0, (FLOOR - 0.001 + MOTOR) / 2 - NECK))
    tower.visual(Cylinder(0.62 * ROTOR, MOTOR - FLOOR + 0.001), origin=motor, material=steel, name="motor")
    spin(
        model, base, tower, at=(0, 0, NECK), axis=(0, 0, 1), diameter=0.020, length=0.030, flange=0.080,
        lower=-SWING, upper=SWING, name="swing", material=dark,
    )  # fmt: skip
    box = Box((DEPTH, WIDTH, HEIGHT - LIFT))
    tower.inertial = Inertial.from_geometry(box, mass=2.2, origin=Origin((0, 0, HEIGHT / 2 - NECK)))
    return tower


def add_rotor(model: ArticulatedObject, tower, steel, dark):
    """Rotor: curved vanes between discs, on a shaft from the motor to the top."""
    rotor, middle = model.part("rotor"), STAND["rotor"][2]
    long = ROTOR_HIGH - ROTOR_LOW
    steps = [(0.74 + 0.26 * k / 4, 0.34 * (1 - k / 4) ** 2) for k in range(5)]  # (share of the radius, angle)
    inner = [(ROTOR * share * cos(t), ROTOR * share * sin(t)) for share, t in steps]
    outer = [(ROTOR * share * cos(t + 0.045), ROTOR * share * sin(t + 0.045)) for share, t in reversed(steps)]
    vane = ExtrudeGeometry([*inner, *outer], long - 0.002).translate(0, 0, middle)
    add(rotor, "vanes", steel, array_polar(vane, BLADES))
    for row in range(DISCS):
        low = ROTOR_LOW + row * (long - 0.003) / (DISCS - 1)
        disc = [(0.0, low), (ROTOR + 0.0012, low), (ROTOR + 0.0012, low + 0.003), (0.0, low + 0.003)]
        add(rotor, f"disc_{row}", dark, LatheGeometry(disc, segments=36))
    axle(
        model, tower, rotor, at=(0, 0, middle - NECK), axis=(0, 0, 1), diameter=SHAFT,
        length=long + 0.002, overhang=0.012, name="rotor_spin", material=steel,
    )  # fmt: skip
    rotor.inertial = Inertial.from_geometry(Cylinder(ROTOR, long), mass=0.25)


def add_controls(model: ArticulatedObject, tower):
    """Dials in a row at the front of the recessed deck, buttons behind them."""
    deck = HEIGHT - RECESS - NECK
    for row, label in enumerate(LABELS):
        place = (0.16 * DEPTH, ((DIALS - 1) / 2 - row) * PITCH, deck)
        knob(
            model, tower, model.part(f"{label}_dial"), at=place, normal=(0, 0, 1), diameter=DIAL, height=0.55 * DIAL,
            zero=(1, 0, 0), endless=True, flutes=12, marks=9, name=f"{label}_turn",
        )  # fmt: skip
    for label, y in BUTTONS:
        button(
            model, tower, model.part(f"{label}_button"), at=(-0.24 * DEPTH, y, deck), normal=(0, 0, 1), diameter=CAP,
            travel=PRESS, name=f"{label}_press",
        )  # fmt: skip


def build_object_model() -> ArticulatedObject:
    """The fan looking straight ahead."""
    model = ArticulatedObject("tower_fan")
    shell = model.material("silver_grey_shell", rgba=(0.78, 0.79, 0.80, 1.0))
    dark = model.material("graphite_plastic", rgba=(0.13, 0.14, 0.15, 1.0))
    steel = model.material("satin_steel", rgba=(0.66, 0.68, 0.70, 1.0))
    model.material("led_blue", rgba=(0.25, 0.65, 1.0, 1.0))
    model.material("led_off", rgba=(0.30, 0.33, 0.36, 1.0))
    base = add_base(model, dark, shell)
    tower = add_tower(model, base, shell, dark, steel)
    add_rotor(model, tower, steel, dark)
    add_controls(model, tower)
    model.anchor(base, to="floor")
    return model


def run_tests() -> TestReport:
    """It stands, swings both ways over its base, blows from a free rotor, and its controls are where one expects."""
    ctx = TestContext(object_model)
    low = ctx.part_world_aabb("base")[0][2]
    ctx.check("the base stands on the floor", abs(low) < 1e-4, f"lowest point {low:.5f} m")
    ctx.expect_moves("grille", "swing", "+y", min_distance=0.3 * DEPTH * SWING)
    ctx.expect_gap("tower", "base", axis="z", min_gap=0.003, positive_elem="floor", negative_elem="body")
    for way in (-SWING, SWING):
        with ctx.pose(swing=way):
            ctx.expect_within("tower", "base", axes="xy", inner_elem="floor", outer_elem="body",
                              name=f"turned by {way:.1f} it stays over the base")  # fmt: skip
    ctx.expect_within("rotor", "tower", axes="xy", inner_elem="vanes", outer_elem="tube", margin=-0.004)
    ctx.expect_overlap("rotor", "tower", axes="z", min_overlap=0.8 * (WINDOW_HIGH - WINDOW_LOW), elem_a="vanes",
                       elem_b="grille", name="the rotor blows through the whole grille")  # fmt: skip
    room = ctx.clearance("rotor", "tower", elem_a="vanes", elem_b="tube").distance
    ctx.check("the rotor clears the tube", room > 0.003, f"{room:.4f} m")
    dials = [part.name for part in object_model.parts if part.name.endswith("_dial")]
    ctx.check("as many dials as ordered", len(dials) == DIALS, f"{dials}")
    for label in LABELS:
        ctx.expect_moves(f"{label}_turn_pointer", f"{label}_turn", "-y")
        top = ctx.part_world_aabb(f"{label}_dial")[1][2]
        ctx.check(f"the {label} dial stands out of the deck", top > HEIGHT - RECESS + 0.3 * DIAL, f"{top:.4f} m")
    for label, _ in BUTTONS:
        ctx.expect_moves(f"{label}_button", f"{label}_press", "down", min_distance=0.9 * PRESS)
        with ctx.pose({f"{label}_press": PRESS}):
            top = ctx.part_world_aabb(f"{label}_button")[1][2]
            ctx.check(f"the {label} button stays above the well", top > HEIGHT - RECESS, f"{top:.4f} m")
    return ctx.report()


object_model = build_object_model()
