"""Round, Seat, Decision, Key, Delegation: who is asked for approval, and what they decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fettle.facilities.discussion.models import Comment
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


class Round(models.Model):
    """One asking for approval. ``steps`` is the policy as it was then: a list of {needed, hours, calendar, words}.

    ``state``, ``step`` and ``ended_at`` follow from the decisions (``outcome.evaluate``) and are kept for lists alone;
    tests compare the two. ``withdrawn`` is what the asker may do. ``label`` is the policy's name, "" for people who
    were named by hand.
    """

    class State(models.TextChoices):
        OPEN = "open"
        APPROVED = "approved"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    record = models.ForeignKey(Record, models.PROTECT, related_name="approval_rounds")
    policy = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=80, blank=True)
    question = models.TextField(blank=True)
    steps = models.JSONField()
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    step = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record"], condition=Q(state="open"), name="approval_one_round"),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="open"), name="approval_due")]


class Seat(models.Model):
    """Somebody who is asked in a step. ``waits``: asked now, and not decided yet."""

    record = models.ForeignKey(Record, models.PROTECT, db_index=False, related_name="+")
    round = models.ForeignKey(Round, models.PROTECT, db_index=False, related_name="seats")
    step = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, db_index=False, related_name="+")
    waits = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "step", "person"], name="approval_seat_once")]
        indexes = [models.Index(fields=["person"], condition=Q(waits=True), name="approval_waits")]


class Decision(models.Model):
    """One decision. Only ever added: the app may neither change nor delete a row (``site/embedded/grants.py``).

    ``seat`` is the person who was asked, ``person`` who decided: the same, or their delegate. What they wrote is a
    comment on the record, for staff unless they said otherwise.
    """

    record = models.ForeignKey(Record, models.PROTECT, db_index=False, related_name="+")
    round = models.ForeignKey(Round, models.PROTECT, db_index=False, related_name="decisions")
    step = models.PositiveSmallIntegerField()
    seat = models.ForeignKey(Person, models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    approves = models.BooleanField()
    comment = models.ForeignKey(Comment, models.PROTECT, null=True, db_index=False, related_name="+")
    channel = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "step", "seat"], name="decision_seat_once"),
            models.UniqueConstraint(fields=["round", "step", "person"], name="decision_person_once"),
        ]


class Key(models.Model):
    """A link in a mail by which one person decides in one step without signing in. Only its hash is kept. It holds for
    the address it was sent to, until ``expires_at``, and for one decision.
    """

    record = models.ForeignKey(Record, models.CASCADE, db_index=False, related_name="+")
    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    step = models.PositiveSmallIntegerField()
    address = models.EmailField()
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Delegation(models.Model):
    """Somebody decides for somebody else for a span of days, both included. Ending one keeps the row."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    delegate = models.ForeignKey(Person, models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="delegation_forward"),
            models.CheckConstraint(condition=~Q(person=models.F("delegate")), name="delegation_two_people"),
        ]
