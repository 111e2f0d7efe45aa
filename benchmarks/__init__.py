"""Figures of this machine, printed as tables; run one with ``python -m benchmarks.compile``.

A newcomer's mistake: to compare figures of two runs. Other work on the machine moves them all; compare lines
of one run.
"""
