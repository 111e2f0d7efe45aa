"""Advice by kind of finding: what the issue is called, and what to do about it, as data.

A newcomer's mistake: to put figures or names here. Those come from the finding's fields; these sentences are the same
in every compile, so that a reader learns them once.
"""

from __future__ import annotations

from collections.abc import Mapping

_ALLOWANCE_RULE = (
    "If it is meant to be so, declare an allowance for each case: the exact part or element pair and a "
    "concrete reason. Otherwise let the finding guide a repair of support, mount, geometry or pose."
)
_KEEP_SHAPE = (
    "Keep the shapes the prompt asks for: a hollow, cut or curved mesh is not to be traded for a capped "
    "primitive."
)
_OVERLAP = ("compiler", "real_overlap")
_TEST_OVERLAP = ("tests", "real_overlap")
_ISOLATED = ("compiler", "isolated_part")
_TEST_ISOLATED = ("tests", "isolated_part")

PRIMARY: Mapping[str, str] = {
    "single_root_policy": "the part tree does not have exactly one root",
    "model_validity": "the object's definition is not valid",
    "mesh_assets": "mesh files cannot be found",
    "isolated_part": "parts float without support",
    "real_overlap": "parts overlap that should not",
    "missing_exact_geometry": "a test names geometry that does not exist",
    "exact_contact_gap": "parts that should touch are apart",
    "test_failure": "an authored check fails",
    "true_overlap": "parts overlap that should not",
    "contained": "something lies wholly inside another solid",
    "disconnected_geometry": "pieces of one part hang in the air",
    "swept_collision": "parts collide as a joint moves",
    "support_lost": "a part loses what carries it as its joint moves",
    "insertion": "a slider leaves its guide",
    "attachment_lost": "what is attached comes apart as a joint moves",
    "no_hardware": "a joint turns on nothing",
    "intent": "a part does not do what its name says",
}
"""Kind of the first failure -> how the summary names it; a program that cannot run is named by its error."""

_EMBEDDED = (
    "Decide whether the parts are meant to be embedded or collide by mistake; a pin wants a bore and a fit.",
    "If that is unclear, probe with pair_report() or clearance().",
    _KEEP_SHAPE,
    _ALLOWANCE_RULE,
)
RULES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("compiler", "compile_runtime"): (
        "Mend this error before any geometry: until the program runs nothing else is known.",
        "Start from the details and the location given.",
    ),
    ("compiler", "single_root_policy"): (
        "Repair the part tree: add the missing joint or fixed mount, so that exactly one part has no parent.",
        "Leave the geometry alone until the tree is right.",
    ),
    ("compiler", "model_validity"): (
        "This is an error of definition. Read the detail and correct what it names.",
        "Do not touch tests or geometry that it does not name.",
    ),
    ("compiler", "mesh_assets"): (
        "Put mesh names and files right first; the geometry itself is not in doubt.",
    ),
    _ISOLATED: (
        "Take this as the first evidence to act on: something does not reach what should carry it.",
        "If it is unclear what should carry it, probe with find_floating_parts(), nearest_neighbors() or "
        "mount_report().",
        _ALLOWANCE_RULE,
    ),
    _OVERLAP: (
        "Decide whether the parts are meant to be embedded or collide by mistake.",
        "If that is unclear, probe with pair_report(), overlap_report() or mount_report().",
        _KEEP_SHAPE,
        "Compare the scope of allowances already declared with the pair reported.",
        _ALLOWANCE_RULE,
    ),
    ("tests", "missing_exact_geometry"): (
        "Most often a visual was renamed or removed. Put the name back, or change the check that uses it in "
        "the same edit.",
        "Do not rebuild the assembly around it.",
    ),
    ("tests", "exact_contact_gap"): (
        "This is a gap, not an overlap. Make sure the pair is the right one: support may run through another "
        "element.",
        "Probe with gap_report(), within_report() or mount_report().",
        "Move the geometry or the mount; leave contact_tol as it is unless near contact is what is meant.",
    ),
    _TEST_OVERLAP: (
        "Mend or justify this overlap before adding checks; probe with pair_report() when unclear.",
        _KEEP_SHAPE,
        _ALLOWANCE_RULE,
    ),
    _TEST_ISOLATED: (
        "Mend the support first; probe with find_floating_parts() or nearest_neighbors() when unclear.",
        _ALLOWANCE_RULE,
    ),
    ("compiler", "non_finite"): (
        "Find the division by zero, the root of a negative number or the missing value behind it; nothing measured "
        "means anything until then.",
    ),
    ("compiler", "implausible_size"): (
        "Look for millimetres, inches or degrees written where metres and radians are meant; overlaps that go with it "
        "will vanish.",
    ),
    ("compiler", "joint_limits"): (
        "Give the joint the range the real thing has, in radians or metres, with the pose at rest inside it.",
    ),
    ("compiler", "mesh_open"): (
        "Close the mesh where it is built: caps on lofts and sweeps, cutters that reach through, no loose faces.",
    ),
    ("compiler", "mesh_non_manifold"): (
        "Keep solids from meeting in a mere edge: let them overlap and unite them, or part them.",
    ),
    ("compiler", "mesh_inverted"): (
        "Turn the profile's direction round, or flip the faces once, where it is built.",
    ),
    ("compiler", "mesh_self_crossing"): (
        "Widen the bend, thin the section, or build the piece as a union instead of one skin.",
    ),
    ("compiler", "true_overlap"): _EMBEDDED,
    ("compiler", "contained"): (
        "Hollow the outer thing by a boolean, move the inner one out, or delete what nobody can see.",
        _ALLOWANCE_RULE,
    ),
    ("tests", "disconnected_geometry"): (
        "Bring the loose piece to touch its part, add what carries it, or make it a part with its own joint.",
    ),
    ("compiler", "swept_collision"): (
        "Choose: shorten the range to the usable one, make room along the way, or move the axis; the prompt's motion "
        "comes first. What a latch must free first is an interlock, not an allowance.",
        "If the way is unclear, probe with sweep(joint), usable_range(joint) or clearance(a, b, joint).",
        _KEEP_SHAPE,
    ),
    ("compiler", "support_lost"): (
        "Give the moving part what holds the real one at the end of its way: pin and knuckles, a longer rail, a stop; "
        "or shorten the range.",
    ),
    ("compiler", "insertion"): (
        "Lengthen the guide or the runner, or shorten the travel; probe clearance() over it.",
    ),
    ("compiler", "no_hardware"): (
        "Add the pin, shaft, barrel or bearing on the axis, through both sides, or use a mechanism of the library that "
        "brings it; if it is there, the axis is in the wrong place.",
    ),
    ("compiler", "attachment_lost"): (
        "Let the two move together: correct the follower's ratio, couple the joints, or hold soft pieces at both ends.",
    ),
    ("compiler", "rolling_ratio"): (
        "Set the follower's multiplier to the ratio of the radii that is given.",
    ),
    ("compiler", "empty_bore"): ("Put a bolt, screw or pin with its head through the holes, or close them.",),
    ("compiler", "intent"): ("Turn the axis, or give `positive=` when the joint is made.",),
    ("compiler", "direction"): ("Correct the axis or the stated direction; test it with expect_moves.",),
    ("compiler", "fit"): ("Change the size that makes the gap; the declared fit only if it was wrong.",),
    ("compiler", "ground"): (
        "Move the root so that its feet stand at z = 0, or correct what it is anchored to.",
    ),
    ("compiler", "wall_thickness"): (
        "Thicken it to what can be made: sheet from 0.5 mm, moulded walls from 1 mm.",
    ),
    ("compiler", "mass"): ("Recompute the mass from volume and material, or leave it out.",),
    ("compiler", "inertia"): ("Compute the inertia from geometry with the library, or leave it out.",),
    ("compiler", "tips_over"): (
        "Widen or weigh down the base, or say by model.anchor(...) what holds the object; mass() shows the margin.",
    ),
    ("compiler", "duplicate"): ("Delete one of the two, or put it where it was meant to be.",),
    ("compiler", "z_fighting"): ("Let the two faces differ by 0.2 mm or more, or cut one away.",),
    ("compiler", "broken_symmetry"): (
        "Build both sides by one loop over a sign, so that they cannot differ.",
    ),
    ("compiler", "name_hygiene"): ("Rename: letters, digits and underscores, each name once in its part.",),
    ("compiler", "allowance_unknown"): ("Correct the name in the allowance, or remove it.",),
    ("compiler", "allowance_one_sided"): ("Name both elements of the pair.",),
    ("compiler", "allowance_unused"): ("Remove the allowance.",),
    ("compiler", "allowance_broad"): ("Name the elements given.",),
    ("compiler", "test_cannot_fail"): ("Replace it by a check of what the prompt asks for, or remove it.",),
    ("compiler", "triangles"): (
        "Ask for fewer segments, or repeat one mesh instead of building it anew; small round things need few facets.",
    ),
    ("compiler", "no_tests"): ("Write a check for each thing the prompt asks for.",),
}
OTHER_RULES = (
    "This blocks. Say first what it is: a local bug, a wrong representation, or a check that is out of date.",
)
WARNING_RULE = "Warnings do not block, but they are evidence about the design; do not pass over them."
