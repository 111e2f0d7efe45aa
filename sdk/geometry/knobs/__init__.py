"""Knobs: `knob` holds the builder, `records` what it is told, `body` the turned shape, `features` what is added
and cut.

A newcomer's mistake: to import from here. Each name is imported from the file that defines it.
"""
