"""Who is told of what about complaints, and the words of the mails: what a new installation begins with."""

from __future__ import annotations

from fettle.kernel.settings.notices import Row, texts, told

RULES: list[Row] = [
    *told("complaints.received", "requester:m", "manager:sm"),
    *told("complaints.taken", "requester:s"),
    *told("complaints.answered", "requester:sm"),
    *told("complaints.followed_up", "requester:sm", "assignee:sm", code="complaints-followed-up"),
    *told("complaints.reopened", "requester:sm", "assignee:sm"),
    *told("complaints.closed", "requester:s"),
    *told("complaints.withdrawn", "assignee:sm"),
]
NOTHING = {"en": "Nothing to do for you: {link}", "de": "Sie müssen nichts tun: {link}"}
_SAID = {
    ("complaints.received", "served"): {
        "en": ("We received your complaint.", "Nothing to do for you: you get an answer. Follow it here: {link}"),
        "de": (
            "Ihre Beschwerde ist bei uns angekommen.",
            "Sie müssen nichts tun: Sie erhalten eine Antwort. Hier verfolgen: {link}",
        ),
    },
    ("complaints.received", "staff"): {
        "en": ("A customer complains: {title}. Answer by {due}.", "Look into it, or name an owner: {link}"),
        "de": (
            "Ein Kunde beschwert sich: {title}. Antwort bis {due}.",
            "Gehen Sie ihr nach oder nennen Sie jemanden, dem sie gehört: {link}",
        ),
    },
    ("complaints.answered", "served"): {
        "en": ("{actor} answered your complaint.", "Read the answer here: {link}"),
        "de": ("{actor} hat auf Ihre Beschwerde geantwortet.", "Die Antwort lesen Sie hier: {link}"),
    },
    ("complaints.followed_up", "served"): {
        "en": ("We go on with your complaint: {reason}", NOTHING["en"]),
        "de": ("Wir befassen uns weiter mit Ihrer Beschwerde: {reason}", NOTHING["de"]),
    },
    ("complaints.followed_up", "staff"): {
        "en": ("{actor} goes on with the complaint: {reason}", "Answer it anew by {due}: {link}"),
        "de": ("{actor} befasst sich weiter mit der Beschwerde: {reason}", "Antworten Sie erneut bis {due}: {link}"),
    },
    ("complaints.reopened", "served"): {
        "en": ("We look at your complaint again: {reason}", NOTHING["en"]),
        "de": ("Wir sehen uns Ihre Beschwerde erneut an: {reason}", NOTHING["de"]),
    },
    ("complaints.reopened", "staff"): {
        "en": ("{actor} reopened the complaint: {reason}", "Answer it anew by {due}: {link}"),
        "de": ("{actor} hat die Beschwerde wieder geöffnet: {reason}", "Antworten Sie erneut bis {due}: {link}"),
    },
    ("complaints.withdrawn", "staff"): {
        "en": ("{actor} withdrew the complaint: {reason}", NOTHING["en"]),
        "de": ("{actor} hat die Beschwerde zurückgezogen: {reason}", NOTHING["de"]),
    },
}
TEXTS = texts(_SAID)
