"""A ceiling fan: canopy, downrod, vented motor, turning blades on irons, two pull chains, a light bowl.

What it teaches: hanging things. The root is anchored to the ceiling; `axle` carries the rotor on the hollow
shaft that holds the light below it, `bayonet` lets the glass bowl turn and only then come down, chains slide in guides.

Frame: the origin lies on the ceiling over the middle of the fan, z up, so that everything has z < 0; the
reverse switch looks to +x.
"""

from __future__ import annotations

from math import cos, pi, sin, tau

from sdk import (
    ArticulatedObject, Cylinder, Inertial, LatheGeometry, LoftGeometry, MotionLimits, Origin, TestContext,
    TestReport, array_polar, axle, bayonet, bent_tube, boolean_difference, boolean_union, cylinder_between,
    hull_plate, mesh_from_geometry, slide, span_box, superellipse_profile,
)  # fmt: skip

# What a customer chooses.
SPAN = 1.32  # tip to tip
BLADES = 5
CHORD = 0.130  # of a blade near its tip
DOWNROD = 0.18  # free length between canopy and motor
BOWL = 0.300  # diameter of the light bowl

# From the ceiling down: canopy, rod, motor.
CANOPY, ROD = 0.074, 0.0130  # height; radius
MOTOR = -CANOPY - DOWNROD - 0.040  # z of the top of the motor housing, below the yoke's cover
MOTOR_LOW, MOTOR_RADIUS = MOTOR - 0.110, 0.145
# The rotor: a flywheel that carries the irons, on the shaft between motor and switch cup.
SHAFT, HUB = 0.024, 0.030  # diameter of the shaft, length of the hub on it
ROTOR = MOTOR_LOW - 0.020 - HUB / 2  # z of its middle
FLYWHEEL, PITCH, WASHOUT = (0.112, 0.22, 0.08)  # radius; pitch of a blade at its root and what it loses to the tip
IRON_END, BLADE_ROOT = 0.285, 0.205  # from the axis
# Switch cup and light.
CUP, CUP_RADIUS, CUP_LOW = ROTOR - HUB / 2 - 0.018, 0.066, ROTOR - HUB / 2 - 0.093  # top, radius, underside
PLUG, RELEASE = 0.072, pi / 3  # of the bowl's bayonet: diameter, turn
GUIDE = BOWL / 2 + 0.022  # distance of the pull chains from the axis
PULL, CHAIN, SLACK = 0.010, 0.0016, 0.0002  # travel, radius of the chain's rod, clearance on a side
CHAINS = ((1, "fan"), (-1, "light"))


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    shape = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(shape, *less) if less else shape
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def add_mount(model: ArticulatedObject, nickel, dark):
    """Everything that stands still: canopy, rod, yoke cover, motor housing with vents, switch cup."""
    mount = model.part("mount")
    bell = [
        (0.074, 0.0), (0.073, -0.022), (0.064, -0.044), (0.046, -0.060), (0.026, -CANOPY),
        (ROD - 0.0005, -CANOPY)
    ]  # fmt: skip
    inside = [(ROD - 0.0005, 0.004 - CANOPY), (0.025, 0.004 - CANOPY), (0.044, -0.0565),
              (0.061, -0.042), (0.070, -0.021), (0.071, 0.0)]  # fmt: skip
    add(mount, "canopy", nickel, LatheGeometry([*bell, *inside], segments=40))
    bar = span_box(x=(-0.0715, 0.0715), y=(-0.014, 0.014), z=(-0.004, 0.0))
    add(mount, "hanger", dark, bar, cylinder_between((0, 0, -0.002), (0, 0, -0.036), 0.016, segments=24))
    rod = (-0.030 + MOTOR + 0.010) / 2
    mount.visual(Cylinder(ROD, -0.030 - MOTOR - 0.010), origin=Origin((0, 0, rod)), material=nickel, name="downrod")
    cover = [(0.0, MOTOR + 0.040), (0.020, MOTOR + 0.040), (0.026, MOTOR + 0.036), (0.034, MOTOR + 0.012),
             (0.046, MOTOR - 0.002), (0.0, MOTOR - 0.002)]  # fmt: skip
    add(mount, "yoke_cover", nickel, LatheGeometry(cover, segments=32))
    r, z = MOTOR_RADIUS, MOTOR
    shell = [(0.0, z), (0.050, z), (0.085, z - 0.010), (0.125, z - 0.028), (r - 0.004, z - 0.046), (r, z - 0.056),
             (r, z - 0.078), (r - 0.004, z - 0.086), (r - 0.020, z - 0.096), (0.088, MOTOR_LOW),
             (0.0, MOTOR_LOW)]  # fmt: skip
    vent = span_box(x=(0.084, 0.118), y=(-0.0035, 0.0035), z=(-0.006, 0.012)).rotate_y(0.42).translate(0, 0, z + 0.026)
    add(mount, "motor", nickel, LatheGeometry(shell, segments=56), less=[array_polar(vent, 16)])
    band = [(r - 0.003, z - 0.062), (r + 0.0015, z - 0.062), (r + 0.0015, z - 0.072), (r - 0.003, z - 0.072)]
    add(mount, "band", dark, LatheGeometry(band, segments=56))
    c, low = CUP_RADIUS, CUP_LOW
    cup = [(0.0, CUP), (0.034, CUP), (c - 0.008, CUP - 0.006), (c, CUP - 0.014), (c, low), (0.0, low)]
    pocket = span_box(x=(c - 0.018, c + 0.02), y=(-0.0065, 0.0065), z=(CUP - 0.0485, CUP - 0.0235))
    add(mount, "cup", nickel, LatheGeometry(cup, segments=48), less=[pocket])
    frame = span_box(x=(c - 0.012, c + 0.004), y=(-0.013, 0.013), z=(CUP - 0.056, CUP - 0.014))
    add(mount, "switch_frame", dark, frame, less=[pocket])
    mount.inertial = Inertial.from_geometry(Cylinder(0.12, 0.20), mass=4.2, origin=Origin((0, 0, MOTOR - 0.05)))
    return mount


def blade_skin():
    """A blade along x from its root at x = 0: rounded ends, washed out toward the tip, a little hollow below."""
    long, loops = SPAN / 2 - BLADE_ROOT, []
    rows = [(0.0, 0.40), (0.010, 0.58), (0.030, 0.70), (0.10, 0.78), (0.45, 0.92), (0.75, 1.0), (0.92, 1.0),
            (0.97, 0.92), (0.99, 0.78), (1.0, 0.55)]  # fmt: skip
    for share, width in rows:
        turn = PITCH - WASHOUT * share
        chord = width * CHORD
        loop = []
        for x, y in superellipse_profile(0.0065, chord, 3.0, segments=20):
            x += 0.004 * (2 * y / chord) ** 2 - 0.002
            loop.append((x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn), share * long))
        loops.append(loop)
    return LoftGeometry(loops).rotate_y(pi / 2)


def add_rotor(model: ArticulatedObject, mount, nickel, wood, dark):
    """Rotor: flywheel, irons and blades in one, turning around the shaft; the irons are screwed to the blades."""
    rotor = model.part("rotor")
    disc = [
        (0.0, -0.009), (FLYWHEEL - 0.004, -0.009), (FLYWHEEL, -0.005), (FLYWHEEL, 0.005), (0.086, 0.010),
        (0.0, 0.010)
    ]  # fmt: skip
    add(rotor, "flywheel", dark, LatheGeometry(disc, segments=48))
    arm = hull_plate([(0.080, 0, 0.022), (0.180, 0, 0.013)], 0.005)
    fork = hull_plate([(0.180, 0, 0.013), (0.232, 0.026, 0.014), (0.232, -0.026, 0.014), (IRON_END, 0, 0.013)], 0.005)
    spots = [(0.232, 0.026), (0.232, -0.026), (IRON_END - 0.004, 0.0)]
    heads = [cylinder_between((x, y, -0.005), (x, y, -0.001), 0.005, segments=10) for x, y in spots]
    iron = boolean_union(arm, fork, *heads).rotate_x(PITCH)
    meshes = {
        "iron": (mesh_from_geometry(iron, "blade_iron"), nickel),
        "blade": (mesh_from_geometry(blade_skin(), "blade"), wood),
    }
    lift = 0.0034  # the hollow underside of a blade then lies on its iron
    for row in range(BLADES):
        turn = row * tau / BLADES
        for kind, (mesh, material) in meshes.items():
            out, up = (BLADE_ROOT, lift) if kind == "blade" else (0.0, 0.0)
            place = Origin((out * cos(turn), out * sin(turn), up), (0, 0, turn))
            rotor.visual(mesh, origin=place, material=material, name=f"{kind}_{row}")
    axle(
        model, mount, rotor, at=(0, 0, ROTOR), axis=(0, 0, 1), diameter=SHAFT, length=HUB, overhang=0.026,
        name="rotor_spin", material=nickel,
    )  # fmt: skip
    rotor.inertial = Inertial.from_geometry(Cylinder(0.45 * SPAN, 0.02), mass=1.4 + 0.35 * BLADES)


def add_chain(model: ArticulatedObject, mount, side: int, label: str, nickel):
    """A pull chain: a rod in the nozzle of a bent guide, a string of beads and a bell-shaped pull."""
    chain, y, z = model.part(f"{label}_chain"), side * GUIDE, CUP - 0.036
    line = [(0, side * (CUP_RADIUS - 0.006), z), (0, y, z), (0, y, z - 0.026)]
    add(mount, f"guide_{label}", nickel, bent_tube(line, 0.0045, 0.016, segments=14))
    bore = CHAIN + SLACK
    nozzle = [(0.0, z - 0.022), (0.0055, z - 0.022), (0.0055, z - 0.056), (0.0070, z - 0.060), (bore, z - 0.060),
              (bore, z - 0.028), (0.0, z - 0.028)]  # fmt: skip
    add(mount, f"nozzle_{label}", nickel, LatheGeometry(nozzle, segments=24).translate(0, y, 0))
    model.articulation(
        f"{label}_chain_pull", "prismatic", mount, chain, origin=Origin((0, y, z - 0.060)), axis=(0, 0, -1),
        motion_limits=MotionLimits(effort=15.0, velocity=0.2, lower=0.0, upper=PULL),
    )  # fmt: skip
    chain.visual(Cylinder(CHAIN, 0.034), origin=Origin((0, 0, 0.013)), material=nickel, name="rod")
    beads = [(0.0, -0.003)]
    for row in range(11):
        low = -0.004 - 0.0062 * (row + 1)
        beads += [(0.0008, low + 0.0062), (0.0021, low + 0.0042), (0.0021, low + 0.0020)]
    end = -0.004 - 0.0062 * 11
    bell = [
        (0.0015, end), (0.0045, end - 0.004), (0.0065, end - 0.022), (0.0050, end - 0.026),
        (0.0, end - 0.026)
    ]  # fmt: skip
    add(chain, "beads", nickel, LatheGeometry([*beads, *bell], segments=8))
    model.fit(chain, mount, elem_child="rod", elem_parent=f"nozzle_{label}", gap=SLACK, kind="sliding")


def add_light(model: ArticulatedObject, mount, nickel, glass):
    """Light: a pan under the switch cup, and the glass bowl in its gallery that a bayonet holds."""
    bowl = model.part("light_bowl")
    low, rim = CUP_LOW - 0.014, BOWL / 2 + 0.004
    pan = [(0.0, CUP_LOW + 0.002), (CUP_RADIUS - 0.002, CUP_LOW + 0.002), (rim - 0.012, low + 0.010),
           (rim, low + 0.004), (rim, low), (0.0, low)]  # fmt: skip
    add(mount, "pan", nickel, LatheGeometry(pan, segments=56))
    made = bayonet(
        model, mount, bowl, at=(0, 0, low), axis=(0, 0, -1), diameter=PLUG, angle=RELEASE, side=(1, 0, 0),
        name="bowl_turn", material=nickel,
    )  # fmt: skip
    top = made.ports["collar"].xyz[2]
    r, deep = BOWL / 2, 0.34 * BOWL
    gallery = [(0.0, top), (r - 0.002, top), (r - 0.002, top + 0.006), (r + 0.0025, top + 0.006),
               (r + 0.0025, top - 0.010), (r - 0.004, top - 0.010), (r - 0.004, top - 0.004),
               (0.0, top - 0.004)]  # fmt: skip
    add(bowl, "gallery", nickel, LatheGeometry(gallery, segments=56))
    arc = [pi / 2 * k / 7 for k in range(8)]
    outer = [((r - 0.0035) * cos(t), top - 0.008 - deep * sin(t)) for t in arc]
    inner = [((r - 0.0075) * cos(t), top - 0.008 - (deep - 0.004) * sin(t)) for t in reversed(arc)]
    add(
        bowl, "glass", glass,
        LatheGeometry([*outer[:-1], (0.0, outer[-1][1]), (0.0, inner[0][1]), *inner[1:]], segments=48),
    )  # fmt: skip
    tip = top - 0.008 - deep
    knob = [(0.0, tip + 0.002), (0.011, tip + 0.002), (0.012, tip - 0.002), (0.006, tip - 0.007), (0.007, tip - 0.014),
            (0.0, tip - 0.018)]  # fmt: skip
    add(bowl, "end_knob", nickel, LatheGeometry(knob, segments=20))


def build_object_model() -> ArticulatedObject:
    """The fan as it hangs, light closed, chains up."""
    model = ArticulatedObject("ceiling_fan")
    nickel = model.material("brushed_nickel", rgba=(0.66, 0.65, 0.62, 1.0))
    dark = model.material("dark_bronze", rgba=(0.20, 0.18, 0.16, 1.0))
    wood = model.material("walnut", rgba=(0.36, 0.22, 0.13, 1.0))
    glass = model.material("frosted_glass", rgba=(0.97, 0.95, 0.88, 1.0))
    mount = add_mount(model, nickel, dark)
    add_rotor(model, mount, nickel, wood, dark)
    add_light(model, mount, nickel, glass)
    for side, label in CHAINS:
        add_chain(model, mount, side, label, nickel)
    toggle = model.part("reverse_switch")
    slide(
        model, mount, toggle, at=(CUP_RADIUS + 0.0045, 0, CUP - 0.033), axis=(0, 0, -1), travel=0.006, style="slot",
        width=0.005, height=0.0018, name="reverse", material=nickel,
    )  # fmt: skip
    model.anchor(mount, to="ceiling")
    return model


def run_tests() -> TestReport:
    """The blades turn clear of everything, the chains pull down, the bowl turns before it comes off."""
    ctx = TestContext(object_model)
    top = ctx.part_world_aabb("mount")[1][2]
    ctx.check("the canopy meets the ceiling", abs(top) < 1e-4, f"highest point {top:.5f} m")
    blades = [visual for visual in object_model.get_part("rotor").visuals if (visual.name or "").startswith("blade_")]
    ctx.check("as many blades as ordered", len(blades) == BLADES, f"{len(blades)}")
    ctx.expect_moves("blade_0", "rotor_spin", "+y", min_distance=0.2)
    reach = max(ctx.part_element_world_aabb("rotor", elem="blade_0")[1])
    ctx.check("the span is as said", abs(reach - SPAN / 2) < 0.004, f"a tip at {reach:.4f} m")
    for part in ("fan_chain", "light_chain", "light_bowl"):
        ctx.expect_gap("rotor", part, axis="z", min_gap=0.01, name=f"the blades pass above the {part}")
    room = ctx.clearance("rotor", "mount", elem_a="blade_0", elem_b="motor").distance
    ctx.check("the blades clear the motor", room > 0.02, f"{room:.3f} m")
    for _, label in CHAINS:
        ctx.expect_moves(f"{label}_chain", f"{label}_chain_pull", "down", min_distance=0.9 * PULL)
        with ctx.pose({f"{label}_chain_pull": PULL}):
            pair = {"elem_a": "rod", "elem_b": f"nozzle_{label}"}
            ctx.expect_overlap(f"{label}_chain", "mount", axes="z", min_overlap=0.008,
                               name=f"the {label} chain stays in its nozzle", **pair)  # fmt: skip
    room = ctx.clearance("light_bowl", "fan_chain", over="bowl_turn").distance
    ctx.check("the bowl turns between the chains", room > 0.004, f"{room:.4f} m")
    ctx.expect_gap("mount", "light_bowl", axis="z", min_gap=0.0, max_gap=0.004, positive_elem="pan",
                   negative_elem="gallery", name="the bowl closes under the pan")  # fmt: skip
    with ctx.pose(bowl_turn=RELEASE):
        ctx.expect_moves(
            "light_bowl/glass", "bowl_turn_draw", "down", min_distance=0.01, name="released, it comes down"
        )
    return ctx.report()


object_model = build_object_model()
