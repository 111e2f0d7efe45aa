"""Where meshes live on disk: contexts (paths), sessions (managed names), the OBJ dialect, and finding a file
again.

A newcomer's mistake: to think a `Mesh` holds triangles. It holds a reference; this package is what turns the
reference into a file, and the file into arrays. It sits below `sdk.model`, because parts carry an
`AssetContext`.
"""

from __future__ import annotations

from sdk.assets.context import DEFAULT_MESH_SUBDIR, AssetContext
from sdk.assets.names import explicit_reference, is_explicit_path, managed_slug
from sdk.assets.obj import obj_text, read_obj
from sdk.assets.resolve import Assets, as_asset_context, require_obj, resolve_mesh, session_for
from sdk.assets.session import AssetSession, ManagedMesh, current_session, session_or_temporary

__all__ = [
    "DEFAULT_MESH_SUBDIR",
    "AssetContext",
    "AssetSession",
    "Assets",
    "ManagedMesh",
    "as_asset_context",
    "current_session",
    "explicit_reference",
    "is_explicit_path",
    "managed_slug",
    "obj_text",
    "read_obj",
    "require_obj",
    "resolve_mesh",
    "session_for",
    "session_or_temporary",
]
