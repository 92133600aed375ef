"""Problem: what lies behind incidents. Known error: how it shows, and the way round it."""

from __future__ import annotations

from django.db import models

from fettle.kernel.records.models import Record


class Problem(models.Model):
    """Service, organisation, team, owner (``assignee``), priority (``rank``) and the day by which it should be solved
    (``due_at``) stand on the record. ``causes`` are the steps of the way to the root cause, a line each, the nearest
    first. ``told_soon`` and ``told_late`` are the due times about which its owner was told already. ``progress`` counts
    the steps of the work.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="problem")
    details = models.TextField(blank=True)
    source = models.CharField(max_length=20)
    category = models.CharField(max_length=40, blank=True)
    impact = models.CharField(max_length=20, blank=True)
    urgency = models.CharField(max_length=20, blank=True)
    first_priority = models.SmallIntegerField()
    escalation = models.PositiveSmallIntegerField(default=0)
    investigation = models.TextField(blank=True)
    causes = models.TextField(blank=True)
    root_cause = models.TextField(blank=True)
    way = models.CharField(max_length=20, blank=True)
    solution = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    resolved_at = models.DateTimeField(null=True)
    told_soon = models.DateTimeField(null=True)
    told_late = models.DateTimeField(null=True)
    progress = models.CharField(max_length=9, blank=True, db_default="")


class KnownError(models.Model):
    """``workaround`` is for staff, ``for_users`` is what users are told: empty, where they are told nothing. Its owner
    is the assignee of its record.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="known_error")
    problem = models.ForeignKey(Record, models.PROTECT, related_name="+")
    symptoms = models.TextField(blank=True)
    category = models.CharField(max_length=40, blank=True)
    cause = models.TextField(blank=True)
    workaround = models.TextField()
    for_users = models.TextField(blank=True)
