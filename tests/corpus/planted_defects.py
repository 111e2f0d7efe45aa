"""The programs in `planted/`: each with one defect that checks of boxes at rest let pass, and without it.

A newcomer's mistake: to give the defect a program of its own. One line, ``FAULT = False``, tells the two apart.
"""

from __future__ import annotations

from pathlib import Path

PLANTED = Path(__file__).with_name("planted")
OVERLAPS = {"QC_REAL_OVERLAP", "X_TRUE_OVERLAP"}
TOLD_BY = {
    "arms_in_one_layer": OVERLAPS,
    "follower_ratio": {"X_ROLLING_RATIO"},
    "frames_crossing": {"X_SWEPT_COLLISION"},
    "holder_through_post": {"X_SWEPT_COLLISION"},
    "lever_through_housing": {"X_SWEPT_COLLISION"},
    "locked_strike": {"X_SWEPT_COLLISION"},
    "missing_bolts": {"X_EMPTY_BORE"},
    "missing_hinge_pin": {"X_NO_HARDWARE_AT_AXIS"},
    "piston_in_neighbour": OVERLAPS,
    "reversed_trigger": {"X_INTENT"},
    "short_slot": {"X_SWEPT_COLLISION"},
}
"""Name of the program -> codes any one of which tells the defect."""


def planted_source(name: str, *, fault: bool) -> str:
    """Text of a program with its defect or without it."""
    source = (PLANTED / f"{name}.py").read_text(encoding="utf-8")
    assert "\nFAULT = False\n" in source
    return source.replace("FAULT = False", f"FAULT = {fault}")
