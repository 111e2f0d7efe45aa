"""`mm`: millimetres as metres, for authors who think in them.

A newcomer's mistake: to scale twice. Everything the library takes and gives is metres; `mm` belongs where a
number is written down, once.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def mm(*values: Any) -> Any:
    """The millimetres in metres: a number for a number, a tuple for several or for a tuple, nested as given.

    >>> mm(12), mm(1, 2, 3), mm([(1, 2), (3, 4)])
    (0.012, (0.001, 0.002, 0.003), ((0.001, 0.002), (0.003, 0.004)))
    """
    return _scaled(values[0] if len(values) == 1 else values)


def _scaled(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value / 1000.0
    if isinstance(value, tuple | list):
        return tuple(_scaled(item) for item in value)
    return float(value) / 1000.0
