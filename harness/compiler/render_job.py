"""The worker's half of a drawing: build the object and draw it, rest and opened or the poses asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.compiler.compile_job import PICTURE, answer_for
from harness.compiler.description import describe
from harness.compiler.stages import Stages
from sdk.assets import AssetSession
from sdk.render.picture import ELEVATION_DEG, render_poses, render_preview
from sdk.scene import Scene


def render_program(stages: Stages, options: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of a drawing, in the form of a compile's.

    Args:
        stages: progress of the job.
        options: ``size``, ``poses``, ``azimuth``, ``elevation``, as in `harness.compiler.render_source`.
    """
    program = stages.program
    folder = Path(program.file).parent
    with AssetSession.for_script(program.file).use():
        with stages.phase("build"):
            program.load()
            program.object_model()
        if stages.faults:
            return answer_for(stages)
        model = program.object_model()
        if unknown := _unknown_joints(options["poses"], {joint.name for joint in model.articulations}):
            known = ", ".join(joint.name for joint in model.articulations) or "none at all"
            return {"refusal": f"pose: got joints {', '.join(unknown)}; the object has {known}"}
        files: list[str] = []
        with stages.phase("export"):
            _draw(Scene(model, asset_root=folder), options, folder / PICTURE)
            files.append(PICTURE)
    return answer_for(stages, description=describe(model), files=files)


def _unknown_joints(poses: list[Mapping[str, float] | str] | None, known: set[str]) -> list[str]:
    return sorted({name for pose in poses or () if not isinstance(pose, str) for name in pose} - known)


def _draw(scene: Scene, options: Mapping[str, Any], path: Path) -> None:
    width, height = options["size"]
    if options["poses"] is None and options["azimuth"] is None and options["elevation"] is None:
        picture = render_preview(scene, size=(width, height))
    else:
        elevation = ELEVATION_DEG if options["elevation"] is None else options["elevation"]
        picture = render_poses(
            scene,
            options["poses"] or ["rest", "open"],
            size=(width, height),
            azimuth=options["azimuth"],
            elevation=elevation,
        )
    picture.save(path)
