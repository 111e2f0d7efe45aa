"""`ArticulatedObject`: the parts, joints and materials of one object, and the methods that add them.

A newcomer's mistake: to expect a lookup to remember objects. It reads names from the current lists each time,
because programs rename and append at will.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

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
from sdk.model.inertial import Inertial
from sdk.model.material import Material
from sdk.model.origin import Origin, as_pose
from sdk.model.part import Part, Visual
from sdk.model.provenance import author_line
from sdk.model.validation import require_valid

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

        Raises:
            ValidationError: an unknown type, an unusable parent, child, origin or mimic, an axis not of three
                numbers.
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
        )

    def material(self, name: str, *, rgba: Any = None, color: Any = None, texture: Any = None) -> Material:
        """A new material, registered under its name."""
        material = Material(name, rgba, texture, color=color)
        self.materials.append(material)
        return material

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
