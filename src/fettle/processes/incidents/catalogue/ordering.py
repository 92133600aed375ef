"""Ordering a standard request: a request with the subject, class and service that the catalogue gives it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.kernel.settings.choices import label_of
from fettle.processes.incidents import actions, custom
from fettle.processes.incidents.catalogue import queries
from fettle.processes.incidents.catalogue.definitions import KEY
from fettle.processes.incidents.records import REQUEST

LONGEST = 200
PLACEHOLDER = re.compile(r"\{(\w+)\}")


@transaction.atomic
def order(
    actor: Actor,
    code: str,
    *,
    answers: Mapping[str, Any],
    requester: Person | None = None,
    channel: str = "",
    title: str = "",
    **values: Any,
) -> Record:
    """Order a standard request, for oneself, or as staff for somebody. ``answers`` by the codes of its questions,
    ``title`` instead of the
    catalogue's subject, ``values`` further fields of a request. Raises Forbidden, Invalid.
    """
    staff = may(actor, "incidents.work")
    found = {item.code: item for item in (queries.orderable if staff else queries.offered)(actor)}.get(code)
    if found is None:
        raise Invalid({"standard": _("This is not in the request catalogue: choose something that is.")})
    category = values.get("category") or found.row["category"]
    kept = custom.clean(category, answers, actor, code)
    return actions.register(
        actor,
        REQUEST,
        title=title or subject(found.row, kept),
        requester=requester,
        channel=channel,
        standard=code,
        custom=kept,
        **{"service": found.service, "category": category, **values},
    )


def subject(row: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """The subject of the record: what the catalogue says, with the answers in it; without them the name alone."""
    wanted = PLACEHOLDER.findall(row["subject"] or "")
    if not row["subject"] or not all(answers.get(name) not in (None, "") for name in wanted):
        return label_of(KEY, row["code"])
    fields = {field.name: field for field in custom.fields_of(row["category"], row["code"])}
    said = {name: custom.shown(fields[name], answers[name]) if name in fields else answers[name] for name in wanted}
    text = PLACEHOLDER.sub(lambda found: " ".join(str(said[found[1]]).split()), row["subject"])
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
