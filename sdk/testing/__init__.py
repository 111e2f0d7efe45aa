"""Authored tests: the context a program's `run_tests` works with, its report, and the judgement over both.

A newcomer's mistake: to think a report's `passed` decides. `sdk.testing.judge` runs the baseline, merges and
decides.
"""
