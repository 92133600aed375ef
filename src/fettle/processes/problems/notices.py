"""Who is told of what about problems, and the words of the mails: what a new installation begins with."""

from __future__ import annotations

from fettle.kernel.settings.notices import Row, texts, told

RULES: list[Row] = [
    *told("problems.recorded", "assignee:sm", "team:s", "manager:s"),
    *told("problems.assigned", "assignee:sm", "team:s"),
    *told("problems.prioritised", "assignee:s"),
    *told(
        "problems.escalated:functional",
        "named:sm",
        "assignee:s",
        "team:sm",
        urgent=True,
        code="problems-escalated-functional",
    ),
    *told(
        "problems.escalated:hierarchical",
        "named:sm",
        "assignee:s",
        "manager:sm",
        urgent=True,
        code="problems-escalated-hierarchical",
    ),
    *told("problems.looms", "assignee:sm", "team:s"),
    *told("problems.late", "assignee:sm", "team_lead:s", "manager:sm"),
    *told("problems.resolved", "manager:s", "watchers:s"),
    *told("problems.reopened", "assignee:sm", "manager:s"),
    *told("problems.known_error_solved", "assignee:s", code="problems-known-error-solved"),
    *told("problems.known_error_removed", "assignee:s", code="problems-known-error-removed"),
]
_ESCALATED = {
    "en": ("{actor} escalated the problem: {reason}", "Look at it, and say what you do: {link}"),
    "de": ("{actor} hat das Problem eskaliert: {reason}", "Sehen Sie es an und sagen Sie, was Sie tun: {link}"),
}
_SAID = {
    "problems.recorded": {
        "en": ("A problem is yours: {title}. Priority {priority}, to be solved by {due}.", "Look into it: {link}"),
        "de": (
            "Ein Problem gehört Ihnen: {title}. Priorität {priority}, zu lösen bis {due}.",
            "Gehen Sie ihm nach: {link}",
        ),
    },
    "problems.assigned": {
        "en": ("{actor} assigned a problem to {assignee} ({team}). To be solved by {due}.", "Look into it: {link}"),
        "de": (
            "{actor} hat ein Problem {assignee} ({team}) zugewiesen. Zu lösen bis {due}.",
            "Gehen Sie ihm nach: {link}",
        ),
    },
    "problems.escalated:functional": _ESCALATED,
    "problems.escalated:hierarchical": _ESCALATED,
    "problems.looms": {
        "en": ("{title} is to be solved by {due}.", "Solve it, escalate it, or settle another day: {link}"),
        "de": (
            "{title} ist bis {due} zu lösen.",
            "Lösen Sie es, eskalieren Sie es, oder legen Sie einen anderen Tag fest: {link}",
        ),
    },
    "problems.late": {
        "en": ("{title} was to be solved by {due}.", "Escalate it, or settle another day: {link}"),
        "de": ("{title} war bis {due} zu lösen.", "Eskalieren Sie es, oder legen Sie einen anderen Tag fest: {link}"),
    },
    "problems.reopened": {
        "en": ("{actor} reopened the problem: {reason}", "Look into it again, by {due}: {link}"),
        "de": ("{actor} hat das Problem wieder geöffnet: {reason}", "Gehen Sie ihm erneut nach, bis {due}: {link}"),
    },
}
TEXTS = texts(_SAID)
