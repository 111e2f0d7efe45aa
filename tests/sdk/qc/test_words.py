from __future__ import annotations

import pytest

from sdk.qc.words import last_word, singular, words_of


@pytest.mark.parametrize(
    ("name", "words", "last"),
    [
        ("left_drawer_2", ("left", "drawer"), "drawer"),
        ("drawerFront", ("drawer", "front"), "drawer"),
        ("cable_guide", ("cable", "guide"), "guide"),
        ("power_cables", ("power", "cable"), "cable"),
        ("wheel-front-left", ("wheel", "front", "left"), "wheel"),
        ("USBPort", ("usb", "port"), "port"),
        ("12", (), ""),
        ("left", ("left",), ""),
    ],
)
def test_the_last_word_says_what_a_thing_is(name, words, last):
    assert words_of(name) == words
    assert last_word(name) == last


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("drawers", "drawer"),
        ("switches", "switch"),
        ("bodies", "body"),
        ("shelves", "shelf"),
        ("glass", "glass"),
    ]
    + [("chassis", "chassis"), ("boxes", "box"), ("lens", "len"), ("bus", "bus")],
)
def test_plurals(plural, one):
    assert singular(plural) == one
