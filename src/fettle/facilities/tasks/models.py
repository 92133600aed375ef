"""Step: one thing to do on a record, in its place among others."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fettle.kernel.orgs.models import Person, Team
from fettle.kernel.records.models import Record


class Step(models.Model):
    """Its owner is a person or a team; without either it falls to the record's team, or whoever works on the record.
    ``waits``: it is done after the one before. ``workflow`` is the code of the one that laid it out, with its version.
    ``hours`` of working time are allowed from when it can be begun, and then ``due_at`` is set; ``late_at`` is when its
    owner was told that it is late. ``place`` counts from 1 among the steps of the record that were not withdrawn.
    """

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        SKIPPED = "skipped"
        WITHDRAWN = "withdrawn"

    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, db_index=False, related_name="+")
    due_at = models.DateTimeField(null=True)
    hours = models.PositiveSmallIntegerField(null=True)
    late_at = models.DateTimeField(null=True)
    waits = models.BooleanField(default=False)
    workflow = models.CharField(max_length=40, blank=True)
    version = models.IntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    remark = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["person"], condition=Q(state="open"), name="step_of_person"),
            models.Index(fields=["team"], condition=Q(state="open"), name="step_of_team"),
            models.Index(fields=["due_at"], condition=Q(state="open", late_at=None), name="step_due"),
        ]

    def __str__(self) -> str:
        return self.title
