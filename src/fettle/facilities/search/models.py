"""SearchDocument: the words of a record as one audience may read them."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.db import models

from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record


class SearchDocument(models.Model):
    """``parts`` are [label, weight, text] in the order of the declaration, for saying why it matched; ``vector`` is
    made of
    the same texts. ``version`` is the record's when it was read.

    The staff's document holds everybody's words too, so that one search finds words from both. The index on vector and
    organisation is made by hand in the first migration: Django cannot say it.
    """

    record = models.ForeignKey(Record, models.CASCADE, db_index=False, related_name="+")
    audience = models.CharField(max_length=10)
    organisation = models.ForeignKey(Organisation, models.PROTECT, db_index=False, related_name="+")
    vector = SearchVectorField()
    parts = models.JSONField()
    version = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "audience"], name="search_document_once")]
