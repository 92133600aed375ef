"""Comment, StoredFile and Attachment."""

from __future__ import annotations

from django.db import models

from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


class Comment(models.Model):
    """A message or a note. Its entry says when and by whom; the text lives here, so that it can be erased without
    touching entries.
    """

    record = models.ForeignKey(Record, models.PROTECT, db_index=False, related_name="comments")
    author = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    audience = models.CharField(max_length=10)
    text = models.TextField()
    quoted = models.TextField(blank=True, default="", db_default="")
    """What the message repeats of earlier ones, which pages fold away."""
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["record", "id"], name="comment_record")]


class StoredFile(models.Model):
    """Content, once for each sha256. Where the bytes lie is the store's business; no name from outside ever becomes a
    path.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField(auto_now_add=True)


class Attachment(models.Model):
    """A file on a record under the name it came with, read by one audience."""

    record = models.ForeignKey(Record, models.PROTECT, db_index=False, related_name="attachments")
    comment = models.ForeignKey(Comment, models.PROTECT, null=True, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    audience = models.CharField(max_length=10)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["record", "id"], name="attachment_record")]
