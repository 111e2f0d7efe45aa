"""Every mechanism that brings hardware, with the parameters it may be given: one table for the common tests.

Each entry draws keyword arguments, builds the mechanism on bare parts (or on the plates it needs) and says what
else the judge must know. A newcomer's mistake: to leave a mechanism out because it has tests of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import cos, pi, sin
from typing import Any

from hypothesis import strategies as st

import sdk
from sdk import ArticulatedObject, Box, Origin

Given = dict[str, Any]
TILTED = st.sampled_from([(0.0, 0.0, 1.0), (0.3, -0.2, 1.0), (1.0, 0.5, -0.4), (0.0, -1.0, 0.0)])
PLACE = st.sampled_from([(0.0, 0.0, 0.0), (0.13, -0.07, 0.21)])


@dataclass(frozen=True, kw_only=True)
class Mechanism:
    """One row of the table."""

    draw: st.SearchStrategy[Given]
    """Keyword arguments of the call."""
    build: Callable[[ArticulatedObject, Given], Any]
    """Gives the handle."""
    parts: tuple[str, ...] = ("a", "b")
    turns: Callable[[Given], float] | None = None
    """Driver's range that shows everything, for those that turn without end; one turn otherwise."""
    steps: int = 7
    near: Callable[[Given], float] = field(default=lambda given: 0.0)
    """Metres from an axis within which both parts must have metal, where that is more than 5 mm."""
    held: float = 0.0005
    """Largest gap to the nearest other part at any pose, metres."""


def _call(name: str) -> Callable[[ArticulatedObject, Given], Any]:
    """Builds the mechanism of that name on the model's parts, in their order."""

    def build(model: ArticulatedObject, given: Given) -> Any:
        return getattr(sdk, name)(model, *(part.name for part in model.parts), **given)

    return build


def dictionaries(**fields: Any) -> st.SearchStrategy[Given]:
    """Keyword arguments from strategies; entries that are None are left to the mechanism's default."""
    drawn = st.fixed_dictionaries(
        {
            name: value if isinstance(value, st.SearchStrategy) else st.just(value)
            for name, value in fields.items()
        }
    )
    return drawn.map(lambda given: {name: value for name, value in given.items() if value is not None})


def _maybe(low: float, high: float) -> st.SearchStrategy[float | None]:
    return st.none() | st.floats(low, high)


@st.composite
def _hinges(draw: Any) -> Given:
    kind = draw(st.sampled_from(["barrel", "piano", "strap", "concealed", "living"]))
    rest = draw(st.sampled_from([0.0, 0.7, pi / 2, pi]))
    if kind == "living":
        rest = draw(st.floats(pi / 3, pi))
        lower, upper = pi / 3 - rest, pi - rest + 0.3
    else:
        lower, upper = (-1.0 if kind == "concealed" else -rest), 1.5 * pi - rest
    given = {
        "kind": kind, "rest_angle": rest, "lower": lower, "upper": upper, "at": draw(PLACE), "axis": draw(TILTED),
        "length": draw(st.floats(0.02, 0.3)), "screws": draw(st.integers(0, 4)),
    }  # fmt: skip
    if draw(st.booleans()):
        given["knuckles"] = draw(st.sampled_from([3, 5]))
    if draw(st.booleans()):
        given["pin_diameter"] = given["length"] * draw(st.floats(0.04, 0.1))
    return given


@st.composite
def _pin_joints(draw: Any) -> Given:
    diameter = draw(st.floats(0.003, 0.02))
    turn = draw(st.floats(2.2, 4.0))
    return {
        "style": draw(st.sampled_from(["clevis", "cheek", "trunnion", "rivet", "shoulder_screw"])),
        "at": draw(PLACE), "axis": (0.0, 0.0, 1.0), "diameter": diameter,
        "width": diameter * draw(st.floats(2.2, 6.0)) + 0.0015, "parent_side": (1.0, 0.0, 0.0),
        "child_side": (cos(turn), sin(turn), 0.0), "lower": -draw(st.floats(0.2, 1.0)),
        "upper": draw(st.floats(0.2, 1.0)), "reach": draw(st.none() | st.just(2.5 * diameter)),
    }  # fmt: skip


def _pin(model: ArticulatedObject, given: Given) -> Any:
    if given["style"] in ("rivet", "shoulder_screw"):  # they go through what the parts have
        x, y, z = given["at"]
        wide, thick = 5 * given["diameter"], given["width"] / 2 - 0.0001
        for part, sign, place in (("a", 1.0, (x, y, z)), ("b", -1.0, (0.0, 0.0, 0.0))):
            height = place[2] + sign * (thick / 2 + 0.0001)
            model.get_part(part).visual(
                Box((wide, wide, thick)), origin=Origin(xyz=(place[0], place[1], height)), name="plate"
            )
    return _call("pin_joint")(model, {key: value for key, value in given.items() if value is not None})


@st.composite
def _slides(draw: Any) -> Given:
    style = draw(st.sampled_from(["drawer", "rail", "dovetail", "tube", "slot"]))
    given = {
        "style": style, "at": draw(PLACE), "axis": draw(TILTED), "travel": draw(st.floats(0.02, 0.5)),
        "engagement": draw(st.floats(0.1, 0.6)), "width": draw(_maybe(0.008, 0.03)),
    }  # fmt: skip
    if style == "drawer":
        given["spacing"] = draw(st.floats(0.05, 0.5))
    if style == "slot":
        given["travel"] = min(given["travel"], 0.1)
    return {key: value for key, value in given.items() if value is not None}


@st.composite
def _screws(draw: Any) -> Given:
    radius = draw(st.floats(0.004, 0.04))
    pitch = radius * draw(st.floats(0.12, 0.5))
    return {
        "at": draw(PLACE), "axis": draw(TILTED), "pitch": pitch, "turns": draw(st.floats(0.5, 4.0)),
        "radius": radius, "male": draw(st.sampled_from(["parent", "child"])),
        "hand": draw(st.sampled_from(["right", "left"])), "real_thread": draw(st.booleans()),
    }  # fmt: skip


@st.composite
def _bayonets(draw: Any) -> Given:
    diameter = draw(st.sampled_from([0.008, 0.02, 0.06, 0.15]))
    lugs = draw(st.integers(2, 6))
    play = 2 * 1.5 * min(0.0002, 0.02 * diameter) / (diameter / 2)
    most = 2 * pi / lugs - 0.25 - play
    return {
        "at": draw(PLACE), "axis": draw(TILTED), "diameter": diameter, "lugs": lugs,
        "angle": draw(st.floats((0.1 + play) / 0.97, most)), "male": draw(st.sampled_from(["child", "parent"])),
        "hand": draw(st.sampled_from(["right", "left"])), "drop": draw(st.sampled_from([0.3, 1.0])) * diameter,
        "ramp": draw(st.sampled_from([0.0, 0.02])) * diameter,
    }  # fmt: skip


@st.composite
def _detents(draw: Any) -> Given:
    positions = draw(st.sampled_from([2, 3, 5, 8, 12, 24]))
    return {
        "at": draw(PLACE), "axis": draw(TILTED), "positions": positions,
        "diameter": draw(st.floats(0.01, 0.1)), "style": draw(st.sampled_from(["plunger", "leaf"])),
        "step": draw(st.sampled_from([None, 1.0, 0.6])) and draw(st.floats(0.3, 1.0)) * 2 * pi / positions,
        "rest": draw(st.integers(0, positions - 1)),
    }  # fmt: skip


def _detent_span(given: Given) -> float:
    return 2.2 * (given.get("step") or 2 * pi / given["positions"])


def _latch(model: ArticulatedObject, given: Given) -> Any:
    wide = given.pop("wide")
    door = sdk.hinge(
        model, "a", "b", at=(0, 0, 0), axis=(0, 0, 1), length=0.08, leaf_side=(-1, 0, 0), rest_angle=pi, upper=1.4,
        screws=0,
    )  # fmt: skip
    model.part("bolt")
    return sdk.latch(model, "b", "bolt", at=(wide, 0.0, 0.0), axis=(-1, 0, 0), blocks=door, **given)


def _four_bars(given: Given) -> Given:
    rest = {key: value for key, value in given.items() if key not in ("span", "crank", "coupler", "rocker")}
    span = given["span"]
    x, y, z = given["at"]
    lengths = {f"{key}_length": given[key] * span for key in ("crank", "coupler", "rocker")}
    return {**rest, **lengths, "to": (x + span, y, z)}


def _crank_sliders(given: Given) -> Given:
    rest = {key: value for key, value in given.items() if key not in ("rod", "shift")}
    crank = given["crank_length"]
    return {**rest, "rod_length": given["rod"] * crank, "offset": given["shift"] * crank}


def _telescope(model: ArticulatedObject, given: Given) -> Any:
    stages = [f"stage_{row}" for row in range(given.pop("count"))]
    for stage in stages:
        model.part(stage)
    return sdk.telescope(model, "a", stages, **given)


def _wheel(given: Given) -> Given:
    rest = {key: value for key, value in given.items() if key != "slim"}
    return {**rest, "width": given["diameter"] * given["slim"]}


MECHANISMS: dict[str, Mechanism] = {
    "hinge": Mechanism(draw=_hinges(), build=_call("hinge"), near=lambda given: 0.06 * given["length"]),
    "pin_joint": Mechanism(draw=_pin_joints(), build=_pin, near=lambda given: 0.7 * given["diameter"]),
    "axle": Mechanism(
        draw=dictionaries(
            at=PLACE, axis=TILTED, diameter=st.floats(0.003, 0.03), length=st.floats(0.02, 0.1),
            ends=st.sampled_from(["collar", "nut", "cap", "plain"]), overhang=_maybe(0.0, 0.02),
        ),
        build=_call("axle"), steps=4, near=lambda given: 0.7 * given["diameter"],
    ),
    "spin": Mechanism(
        draw=dictionaries(
            at=PLACE, axis=TILTED, diameter=st.floats(0.003, 0.03), flange=st.none(), length=_maybe(0.02, 0.06)
        ),
        build=_call("spin"), steps=4, near=lambda given: 0.7 * given["diameter"],
    ),
    "slide": Mechanism(draw=_slides(), build=_call("slide"), held=0.00065),
    "telescope": Mechanism(
        draw=dictionaries(
            at=PLACE, axis=TILTED, count=st.integers(1, 3), travel=st.floats(0.05, 1.0),
            diameter=st.floats(0.02, 0.06), engagement=st.floats(0.1, 0.5),
            lock=st.sampled_from([None, "button", "twist"]), coupled=st.booleans(),
        ),
        parts=("a",), build=_telescope, steps=5,
    ),
    "screw": Mechanism(draw=_screws(), build=_call("screw"), near=lambda given: 1.1 * given["radius"], steps=6),
    "ball_joint": Mechanism(
        draw=dictionaries(
            at=PLACE, axis=TILTED, radius=st.floats(0.005, 0.04), cone=st.floats(0.1, 0.95),
            style=st.sampled_from(["socket", "gimbal"]),
        ),
        build=_call("ball_joint"), steps=4, near=lambda given: 1.2 * given["radius"],
    ),
    "bayonet": Mechanism(draw=_bayonets(), build=_call("bayonet"), near=lambda given: 0.51 * given["diameter"]),
    "detent": Mechanism(
        draw=_detents(), build=_call("detent"), turns=_detent_span, steps=12, held=0.0015,
        near=lambda given: 0.2 * given["diameter"],
    ),
    "latch": Mechanism(
        draw=dictionaries(
            wide=st.floats(0.2, 0.6), travel=st.floats(0.008, 0.05), diameter=st.floats(0.006, 0.02),
            free_from=st.floats(0.6, 1.0), grip=st.booleans(),
        ),
        build=_latch, held=0.0012,
    ),
    "button": Mechanism(
        draw=dictionaries(at=PLACE, normal=TILTED, diameter=st.floats(0.006, 0.04), travel=st.floats(0.0005, 0.005)),
        build=_call("button"), steps=4,
    ),
    "knob": Mechanism(
        draw=dictionaries(
            at=PLACE, normal=TILTED, diameter=st.floats(0.01, 0.06), lower=st.floats(-2.0, 0.0),
            upper=st.floats(0.5, 4.0), flutes=st.sampled_from([0, 8, 24]), marks=st.integers(0, 12),
            endless=st.booleans(),
        ),
        build=_call("knob"), steps=4, near=lambda given: 0.2 * given["diameter"],
    ),
    "lever": Mechanism(
        draw=dictionaries(
            at=PLACE, normal=(0.0, 0.0, 1.0), axis=st.sampled_from([(0.0, 1.0, 0.0), (1.0, -0.4, 0.0)]),
            length=st.floats(0.03, 0.3), lower=st.floats(-1.4, -0.1), upper=st.floats(0.1, 1.4),
            grip=st.booleans(),
        ),
        build=_call("lever"), near=lambda given: 0.1 * given["length"],
    ),
    "switch": Mechanism(
        draw=dictionaries(
            at=PLACE, normal=(0.0, 0.0, 1.0), along=st.sampled_from([(1.0, 0.0, 0.0), (0.3, 1.0, 0.0)]),
            length=st.floats(0.01, 0.05), width=st.floats(0.006, 0.03), angle=st.floats(0.05, 0.5),
        ),
        build=_call("switch"), near=lambda given: 0.1 * given["length"],
    ),
    "wheel_on": Mechanism(
        draw=dictionaries(
            at=PLACE, axis=TILTED, diameter=st.floats(0.03, 0.6), slim=st.floats(0.12, 0.6),
            overhang=_maybe(0.0, 0.05),
        ).map(_wheel),
        build=_call("wheel_on"), steps=4, near=lambda given: 0.1 * given["diameter"],
    ),
    "caster": Mechanism(
        draw=dictionaries(at=PLACE, height=st.floats(0.03, 0.3), trail=st.none()),
        parts=("a",), build=_call("caster"), steps=4, near=lambda given: 0.1 * given["height"],
    ),
    "four_bar": Mechanism(
        draw=dictionaries(
            at=PLACE, axis=(0.0, 0.0, 1.0), span=st.floats(0.05, 0.3), crank=st.floats(0.2, 0.35),
            coupler=st.floats(1.0, 1.3), rocker=st.floats(0.75, 0.95), rest_angle=st.floats(0.0, 6.0),
        ).map(_four_bars),
        parts=("a", "crank", "coupler", "rocker"), build=_call("four_bar"),
        near=lambda given: 0.15 * given["crank_length"],
    ),
    "crank_slider": Mechanism(
        draw=dictionaries(
            at=PLACE, axis=(0.0, 1.0, 0.2), along=(1.0, 0.0, 0.0), crank_length=st.floats(0.01, 0.1),
            rod=st.floats(2.2, 5.0), shift=st.floats(-0.4, 0.4), rest_angle=st.floats(0.0, 6.0),
        ).map(_crank_sliders),
        parts=("a", "crank", "rod", "slider"), build=_call("crank_slider"),
        near=lambda given: 0.12 * given["crank_length"],
    ),
    "scissor": Mechanism(
        draw=dictionaries(
            at=PLACE, axis=(0.0, -1.0, 0.0), along=(1.0, 0.0, 0.0), half_length=st.floats(0.08, 0.4),
            theta=st.floats(0.35, 0.9), stages=st.sampled_from([1, 1, 2]), sides=st.integers(1, 2),
        ),
        build=_call("scissor"), steps=5, near=lambda given: 0.05 * given["half_length"],
    ),
    "gear_pair": Mechanism(
        draw=dictionaries(
            at=PLACE, axis=TILTED, toward=(1.0, 0.3, 0.1), module=st.sampled_from([0.001, 0.002, 0.004]),
            teeth=st.tuples(st.integers(14, 40), st.integers(14, 40)),
        ),
        parts=("a", "b", "c"), build=_call("gear_pair"), turns=lambda given: 4 * pi / given["teeth"][0],
        near=lambda given: 0.3 * given["module"] * max(given["teeth"]),
    ),
    "rack": Mechanism(
        draw=dictionaries(
            at=PLACE, axis=(0.0, -1.0, 0.3), along=(1.0, 0.0, 0.0), module=st.sampled_from([0.001, 0.003]),
            teeth=st.integers(14, 30), travel=st.floats(0.02, 0.15),
        ),
        parts=("a", "b", "c"), build=_call("rack"), near=lambda given: 0.3 * given["module"] * given["teeth"],
    ),
    "belt": Mechanism(
        draw=dictionaries(
            at=(0.0, 0.0, 0.0), to=st.tuples(st.floats(0.15, 0.4), st.floats(-0.1, 0.1), st.just(0.0)),
            axis=(0.0, 0.0, 1.0), radii=st.tuples(st.floats(0.015, 0.06), st.floats(0.015, 0.06)),
            width=st.floats(0.006, 0.02),
        ),
        parts=("a", "b", "c"), build=_call("belt"), steps=3, turns=lambda _: 1.0,
        near=lambda given: 0.3 * max(given["radii"]),
    ),
}  # fmt: skip
