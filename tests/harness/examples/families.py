"""A small family for tests, whose fake compile says whether it is sound."""

from __future__ import annotations

from pathlib import Path

BOOKCASE = {
    "model.py": '"""A bookcase."""\n\nSHELVES = 4  # counted from below\nWIDTH = 0.5\nMARK = "clean"\n',
    "example.toml": """\
title = "Bookcase"
description = "An open bookcase."
category = "furniture"
teaches = "Nothing much."
tags = ["wood"]
synonyms = ["bookshelf"]
author = "Articraft contributors"
licence = "Apache-2.0"

[[parameters]]
name = "SHELVES"
type = "int"
min = 1
max = 9
words = ["shelf", "shelves"]
description = "boards"

[[parameters]]
name = "WIDTH"
type = "float"
min = 0.2
max = 2
unit = "m"
words = ["wide"]
description = "width"
""",
}
"""File name -> text."""


def write_family(folder: Path, files: dict[str, str]) -> None:
    """Put a family in a folder of the library."""
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
