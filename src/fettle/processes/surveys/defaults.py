"""What a new installation begins with: nobody is asked until somebody says so."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

RULES: list[dict[str, Any]] = [
    {
        "code": "all",
        "kind": None,
        "service": None,
        "after": "closed",
        "wait_hours": 24,
        "share": 100,
        "active": False,
    }
]
WORDS: list[dict[str, Any]] = [
    {
        "language": "en",
        "question": "How satisfied are you with how this was handled?",
        "score_5": "Very satisfied",
        "score_4": "Satisfied",
        "score_3": "Neither",
        "score_2": "Dissatisfied",
        "score_1": "Very dissatisfied",
        "comment": "What should we keep, or do better?",
    },
    {
        "language": "de",
        "question": "Wie zufrieden sind Sie damit, wie das bearbeitet wurde?",
        "score_5": "Sehr zufrieden",
        "score_4": "Zufrieden",
        "score_3": "Teils, teils",
        "score_2": "Unzufrieden",
        "score_1": "Sehr unzufrieden",
        "comment": "Was sollen wir beibehalten oder besser machen?",
    },
]
HANDLING: dict[str, Any] = {
    "faces": False,
    "pause_days": 14,
    "open_days": 14,
    "threshold": 2,
    "follow_up_days": 5,
    "agents": "nothing",
    "smallest": 5,
    "remind_days": 3,
    "keep_months": 24,
}
TEMPLATES: list[dict[str, Any]] = [
    {
        "code": "yearly",
        "label": _("Once a year"),
        "questions": _(
            "rating: How satisfied are you with our services as a whole?\n"
            "rating: How well do we keep what is agreed?\n"
            "rating: How easy is it to reach us?\n"
            "choice: Would you recommend us? | Yes | Perhaps | No\n"
            "text: What should we do better?"
        ),
        "active": True,
    }
]
