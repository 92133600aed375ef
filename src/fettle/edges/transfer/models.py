"""What an import read: its file, row by row before anything was made of it, and what became of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fettle.facilities.discussion.models import StoredFile
from fettle.kernel.orgs.models import Organisation, Person


class ImportRun(models.Model):
    """One import from its file to its outcome. ``preview`` is what a trial came to and ``outcome`` what the import came
    to (see ``outcome.Outcome.plain``); ``log`` holds everything to look at, a line each. ``done`` and ``of`` say how
    far a running one is, ``seen_at`` when that was. ``problem`` is the sentence of one that read nothing or stopped.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("being tried")
        TRIED = "tried", _("waits for confirmation")
        CONFIRMED = "confirmed", _("being imported")
        DONE = "done", _("imported")
        UNREADABLE = "unreadable", _("not readable")
        DISCARDED = "discarded", _("discarded")
        FAILED = "failed", _("stopped before its end")

    source = models.CharField(max_length=60)
    file_name = models.CharField(max_length=255)
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    zone = models.CharField(max_length=60, default="UTC")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=State.choices, default=State.UPLOADED)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    done = models.IntegerField(default=0)
    of = models.IntegerField(default=0)
    seen_at = models.DateTimeField(null=True)
    preview = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    log = models.TextField(blank=True)


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
