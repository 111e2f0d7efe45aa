"""The checks every compile runs: the baseline, which bears the public library's names, and our own.

A newcomer's mistake: to add a check without a row here and a case file beside the others in the tests.
"""

from __future__ import annotations

from sdk.qc.checks import (
    allowance_one_sided,
    allowance_unknown,
    allowance_unused,
    axis_hardware,
    broken_symmetry,
    contained,
    duplicates,
    floating_parts,
    implausible_size,
    inertia,
    insertion,
    islands,
    joint_limits,
    mass,
    mesh_assets,
    mesh_inverted,
    mesh_non_manifold,
    mesh_open,
    mesh_self_crossing,
    model_validity,
    name_hygiene,
    non_finite,
    rest_overlap,
    single_root,
    support_lost,
    swept_collision,
    test_cannot_fail,
    tips_over,
    true_overlap,
    wall_thickness,
    z_fighting,
)
from sdk.qc.subject import Check

BASELINE: tuple[Check, ...] = (
    Check(model_validity.NAME, model_validity.CODE, model_validity.check_model_validity, is_structural=True),
    Check(single_root.NAME, single_root.CODE, single_root.check_single_root, is_structural=True),
    Check(mesh_assets.NAME, mesh_assets.CODE, mesh_assets.check_mesh_assets, needs_geometry=False),
    Check(floating_parts.NAME, floating_parts.CODE, floating_parts.check_floating_parts),
    Check(islands.NAME, islands.CODE, islands.check_islands, only_warns=True),
    Check(rest_overlap.NAME, rest_overlap.CODE, rest_overlap.check_overlap),
)
"""Recorded like the author's own checks; under profile `reference` nothing else runs."""

OWN: tuple[Check, ...] = (
    Check(
        non_finite.NAME,
        non_finite.CODE,
        non_finite.check_finite_numbers,
        needs_numbers=False,
        needs_geometry=False,
    ),
    Check(implausible_size.NAME, implausible_size.CODE, implausible_size.check_plausible_sizes),
    Check(joint_limits.NAME, joint_limits.CODE, joint_limits.check_joint_limits),
    Check(mesh_open.NAME, mesh_open.CODE, mesh_open.check_mesh_open),
    Check(mesh_non_manifold.NAME, mesh_non_manifold.CODE, mesh_non_manifold.check_mesh_non_manifold),
    Check(mesh_inverted.NAME, mesh_inverted.CODE, mesh_inverted.check_mesh_inverted),
    Check(mesh_self_crossing.NAME, mesh_self_crossing.CODE, mesh_self_crossing.check_mesh_self_crossing),
    Check(true_overlap.NAME, true_overlap.CODE, true_overlap.check_true_overlap),
    Check(contained.NAME, contained.CODE, contained.check_contained),
    Check(swept_collision.NAME, swept_collision.CODE, swept_collision.check_swept_collision),
    Check(support_lost.NAME, support_lost.CODE, support_lost.check_support_lost),
    Check(insertion.NAME, insertion.CODE, insertion.check_insertion),
    Check(axis_hardware.NAME, axis_hardware.CODE, axis_hardware.check_axis_hardware),
    Check(wall_thickness.NAME, wall_thickness.CODE, wall_thickness.check_wall_thickness),
    Check(mass.NAME, mass.CODE, mass.check_mass),
    Check(inertia.NAME, inertia.CODE, inertia.check_inertia),
    Check(tips_over.NAME, tips_over.CODE, tips_over.check_tips_over),
    Check(duplicates.NAME, duplicates.CODE, duplicates.check_duplicates),
    Check(z_fighting.NAME, z_fighting.CODE, z_fighting.check_z_fighting),
    Check(broken_symmetry.NAME, broken_symmetry.CODE, broken_symmetry.check_symmetry),
    Check(
        name_hygiene.NAME,
        name_hygiene.CODE,
        name_hygiene.check_name_hygiene,
        needs_numbers=False,
        needs_geometry=False,
    ),
    Check(
        allowance_unknown.NAME,
        allowance_unknown.CODE,
        allowance_unknown.check_allowance_names,
        needs_numbers=False,
        needs_geometry=False,
    ),
    Check(
        allowance_one_sided.NAME,
        allowance_one_sided.CODE,
        allowance_one_sided.check_allowance_sides,
        needs_numbers=False,
        needs_geometry=False,
    ),
    Check(allowance_unused.NAME, allowance_unused.CODE, allowance_unused.check_allowance_use),
    Check(
        test_cannot_fail.NAME,
        test_cannot_fail.CODE,
        test_cannot_fail.check_tests_can_fail,
        needs_numbers=False,
        needs_geometry=False,
    ),
)
"""What the reference lacks; their findings go into the verdict as they are."""

CHECKS: tuple[Check, ...] = (*BASELINE, *OWN)
