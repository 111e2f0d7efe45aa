from __future__ import annotations

import pytest

from harness.compiler.probing import measures
from harness.compiler.probing.view import ProbeContext, ProbeLookupError, View, axes_of
from sdk import ArticulatedObject, Cylinder, Origin
from sdk.model.part import Visual
from tests.harness.compiler.probing.objects import blocks


def test_axes_are_letters_in_the_order_given() -> None:
    assert axes_of("zx, z") == ["z", "x"]
    assert axes_of(["Y", "x"]) == ["y", "x"]
    with pytest.raises(ValueError, match="'q'"):
        axes_of("q")


def test_a_pose_of_the_context_is_seen_and_undone() -> None:
    view = blocks([(0, 0, 0), (0.2, 0, 0)])
    context = ProbeContext(view.model)
    seen = View(context)
    with context.pose(j1=0.5):
        assert measures.center(seen, "b1") == pytest.approx([0.7, 0, 0])
        assert measures.position(seen, "j1") == pytest.approx([0.2, 0, 0])
        assert measures.position(seen, "b1") == pytest.approx([0.7, 0, 0])
    assert measures.center(seen, "b1") == pytest.approx([0.2, 0, 0])


def test_extents_are_exact_and_aabb_is_a_box_of_boxes() -> None:
    model = ArticulatedObject(name="rod")
    rod = model.part("rod")
    rod.visual(Cylinder(radius=0.05, length=1.0), origin=Origin(rpy=(0, 0, 0.785398163397)), name="bar")
    view = View(ProbeContext(model))
    assert measures.dims(view, rod) == pytest.approx([0.1, 0.1, 1.0])
    box = measures.aabb(view, "rod")
    assert box is not None
    assert box["max"][0] == pytest.approx(0.05 * 2**0.5)
    assert measures.projection(view, rod.visuals[0], "z")["intervals"] == {"z": pytest.approx([-0.5, 0.5])}
    assert measures.summary(view, "rod")["visual_names"] == ["bar"]
    assert measures.summary(view, rod.visuals[0])["parent_part"] == "rod"


def test_lookups_list_what_there_is() -> None:
    view = blocks([(0, 0, 0), (0.2, 0, 0)])
    with pytest.raises(ProbeLookupError, match="'b0', 'b1'"):
        view.part("b7")
    with pytest.raises(ProbeLookupError, match="'j1'"):
        view.joint("b1")
    with pytest.raises(ProbeLookupError, match="part: got int"):
        view.target(3)
    with pytest.raises(ProbeLookupError, match="belongs to a part"):
        view.target(Visual(view.model.parts[0].visuals[0].geometry))


def test_names_fall_back_to_types() -> None:
    assert measures.name_of(blocks([(0, 0, 0)]).part("b0")) == "b0"
    assert measures.name_of(Origin()) == "Origin"


def test_a_joint_s_summary_has_its_limits() -> None:
    figures = measures.summary(blocks([(0, 0, 0), (1, 0, 0)]), "j1")
    assert figures["kind"] == "articulation"
    assert (figures["type"], figures["axis"]) == ("prismatic", [1.0, 0.0, 0.0])
    assert figures["limits"] == {"lower": 0.0, "upper": 1.0, "effort": 1.0, "velocity": 1.0}
