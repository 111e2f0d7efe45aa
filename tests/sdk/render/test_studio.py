import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.render import studio


def test_srgb_is_undone_by_its_inverse():
    values = np.linspace(0, 1, 256)[:, None].repeat(3, axis=1)
    assert np.allclose(studio.srgb_from_linear(studio.linear_from_srgb(values)), values, atol=1e-5)
    assert studio.linear_from_srgb(np.array([[0.5] * 3]))[0, 0] == pytest.approx(0.2140, abs=1e-4)


def test_sky_directions_gather_light_as_a_matt_surface_does():
    sky = studio.hemisphere(4096).astype(float)
    assert np.allclose(np.linalg.norm(sky, axis=1), 1, atol=1e-6)
    assert sky[:, 2].min() > 0
    # Cosine weighting: the mean height is 2/3 and the mean across is 0.
    assert sky.mean(axis=0) == pytest.approx([0, 0, 2 / 3], abs=2e-3)


def test_lamp_directions_fill_its_disc_evenly():
    lamps = studio.lamps_for(10.0)
    spread = studio.lamp_directions(lamps, 512)
    assert np.allclose(np.linalg.norm(spread, axis=1), 1, atol=1e-6)
    away = np.tan(np.arccos(np.clip(spread @ lamps.key, -1, 1)))
    assert away.max() <= lamps.key_softness * 1.001
    assert (away**2).mean() == pytest.approx(lamps.key_softness**2 / 2, rel=0.02)


@settings(max_examples=50, deadline=None)
@given(st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda v: np.linalg.norm(v) > 1e-3))
def test_turning_is_a_rotation_that_takes_up_to_the_normal(normal):
    unit = (np.array([normal]) / np.linalg.norm(normal)).astype(np.float32)
    turned = [studio.turned_to(unit, axis)[0] for axis in np.eye(3, dtype=np.float32)]
    assert np.allclose(turned[2], unit[0], atol=1e-5)
    assert np.allclose(np.array(turned) @ np.array(turned).T, np.eye(3), atol=1e-5)
    assert np.linalg.det(turned) == pytest.approx(1, abs=1e-4)


def test_light_falls_with_what_is_hidden_and_never_passes_white():
    normals = np.tile([[0, 0, 1.0]], (3, 1)).astype(np.float32)
    looking = np.tile([[0, 0, -1.0]], (3, 1)).astype(np.float32)
    light = studio.shade(
        np.ones((3, 3), dtype=np.float32), normals, looking, lamps=studio.lamps_for(0),
        key_seen=np.array([1, 0, 0], dtype=np.float32), sky_seen=np.array([1, 1, 0], dtype=np.float32),
    )  # fmt: skip
    assert (light[0] > light[1]).all()
    assert (light[1] > light[2]).all()
    assert (light <= 1).all()
    assert (light[2] > 0).all()
