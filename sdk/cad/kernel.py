"""Loading CadQuery, once, and saying how to install it when it is missing.

A newcomer's mistake: to catch ImportError elsewhere. Whoever needs the kernel asks here, so that everybody hears the
same advice.
"""

from __future__ import annotations

from types import ModuleType

from sdk.cad.planes import make_planes_singly


def require_cadquery() -> ModuleType:
    """The `cadquery` module.

    Raises:
        RuntimeError: CadQuery is not installed.
    """
    try:
        import cadquery
    except ImportError as error:
        raise RuntimeError(
            "CadQuery shapes and gears need CadQuery, which is not installed; "
            "install it with: pip install 'articraft[cad]'"
        ) from error
    make_planes_singly(cadquery.Plane)
    return cadquery
