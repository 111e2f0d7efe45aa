"""File formats other tools read: `EXPORTERS` maps a format's name to the function that writes it.

A newcomer's mistake: to call a format's function by name from the outside. Callers go through the table, so a
new format is one file and one row.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from sdk.assets import Assets
from sdk.exporters.urdf import export_urdf
from sdk.model.object import ArticulatedObject


class Exporter(Protocol):
    """Writes an object into a folder that can be moved elsewhere as a whole."""

    def __call__(
        self, model: ArticulatedObject, *, out_dir: Path, asset_root: Assets = None
    ) -> tuple[Path, ...]:
        """Paths of the files written, the main one first.

        Raises:
            ValidationError: the object breaks a rule, or a mesh file is missing or not OBJ.
        """
        ...


EXPORTERS: dict[str, Exporter] = {
    "urdf": export_urdf,
}
