"""Article: what it is about and for whom. Its text and versions are kept by the facility for controlled texts."""

from __future__ import annotations

from django.db import models

from fettle.facilities.documents.models import Controlled
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


class Article(Controlled):
    """``audience`` is everyone or staff; ``category`` a code of the scheme of incidents. Drafts are the staff's."""

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="article")
    audience = models.CharField(max_length=10)
    category = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")


class Tally(models.Model):
    """How often something came of an article or a known error on a day: one row for each, which tells of nobody."""

    class What(models.TextChoices):
        SHOWN = "shown"
        HELPED = "helped"
        FAILED = "failed"
        USED = "used"

    article = models.ForeignKey(Record, models.PROTECT, db_index=False, related_name="+")
    day = models.DateField()
    what = models.CharField(max_length=6, choices=What)
    times = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "day", "what"], name="knowledge_tally_once")]
        indexes = [models.Index(fields=["day"], name="knowledge_tally_day")]
