"""Every tolerance and threshold with a name, in one place; lengths in metres, angles in radians.

A newcomer's mistake: to tune one of these. Public programs were written against the outcomes they produce, so
a change here is a change of behaviour for all of them.
"""

from __future__ import annotations

VECTOR_EPSILON = 1e-9
"""A vector shorter than this has no direction; two profile points nearer than this are one."""

PROFILE_AREA_EPSILON = 1e-9
"""Smallest area of a usable outline, square metres (about 32 micrometres square)."""

GIMBAL_COSINE = 1e-8
"""Below this cosine of pitch, roll and yaw turn about the same axis and roll is taken as zero."""

FAR_QUERY_FACTOR = 4.0
"""A direction query looks from this many box diagonals away."""

FAR_QUERY_MINIMUM = 1e-3
"""Box diagonal assumed for subjects smaller than this."""

TANGENT_FALLBACK_COSINE = 0.95
"""When +X is this nearly parallel to a normal, +Y is used to make a tangent."""

CYLINDER_SIDE_COSINE = 0.2
"""A normal counts as lying on a cylinder's side when its cosine with the axis is below this."""

CYLINDER_LENGTH_SLACK = 1e-9
"""How far past a cylinder's end a wrapped vertex may lie."""

EDGE_AGREEMENT = 1e-12
"""Two spellings of the same edge limit must agree this closely."""

UV_MARGIN_CAP = 0.49
"""Largest margin on each side of a face, as a fraction of its width."""

PRIMITIVE_TOLERANCE = 1e-6
"""Relative slack when deciding that a map keeps a primitive a primitive, and when comparing extents."""

AXIS_FLOOR = 1e-12
"""A joint axis shorter than this is written as given, not normalised."""

MIMIC_THRESHOLD = 1e-12
"""A mimic multiplier this near 1, or offset this near 0, is left out of a file."""

SPIN_THRESHOLD = 1e-9
"""A spin smaller than this is none."""

OBJ_DECIMALS = 6
"""Decimals of a coordinate in a mesh file: whole micrometres."""
