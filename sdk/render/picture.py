"""Pictures for people: rest beside opened pose, or one view of one configuration.

A newcomer's mistake: to choose a fixed side to look from. Programs put the front of an object on any side,
so the preview looks from the corner that shows most of the motion, and from the usual one when that makes
no difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sdk.render.bodies import bodies_of_scene
from sdk.render.camera import Camera, fit_camera
from sdk.render.frame import render_frame
from sdk.render.opening import opened_configuration
from sdk.render.raycast import RayCaster
from sdk.render.stage import Stage, framing_of
from sdk.render.studio import lamps_for
from sdk.scene import Scene

AZIMUTH_DEG, ELEVATION_DEG = -42.0, 24.0
"""The usual corner: +X and -Y faces, the fronts of most programs, with the top in view."""
CORNERS_DEG = {-42.0: 1.0, 42.0: 0.85, -132.0: 0.8, 138.0: 0.7}
"""Corners the preview may look from, and how much the motion seen from each counts."""
SCOUT = 72
"""Side, in pixels, of the rough pictures the corners are judged by."""
Pose = Literal["rest", "open"] | Mapping[str, Any]
"""A name, or joint name -> radians or metres, where joints left out are at zero."""
INK, FAINT = (74, 80, 90), (205, 209, 216)


def render_preview(
    scene: Scene, *, size: tuple[int, int] = (1280, 640), captions: tuple[str, str] = ("rest", "open")
) -> Image.Image:
    """The object at rest and opened, side by side, from one camera; alone when nothing moves.

    `size` is (width, height) in pixels. A scene without geometry gives an empty studio that says so.
    """
    poses: list[Pose] = ["rest", "open"] if opened_configuration(scene.model) else ["rest"]
    return render_poses(scene, poses, size=size, captions=captions)


def render_view(
    scene: Scene,
    *,
    configuration: Mapping[str, Any] | None = None,
    size: tuple[int, int] = (800, 640),
    azimuth: float = AZIMUTH_DEG,
    elevation: float = ELEVATION_DEG,
    caption: str = "",
) -> Image.Image:
    """The object in one configuration, seen from these angles in degrees: azimuth 0 is on +X, 90 on +Y."""
    return render_poses(
        scene, [configuration or "rest"], size=size, captions=[caption], azimuth=azimuth, elevation=elevation
    )


def render_poses(
    scene: Scene,
    poses: Sequence[Pose],
    *,
    size: tuple[int, int] = (1280, 640),
    captions: Sequence[str] | None = None,
    azimuth: float | None = None,
    elevation: float = ELEVATION_DEG,
) -> Image.Image:
    """One panel per pose, left to right, from one camera that sees them all.

    Args:
        scene: the object.
        poses: one or more.
        size: (width, height) of the whole picture in pixels.
        captions: one per panel; None names the poses.
        azimuth: degrees, 0 is on +X and 90 on +Y; None looks from where the first two panels differ most.
        elevation: degrees above the horizon; the floor is drawn only from above.

    Raises:
        ValidationError: the joints form no tree, or a mesh file is missing.
    """
    width, height = size
    bodies = bodies_of_scene(scene)
    opened = opened_configuration(scene.model)
    named: dict[str, Mapping[str, Any]] = {"rest": {}, "open": opened}
    places = [scene.world_from_part(named[pose] if isinstance(pose, str) else pose) for pose in poses]
    if not bodies:
        empty = render_frame(None, _anywhere(width / height), lamps_for(0.0), size=size, floor=None)
        return _labelled(empty, ["no geometry to show"])
    framing = framing_of(bodies, places)
    stages = [Stage(bodies, world_from_part, framing) for world_from_part in places]
    panel = width // len(stages)
    points = np.concatenate([stage.points for stage in stages])
    if azimuth is None:
        azimuth = best_corner(stages, points, elevation)
    camera = fit_camera(points, azimuth_deg=azimuth, elevation_deg=elevation, aspect=panel / height)
    floor = min(stage.lowest for stage in stages) if elevation > 0 else None
    lamps = lamps_for(azimuth)
    panels = [render_frame(stage, camera, lamps, size=(panel, height), floor=floor) for stage in stages]
    panels[-1] = np.pad(panels[-1], ((0, 0), (0, width - panel * len(stages)), (0, 0)), mode="edge")
    captions = [_name(pose) for pose in poses] if captions is None else captions[: len(stages)]
    return _labelled(np.concatenate(panels, axis=1), captions)


def _name(pose: Pose) -> str:
    """Caption of a pose."""
    if isinstance(pose, str):
        return pose
    return ", ".join(f"{joint} = {value:.3g}" for joint, value in pose.items()) or "rest"


def best_corner(stages: Sequence[Stage], points: np.ndarray, elevation: float) -> float:
    """Azimuth from which the poses differ over the largest share of what they cover."""
    if len(stages) < 2:
        return AZIMUTH_DEG
    casters = [RayCaster(stage.corners) for stage in stages[:2]]
    worth = {}
    for azimuth, weight in CORNERS_DEG.items():
        camera = fit_camera(points, azimuth_deg=azimuth, elevation_deg=elevation, aspect=1.0)
        rest, opened = map(_parts_seen, stages, casters, (camera, camera))
        covered = np.count_nonzero((rest >= 0) | (opened >= 0))
        worth[azimuth] = weight * np.count_nonzero(rest != opened) / max(covered, 1)
    return max(worth, key=worth.__getitem__)


def _parts_seen(stage: Stage, caster: RayCaster, camera: Camera) -> np.ndarray:
    looking = camera.directions(SCOUT, SCOUT).reshape(-1, 3)
    start = np.broadcast_to(camera.position.astype(np.float32), looking.shape)
    triangle = caster.first_hits(start, looking).triangle
    return np.where(triangle >= 0, stage.part[stage.body[triangle]], -1)


def _anywhere(aspect: float) -> Camera:
    return fit_camera(np.zeros((1, 3)), azimuth_deg=0.0, elevation_deg=0.0, aspect=aspect)


def _labelled(pixels: np.ndarray, captions: Sequence[str]) -> Image.Image:
    """A picture of equal panels, each with its caption below and a hairline between."""
    image = Image.fromarray(pixels)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=max(11, image.height // 42))
    panel = image.width / max(len(captions), 1)
    for number, caption in enumerate(captions):
        middle = (panel * (number + 0.5), image.height * 0.965)
        if caption:
            draw.text(middle, caption, fill=INK, font=font, anchor="mm")
        if number:
            edge = round(panel * number)
            draw.line([(edge, image.height * 0.06), (edge, image.height * 0.94)], fill=FAINT)
    return image
