"""Notices on screen, mails on their way out, the decisions behind them, and the one secret they need."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


class Notice(models.Model):
    """Something on somebody's screen to look at. Its words are made from the entry when it is read, if they may still
    see it.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, db_index=False, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "entry"], name="notice_once")]
        indexes = [models.Index(fields=["person"], name="notice_unread", condition=models.Q(read_at=None))]


class OutgoingMail(models.Model):
    """A mail before, while and after it leaves. ``key`` is unique for entry, person and purpose, so nothing is written
    twice.

    ``sending`` is taken with a write before the server is spoken to; one that stays so was cut off by a crash and is
    sent
    again under the same ``message_id``, with ``maybe_twice``. The text of a ``private`` one (it holds a link to sign
    in)
    is shown to administrators only and forgotten when it has left.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        WITHHELD = "withheld", _("Withheld")

    FORWARD = "forward"
    """The purpose of a mail that a person wrote to a supplier."""

    key = models.TextField(unique=True)
    purpose = models.TextField()
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, db_index=False, related_name="+")
    record = models.ForeignKey(Record, models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    address = models.EmailField()
    subject = models.TextField()
    body = models.TextField()
    private = models.BooleanField(default=False)
    message_id = models.TextField(unique=True)
    thread_id = models.TextField(blank=True)
    sender = models.TextField(blank=True, default="", db_default="")
    """With name and address; empty: that of the mail server's settings."""
    reply_to = models.TextField(blank=True, default="", db_default="")
    enclosed = models.JSONField(default=list, db_default=[])
    """Ids of attachments that leave with it, as far as they are still there then."""
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=20, blank=True)
    attempts = models.SmallIntegerField(default=0)
    answer = models.TextField(blank=True)
    maybe_twice = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    sending_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    leaves_at = models.DateTimeField(null=True)
    """The end of the quiet hours that it waits for, or waited for."""

    class Meta:
        indexes = [
            models.Index(fields=["address", "made_at"], name="mail_by_address"),
            models.Index(
                fields=["next_at"], name="mail_unfinished", condition=models.Q(state__in=("waiting", "sending"))
            ),
            models.Index(fields=["-id"], name="mail_failed", condition=models.Q(state="failed")),
        ]


class NotificationDecision(models.Model):
    """Whether somebody was told of an entry by one way, by which rule, and if not, why: "why did nobody tell me".

    One with ``leaves_at`` is a line of a digest that has not been written yet; it has no mail until then.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, db_index=False, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    way = models.CharField(max_length=6)
    rule = models.CharField(max_length=40)
    who = models.CharField(max_length=12)
    told = models.BooleanField()
    reason = models.CharField(max_length=20, blank=True)
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, db_index=False, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    leaves_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "person", "way"], name="decision_once")]
        indexes = [
            models.Index(
                fields=["leaves_at", "person"], name="decision_in_digest", condition=models.Q(leaves_at__isnull=False)
            )
        ]


class Secret(models.Model):
    """A password for a system outside. In a table of its own, so that no setting, entry, export or API shows it."""

    key = models.CharField(max_length=40, primary_key=True)
    value = models.TextField()
    changed_at = models.DateTimeField(auto_now=True)
