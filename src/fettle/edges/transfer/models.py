"""What an import read, row by row, before anything was made of it."""

from __future__ import annotations

from django.db import models

from fettle.kernel.orgs.models import Organisation, Person


class ImportRun(models.Model):
    """One run of an import. ``outcome`` holds its counts and what it lists for people (see ``outcome.Outcome``)."""

    source = models.CharField(max_length=60)
    file_name = models.CharField(max_length=255)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=200)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    outcome = models.JSONField(default=dict)


class SourceRow(models.Model):
    """One row of another system's log, as it was read. ``group`` is the record there, ``key`` the event's identity,
    ``place`` its place among the events of the group, ``line`` where it stood in its file.
    """

    source = models.CharField(max_length=60)
    organisation = models.ForeignKey(Organisation, models.PROTECT, db_index=False, related_name="+")
    group = models.CharField(max_length=200)
    key = models.CharField(max_length=300)
    place = models.IntegerField()
    run = models.ForeignKey(ImportRun, models.PROTECT, db_index=False, related_name="rows")
    line = models.IntegerField()
    values = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "organisation", "group", "key"], name="source_row_once"),
        ]


class RefusedRow(models.Model):
    """A row that could not be read, with its line and the reason. ``group`` is the record it names, where that much is
    readable; ``after`` the key of the event before it there: where it will belong once it is repaired.
    """

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="refused")
    line = models.IntegerField()
    text = models.TextField()
    reason = models.TextField()
    group = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=300, blank=True)
    settled = models.BooleanField(default=False)
