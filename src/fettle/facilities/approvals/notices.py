"""Who is told of what happens to approvals, and in which words: rows for the definitions of notifications."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]


def _rule(fact: str, who: str, screen: bool = True, mail: bool = True, urgent: bool = False) -> Row:
    code = f"{fact.replace('.', '-')}-{who}"
    told = {"screen": screen, "mail": mail, "urgent": urgent}
    return {"code": code, "fact": fact, "who": who, **told, "active": True}


RULES: list[Row] = [
    _rule("approvals.asked", "approvers", urgent=True),
    _rule("approvals.asked_next", "approvers", urgent=True),
    _rule("approvals.delegated", "approvers", urgent=True),
    _rule("approvals.reminded", "approvers", urgent=True),
    _rule("approvals.overdue", "asker"),
    _rule("approvals.overdue", "manager"),
    _rule("approvals.approved", "asker"),
    _rule("approvals.approved", "assignee"),
    _rule("approvals.refused", "asker"),
    _rule("approvals.refused", "assignee"),
    _rule("approvals.approved", "requester", screen=True, mail=False),
    _rule("approvals.refused", "requester", screen=True, mail=False),
]
SUBJECT = {"en": "[{number}] Your approval is asked: {title}", "de": "[{number}] Ihre Genehmigung ist gefragt: {title}"}
ENDED = {"en": "[{number}] {title}: {state}", "de": "[{number}] {title}: {state}"}
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
_SAID = {
    **{
        (fact, reader): (SUBJECT, {lang: (words[lang], _DECIDE[lang]) for lang in words})
        for reader in ("staff", "served")
        for fact, words in (
            ("approvals.asked", _ASKED),
            ("approvals.asked_next", _ASKED),
            ("approvals.delegated", _ASKED),
            ("approvals.reminded", _REMINDED),
        )
    },
    ("approvals.overdue", "staff"): (LATE, _OVERDUE),
    ("approvals.approved", "staff"): (ENDED, _APPROVED),
    ("approvals.refused", "staff"): (ENDED, _REFUSED),
}
TEXTS: list[Row] = [
    {
        "fact": fact,
        "reader": reader,
        "language": language,
        "subject": subject[language],
        "first": first,
        "second": second,
    }
    for (fact, reader), (subject, spoken) in _SAID.items()
    for language, (first, second) in spoken.items()
]
