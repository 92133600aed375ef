"""Who is told of reports, and in which words: rows for the definitions of notifications."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
RULES: list[Row] = [
    {
        "code": "delivered-named",
        "fact": "reporting.delivered",
        "who": "named",
        "screen": True,
        "mail": True,
        "active": True,
    }
]
_SAID = {
    "en": ("The report of a period is there.", "Read it, with the days it is about: {link}"),
    "de": ("Der Bericht eines Zeitraums liegt vor.", "Hier steht er, mit den Tagen, um die es geht: {link}"),
}
TEXTS: list[Row] = [
    {
        "fact": "reporting.delivered",
        "reader": "staff",
        "language": language,
        "subject": "[{number}] {title}",
        "first": first,
        "second": second,
    }
    for language, (first, second) in _SAID.items()
]
