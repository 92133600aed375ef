"""Who is told of what about agreements, and the words of the mails: what a new installation begins with."""

from __future__ import annotations

from fettle.kernel.settings.notices import Row, texts, told

THEIRS = ("named:sm", "contact_signatory:m")
"""Who signs for the other side: people who may sign in, and contacts without an account."""
RULES: list[Row] = [
    *told("levels.negotiated", "manager:s", "named:sm"),
    *told("levels.signed:ours", "named:sm", code="levels-signed-ours"),
    *told("levels.wrote", "named:sm"),
    *told("levels.put_in_force", "team:sm", *THEIRS),
    *told("levels.overridden", "manager:sm"),
    *told("levels.notice_given", "manager:sm", *THEIRS),
    *told("levels.runs_out", "manager:sm", "assignee:sm"),
    *told("levels.expired", "manager:sm", *THEIRS),
    *told("levels.terminated", *THEIRS),
    *told("levels.prepared", "manager:sm"),
    *told("levels.missed_again", "manager:sm", "assignee:sm"),
    *told("levels.violation_noted", "assignee:sm", "manager:s"),
    *told("levels.violation_told", *THEIRS),
    *told("levels.violation_acknowledged", "assignee:sm"),
]
_SAID = {
    ("levels.negotiated", "served"): {
        "en": ("We offer you an agreement: {title}.", "Read it here, and tell us what should be otherwise: {link}"),
        "de": (
            "Wir bieten Ihnen eine Vereinbarung an: {title}.",
            "Hier lesen Sie sie; sagen Sie uns, was anders sein soll: {link}",
        ),
    },
    ("levels.signed", "served"): {
        "en": (
            "Your signature is wanted: we signed {title}.",
            "Print it here, sign it, and send it back to us: {link}",
        ),
        "de": (
            "Ihre Unterschrift fehlt noch: {title} haben wir unterschrieben.",
            "Hier drucken, unterschreiben und an uns zurückschicken: {link}",
        ),
    },
    ("levels.wrote", "served"): {
        "en": ("{actor} wrote to you: {title}.", "Read it here, and answer: {link}"),
        "de": ("{actor} hat Ihnen geschrieben: {title}.", "Hier lesen und antworten: {link}"),
    },
    "levels.put_in_force": {
        "en": ("{title} is in force.", "It holds from its first day on. Look at it here: {link}"),
        "de": ("{title} ist in Kraft.", "Sie gilt ab ihrem ersten Tag. Hier ansehen: {link}"),
    },
    ("levels.put_in_force", "served"): {
        "en": ("{title} is in force.", "It holds from its first day on. Read it here: {link}"),
        "de": ("{title} ist in Kraft.", "Sie gilt ab ihrem ersten Tag. Hier lesen: {link}"),
    },
    ("levels.put_in_force", "outside"): {
        "en": ("{title} is in force.", "It holds from its first day on, as it stands on the paper that both signed."),
        "de": ("{title} ist in Kraft.", "Sie gilt ab ihrem ersten Tag, so wie beide Seiten sie unterschrieben haben."),
    },
    "levels.overridden": {
        "en": ("{title} promises more than what is agreed below: {reason}", "Look at the risk here: {link}"),
        "de": ("{title} verspricht mehr, als darunter vereinbart ist: {reason}", "Das Risiko ansehen: {link}"),
    },
    "levels.notice_given": {
        "en": ("Notice was given for {title}: {reason}", "Look at it here: {link}"),
        "de": ("{title} wurde gekündigt: {reason}", "Hier ansehen: {link}"),
    },
    ("levels.notice_given", "served"): {
        "en": ("Notice was given for {title}: {reason}", "It holds until its last day. Read it here: {link}"),
        "de": ("{title} wurde gekündigt: {reason}", "Sie gilt bis zu ihrem letzten Tag. Hier lesen: {link}"),
    },
    ("levels.notice_given", "outside"): {
        "en": ("Notice was given for {title}.", "It holds until its last day."),
        "de": ("{title} wurde gekündigt.", "Sie gilt bis zu ihrem letzten Tag."),
    },
    "levels.runs_out": {
        "en": ("{title} runs out.", "Begin a new version, or let it end. Look at it here: {link}"),
        "de": ("{title} läuft aus.", "Beginnen Sie eine neue Fassung oder lassen Sie sie enden: {link}"),
    },
    "levels.expired": {
        "en": ("{title} has expired.", "What it promised is promised no longer. Look at it here: {link}"),
        "de": ("{title} ist abgelaufen.", "Was sie versprach, ist nicht mehr versprochen. Hier ansehen: {link}"),
    },
    ("levels.expired", "served"): {
        "en": ("{title} has expired.", "What it promised is promised no longer. Look at it here: {link}"),
        "de": ("{title} ist abgelaufen.", "Was sie versprach, ist nicht mehr versprochen. Hier ansehen: {link}"),
    },
    ("levels.expired", "outside"): {
        "en": ("{title} has expired.", "What it promised is promised no longer."),
        "de": ("{title} ist abgelaufen.", "Was sie versprach, ist nicht mehr versprochen."),
    },
    ("levels.terminated", "served"): {
        "en": ("{title} has ended ({reason}).", "What it promised is promised no longer. Look at it here: {link}"),
        "de": (
            "{title} ist beendet ({reason}).",
            "Was sie versprach, ist nicht mehr versprochen. Hier ansehen: {link}",
        ),
    },
    ("levels.terminated", "outside"): {
        "en": ("{title} has ended.", "What it promised is promised no longer."),
        "de": ("{title} ist beendet.", "Was sie versprach, ist nicht mehr versprochen."),
    },
    "levels.prepared": {
        "en": (
            "The evaluation of the agreements for last month is ready.",
            "Look at it under Agreements, Evaluation; enter what no record says, and confirm it: {link}",
        ),
        "de": (
            "Die Auswertung der Vereinbarungen für den letzten Monat ist bereit.",
            "Sehen Sie sie unter Vereinbarungen, Auswertung an; tragen Sie nach, was kein Datensatz sagt, und "
            "bestätigen Sie sie: {link}",
        ),
    },
    "levels.missed_again": {
        "en": ("{title}: targets were missed again.", "Look at its evaluation and decide what follows: {link}"),
        "de": ("{title}: Ziele wurden wieder verfehlt.", "Sehen Sie die Auswertung an und entscheiden Sie: {link}"),
    },
    "levels.violation_noted": {
        "en": ("{title}.", "Tell the other side, and say what follows: {link}"),
        "de": ("{title}.", "Benachrichtigen Sie die andere Seite und sagen Sie, was folgt: {link}"),
    },
    ("levels.violation_told", "served"): {
        "en": ("An agreement with you was not kept: {title}.", "Please confirm here that you have read it: {link}"),
        "de": (
            "Eine Vereinbarung mit Ihnen wurde nicht eingehalten: {title}.",
            "Bitte bestätigen Sie hier, dass Sie es gelesen haben: {link}",
        ),
    },
    "levels.violation_told": {
        "en": ("An agreement was not kept: {title}.", "Please confirm here that you have read it: {link}"),
        "de": (
            "Eine Vereinbarung wurde nicht eingehalten: {title}.",
            "Bitte bestätigen Sie hier, dass Sie es gelesen haben: {link}",
        ),
    },
    ("levels.violation_told", "outside"): {
        "en": ("An agreement was not kept: {title}.", "Please confirm to us that you have read this."),
        "de": (
            "Eine Vereinbarung wurde nicht eingehalten: {title}.",
            "Bitte bestätigen Sie uns, dass Sie dies gelesen haben.",
        ),
    },
    "levels.violation_acknowledged": {
        "en": ("The notice was acknowledged: {title}.", "Look at it here: {link}"),
        "de": ("Die Mitteilung wurde bestätigt: {title}.", "Hier ansehen: {link}"),
    },
}
TEXTS = texts(_SAID)
