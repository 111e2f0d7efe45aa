"""Importing a front door must not drag heavy libraries in: a command that prints help should not pay for a kernel."""

from __future__ import annotations

import subprocess
import sys

import pytest


def modules_after(statement: str) -> set[str]:
    """Names of the top-level modules loaded by `statement` in a fresh interpreter."""
    code = f"import sys; {statement}; print('\\n'.join({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("statement", "heavy"),
    [
        (
            "import sdk",
            {"numpy", "scipy", "trimesh", "manifold3d", "fcl", "cadquery", "lxml", "embreex", "PIL"},
        ),
        (
            "from sdk import Box, BoxGeometry, ArticulatedObject, TestContext",
            {"trimesh", "cadquery", "embreex", "PIL"},
        ),
        (
            "import harness.cli.main",
            {"numpy", "openai", "trimesh", "manifold3d", "cadquery", "lxml", "embreex", "PIL"},
        ),
        ("import harness.run", {"openai", "trimesh", "manifold3d", "cadquery", "embreex", "PIL"}),
    ],
)
def test_import_loads_nothing_heavy(statement: str, heavy: set[str]) -> None:
    assert not modules_after(statement) & heavy
