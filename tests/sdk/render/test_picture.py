from math import asin, pi, radians, tan

import numpy as np
import pytest

import sdk
from sdk.render import picture, studio
from sdk.render.bodies import Body, bodies_of_scene, triangles_of
from sdk.render.camera import FIELD_OF_VIEW_DEG, fit_camera
from sdk.render.frame import render_frame
from sdk.render.raycast import RayCaster
from sdk.render.shadows import floor_light
from sdk.render.stage import Framing, Stage, framing_of
from sdk.scene import Scene

HERE = {"base": np.eye(4)}
AS_IS = Framing(np.zeros(3), 1.0)
LAMPS = studio.lamps_for(0.0)


def quad(corners, rgba=(1, 0, 0, 1)) -> Body:
    points, triangles, normals = triangles_of(
        np.array(corners, dtype=float), np.array([[0, 1, 2], [0, 2, 3]])
    )
    return Body(points, triangles, normals, rgba, "base")


def facing_x(x: float, half: float, rgba) -> Body:
    return quad([(x, -half, -half), (x, half, -half), (x, half, half), (x, -half, half)], rgba)


def box_object(joint: str | None = None, **joint_options) -> sdk.ArticulatedObject:
    model = sdk.ArticulatedObject("box")
    base = model.part("base")
    base.visual(sdk.Box((0.4, 0.4, 0.4)), color=(0.7, 0.7, 0.7))
    if joint is not None:
        slider = model.part("slider")
        slider.visual(sdk.Box((0.3, 0.02, 0.3)), origin=sdk.Origin((0, 0.21, 0)), color=(0.9, 0.3, 0.1))
        model.articulation(
            "slide", sdk.ArticulationType(joint), base, slider, axis=(0, 1, 0), **joint_options
        )
    return model


def test_a_sphere_covers_the_area_its_outline_must_have():
    angle = np.linspace(0, np.pi, 65)
    turn = np.linspace(0, 2 * np.pi, 129)[:-1]
    vertices = np.array(
        [(np.sin(a) * np.cos(t), np.sin(a) * np.sin(t), np.cos(a)) for a in angle for t in turn]
    )
    here = np.arange(64 * 128)
    on = here - here % 128 + (here + 1) % 128
    faces = np.concatenate([np.stack([here, here + 128, on + 128], 1), np.stack([here, on + 128, on], 1)])
    body = Body(*triangles_of(vertices, faces), (0.8, 0.1, 0.1, 1), "base")
    stage = Stage([body], HERE, AS_IS)
    camera = fit_camera(vertices, azimuth_deg=20, elevation_deg=30, aspect=1)
    size = 240
    drawn = render_frame(stage, camera, LAMPS, size=(size, size), floor=None).astype(int)
    empty = render_frame(None, camera, LAMPS, size=(size, size), floor=None).astype(int)
    covered = (np.abs(drawn - empty).sum(axis=2) > 30).mean()
    outline = tan(asin(1 / np.linalg.norm(camera.position))) / tan(radians(FIELD_OF_VIEW_DEG / 2))
    assert covered == pytest.approx(pi * outline**2 / 4, rel=0.02)


def test_the_shadow_lies_where_the_lamp_throws_it():
    """A small plate in the air darkens the floor at its own place moved along the lamp's direction."""
    plate = np.array([(-0.1, -0.1, 1), (0.1, -0.1, 1), (0.1, 0.1, 1), (-0.1, 0.1, 1)], dtype=float)
    blockers = RayCaster(quad(plate).corners.astype(np.float32))
    shadow = -LAMPS.key[:2] / LAMPS.key[2]
    around = np.array([(*shadow + offset, 0) for offset in ((-0.5, -0.5), (0.5, 0.5))])
    camera = fit_camera(around, azimuth_deg=0, elevation_deg=80, aspect=1)
    light = floor_light(blockers, camera, LAMPS, size=(101, 101), floor=0.0)
    row, column = np.unravel_index(light.argmin(), light.shape)
    looking = camera.directions(101, 101)[row, column].astype(float)
    darkest = camera.position + looking * (-camera.position[2] / looking[2])
    assert np.linalg.norm(darkest[:2] - shadow) < 0.05
    assert light.min() < 0.75
    assert light.max() == pytest.approx(1.0, abs=0.02)


def test_of_two_faces_in_one_plane_the_later_wins_without_speckle():
    bodies = [facing_x(0.3, 0.5, (1, 0, 0, 1)), facing_x(0.3, 0.5, (0, 0, 1, 1))]
    bodies[1] = Body(
        bodies[1].points, bodies[1].corners[:, [1, 2, 0]], bodies[1].normals, bodies[1].rgba, "base"
    )
    stage = Stage(bodies, HERE, AS_IS)
    camera = fit_camera(stage.corners.reshape(-1, 3), azimuth_deg=25, elevation_deg=17, aspect=1)
    drawn = render_frame(stage, camera, LAMPS, size=(96, 96), floor=None).astype(int)
    inner = drawn[36:60, 36:60]
    assert (inner[..., 2] > inner[..., 0] + 100).all()


def test_glass_shows_what_is_behind_it_and_throws_no_shadow():
    def middle(*bodies: Body) -> np.ndarray:
        stage = Stage(bodies, HERE, AS_IS)
        camera = fit_camera(np.eye(3) * 0.8 - 0.3, azimuth_deg=0, elevation_deg=0, aspect=1)
        return render_frame(stage, camera, LAMPS, size=(48, 48), floor=None)[22:26, 22:26].mean(axis=(0, 1))

    wall, glass = facing_x(0.0, 0.4, (1, 0.1, 0.1, 1)), facing_x(0.2, 0.4, (0.1, 0.1, 1, 0.3))
    bare, through, opaque = middle(wall), middle(wall, glass), middle(facing_x(0.2, 0.4, (0.1, 0.1, 1, 1)))
    assert bare[0] > through[0] > opaque[0]
    assert bare[2] < through[2] < opaque[2]


def test_a_pane_hides_what_its_opacity_says():
    """Front and back of a dark pane together let 1 - opacity of the light behind through."""

    def behind(*panes: float) -> float:
        wall = facing_x(0.0, 0.4, (1, 1, 1, 1))
        bodies = [wall, *[facing_x(0.1 + 0.1 * number, 0.4, (0, 0, 0, a)) for number, a in enumerate(panes)]]
        stage = Stage(bodies, HERE, AS_IS)
        camera = fit_camera(np.eye(3) * 0.8 - 0.3, azimuth_deg=0, elevation_deg=0, aspect=1)
        drawn = render_frame(stage, camera, LAMPS, size=(48, 48), floor=None)[22:26, 22:26] / 255
        return float(studio.linear_from_srgb(drawn).mean())

    assert behind(0.6, 0.6) == pytest.approx(0.4 * behind(), rel=0.15)  # the dark pane has a little gloss


def test_equal_scenes_give_equal_bytes():
    model = box_object("prismatic", motion_limits=sdk.MotionLimits(lower=0, upper=0.3))
    first, second = (picture.render_preview(Scene(model), size=(160, 80)).tobytes() for _ in range(2))
    assert first == second


def test_both_panels_share_one_scale_and_differ_by_the_motion():
    model = box_object("prismatic", motion_limits=sdk.MotionLimits(lower=0, upper=0.3))
    image = picture.render_preview(Scene(model), size=(320, 160), captions=("", ""))
    assert image.size == (320, 160)
    assert image.mode == "RGB"
    rest, opened = np.asarray(image)[:, :159].astype(int), np.asarray(image)[:, 161:].astype(int)
    assert (np.abs(rest[:, 1:] - opened[:, 1:]).sum(axis=2) > 60).mean() > 0.01


@pytest.mark.parametrize(("axis", "seen_from"), [((0, -1, 0), {-42.0, -132.0}), ((0, 1, 0), {42.0, 138.0})])
def test_the_preview_looks_from_a_side_that_shows_the_motion(axis, seen_from):
    model = sdk.ArticulatedObject("cabinet")
    case, drawer = model.part("case"), model.part("drawer")
    case.visual(sdk.Box((0.4, 0.4, 0.6)))
    drawer.visual(sdk.Box((0.3, 0.3, 0.1)))
    model.articulation(
        "slide", sdk.ArticulationType.PRISMATIC, case, drawer, axis=axis,
        motion_limits=sdk.MotionLimits(lower=0, upper=0.25),
    )  # fmt: skip
    scene = Scene(model)
    bodies = bodies_of_scene(scene)
    places = [scene.world_from_part({}), scene.world_from_part({"slide": 0.25})]
    framing = framing_of(bodies, places)
    stages = [Stage(bodies, place, framing) for place in places]
    points = np.concatenate([stage.points for stage in stages])
    assert picture.best_corner(stages, points, 24.0) in seen_from


def test_an_object_that_cannot_move_stands_alone():
    model = box_object()
    image = np.asarray(picture.render_preview(Scene(model), size=(200, 80), captions=("", ""))).astype(int)
    middle, left = image[35:45, 95:105], image[35:45, 45:55]
    assert middle.mean() < left.mean()


def test_nothing_to_show_gives_a_picture_that_says_so():
    model = sdk.ArticulatedObject("void")
    model.part("base")
    image = picture.render_preview(Scene(model), size=(200, 100))
    assert image.size == (200, 100)
    assert np.asarray(image).min() < 140  # the words


@pytest.mark.parametrize("size", [(64, 64), (401, 97), (97, 401)])
@pytest.mark.parametrize("elevation", [-30.0, 0.0, 90.0])
def test_odd_sizes_and_angles_are_drawn(size, elevation):
    image = picture.render_view(Scene(box_object()), size=size, azimuth=10.0, elevation=elevation)
    assert image.size == size


def test_flat_and_tiny_objects_are_framed():
    for extent in ((1e-4, 1e-4, 1e-7), (100.0, 50.0, 1e-3)):
        model = sdk.ArticulatedObject("plate")
        model.part("base").visual(sdk.Box(extent), color=(0.8, 0.1, 0.1))
        image = np.asarray(picture.render_view(Scene(model), size=(96, 96))).astype(int)
        assert (image[..., 0] > image[..., 1] + 60).mean() > 0.05
