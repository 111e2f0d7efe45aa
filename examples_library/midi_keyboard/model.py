"""A MIDI keyboard: piano keys on one rod, pitch and modulation wheels, knobs, faders, pads, octave buttons.

What it teaches: a row of parts that share their hardware. All keys swing on one steel rod, each by a `fit`;
the notches of the white keys come from where the black ones stand, so any number of octaves fits.

Frame: x to the right of the player, who sits towards -y, z up; the origin lies on the table under the middle.
"""

from __future__ import annotations

from math import pi

from sdk import (
    ArticulatedObject, Box, CylinderGeometry, ExtrudeGeometry, Inertial, LatheGeometry, LoftGeometry,
    MotionLimits, Origin, TestContext, TestReport, array_linear, array_polar, at, axle, boolean_difference,
    boolean_union, cylinder_between, foot, mesh_from_geometry, rounded, span_box, switch, text_relief,
)  # fmt: skip

# What a customer chooses.
OCTAVES = 2  # one more C on top
KEY_WIDTH = 0.0225  # from one white key to the next
KEY_LENGTH = 0.128  # what is seen of a white key
FADERS = 4
KNOB_COLUMNS = 4  # in two rows

# Heights: the underside, the floor inside, the keys' tops, the panel.
FEET, FLOOR, KEYS_TOP, TOP = 0.005, 0.0085, 0.047, 0.061
SHEET, GAP = 0.003, 0.0005  # of the panel; half the gap between two keys

# Outline, and the bay of the keys with the wheels to its left.
WHITES = 7 * OCTAVES + 1
CHEEK, WHEELS, PANEL = 0.013, 0.074, 0.088
WIDTH, DEPTH = WHITES * KEY_WIDTH + CHEEK + WHEELS, KEY_LENGTH + PANEL + 0.003
LEFT, RIGHT = WHEELS - WIDTH / 2, WIDTH / 2 - CHEEK
FRONT, EDGE = 0.002 - DEPTH / 2, 0.003 - DEPTH / 2 + KEY_LENGTH  # y of the keys' fronts and of the panel

# Keys: the rod is behind the panel's edge, in the middle of the keys' height.
THICK, ROD, SLACK, PRESS = 0.010, 0.0020, 0.0002, 0.048
ROD_Y, ROD_Z, TAIL = EDGE + 0.022, KEYS_TOP - THICK / 2, 0.006
BLACK, BLACK_RISE, BLACK_FRONT = 0.58 * KEY_WIDTH, 0.0105, FRONT + 0.36 * KEY_LENGTH
BLACKS = {1: 0.90, 3: 2.10, 6: 3.87, 8: 5.0, 10: 6.13}  # semitone: middle, in white keys from C
STEPS = (0, 2, 4, 5, 7, 9, 11)  # semitones of the white keys

# Controls.
WHEEL, WHEEL_WIDE, WHEEL_TURN = 0.021, 0.013, 0.62  # radius, width, radians either way
PAD, PAD_PITCH, PAD_TRAVEL = 0.0245, 0.029, 0.0012
WHEEL_Y = FRONT + 0.42 * KEY_LENGTH
OCTAVE_CAP, OCTAVE_Y = (0.016, 0.008), WHEEL_Y + 0.040
PANEL_Y, FADER_TRAVEL, FADER_PITCH, KNOB, KNOB_PITCH = EDGE + PANEL / 2, 0.042, 0.021, 0.0155, 0.0255


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    whole = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(whole, *less) if less else whole
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def spread(count: int, pitch: float, middle: float = 0.0):
    """Places in a row around `middle`."""
    return [middle + (index - (count - 1) / 2) * pitch for index in range(count)]


PAD_PLACES = [(x, y) for y in spread(2, PAD_PITCH, PANEL_Y) for x in spread(4, PAD_PITCH, WIDTH / 2 - 0.072)]


def block(x, y, z, inset: float = 0.0, above: float | None = None):
    """A box between spans; with `above`, a top at that height drawn in on the sides and twice as far in front."""
    levels = [(z[0], 0.0), (z[1], 0.0)] + ([(above, inset)] if above is not None else [])
    loops = [
        [(x[0] + i, y[0] + 4 * i, h), (x[1] - i, y[0] + 4 * i, h), (x[1] - i, y[1], h), (x[0] + i, y[1], h)]
        for h, i in levels
    ]
    return LoftGeometry(loops)


def white_key(degree: int | None):
    """A white key around its place on the rod; None is the top C, which has no notch."""
    middle = 0.5 if degree is None else degree + 0.5
    left, right = GAP - KEY_WIDTH / 2, KEY_WIDTH / 2 - GAP
    narrow_left, narrow_right = left, right
    if degree is not None:
        for place in BLACKS.values():
            x = (place - middle) * KEY_WIDTH
            if -0.8 * KEY_WIDTH < x < 0:
                narrow_left = x + BLACK / 2 + 2 * GAP
            elif 0 < x < 0.8 * KEY_WIDTH:
                narrow_right = x - BLACK / 2 - 2 * GAP
    front, notch, end = FRONT - ROD_Y, BLACK_FRONT - 0.0012 - ROD_Y, TAIL
    outline = [(left, front), (right, front), (right, notch), (narrow_right, notch), (narrow_right, end),
               (narrow_left, end), (narrow_left, notch), (left, notch)]  # fmt: skip
    top = KEYS_TOP - ROD_Z
    plate = ExtrudeGeometry(list(dict.fromkeys(outline)), THICK).translate(0, 0, top - THICK / 2)
    lip = span_box(x=(left, right), y=(front, front + 0.004), z=(top - 0.021, top - 0.002))
    bevel = ExtrudeGeometry([(-0.001, 0.001), (0.0022, 0.001), (-0.001, -0.0018)], 1.0).rotate_x(pi / 2)
    bevel.rotate_z(pi / 2).translate(0, front, top)
    bore = cylinder_between((-1, 0, 0), (1, 0, 0), ROD + SLACK, segments=16)
    return boolean_difference(boolean_union(plate, lip), bore, bevel)


def black_key():
    """A black key around its place on the rod."""
    top, x = KEYS_TOP - ROD_Z, (-BLACK / 2, BLACK / 2)
    body = block(x, (BLACK_FRONT - ROD_Y, EDGE - ROD_Y - 0.001), (top - THICK, top), 0.0016, top + BLACK_RISE)
    tail = span_box(x=x, y=(EDGE - ROD_Y - 0.003, TAIL), z=(top - THICK, top))
    bore = cylinder_between((-1, 0, 0), (1, 0, 0), ROD + SLACK, segments=16)
    return boolean_difference(boolean_union(body, tail), bore)


def pocket(x: float, y: float, wide: float, long: float, deep: float, corner: float = 0.003):
    """What is cut out of the panel for something of this size, 0.3 mm larger all round."""
    return rounded((wide + 0.0006, long + 0.0006, 2 * deep), corner, steps=2).translate(x, y, TOP)


def add_body(model: ArticulatedObject, shell, dark, steel, glow, ivory):
    """Body: a hollow shell with the bay of the keys, pockets for the wheels, openings for the pads, sockets."""
    body = model.part("body")
    whole = rounded((WIDTH, DEPTH, TOP - FEET), 0.010).translate(0, 0, (TOP + FEET) / 2)
    low = FLOOR + 0.0001
    bay = span_box(x=(LEFT, RIGHT), y=(-1, EDGE), z=(low, 1))
    room = span_box(x=(0.004 - WIDTH / 2, WIDTH / 2 - 0.004), y=(EDGE - 0.001, DEPTH / 2 - 0.004), z=(low, TOP - SHEET))
    cuts = [bay, room, *(pocket(x, y, PAD, PAD, 0.010) for x, y in PAD_PLACES)]
    cuts += [pocket(x, PANEL_Y, 0.0020, FADER_TRAVEL + 0.0074, 0.010, 0.0012) for x in fader_places()]
    for x in wheel_places():
        cuts += [pocket(x, OCTAVE_Y, *OCTAVE_CAP, 0.006), pocket(x, WHEEL_Y, WHEEL_WIDE + 0.0018, 0.0464, 0.035, 0.001)]
    for x, wide, high in (
        (-0.090, 0.012, 0.011),
        (-0.060, 0.009, 0.0032),
        (-0.035, 0.0066, 0.0066),
        (-0.018, 0.0066, 0.0066),
    ):
        socket = rounded((wide, 0.02, high), 0.45 * min(wide, high), edges="y", steps=3)
        cuts.append(socket.translate(x, DEPTH / 2, 0.032))
    wall = span_box(x=(LEFT - 0.001, RIGHT + 0.001), y=(-DEPTH / 2, -DEPTH / 2 + 0.0015), z=(FEET + 0.001, 0.0135))
    brackets = [span_box(x=x, y=(ROD_Y - 0.006, ROD_Y + 0.006), z=(FLOOR - 0.001, ROD_Z + 0.005))
                for x in ((LEFT - 0.007, LEFT - 0.0005), (RIGHT + 0.0005, RIGHT + 0.007))]  # fmt: skip
    add(body, "shell", shell, boolean_difference(whole, *cuts), wall, *brackets)
    rod = cylinder_between((LEFT - 0.005, ROD_Y, ROD_Z), (RIGHT + 0.005, ROD_Y, ROD_Z), ROD, segments=16)
    add(body, "rod", steel, rod)
    felt = span_box(x=(LEFT + 0.0005, RIGHT - 0.0005), y=(EDGE - 0.0008, EDGE + 0.0005),
                    z=(TOP - SHEET + 0.0003, TOP - 0.0004))  # fmt: skip
    add(body, "felt", model.material("red_felt", rgba=(0.60, 0.08, 0.10, 1.0)), felt)
    for x in (0.03 - WIDTH / 2, WIDTH / 2 - 0.03):
        for y in (0.03 - DEPTH / 2, DEPTH / 2 - 0.03):
            foot(model, body, at=(x, y, FEET + 0.0001), diameter=0.018, height=FEET + 0.0001)
    scale = []
    for x in fader_places():
        line = span_box(x=(x + 0.0055, x + 0.0085), y=(-0.0003, 0.0003), z=(TOP - 0.0004, TOP + 0.0002))
        first = line.translate(0, PANEL_Y - FADER_TRAVEL / 2, 0)
        scale.append(array_linear(first, 7, (0, FADER_TRAVEL / 6, 0)))
    add(body, "scale", ivory, *scale)
    for number, (x, y) in enumerate(knob_places()):
        pin = cylinder_between((x, y, TOP - 0.001), (x, y, TOP + 0.0095), 0.0030, segments=16)
        add(body, f"spindle_{number}", steel, pin)
    low, high = knob_places()[-1][0] + 0.014, WIDTH / 2 - 0.072 - 2 * PAD_PITCH - 0.006
    if high - low > 0.030:  # room for a display
        wide, x, y = min(high - low, 0.09), (low + high) / 2, PANEL_Y
        frame = rounded((wide, 0.040, 0.002), 0.003, steps=3).translate(x, y, TOP + 0.0004)
        pane = rounded((wide - 0.008, 0.030, 0.002), 0.001, steps=2).translate(x, y, TOP + 0.0007)
        add(body, "display_frame", dark, frame)
        add(body, "display", glow, pane)
    text = text_relief(f"MK{12 * OCTAVES + 1}", 0.0065, 0.0008)
    label = at(text, (-WIDTH / 2 + 0.034, FRONT + 0.012, TOP - 0.0003))
    add(body, "label", steel, label)
    bulk, place = Box((WIDTH, DEPTH, TOP - FEET)), Origin((0, 0, TOP / 2))
    body.inertial = Inertial.from_geometry(bulk, mass=1.1 + 0.5 * OCTAVES, origin=place)
    return body


def add_keys(model: ArticulatedObject, body, ivory, ebony):
    """Every key a part on the rod; keys of one shape share a mesh."""
    whites = [mesh_from_geometry(white_key(degree), f"white_key_{degree}") for degree in range(7)]
    last = mesh_from_geometry(white_key(None), "white_key_top")
    dark = mesh_from_geometry(black_key(), "black_key")
    keys = [(12 * OCTAVES, 7 * OCTAVES + 0.5, last, ivory)]
    for octave in range(OCTAVES):
        keys += [(12 * octave + tone, 7 * octave + place, dark, ebony) for tone, place in BLACKS.items()]
        for degree, tone in enumerate(STEPS):
            keys.append((12 * octave + tone, 7 * octave + degree + 0.5, whites[degree], ivory))
    for tone, place, mesh, material in sorted(keys, key=lambda key: key[0]):
        key = model.part(f"key_{tone}")
        key.visual(mesh, material=material, name="key")
        model.articulation(
            f"key_{tone}_press", "revolute", body, key, origin=Origin((LEFT + place * KEY_WIDTH, ROD_Y, ROD_Z)),
            axis=(1, 0, 0), motion_limits=MotionLimits(effort=3.0, velocity=3.0, lower=0.0, upper=PRESS),
        )  # fmt: skip
        model.fit(key, body, elem_child="key", elem_parent="rod", gap=SLACK)


def wheel_places():
    """x of the pitch and the modulation wheel."""
    return spread(2, 0.030, (LEFT - WIDTH / 2) / 2)


def add_wheels(model: ArticulatedObject, body, rubber, glow):
    """Pitch and modulation wheel in their pockets, knurled, with a dent for the finger."""
    for x, name, low in zip(wheel_places(), ("pitch", "modulation"), (-WHEEL_TURN, 0.0), strict=True):
        wheel = model.part(f"{name}_wheel")
        disc = CylinderGeometry(WHEEL - 0.0006, WHEEL_WIDE, radial_segments=36)
        ridge = CylinderGeometry(0.0010, WHEEL_WIDE, radial_segments=6).translate(WHEEL - 0.0008, 0, 0)
        dent = CylinderGeometry(0.007, 1.0, radial_segments=24).translate(0, WHEEL + 0.0035, 0)
        rim = boolean_difference(boolean_union(disc, array_polar(ridge, 26)), dent)
        add(wheel, "rim", rubber, rim.rotate_x(pi / 2).rotate_z(pi / 2))
        reach = WHEEL_WIDE / 2 - 0.002
        ends = ((-reach, 0, WHEEL - 0.0042), (reach, 0, WHEEL - 0.0042))
        add(wheel, "mark", glow, cylinder_between(*ends, 0.0012, segments=12))
        axle(
            model, body, wheel, at=(x, WHEEL_Y, TOP - 0.0115), axis=(-1, 0, 0), diameter=0.005,
            length=WHEEL_WIDE, ends="plain", overhang=0.004, lower=low, upper=WHEEL_TURN,
            name=f"{name}_turn",
        )  # fmt: skip


def fader_places():
    """x of every fader."""
    return [0.020 - WIDTH / 2 + number * FADER_PITCH for number in range(FADERS)]


def knob_places():
    """(x, y) of every knob, the rear row first."""
    first = fader_places()[-1] + 0.020
    rows = [(column, rise) for rise in (0.018, -0.018) for column in range(KNOB_COLUMNS)]
    return [(first + column * KNOB_PITCH, PANEL_Y + rise) for column, rise in rows]


def add_controls(model: ArticulatedObject, body, dark, glow, lit, ivory):
    """Faders in slots, two rows of knobs, eight pads, two octave buttons, a power switch behind."""
    for number, x in enumerate(fader_places()):
        fader = model.part(f"fader_{number}")
        cap = block((-0.0045, 0.0045), (-0.0062, 0.0062), (0.0006, 0.0020), 0.0008, 0.0095)
        groove = cylinder_between((-1, 0, 0.0125), (1, 0, 0.0125), 0.0048, segments=24)
        stem = span_box(x=(-0.0011, 0.0011), y=(-0.0025, 0.0025), z=(-SHEET - 0.0015, 0.002))
        shoe = span_box(x=(-0.004, 0.004), y=(-0.0045, 0.0045), z=(-SHEET - 0.0018, -SHEET - 0.0006))
        add(fader, "cap", dark, boolean_difference(cap, groove), stem, shoe)
        add(fader, "line", ivory, span_box(x=(-0.0034, 0.0034), y=(-0.0005, 0.0005), z=(0.0060, 0.0080)))
        model.articulation(
            f"fader_{number}_slide", "prismatic", body, fader, origin=Origin((x, PANEL_Y - FADER_TRAVEL / 2, TOP)),
            axis=(0, 1, 0), motion_limits=MotionLimits(effort=2.0, velocity=0.3, lower=0.0, upper=FADER_TRAVEL),
        )  # fmt: skip
        model.fit(fader, body, elem_child="cap", elem_parent="shell", gap=SLACK, kind="sliding")
    for number, (x, y) in enumerate(knob_places()):
        turn = model.part(f"knob_{number}")
        profile = [(KNOB / 2, 0.0008), (0.46 * KNOB, 0.0112), (0.42 * KNOB, 0.0126), (0, 0.0126), (0, 0.0105),
                   (0.0032, 0.0105), (0.0032, 0.0008)]  # fmt: skip
        flutes = array_polar(CylinderGeometry(0.0011, 0.03, radial_segments=6).translate(0.55 * KNOB, 0, 0), 10)
        add(turn, "cap", dark, LatheGeometry(profile, segments=30), less=[flutes])
        add(turn, "pointer", ivory, span_box(x=(-0.0006, 0.0006), y=(0.0018, 0.42 * KNOB), z=(0.0115, 0.0129)))
        model.articulation(
            f"knob_{number}_turn", "revolute", body, turn, origin=Origin((x, y, TOP)), axis=(0, 0, -1),
            motion_limits=MotionLimits(effort=0.5, velocity=6.0, lower=-2.4, upper=2.4),
        )  # fmt: skip
        model.fit(turn, body, elem_child="cap", elem_parent=f"spindle_{number}", gap=SLACK)
    for number, (x, place) in enumerate(PAD_PLACES):
        pad = model.part(f"pad_{number}")
        base = rounded((PAD, PAD, 0.0070), 0.003, steps=2).translate(0, 0, -0.0020)
        add(pad, "cap", lit if number in (0, 5) else dark, base)
        model.articulation(
            f"pad_{number}_press", "prismatic", body, pad, origin=Origin((x, place, TOP)), axis=(0, 0, -1),
            motion_limits=MotionLimits(effort=5.0, velocity=0.1, lower=0.0, upper=PAD_TRAVEL),
        )  # fmt: skip
        model.fit(pad, body, elem_child="cap", elem_parent="shell", gap=0.0003, kind="sliding")
    for x, name in zip(wheel_places(), ("octave_down", "octave_up"), strict=True):
        cap = model.part(name)
        add(cap, "cap", glow, rounded((*OCTAVE_CAP, 0.006), 0.003, steps=3).translate(0, 0, -0.0012))
        model.articulation(
            f"{name}_press", "prismatic", body, cap, origin=Origin((x, OCTAVE_Y, TOP)), axis=(0, 0, -1),
            motion_limits=MotionLimits(effort=3.0, velocity=0.1, lower=0.0, upper=PAD_TRAVEL),
        )  # fmt: skip
        model.fit(cap, body, elem_child="cap", elem_parent="shell", gap=0.0003, kind="sliding")
    rocker = {"normal": (0, 1, 0), "along": (1, 0, 0), "length": 0.016, "width": 0.010, "name": "power"}
    switch(model, body, model.part("power_rocker"), at=(-0.118, DEPTH / 2, 0.032), **rocker)


def build_object_model() -> ArticulatedObject:
    """The keyboard on a table, nothing pressed, the wheels in their middle and low position."""
    model = ArticulatedObject("midi_keyboard")
    shell = model.material("charcoal_shell", rgba=(0.17, 0.18, 0.20, 1.0))
    dark = model.material("black_rubber", rgba=(0.08, 0.08, 0.09, 1.0))
    steel = model.material("steel", rgba=(0.75, 0.76, 0.78, 1.0))
    ivory = model.material("ivory_keys", rgba=(0.95, 0.94, 0.90, 1.0))
    ebony = model.material("ebony_keys", rgba=(0.05, 0.05, 0.06, 1.0))
    glow = model.material("display_cyan", rgba=(0.20, 0.66, 0.78, 1.0))
    lit = model.material("lit_pad", rgba=(0.92, 0.36, 0.16, 1.0))
    body = add_body(model, shell, dark, steel, glow, ivory)
    add_keys(model, body, ivory, ebony)
    add_wheels(model, body, dark, glow)
    add_controls(model, body, dark, glow, lit, ivory)
    model.anchor(body, to="table")
    return model


def run_tests() -> TestReport:
    """All keys are there, go down at their fronts and pass each other; every control moves its way."""
    ctx = TestContext(object_model)
    keys = [part for part in object_model.parts if part.name.startswith("key_")]
    ctx.check("as many keys as the octaves need", len(keys) == 12 * OCTAVES + 1, f"{len(keys)} keys")
    low = ctx.part_world_aabb("body")[0][2]
    ctx.check("it stands on the table", abs(low) < 5e-4, f"lowest point {low:.5f} m")
    for tone in (0, 1, 12 * OCTAVES):
        ctx.expect_moves(f"key_{tone}", f"key_{tone}_press", "down", min_distance=0.001)
        rest = ctx.part_world_aabb(f"key_{tone}")[0][2]
        with ctx.pose({f"key_{tone}_press": PRESS}):
            dip = rest - ctx.part_world_aabb(f"key_{tone}")[0][2]
            ctx.check(f"key {tone} goes down far enough to play", 0.003 < dip < 0.012, f"{dip * 1000:.1f} mm")
    ctx.expect_gap("key_1", "key_0", axis="x", min_gap=-0.5 * KEY_WIDTH, name="the black key stands in the notch")
    for press in (0.0, 0.5 * PRESS, PRESS):
        with ctx.pose(key_1_press=press):
            side = ctx.clearance("key_0", "key_1").distance
            ctx.check(f"a black key {press:.3f} rad down is clear", side > 0.0003, f"{side * 1000:.2f} mm")
    ctx.expect_moves("pitch_wheel/mark", "pitch_turn", "+y", min_distance=0.005)
    ctx.expect_moves("fader_0", "fader_0_slide", "+y", min_distance=0.9 * FADER_TRAVEL)
    ctx.expect_moves("pad_0", "pad_0_press", "down", min_distance=0.9 * PAD_TRAVEL)
    ctx.expect_moves("octave_up", "octave_up_press", "down", min_distance=0.9 * PAD_TRAVEL)
    ctx.expect_moves("knob_0/pointer", "knob_0_turn", "+x", min_distance=0.003)
    top = ctx.part_world_aabb("pitch_wheel")[1][2] - TOP
    ctx.check("a finger reaches the pitch wheel", 0.006 < top < 0.02, f"{top * 1000:.1f} mm above the panel")
    ctx.expect_within(
        "body", "body", axes="x", inner_elem="rod", outer_elem="shell", name="the rod is held in the body"
    )
    return ctx.report()


object_model = build_object_model()
