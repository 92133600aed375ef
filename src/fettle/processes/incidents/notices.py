"""Who is told of what on incidents and requests, and the words of the mails: what a new installation begins with."""

from __future__ import annotations

from fettle.kernel.settings.notices import Row, texts, told


def _rules(fact: str, *people: str, urgent: bool = False) -> list[Row]:
    """By the last word of the fact, as rules of the desk were always called."""
    return told(fact, *people, urgent=urgent, code=fact.rpartition(".")[2].replace(":", "-"))


RULES: list[Row] = [
    *_rules("incidents.registered", "requester:m", "affected:sm", "assignee:sm", "team:s"),
    *_rules("incidents.assigned", "assignee:sm", "team:s"),
    *_rules("incidents.handed_over", "assignee:sm", "team:s"),
    *_rules("incidents.paused", "requester:sm"),
    *_rules("incidents.resolved", "requester:sm", "affected:sm", "watchers:s"),
    *_rules("incidents.closed", "requester:m", "watchers:s"),
    *_rules("incidents.reopened", "assignee:sm", "team:s"),
    *_rules("incidents.withdrawn", "requester:sm", "assignee:s"),
    *_rules("incidents.merged_into", "requester:sm", "affected:sm", "watchers:s", "assignee:s"),
    *_rules("incidents.took_in", "assignee:s", "watchers:s"),
    *_rules("incidents.unmerged", "requester:sm", "assignee:sm"),
    *_rules("incidents.let_go", "assignee:s"),
    *_rules("incidents.escalated:functional", "assignee:sm", "team:sm", "team_lead:sm", urgent=True),
    *_rules("incidents.escalated:hierarchical", "assignee:s", "team_lead:sm", "manager:sm", urgent=True),
    *_rules("incidents.declared_major", "assignee:sm", "team:s", "team_lead:sm", "manager:sm", urgent=True),
    *_rules("incidents.appointed", "named:sm", urgent=True),
    *_rules("incidents.update_sent", "requester:sm", "affected:sm", "watchers:sm", urgent=True),
    *_rules("incidents.update_late", "named:sm", urgent=True),
    *_rules("levels.warned", "assignee:sm"),
    *_rules("levels.warned:75", "team:s"),
    *_rules("levels.warned:90", "team:sm", "team_lead:sm"),
    *_rules("levels.breached", "assignee:s", "team_lead:sm", "manager:s", urgent=True),
    *_rules("levels.support_warned:ola", "team:s", "named:s"),
    *_rules("levels.support_warned:ua", "assignee:sm", "named:s"),
    *_rules("levels.support_breached:ola", "team:s", "team_lead:sm", "named:sm"),
    *_rules("levels.support_breached:ua", "assignee:sm", "named:sm"),
    *_rules("discussion.replied", "requester:sm", "affected:sm", "assignee:sm", "watchers:sm"),
    *_rules("discussion.noted", "assignee:s", "watchers:s"),
    *_rules("discussion.forwarded", "assignee:s", "watchers:s"),
    *_rules("discussion.supplier_answered", "assignee:sm", "watchers:sm"),
    *_rules("discussion.file_added", "assignee:s"),
    *_rules("incidents.resumed", "assignee:sm"),
]

SUBJECT = "[{number}] {title}: {state}"
NOTHING = {"en": "Nothing to do for you.", "de": "Sie müssen nichts tun."}
_SAID = {
    ("incidents.registered", "served"): {
        "en": ("We received your {kind}.", "Nothing to do for you: we write when somebody works on it."),
        "de": (
            "Ihre Meldung ist bei uns angekommen.",
            "Sie müssen nichts tun: Wir schreiben, sobald jemand daran arbeitet.",
        ),
    },
    ("incidents.registered", "staff"): {
        "en": ("{requester} reported: {title}. Priority {priority}, due {due}.", "Take it, or hand it over: {link}"),
        "de": (
            "{requester} meldet: {title}. Priorität {priority}, fällig {due}.",
            "Übernehmen oder weitergeben: {link}",
        ),
    },
    ("incidents.assigned", "staff"): {
        "en": ("{actor} assigned it to {assignee} ({team}). Due {due}.", "Start work, or hand it over with a reason."),
        "de": (
            "{actor} hat es {assignee} ({team}) zugewiesen. Fällig {due}.",
            "Beginnen oder mit Begründung weitergeben.",
        ),
    },
    ("incidents.handed_over", "staff"): {
        "en": ("{actor} handed it over to {team}: {reason}", "Start work, or hand it on with a reason."),
        "de": ("{actor} hat es an {team} übergeben: {reason}", "Beginnen oder mit Begründung weitergeben."),
    },
    ("incidents.paused", "served"): {
        "en": ("We cannot go on at the moment: {state}.", "If you were asked something, please answer: {link}"),
        "de": (
            "Wir können im Moment nicht weiterarbeiten: {state}.",
            "Wenn Sie gefragt wurden, antworten Sie bitte: {link}",
        ),
    },
    ("incidents.resolved", "served"): {
        "en": ("{actor} solved it.", "Does it work? Please confirm, or tell us that it does not: {link}"),
        "de": (
            "{actor} hat es gelöst.",
            "Funktioniert es? Bitte bestätigen Sie es, oder sagen Sie uns, dass nicht: {link}",
        ),
    },
    ("incidents.closed", "served"): {
        "en": ("It is closed.", "Nothing to do for you. If it comes back, reopen it: {link}"),
        "de": ("Es ist abgeschlossen.", "Sie müssen nichts tun. Kommt es wieder, öffnen Sie es hier erneut: {link}"),
    },
    ("incidents.reopened", "staff"): {
        "en": ("{actor} reopened it: {reason}", "Look at it again: the clock runs."),
        "de": ("{actor} hat es wieder geöffnet: {reason}", "Bitte erneut ansehen: Die Uhr läuft."),
    },
    ("incidents.withdrawn", "served"): {
        "en": ("{actor} withdrew it: {reason}", NOTHING["en"]),
        "de": ("{actor} hat es zurückgezogen: {reason}", NOTHING["de"]),
    },
    ("incidents.merged_into", "served"): {
        "en": (
            "The same was reported more than once, so we work on it in one place.",
            "Nothing to do for you: you have the news from there, and what you answer here arrives there. {link}",
        ),
        "de": (
            "Dasselbe wurde mehrmals gemeldet, deshalb bearbeiten wir es an einer Stelle.",
            "Sie müssen nichts tun: Sie erfahren, wie es dort weitergeht, und Ihre Antworten kommen dort an. {link}",
        ),
    },
    ("incidents.unmerged", "served"): {
        "en": ("We work on it by itself again.", NOTHING["en"]),
        "de": ("Wir bearbeiten es wieder für sich.", NOTHING["de"]),
    },
    ("incidents.unmerged", "staff"): {
        "en": ("{actor} took it out of the record into which it was merged.", "Go on with it: {link}"),
        "de": (
            "{actor} hat es aus dem Datensatz gelöst, mit dem es zusammengeführt war.",
            "Bitte weiterarbeiten: {link}",
        ),
    },
    ("incidents.escalated", "staff"): {
        "en": ("{actor} escalated it: {reason}", "Decide on people and on words to {requester}: {link}"),
        "de": ("{actor} hat es eskaliert: {reason}", "Entscheiden Sie über Personen und Worte an {requester}: {link}"),
    },
    ("incidents.declared_major", "staff"): {
        "en": (
            "{actor} declared it a major incident: {reason}",
            "See who leads and who writes to those affected: {link}",
        ),
        "de": (
            "{actor} hat es zur Großstörung erklärt: {reason}",
            "Klären Sie, wer leitet und wer den Betroffenen schreibt: {link}",
        ),
    },
    ("incidents.appointed", "staff"): {
        "en": ("{actor} settled who leads the major incident {title}.", "See what your part is: {link}"),
        "de": (
            "{actor} hat festgelegt, wer die Großstörung {title} leitet.",
            "Sehen Sie nach, was Ihre Rolle ist: {link}",
        ),
    },
    ("incidents.update_sent", "served"): {
        "en": ("{reason}: {title}.", "Nothing to do for you: we write again. {link}"),
        "de": ("{reason}: {title}.", "Sie müssen nichts tun: Wir schreiben wieder. {link}"),
    },
    ("incidents.update_sent", "staff"): {
        "en": ("{actor} sent an update: {reason}.", "Nothing to do for you. {link}"),
        "de": ("{actor} hat einen Zwischenstand gesendet: {reason}.", "Sie müssen nichts tun. {link}"),
    },
    ("incidents.update_late", "staff"): {
        "en": ("An update to those affected is late: {title}.", "Write one now, also if there is nothing new: {link}"),
        "de": (
            "Ein Zwischenstand für die Betroffenen ist überfällig: {title}.",
            "Schreiben Sie jetzt einen, auch wenn es nichts Neues gibt: {link}",
        ),
    },
    ("incidents.resumed", "staff"): {
        "en": ("It no longer waits.", "Go on with it: {link}"),
        "de": ("Es wartet nicht mehr.", "Bitte weiterarbeiten: {link}"),
    },
    ("levels.warned", "staff"): {
        "en": ("Its target comes near: due {due}.", "Go on now, or hand it over: {link}"),
        "de": ("Das Ziel rückt näher: fällig {due}.", "Jetzt weiterarbeiten oder übergeben: {link}"),
    },
    ("levels.breached", "staff"): {
        "en": ("Its target has passed. It is with {assignee} ({team}).", "Decide how it goes on: {link}"),
        "de": (
            "Das Ziel ist überschritten. Es liegt bei {assignee} ({team}).",
            "Entscheiden Sie, wie es weitergeht: {link}",
        ),
    },
    ("levels.support_warned", "staff"): {
        "en": ("The time that was agreed below the SLA is nearly used: {reason}", "Go on now, or remind them: {link}"),
        "de": ("Die Zeit aus OLA oder UA ist fast verbraucht: {reason}", "Jetzt weiterarbeiten oder erinnern: {link}"),
    },
    ("levels.support_breached", "staff"): {
        "en": ("The target of an OLA or UA has passed. It is with {assignee} ({team}).", "See of which: {link}"),
        "de": (
            "Das Ziel eines OLA oder UA ist überschritten. Es liegt bei {assignee} ({team}).",
            "Sehen, welches: {link}",
        ),
    },
    ("discussion.replied", "served"): {
        "en": ("{actor} wrote to you.", "Answer, if you were asked something: {link}"),
        "de": ("{actor} hat Ihnen geschrieben.", "Antworten Sie, wenn Sie gefragt wurden: {link}"),
    },
    ("discussion.replied", "staff"): {
        "en": ("{actor} wrote on {number}.", "Answer or go on: {link}"),
        "de": ("{actor} hat zu {number} geschrieben.", "Antworten oder weiterarbeiten: {link}"),
    },
    ("discussion.supplier_answered", "staff"): {
        "en": ("The supplier answered about {number}.", "Go on, or tell {requester} what it means: {link}"),
        "de": ("Der Lieferant hat zu {number} geantwortet.", "Weiterarbeiten oder {requester} informieren: {link}"),
    },
    ("*", "served"): {
        "en": ("{actor} {did}.", NOTHING["en"]),
        "de": ("{actor} {did}.", NOTHING["de"]),
    },
    ("*", "staff"): {
        "en": ("{actor} {did}.", "Look at it: {link}"),
        "de": ("{actor} {did}.", "Bitte ansehen: {link}"),
    },
}

TEXTS = texts(_SAID, SUBJECT)
