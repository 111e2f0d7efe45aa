"""A sentence that asks for a library entry with given values: the way back from `harness.parameters`.

A newcomer's mistake: to write words and hope. Each clause is read again, and the first form that is understood as the
value it was made from is taken.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from harness.examples import Example, Parameter
from harness.parameters import read_prompt
from harness.quantities import SIZE_WORDS
from harness.words import words_of


def prompt_for(example: Example, values: Mapping[str, float]) -> str:
    """A sentence that asks for the entry with these values, in words that are read back as these values if any are."""
    name = example.title[:1].lower() + example.title[1:] if example.title[1:2].islower() else example.title
    clauses = [_clause(example, example.parameter(key), value) for key, value in values.items()]
    return f"{name}: {', '.join(clauses)}" if clauses else name


def _clause(example: Example, parameter: Parameter, value: float) -> str:
    """One value in words, e.g. ``5 drawers`` or ``width 0.4 m``."""
    text = f"{parameter.text_of(value)} {parameter.unit}".strip()
    own = " ".join(words_of(parameter.name.replace("_", " ")))
    words = [*parameter.words, own]
    if parameter.unit == "rad":
        text = f"{round(math.degrees(value), 3):g} degrees"
    if parameter.type == "int":
        words.sort(key=lambda word: word.endswith("s") == (value == 1))
        forms = [f"{text} {word}" for word in words] + [f"{word}: {text}" for word in words]
    else:
        forms = [f"{text} {word}" if word in SIZE_WORDS else f"{word} {text}" for word in words]
    wanted = {parameter.name: value}
    return next((form for form in forms if _reads_as(example, form, wanted)), f"{own} {text}")


def _reads_as(example: Example, form: str, wanted: Mapping[str, float]) -> bool:
    reading = read_prompt(f"{example.title}: {form}", example)
    return reading.is_possible and not reading.unmet and reading.settings == wanted
