"""Agreement and its immutable versions."""

from __future__ import annotations

from django.db import models

from fettle.kernel.clock.models import CalendarVersion
from fettle.kernel.records.models import Record


class Agreement(models.Model):
    """An agreement; here the default one that covers every service without its own (PR2.S2). ``latest`` is the
    version in force. ``reporting``: which reports it promises to the customers (PR3.I1).
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="agreement_item")
    is_default = models.BooleanField(default=False)
    terms = models.TextField(blank=True)
    reporting = models.TextField(blank=True)
    latest = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="agreement_one_default"
            )
        ]


class AgreementVersion(models.Model):
    """What the agreement promised from one moment on; never changed. ``targets``: rows of kind, priority, response
    and resolution minutes.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    calendar = models.ForeignKey(CalendarVersion, models.PROTECT, related_name="+")
    targets = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "version"], name="agreement_version_once")]
