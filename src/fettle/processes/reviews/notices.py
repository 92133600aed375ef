"""Who is told of what about reviews: what a new installation begins with."""

from __future__ import annotations

from fettle.kernel.settings.notices import Row, texts, told

RULES: list[Row] = [*told("reviews.planned", "assignee:sm", "named:sm"), *told("reviews.cancelled", "assignee:s")]
_SAID = {
    ("reviews.planned", "served"): {
        "en": (
            "We invite you to a review: {title}.",
            "Its agenda is here; tell us what you want to talk about: {link}",
        ),
        "de": (
            "Wir laden Sie zu einer Besprechung ein: {title}.",
            "Hier steht die Tagesordnung; sagen Sie uns, worüber Sie sprechen möchten: {link}",
        ),
    },
    "reviews.planned": {
        "en": (
            "{actor} planned a review that you lead: {title}.",
            "Look at its agenda, and invite those concerned: {link}",
        ),
        "de": (
            "{actor} hat eine Besprechung geplant, die Sie leiten: {title}.",
            "Sehen Sie die Tagesordnung an und laden Sie ein: {link}",
        ),
    },
}
TEXTS = texts(_SAID)
