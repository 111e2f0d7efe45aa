"""Placement on faces: `place_on_face` gives the origin of something that stands on a side of a part.

Its local +z points out of the face, so a flat thing is drawn with its back at z = 0; `proud` lifts it off.

Words: place on face, mount on side, attach to surface, face placement, label, badge, panel, proud, normal
direction.
"""

from __future__ import annotations

from sdk import (
    ArticulatedObject, Box, Cylinder, Origin, TestContext, TestReport, button, place_on_face,
)  # fmt: skip

SIZE = (0.14, 0.10, 0.06)


def build_object_model() -> ArticulatedObject:
    """A case with a display and a speaker disc on its front, a badge on its side and a button on top."""
    model = ArticulatedObject("faced_case")
    case, cap = model.part("case"), model.part("cap")
    case.visual(Box(SIZE), origin=Origin((0, 0, SIZE[2] / 2)), name="case")
    # `face_pos` is in the part's own coordinates. The face is that of the part's box at this moment, so all places
    # are asked for before anything stands out of it. A plate of 2 mm is centred: 0.5 mm proud, its back lies inside.
    places = {
        "display": place_on_face(case, "-y", face_pos=(-0.03, 0.035), proud=0.0005),
        "speaker": place_on_face(case, "-y", face_pos=(0.04, 0.03), proud=0.0005),
        "badge": place_on_face(case, "+x", face_pos=(0.0, 0.03), proud=0.0002),
    }
    case.visual(Box((0.05, 0.03, 0.002)), origin=places["display"], name="display")
    case.visual(Cylinder(0.015, 0.002), origin=places["speaker"], name="speaker")
    case.visual(Box((0.01, 0.03, 0.001)), origin=places["badge"], name="badge")
    button(model, case, cap, at=(0, 0, SIZE[2]), normal=(0, 0, 1), diameter=0.014, travel=0.002, name="press")
    model.anchor(case, to="table")
    return model


def run_tests() -> TestReport:
    """Everything on the front stands a little proud of it, none of it floats."""
    ctx = TestContext(object_model)
    for elem in ("display", "speaker"):
        low, high = ctx.part_element_world_aabb("case", elem=elem)
        proud = -SIZE[1] / 2 - low[1]
        ctx.check(f"{elem} stands proud", 0 < proud < 0.002 and high[1] > -SIZE[1] / 2, f"by {proud:.4f} m")
    ctx.expect_moves("press_cap", "press", "down", min_distance=0.0019)
    return ctx.report()


object_model = build_object_model()
