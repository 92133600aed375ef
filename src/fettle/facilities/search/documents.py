"""Making search documents: from the declaration's weighted fields, and what people said."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from fettle.facilities.discussion.models import Attachment, Comment
from fettle.facilities.documents import queries as texts
from fettle.facilities.search.models import SearchDocument
from fettle.facilities.search.words import findable
from fettle.facilities.tags import queries as tags
from fettle.facilities.tags.models import Tag
from fettle.kernel.access.references import ToPerson
from fettle.kernel.assembly import assembly
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.records.values import EVERYONE, STAFF
from fettle.kernel.records.whole import whole

READS = {EVERYONE: (EVERYONE,), STAFF: (EVERYONE, STAFF)}
"""Whose words each audience's document holds."""
MOST_LETTERS = 200_000
"""Of a document's text: PostgreSQL's limit for a vector is a megabyte."""
NUMBER, TEXT, MESSAGE, FILE = "number", "text", "message", "file"
AFFECTED = Participant.Part.AFFECTED
ALSO_ON_IT = (AFFECTED, Participant.Part.JOINED)
"""Also who joined as one more affected, or with a merged record, is found by name: by staff, who alone read of it."""

UPSERT = """
    insert into search_searchdocument (record_id, audience, organisation_id, parts, version, vector)
    values {rows}
    on conflict (record_id, audience) do update set organisation_id = excluded.organisation_id,
        parts = excluded.parts, version = excluded.version, vector = excluded.vector
"""
ROW = "(%s, %s, %s, %s::jsonb, %s, {vector})"
VECTOR = " || ".join(f"setweight(to_tsvector('simple', %s), '{weight}')" for weight in "ABCD")
Part = tuple[str, str, str]


@transaction.atomic
def index(record_id: int) -> None:
    """Make both documents of a record anew. Two workers that do so at once come one after the other, so the newer
    reading stays.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('search'), (%s %% 2147483647)::int)", [record_id])
    kind = Record.objects.filter(pk=record_id).values_list("kind", flat=True).first()
    record = whole(kind).first(record_id) if kind else None
    if record is not None:
        _store(record, parts_of(record))


def parts_of(record: Record) -> dict[str, list[Part]]:
    """Of each audience's document, (label, weight, text): the field's name for fields, else ``number``, ``text``,
    ``message`` or ``file``.
    """
    said = _said(record)
    return {audience: _cut(_readable(record, readable, said)) for audience, readable in READS.items()}


def _said(record: Record) -> list[tuple[str, Part]]:
    """What was written on it and the names of its files, each with its audience, the newest first."""
    comments = Comment.objects.filter(record_id=record.pk).order_by("-pk").values_list("audience", "text")
    files = Attachment.objects.filter(record_id=record.pk, withdrawn_at=None).order_by("-pk")
    return [
        *((audience, (MESSAGE, "D", text)) for audience, text in comments),
        *((audience, (FILE, "D", name)) for audience, name in files.values_list("audience", "name")),
    ]


def _readable(record: Record, readable: Iterable[str], said: Iterable[tuple[str, Part]]) -> list[Part]:
    kind = record.declared
    parts: list[Part] = [(NUMBER, "A", record.number)]
    for field in kind.readable(readable):
        if field.search and (value := kind.value(record, field.name)):
            parts.append((field.name, field.search, field.type.text(value)))
    if STAFF in readable:
        joined = Participant.objects.filter(record_id=record.pk, part__in=ALSO_ON_IT).order_by("pk")
        parts += [(AFFECTED.value, "B", name) for name in joined.values_list("person__name", flat=True)]
        parts += [(tags.COLUMN, "B", tag.name) for tag in tags.on(record)] if tags.bears(kind) else []
    if texts.controlled(record):
        item, staff = record.item, STAFF in readable
        numbers = dict.fromkeys((item.in_force, item.draft if staff else None))
        parts += [(TEXT, "C", text) for number in numbers if (text := texts.text_of(record, number))]
    return parts + [part for audience, part in said if audience in readable]


def _cut(parts: list[Part]) -> list[Part]:
    """As many letters as a vector takes; the newest messages come first and so are kept."""
    left, kept = MOST_LETTERS, []
    for label, weight, text in parts:
        if left <= 0:
            break
        kept.append((label, weight, text[:left]))
        left -= len(text)
    return kept


def _store(record: Record, documents: dict[str, list[Part]]) -> None:
    rows = ", ".join([ROW.format(vector=VECTOR)] * len(documents))
    values = [value for audience, parts in documents.items() for value in _row(record, audience, parts)]
    with connection.cursor() as cursor:
        cursor.execute(UPSERT.format(rows=rows), values)


def _row(record: Record, audience: str, parts: list[Part]) -> list[Any]:
    by_weight = groupby(sorted(parts, key=lambda part: part[1]), key=lambda part: part[1])
    texts = {weight: " \n ".join(findable(text) for _label, _weight, text in group) for weight, group in by_weight}
    return [
        *(record.pk, audience, record.organisation_id, json.dumps(parts), record.version),
        *(texts.get(weight, "") for weight in "ABCD"),
    ]


def naming(person_id: int) -> set[int]:
    """The records in whose documents somebody stands by their name."""
    found = set(
        Participant.objects.filter(person_id=person_id, part__in=ALSO_ON_IT).values_list("record_id", flat=True)
    )
    for kind in assembly().kinds:
        for field in kind.fields:
            if field.search and isinstance(field.type, ToPerson):
                records = Record.objects.filter(kind=kind.key, **{kind.lookup(field.name): person_id})
                found.update(records.values_list("pk", flat=True))
    return found


def bearing(tag_id: int) -> set[int]:
    """The records in whose documents a tag stands by its name: those that bear it, or one that was merged into it."""
    merged = Tag.objects.filter(Q(pk=tag_id) | Q(into=tag_id)).values_list("pk", flat=True)
    found = Record.objects.filter(tags__overlap=list(merged)).exclude(tags=[])  # the index leaves those out
    return set(found.values_list("pk", flat=True))


def outdate(records: Iterable[int]) -> None:
    """Their documents are behind from now on: to be made anew by the job that catches up."""
    SearchDocument.objects.filter(record_id__in=list(records)).update(version=0)


def behind(limit: int) -> list[int]:
    """Records whose documents are missing or older than they: what was restored, or happened while no worker ran."""
    current = SearchDocument.objects.filter(version=F("record__version"), audience=STAFF)
    late = Record.objects.filter(~Q(pk__in=current.values("record_id")))
    return list(late.order_by("-pk").values_list("pk", flat=True)[:limit])
