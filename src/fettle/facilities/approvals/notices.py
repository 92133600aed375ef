"""Who is told of what happens to approvals, and in which words: rows for the definitions of notifications."""

from __future__ import annotations

from fettle.kernel.settings.notices import Row, texts, told

RULES: list[Row] = [
    *told("approvals.asked", "approvers:sm", urgent=True),
    *told("approvals.asked_next", "approvers:sm", urgent=True),
    *told("approvals.delegated", "approvers:sm", urgent=True),
    *told("approvals.reminded", "approvers:sm", urgent=True),
    *told("approvals.overdue", "asker:sm", "manager:sm"),
    *told("approvals.cancelled", "were_asked:sm"),
    *told("approvals.approved", "asker:sm", "assignee:sm", "requester:s"),
    *told("approvals.refused", "asker:sm", "assignee:sm", "requester:s"),
]
SUBJECT = {"en": "[{number}] Your approval is asked: {title}", "de": "[{number}] Ihre Genehmigung ist gefragt: {title}"}
ENDED = {"en": "[{number}] {title}: {state}", "de": "[{number}] {title}: {state}"}
OVER = {"en": "[{number}] No longer to approve: {title}", "de": "[{number}] Nicht mehr zu genehmigen: {title}"}
LATE = {"en": "[{number}] Approval overdue: {title}", "de": "[{number}] Genehmigung überfällig: {title}"}
_DECIDE = {
    "en": "Decide here, without signing in: {decide}",
    "de": "Entscheiden Sie hier, ohne Anmeldung: {decide}",
}
_ASKED = {
    "en": "You are asked to approve {title} (for {requester}).",
    "de": "Sie werden um Genehmigung gebeten: {title} (für {requester}).",
}
_REMINDED = {
    "en": "Your approval of {title} is still missing, and its deadline has passed.",
    "de": "Ihre Genehmigung für {title} steht noch aus, die Frist ist abgelaufen.",
}
_OVERDUE = {
    "en": ("The approval of {title} is overdue, a reminder did not help.", "Speak to those who are asked: {link}"),
    "de": (
        "Die Genehmigung für {title} ist überfällig, eine Erinnerung hat nicht geholfen.",
        "Sprechen Sie mit den Gefragten: {link}",
    ),
}
_APPROVED = {
    "en": ("{title} is approved.", "Go on with it: {link}"),
    "de": ("{title} ist genehmigt.", "Bitte weiterarbeiten: {link}"),
}
_REFUSED = {
    "en": ("{title} was not approved.", "Decide how it goes on: {link}"),
    "de": ("{title} wurde nicht genehmigt.", "Entscheiden Sie, wie es weitergeht: {link}"),
}
_CANCELLED = {
    "en": ("Your approval of {title} is no longer asked: there is nothing to decide any more.", "{link}"),
    "de": ("Ihre Genehmigung für {title} ist nicht mehr gefragt: Es gibt nichts mehr zu entscheiden.", "{link}"),
}
_DECIDED = {
    (fact, reader): {language: (words[language], _DECIDE[language]) for language in words}
    for reader in ("staff", "served")
    for fact, words in (
        ("approvals.asked", _ASKED),
        ("approvals.asked_next", _ASKED),
        ("approvals.delegated", _ASKED),
        ("approvals.reminded", _REMINDED),
    )
}
TEXTS = [
    *texts(_DECIDED, SUBJECT),
    *texts({("approvals.cancelled", reader): _CANCELLED for reader in ("staff", "served")}, OVER),
    *texts({"approvals.overdue": _OVERDUE}, LATE),
    *texts({"approvals.approved": _APPROVED, "approvals.refused": _REFUSED}, ENDED),
]
