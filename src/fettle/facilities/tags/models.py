"""Tag: a free word of one organisation. Records keep the ids of theirs in their own row (``Record.tags``)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from fettle.kernel.orgs.models import Organisation, Person


class Tag(models.Model):
    """It may stand on the records of its organisation and of those below. ``retired``: it stays where it is and is
    offered no more. ``into`` is the one that it was merged into: records that bear it show that one.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, db_index=False, related_name="+")
    name = models.CharField(max_length=40)
    colour = models.CharField(max_length=10, blank=True)
    retired = models.BooleanField(default=False)
    into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("organisation", Lower("name"), name="tag_once")]

    def __str__(self) -> str:
        return self.name
