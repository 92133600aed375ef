"""Agreement and its versions, what each version covers, who signed it; and what is expected of services."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from fettle.facilities.discussion.models import Attachment
from fettle.kernel.clock.models import CalendarVersion
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Record


def _text() -> models.TextField[str, str]:
    return models.TextField(blank=True, default="", db_default="")


class Agreement(models.Model):
    """An agreement: with a customer (SLA), a team or member (OLA), a supplier (UA); or the default one, which covers
    every service without its own (PR2.S2). ``party`` is the organisation of its record, by which the desk's clocks look
    it up; the record's team is the other side of an OLA within the house.

    ``latest`` is the newest version that was put in force, ``draft`` the one that is being negotiated. ``valid_from``
    and ``valid_until`` span all versions; ``notice_on`` is the day on which somebody gave notice. ``reporting``: which
    reports it promises (PR3.I1). ``accepted``: why it is in force though what is agreed below does not suffice.
    ``kept_percent``: of a hundred records so many keep a time, for it to be kept; None leaves it to the settings.
    ``follows``: what follows from targets missed in consecutive periods (``evaluation/following.py``).
    ``reference``: the number of the contract at the supplier, of a UA.
    """

    class Type(models.TextChoices):
        SLA = "sla"
        OLA = "ola"
        UA = "ua"

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="agreement_item")
    is_default = models.BooleanField(default=False)
    type = models.CharField(max_length=3, choices=Type, default=Type.SLA, db_default=Type.SLA)
    party = models.ForeignKey(Organisation, models.PROTECT, null=True, db_index=False, related_name="+")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    contact = models.CharField(max_length=200, blank=True, default="", db_default="")
    reference = models.CharField(max_length=120, blank=True, default="", db_default="")
    terms = models.TextField(blank=True)
    reporting = models.TextField(blank=True)
    exclusions = _text()
    measuring = _text()
    notice_days = models.PositiveSmallIntegerField(null=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    notice_on = models.DateField(null=True)
    warned_of = models.DateField(null=True)
    accepted = models.CharField(max_length=500, blank=True, default="", db_default="")
    latest = models.PositiveIntegerField(default=0)
    draft = models.PositiveIntegerField(null=True)
    kept_percent = models.PositiveSmallIntegerField(null=True)
    follows = models.JSONField(default=list, db_default=[])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="agreement_one_default"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=models.F("valid_from")),
                name="agreement_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["party", "type"], name="agreement_by_party")]


class AgreementVersion(models.Model):
    """What the agreement promises from one moment on; never changed once somebody has signed it. ``targets``: rows of
    kind, priority, response and resolution minutes; ``promises``: the other targets (``promises.py``); ``excluded``:
    what does not count when they are measured (``exclusions.py``).

    ``agreed_at`` is when it was put in force; None for a draft, and for versions of the default agreement, which hold
    from the moment they are made. ``accepted``: why we sign it though what is agreed below does not suffice;
    ``lacking``: how much was lacking of what then (``feasible/judging.py``); ``risk``: the record of it.
    Of an SLA ``answers`` is what was found when it was agreed, ``short`` what did not suffice when it was looked at
    last, on ``looked_on``, and ``unagreed`` what of that nobody agreed to (``feasible/watching.py``).
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    calendar = models.ForeignKey(CalendarVersion, models.PROTECT, related_name="+")
    targets = models.JSONField()
    promises = models.JSONField(default=list, db_default=[])
    excluded = models.JSONField(default=list, db_default=[])
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    agreed_at = models.DateTimeField(null=True)
    accepted = models.CharField(max_length=500, blank=True, default="", db_default="")
    lacking = models.JSONField(default=dict, db_default={})
    risk = models.ForeignKey(Record, models.PROTECT, null=True, db_index=False, related_name="+")
    looked_on = models.DateField(null=True)
    answers = models.JSONField(default=dict, db_default={})
    short = models.JSONField(default=list, db_default=[])
    unagreed = models.JSONField(default=list, db_default=[])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "version"], name="agreement_version_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=models.F("valid_from")),
                name="version_ends_after_it_starts",
            ),
        ]


class Cover(models.Model):
    """What a version covers: a service, or one component of it by its name. A version without rows covers all that the
    party uses (SLA), or nothing in particular (OLA, UA).
    """

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="covers")
    service = models.ForeignKey(Record, models.PROTECT, related_name="+")
    component = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "service", "component"], name="cover_once")]
        indexes = [models.Index(Lower("component"), condition=~Q(component=""), name="cover_component")]


class Signature(models.Model):
    """Who signed a version for which side. Rows are added, never changed: a version that is taken back keeps them."""

    class Side(models.TextChoices):
        OURS = "ours"
        THEIRS = "theirs"

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=6, choices=Side)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField()
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, db_index=False, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "side"], name="signed_once")]


class Outcome(models.Model):
    """What became of one clock of a record under one agreement: counted anew whenever the record changed, so that a
    month is evaluated without replaying it. ``decided_at`` is when it was kept or missed; None while it runs, and then
    it is missed once ``due_at`` has passed. What was withdrawn or merged, or has no target, has no row. ``place``
    counts the clocks of a record.
    """

    record = models.ForeignKey(Record, models.CASCADE, db_index=False, related_name="+")
    place = models.SmallIntegerField(default=0)
    clock = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    rank = models.SmallIntegerField()
    agreement = models.ForeignKey(Agreement, models.PROTECT, db_index=False, related_name="+")
    version = models.PositiveIntegerField()
    due_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    kept = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "place"], name="outcome_once")]
        indexes = [
            models.Index(fields=["decided_at", "agreement"], name="outcome_decided"),
            models.Index(fields=["due_at"], condition=Q(decided_at=None), name="outcome_running"),
        ]


class Counted(models.Model):
    """The version of a record of which its outcomes speak. It may be emptied at any time."""

    record = models.OneToOneField(Record, models.CASCADE, primary_key=True, related_name="+")
    version = models.IntegerField()


class Measurement(models.Model):
    """A value that somebody entered for a target of a period, with where it comes from. Rows are added, never changed:
    the newest counts.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, db_index=False, related_name="+")
    unit = models.CharField(max_length=7)
    start = models.DateField()
    code = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=16, decimal_places=4)
    source = models.CharField(max_length=200)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["agreement", "start", "unit"], name="measured_in")]


class Evaluation(models.Model):
    """An agreement held against what happened in a period, as somebody confirmed it: ``rows`` are its targets with what
    was measured, ``behind`` the ids of the records that each was counted from. Never changed; one that is evaluated
    anew has another ``run``, and the newest counts.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, db_index=False, related_name="evaluations")
    unit = models.CharField(max_length=7)
    start = models.DateField()
    run = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField()
    rows = models.JSONField()
    behind = models.JSONField()
    met = models.PositiveSmallIntegerField()
    missed = models.PositiveSmallIntegerField()
    unknown = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    by_label = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "start", "unit", "run"], name="evaluated_once")]
        indexes = [models.Index(fields=["unit", "start"], name="evaluated_in")]


class CustomerEvaluation(models.Model):
    """What a confirmed evaluation of the default agreement says of one of those whom it covers: their targets, and the
    ids of the records behind each time. Never changed; it counts as long as its evaluation does.
    """

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, db_index=False, related_name="customers")
    party = models.ForeignKey(Organisation, models.PROTECT, db_index=False, related_name="+")
    rows = models.JSONField()
    behind = models.JSONField()
    met = models.PositiveSmallIntegerField()
    missed = models.PositiveSmallIntegerField()
    unknown = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "party"], name="evaluated_once_for_party")]
        indexes = [models.Index(fields=["party"], name="evaluated_for_party")]


class LevelEstimate(models.Model):
    """What somebody expects of a service from a day on (FITS: guesstimates): a month, in elapsed minutes, in per cent.
    None is not estimated. Rows are added, never changed: the newest of those that have begun counts, and one that was
    wrong is withdrawn. ``shown``: customers read it in the portal.
    """

    class Confidence(models.TextChoices):
        LOW = "low"
        MEDIUM = "medium"
        HIGH = "high"

    service = models.ForeignKey(Record, models.PROTECT, db_index=False, related_name="+")
    counts_from = models.DateField()
    incidents = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    requests = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    respond = models.PositiveIntegerField(null=True)
    resolve = models.PositiveIntegerField(null=True)
    availability = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    changes = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    confidence = models.CharField(max_length=6, choices=Confidence)
    basis = models.CharField(max_length=500)
    shown = models.BooleanField(default=False)
    by = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    by_label = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    withdrawn_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(availability=None) | Q(availability__gte=0, availability__lte=100),
                name="estimated_availability_is_possible",
            ),
        ]
        indexes = [models.Index(fields=["service", "counts_from"], name="estimated_from")]


class Violation(models.Model):
    """That targets of an agreement were missed in a period, and that the other side was told of it. ``party`` is the
    organisation of its record: of the default agreement one customer. ``told`` is the person who was told, ``notice``
    in which words; ``cause`` is a code of the settings.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="violation")
    agreement = models.ForeignKey(Record, models.PROTECT, related_name="+")
    party = models.ForeignKey(Organisation, models.PROTECT, db_index=False, related_name="+")
    unit = models.CharField(max_length=7)
    start = models.DateField()
    missed = models.TextField()
    notice = models.TextField(blank=True)
    told = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    told_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateField(null=True)
    acknowledged_by = models.CharField(max_length=200, blank=True)
    acknowledged_how = models.CharField(max_length=200, blank=True)
    cause = models.CharField(max_length=40, blank=True, default="", db_default="")
    progress = models.CharField(max_length=9, blank=True, db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "start", "unit", "party"], name="violation_once")]
        indexes = [
            models.Index(
                fields=["told"], condition=Q(told__isnull=False, acknowledged_at=None), name="violation_to_acknowledge"
            )
        ]
