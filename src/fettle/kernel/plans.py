"""How the database plans: once for all values of a statement (docs/decisions/0006), or anew for these."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def planned_for_these_values() -> Iterator[None]:
    """Within it, and to the end of a transaction around it, statements are planned for the values that they have now.

    For those of which one plan does not serve all values: a month and ten years, a rare word and a common one.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")
        yield
