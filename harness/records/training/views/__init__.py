"""The kinds of rows there are, one a file, one table.

A newcomer's mistake: to add a field to a row only. The schema beside it refuses rows that hold more.
"""

from __future__ import annotations

from collections.abc import Mapping

from harness.records.training.views import edits, preferences, repair, sft
from harness.records.training.views.base import View

VIEWS: Mapping[str, View] = {
    view.name: view for view in (sft.VIEW, edits.VIEW, repair.VIEW, preferences.VIEW)
}
