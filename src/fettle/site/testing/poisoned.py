"""Hostile texts in every text of the database that people or other systems write, and how many stand in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import models

from fettle.facilities.search.models import SearchDocument
from fettle.kernel.clock.models import CalendarVersion
from fettle.kernel.history.models import Entry, Erasure
from fettle.kernel.settings.models import Setting
from fettle.processes.configuration.models import Item
from fettle.processes.levels.models import Evaluation, Measurement
from fettle.processes.surveys.models import Remark
from fettle.site.testing.hostile import packed, taken

LINE, TEXT = 200, 20_000
"""Characters of what stands on one line, and of the longest text."""
LINES = ("title", "name", "location", "external_ref", "subject", "actor_label", "by_label", "sender")
"""Columns without a limit of their own whose values stand on a line."""
LEFT_FOR_ID = 8
"""Characters in columns that take a text once: the row's id follows."""
ONCE = (
    "Tag.name",
    "Organisation.name",
    "Team.name",
    "OwnAnswer.name",
    "RefusedRow.group",
    "SourceRow.group",
    "SourceRow.key",
)
STRUCTURE = {
    *("kind", "state", "number", "path", "zone", "language", "theme", "density", "key", "scopes", "mode", "query"),
    *("acts", "verb", "origin", "channel", "fact", "reaction", "media_type", "sha256", "prefix", "password", "part"),
    *("role", "way", "rule", "who", "secret_hash", "mail_hash", "message_id", "thread_id", "icon", "audience"),
    *("relation", "frequency", "format", "category", "impact", "urgency", "closure_code", "pause_reason", "source"),
    *("source_key", "back", "heading", "major", "major_criterion", "unit", "code", "identifier", "follow_up_state"),
    *("OutgoingMail.purpose", "OutgoingMail.reason", "NotificationDecision.reason", "SignInLink.purpose"),
    *("Answered.asked", "Answered.body", "Sent.content", "Sent.place", "Secret.value", "Erasure.mark"),
    *("IncomingMail.mailbox", "IncomingMail.decision", "IncomingMail.automatic", "IncomingMail.content"),
    *("OutgoingMail.reply_to", "OutgoingMail.sender", "Picture.name", "Picture.reason"),
    *("ReportSpecification.layout", "ReportSpecification.told_role"),
    *("Document.type", "ReportSpecification.outcome", "nature", "stage", "about", "policy", "workflow", "progress"),
    *("standard", "change", "weight", "acceptance", "importance", "criticality", "Complaint.outcome"),
    *("Violation.cause", "Problem.way", "Problem.outcome"),
    *("Survey.template", "reach", "Invitation.reason", "Answer.choice"),
    *("colour", "Outcome.clock", "Rating.criterion", "Recalculation.stamp", "LevelEstimate.confidence"),
    *("Cost.price", "Cost.rate", "Cost.base", "Budget.price", "Budget.base"),
    *("likelihood", "residual_likelihood", "residual_impact", "treatment"),
    *("Item.type", "Relation.type"),
}
"""Columns, or columns of one model, whose values are ours or a choice of what is defined: nobody types them."""
ADDED_ONLY = (Entry, CalendarVersion, Erasure, Measurement, Evaluation, Remark)
"""Rows that nobody may change: those who make them write the attack."""
FREE = (
    "label",
    "text",
    "subject",
    "first",
    "second",
    "group",
    "why",
    "help",
    "inverse",
    "choices",
    "procedure",
    "template",
    "about",
    "hint",
    "steps",
    "phone",
    "mail",
    "words",
    "link",
)
"""What people write inside a setting."""


def columns() -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    """The columns that people or other systems fill with words."""
    for model in apps.get_models():
        for column in model._meta.concrete_fields if model.__module__.startswith("fettle.") else ():
            typed = isinstance(column, (models.CharField, models.TextField)) and not isinstance(
                column, models.EmailField
            )
            ours = {column.name, called(model, column)} & STRUCTURE
            if typed and not column.choices and not column.primary_key and not ours:
                yield model, column


def called(model: type[models.Model], column: models.Field[Any, Any]) -> str:
    return f"{model.__name__}.{column.name}"


def packs(vectors: Sequence[str], name: str, longest: int | None) -> list[str]:
    """The attacks as they fit into a column, together where there is room."""
    if longest is None and name.partition(".")[2] not in LINES:
        return [" ".join(vectors)[:TEXT]]
    return packed(vectors, min(longest or LINE, LINE) - (LEFT_FOR_ID if name in ONCE else 0))


def fitting(vectors: Sequence[str], name: str) -> int:
    """How many of the attacks are short enough for a column."""
    longest = {called(model, column): column.max_length for model, column in columns()}.get(name)
    room = min(longest or LINE, LINE) - (LEFT_FOR_ID if name in ONCE else 0)
    return sum(len(vector) <= room for vector in vectors)


def poison(vectors: Sequence[str], alone: bool = False) -> None:
    """Write attacks into every such column of every row, one after the other; each ``alone``, or as many as fit."""
    for model, column in columns():
        if model in ADDED_ONLY:
            continue
        name = called(model, column)
        texts = list(vectors) if alone else packs(vectors, name, column.max_length)
        for at, row in enumerate(model._base_manager.order_by("pk")):
            text = taken(texts, at) + (f" {row.pk}" if name in ONCE else "")
            model._base_manager.filter(pk=row.pk).update(**{column.name: text[: column.max_length]})
    lines = list(vectors) if alone else packed(vectors, LINE)
    for at, item in enumerate(Item.objects.exclude(attributes={}).order_by("pk")):
        Item.objects.filter(pk=item.pk).update(attributes=dict.fromkeys(item.attributes, taken(lines, at)))
    for setting in Setting.objects.all():
        Setting.objects.filter(pk=setting.pk).update(value=_poisoned(setting.value, lines))


def _poisoned(value: Any, lines: list[str], at: int = 0) -> Any:
    if isinstance(value, dict):
        return {
            name: taken(lines, at + place) if name in FREE and isinstance(each, str) else _poisoned(each, lines, at)
            for place, (name, each) in enumerate(value.items())
        }
    return [_poisoned(each, lines, place) for place, each in enumerate(value)] if isinstance(value, list) else value


def standing_in(vectors: Sequence[str]) -> dict[str, int]:
    """How many of the attacks stand in each such column, and in what the search keeps."""
    found = {}
    for model, column in columns():
        said = "\n".join(model._base_manager.values_list(column.name, flat=True))
        found[called(model, column)] = sum(vector in said for vector in vectors)
    noted = "\n".join(str(each) for one in Item.objects.values_list("attributes", flat=True) for each in one.values())
    found["Item.attributes"] = sum(vector in noted for vector in vectors)
    kept = "\n".join(text for parts in SearchDocument.objects.values_list("parts", flat=True) for *_, text in parts)
    return found | {"SearchDocument.parts": sum(vector in kept for vector in vectors)}
