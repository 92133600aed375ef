"""The data with which a new installation begins. Every row can be changed on a screen."""

from __future__ import annotations

CHANNELS = [
    {"code": "portal", "label": "Portal", "responds": False, "active": True},
    {"code": "phone", "label": "Phone", "responds": True, "active": True},
    {"code": "walk_in", "label": "Walk-in", "responds": True, "active": True},
    {"code": "mail", "label": "E-mail", "responds": False, "active": True},
    {"code": "api", "label": "API", "responds": False, "active": True},
    {"code": "monitoring", "label": "Spotted by ourselves", "responds": True, "active": True},
]
CATEGORIES = [
    {"code": "hardware", "label": "Hardware", "group": "Workplace", "active": True},
    {"code": "software", "label": "Software", "group": "Workplace", "active": True},
    {"code": "printing", "label": "Printing", "group": "Workplace", "active": True},
    {"code": "account", "label": "Account and sign-in", "group": "Access", "active": True},
    {"code": "network", "label": "Network and Wi-Fi", "group": "Infrastructure", "active": True},
    {"code": "server", "label": "Server and storage", "group": "Infrastructure", "active": True},
    {"code": "security", "label": "Information security", "group": "Security", "active": True},
    {"code": "other", "label": "Other", "group": "Other", "active": True},
]
PRIORITIES = [
    {"code": "1", "label": "Critical", "active": True},
    {"code": "2", "label": "High", "active": True},
    {"code": "3", "label": "Medium", "active": True},
    {"code": "4", "label": "Low", "active": True},
]
IMPACTS = [
    {"code": "person", "label": "One person", "active": True},
    {"code": "group", "label": "A group or class", "active": True},
    {"code": "service", "label": "A building or service", "active": True},
]
URGENCIES = [
    {"code": "can_wait", "label": "Can wait", "active": True},
    {"code": "soon", "label": "Soon", "active": True},
    {"code": "stopped", "label": "Work stopped", "active": True},
]
_RANKS = {"person": "433", "group": "332", "service": "321"}
MATRIX = [
    {"impact": impact, "urgency": urgency, "priority": rank}
    for impact, ranks in _RANKS.items()
    for urgency, rank in zip(("can_wait", "soon", "stopped"), ranks, strict=True)
]
PAUSE_REASONS = [
    {"code": "requester", "label": "Waiting for requester", "stops_clock": True, "active": True},
    {"code": "supplier", "label": "Waiting for supplier", "stops_clock": True, "active": True},
    {"code": "change", "label": "Waiting for a change", "stops_clock": False, "active": True},
    {"code": "problem", "label": "Waiting for a problem's solution", "stops_clock": False, "active": True},
    {"code": "evidence", "label": "Waiting for evidence", "stops_clock": True, "active": True},
    {"code": "unknown", "label": "Waiting, reason unknown", "stops_clock": True, "active": True},
]
CLOSURE_CODES = [
    {"code": "solved", "label": "Solved", "active": True},
    {"code": "workaround", "label": "Solved by a workaround", "active": True},
    {"code": "advice", "label": "Advice given", "active": True},
    {"code": "by_itself", "label": "Gone by itself", "active": True},
    {"code": "not_reproduced", "label": "Could not be reproduced", "active": True},
    {"code": "duplicate", "label": "Duplicate", "active": True},
]
ESCALATION = [
    {"code": "near_75", "clock": "resolution", "percent": 75, "most_urgent": 4, "way": "warning", "active": True},
    {"code": "near_90", "clock": "resolution", "percent": 90, "most_urgent": 2, "way": "functional", "active": True},
    {"code": "passed", "clock": "resolution", "percent": 100, "most_urgent": 4, "way": "hierarchical", "active": True},
    {"code": "unanswered", "clock": "response", "percent": 100, "most_urgent": 4, "way": "functional", "active": True},
]
MAJOR = [
    {
        "code": "service_down",
        "label": "A service stands still for a whole building, or for over an hour",
        "active": True,
    },
    {"code": "many_people", "label": "More than fifty people cannot work", "active": True},
    {"code": "fixed_date", "label": "An examination, enrolment or other fixed date is in danger", "active": True},
    {"code": "data", "label": "Data may be lost, or read by those who must not", "active": True},
]
KNOWN_INCIDENTS = [
    {
        "code": "locked_account",
        "label": "Somebody cannot sign in",
        "category": "account",
        "steps": "1. Ask for the name, and since when; do not ask for the password.\n"
        "2. See whether the account is locked or expired.\n"
        "3. Make sure who asks: call back on the known number, or see the badge.\n"
        "4. Unlock it or send the link for a new password.\n"
        "5. Let the person sign in before you resolve.",
        "active": True,
    },
    {
        "code": "printer",
        "label": "A printer does not print",
        "category": "printing",
        "steps": "1. Ask which printer, and whether others can print there.\n"
        "2. Others cannot: look at paper, toner and network on the device; raise the impact to a group.\n"
        "3. Others can: delete the person's waiting jobs and let them send one page.\n"
        "4. Still nothing after ten minutes: hand over to those who look after the device.",
        "active": True,
    },
]
STANDARD_REQUESTS = [
    {
        "code": "new_account",
        "label": "An account for somebody new",
        "category": "account",
        "steps": "1. Ask for name, first day, organisation and who answers for the person.\n"
        "2. Let that person agree in writing on this request.\n"
        "3. Make the account with the rights of the role, nothing more.\n"
        "4. Hand over the first sign-in in person, on or before the first day.",
        "active": True,
    },
    {
        "code": "software",
        "label": "A program from the list of those that are allowed",
        "category": "software",
        "steps": "1. See whether the program is on the list and a licence is free.\n"
        "2. Not on the list: resolve with advice on who decides.\n"
        "3. Install it, and let the person start it once.",
        "active": True,
    },
]
CANNED_REPLIES = [
    {
        "code": "more",
        "label": "Ask for more details",
        "text": "Thank you for your message. So that we can help: what did you see on the screen, since when, and on which device?",
        "active": True,
    },
    {
        "code": "restart",
        "label": "Restart and try again",
        "text": "Please restart the device and try once more. If it still does not work, answer this message and we go on.",
        "active": True,
    },
]
