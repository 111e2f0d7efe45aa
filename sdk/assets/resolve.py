"""Finding the file behind a `Mesh`, and the session behind an `assets=` argument.

One order for everybody: where the mesh knows it was written, an absolute reference, the explicit root, the
owner's assets, the current session. The first file that exists wins, so a root given without its mesh folder
still works.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from sdk.assets.context import AssetContext
from sdk.assets.session import AssetSession, current_session, session_or_temporary
from sdk.errors import ValidationError

Assets = AssetContext | AssetSession | str | os.PathLike[str] | None
"""What the authoring surface takes wherever it asks for assets."""

_shared_sessions: dict[AssetContext, AssetSession] = {}


class MeshReference(Protocol):
    """The fields of `sdk.model.shapes.Mesh` that say where its file is."""

    @property
    def filename(self) -> str | None:
        """Reference as written in files."""
        ...

    @property
    def materialized_path(self) -> str | None:
        """Path the file was written to, when known."""
        ...


def as_asset_context(assets: Assets) -> AssetContext | None:
    """The context behind whatever an author passes as assets; None stays None.

    Raises:
        TypeError: not a context, session or path.
    """
    if assets is None or isinstance(assets, AssetContext):
        return assets
    return assets.context if isinstance(assets, AssetSession) else AssetContext(assets)


def session_for(assets: Assets = None) -> AssetSession:
    """The one session that keeps the books for these assets.

    None means the current (or a new temporary) session. Any two calls with the same root and mesh folder
    share one, so that different shapes under one name never overwrite each other.
    """
    if isinstance(assets, AssetSession):
        return assets
    context = as_asset_context(assets)
    if context is None:
        return session_or_temporary()
    current = current_session()
    if current is not None and current.context == context:
        return current
    return _shared_sessions.setdefault(context, AssetSession(context.root, context.mesh_subdir))


def resolve_mesh(mesh: MeshReference, *, assets: Assets = None, asset_root: Assets = None) -> Path:
    """Path of the file a mesh refers to; when no candidate exists, the path where it was looked for first.

    Args:
        mesh: the reference.
        assets: assets of the owner: the part's, else the model's.
        asset_root: explicit root, asked before the owner.

    Raises:
        ValidationError: a logical name without a file, or a relative reference with no root to resolve it in.
    """
    if mesh.materialized_path and Path(mesh.materialized_path).is_file():
        return Path(mesh.materialized_path)
    if not mesh.filename:
        name = getattr(mesh, "name", None)
        raise ValidationError.at(
            f"mesh {name!r}", given=mesh.filename, wanted="a file name", code="mesh-without-file"
        )
    if Path(mesh.filename).is_absolute():
        return Path(mesh.filename)
    candidates = [root.mesh_path(mesh.filename, ensure_dir=False) for root in _roots(asset_root, assets)]
    if not candidates:
        raise ValidationError.at(
            f"mesh {mesh.filename!r}",
            given=None,
            wanted="an asset root to find it in",
            code="mesh-without-root",
        )
    return next((path for path in candidates if path.is_file()), candidates[0])


def require_obj(mesh: MeshReference, *, assets: Assets = None, asset_root: Assets = None) -> Path:
    """Path of a mesh's existing OBJ file.

    Raises:
        ValidationError: as `resolve_mesh`; or not an OBJ file; or missing.
    """
    path = resolve_mesh(mesh, assets=assets, asset_root=asset_root)
    where = f"mesh {mesh.filename!r}"
    if path.suffix.lower() != ".obj":
        raise ValidationError.at(where, given=path.suffix, wanted="an .obj file", code="mesh-format")
    if not path.is_file():
        raise ValidationError.at(where, given=str(path), wanted="a file that exists", code="mesh-missing")
    return path


def _roots(*given: Assets) -> Iterator[AssetContext]:
    for assets in (*given, current_session()):
        context = as_asset_context(assets)
        if context is not None:
            yield context
