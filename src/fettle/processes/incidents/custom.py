"""Typed custom fields: those of a record's category, and the questions of the standard request that it is; definition
rows turned into fields, and their values cleaned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fettle.edges.pages import wording
from fettle.kernel.errors import Invalid
from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Day
from fettle.kernel.settings.read import current
from fettle.processes.incidents.catalogue import questions
from fettle.processes.incidents.catalogue.definitions import QUESTIONS
from fettle.processes.incidents.definitions import type_of


def fields_of(category: str, standard: str = "") -> list[Field]:
    """The fields in use: the questions of the standard request, then the fields of the category, in the order of their
    definitions. Where both have one of a name the question stands.
    """
    asked = [question.field for question in questions.of(standard)]
    names = {field.name for field in asked}
    rows = current()["incidents.custom_fields"]
    return asked + [
        Field(row["code"], type_of(row), row["label"], needed=bool(row.get("needed")))
        for row in rows
        if row["category"] == category and row.get("active") is not False and row["code"] not in names
    ]


def of_record(record: Record) -> list[Field]:
    """Those of a record as it stands."""
    return fields_of(record.item.category, getattr(record.item, "standard", ""))


def shown(field: Field, value: Any) -> str:
    """A stored value in words."""
    if isinstance(field.type, Day) and value:
        return wording.day(date.fromisoformat(str(value)))
    return field.type.text(value)


def told(record: Record) -> list[tuple[str, str]]:
    """(label, value in words) of those of a record that have one."""
    return _told(of_record(record), record.item.custom)


def ordered(record: Record) -> list[tuple[str, str]]:
    """The same of the questions that whoever ordered it answered, and of nothing that staff added."""
    return _told(fields_of("", getattr(record.item, "standard", "")), record.item.custom)


def _told(fields: Iterable[Field], kept: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = [field for field in fields if kept.get(field.name) not in (None, "")]
    return [(str(field.label), shown(field, kept[field.name])) for field in found]


def clean(
    category: str, given: Mapping[str, Any], actor: Any, standard: str = "", kept: Iterable[str] = ()
) -> dict[str, Any]:
    """The values to store. Values of other categories' fields are kept as they are, and those of fields that are gone
    from the settings since (``kept``: names that the record has); what a question got that is not asked is left out;
    unknown names are refused (Invalid).
    """
    known = {row["code"] for key in ("incidents.custom_fields", QUESTIONS.key) for row in current()[key]} | {*kept}
    if unknown := sorted(set(given) - known):
        raise Invalid({f"custom.{unknown[0]}": _("There is no such field: remove it.")})
    fields = {field.name: field for field in fields_of(category, standard)}
    values = {name: value for name, value in given.items() if name not in fields and value not in (None, "")}
    problems: dict[str, str] = {}
    answers: dict[str, Any] = {}
    for name, field in fields.items():
        raw = given.get(name)
        if raw not in (None, ""):
            try:
                answers[name] = field.type.plain(field.type.clean(raw, actor))
            except ValueError as problem:
                problems[f"custom.{name}"] = str(problem)
    own = questions.of(standard)
    skipped = {each.field.name for each in own} - {each.field.name for each in questions.asked(own, answers)}
    for name, field in fields.items():
        if field.needed and name not in skipped and name not in answers:
            problems.setdefault(f"custom.{name}", _("%(label)s: give a value.") % {"label": field.label})
    problems = {name: sentence for name, sentence in problems.items() if name.partition(".")[2] not in skipped}
    if problems:
        raise Invalid(problems)
    return values | {name: value for name, value in answers.items() if name not in skipped}
