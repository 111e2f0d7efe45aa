"""The worker's half of a compile: build, scene, tests, checks, export; every phase that can still run does.

A newcomer's mistake: to stop at the first fault. Only a program that does not load stops a compile, unless
the profile reproduces the reference, where one exception hides everything else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from harness.compiler.description import describe
from harness.compiler.seal import library_seal
from harness.compiler.stages import Stages
from sdk.assets import AssetSession
from sdk.exporters import EXPORTERS
from sdk.model.object import ArticulatedObject
from sdk.qc.profiles import PROFILES, use_profile
from sdk.scene import Scene
from sdk.testing.judge import Verdict, judge
from sdk.testing.report import TestReport

PICTURE = "preview.png"


def compile_program(stages: Stages, options: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of a compile, as JSON: findings, tests, object, files and how it ended.

    Args:
        stages: progress of the job.
        options: ``profile``, ``tests`` (run authored tests and checks), ``pictures``.
    """
    if options["profile"] not in PROFILES:
        return {"refusal": f"profile: got {options['profile']!r}; want one of {', '.join(PROFILES)}"}
    profile = PROFILES[options["profile"]]
    program = stages.program
    folder = Path(program.file).parent
    scene: Scene | None = None
    authored: TestReport | None = None
    verdict: Verdict | None = None
    files: list[str] = []
    seal = library_seal()
    with AssetSession.for_script(program.file).use(), use_profile(profile):
        with stages.phase("build"):
            program.load()
        if stages.faults:
            return answer_for(stages)
        with stages.phase("scene"):
            if program.has_object():
                scene = Scene(program.object_model(), asset_root=folder)
        if options["tests"]:
            with stages.phase("tests"):
                authored = program.run_tests()
            with stages.phase("qc"):
                seal.require_whole()
                if not (stages.faults and profile.stops_at_structure):
                    model = program.object_model()
                    scene = scene or Scene(model, asset_root=folder)
                    verdict = judge(model, authored=authored, scene=scene, profile=profile)
        is_sound = not stages.faults and (verdict is None or verdict.passed)
        description: dict[str, Any] | None = None
        with stages.phase("export", forgiving=not is_sound):
            description = describe(program.object_model())
            files += _export(program.object_model(), folder=folder)
            if options["pictures"] and scene is not None:
                files.append(_draw(scene, folder=folder))
    return answer_for(stages, verdict=verdict, description=description, files=files)


def _export(model: ArticulatedObject, *, folder: Path) -> list[str]:
    """Write the object; answers the files' paths relative to the work folder."""
    paths = EXPORTERS["urdf"](model, out_dir=folder, asset_root=folder)
    return [path.relative_to(folder).as_posix() for path in paths]


def _draw(scene: Scene, *, folder: Path) -> str:
    """Draw the object; answers the picture's path relative to the work folder."""
    from sdk.render.picture import render_preview  # loads the ray kernel

    render_preview(scene).save(folder / PICTURE)
    return PICTURE


def answer_for(
    stages: Stages,
    *,
    verdict: Verdict | None = None,
    description: Mapping[str, Any] | None = None,
    files: Sequence[str] = (),
) -> dict[str, Any]:
    """The JSON a supervisor turns into a `CompileResult`."""
    findings = [*stages.faults, *(stages.cleaned(verdict.findings) if verdict else ())]
    return {
        "signals": [finding.to_dict() for finding in findings],
        "tests": {
            "run": verdict.tests_run if verdict else 0,
            "failed": list(verdict.tests_failed) if verdict else [],
            "checks": list(verdict.checks) if verdict else [],
        },
        "object": description,
        "files": list(files),
        "ended_by": stages.ended_by,
    }
