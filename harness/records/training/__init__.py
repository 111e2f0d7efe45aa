"""Rows for training from recorded runs: dialogues, edits, repairs, preferences.

A newcomer's mistake: to build a row from the program that is left. Rows are read from the tape, so that each says
what the model saw when it wrote what it wrote.
"""
