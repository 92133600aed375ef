"""The scheme of risks with which a new installation begins: five steps each way, four levels."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

Rows = list[dict[str, Any]]

LIKELIHOODS: Rows = [
    {"code": code, "label": label, "text": text, "active": True}
    for code, label, text in (
        ("1", _("Very unlikely"), _("Less than once in ten years")),
        ("2", _("Unlikely"), _("Once in three to ten years")),
        ("3", _("Possible"), _("Once in one to three years")),
        ("4", _("Likely"), _("Once a year")),
        ("5", _("Very likely"), _("Several times a year")),
    )
]
IMPACTS: Rows = [
    {"code": code, "label": label, "text": text, "active": True}
    for code, label, text in (
        ("1", _("Negligible"), _("Nobody outside the team notices.")),
        ("2", _("Minor"), _("A few people are held up for hours.")),
        ("3", _("Moderate"), _("A service stands still for a day, or a target is missed.")),
        ("4", _("Major"), _("Several services or customers stand still for days.")),
        ("5", _("Severe"), _("The house cannot do what it is there for.")),
    )
]
LEVELS: Rows = [
    {"code": code, "label": label, "tone": tone, "months": months, "active": True}
    for code, label, tone, months in (
        ("1", _("Critical"), "red", 1),
        ("2", _("High"), "orange", 3),
        ("3", _("Medium"), "amber", 6),
        ("4", _("Low"), "green", 12),
    )
]
_LEVELS = {"1": "44443", "2": "44332", "3": "43322", "4": "43221", "5": "32211"}
"""By likelihood, the level for each impact from the least to the worst."""
MATRIX: Rows = [
    {"likelihood": likelihood, "impact": str(at), "level": level}
    for likelihood, levels in _LEVELS.items()
    for at, level in enumerate(levels, start=1)
]
CATEGORIES: Rows = [
    {"code": code, "label": label, "active": True}
    for code, label in (
        ("availability", _("Availability and continuity")),
        ("capacity", _("Capacity and performance")),
        ("security", _("Information security")),
        ("supplier", _("Suppliers and federation members")),
        ("people", _("People and knowledge")),
        ("money", _("Money")),
        ("law", _("Law and contracts")),
    )
]
