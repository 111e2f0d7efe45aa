"""The baseline: the checks every compile runs, in order.

A newcomer's mistake: to add a check without a row in `CHECKS` and a case file beside the others in the tests.
"""

from __future__ import annotations

from sdk.qc.checks import floating_parts, islands, mesh_assets, model_validity, rest_overlap, single_root
from sdk.qc.subject import Check

CHECKS: tuple[Check, ...] = (
    Check(model_validity.NAME, model_validity.CODE, model_validity.check_model_validity, is_structural=True),
    Check(single_root.NAME, single_root.CODE, single_root.check_single_root, is_structural=True),
    Check(mesh_assets.NAME, mesh_assets.CODE, mesh_assets.check_mesh_assets, needs_geometry=False),
    Check(floating_parts.NAME, floating_parts.CODE, floating_parts.check_floating_parts),
    Check(islands.NAME, islands.CODE, islands.check_islands, only_warns=True),
    Check(rest_overlap.NAME, rest_overlap.CODE, rest_overlap.check_overlap),
)
