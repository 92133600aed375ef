"""Who is told of what about configuration items: what a new installation begins with. On screen alone, since nobody has
to act at once; what ends on a day is a duty, and told as one.
"""

from __future__ import annotations

from fettle.kernel.settings.notices import Row, told

RULES: list[Row] = [
    *told("configuration.sent_to_repair", "team:s"),
    *told("configuration.retired", "team:s"),
]
