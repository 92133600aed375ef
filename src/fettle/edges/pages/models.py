"""What a person left on a page: drafts, what they sent, and that they look at a record now. No history."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from fettle.kernel.records.models import Record


class Draft(models.Model):
    """What somebody was writing on a record: one for each person, record and mode ("reply" or "note")."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="+")
    record = models.ForeignKey(Record, models.CASCADE, related_name="+")
    mode = models.CharField(max_length=8)
    text = models.TextField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "record", "mode"], name="draft_once")]


class Presence(models.Model):
    """Somebody has a record open: seen at its last ping, writing when they last typed in the composer."""

    record = models.ForeignKey(Record, models.CASCADE, db_index=False, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="+")
    seen_at = models.DateTimeField()
    writing = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "person"], name="presence_once")]


class SavedView(models.Model):
    """A name for an address of a list: ``path`` and canonical ``query`` (filter, columns, sort, layout, density)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="+")
    path = models.TextField()
    query = models.TextField()
    name = models.CharField(max_length=60)
    shared = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "path"], name="view_of_person"),
            models.Index(fields=["path"], name="view_shared", condition=models.Q(shared=True)),
        ]


class Sent(models.Model):
    """A form that was sent: ``content`` is a digest of it, ``place`` the address that it led to."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="+")
    content = models.CharField(max_length=64)
    place = models.TextField(default="")
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "content"], name="sent_once")]
        indexes = [models.Index(fields=["sent_at"], name="sent_by_age")]


class BulkRun(models.Model):
    """One action on many records, one record at a time: what was asked, what became of each.

    ``acts`` names the room's actions, ``values`` are what the verb asked for, as the form sent it, ``numbers`` are the
    records in order. ``looked_at`` is when the person saw the preview: what somebody changed since is left alone.
    ``refused`` maps a number to the sentence why, ``made`` a number to the sequence of the entry that was written.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    acts = models.TextField()
    verb = models.TextField()
    values = models.JSONField(default=dict)
    numbers = models.JSONField()
    looked_at = models.DateTimeField()
    back = models.TextField()
    done = models.IntegerField(default=0)
    refused = models.JSONField(default=dict)
    made = models.JSONField(default=dict)
    begun_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
