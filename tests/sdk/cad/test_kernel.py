from __future__ import annotations

import subprocess
import sys

import pytest

import sdk
from sdk.cad.kernel import require_cadquery

WITHOUT_CADQUERY = """
import sys
sys.modules["cadquery"] = None
import sdk
assert callable(sdk.mesh_from_cadquery) and sdk.CadQueryMeshExport
for use in (lambda: sdk.tessellate_cadquery(object()), lambda: sdk.SpurGear, lambda: sdk.gear):
    try:
        use()
    except RuntimeError as error:
        assert "pip install 'articraft[cad]'" in str(error)
    else:
        raise SystemExit("no RuntimeError")
"""


def test_the_kernel_is_cadquery() -> None:
    assert require_cadquery().__name__ == "cadquery"


def test_a_missing_kernel_is_reported_with_the_way_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cadquery", None)
    with pytest.raises(RuntimeError, match="pip install"):
        require_cadquery()


def test_without_cadquery_bridge_names_exist_and_gear_names_raise() -> None:
    subprocess.run([sys.executable, "-c", WITHOUT_CADQUERY], check=True, timeout=60)


def test_bridge_names_do_not_load_the_kernel() -> None:
    code = "import sys, sdk; sdk.mesh_from_cadquery; assert not {'cadquery', 'OCP'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_gear_names_are_also_found_in_sdk_gears() -> None:
    import sdk.gears as gears

    assert gears.SpurGear is sdk.SpurGear
    assert len(gears.__all__) == 18
    assert set(gears.__all__) <= set(dir(gears))
    with pytest.raises(AttributeError):
        gears.SproketGear  # noqa: B018
