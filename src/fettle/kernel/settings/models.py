"""Setting: a definition in force. Its record carries version, history and permission like any other."""

from __future__ import annotations

from django.db import models

from fettle.kernel.records.models import Record


class Setting(models.Model):
    """``key`` names the Definition; ``value`` has its shape; ``procedure`` is the controlled text. ``known`` is what a
    table that grows with the versions had first rows about when it was saved.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="setting")
    key = models.TextField(unique=True)
    value = models.JSONField()
    procedure = models.TextField(blank=True)
    known = models.JSONField(default=list, db_default=[])
