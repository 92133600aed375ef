"""What a new installation begins with: the texts that packages and specifications begin from, criteria, policies."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

Row = dict[str, Any]

SPECIFICATION = _(
    "## What it is\n\nIn the words of its users.\n\n## For whom\n\n## What belongs to it\n\n- what everybody gets\n- what can be "
    "added\n\n## How it is used and ordered\n\n## How it is provided\n\nTechnology, people, suppliers.\n\n## What it costs\n\n## Limits"
)
PACKAGE = _(
    "## Why\n\nWhat is needed, and what it is worth.\n\n## Requirements\n\n- of the customers\n- of law and contracts\n\n## How it is built\n\n"
    "Components that it cannot do without, those that make it better, what it depends on.\n\n## Who does what\n\n## Timetable\n\n"
    "## How people are told\n\n## How people are trained\n\n## Resources\n\n## If it fails\n\nThe way back."
)
STEPS = _(
    "1. Build it and try it with a few users.\n2. Write the specification and have it approved.\n3. Agree who supports it, and train them.\n"
    "4. Set up watching and backup.\n5. Tell the customers what changes for them, and when."
)
CRITERIA: list[Row] = [
    {"code": code, "label": label, "text": text, "active": True}
    for code, label, text in (
        ("works", _("It does what was asked for"), _("Customers have tried it against the requirements.")),
        ("supported", _("Those who support it can do so"), _("The team is named, trained and has its instructions.")),
        ("watched", _("Failures are noticed"), _("Somebody or something watches it; who is told is settled.")),
        ("restored", _("It can be restored"), _("A restore was tried, with its date and its outcome.")),
        (
            "secure",
            _("Access and personal data are settled"),
            _("Who may do what; what is kept of people, and how long."),
        ),
        ("told", _("The customers are told"), _("The day, what changes, and whom to ask.")),
    )
]
PARTY_ROLES: list[Row] = [
    {"code": code, "label": label, "active": True}
    for code, label in (
        ("provider", _("Provides the service")),
        ("member", _("Member of the federation")),
        ("internal", _("Group inside the provider")),
        ("supplier", _("External supplier")),
    )
]
CRITICALITIES: list[Row] = [
    {"code": code, "label": label, "active": True}
    for code, label in (("high", _("High")), ("medium", _("Medium")), ("low", _("Low")))
]
DEMAND_WEIGHTS: list[Row] = [
    {"code": code, "label": label, "active": True}
    for code, label in (
        ("must", _("Cannot work without")),
        ("should", _("Would help a lot")),
        ("could", _("Nice")),
    )
]
POLICIES: list[Row] = [
    {
        "code": "package",
        "label": _("Approval of a package"),
        "step": 1,
        "people": None,
        "team": None,
        "role": "sms_manager",
        "quorum": "any",
        "count": None,
        "hours": 120,
        "calendar": None,
        "active": True,
    }
]
