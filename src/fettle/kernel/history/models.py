"""Entry, Withdrawn, Delivery and Erasure. The app's database role may INSERT and SELECT entries, never UPDATE or DELETE
them; what it may erase from them goes through one function of the database (docs/decisions/0007).
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from fettle.kernel.history.facts import Fact, read
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE

TXID = RawSQL("(pg_current_xact_id()::text::bigint)", [])
NAMES = models.Func(
    models.F("facts"),
    template="jsonb_path_query_array(%(expressions)s, '$[*].name')",
    output_field=models.JSONField(),
)
"""The names of all facts of an entry, as the index of them says it."""


class Standing(models.Manager["Entry"]):
    """The entries that stand: all but those that a later restoring of the same past has replaced."""

    def get_queryset(self) -> models.QuerySet[Entry]:
        return super().get_queryset().filter(withdrawn=None)


def having(entries: models.QuerySet[Entry], name: str) -> models.QuerySet[Entry]:
    """The entries of which one fact is of this name."""
    return entries.alias(fact_names=NAMES).filter(fact_names__contains=[name])  # type: ignore[misc]


class Entry(models.Model):
    """One change by one actor: ``facts`` say what happened, ``changes`` maps each column to [old, new].

    ``(record, seq)`` is the order of truth inside a record and equals the record's version after it; replay reads by
    ``(happened_at, seq)``. ``happened_at`` is what clocks and reports use, ``recorded_at`` "as it was shown on that
    day".
    ``fact`` is the name of the first fact, for the index that figures use; ``having`` finds any of them. ``source``
    keeps what a restored entry's origin said.
    """

    record = models.ForeignKey(Record, models.PROTECT, db_index=False, related_name="entries")
    seq = models.IntegerField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    actor = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    actor_label = models.TextField(blank=True)
    on_behalf_of = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    channel = models.CharField(max_length=8)
    origin = models.CharField(max_length=8, default="live")
    fact = models.TextField()
    facts = models.JSONField()
    changes = models.JSONField(default=dict)
    source = models.JSONField(null=True)
    audience = models.CharField(max_length=10, default=EVERYONE)
    caused_by = models.ForeignKey("self", models.PROTECT, null=True, db_index=False, related_name="+")
    chain = models.SmallIntegerField(default=0)
    txid = models.BigIntegerField(db_default=TXID)

    objects = Standing()
    everything = models.Manager["Entry"]()

    class Meta:
        base_manager_name = "everything"
        constraints = [models.UniqueConstraint(fields=["record", "seq"], name="entry_order")]
        indexes = [
            models.Index(fields=["fact", "happened_at"], include=["record"], name="entry_fact"),
            GinIndex(NAMES, name="entry_facts"),
            models.Index(fields=["recorded_at"], name="entry_recorded"),
            models.Index(fields=["actor", "recorded_at"], name="entry_actor", condition=models.Q(actor__isnull=False)),
        ]

    @property
    def who(self) -> str:
        """Who did it, to be shown: a person's name; what the house calls its jobs, in the reader's language; or what
        the origin of a restored entry said.
        """
        if self.actor is not None:
            return self.actor.name
        if not self.actor_label:
            return _("The house")
        return _(self.actor_label) if self.origin == "live" else self.actor_label

    def said(self) -> list[Fact]:
        """The facts as their classes."""
        return [read(stored) for stored in self.facts]

    def new(self, column: str) -> Any:
        """The value a column got here, None if it did not change."""
        return self.changes.get(column, (None, None))[1]


class Withdrawn(models.Model):
    """A restored entry that a later restoring of the same past replaced. It stays readable for the audit, and counts
    no more.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="withdrawn")
    at = models.DateTimeField(db_default=Now())


class Delivery(models.Model):
    """One reaction to one entry: done, waiting to be tried again, or dead and shown to the administrator."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="deliveries")
    reaction = models.TextField()
    done_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    problem = models.TextField(blank=True)
    dead = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "reaction"], name="delivery_once")]
        indexes = [models.Index(fields=["entry"], name="delivery_waiting", condition=models.Q(done_at=None))]


class Erasure(models.Model):
    """Somebody's personal data was erased: who decided it, when and why. Rows are added and never changed.

    ``mark`` stands where their name stood. The database's own door to entries opens only in the transaction that made
    such a row (``txid``), and takes only texts that bear its mark.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="erasure")
    mark = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    by_label = models.TextField(blank=True)
    reason = models.TextField()
    files = models.BooleanField(default=False)
    txid = models.BigIntegerField(db_default=TXID)
