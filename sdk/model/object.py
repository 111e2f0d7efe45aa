"""`ArticulatedObject`: the parts, joints and materials of one object, and the methods that add them.

A newcomer's mistake: to expect a lookup to remember objects. It reads names from the current lists each time,
because programs rename and append at will.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from sdk.assets import AssetContext, Assets, as_asset_context, current_session
from sdk.errors import ValidationError
from sdk.model.articulation import (
    Articulation,
    ArticulationType,
    Mimic,
    MotionLimits,
    MotionProperties,
    as_articulation_type,
)
from sdk.model.coercion import is_given, name_of
from sdk.model.coupling import Coupling
from sdk.model.declarations import Anchor, ClosedLoop, Fit, FitKind, Interlock, Support
from sdk.model.inertial import Inertial
from sdk.model.material import Material
from sdk.model.origin import Origin, as_pose
from sdk.model.part import Part, Visual
from sdk.model.provenance import author_line
from sdk.model.validation import require_valid

if TYPE_CHECKING:
    from sdk.mechanisms.loops import Closure

_Named = TypeVar("_Named", Part, Articulation)


@dataclass
class ArticulatedObject:
    """One object: a tree of parts held together by joints."""

    name: str
    parts: list[Part] = field(default_factory=list)
    articulations: list[Articulation] = field(default_factory=list)
    materials: list[Material] = field(default_factory=list)
    meta: dict[Any, Any] = field(default_factory=dict)
    assets: Assets = None
    fits: list[Fit] = field(default_factory=list, repr=False, kw_only=True)
    loops: list[ClosedLoop] = field(default_factory=list, repr=False, kw_only=True)
    interlocks: list[Interlock] = field(default_factory=list, repr=False, kw_only=True)
    anchored: Anchor | None = field(default=None, repr=False, kw_only=True)

    def __post_init__(self) -> None:
        self.assets = _assets_or_current(self.assets)
        for part in self.parts:
            if part.assets is None:
                part.assets = self.assets

    @property
    def links(self) -> list[Part]:
        """The parts, the same list."""
        return self.parts

    @links.setter
    def links(self, value: list[Part]) -> None:
        self.parts = value

    @property
    def joints(self) -> list[Articulation]:
        """The joints, the same list."""
        return self.articulations

    @joints.setter
    def joints(self, value: list[Articulation]) -> None:
        self.articulations = value

    def part(
        self,
        name: str,
        *,
        visuals: Iterable[Visual] | None = None,
        inertial: Inertial | None = None,
        meta: Mapping[Any, Any] | None = None,
    ) -> Part:
        """A new part, appended; duplicate names are found by `validate`."""
        part = Part(
            name, list(visuals or ()), [], inertial, dict(meta or {}), self.assets, line=author_line()
        )
        self.parts.append(part)
        return part

    link = part

    def articulation(
        self,
        name: str,
        articulation_type: ArticulationType | str,
        parent: Part | str,
        child: Part | str,
        *,
        origin: Origin | None = None,
        axis: Any = None,
        motion_limits: MotionLimits | None = None,
        motion_properties: MotionProperties | None = None,
        mimic: Mimic | str | None = None,
        meta: Mapping[Any, Any] | None = None,
        positive: Any = None,
        positive_elem: Visual | str | None = None,
    ) -> Articulation:
        """A new joint, appended.

        Args:
            name: unique among joints.
            articulation_type: a member or its exact text.
            parent: part that carries the child, or its name; it need not exist yet.
            child: part that moves, or its name.
            origin: pose of the joint frame in the parent's frame.
            axis: direction in the joint frame; +Z when left out.
            motion_limits: required for what moves, forbidden for what does not.
            motion_properties: damping and friction.
            mimic: the joint to follow.
            meta: anything to keep with it.
            positive: which way positive values move the child: ``"up"``, ``"down"``, ``"out"``, ``"in"``,
                ``"open"``, ``"close"``, ``"+x"`` ... or three numbers, in the object's frame; the axis is
                turned round where needed, limits stay.
            positive_elem: the child's visual to look at; the whole child when left out.

        Raises:
            ValidationError: an unknown type, an unusable parent, child, origin or mimic, an axis not of three
                numbers, a direction in which the child does not move.
        """
        where = f"articulation {name!r}"
        joint = Articulation(
            name,
            as_articulation_type(articulation_type, f"{where}.articulation_type"),
            name_of(parent, f"{where}.parent"),
            name_of(child, f"{where}.child"),
            as_pose(origin, where),
            axis if is_given(axis) else (0.0, 0.0, 1.0),
            motion_limits,
            motion_properties,
            mimic,  # type: ignore[arg-type]  # coerced by the constructor
            dict(meta or {}),
            line=author_line(),
        )
        if positive is not None:
            from sdk.mechanisms.directions import orient  # mechanisms sit above the model

            orient(self, joint, positive, elem=positive_elem)
        self.articulations.append(joint)
        return joint

    def joint(
        self,
        name: str,
        joint_type: ArticulationType | str,
        parent: Part | str,
        child: Part | str,
        *,
        origin: Origin | None = None,
        axis: Any = None,
        limit: MotionLimits | None = None,
        dynamics: MotionProperties | None = None,
        mimic: Mimic | str | None = None,
        meta: Mapping[Any, Any] | None = None,
        positive: Any = None,
        positive_elem: Visual | str | None = None,
    ) -> Articulation:
        """A new joint: `articulation` in URDF's words."""
        return self.articulation(
            name,
            joint_type,
            parent,
            child,
            origin=origin,
            axis=axis,
            motion_limits=limit,
            motion_properties=dynamics,
            mimic=mimic,
            meta=meta,
            positive=positive,
            positive_elem=positive_elem,
        )

    def material(self, name: str, *, rgba: Any = None, color: Any = None, texture: Any = None) -> Material:
        """A new material, registered under its name."""
        material = Material(name, rgba, texture, color=color)
        self.materials.append(material)
        return material

    # -- mechanisms: the work is done in sdk.mechanisms, which sits above the model
    # ----------------------------------------------------------------------------

    def fit(
        self,
        child: Part | str,
        parent: Part | str,
        *,
        elem_child: Visual | str | None = None,
        elem_parent: Visual | str | None = None,
        gap: float = 0.0002,
        kind: FitKind = "running",
    ) -> Fit:
        """A declared fit: `child` meets `parent` with this clearance, or press.

        Inside it, contact and the declared press are no overlap, and it holds the child. Outside 0.3 to 3
        times the gap it is a finding.

        Args:
            child: part that is held, or its name.
            parent: part that holds it, or its name.
            elem_child: the child's visual that meets the parent; any of them when left out.
            elem_parent: the parent's visual it meets; any of them when left out.
            gap: metres; for a press, its depth on one side.
            kind: ``running`` (turns), ``sliding``, ``press``, or ``seat`` (rests on; a gap of 0 is allowed).

        Raises:
            ValidationError: an unknown part, visual or kind, a part with itself, a gap that is not above 0.
        """
        from sdk.mechanisms.fits import declare_fit

        return declare_fit(
            self, child, parent, elem_child=elem_child, elem_parent=elem_parent, gap=gap, kind=kind
        )

    def couple(
        self,
        follower: Articulation | str,
        driver: Articulation | str,
        *,
        ratio: float | None = None,
        offset: float = 0.0,
        law: Callable[[float], float] | None = None,
        table: Mapping[float, float] | Iterable[tuple[float, float]] | None = None,
    ) -> Mimic | Coupling:
        """The law by which `follower` now follows `driver`; give one of `ratio`, `law` and `table`.

        Args:
            follower: joint that turns or slides, or its name.
            driver: the same; it may follow a third.
            ratio: follower per driver, m or rad each; a lead screw's is its pitch over 2 pi.
            offset: follower's value at the driver's zero; added to a law or table too.
            law: follower's value as a function of the driver's, over the driver's limits or one turn.
            table: driver's value -> follower's, two or more; smooth between them, without overshoot.

        Raises:
            ValidationError: unknown or unsuitable joints, a circle, a follower that follows already, a law
                that is not finite, or one that leaves the follower's limits.
        """
        from sdk.mechanisms.couplings import couple

        return couple(self, follower, driver, ratio=ratio, offset=offset, law=law, table=table)

    def close_loop(
        self,
        a: Part | str,
        point_a: Iterable[float],
        b: Part | str,
        point_b: Iterable[float],
        *,
        driver: Articulation | str,
        dependents: Iterable[Articulation | str] | None = None,
        along: Iterable[float] | None = None,
        also: Iterable[Closure] = (),
        guess: Mapping[str, float] | None = None,
    ) -> ClosedLoop:
        """The loop closed at every value of `driver`: the dependent joints now follow it.

        Args:
            a: part, or its name.
            point_a: point of `a` in its frame, metres.
            b: another part, or its name.
            point_b: point of `b` in its frame that meets it.
            driver: joint that moves the loop.
            dependents: joints to solve; by default all free ones on the way between the two parts.
            along: direction in b's frame in which the point may slide (a pin in a slot).
            also: further closures solved with this one, each ``(a, point_a, b, point_b)``; `along` holds
                for them too.
            guess: joint name -> value near the wanted way to close it, where it closes in two ways.

        Raises:
            ValidationError: it cannot close over the whole range (says where, how far it stays open and the
                range in which it does), nothing is left to solve, or a dependent leaves its limits.
        """
        from sdk.mechanisms.loops import close_loop

        return close_loop(
            self,
            (a, point_a, b, point_b),
            driver=driver,
            dependents=dependents,
            along=along,
            also=also,
            guess=guess,
        )

    def interlock(
        self,
        joint: Articulation | str,
        requires: Mapping[Any, tuple[float, float]],
        *,
        locked_at: float = 0.0,
    ) -> Interlock:
        """A declared interlock: `joint` leaves its locked value only with the others within their ranges.

        Args:
            joint: the joint that is locked, or its name.
            requires: other joint, or its name -> lowest and highest value at which it lets go.
            locked_at: value of `joint` while locked.

        Raises:
            ValidationError: unknown joints, one that follows another, a range that is reversed or outside
                the other's limits, interlocks that wait for each other, or that contradict each other.
        """
        from sdk.mechanisms.interlocks import declare_interlock

        return declare_interlock(self, joint, requires, locked_at=locked_at)

    def anchor(self, part: Part | str, *, to: Support = "floor") -> Anchor:
        """What holds the root part: ``floor``, ``table``, ``wall``, ``ceiling`` or ``hand``.

        Raises:
            ValidationError: an unknown part or support, a part that another carries, or a second anchor.
        """
        from sdk.mechanisms.anchors import declare_anchor

        return declare_anchor(self, part, to=to)

    def set_assets(self, assets: Assets) -> AssetContext | None:
        """The assets now in force, also for every part."""
        context = _assets_or_current(assets)
        self.assets = context
        for part in self.parts:
            part.assets = context
        return context

    def get_part(self, ref: Part | str) -> Part:
        """The part of that name, the last one where names repeat.

        Raises:
            ValidationError: not a name, or unknown.
        """
        return _find(self.parts, ref, f"object {self.name!r} part")

    get_link = get_part

    def get_articulation(self, ref: Articulation | str) -> Articulation:
        """The joint of that name, the last one where names repeat.

        Raises:
            ValidationError: not a name, or unknown.
        """
        return _find(self.articulations, ref, f"object {self.name!r} articulation")

    get_joint = get_articulation

    def root_parts(self) -> list[Part]:
        """The parts that are no joint's child, in list order."""
        children = {joint.child for joint in self.articulations}
        return [part for part in self.parts if part.name not in children]

    root_links = root_parts

    def validate(self, *, strict: bool = True, strict_mesh_paths: bool = False) -> None:
        """Nothing, for an object that keeps the rules.

        Args:
            strict: also demand limits, usable axes and one connected tree.
            strict_mesh_paths: demand mesh references that stay below the asset root.

        Raises:
            ValidationError: the first rule it breaks.
        """
        require_valid(self, strict=strict, strict_mesh_paths=strict_mesh_paths)

    def to_urdf(self, *, pretty: bool = True, asset_root: Assets = None) -> str:
        """The object as URDF text, six significant digits, each visual also a collision.

        Raises:
            ValidationError: the object breaks a rule, or a mesh file is missing or not OBJ.
        """
        from sdk.exporters.urdf import urdf_text  # exporters sit above the model

        return urdf_text(self, pretty=pretty, asset_root=asset_root, digits=6)


def _assets_or_current(assets: Assets) -> AssetContext | None:
    context = as_asset_context(assets)
    session = current_session()
    return session.context if context is None and session is not None else context


def _find(items: list[_Named], ref: Any, where: str) -> _Named:
    name = name_of(ref, where)
    for item in reversed(items):
        if item.name == name:
            return item
    known = ", ".join(repr(item.name) for item in items) or "none yet"
    raise ValidationError.at(where, given=name, wanted=f"one of: {known}", code="unknown-name")
