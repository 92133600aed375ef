"""Who is asked, what they answered, surveys of customers, and what follows where satisfaction is too low."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


class Survey(models.Model):
    """Customers are asked by a form that somebody drew up. Organisation, owner and end (``due_at``) stand on the
    record; ``asked`` keeps the questions as they stood when it was started, ``progress`` how many of how many answered.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="survey")
    template = models.CharField(max_length=40, blank=True)
    reach = models.CharField(max_length=20, blank=True)
    others = models.TextField(blank=True)
    introduction = models.TextField(blank=True)
    questions = models.TextField(blank=True)
    ends_on = models.DateField()
    asked = models.JSONField(default=list)
    started_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    progress = models.CharField(max_length=15, blank=True, db_default="")


class Invitation(models.Model):
    """One person is asked about one record: an incident or a request of theirs, or a survey. ``reason`` says why
    somebody is not asked. ``due_at`` is when they are, ``expires_at`` until when they may answer.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        ASKED = "asked"
        ANSWERED = "answered"
        LEFT_OUT = "left_out"

    record = models.ForeignKey(Record, models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, db_index=False, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=20, blank=True)
    rule = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "person"], name="invitation_once")]
        indexes = [
            models.Index(fields=["due_at"], name="invitation_due", condition=Q(state="waiting")),
            models.Index(fields=["person", "asked_at"], name="invitation_lately", condition=Q(asked_at__isnull=False)),
            models.Index(fields=["asked_at"], name="invitation_asked", condition=Q(asked_at__isnull=False)),
            models.Index(fields=["made_at"], name="invitation_left_out", condition=Q(state="left_out")),
        ]


class Key(models.Model):
    """A link in a mail by which one person answers without signing in. Only its hash is kept. It holds for the address
    it was sent to, until ``expires_at``, and for one answer.
    """

    record = models.ForeignKey(Record, models.CASCADE, db_index=False, related_name="+")
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="keys")
    address = models.EmailField()
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()


class Answer(models.Model):
    """The answer to one question, a score from 1 to 5 or a choice. Only ever added: the app may neither change nor
    delete a row (``site/embedded/grants.py``). What somebody wrote is a Remark, so that names can be erased from it.
    """

    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    invitation = models.ForeignKey(Invitation, models.PROTECT, db_index=False, related_name="answers")
    question = models.PositiveSmallIntegerField(default=0)
    score = models.PositiveSmallIntegerField(null=True)
    choice = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "question"], name="answer_once"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__range=(1, 5)), name="answer_on_scale"),
        ]
        indexes = [models.Index(fields=["at"], name="answer_at")]


class Remark(models.Model):
    """What somebody wrote with an answer; its text is forgotten when its time is over."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    invitation = models.ForeignKey(Invitation, models.PROTECT, db_index=False, related_name="remarks")
    question = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "question"], name="remark_once")]
        indexes = [models.Index(fields=["at"], name="remark_at")]


class FollowUp(models.Model):
    """Satisfaction was too low, and somebody looks after it. Owner and day (``due_at``) stand on the record; ``about``
    is the rated record or the survey, ``person`` who answered.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="follow_up")
    about = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    score = models.PositiveSmallIntegerField(null=True)
    ends_on = models.DateField()
    outcome = models.TextField(blank=True)
    progress = models.CharField(max_length=9, blank=True, db_default="")
