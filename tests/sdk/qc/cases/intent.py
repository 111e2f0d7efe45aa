from __future__ import annotations

CODE = "X_INTENT"

TRIGGER = """
object_model = ArticulatedObject("drill")
body = object_model.part("body")
body.visual(Box((0.12, 0.04, 0.04)), origin=Origin((0, 0, 0.15)), name="motor_case")
body.visual(Box((0.04, 0.03, 0.13)), origin=Origin((-0.03, 0, 0.065)), name="grip")
for y in (-0.011, 0.011):
    body.visual(Box((0.01, 0.004, 0.02)), origin=Origin((0.02, y, 0.12)), name=f"lug_{y:+}")
body.visual(Cylinder(0.002, 0.026), origin=Origin((0.02, 0, 0.116), (1.5707963, 0, 0)), name="pin")
trigger = object_model.part("trigger")
eye = __import__("sdk").CylinderGeometry(0.0021, 0.1).rotate_x(1.5707963)
blade = boolean_difference(BoxGeometry((0.008, 0.016, 0.05)).translate(0, 0, -0.02), eye)
trigger.visual(mesh_from_geometry(blade, "blade"), name="blade")
object_model.articulation(
    "pull", "revolute", body, trigger, origin=Origin((0.02, 0, 0.116)), axis=AXIS,
    motion_limits=MotionLimits(lower=0.0, upper=0.2),
)
object_model.fit(trigger, body, elem_child="blade", elem_parent="pin", gap=0.0001)
"""
BUTTON = """
object_model = ArticulatedObject("box")
case = object_model.part("case")
shell = boolean_difference(BoxGeometry((0.1, 0.1, 0.05)), BoxGeometry((0.0202, 0.0202, 0.03)).translate(0, 0, 0.02))
case.visual(mesh_from_geometry(shell, "case"), name="case")
button = object_model.part("power_button")
button.visual(Box((0.02, 0.02, 0.02)), name="cap")
object_model.articulation(
    "press", "prismatic", case, button, origin=Origin((0, 0, 0.021)), axis=AXIS,
    motion_limits=MotionLimits(lower=0.0, upper=0.004),
)
object_model.fit(button, case, elem_child="cap", elem_parent="case", gap=0.0001)
"""
DRAWER = """
object_model = ArticulatedObject("cabinet")
case = object_model.part("case")
case.visual(Box((0.4, 0.4, 0.01)), name="shelf")
drawer = object_model.part("drawer")
drawer.visual(Box((0.3, 0.3, 0.1)), origin=Origin((0, 0, 0.055)), name="box")
drawer.visual(Box((0.02, 0.1, 0.02)), origin=Origin((0, -0.16, 0.055), (0, 0, 1.5707963)), name="handle")
object_model.articulation(
    "slide", "prismatic", case, drawer, axis=AXIS, motion_limits=MotionLimits(lower=0.0, upper=0.1)
)
"""
KEY = BUTTON.replace("power_button", "key_7").replace('"press"', '"key_7_press"')
PASS = {
    "a trigger pulled to the grip": TRIGGER.replace("AXIS", "(0, 1, 0)"),
    "a button pressed in": BUTTON.replace("AXIS", "(0, 0, -1)"),
    "a key pressed in": KEY.replace("AXIS", "(0, 0, -1)"),
    "a drawer pulled by its handle": DRAWER.replace("AXIS", "(0, -1, 0)"),
}
FAIL = {
    "a trigger pushed from the grip": TRIGGER.replace("AXIS", "(0, -1, 0)"),
    "a button that comes out": BUTTON.replace("AXIS", "(0, 0, 1)"),
    "a key that rises as it is pressed": KEY.replace("AXIS", "(0, 0, 1)"),
    "a drawer that goes through the back": DRAWER.replace("AXIS", "(0, 1, 0)"),
}
