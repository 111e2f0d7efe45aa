from __future__ import annotations

import pytest

from sdk.assets import explicit_reference, is_explicit_path, managed_slug
from sdk.errors import ValidationError


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("My Box 1", "my-box-1"),
        ("__Left_Arm__", "left_arm"),
        ("a.b.c", "a-b"),
        ("Café Table", "caf-table"),
        ("foo.obj", "foo"),
        ("foo.stl", "foo"),
        (".hidden", "hidden"),
        ("  padded  ", "padded"),
    ],
)
def test_slug(name: str, slug: str) -> None:
    assert managed_slug(name) == slug


@pytest.mark.parametrize("name", ["", "   ", "!!", "--", "___", "é.obj"])
def test_a_name_without_characters_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        managed_slug(name)


@pytest.mark.parametrize(
    ("text", "explicit"),
    [
        ("body", False),
        ("body.obj", False),
        ("sub/body.obj", True),
        ("meshes/body.obj", True),
        ("assets/meshes/body.obj", True),
        ("/abs/body.obj", True),
        ("./body.obj", False),
    ],
)
def test_which_names_are_paths(text: str, explicit: bool) -> None:
    assert is_explicit_path(text) is explicit


@pytest.mark.parametrize(
    ("path", "reference"),
    [
        ("assets/meshes/x.obj", "assets/meshes/x.obj"),
        ("meshes/x.obj", "meshes/x.obj"),
        ("/run/assets/meshes/sub/x.obj", "assets/meshes/sub/x.obj"),
        ("/run/assets/meshes/assets/meshes/x.obj", "assets/meshes/x.obj"),
        ("/run/meshes/x.obj", "meshes/x.obj"),
        ("out/x.obj", "out/x.obj"),
        ("/abs/x.obj", "/abs/x.obj"),
    ],
)
def test_reference_of_an_explicit_file(path: str, reference: str) -> None:
    assert explicit_reference(path) == reference
