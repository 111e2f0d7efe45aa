"""`AssetSession`: the owner of the managed meshes of one running program.

A session remembers which content it wrote under which name, so that one name used for two shapes gives two
files. A newcomer's mistake: to make a second session for the same root; each would overwrite the other's
files (`sdk.assets.resolve.session_for` shares one per root).
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from sdk.assets.context import DEFAULT_MESH_SUBDIR, AssetContext
from sdk.assets.names import managed_slug

_SUFFIX_LENGTHS = (12, 16, 20, 64)
_current: ContextVar[AssetSession | None] = ContextVar("asset_session", default=None)


@dataclass(frozen=True)
class ManagedMesh:
    """A file written under a managed name."""

    path: Path
    reference: str
    """Portable reference for `Mesh.filename`, relative to the session's root."""
    digest: str
    """SHA-256 of the file's bytes, hexadecimal."""


class AssetSession:
    """Managed mesh files below one root, and the read-only inputs that came with the prompt."""

    def __init__(
        self,
        root: str | os.PathLike[str],
        mesh_subdir: str = DEFAULT_MESH_SUBDIR,
        inputs_dir: str | os.PathLike[str] | None = None,
    ) -> None:
        self.context = AssetContext(root, mesh_subdir)
        self.inputs_dir = None if inputs_dir is None else Path(inputs_dir).resolve()
        self._digest_of_reference: dict[str, str] = {}

    @classmethod
    def for_script(cls, script: str | os.PathLike[str]) -> AssetSession:
        """The session a host makes to run `script`: rooted at its folder, with its inputs."""
        path = Path(script).resolve()
        return cls(path.parent, inputs_dir=_inputs_of(path))

    @property
    def root(self) -> Path:
        """Folder that references are relative to."""
        return self.context.root

    @property
    def mesh_subdir(self) -> str:
        """Folder of the meshes, relative to the root."""
        return self.context.mesh_subdir

    @contextmanager
    def use(self) -> Iterator[AssetSession]:
        """Make this the current session for a block; the former one returns afterwards."""
        token = _current.set(self)
        try:
            yield self
        finally:
            _current.reset(token)

    def write_managed(self, name: str | os.PathLike[str], text: str) -> ManagedMesh:
        """The file that holds `text` under a logical name.

        The same content under the same slug is one file. Other content gets ``<slug>--<digest>``, so neither
        is lost.

        Raises:
            ValidationError: the name has no usable character.
        """
        content = text.encode("utf-8")
        digest = hashlib.sha256(content).hexdigest()
        reference = self._reference_for(managed_slug(name), digest)
        path = self.context.mesh_path(reference)
        known = self._digest_of_reference.get(reference) == digest
        if not known or not path.exists():
            path.write_bytes(content)
            self._digest_of_reference[reference] = digest
        return ManagedMesh(path, reference, digest)

    def _reference_for(self, slug: str, digest: str) -> str:
        stems = [slug, *(f"{slug}--{digest[:length]}" for length in _SUFFIX_LENGTHS)]
        references = [f"{self.mesh_subdir}/{stem}.obj" for stem in stems]
        free = (ref for ref in references if self._digest_of_reference.get(ref, digest) == digest)
        return next(free)  # the last stem holds the whole digest, so it cannot belong to other content


def current_session() -> AssetSession | None:
    """The session of the running program; None outside a host before the first managed mesh."""
    return _current.get()


def session_or_temporary() -> AssetSession:
    """The current session; where there is none, a new one in a folder that goes with the process."""
    session = _current.get()
    if session is None:
        folder = tempfile.mkdtemp(prefix="articraft-meshes-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        session = AssetSession(folder)
        _current.set(session)
    return session


def _inputs_of(script: Path) -> Path | None:
    """Inputs folder of a script: beside it, or that of the record it belongs to in a data-set checkout."""
    beside = script.parent / "inputs"
    if beside.is_dir():
        return beside
    parts = script.parts
    for index in range(len(parts) - 4, -1, -1):
        data = Path(*parts[: index + 1])
        if parts[index : index + 2] == ("data", "records"):
            return data / "records" / parts[index + 2] / "inputs"
        below = parts[index + 1 :]
        if (
            parts[index] == "data"
            and below[:2] == ("cache", "runs")
            and below[3:4] == ("staging",)
            and len(below) > 5
        ):
            return data / "records" / below[4] / "inputs"
    return None
