"""Relationship and its contacts: what the databases of customers and of suppliers keep alike. The party is the record's
organisation, and who looks after it is its assignee.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


class Relationship(models.Model):
    """``contact`` is the person on their side, ``contact_point`` an address there that is nobody's own; one of the two
    is there. ``importance`` decides how often the relationship is reviewed. ``reference`` is the number under which one
    side has the other in its books.
    """

    reference = models.CharField(max_length=80, blank=True, default="", db_default="")
    address = models.TextField(blank=True, default="", db_default="")
    website = models.CharField(max_length=300, blank=True, default="", db_default="")
    contact = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    contact_point = models.CharField(max_length=200, blank=True)
    escalation = models.CharField(max_length=200, blank=True)
    channels = models.TextField(blank=True)
    importance = models.CharField(max_length=40, blank=True)
    since = models.DateField(null=True)
    notes = models.TextField(blank=True)

    class Meta:
        abstract = True


class Contact(models.Model):
    """One more way to a party, beside the main one on its record: ``person``, or somebody who is no person here
    (``name``), reached by ``channel``: an address, a number, a page. Empty days: always.
    """

    class Role(models.TextChoices):
        GENERAL = "general"
        SIGNATORY = "signatory"
        REVIEWS = "reviews"
        TECHNICAL = "technical"
        ESCALATION = "escalation"
        MONEY = "money"

    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=F("valid_from")),
                name="contact_ends_after_it_begins",
            ),
        ]

    def holds(self, on: date) -> bool:
        """Whether it is a contact on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or self.valid_until >= on
        )
