"""Numbers: prefix, hyphen, at least six digits, never reused."""

from __future__ import annotations

import re

from django.db import connection

NUMBER = re.compile(r"^([A-Z]{2,4})-(\d{6,})$")


def take(prefix: str, count: int = 1) -> list[str]:
    """The next ``count`` numbers of a prefix. Holds the counter's row until the transaction ends: take it last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_counter AS c (prefix, value) VALUES (%s, %s)"
            " ON CONFLICT (prefix) DO UPDATE SET value = c.value + %s RETURNING value",
            [prefix, count, count],
        )
        last = cursor.fetchone()[0]
    return [f"{prefix}-{value:06d}" for value in range(last - count + 1, last + 1)]


def tidy(text: str) -> str | None:
    """``inc-42`` or ``INC 000042`` as the number it means, None if it is not a number. Without anything between letters
    and digits it is none of ours: other systems write theirs so.
    """
    found = re.fullmatch(r"\s*([A-Za-z]{2,4})[\s-]([0-9]{1,12})\s*", text)
    return f"{found[1].upper()}-{int(found[2]):06d}" if found else None


def guessed(text: str) -> str | None:
    """Alike, and ``inc42`` too: for a search, where what another system calls ``INC42`` comes first."""
    return tidy(text) or tidy(re.sub(r"^(\s*[A-Za-z]{2,4})(?=[0-9])", r"\1-", text))
