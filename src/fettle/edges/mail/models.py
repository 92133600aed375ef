"""Mails that came in, as they came, with what was decided about each; and how each mailbox is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from fettle.facilities.discussion.models import Comment, StoredFile
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


class IncomingMail(models.Model):
    """A mail from the moment at which we have it. ``file`` is the mail byte for byte; nothing of it is believed.

    The same bytes in the same mailbox are the same row, so that fetching twice is fetching once. ``decision`` says what
    was done and ``reasons`` why, as (code, values); ``entry`` is what it wrote on the record. ``content`` is a digest
    of sender, subject and text, by which a copy is known that came on another way.

    ``unconfirmed``: the sender is nobody whom anybody here vouched for, and their server did not either.
    ``introduced``: the sender became a person of ours by this mail.
    """

    class State(models.TextChoices):
        ARRIVED = "arrived", _("To be read")
        DONE = "done", _("Taken in")
        IGNORED = "ignored", _("Set aside")
        HELD = "held", _("Waits for a decision")
        QUARANTINED = "quarantined", _("Cannot be read")

    mailbox = models.CharField(max_length=40)
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+")
    arrived_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=11, choices=State, default=State.ARRIVED)
    decision = models.CharField(max_length=20, blank=True)
    reasons = models.JSONField(default=list)
    attempts = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.SET_NULL, null=True, db_index=False, related_name="+")

    message_id = models.TextField(blank=True)
    sender = models.TextField(blank=True)
    sender_name = models.TextField(blank=True)
    subject = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    automatic = models.CharField(max_length=12, blank=True)
    content = models.CharField(max_length=64, blank=True)
    unconfirmed = models.BooleanField(default=False)
    introduced = models.BooleanField(default=False)

    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    record = models.ForeignKey(Record, models.SET_NULL, null=True, related_name="+")
    comment = models.OneToOneField(Comment, models.SET_NULL, null=True, related_name="+")
    entry = models.OneToOneField(Entry, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "file"], name="incoming_once")]
        indexes = [
            models.Index(fields=["message_id"], name="incoming_message_id", condition=~models.Q(message_id="")),
            models.Index(fields=["sender", "arrived_at"], name="incoming_by_sender"),
            models.Index(fields=["mailbox", "id"], name="incoming_unread", condition=models.Q(state="arrived")),
            models.Index(
                fields=["-id"], name="incoming_waiting", condition=models.Q(state__in=("held", "quarantined"))
            ),
        ]


class Picture(models.Model):
    """A picture from elsewhere in a mail, once somebody wanted to see it. ``name`` is a digest of its address, which
    stays in the mail. It is asked for once: ``taken`` is written down before, so that a crash does not ask again.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        TAKEN = "taken"
        THERE = "there"
        FAILED = "failed"

    mail = models.ForeignKey(IncomingMail, models.CASCADE, db_index=False, related_name="pictures")
    name = models.CharField(max_length=64)
    state = models.CharField(max_length=6, choices=State, default=State.ASKED)
    reason = models.CharField(max_length=12, blank=True)
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mail", "name"], name="picture_once")]


class MailboxState(models.Model):
    """How a mailbox is. Whoever handles its mails holds this row, so that they are handled one after the other."""

    code = models.CharField(max_length=40, primary_key=True)
    looked_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)
    problem_since = models.DateTimeField(null=True)
    validity = models.BigIntegerField(null=True)
    """Of the folder's numbers on the server: UIDVALIDITY (RFC 3501). When it changes they are of another folder."""
    last_number = models.BigIntegerField(default=0)
    """The last of them that we have (UID); read where mails stay in the folder."""
    too_large = models.JSONField(default=list)
    """Mails that are larger than any that we take, by number on the server or by name of the file; they stay there."""
