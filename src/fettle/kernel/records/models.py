"""The central table, its people and its numbers. Measured in docs/decisions/0002; mind the comments at the indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from fettle.kernel.assembly import assembly
from fettle.kernel.orgs.models import Organisation, Person, Team

if TYPE_CHECKING:
    from fettle.kernel.records.declare import Kind


class Record(models.Model):
    """Everything somebody answers for. A process keeps its own columns in a table with ``record`` as primary key.

    Changed only by ``history.write`` (one UPDATE under the version, one Entry). ``silent``: restored from elsewhere
    and still
    open, causes nothing until somebody takes it. ``rank`` is the priority, 1 the most urgent. From ``soon_at`` on
    little is left until ``due_at``. ``tags`` are ids of ``facilities/tags``.
    ``updated_at`` is never before an entry happened.
    """

    number = models.TextField(unique=True)
    kind = models.TextField()
    title = models.TextField()
    state = models.TextField()
    is_open = models.BooleanField(default=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, db_index=False, related_name="+")
    service = models.ForeignKey("self", models.PROTECT, null=True, db_index=False, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, db_index=False, related_name="+")
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False, related_name="+")
    rank = models.SmallIntegerField(default=3)
    due_at = models.DateTimeField(null=True)
    soon_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()
    version = models.IntegerField(default=1)
    restricted = models.BooleanField(default=False)
    tags = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True)
    silent = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "rank", "due_at"], name="record_queue", condition=Q(is_open=True)),
            models.Index(
                fields=["kind", "organisation"],
                include=["assignee", "due_at", "rank", "team"],
                name="record_open",
                condition=Q(is_open=True),
            ),
            models.Index(fields=["assignee", "due_at"], name="record_mine", condition=Q(is_open=True)),
            models.Index(fields=["organisation", "-opened_at"], name="record_org"),
            models.Index(fields=["service", "-opened_at"], name="record_service"),
            models.Index(fields=["kind", "-opened_at", "-id"], name="record_newest"),
            GinIndex(fields=["tags"], name="record_tags", condition=~Q(tags=[])),
            # never an index on state, updated_at or version: it would end HOT updates for every change
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def declared(self) -> Kind:
        """The Kind this record is of."""
        return assembly().kind_by_key[self.kind]

    @property
    def item(self) -> Any:
        """The process's own row (one query unless selected with the record)."""
        return getattr(self, self.declared.accessor)


class Participant(models.Model):
    """A person on a record: whoever is named here sees it, whatever their roles are. ``joined``: for as long as a
    record of theirs is merged into it.
    """

    class Part(models.TextChoices):
        REQUESTER = "requester"
        AFFECTED = "affected"
        WATCHER = "watcher"
        NAMED = "named"
        JOINED = "joined"

    record = models.ForeignKey(Record, models.CASCADE, db_index=False, related_name="participants")
    person = models.ForeignKey(Person, models.PROTECT, db_index=False, related_name="+")
    part = models.CharField(max_length=12, choices=Part)

    class Meta:
        # In this order: with the person between, PostgreSQL 18 skips through the people one by one to find a part.
        constraints = [models.UniqueConstraint(fields=["record", "part", "person"], name="participant_once")]
        indexes = [models.Index(fields=["person", "record"], name="participant_records")]


class Counter(models.Model):
    """The last number given for a prefix. Gapless: taken as the last statement before the INSERT."""

    prefix = models.TextField(primary_key=True)
    value = models.BigIntegerField()
