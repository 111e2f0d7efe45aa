import pytest

import sdk
from sdk.render.opening import TELLING_ANGLE, UNLIMITED_TRAVEL, opened_configuration


def with_joint(kind: str, limits: tuple[float | None, float | None] | None, **more) -> sdk.ArticulatedObject:
    model = sdk.ArticulatedObject("thing")
    base, arm = model.part("base"), model.part("arm")
    motion = None if limits is None else sdk.MotionLimits(lower=limits[0], upper=limits[1])
    model.articulation("joint", sdk.ArticulationType(kind), base, arm, motion_limits=motion, **more)
    return model


@pytest.mark.parametrize(
    ("kind", "limits", "value"),
    [
        ("revolute", (0, 1.9), 1.9),
        ("revolute", (-1.9, 0), -1.9),
        ("revolute", (-0.5, 0.5), 0.5),
        ("revolute", (-1.2, 0.5), -1.2),
        ("revolute", (0, 3.2), 3.2),
        ("revolute", (-3.1, 3.1), TELLING_ANGLE),
        ("revolute", (-6.0, 0.2), 0.2),
        ("revolute", None, TELLING_ANGLE),
        ("prismatic", (0, 0.3), 0.3),
        ("prismatic", (-0.3, 0.1), -0.3),
        ("prismatic", (None, 0.2), 0.2),
        ("prismatic", None, UNLIMITED_TRAVEL),
        ("continuous", None, TELLING_ANGLE),
        ("fixed", None, None),
        ("floating", None, None),
        ("revolute", (0, 0), None),
    ],
)
def test_each_kind_opens_where_its_motion_shows(kind, limits, value):
    opened = opened_configuration(with_joint(kind, limits))
    assert opened == ({} if value is None else {"joint": pytest.approx(value)})


def test_followers_are_left_to_follow():
    model = with_joint("revolute", (0, 1.0))
    follower = model.part("follower")
    model.articulation(
        "echo", sdk.ArticulationType.REVOLUTE, "base", follower, mimic=sdk.Mimic("joint"),
        motion_limits=sdk.MotionLimits(lower=0, upper=1.0),
    )  # fmt: skip
    assert opened_configuration(model) == {"joint": 1.0}


def test_the_telling_angle_hides_behind_no_common_symmetry():
    degrees = TELLING_ANGLE * 180 / 3.141592653589793
    for fold in (2, 3, 4, 5, 6, 7, 8, 12):
        step = 360 / fold
        assert min(degrees % step, step - degrees % step) > 0.1 * step
