"""`KnobGeometry`: a turned or faceted body with skirt, grip, indicator, top feature, bore and reliefs.

A newcomer's mistake: to expect `diameter` to bound the knob. A swelling body, a flared skirt and raised marks
reach past it, and `edge_radius` changes nothing (no public program was ever shaped by it).
"""

from __future__ import annotations

from collections.abc import Iterable

from sdk.errors import GeometryError
from sdk.geometry.construction import record
from sdk.geometry.inputs import number, positive
from sdk.geometry.kept import MeshArrays, kept_or_made, told_name
from sdk.geometry.kernel import Solid, mesh_from_solid, subtract, unite
from sdk.geometry.knobs.body import BodyShape, body_rings, body_solid, crowned, skirt_solid
from sdk.geometry.knobs.features import (
    KnobSpace,
    bore_cut,
    grip_cuts,
    indicator_mark,
    relief_cut,
    top_disc,
)
from sdk.geometry.knobs.records import (
    KnobBore,
    KnobGrip,
    KnobIndicator,
    KnobRelief,
    KnobSkirt,
    KnobTopFeature,
)
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.prisms import fill_resting, require_below

MOST_DRAFT_DEG = 45.0

MAX_RELIEFS = 200
"""Most pockets of one knob."""


class KnobGeometry(MeshGeometry):
    """A knob about Z, its body from z = -height/2 to height/2, a skirt below that.

    Args:
        diameter: above 0, metres; what other sizes default to.
        height: of the body without skirt and raised marks.
        body_style: ``cylindrical``, ``tapered``, ``domed``, ``mushroom``, ``skirted``, ``hourglass``,
            ``faceted`` (a hexagon) or ``lobed``.
        top_diameter: None for `diameter`.
        base_diameter: None for `diameter`.
        crown_radius: of the rim of the top face, cut to a quarter of the radius and 0.16 of the height.
        edge_radius: accepted; changes nothing.
        side_draft_deg: of a domed body, within 45 degrees.
        skirt, grip, indicator, top_feature, bore: records, or None for none.
        body_reliefs: pockets, cut last.
        center: False puts the lowest vertex at z = 0.

    Raises:
        GeometryError: ``not-positive``, ``negative``, ``too-large``, ``unknown-style``, ``bad-count``,
            ``not-finite``, ``too-many``.
    """

    def __init__(
        self,
        diameter: float,
        height: float,
        *,
        body_style: str = "cylindrical",
        top_diameter: float | None = None,
        base_diameter: float | None = None,
        crown_radius: float = 0.0,
        edge_radius: float = 0.0,
        side_draft_deg: float = 0.0,
        skirt: KnobSkirt | None = None,
        grip: KnobGrip | None = None,
        indicator: KnobIndicator | None = None,
        top_feature: KnobTopFeature | None = None,
        bore: KnobBore | None = None,
        body_reliefs: Iterable[KnobRelief] = (),
        center: bool = True,
    ) -> None:
        super().__init__()
        where = "KnobGeometry"
        shape = BodyShape(
            diameter=positive(diameter, f"{where} diameter"),
            height=positive(height, f"{where} height"),
            base=positive(diameter if base_diameter is None else base_diameter, f"{where} base_diameter"),
            top=positive(diameter if top_diameter is None else top_diameter, f"{where} top_diameter"),
            draft=number(side_draft_deg, f"{where} side_draft_deg"),
        )
        require_below(abs(shape.draft), MOST_DRAFT_DEG, f"{where} side_draft_deg", "degrees either way")
        number(edge_radius, f"{where} edge_radius")
        reliefs = tuple(body_reliefs)
        require_below(len(reliefs), MAX_RELIEFS, f"{where} body_reliefs", "pockets of one knob")
        space = _space(shape, skirt)
        limit = min(0.25 * space.radius, 0.16 * shape.height)
        crown = min(max(0.0, number(crown_radius, f"{where} crown_radius")), limit)

        def make() -> MeshArrays:
            added = [body_solid(crowned(body_rings(body_style, shape), crown)), *_skirt(shape, skirt, space)]
            cuts = grip_cuts(grip, space) if grip is not None else []
            solid = subtract(unite(added), unite(cuts)) if cuts else unite(added)
            solid = _topped(solid, shape, indicator, top_feature)
            last = [relief_cut(relief, space) for relief in reliefs]
            shaft = bore_cut(bore, space) if bore is not None else None
            if shaft is not None:
                last.append(shaft)
            if last:
                solid = subtract(solid, unite(last))
            return mesh_from_solid(solid)

        told = (body_style, shape, crown, skirt, grip, indicator, top_feature, bore, *reliefs)
        construction = record(
            "knob",
            diameter=shape.diameter,
            height=shape.height,
            body_style=body_style,
            top_diameter=shape.top,
            base_diameter=shape.base,
            crown_radius=crown,
            skirt=skirt,
            grip=grip,
            indicator=indicator,
            top_feature=top_feature,
            bore=bore,
            body_reliefs=reliefs,
        )
        mesh = kept_or_made(told_name("knob", *told), make)
        fill_resting(self, mesh, construction, center=center)


def _space(shape: BodyShape, skirt: KnobSkirt | None) -> KnobSpace:
    widest, lowest = max(shape.base, shape.top), shape.bottom_z
    if skirt is not None:
        widest = max(widest, positive(skirt.diameter, "KnobSkirt diameter"))
        lowest -= positive(skirt.height, "KnobSkirt height")
    return KnobSpace(shape, widest / 2.0, lowest)


def _skirt(shape: BodyShape, skirt: KnobSkirt | None, space: KnobSpace) -> list[Solid]:
    if skirt is None:
        return []
    upper, height = float(skirt.diameter) / 2.0, float(skirt.height)
    lower = upper * (1.0 + number(skirt.flare, "KnobSkirt flare"))
    if lower <= 0.0:
        raise GeometryError.at("KnobSkirt flare", given=skirt.flare, wanted="above -1", code="too-small")
    chamfer = min(max(0.0, number(skirt.chamfer, "KnobSkirt chamfer")), 0.7 * height, 0.25 * upper)
    return [skirt_solid(shape, upper=upper, lower=lower, height=height, chamfer=min(chamfer, 0.9 * lower))]


def _topped(
    solid: Solid, shape: BodyShape, indicator: KnobIndicator | None, feature: KnobTopFeature | None
) -> Solid:
    """The knob with what lies on its top; a raised mark over a pocket stands on the pocket's floor."""
    mark = indicator_mark(indicator, shape) if indicator is not None else None
    disc = top_disc(feature, shape) if feature is not None else None
    if mark is not None and not mark.raised:
        solid = subtract(solid, mark.solid(shape.top_z, sunk=0.0))
    if disc is not None and disc.added:
        solid = unite([solid, disc.solid(shape.top_z)])
    elif disc is not None:
        solid = subtract(solid, disc.solid(shape.top_z))
    if mark is not None and mark.raised:
        sunk = -disc.low if disc is not None else 0.0
        solid = unite([solid, mark.solid(shape.top_z, sunk=sunk)])
    return solid
