"""The worker's half of a probe: load the program, run the snippet over its object, encode what it emits.

A newcomer's mistake: to count a failing snippet as a failing job. Every outcome is an answer with ``ok``.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.compiler.faults import text_of
from harness.compiler.probing.encoding import NotSerializableError, encode
from harness.compiler.probing.namespace import Emission, EmitContractError, probe_namespace
from harness.compiler.probing.view import ProbeContext, ProbeLookupError
from harness.compiler.stages import Stages
from sdk.assets import AssetSession
from sdk.qc.profiles import PROFILES, use_profile

MAX_RESULT_BYTES = 256 * 1024
"""Longest result handed to a model; past it the probe asks for less."""
SNIPPET_FILE = "<probe>"

_ERROR_TYPES: tuple[tuple[type[BaseException], str], ...] = (
    (ProbeLookupError, "lookup_failure"),
    (EmitContractError, "emit_contract"),
    (NotSerializableError, "non_serializable_result"),
)


def probe_program(stages: Stages, options: Mapping[str, Any]) -> dict[str, Any]:
    """``{"payload": {"ok": True, "result": ...} | {"ok": False, "error": {...}}}``.

    Args:
        stages: progress of the job.
        options: ``code``, the snippet.
    """
    program = stages.program
    with AssetSession.for_script(program.file).use(), use_profile(PROFILES["default"]):
        with stages.phase("build"):
            program.load()
            program.object_model()
        if stages.last_error is not None:
            return _failure(stages, "load_failure", stages.last_error, program.file)
        emission = Emission()
        result: Any = None
        with stages.phase("probe"):
            context = ProbeContext(
                program.object_model(), asset_root=_asset_root(program.namespace, program.file)
            )
            names = probe_namespace(context, emission, program_file=program.file)
            exec(compile(options["code"], SNIPPET_FILE, "exec", dont_inherit=True), names)
            result = _limited(encode(emission.value()))
        if stages.last_error is not None:
            kinds = (name for kind, name in _ERROR_TYPES if isinstance(stages.last_error, kind))
            return _failure(stages, next(kinds, "snippet_exception"), stages.last_error, SNIPPET_FILE)
    return {"payload": {"ok": True, "result": result}}


def _asset_root(namespace: Mapping[str, Any], program_file: str) -> Path:
    """Root of the program's own `ASSETS`, else its folder."""
    return getattr(namespace.get("ASSETS"), "asset_root", None) or Path(program_file).parent


def _limited(result: Any) -> Any:
    size = len(json.dumps(result))
    if size > MAX_RESULT_BYTES:
        raise NotSerializableError(
            f"value: got {size} bytes of JSON; want at most {MAX_RESULT_BYTES}, so emit fewer figures"
        )
    return result


def _failure(stages: Stages, kind: str, error: BaseException, file: str) -> dict[str, Any]:
    """The payload for an error, with the frames of the snippet or program only."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    label = "probe" if file == SNIPPET_FILE else "model.py"
    lines = [f"{label}:{frame.lineno} in {frame.name}" for frame in frames]
    if isinstance(error, SyntaxError) and error.filename == file:
        lines.append(f"{label}:{error.lineno}")
    message = stages.clean(f"{type(error).__name__}: {text_of(error)}")
    return {
        "payload": {
            "ok": False,
            "error": {"type": kind, "message": message, "traceback": "\n".join(lines)},
        }
    }
