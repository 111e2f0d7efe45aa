"""The tool that measures the present object with a few lines of Python."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from harness.tools.base import Answer, Tool, ToolContext


async def probe_model(
    context: ToolContext,
    code: str,
    timeout_ms: Annotated[int, Field(ge=100)] | None = None,
    include_stdout: bool = False,
) -> Answer:
    """Measure the object of model.py without changing it, by Python that calls `emit(value)` exactly once.

    Names at hand: object_model, ctx, emit, Origin, part, joint, visual, parts, joints, visuals, pose({joint:
    value}), aabb, dims, center, position, projection, summary, pair_report, gap_report, overlap_report,
    within_report, contact_report, mount_report, alignment_report, sample_poses, nearest_neighbors,
    find_clearance_risks, find_floating_parts, layout_report, grid_report, symmetry_report,
    geometry_connectivity_report, sweep(joint), usable_range(joint), clearance(a, b, joint),
    swept_envelope(part, joint), mass(), render(view), catalog().

    Args:
        context: The run's files and services.
        code: The snippet; the value given to emit must be JSON (numbers, strings, lists, dicts).
        timeout_ms: Time allowed, in milliseconds; as for a compile when left out.
        include_stdout: Return what the snippet printed, too.
    """
    timeout_s = None if timeout_ms is None else timeout_ms / 1000
    return Answer(dict(await context.probe(code, timeout_s, include_stdout)))


TOOL = Tool(probe_model)
