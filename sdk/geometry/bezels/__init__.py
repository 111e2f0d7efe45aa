"""Bezels: `bezel` holds the builder, `records` what it is told, `outlines` its shapes in plan, `front` and `rear`
the features of the two sides, `edges` those along the rim.

A newcomer's mistake: to import from here. Each name is imported from the file that defines it.
"""
