"""ReportSpecification: what was agreed about one report. Its name stands on the record as title."""

from __future__ import annotations

from django.db import models

from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


class ReportSpecification(models.Model):
    """``identifier`` is the unique name by which people order the report; ``format`` the file it is
    delivered as. ``layout`` is the kind of report it is made as from records (``patterns``), "" where somebody puts it
    together elsewhere. ``told_role``: whoever has this role is told when it is delivered; ``delivered_until`` is the
    last day of the last period that was. ``checked_until`` is the last day of the last period whose report was checked,
    ``outcome`` what the check said; ``follow_up`` what is or was to be done about it.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="report_specification")
    identifier = models.SlugField(max_length=60, unique=True)
    purpose = models.TextField()
    recipients = models.TextField()
    frequency = models.CharField(max_length=12)
    contents = models.TextField()
    layout = models.CharField(max_length=20, blank=True, default="", db_default="")
    format = models.CharField(max_length=8)
    delivery = models.TextField()
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    told_role = models.CharField(max_length=40, blank=True, default="", db_default="")
    delivered_until = models.DateField(null=True)
    checked_until = models.DateField(null=True)
    outcome = models.CharField(max_length=16, blank=True)
    follow_up_state = models.CharField(max_length=8, blank=True)
    follow_up = models.TextField(blank=True)
    follow_up_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    follow_up_until = models.DateField(null=True)
