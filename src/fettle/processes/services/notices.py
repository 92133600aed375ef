"""Who is told of what about services and packages, and the words of the mails: what a new installation begins with."""

from __future__ import annotations

from fettle.kernel.settings.notices import Row, texts, told

RULES: list[Row] = [
    *told("services.went_live", "team:sm"),
    *told("services.retired", "team:sm"),
    *told("services.transition_started", "team:s"),
    *told("services.criterion_waived", "manager:s"),
    *told("services.demand_recorded", "manager:s"),
    *told("services.demand_taken_up", "watchers:s", "assignee:s"),
    *told("services.demand_met", "watchers:s", "assignee:s"),
    *told("services.demand_declined", "watchers:s", "assignee:s"),
]
_SAID = {
    "services.went_live": {
        "en": ("{title} is live from now on.", "Whoever asks for it gets it. Look at it here: {link}"),
        "de": ("{title} ist ab jetzt in Betrieb.", "Wer danach fragt, bekommt ihn. Hier ansehen: {link}"),
    },
    "services.retired": {
        "en": ("{title} is no longer provided: {reason}", "Nothing to do for you. Look at it here: {link}"),
        "de": ("{title} wird nicht mehr erbracht: {reason}", "Sie müssen nichts tun. Hier ansehen: {link}"),
    },
}
TEXTS = texts(_SAID)
