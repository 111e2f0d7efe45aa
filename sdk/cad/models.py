"""What a program may hand to the bridge, and the kernel shape, or the components, that it stands for.

A newcomer's mistake: to take the last solid of a workplane. The current stack counts: `box.faces(">Z")` is one face.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sdk.cad.kernel import require_cadquery

if TYPE_CHECKING:
    import cadquery as cq


def shape_of(model: Any) -> cq.Shape:
    """The one shape a model stands for: itself, its stack, or the assembly with every location applied.

    Raises:
        TypeError: not a CadQuery shape, workplane or assembly; or a workplane whose stack holds no shape.
        RuntimeError: CadQuery is not installed.
    """
    cq = require_cadquery()
    if isinstance(model, cq.Assembly):
        return model.toCompound()
    shapes = _stacked_shapes(model)
    return shapes[0] if len(shapes) == 1 else cq.Compound.makeCompound(shapes)


def components_of(model: Any) -> list[cq.Shape]:
    """The solids a model is made of, in the order they were made; what holds no solid stays whole.

    Assemblies are walked depth first, an object before its children, and each shape is placed by the product of the
    locations above it.

    Raises:
        TypeError: as `shape_of`; or an assembly without shapes.
        RuntimeError: CadQuery is not installed.
    """
    cq = require_cadquery()
    if isinstance(model, cq.Assembly):
        whole = list(_placed_shapes(model, cq.Location()))
        if not whole:
            raise TypeError(f"CadQuery assembly {model.name!r}: got no shapes; want at least one")
    else:
        whole = _stacked_shapes(model)
    return [component for shape in whole for component in (shape.Solids() or [shape])]


def _stacked_shapes(model: Any) -> list[cq.Shape]:
    cq = require_cadquery()
    if isinstance(model, cq.Shape):
        return [model]
    if not isinstance(model, cq.Workplane):
        raise TypeError(
            f"CadQuery model: got {type(model).__name__}; want a cadquery Workplane, Shape or Assembly"
        )
    stack = model.vals()
    strangers = sorted({type(item).__name__ for item in stack if not isinstance(item, cq.Shape)})
    if strangers or not stack:
        held = f"a stack with {', '.join(strangers)}" if strangers else "an empty stack"
        raise TypeError(f"CadQuery Workplane: got {held}; want shapes on the stack, such as solids")
    return stack


def _placed_shapes(assembly: cq.Assembly, above: cq.Location) -> Iterator[cq.Shape]:
    here = above * assembly.loc
    for shape in assembly.shapes:
        yield shape.moved(here)
    for child in assembly.children:
        yield from _placed_shapes(child, here)
