"""The command line: parse, call, print. One command per file; `main` ties them together.

A newcomer's mistake: to import a run, the compiler or sdk at the top of a command's file. `articraft
--help` loads every command's file, so such imports stand inside the functions.
"""
