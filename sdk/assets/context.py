"""`AssetContext`: a root folder and the rules that map mesh references to files below it.

A newcomer's mistake: `meshes/x.obj` is an old spelling of `assets/meshes/x.obj`, not a folder of its own.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePath

DEFAULT_MESH_SUBDIR = "assets/meshes"
_LEGACY_PREFIX = "meshes/"


@dataclass(frozen=True)
class AssetContext:
    """Where an object's meshes are kept: `root / mesh_subdir`.

    Raises:
        ValueError: `mesh_subdir` names no folder, e.g. ``"/"``.
    """

    root: Path
    mesh_subdir: str = DEFAULT_MESH_SUBDIR

    def __init__(self, root: str | os.PathLike[str], mesh_subdir: str = DEFAULT_MESH_SUBDIR) -> None:
        subdir = str(mesh_subdir).strip().replace(os.sep, "/") or DEFAULT_MESH_SUBDIR
        subdir = subdir.strip("/")
        if not subdir:
            raise ValueError(
                f"mesh_subdir: got {mesh_subdir!r}; want a folder below the root such as 'assets/meshes'"
            )
        object.__setattr__(self, "root", Path(root).resolve())
        object.__setattr__(self, "mesh_subdir", subdir)

    @classmethod
    def from_script(cls, path: str | os.PathLike[str]) -> AssetContext:
        """The context rooted at the folder that holds the script `path`."""
        return cls(Path(path).resolve().parent)

    @property
    def asset_root(self) -> Path:
        """The root, by the name programs use."""
        return self.root

    @property
    def mesh_dir(self) -> Path:
        """Folder of the meshes; not created."""
        return self.root / self.mesh_subdir

    def ensure_mesh_dir(self) -> Path:
        """Folder of the meshes, created when missing."""
        self.mesh_dir.mkdir(parents=True, exist_ok=True)
        return self.mesh_dir

    def mesh_path(self, filename: str | os.PathLike[str], *, ensure_dir: bool = True) -> Path:
        """Absolute path a mesh reference stands for; its folder is created when `ensure_dir`."""
        given = Path(filename)
        path = given if given.is_absolute() else self.root / self._below_root(given)
        if ensure_dir:
            path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def mesh_ref(self, filename: str | os.PathLike[str]) -> str:
        """Portable reference to a mesh, with forward slashes; absolute only for files outside the root."""
        given = Path(filename)
        if not given.is_absolute():
            return self._below_root(given)
        for candidate in (given, given.resolve()):
            if candidate.is_relative_to(self.root):
                return candidate.relative_to(self.root).as_posix()
        return str(filename)

    def _below_root(self, relative: PurePath) -> str:
        text = relative.as_posix()
        if text.startswith(f"{self.mesh_subdir}/"):
            return text
        return f"{self.mesh_subdir}/{text.removeprefix(_LEGACY_PREFIX)}"
