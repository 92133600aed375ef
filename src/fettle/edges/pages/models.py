"""What a person left on a page: drafts of what they write, and that they look at a record now. No history."""

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
