"""Link: one relation between two records, kept once and read from both ends."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


class Link(models.Model):
    """``relation`` is a code of ``relations`` and reads from source to target. Between alike ends the older record
    is the
    source.
    """

    source = models.ForeignKey(Record, models.PROTECT, db_index=False, related_name="+")
    target = models.ForeignKey(Record, models.PROTECT, related_name="+")
    relation = models.CharField(max_length=20)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "relation"], name="link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="link_two_ends"),
        ]
