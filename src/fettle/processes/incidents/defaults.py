"""The data with which a new installation begins. Every row can be changed on a screen."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

Rows = list[dict[str, Any]]
"""Texts stand here as they are translated; an installation keeps them in its own language."""

CHANNELS: Rows = [
    {"code": "portal", "label": _("Portal"), "responds": False, "active": True},
    {"code": "phone", "label": _("Phone"), "responds": True, "active": True},
    {"code": "walk_in", "label": _("Walk-in"), "responds": True, "active": True},
    {"code": "mail", "label": _("E-mail"), "responds": False, "active": True},
    {"code": "api", "label": _("API"), "responds": False, "active": True},
    {"code": "monitoring", "label": _("Spotted by ourselves"), "responds": True, "active": True},
]
CATEGORIES: Rows = [
    {"code": "hardware", "label": _("Hardware"), "group": _("Workplace"), "active": True},
    {"code": "software", "label": _("Software"), "group": _("Workplace"), "active": True},
    {"code": "printing", "label": _("Printing"), "group": _("Workplace"), "active": True},
    {"code": "account", "label": _("Account and sign-in"), "group": _("Access"), "active": True},
    {"code": "network", "label": _("Network and Wi-Fi"), "group": _("Infrastructure"), "active": True},
    {"code": "server", "label": _("Server and storage"), "group": _("Infrastructure"), "active": True},
    {"code": "security", "label": _("Information security"), "group": _("Security"), "active": True},
    {"code": "other", "label": _("Other"), "group": _("Other"), "active": True},
]
PRIORITIES: Rows = [
    {"code": "1", "label": _("Critical"), "active": True},
    {"code": "2", "label": _("High"), "active": True},
    {"code": "3", "label": _("Medium"), "active": True},
    {"code": "4", "label": _("Low"), "active": True},
]
IMPACTS: Rows = [
    {"code": "person", "label": _("One person"), "active": True},
    {"code": "group", "label": _("A group or class"), "active": True},
    {"code": "service", "label": _("A building or service"), "active": True},
]
URGENCIES: Rows = [
    {"code": "can_wait", "label": _("Can wait"), "active": True},
    {"code": "soon", "label": _("Soon"), "active": True},
    {"code": "stopped", "label": _("Work stopped"), "active": True},
]
_RANKS = {"person": "433", "group": "332", "service": "321"}
MATRIX: Rows = [
    {"impact": impact, "urgency": urgency, "priority": rank}
    for impact, ranks in _RANKS.items()
    for urgency, rank in zip(("can_wait", "soon", "stopped"), ranks, strict=True)
]
PAUSE_REASONS: Rows = [
    {
        "code": "requester",
        "label": _("Waiting for requester"),
        "stops_clock": True,
        "stops_team": False,
        "active": True,
    },
    {"code": "supplier", "label": _("Waiting for supplier"), "stops_clock": True, "stops_team": False, "active": True},
    {"code": "change", "label": _("Waiting for a change"), "stops_clock": False, "stops_team": False, "active": True},
    {
        "code": "problem",
        "label": _("Waiting for a problem's solution"),
        "stops_clock": False,
        "stops_team": False,
        "active": True,
    },
    {"code": "evidence", "label": _("Waiting for evidence"), "stops_clock": True, "stops_team": False, "active": True},
    {"code": "approval", "label": _("Waiting for approval"), "stops_clock": True, "stops_team": False, "active": True},
    {
        "code": "unknown",
        "label": _("Waiting, reason unknown"),
        "stops_clock": True,
        "stops_team": False,
        "active": True,
    },
]
APPROVAL_POLICIES: Rows = [
    {
        "code": code,
        "label": label,
        "step": step,
        "people": None,
        "team": None,
        "role": role,
        "quorum": "any",
        "count": None,
        "hours": hours,
        "calendar": None,
        "active": True,
    }
    for code, label, step, role, hours in (
        ("team_leader", _("Leader of the team"), 1, "team_lead", 48),
        ("customer", _("Customer, then the process manager"), 1, "representative", 72),
        ("customer", _("Customer, then the process manager"), 2, "incident_manager", 48),
    )
]
CLOSURE_CODES: Rows = [
    {"code": "solved", "label": _("Solved"), "active": True},
    {"code": "workaround", "label": _("Solved by a workaround"), "active": True},
    {"code": "advice", "label": _("Advice given"), "active": True},
    {"code": "by_itself", "label": _("Gone by itself"), "active": True},
    {"code": "not_reproduced", "label": _("Could not be reproduced"), "active": True},
    {"code": "duplicate", "label": _("Duplicate"), "active": True},
]
ESCALATION: Rows = [
    {"code": "near_50", "clock": "resolution", "percent": 50, "most_urgent": 2, "way": "warning", "active": True},
    {"code": "near_75", "clock": "resolution", "percent": 75, "most_urgent": 4, "way": "warning", "active": True},
    {"code": "near_90", "clock": "resolution", "percent": 90, "most_urgent": 2, "way": "functional", "active": True},
    {"code": "passed", "clock": "resolution", "percent": 100, "most_urgent": 4, "way": "hierarchical", "active": True},
    {"code": "unanswered", "clock": "response", "percent": 100, "most_urgent": 4, "way": "functional", "active": True},
    {"code": "ola_75", "clock": "ola", "percent": 75, "most_urgent": 4, "way": "warning", "active": True},
    {"code": "ua_75", "clock": "ua", "percent": 75, "most_urgent": 4, "way": "warning", "active": True},
]
MAJOR: Rows = [
    {
        "code": "service_down",
        "label": _("A service stands still for a whole building, or for over an hour"),
        "update_minutes": None,
        "active": True,
    },
    {"code": "many_people", "label": _("More than fifty people cannot work"), "update_minutes": None, "active": True},
    {
        "code": "fixed_date",
        "label": _("An examination, enrolment or other fixed date is in danger"),
        "update_minutes": None,
        "active": True,
    },
    {
        "code": "data",
        "label": _("Data may be lost, or read by those who must not"),
        "update_minutes": None,
        "active": True,
    },
]
MAJOR_ROLES: Rows = [
    {"code": "coordinator", "label": _("Incident manager"), "told": True, "active": True},
    {"code": "communication", "label": _("Communication lead"), "told": True, "active": True},
    {"code": "technical", "label": _("Technical lead"), "told": False, "active": True},
]
REVIEW = _(
    "## In figures\n\n{figures}\n\n## Who led it\n\n{people}\n\n## What happened when\n\n{timeline}\n\n"
    "## Cause\n\n\n\n## What helped\n\n\n\n## What did not\n\n\n\n## What we change\n\n"
    "| What | Who | Until |\n|---|---|---|\n| | | |"
)
KNOWN_INCIDENTS: Rows = [
    {
        "code": "locked_account",
        "label": _("Somebody cannot sign in"),
        "category": "account",
        "service": None,
        "subject": None,
        "details": None,
        "steps": _(
            "1. Ask for the name, and since when; do not ask for the password.\n"
            "2. See whether the account is locked or expired.\n"
            "3. Make sure who asks: call back on the known number, or see the badge.\n"
            "4. Unlock it or send the link for a new password.\n"
            "5. Let the person sign in before you resolve."
        ),
        "in_order": False,
        "active": True,
    },
    {
        "code": "printer",
        "label": _("A printer does not print"),
        "category": "printing",
        "service": None,
        "subject": None,
        "details": None,
        "steps": _(
            "1. Ask which printer, and whether others can print there.\n"
            "2. Others cannot: look at paper, toner and network on the device; raise the impact to a group.\n"
            "3. Others can: delete the person's waiting jobs and let them send one page.\n"
            "4. Still nothing after ten minutes: hand over to those who look after the device."
        ),
        "in_order": False,
        "active": True,
    },
]
STANDARD_REQUESTS: Rows = [
    {
        "code": "new_account",
        "label": _("An account for somebody new"),
        "about": _("For a colleague or a guest who begins with us."),
        "offered": True,
        "service": None,
        "category": "account",
        "subject": _("Account for {person}"),
        "approval": None,
        "hours": None,
        "steps": _(
            "1. Ask for name, first day, organisation and who answers for the person.\n"
            "2. Let that person agree in writing on this request.\n"
            "3. Make the account with the rights of the role, nothing more.\n"
            "4. Hand over the first sign-in in person, on or before the first day."
        ),
        "in_order": False,
        "active": True,
    },
    {
        "code": "software",
        "label": _("A program from the list of those that are allowed"),
        "about": _("We look whether a licence is free and install it."),
        "offered": True,
        "service": None,
        "category": "software",
        "subject": _("Program: {program}"),
        "approval": None,
        "hours": None,
        "steps": _(
            "1. See whether the program is on the list and a licence is free.\n"
            "2. Not on the list: resolve with advice on who decides.\n"
            "3. Install it, and let the person start it once."
        ),
        "in_order": False,
        "active": True,
    },
]


def _question(request: str, code: str, label: Any, kind: str, needed: bool = True, **more: Any) -> dict[str, Any]:
    row = {"choices": None, "hint": None, "needed": needed, "if_question": None, "if_answer": None} | more
    return {"request": request, "code": code, "label": label, "type": kind, **row, "active": True}


REQUEST_QUESTIONS: Rows = [
    _question("new_account", "person", _("Name of the new person"), "line"),
    _question("new_account", "first_day", _("First day"), "day"),
    _question("new_account", "who", _("Who is it?"), "choice", choices=_("colleague, guest")),
    _question("new_account", "last_day", _("Until when?"), "day", if_question="who", if_answer=_("guest")),
    _question("software", "program", _("Which program?"), "line"),
    _question("software", "device", _("On which device?"), "line", hint=_("Its name or number stands on the label.")),
    _question("software", "what_for", _("What is it needed for?"), "text", needed=False),
]
CANNED_REPLIES: Rows = [
    {
        "code": "more",
        "label": _("Ask for more details"),
        "text": _(
            "Hello {caller},\n\nthank you for your message. So that we can help: what did you see on the screen, since when, and on which device?"
        ),
        "active": True,
    },
    {
        "code": "restart",
        "label": _("Restart and try again"),
        "text": _(
            "Please restart the device and try once more. If it still does not work, answer this message and we go on."
        ),
        "active": True,
    },
]
