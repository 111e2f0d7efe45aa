from __future__ import annotations

import pytest

from harness.records.training.scrubbing import Scrubber


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("key sk-abcdefghijklmnopqrstuv0123", "keys"),
        ("AIzaSyA0123456789abcdefghijklmnopqrstuv", "keys"),
        ("ghp_0123456789abcdefghijklmnopqrstuvwxyz", "keys"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----", "keys"),
        ("open('/home/jane/box.stl')", "home folders"),
        ("/Users/jane/Desktop", "home folders"),
        ("C:\\Users\\jane\\box", "home folders"),
        ("write to jane.doe+cad@mail.example.org.", "addresses"),
    ],
)
def test_what_must_not_be_published_is_taken_out(text, kind):
    scrubber = Scrubber({})
    cleaned = scrubber.text(text)
    assert scrubber.counts[kind] == 1
    assert sum(scrubber.counts.values()) == 1
    for secret in ("jane", "abcdefgh", "MII"):
        assert secret not in cleaned
    assert Scrubber({}).text(cleaned) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "world = a@b.T",
        "point = world_from_part@part.copy()",
        "matrix@rows.in[0]",
        "/home/user/box",
        "task-force skip-this",
        "@dataclass.field",
    ],
)
def test_programs_are_left_alone(text):
    scrubber = Scrubber({})
    assert scrubber.text(text) == text
    assert not sum(scrubber.counts.values())


def test_known_keys_go_whatever_they_look_like_and_wherever_they_are():
    scrubber = Scrubber({'odd"key value': "MY_API_KEY"})
    row = {"a": [{"b": 'x odd"key value y', "c": 1, "d": None}], "e": ('odd\\"key value',), "f": True}
    assert scrubber.row(row) == {
        "a": [{"b": "x [redacted MY_API_KEY] y", "c": 1, "d": None}],
        "e": ["[redacted MY_API_KEY]"],
        "f": True,
    }
    assert scrubber.counts["known keys"] == 2
