"""A mini excavator: slewing house, boom, stick and bucket, each moved by a hydraulic cylinder that telescopes.

What it teaches: closed loops. Only boom, stick and bucket are driven; `close_loop` works out how barrels swing,
rods slide out and the bucket's two links follow. Everything is drawn where it is at rest, in the plane of the arm.

Frame: x points ahead, z up; the origin lies on the ground under the slew ring. Points of the arm are complex
numbers, x + z * 1j, so that turning one about another is a multiplication.
"""

from __future__ import annotations

from cmath import phase, rect
from functools import partial
from math import asin, cos, pi, radians

from sdk import (
    ArticulatedObject, Box, BoxGeometry, ExtrudeGeometry, Inertial, LatheGeometry, MotionLimits, Origin, TestContext,
    TestReport, array_linear, bent_tube, boolean_difference, boolean_union, cylinder_between, hull_plate,
    mesh_from_geometry, rounded, span_box, spin,
)  # fmt: skip

# What a customer chooses.
BOOM = 2.0  # pin to pin
STICK = 1.05  # pin to pin
BUCKET_WIDTH = 0.60
TEETH = 4
TRACK_LENGTH = 1.60

# Undercarriage and house.
TRACK, TRACK_WIDTH, GAUGE = (0.23, 0.28, 0.76)  # radius of the track's ends, width of a track, between their middles
DECK, REAR, SLEW = 0.60, 1.02, 0.52  # z of the house's floor, of its rear's top, of the slew ring
PIN, SLACK, ROUND = 0.045, 0.0003, 16  # diameter of the pins, gap in their bores, facets of both
SIDES = ((1, "left"), (-1, "right"))
block = partial(rounded, steps=2)

# The arm at rest, and the ranges of its joints against that; the bucket never reaches the ground.
FOOT, BOOM_REST, BOOM_HIGH, REACH = 0.86 + 0.95j, radians(38), radians(66), 0.66  # REACH: of the bucket
BOOM_LOW = asin((STICK + REACH + 0.06 - FOOT.imag) / BOOM)
ELBOW = FOOT + rect(BOOM, BOOM_REST)
KNEE = FOOT + rect(0.46 * BOOM, BOOM_REST) + rect(0.09 * BOOM, BOOM_REST + pi / 2)  # where the boom is bent
DOWN = rect(1, radians(-82))  # the way of the stick
AHEAD = DOWN * 1j  # across the stick, away from the house
WRIST = ELBOW + STICK * DOWN
GUIDE, HORN = WRIST - 0.26 * DOWN + 0.02 * AHEAD, WRIST + 0.19 * AHEAD  # pins of the bucket's linkage
GUIDE_LENGTH, LINK_LENGTH = 0.24, 0.23  # of the guide on the stick, of the link from its end to the bucket's horn
RANGE = {"boom_lift": (BOOM_LOW - BOOM_REST, BOOM_HIGH - BOOM_REST), "stick_swing": (-0.40, 0.85),
         "bucket_curl": (-0.80, 0.80)}  # fmt: skip


def turned(point, about, turn: float):
    """A point of the arm after a turn about another."""
    return about + (point - about) * rect(1, turn)


def knuckle(turn: float):
    """Where guide and link meet when the bucket is turned by `turn`."""
    way = turned(HORN, WRIST, turn) - GUIDE
    along = (GUIDE_LENGTH**2 - LINK_LENGTH**2 + abs(way) ** 2) / (2 * abs(way))
    return GUIDE + way / abs(way) * complex(along, (GUIDE_LENGTH**2 - along**2) ** 0.5)


# Both ends of the cylinders, and where the first parts' frames are.
KNUCKLE = knuckle(0.0)
BOOM_RAM = (FOOT + 0.16 - 0.36j, FOOT + rect(0.47 * BOOM, BOOM_REST) - rect(0.06, BOOM_REST + pi / 2))
STICK_RAM = (KNEE + rect(0.22, BOOM_REST + pi / 2 + 0.1), ELBOW - 0.26 * DOWN + 0.06 * AHEAD)
BUCKET_RAM = (ELBOW + 0.06 * DOWN + 0.22 * AHEAD, KNUCKLE)
FRAME = {"undercarriage": 0j, "house": SLEW * 1j, "boom": FOOT, "stick": ELBOW, "bucket": WRIST}


def seen(name: str, point):
    """A point of the arm in the frame of a part."""
    place = point - FRAME[name]
    return (place.real, 0, place.imag)


def body(model, name: str, kilograms: float, size, middle):
    """A part with the inertia of a box around a point of the arm, where its frame is too if FRAME has none."""
    FRAME.setdefault(name, middle)
    inertial = Inertial.from_geometry(Box(size), mass=kilograms, origin=Origin(seen(name, middle)))
    return model.part(name, inertial=inertial)


def add(part, name: str, material, first, *more, less=(), y: float = 0.0):
    """A visual of these solids in one, without those of `less`, all drawn where they are at rest, then moved by y."""
    shape = boolean_union(first, *more) if more else first
    shape = boolean_difference(shape, *less) if less else shape.copy()
    place = FRAME[part.name]
    shape.translate(-place.real, y, -place.imag)
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def across(point, half: float, radius: float, segments: int = ROUND):
    """A round bar or bore along y."""
    return cylinder_between((point.real, -half, point.imag), (point.real, half, point.imag), radius, segments=segments)


def plate(corners, y: float, thickness: float):
    """A plate around corners (point, radius), y from `y` to `y + thickness`."""
    rim = [point + rect(radius, 2 * pi * step / ROUND) for point, radius in corners for step in range(ROUND)]
    outline = hull_plate([(point.real, point.imag) for point in rim], thickness)
    return outline.rotate_x(pi / 2).translate(0, y + thickness / 2, 0)


def pair(corners, inner: float, thickness: float):
    """Two such plates, `inner` off the middle on both sides."""
    return [plate(corners, y, thickness) for y in (inner, -inner - thickness)]


def bolt(part, name: str, point, half: float, radius: float, steel, y: float = 0.0):
    """A pin along y with a head at both ends, which holds what lies within `half` of its middle."""
    head, thick, half = 1.6 * radius, 0.5 * radius, half + SLACK
    line = [(0, half + thick), (head, half + thick), (head, half), (radius, half)]
    shape = LatheGeometry([*line, *((reach, -z) for reach, z in reversed(line))], segments=ROUND)
    add(part, name, steel, shape.rotate_x(pi / 2).translate(point.real, 0, point.imag), y=y)


def bore(point, radius: float = PIN / 2):
    """What to take away for a pin to turn in."""
    return across(point, 0.2, (radius + SLACK) / cos(pi / ROUND))


def pinned(model, parent: str, child, elem: str, name: str, limits, half: float, steel, radius=PIN / 2, y=0.0):
    """The child on a pin of the parent, where its frame is; positive values turn what lies ahead up."""
    bolt(model.get_part(parent), f"{name}_pin", FRAME[child.name], half, radius, steel, y)
    place = Origin(seen(parent, FRAME[child.name]))
    motion = MotionLimits(lower=limits[0], upper=limits[1], effort=20000.0, velocity=0.8)
    model.articulation(name, "revolute", parent, child, origin=place, axis=(0, -1, 0), motion_limits=motion)
    model.fit(child, parent, elem_child=elem, elem_parent=f"{name}_pin", gap=SLACK)


def add_undercarriage(model: ArticulatedObject, paint, dark, steel):
    """Two tracks with grousers over sprocket, idler and rollers, and the frame between them."""
    part = body(model, "undercarriage", 820.0, (TRACK_LENGTH, GAUGE + TRACK_WIDTH, 0.45), 0.25j)
    half, rim, reach = TRACK_LENGTH / 2 - TRACK, TRACK - 0.045, TRACK_WIDTH / 2 - 0.03
    ends = (complex(-half, TRACK), complex(half, TRACK))
    belt = plate([(end, TRACK - 0.018) for end in ends], -TRACK_WIDTH / 2, TRACK_WIDTH)
    room = plate([(end, rim) for end in ends], -TRACK_WIDTH / 2 - 0.01, TRACK_WIDTH + 0.02)
    count, size = round(2 * half / 0.12), (0.032, TRACK_WIDTH, 0.024)
    steps = [-half + row * 2 * half / count for row in range(count + 1)]
    grousers = [BoxGeometry(size).translate(x, 0, z) for x in steps for z in (0.012, 2 * TRACK - 0.012)]
    for end, turn in ((half, -pi / 2), (-half, pi / 2)):
        for spoke in (rect(TRACK - 0.012, turn + row * pi / 7) for row in range(1, 7)):
            bar = BoxGeometry((0.024, TRACK_WIDTH, 0.028)).rotate_y(-phase(spoke))
            grousers.append(bar.translate(end + spoke.real, 0, TRACK + spoke.imag))
    count = max(2, round(2 * half / 0.3))
    rollers = [complex(-half + (row + 1) * 2 * half / (count + 1), 0.105) for row in range(count)]
    wheels = [across(end, reach, rim + 0.002) for end in ends] + [across(at, reach, 0.062, 12) for at in rollers]
    wheels += [across(end, reach + 0.02, 0.3 * rim, 12) for end in ends]
    for side, label in SIDES:
        y = side * GAUGE / 2
        add(part, f"track_{label}", dark, belt, *grousers, less=[room], y=y)
        add(part, f"rollers_{label}", steel, *wheels, y=y)
        add(part, f"track_frame_{label}", paint, span_box(x=(-half, half), y=(-0.06, 0.06), z=(0.11, 0.30)), y=y)
    bridge = [block((0.15, GAUGE - 0.1, 0.16), 0.03, edges="y").translate(x, 0, 0.26) for x in (-0.22, 0.22)]
    centre = block((0.62, 0.46, 0.22), 0.05).translate(0, 0, 0.33)
    add(part, "frame", paint, centre, *bridge, cylinder_between((0, 0, 0.4), (0, 0, SLEW), 0.24, segments=24))


def add_house(model: ArticulatedObject, paint, dark, steel, glass):
    """House: engine cover and counterweight, a floor with seat and levers under a canopy, the nose for the boom."""
    house, low = body(model, "house", 1150.0, (1.4, 0.98, 0.5), -0.35 + 0.85j), DECK + 0.12
    add(house, "platform", dark, block((1.40, 0.98, 0.10), 0.12).translate(-0.06, 0, DECK + 0.09))
    add(house, "engine_cover", paint, block((0.60, 0.97, REAR - low), 0.14).translate(-0.45, 0, (REAR + low) / 2))
    add(house, "counterweight", dark, block((0.30, 0.92, 0.30), 0.13).translate(-0.68, 0, DECK + 0.24))
    slots = array_linear(span_box(x=(-0.62, -0.28), y=(-0.50, -0.48), z=(0, 0.016)), 5, (0, 0, 0.04))
    add(house, "side_vent", dark, slots.translate(0, 0, DECK + 0.2))
    nose = [(0.48 + 0.68j, 0.09), (0.48 + 0.95j, 0.08), (FOOT, 0.09), (BOOM_RAM[0], 0.075)]
    web = span_box(x=(0.36, 0.62), y=(-0.1, 0.1), z=(DECK + 0.05, 0.98))
    add(house, "nose", paint, *pair(nose, 0.0825, 0.035), web)
    seat = block((0.42, 0.44, 0.12), 0.05).translate(-0.02, 0, DECK + 0.34)
    stand = block((0.30, 0.34, 0.20), 0.03).translate(-0.02, 0, DECK + 0.20)
    back = block((0.10, 0.42, 0.50), 0.04, edges="x").rotate_y(-0.15).translate(-0.20, 0, DECK + 0.62)
    add(house, "seat", dark, seat, stand, back)
    console = block((0.34, 0.12, 0.34), 0.03).translate(0.10, 0, DECK + 0.29)
    line = [(-0.60, 0, REAR - 0.03), (-0.48, 0, 2.30), (0.46, 0, 2.30), (0.50, 0, DECK + 0.10)]
    arch = bent_tube(line, 0.028, 0.12, segments=8)
    for side, label in SIDES:
        add(house, f"console_{label}", dark, console, y=side * 0.35)
        add_joystick(model, house, label, side * 0.35, dark)
        add(house, f"canopy_frame_{label}", dark, arch, y=side * 0.42)
    add(house, "canopy_rails", dark, across(0.488 + 1.30j, 0.42, 0.022, 8), across(-0.535 + 1.75j, 0.42, 0.022, 8))
    add(house, "roof", paint, block((1.16, 0.98, 0.07), 0.03, edges="all").translate(-0.01, 0, 2.35))
    lamps = [cylinder_between((0.55, y, 2.35), (0.59, y, 2.35), 0.05, segments=ROUND) for y in (-0.3, 0.3)]
    add(house, "work_lamps", glass, *lamps)
    spin(model, "undercarriage", house, at=(0, 0, SLEW), axis=(0, 0, 1), diameter=0.30, length=0.16, flange=0.52,
         name="slew", material=steel)  # fmt: skip


def add_joystick(model: ArticulatedObject, house, label: str, y: float, dark):
    """A joystick on a console: a stem with a gaiter and a grip, which leans back and forth on a short pin."""
    stick, pivot = model.part(f"joystick_{label}"), complex(0.20, DECK + 0.485)
    FRAME[stick.name] = pivot
    add(house, f"joystick_{label}_fork", dark, *pair([(pivot, 0.016), (pivot - 0.024j, 0.028)], 0.013, 0.008), y=y)
    stem = cylinder_between((pivot.real, 0, pivot.imag), (pivot.real, 0, pivot.imag + 0.14), 0.009, segments=10)
    line = [(0, 0.12), (0.014, 0.12), (0.019, 0.15), (0.017, 0.20), (0.010, 0.22), (0, 0.22)]
    grip = LatheGeometry(line, segments=8).translate(pivot.real, 0, pivot.imag)
    add(stick, "stem", dark, stem, across(pivot, 0.0125, 0.015), grip, less=[bore(pivot, 0.006)], y=y)
    pinned(model, "house", stick, "stem", f"joystick_{label}", (-0.35, 0.35), 0.0215, dark, 0.006, y)


def add_boom(model: ArticulatedObject, paint, steel):
    """Boom: a bent box girder, a fork at its end, lugs under and over the knee."""
    boom, tip = body(model, "boom", 125.0, (BOOM, 0.16, 0.25), KNEE), rect(0.36, phase(ELBOW - KNEE))
    lower = plate([(FOOT, 0.085), (KNEE, 0.135)], -0.08, 0.16)
    upper = plate([(KNEE, 0.135), (ELBOW - tip, 0.095)], -0.08, 0.16)
    fork = pair([(ELBOW - 1.1 * tip, 0.095), (ELBOW, 0.085)], 0.0525, 0.03)
    crest = [(STICK_RAM[0], 0.055), (KNEE, 0.12), (KNEE - rect(0.2, BOOM_REST + 0.2), 0.08)]
    lugs = pair([(BOOM_RAM[1], 0.055), (KNEE, 0.10)], 0.0305, 0.03) + pair(crest, 0.0305, 0.022)
    add(boom, "girder", paint, lower, upper, *fork, *lugs, less=[bore(FOOT, 0.03)])
    pinned(model, "house", boom, "girder", "boom_lift", RANGE["boom_lift"], 0.1175, steel, 0.03)


def add_stick(model: ArticulatedObject, paint, steel):
    """Stick: a box girder with a tail for its cylinder, a nose for the bucket and lugs for the bucket's cylinder."""
    stick, nose = body(model, "stick", 65.0, (0.2, 0.1, STICK), (ELBOW + WRIST) / 2), WRIST - 0.10 * DOWN
    girder = plate([(ELBOW, 0.10), (ELBOW + 0.25 * STICK * DOWN, 0.10), (nose, 0.052)], -0.05, 0.10)
    ears = pair([(STICK_RAM[1], 0.055), (ELBOW, 0.09)], 0.0305, 0.0195)
    lugs = pair([(BUCKET_RAM[0], 0.045), (ELBOW, 0.09), (ELBOW + 0.2 * DOWN, 0.09)], 0.0305, 0.0195)
    neck, boss = plate([(nose, 0.052), (WRIST, 0.05)], -0.05, 0.10), across(WRIST, 0.0695, 0.062)
    add(stick, "girder", paint, girder, neck, boss, *ears, *lugs, less=[bore(ELBOW, 0.0275)])
    pinned(model, "boom", stick, "girder", "stick_swing", RANGE["stick_swing"], 0.0825, steel, 0.0275)


def add_bucket(model: ArticulatedObject, paint, steel):
    """Bucket: a curved sheet between two sides, with lip and teeth, ears for pin and horn; its linkage."""
    bucket = body(model, "bucket", 60.0, (0.4, BUCKET_WIDTH, 0.45), WRIST + 0.12 - 0.32j)
    guide = body(model, "guide", 6.0, (0.24, 0.13, 0.08), GUIDE)
    link = body(model, "link", 7.0, (0.24, 0.13, 0.08), KNUCKLE)
    curve = [(-0.05, -0.09), (0.14, -0.075), (0.24, -0.12), (0.305, -0.21), (0.305, -0.32), (0.25, -0.42),
             (0.15, -0.49), (-0.10, -0.565)]  # fmt: skip
    inner = [(-0.4, -0.105), (-0.05, -0.107), (0.135, -0.092), (0.23, -0.133), (0.287, -0.216), (0.287, -0.315),
             (0.237, -0.406), (0.143, -0.473), (-0.10, -0.547), (-0.4, -0.637)]  # fmt: skip

    def placed(solid):
        """What is drawn around the bucket's pin, x ahead of it, where it is at rest."""
        return solid.rotate_y(-phase(AHEAD)).translate(WRIST.real, 0, WRIST.imag)

    def sheet(outline, width: float, y: float = 0.0):
        """Such an outline, as wide as said along y."""
        return placed(ExtrudeGeometry(outline, width).rotate_x(pi / 2).translate(0, y, 0))

    add(bucket, "shell", paint, sheet(curve, BUCKET_WIDTH), less=[sheet(inner, BUCKET_WIDTH - 0.028)])
    lip = [(-0.155, -0.584), (-0.148, -0.566), (-0.02, -0.5255), (-0.02, -0.541)]
    tooth = [(-0.07, -0.568), (-0.155, -0.596), (-0.235, -0.610), (-0.235, -0.602), (-0.15, -0.556), (-0.07, -0.5315)]
    half, step = BUCKET_WIDTH / 2, (BUCKET_WIDTH - 0.08) / (TEETH - 1)
    teeth = [sheet(tooth, 0.055, row * step - half + 0.04) for row in range(TEETH)]
    add(bucket, "teeth", steel, sheet(lip, BUCKET_WIDTH + 0.02), *teeth)
    cutter = placed(span_box(x=(-0.09, 0.06), y=(-0.009, 0.009), z=(-0.36, -0.24)))
    for side, label in SIDES:
        add(bucket, f"side_cutter_{label}", steel, cutter, y=side * half)
    ears = pair([(0j, 0.062), (0.19 + 0j, 0.045), (0.20 - 0.10j, 0.03), (-0.02 - 0.10j, 0.03)], 0.0705, 0.022)
    add(bucket, "ears", paint, *[placed(ear) for ear in ears], less=[bore(WRIST)])
    pinned(model, "stick", bucket, "ears", "bucket_curl", RANGE["bucket_curl"], 0.0925, steel)
    bolt(bucket, "horn_pin", HORN, 0.0925, PIN / 2, steel)
    add(guide, "guide", paint, *pair([(GUIDE, 0.042), (KNUCKLE, 0.042)], 0.0525, 0.016), less=[bore(GUIDE)])
    pinned(model, "stick", guide, "guide", "guide_swing", (-3.0, 3.0), 0.0685, steel)
    sides, collar = pair([(KNUCKLE, 0.040), (HORN, 0.040)], 0.0305, 0.0195), across(HORN, 0.0695, 0.040)
    between = plate([(KNUCKLE, 0.05), (KNUCKLE + 0.6 * (HORN - KNUCKLE), 0.05)], -0.0305, 0.061)
    add(link, "link", paint, *sides, collar, less=[bore(HORN), bore(KNUCKLE), between])
    pinned(model, "guide", link, "link", "link_swing", (-3.0, 3.0), 0.0685, steel)
    model.fit(link, bucket, elem_child="link", elem_parent="horn_pin", gap=SLACK)


def add_ram(model, name: str, base: str, ends, moving, driver: str, eye: float, inner: float, paint, chrome, steel):
    """A hydraulic cylinder: barrel on a pin of `base`, rod with piston inside, its eye at moving(driver's value)."""
    (foot, tip), (low, high) = ends, RANGE[driver]
    barrel = body(model, f"{name}_barrel", 14.0, (0.5, 0.08, 0.08), foot)
    rod = body(model, f"{name}_rod", 9.0, (0.5, 0.08, 0.08), tip)
    lengths = [abs(moving(low + (high - low) * row / 60) - foot) for row in range(61)]
    shut, full, rest = min(lengths), max(lengths), abs(tip - foot)
    way = (tip - foot) / rest
    mouth, thick, outer, grip = (shut - 0.085, 0.62 * inner, inner + 0.009, 0.050)  # grip: radius of the eyes
    hole, rim, neck = thick + SLACK, outer + 0.006, mouth - 0.04
    wall = [(0, 0.03), (0.028, 0.03), (0.028, 0.10), (outer, 0.12), (outer, mouth - 0.06), (rim, mouth - 0.055),
            (rim, mouth), (hole, mouth), (hole, neck), (inner, neck), (inner, 0.12), (0, 0.12)]  # fmt: skip
    tail, head = mouth - full - 0.12, inner - SLACK  # at full stroke the piston, which ends at `tail`, is still guided
    stem = [(0, tail), (head, tail), (head, tail + 0.05), (thick, tail + 0.05), (thick, -0.03), (0, -0.03)]
    tube, shaft = (
        LatheGeometry(profile, segments=ROUND).rotate_y(pi / 2 - phase(way)).translate(start.real, 0, start.imag)
        for profile, start in ((wall, foot), (stem, tip))
    )
    add(barrel, "barrel", paint, tube, across(foot, eye, grip), less=[bore(foot)])
    pinned(model, base, barrel, "barrel", f"{name}_swing", (-1.6, 1.6), eye + 0.035, steel)
    add(rod, "rod", chrome, shaft, across(tip, 0.03, grip - 0.006), less=[bore(tip)])
    stroke = MotionLimits(lower=shut - rest - 0.002, upper=full - rest + 0.002, effort=20000.0)
    model.articulation(f"{name}_stroke", "prismatic", barrel, rod, origin=Origin(seen(barrel.name, tip)),
                       axis=(way.real, 0, way.imag), motion_limits=stroke)  # fmt: skip
    model.fit(rod, barrel, elem_child="rod", elem_parent="barrel", gap=SLACK, kind="sliding")
    return rod


def add_rams(model: ArticulatedObject, paint, chrome, steel):
    """The three cylinders, and the loops they close."""
    for name, base, moved, ends, driver, eye, half in (
        ("boom_ram", "house", "boom", BOOM_RAM, "boom_lift", 0.0815, 0.0605),
        ("stick_ram", "boom", "stick", STICK_RAM, "stick_swing", 0.03, 0.05),
    ):
        moving = partial(turned, ends[1], FRAME[moved])
        rod = add_ram(model, name, base, ends, moving, driver, eye, 0.038, paint, chrome, steel)
        bolt(model.get_part(moved), f"{name}_pin", ends[1], half, PIN / 2, steel)
        model.fit(rod, moved, elem_child="rod", elem_parent=f"{name}_pin", gap=SLACK)
        model.close_loop(rod, (0, 0, 0), moved, seen(moved, ends[1]), driver=driver)
    rod = add_ram(model, "bucket_ram", "stick", BUCKET_RAM, knuckle, "bucket_curl", 0.03, 0.032, paint, chrome, steel)
    model.fit(rod, "guide", elem_child="rod", elem_parent="link_swing_pin", gap=SLACK)
    model.close_loop("link", seen("link", HORN), "bucket", seen("bucket", HORN), driver="bucket_curl",
                     also=[(rod, (0, 0, 0), "guide", seen("guide", KNUCKLE))])  # fmt: skip


def build_object_model() -> ArticulatedObject:
    """The machine with its arm raised half and the bucket hanging."""
    model = ArticulatedObject("excavator_arm")
    paint = model.material("yellow_paint", rgba=(0.95, 0.70, 0.10, 1.0))
    dark = model.material("dark_grey_paint", rgba=(0.16, 0.17, 0.18, 1.0))
    steel = model.material("worn_steel", rgba=(0.55, 0.55, 0.56, 1.0))
    chrome = model.material("chromed_steel", rgba=(0.85, 0.86, 0.88, 1.0))
    glass = model.material("lamp_glass", rgba=(0.93, 0.94, 0.88, 1.0))
    add_undercarriage(model, dark, dark, steel)
    add_house(model, paint, dark, steel, glass)
    add_boom(model, paint, steel)
    add_stick(model, paint, steel)
    add_bucket(model, dark, steel)
    add_rams(model, dark, chrome, steel)
    model.anchor("undercarriage", to="floor")
    return model


def run_tests() -> TestReport:
    """Every joint moves its way, rods stay in their barrels, the bucket is hollow and keeps off the ground."""
    ctx = TestContext(object_model)
    ctx.expect_moves("bucket/teeth", "boom_lift", "up", min_distance=0.3)
    ctx.expect_moves("bucket/teeth", "stick_swing", "+x", min_distance=0.3)
    ctx.expect_moves("bucket/teeth", "bucket_curl", "+x", min_distance=0.2)
    ctx.expect_moves("bucket/teeth", "slew", "+y")
    for driver, limits in RANGE.items():
        ram = driver.split("_")[0] + "_ram"
        for value in limits:
            with ctx.pose({driver: value}):
                ctx.expect_overlap(f"{ram}_rod", f"{ram}_barrel", axes="xz", min_overlap=0.03,
                                   name=f"{ram}: the rod stays in at {value:.2f}")  # fmt: skip
                ctx.expect_gap("bucket", "undercarriage", axis="x", min_gap=0.1, name=f"{driver} {value:.2f}: clear")
    with ctx.pose(boom_lift=RANGE["boom_lift"][0]):
        low = ctx.part_world_aabb("bucket")[0][2]
        ctx.check("the lowered bucket stays off the ground", low > 0.05, f"lowest point {low:.3f} m")
    box = ctx.part_element_world_aabb("bucket", elem="shell")
    ctx.check("the bucket is as wide as said", abs(box[1][1] - box[0][1] - BUCKET_WIDTH) < 1e-4, f"{box}")
    ctx.check("the cylinders' loops close", max(loop.error for loop in object_model.loops) < 1e-4)
    return ctx.report()


object_model = build_object_model()
