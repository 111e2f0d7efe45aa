"""The library of complete example programs: what is in it, how it is searched, whether an entry fits a
prompt.
"""

from __future__ import annotations

from harness.examples.catalogue import Example, FixedCount, Parameter
from harness.examples.fitting import Fit, best_fit
from harness.examples.search import ExampleLibrary, ExampleMatch

__all__ = ["Example", "ExampleLibrary", "ExampleMatch", "Fit", "FixedCount", "Parameter", "best_fit"]
