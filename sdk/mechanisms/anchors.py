"""Declaring what holds the object: the floor, a table, a wall, a ceiling, or a hand.

A newcomer's mistake: to anchor the part that touches the ground. The anchor names the root, whose frame is
the world's; whether its feet stand at z = 0 is what the check then looks at.
"""

from __future__ import annotations

from sdk.errors import ValidationError
from sdk.model.declarations import SUPPORTS, Anchor, Support
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part
from sdk.model.provenance import author_line


def declare_anchor(model: ArticulatedObject, part: Part | str, *, to: Support = "floor") -> Anchor:
    """The anchor, now the object's.

    Raises:
        ValidationError: an unknown part or support, a part that another carries, or a second anchor.
    """
    held = model.get_part(part)
    where = f"anchor of {held.name!r}"
    if to not in SUPPORTS:
        known = ", ".join(map(repr, SUPPORTS))
        raise ValidationError.at(f"{where}.to", given=to, wanted=f"one of {known}", code="anchor")
    if model.anchored is not None:
        given = f"a second anchor after that of {model.anchored.part!r}"
        raise ValidationError.at(where, given=given, wanted="one anchor", code="anchor-twice")
    carrier = next((joint for joint in model.articulations if joint.child == held.name), None)
    if carrier is not None:
        given = f"{held.name!r}, which {carrier.parent!r} carries"
        raise ValidationError.at(where, given=given, wanted="the root part", code="anchor-root")
    model.anchored = Anchor(held.name, to, line=author_line())
    return model.anchored
