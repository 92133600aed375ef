"""Who is told of what about reviews: what a new installation begins with."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
RULES: list[Row] = [
    {
        "code": "reviews-planned-assignee",
        "fact": "reviews.planned",
        "who": "assignee",
        "screen": True,
        "mail": True,
        "active": True,
    },
    {
        "code": "reviews-cancelled-assignee",
        "fact": "reviews.cancelled",
        "who": "assignee",
        "screen": True,
        "mail": False,
        "active": True,
    },
]
_SAID = {
    "en": (
        "{actor} planned a review that you lead: {title}.",
        "Look at its agenda, and invite those concerned: {link}",
    ),
    "de": (
        "{actor} hat eine Besprechung geplant, die Sie leiten: {title}.",
        "Sehen Sie die Tagesordnung an und laden Sie ein: {link}",
    ),
}
TEXTS: list[Row] = [
    {
        "fact": "reviews.planned",
        "reader": "staff",
        "language": language,
        "subject": "[{number}] {title}",
        "first": first,
        "second": second,
    }
    for language, (first, second) in _SAID.items()
]
