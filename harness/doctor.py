"""What this machine has for making objects and what each missing thing would give: `examine`.

A newcomer's mistake: to send a key anywhere. Whether a key is set is all that is looked at; only the addresses of
servers are knocked at, without it.
"""

from __future__ import annotations

import asyncio
import platform
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from harness.compiler import compile_source
from harness.compiler.sandbox import FULL_ISOLATION
from harness.config import RunSettings
from harness.errors import HarnessError
from harness.prompts import scaffold
from harness.providers import PROVIDERS
from harness.providers.choice import choose_provider
from harness.providers.presets import PRESETS

State = Literal["ok", "absent", "wrong"]
KNOCK_TIMEOUT_S = 2.0
OLDEST_PYTHON = (3, 11)
_PACKAGES = {
    "cadquery": ("cad", "programs that use CadQuery, and gears made with it"),
    "anthropic": ("anthropic", "the provider anthropic"),
    "google.genai": ("gemini", "the provider gemini"),
    "mujoco": ("dev", "tests that load objects in MuJoCo"),
    "yourdfpy": ("dev", "tests that read objects with another reader of URDF"),
}
"""Module -> optional group that brings it, and what it gives."""
_CUBE = """model = ArticulatedObject(name="cube")
    model.part("cube").visual(Box((0.1, 0.1, 0.1)))
    return model"""
_LAYER_GIVES = "a program cannot do more than build its object"


@dataclass(frozen=True)
class Check:
    """One thing looked at."""

    area: Literal["python", "compiler", "sandbox", "package", "key", "server", "provider"]
    name: str
    state: State
    """``absent`` is no fault: something optional is not there."""
    found: str
    gives: str = ""
    """What it is for, where it is absent or wrong."""
    mend: str = ""
    """How to get it."""

    def to_dict(self) -> dict[str, Any]:
        """JSON form."""
        return dict(vars(self))


async def examine(environ: Mapping[str, str]) -> tuple[Check, ...]:
    """Everything looked at, in the order of its areas; nothing is changed and no model is asked."""
    servers = await asyncio.gather(*(_server(name, url) for name, url in _addresses(environ).items()))
    built = await asyncio.to_thread(_compiled)
    return (_python(), *built, *_packages(), *_keys(environ), *servers, _chosen(environ))


def _python() -> Check:
    version = platform.python_version()
    wanted = ".".join(map(str, OLDEST_PYTHON))
    is_new = sys.version_info[:2] >= OLDEST_PYTHON
    return Check(
        "python", "python", "ok" if is_new else "wrong", version, mend="" if is_new else f"want {wanted}"
    )


def _compiled() -> list[Check]:
    """What the smallest program says of the compiler and of the sandbox around it."""
    with tempfile.TemporaryDirectory(prefix="articraft-doctor-") as folder:
        source = scaffold().replace(
            'return ArticulatedObject(name="draft_model")',
            _CUBE,
        )
        source = source.replace("import ArticulatedObject,", "import ArticulatedObject, Box,")
        try:
            result = compile_source(source, workdir=Path(folder), tests=False, cache=False)
        except HarnessError as error:
            return [Check("compiler", "compile", "wrong", str(error), "everything", "read the message")]
    is_built = result.object is not None and bool(result.artifacts)
    found = (
        f"a cube in {result.timings_ms.get('total', 0.0):.0f} ms" if is_built else "a cube does not compile"
    )
    why = {
        layer.split(":", 1)[0].removeprefix("missing "): layer.partition(": ")[2]
        for layer in result.isolation
        if layer.startswith("missing ")
    }
    checks = [Check("compiler", "compile", "ok" if is_built else "wrong", found)]
    for name in FULL_ISOLATION:
        if name in result.isolation:
            checks.append(Check("sandbox", name, "ok", "in force"))
        else:
            checks.append(Check("sandbox", name, "absent", why.get(name, "not in force"), _LAYER_GIVES))
    return checks


def _packages() -> list[Check]:
    return [
        Check("package", module, "ok", "installed")
        if _is_installed(module)
        else Check("package", module, "absent", "not installed", gives, f"pip install 'articraft[{extra}]'")
        for module, (extra, gives) in _PACKAGES.items()
    ]


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # of the package around it
        return False


def _keys(environ: Mapping[str, str]) -> list[Check]:
    checks = []
    for name, entry in PROVIDERS.items():
        if not entry.needs_key:
            continue
        variables = [variable for key in entry.key_names for variable in (key, f"{key}S")]
        held = [variable for variable in variables if environ.get(variable, "").strip()]
        if held:
            checks.append(Check("key", name, "ok", f"{held[0]} is set"))
        else:
            checks.append(
                Check("key", name, "absent", "not set", f"the provider {name}", f"set {entry.key_names[0]}")
            )
    return checks


def _addresses(environ: Mapping[str, str]) -> dict[str, str]:
    """Server -> address, of those on this machine and of those the environment names."""
    found = {}
    for name, preset in PRESETS.items():
        named = next((environ[variable] for variable in preset.url_names if environ.get(variable)), None)
        own = named or (preset.base_url if preset.is_local else None)
        if own and own not in found.values():
            found[name] = own
    return found


async def _server(name: str, url: str) -> Check:
    """Whether anything listens at the address."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    shown = f"{parts.hostname}:{port}"
    try:
        async with asyncio.timeout(KNOCK_TIMEOUT_S):
            _, writer = await asyncio.open_connection(parts.hostname, port)
            writer.close()
    except (OSError, TimeoutError):
        return Check(
            "server",
            name,
            "absent",
            f"nothing answers at {shown}",
            f"the provider {name}",
            "start it, or say --base-url",
        )
    return Check("server", name, "ok", f"answers at {shown}")


def _chosen(environ: Mapping[str, str]) -> Check:
    """Who would answer a run without further wishes."""
    try:
        choice = choose_provider(RunSettings(), environ)
    except HarnessError as error:
        return Check("provider", "default", "wrong", str(error), "articraft gen")
    model = f":{choice.model_id}" if choice.model_id else ""
    told = Check("provider", "default", "ok", f"{choice.name}{model} would answer articraft gen")
    if choice.name != "library":
        return told
    return Check(
        "provider", "default", "ok", told.found, "objects beyond the library", "set a key or start a server"
    )


def is_healthy(checks: Iterable[Check]) -> bool:
    """Whether nothing that is needed is missing."""
    return all(check.state != "wrong" for check in checks)
