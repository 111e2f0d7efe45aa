from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

import sdk


def test_star_import_binds_everything_but_two_names() -> None:
    assert set(sdk.PUBLIC) - set(sdk.__all__) == sdk.IMPORTABLE_ONLY & set(sdk.PUBLIC)
    assert "AssetContext" not in sdk.__all__
    assert sdk.AssetContext.__name__ == "AssetContext"


@pytest.mark.parametrize("name", sorted(sdk.PUBLIC))
def test_each_name_is_where_the_table_says(name: str) -> None:
    if sdk.PUBLIC[name].startswith("sdk.cad.gears"):
        pytest.importorskip("cadquery")
    assert getattr(sdk, name) is not None
    assert name in dir(sdk)


def test_a_retired_name_recommends_its_successor() -> None:
    with pytest.raises(AttributeError, match="VentGrilleGeometry"):
        _ = sdk.LouverPanelGeometry


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Colllision'"):
        _ = sdk.Colllision


@pytest.mark.parametrize(
    "name", ["Collision", "AssetSession", "place_on_top", "place_in_front_of", "align_centers_xy"]
)
def test_internal_names_stay_internal(name: str) -> None:
    assert name not in sdk.PUBLIC


def test_importing_sdk_loads_no_numpy() -> None:
    code = "import sys, sdk; sys.exit(sum(name.startswith(('numpy', 'sdk.')) for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_errors_survive_pickling_with_their_fields() -> None:
    error = sdk.ValidationError.at(
        "joint 'lid'.axis", given=(0, 0, 0), wanted="a direction", code="zero-axis"
    )
    twin = pickle.loads(pickle.dumps(error))
    assert (str(twin), twin.code, twin.where, twin.given) == (str(error), "zero-axis", error.where, (0, 0, 0))
    assert not isinstance(error, ValueError)
