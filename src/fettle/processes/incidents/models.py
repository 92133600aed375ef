"""Incident and ServiceRequest: two tables of one shape. Title, service, team, assignee and priority stand on the
record.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fettle.kernel.clock.models import Calendar
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Record


class DeskItem(models.Model):
    """What the desk keeps of an incident or request.

    Columns below the line are derived from entries and recomputed by ``clocks.derive``; a law compares the two.
    ``supplier`` is who is waited for, while it waits. ``source`` keeps what another system said of a restored record,
    ``external_ref`` its number there.
    """

    details = models.TextField(blank=True)
    requester = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    affected = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    channel = models.CharField(max_length=40)
    category = models.CharField(max_length=80, blank=True)
    location = models.CharField(max_length=200, blank=True)
    impact = models.CharField(max_length=40, blank=True)
    urgency = models.CharField(max_length=40, blank=True)
    pause_reason = models.CharField(max_length=40, blank=True)
    resume_at = models.DateTimeField(null=True)
    supplier = models.ForeignKey(Organisation, models.PROTECT, null=True, db_index=False, related_name="+")
    resolution = models.TextField(blank=True)
    closure_code = models.CharField(max_length=40, blank=True)
    escalation = models.SmallIntegerField(default=0)
    custom = models.JSONField(default=dict)
    external_ref = models.TextField(blank=True)
    source = models.JSONField(default=dict)
    title_made = models.BooleanField(default=False)
    progress = models.CharField(max_length=9, blank=True, db_default="")

    first_priority = models.SmallIntegerField(default=3)
    response_due_at = models.DateTimeField(null=True)
    resolution_due_at = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolution_minutes = models.IntegerField(null=True)
    within_target = models.BooleanField(null=True)
    reopened = models.SmallIntegerField(default=0)
    handed_over = models.SmallIntegerField(default=0)
    spent_minutes = models.IntegerField(null=True)

    class Meta:
        abstract = True


class Incident(DeskItem):
    """An unplanned interruption or loss of quality of a service (FitSM-0). ``major`` is "" for all but those that were
    declared major, by the criterion ``major_criterion``; ``review`` is what the look back at one found. ``leads`` are
    the ids of the people by the codes of their roles, ``meeting`` and ``meeting_place`` where they meet.
    ``update_minutes`` is how often those affected are to hear of it; ``next_update_at`` follows from that and the
    entries.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="incident")
    major = models.CharField(max_length=10, blank=True)
    major_criterion = models.CharField(max_length=40, blank=True)
    review = models.TextField(blank=True)
    leads = models.JSONField(default=dict, db_default={})
    meeting = models.CharField(max_length=500, blank=True, db_default="")
    meeting_place = models.CharField(max_length=200, blank=True, db_default="")
    update_minutes = models.SmallIntegerField(null=True)
    next_update_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["external_ref"], name="incident_external", condition=~models.Q(external_ref="")),
            models.Index(fields=["resolved_at"], name="incident_resolved", include=["record"]),
            models.Index(fields=["next_update_at"], name="incident_major", condition=~models.Q(major="")),
        ]


class ServiceRequest(DeskItem):
    """A user's request for information, advice, access or a pre-approved change (FitSM-0). ``standard`` is the code of
    the standard request that was ordered, "" where none was.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="service_request")
    standard = models.CharField(max_length=40, blank=True, db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["external_ref"], name="request_external", condition=~models.Q(external_ref="")),
            models.Index(fields=["resolved_at"], name="request_resolved", include=["record"]),
        ]


class TargetWatch(models.Model):
    """Until when a record's clocks need no look: kept so that the minute's job reads only what may have come due.

    ``version`` is the record's and ``rules`` the escalation rules' when it was looked at. It may be emptied at any
    time.
    """

    record = models.OneToOneField(Record, models.CASCADE, primary_key=True, related_name="+")
    version = models.IntegerField()
    rules = models.IntegerField()
    next_at = models.DateTimeField(null=True)


class OwnAnswer(models.Model):
    """An answer that somebody saved for themselves, with placeholders as they wrote them."""

    person = models.ForeignKey(Person, models.CASCADE, db_index=False, related_name="+")
    name = models.CharField(max_length=80)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="own_answer_once")]


class Recurrence(models.Model):
    """That a request which comes again was recorded for a day: so it is recorded once."""

    code = models.CharField(max_length=40)
    day = models.DateField()
    record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "day"], name="recurrence_once")]


class Recalculation(models.Model):
    """Counting the records of a corrected agreement or calendar anew, from the question to its outcome. ``stamp``
    stands for what was agreed when it was looked at. ``total`` were looked at, ``changed`` change; ``effects`` counts
    what that means, ``first`` has some of them: id, effect, due until now and from now on. ``done`` were changed,
    ``left`` somebody changed meanwhile; ``at`` is the last id that was dealt with.
    """

    class State(models.TextChoices):
        LOOKING = "looking", _("is being looked at")
        LOOKED = "looked", _("waits for confirmation")
        CONFIRMED = "confirmed", _("is being done")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped: what is agreed changed meanwhile")

    by = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    agreement = models.ForeignKey(Record, models.PROTECT, null=True, db_index=False, related_name="+")
    calendar = models.ForeignKey(Calendar, models.PROTECT, null=True, db_index=False, related_name="+")
    since = models.DateField(null=True)
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=9, choices=State.choices, default=State.LOOKING)
    stamp = models.CharField(max_length=120)
    looked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    total = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    effects = models.JSONField(default=dict)
    first = models.JSONField(default=list)
    done = models.IntegerField(default=0)
    left = models.IntegerField(default=0)
    at = models.BigIntegerField(default=0)


class RecalculationPart(models.Model):
    """What a recalculation found of some records, up to the one with the id ``at``: kept from the look until it is
    done. ``promises`` are lists of facts as entries keep them; ``rows`` name one of these lists for each record
    (``recalculating.parts``).
    """

    run = models.ForeignKey(Recalculation, models.CASCADE, db_index=False, related_name="parts")
    at = models.BigIntegerField()
    promises = models.JSONField()
    rows = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "at"], name="recalculation_part_once")]
