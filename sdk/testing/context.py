"""`TestContext`: what a program's `run_tests` asks about its object, and where the answers are kept.

Each method names the check, hands the question to a function elsewhere, and records the outcome; the file is
long because the public surface is, not because it decides anything. A newcomer's mistake: to expect
`fail_if_isolated_parts` inside `with ctx.pose(...)` to look at that pose; only expectations, measurements and
the current-pose overlap check do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sdk.assets import Assets
from sdk.model.coercion import name_of
from sdk.qc import limits
from sdk.qc.allowances import Allowances, AllowedOverlap, declared_text, sorted_overlap
from sdk.qc.checks import floating_parts, islands, mesh_assets, model_validity, rest_overlap
from sdk.qc.outcome import Outcome
from sdk.qc.profiles import active
from sdk.qc.subject import Subject
from sdk.spatial import NestedBounds, as_nested
from sdk.testing import coplanar, expectations, joint_origin, legacy, motion, ranges, sampled_overlap
from sdk.testing.arguments import Unmeasurable, as_axes, axes_label, axis_label, one_of
from sdk.testing.measures import Measures
from sdk.testing.report import Recorder, TestReport

Reference = Any
"""A name, or any object with a text `name`."""


@dataclass
class TestContext:
    """Checks `model`; meshes are looked up below `asset_root`, and `seed` feeds the sampled checks."""

    model: Any
    asset_root: Assets = None
    seed: int = 0
    checks_run: int = field(default=0, init=False)
    _recorder: Recorder = field(default_factory=Recorder, init=False, repr=False)
    _allowances: Allowances = field(default_factory=Allowances, init=False, repr=False)
    _allowance_texts: list[str] = field(default_factory=list, init=False, repr=False)
    _warned: set[str] = field(default_factory=set, init=False, repr=False)

    __test__ = False  # pytest would collect the name

    def __post_init__(self) -> None:
        self._measures = Measures(self.model, asset_root=self.asset_root)

    # -- reporting
    # -------------------------------------------------------------------------------------------------

    def check(self, name: str, ok: Any, details: str = "") -> bool:
        """Record an answer of the author's own, and give it back."""
        return self._record(str(name), Outcome(ok=bool(ok), details=str(details or "")))

    def fail(self, name: str, details: str) -> bool:
        """Record a failure; always False."""
        return self.check(name, False, details)

    def warn(self, text: str) -> None:
        """Record a warning; blank ones are dropped."""
        if text:
            self._recorder.warn(str(text))

    def report(self) -> TestReport:
        """Everything recorded so far."""
        recorder = self._recorder
        return TestReport(
            passed=not recorder.failures,
            checks_run=self.checks_run,
            checks=tuple(recorder.checks),
            failures=tuple(recorder.failures),
            warnings=tuple(recorder.warnings),
            allowances=tuple(self._allowance_texts),
            allowed_isolated_parts=tuple(self._allowances.isolated),
            allowed_overlaps=tuple(self._allowances.overlaps),
            findings=dict(recorder.findings),
        )

    def _record(self, name: str, outcome: Outcome, *, only_warns: bool = False) -> bool:
        self.checks_run += 1
        return self._recorder.record(name, outcome, only_warns=only_warns)

    def _expect(self, name: str, decide: Callable[[], Outcome]) -> bool:
        """Record a decision; what cannot be decided is a failure that says why."""
        try:
            outcome = decide()
        except Unmeasurable as error:
            outcome = Outcome(ok=False, details=str(error))
        return self._record(name, outcome)

    def _warn_once(self, key: str, text: str) -> None:
        if key not in self._warned:
            self._warned.add(key)
            self._recorder.warn(text)

    # -- poses and measurements
    # ------------------------------------------------------------------------------------

    @contextmanager
    def pose(
        self, joint_positions: Mapping[Reference, Any] | None = None, **kwargs: Any
    ) -> Iterator[TestContext]:
        """Look at another configuration for a block; joints not named are at zero, limits are not applied.

        Raises:
            ValidationError: an unknown joint, a mimic joint, or a value of the wrong kind.
        """
        positions = {
            name_of(joint, "pose() joint"): value for joint, value in (joint_positions or {}).items()
        }
        with self._measures.pose(positions | kwargs):
            yield self

    def part_world_position(self, part: Reference) -> tuple[float, float, float] | None:
        """World position of the part frame; None for an unknown part."""
        frame = self._measures.world_from_part.get(name_of(part, "part"))
        if frame is None:
            return None
        x, y, z = frame[:3, 3].tolist()
        return x, y, z

    link_world_position = part_world_position

    def part_world_aabb(self, part: Reference) -> NestedBounds | None:
        """Conservative world box of the part (a turned shape's is too large); None without visuals."""
        box = self._measures.loose_box(name_of(part, "part"))
        return None if box is None else as_nested(box)

    link_world_aabb = part_world_aabb

    def part_element_world_aabb(self, part: Reference, *, elem: Reference) -> NestedBounds | None:
        """Conservative world box of the part's first visual of that name; None when there is none."""
        box = self._measures.loose_box(name_of(part, "part"), name_of(elem, "elem"))
        return None if box is None else as_nested(box)

    # -- allowances
    # ------------------------------------------------------------------------------------------------

    def allow_overlap(
        self,
        link_a: Reference,
        link_b: Reference,
        *,
        reason: str,
        elem_a: Reference = None,
        elem_b: Reference = None,
    ) -> None:
        """Declare an overlap as intended: of two parts, or of one named element of each.

        Raises:
            ValueError: a blank reason.
        """
        allowed = self._allowed_pair(link_a, link_b, reason, elem_a, elem_b)
        self._allowances.overlaps.append(allowed)
        self._allowance_texts.append(declared_text("allow_overlap", allowed))

    def allow_isolated_part(self, part: Reference, *, reason: str) -> None:
        """Declare that a part may float; a floating group needs this for each of its members.

        Raises:
            ValueError: a blank reason.
        """
        name, text = name_of(part, "part"), _reason(reason)
        self._allowances.isolated.setdefault(name, text)
        self._allowance_texts.append(f"allow_isolated_part({name!r}): {text}")

    def allow_coplanar_surfaces(
        self,
        link_a: Reference,
        link_b: Reference,
        *,
        reason: str,
        elem_a: Reference = None,
        elem_b: Reference = None,
    ) -> None:
        """Declare coplanar faces as intended: of two parts, or of one named element of each.

        Raises:
            ValueError: a blank reason.
        """
        allowed = self._allowed_pair(link_a, link_b, reason, elem_a, elem_b)
        self._allowances.coplanar.append(allowed)
        self._allowance_texts.append(declared_text("allow_coplanar_surfaces", allowed))

    def _allowed_pair(
        self, link_a: Reference, link_b: Reference, reason: str, elem_a: Reference, elem_b: Reference
    ) -> AllowedOverlap:
        names = (name_of(link_a, "link_a"), name_of(link_b, "link_b"))
        return sorted_overlap(
            *names,
            reason=_reason(reason),
            elem_a=_optional(elem_a, "elem_a"),
            elem_b=_optional(elem_b, "elem_b"),
        )

    # -- expectations
    # ----------------------------------------------------------------------------------------------

    def expect_contact(
        self,
        link_a: Reference,
        link_b: Reference,
        *,
        contact_tol: float = 1e-6,
        elem_a: Reference = None,
        elem_b: Reference = None,
        name: str | None = None,
    ) -> bool:
        """Whether two parts, or elements, touch or come within `contact_tol` metres."""
        parts = (name_of(link_a, "link_a"), name_of(link_b, "link_b"))
        elements = (_optional(elem_a, "elem_a"), _optional(elem_b, "elem_b"))
        return self._expect(
            name or f"expect_contact({parts[0]},{parts[1]})",
            lambda: expectations.contact(
                self._measures, parts, elements, tolerance=float(contact_tol), slack=self._slack
            ),
        )

    def expect_gap(
        self,
        positive_link: Reference,
        negative_link: Reference,
        *,
        axis: Any,
        min_gap: float | None = None,
        max_gap: float | None = None,
        max_penetration: float | None = None,
        positive_elem: Reference = None,
        negative_elem: Reference = None,
        elem_a: Reference = None,
        elem_b: Reference = None,
        name: str | None = None,
    ) -> bool:
        """Whether the positive part begins beyond the end of the negative one along a world axis, within
        bounds.
        """
        positive = one_of("expect_gap", ("positive_elem", positive_elem), ("elem_a", elem_a))
        negative = one_of("expect_gap", ("negative_elem", negative_elem), ("elem_b", elem_b))
        parts = (name_of(positive_link, "positive_link"), name_of(negative_link, "negative_link"))
        elements = (_optional(positive, "positive_elem"), _optional(negative, "negative_elem"))
        label = name or f"expect_gap({parts[0]},{parts[1]},axis={axis_label(axis)})"
        lower = self._gap_lower(label, min_gap, max_penetration)
        return self._expect(
            label,
            lambda: expectations.gap(
                self._measures, parts, elements, axis=axis, lower=lower, upper=max_gap, slack=self._slack
            ),
        )

    def expect_overlap(
        self,
        link_a: Reference,
        link_b: Reference,
        *,
        axes: Any = "xy",
        min_overlap: float = 0.0,
        elem_a: Reference = None,
        elem_b: Reference = None,
        name: str | None = None,
    ) -> bool:
        """Whether the extents of both share at least `min_overlap` on each axis; contact is not asked."""
        parts = (name_of(link_a, "link_a"), name_of(link_b, "link_b"))
        elements = (_optional(elem_a, "elem_a"), _optional(elem_b, "elem_b"))
        return self._expect(
            name or f"expect_overlap({parts[0]},{parts[1]},axes={axes_label(axes)})",
            lambda: expectations.overlap(
                self._measures, parts, elements, axes=axes, least=float(min_overlap), slack=self._slack
            ),
        )

    def expect_within(
        self,
        inner_link: Reference,
        outer_link: Reference,
        *,
        axes: Any = "xy",
        margin: float = 0.0,
        inner_elem: Reference = None,
        outer_elem: Reference = None,
        elem_a: Reference = None,
        elem_b: Reference = None,
        name: str | None = None,
    ) -> bool:
        """Whether the inner extent lies inside the outer one on each axis, give or take the margin."""
        inner = one_of("expect_within", ("inner_elem", inner_elem), ("elem_a", elem_a))
        outer = one_of("expect_within", ("outer_elem", outer_elem), ("elem_b", elem_b))
        parts = (name_of(inner_link, "inner_link"), name_of(outer_link, "outer_link"))
        elements = (_optional(inner, "inner_elem"), _optional(outer, "outer_elem"))
        return self._expect(
            name or f"expect_within({parts[0]},{parts[1]},axes={axes_label(axes)})",
            lambda: expectations.within(
                self._measures, parts, elements, axes=axes, margin=float(margin), slack=self._slack
            ),
        )

    def expect_origin_distance(
        self,
        link_a: Reference,
        link_b: Reference,
        *,
        axes: Any = "xy",
        min_dist: float = 0.0,
        max_dist: float | None = None,
        name: str | None = None,
    ) -> bool:
        """Whether the distance of the part frames over the axes lies within bounds."""
        parts = (name_of(link_a, "link_a"), name_of(link_b, "link_b"))
        return self._expect(
            name or f"expect_origin_distance({parts[0]},{parts[1]},axes={axes_label(axes)})",
            lambda: expectations.origin_distance(
                self._measures, parts, axes=axes, least=min_dist, most=max_dist, slack=self._slack
            ),
        )

    def expect_origin_gap(
        self,
        positive_link: Reference,
        negative_link: Reference,
        *,
        axis: Any,
        min_gap: float = 0.0,
        max_gap: float | None = None,
        name: str | None = None,
    ) -> bool:
        """Whether the positive part frame lies beyond the negative one along a world axis, within bounds."""
        parts = (name_of(positive_link, "positive_link"), name_of(negative_link, "negative_link"))
        return self._expect(
            name or f"expect_origin_gap({parts[0]},{parts[1]},axis={axis_label(axis)})",
            lambda: expectations.origin_gap(
                self._measures, parts, axis=axis, least=min_gap, most=max_gap, slack=self._slack
            ),
        )

    def expect_moves(
        self,
        elem: Reference,
        joint: Reference,
        direction: Any,
        *,
        min_distance: float = 0.0,
        name: str | None = None,
    ) -> bool:
        """Whether a rising value of the joint moves an element that way, from the current pose.

        Args:
            elem: a visual, the name of one of the joint's child, a part, or ``part/visual``; anything the
                joint moves, also through couplings.
            joint: a joint that is driven.
            direction: ``up``, ``down``, ``out``, ``in``, ``open``, ``close``, ``+x`` ..., or three numbers.
            min_distance: metres it must get that way somewhere on the joint's range.
            name: of the check, in reports.
        """
        element, driven = motion.element_label(elem), name_of(joint, "joint")
        return self._expect(
            name or f"expect_moves({element},{driven},{direction})",
            lambda: motion.moves(
                self._measures, elem, driven, direction, least=float(min_distance), slack=self._slack
            ),
        )

    def clearance(
        self,
        a: Reference,
        b: Reference,
        *,
        over: Any = None,
        elem_a: Reference = None,
        elem_b: Reference = None,
    ) -> ranges.Clearance:
        """The least distance of two parts while joints move: ``.distance`` in metres, ``.pose``, ``.elements``.

        Negative where they overlap. Other joints stay as in the current pose; interlocks are released.

        Args:
            a: part, or its name.
            b: another part, or the same with other visuals.
            over: joint, joints (at most 3) or names; none for the current pose.
            elem_a: visual of `a` to measure from; all of them when left out.
            elem_b: visual of `b`.

        Raises:
            Unmeasurable: unknown parts or visuals, a joint that follows another or has no range.
        """
        return ranges.clearance(
            self._measures,
            name_of(a, "a"),
            name_of(b, "b"),
            over=over,
            elem_a=_optional(elem_a, "elem_a"),
            elem_b=_optional(elem_b, "elem_b"),
        )

    def swept_envelope(self, part: Reference, *, over: Any, elem: Reference = None) -> ranges.Envelope:
        """The space a part needs while joints move: ``.bounds``, ``.size``, and ``.geometry`` to cut it free with.

        Args:
            part: the part, or its name; stand-in shapes do.
            over: joint, joints (at most 3) or names.
            elem: visual of it; all of them when left out.

        Raises:
            Unmeasurable: an unknown part or visual, a joint that follows another or has no range.
        """
        return ranges.swept_envelope(
            self._measures, name_of(part, "part"), over=over, elem=_optional(elem, "elem")
        )

    def _gap_lower(self, label: str, min_gap: float | None, max_penetration: float | None) -> float:
        lower, conflict = expectations.gap_bounds(min_gap, max_penetration)
        if conflict:
            self._recorder.warn(f"{label}: {conflict}")
        return lower

    @property
    def _slack(self) -> float:
        return active().expectation_slack

    # -- superseded helpers
    # ----------------------------------------------------------------------------------------

    def expect_aabb_contact(
        self,
        a: Reference,
        b: Reference,
        *,
        axes: Any = "xyz",
        contact_tol: float = 0.0,
        name: str | None = None,
    ) -> bool:
        """Whether the conservative boxes come within `contact_tol` on every axis; use `expect_contact`."""
        self._deprecated("expect_aabb_contact")
        parts = (name_of(a, "a"), name_of(b, "b"))
        return self._expect(
            name or f"expect_aabb_contact({parts[0]},{parts[1]},axes={axes_label(axes)})",
            lambda: legacy.contact(self._measures, parts, axes=axes, tolerance=float(contact_tol)),
        )

    def expect_aabb_gap(
        self,
        positive: Reference,
        negative: Reference,
        *,
        axis: Any,
        min_gap: float | None = None,
        max_gap: float | None = None,
        max_penetration: float | None = None,
        positive_elem: Reference = None,
        negative_elem: Reference = None,
        name: str | None = None,
    ) -> bool:
        """`expect_gap` on conservative boxes; use `expect_gap`."""
        self._deprecated("expect_aabb_gap")
        parts = (name_of(positive, "positive"), name_of(negative, "negative"))
        elements = (_optional(positive_elem, "positive_elem"), _optional(negative_elem, "negative_elem"))
        label = name or f"expect_aabb_gap({parts[0]},{parts[1]},axis={axis_label(axis)})"
        lower = self._gap_lower(label, min_gap, max_penetration)
        return self._expect(
            label,
            lambda: legacy.gap(
                self._measures, parts, elements, axis=axis, lower=lower, upper=max_gap, slack=self._slack
            ),
        )

    def expect_aabb_overlap(
        self,
        a: Reference,
        b: Reference,
        *,
        axes: Any = "xy",
        min_overlap: float = 0.0,
        name: str | None = None,
    ) -> bool:
        """`expect_overlap` on conservative boxes; use `expect_overlap`."""
        self._deprecated("expect_aabb_overlap")
        parts = (name_of(a, "a"), name_of(b, "b"))
        return self._expect(
            name or f"expect_aabb_overlap({parts[0]},{parts[1]},axes={axes_label(axes)})",
            lambda: expectations.shared_extents(
                self._measures,
                parts,
                (),
                axes=as_axes(axes),
                boxes=self._loose_boxes(parts),
                least=float(min_overlap),
                slack=self._slack,
            ),
        )

    def expect_aabb_within(
        self,
        inner: Reference,
        outer: Reference,
        *,
        axes: Any = "xy",
        margin: float = 0.0,
        name: str | None = None,
    ) -> bool:
        """`expect_within` on conservative boxes; use `expect_within`."""
        self._deprecated("expect_aabb_within")
        parts = (name_of(inner, "inner"), name_of(outer, "outer"))
        return self._expect(
            name or f"expect_aabb_within({parts[0]},{parts[1]},axes={axes_label(axes)})",
            lambda: expectations.enclosed_extents(
                self._measures,
                parts,
                (),
                axes=as_axes(axes),
                boxes=self._loose_boxes(parts),
                margin=float(margin),
                slack=self._slack,
            ),
        )

    def expect_joint_motion_axis(
        self,
        joint: Reference,
        link: Reference,
        *,
        world_axis: Any,
        direction: Any,
        min_delta: float = 0.0,
        q0: float | None = None,
        q1: float | None = None,
        name: str | None = None,
    ) -> bool:
        """Whether the link's conservative box moves the given way between two values of the joint."""
        self._deprecated("expect_joint_motion_axis")
        joint_name, link_name = name_of(joint, "joint"), name_of(link, "link")
        label = legacy.motion_label(world_axis, direction)
        return self._expect(
            name or f"expect_joint_motion_axis({joint_name},{link_name},{label})",
            lambda: legacy.motion_axis(
                self._measures,
                joint_name,
                link_name,
                world_axis=world_axis,
                direction=direction,
                least=float(min_delta),
                values=(q0, q1),
            ),
        )

    def _loose_boxes(self, parts: tuple[str, str]) -> Any:
        return legacy.box(self._measures, parts[0]), legacy.box(self._measures, parts[1])

    def _deprecated(self, method: str) -> None:
        self._warn_once(method, legacy.deprecation(method))

    # -- structure, support, overlap
    # -------------------------------------------------------------------------------

    def check_model_valid(self) -> bool:
        """Whether the object keeps the rules of the library; success spares later checks the question."""
        passed = self._record(model_validity.NAME, model_validity.check_model_validity(self._subject))
        self._measures.is_known_valid |= passed
        return passed

    def check_mesh_assets_ready(self) -> bool:
        """Whether every mesh file is there."""
        return self._record(mesh_assets.NAME, mesh_assets.check_mesh_assets(self._subject))

    def check_mesh_files_exist(self) -> bool:
        """`check_mesh_assets_ready` under its former name."""
        self._deprecated("check_mesh_files_exist")
        return self.check_mesh_assets_ready()

    def fail_if_isolated_parts(
        self, *, max_pose_samples: int = 1, contact_tol: float | None = None, name: str | None = None
    ) -> bool:
        """Whether contact leads from every part to the root, at rest or at sampled poses; `pose()` is
        ignored.
        """
        label = floating_parts.NAME
        if max_pose_samples < 1:
            label = f"fail_if_isolated_parts(samples={max_pose_samples})"
        elif max_pose_samples != 1 or contact_tol is not None:
            tolerance = limits.contact_tolerance() if contact_tol is None else contact_tol
            label = f"fail_if_isolated_parts(samples={max_pose_samples},contact_tol={tolerance:.4g})"
        return self._record(
            name or label,
            floating_parts.check_floating_parts(
                self._exact_subject,
                max_pose_samples=max_pose_samples,
                contact_tol=contact_tol,
                seed=int(self.seed),
            ),
        )

    def fail_if_part_contains_disconnected_geometry_islands(
        self, *, tol: float = 1e-6, name: str | None = None
    ) -> bool:
        """Whether all pieces of each part touch; each part in its own frame."""
        label = f"fail_if_part_contains_disconnected_geometry_islands(tol={tol:.4g})"
        return self._record(name or label, islands.check_islands(self._exact_subject, tol=tol))

    def warn_if_part_contains_disconnected_geometry_islands(
        self, *, tol: float = 1e-6, name: str | None = None
    ) -> bool:
        """As the failing form, recorded as a warning."""
        label = f"warn_if_part_contains_disconnected_geometry_islands(tol={tol:.4g})"
        outcome = islands.check_islands(self._exact_subject, tol=tol)
        return self._record(name or label, outcome, only_warns=True)

    def fail_if_parts_overlap_in_current_pose(
        self,
        *,
        overlap_tol: float | None = None,
        overlap_volume_tol: float | None = None,
        name: str | None = None,
    ) -> bool:
        """Whether no two parts share space at the current pose; joint neighbours and fixed mounts are
        included.
        """
        label = rest_overlap.NAME
        if overlap_tol is not None or overlap_volume_tol is not None:
            depth = limits.overlap_depth_tolerance() if overlap_tol is None else overlap_tol
            volume = limits.overlap_volume_tolerance() if overlap_volume_tol is None else overlap_volume_tol
            label = (
                "fail_if_parts_overlap_in_current_pose("
                f"overlap_tol={depth:.4g},overlap_volume_tol={volume:.4g})"
            )
        outcome = rest_overlap.check_overlap(
            self._exact_subject, overlap_tol=overlap_tol, overlap_volume_tol=overlap_volume_tol
        )
        return self._record(name or label, outcome)

    def fail_if_parts_overlap_in_sampled_poses(
        self,
        *,
        max_pose_samples: int = 128,
        overlap_tol: float | None = None,
        overlap_volume_tol: float | None = None,
        ignore_adjacent: bool = False,
        ignore_fixed: bool = True,
        name: str | None = None,
    ) -> bool:
        """Whether no two parts share space at sampled poses.

        Raises:
            ValidationError: `max_pose_samples` below 1.
        """
        flags = f"samples={max_pose_samples},ignore_adjacent={ignore_adjacent},ignore_fixed={ignore_fixed}"
        return self._record(
            name or f"fail_if_parts_overlap_in_sampled_poses({flags})",
            self._sampled(
                max_pose_samples,
                overlap_tol,
                overlap_volume_tol,
                adjacent=ignore_adjacent,
                fixed=ignore_fixed,
            ),
        )

    def warn_if_overlaps(
        self,
        *,
        max_pose_samples: int = 128,
        overlap_tol: float | None = None,
        overlap_volume_tol: float | None = None,
        ignore_adjacent: bool = False,
        ignore_fixed: bool = True,
        name: str | None = None,
    ) -> bool:
        """As `fail_if_parts_overlap_in_sampled_poses`, recorded as a warning."""
        self._warn_once("warn_if_overlaps", legacy.deprecation_as_default("warn_if_overlaps"))
        flags = f"samples={max_pose_samples},ignore_adjacent={ignore_adjacent},ignore_fixed={ignore_fixed}"
        outcome = self._sampled(
            max_pose_samples, overlap_tol, overlap_volume_tol, adjacent=ignore_adjacent, fixed=ignore_fixed
        )
        return self._record(name or f"warn_if_overlaps({flags})", outcome, only_warns=True)

    def fail_if_articulation_overlaps(
        self,
        *,
        max_pose_samples: int = 128,
        overlap_tol: float | None = None,
        overlap_volume_tol: float | None = None,
        name: str | None = None,
    ) -> bool:
        """Whether the two sides of every moving joint are clear of each other at sampled poses.

        Raises:
            ValidationError: `max_pose_samples` below 1.
        """
        outcome = self._sampled(
            max_pose_samples, overlap_tol, overlap_volume_tol, only_moving_neighbours=True
        )
        return self._record(name or f"fail_if_articulation_overlaps(samples={max_pose_samples})", outcome)

    def warn_if_articulation_overlaps(
        self,
        *,
        max_pose_samples: int = 128,
        overlap_tol: float | None = None,
        overlap_volume_tol: float | None = None,
        name: str | None = None,
    ) -> bool:
        """As `fail_if_articulation_overlaps`, recorded as a warning."""
        outcome = self._sampled(
            max_pose_samples, overlap_tol, overlap_volume_tol, only_moving_neighbours=True
        )
        label = name or f"warn_if_articulation_overlaps(samples={max_pose_samples})"
        return self._record(label, outcome, only_warns=True)

    def _sampled(
        self,
        max_pose_samples: int,
        overlap_tol: float | None,
        overlap_volume_tol: float | None,
        *,
        adjacent: bool = False,
        fixed: bool = False,
        only_moving_neighbours: bool = False,
    ) -> Outcome:
        if only_moving_neighbours:
            skip = sampled_overlap.skip_all_but_moving_neighbours(self.model)
        else:
            skip = sampled_overlap.skip_neighbours(self.model, adjacent=adjacent, fixed=fixed)
        return sampled_overlap.check_sampled_overlap(
            self._exact_subject,
            skip=skip,
            max_pose_samples=max_pose_samples,
            seed=int(self.seed),
            overlap_tol=overlap_tol,
            overlap_volume_tol=overlap_volume_tol,
        )

    def fail_if_articulation_origin_far_from_geometry(
        self, *, tol: float = 0.015, reason: str | None = None, name: str | None = None
    ) -> bool:
        """Whether each joint's origin is within `tol` metres (at most 0.15) of both parts' geometry."""
        method = "fail_if_articulation_origin_far_from_geometry"
        return self._joint_origins(method, tol, reason, name, only_warns=False)

    def warn_if_articulation_origin_far_from_geometry(
        self, *, tol: float = 0.015, reason: str | None = None, name: str | None = None
    ) -> bool:
        """As the failing form, recorded as a warning."""
        method = "warn_if_articulation_origin_far_from_geometry"
        self._warn_once(method, legacy.deprecation_as_default(method))
        return self._joint_origins(method, tol, reason, name, only_warns=True)

    def _joint_origins(
        self, method: str, tol: float, reason: str | None, name: str | None, *, only_warns: bool
    ) -> bool:
        outcome = joint_origin.check_joint_origins(self._exact_subject, tol=tol, reason=reason)
        label = name or f"{method}(tol={joint_origin.effective_tolerance(tol):.4g})"
        return self._record(label, outcome, only_warns=only_warns)

    def warn_if_coplanar_surfaces(
        self,
        *,
        max_pose_samples: int = 32,
        plane_tol: float = 0.001,
        min_overlap: float = 0.02,
        min_overlap_ratio: float = 0.35,
        ignore_adjacent: bool = True,
        ignore_fixed: bool = True,
        name: str | None = None,
    ) -> bool:
        """Whether no two parts have faces in one plane at sampled poses; recorded as a warning, or a note at
        low risk.
        """
        outcome = coplanar.check_coplanar(
            self._subject,
            limits=coplanar.CoplanarLimits(plane_tol, min_overlap, min_overlap_ratio),
            max_pose_samples=max_pose_samples,
            ignore_adjacent=ignore_adjacent,
            ignore_fixed=ignore_fixed,
            seed=int(self.seed),
        )
        label = (
            f"warn_if_coplanar_surfaces(samples={max_pose_samples},plane_tol={plane_tol:.4g},"
            f"min_overlap={min_overlap:.4g},min_overlap_ratio={min_overlap_ratio:.4g},"
            f"ignore_adjacent={ignore_adjacent},ignore_fixed={ignore_fixed})"
        )
        return self._record(name or label, outcome, only_warns=True)

    @property
    def _subject(self) -> Subject:
        return Subject(self._measures.scene, active(), self._allowances, self._measures.configuration)

    @property
    def _exact_subject(self) -> Subject:
        """The subject, once the model is known to be valid.

        Raises:
            ValidationError: the first rule it breaks.
        """
        self._measures.require_valid()
        return self._subject


def _optional(reference: Reference, where: str) -> str | None:
    return None if reference is None else name_of(reference, where)


def _reason(reason: str) -> str:
    text = str(reason or "").strip()
    if not text:
        raise ValueError("reason: got a blank text; want why this is intended")
    return text
