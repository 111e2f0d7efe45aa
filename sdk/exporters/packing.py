"""Gathering an object's mesh files into one folder, each under a reference relative to it.

A newcomer's mistake: to copy by file name. Two roots may hold different files of one name, and one file may
be shown by many visuals; files are told apart by content.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PurePath

from sdk.assets import AssetContext, Assets, managed_slug, require_obj
from sdk.model.shapes import Mesh


class MeshFolder:
    """The mesh files below `out_dir`, written once each."""

    def __init__(self, out_dir: str | os.PathLike[str]) -> None:
        self._context = AssetContext(out_dir)
        self._found: dict[str | None, Path] = {}
        """Files that are where their meshes say they were written."""
        self._reference_of: dict[Path, str] = {}
        self._taken: set[str] = set()
        self.paths: list[Path] = []
        """Files in the folder so far, in the order they were asked for."""

    def pack(self, mesh: Mesh, *, assets: Assets = None, asset_root: Assets = None) -> str:
        """Reference relative to the folder, where the mesh's file now is.

        Raises:
            ValidationError: the file is missing or not OBJ.
        """
        source = self._found.get(mesh.materialized_path)
        if source is None:
            source = require_obj(mesh, assets=assets, asset_root=asset_root)
            if str(source) == mesh.materialized_path:
                self._found[mesh.materialized_path] = source
        if source not in self._reference_of:
            self._reference_of[source] = self._write(mesh, source)
        return self._reference_of[source]

    def _write(self, mesh: Mesh, source: Path) -> str:
        reference = self._free_reference(self._wanted_reference(mesh, source), source)
        if reference not in self._taken:
            self._taken.add(reference)
            path = self._context.mesh_path(reference)
            if not (path.is_file() and path.samefile(source)):
                path.write_bytes(source.read_bytes())
            self.paths.append(path)
        return reference

    def _wanted_reference(self, mesh: Mesh, source: Path) -> str:
        given = PurePath(mesh.filename or source.name)
        if given.is_absolute() or ".." in given.parts:
            return self._context.mesh_ref(f"{managed_slug(source.name)}.obj")
        return self._context.mesh_ref(given)

    def _free_reference(self, reference: str, source: Path) -> str:
        """The reference; another one where it is that of a file with other content."""
        if reference not in self._taken:
            return reference
        content = source.read_bytes()
        if content == self._context.mesh_path(reference).read_bytes():
            return reference
        return f"{reference[: -len('.obj')]}--{hashlib.sha256(content).hexdigest()[:12]}.obj"
