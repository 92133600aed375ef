"""Service and what is planned for it. Title, organisation and supporting team of each stand on its record, and so does
the service that a package, a specification or a demand is about.
"""

from __future__ import annotations

from django.db import models

from fettle.facilities.discussion.models import Attachment
from fettle.facilities.documents.models import Controlled
from fettle.kernel.clock.models import Calendar
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Record


def _text() -> models.TextField[str, str]:
    return models.TextField(blank=True, default="", db_default="")


class Service(models.Model):
    """``requestable``: offered in the portal. ``calendar``: the hours in which it is supported, else those of the
    agreement. ``heading``: where it stands in the catalogue. ``criticality``: how much depends on it. ``need``,
    ``resources`` and ``limits`` are what a proposal is weighed by, beside the ``effort`` in days of work.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="service_item")
    description = models.TextField(blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    calendar = models.ForeignKey(Calendar, models.PROTECT, null=True, related_name="+")
    requestable = models.BooleanField(default=True)
    icon = models.CharField(max_length=40, blank=True)
    heading = models.CharField(max_length=40, blank=True)
    purpose = _text()
    customers = _text()
    value = _text()
    contact = models.CharField(max_length=200, blank=True, default="", db_default="")
    need = _text()
    resources = _text()
    limits = _text()
    effort = models.PositiveIntegerField(null=True)
    criticality = models.CharField(max_length=20, blank=True, default="", db_default="")


class Specification(Controlled):
    """How a service is described in full, as a controlled text (PR1.S2)."""

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="service_specification")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")


class Package(Controlled):
    """A service design and transition package (PR1.A2): its text is controlled, its plan are steps. ``change``: what it
    brings, a new service or another shape of one that is there. ``acceptance`` counts the criteria that are met, of
    all.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="service_package")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    change = models.CharField(max_length=20, default="new")
    live_on = models.DateField(null=True)
    progress = models.CharField(max_length=9, blank=True, db_default="")
    acceptance = models.CharField(max_length=9, blank=True, db_default="")


class Criterion(models.Model):
    """What must be shown before a package is brought into operation. ``file`` is one of the package's files."""

    class State(models.TextChoices):
        OPEN = "open"
        EVIDENCED = "evidenced"
        WAIVED = "waived"
        WITHDRAWN = "withdrawn"

    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    evidence = models.TextField(blank=True)
    address = models.CharField(max_length=500, blank=True)
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, db_index=False, related_name="+")
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    settled_at = models.DateTimeField(null=True)


class Demand(models.Model):
    """What customers ask for (PR1.I1, PR2.I2), before anybody has proposed a service, a change or an agreement for it.
    The service that it is about stands on its record; ``agreement`` is the one whose targets come from it.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="service_demand")
    nature = models.CharField(max_length=20)
    details = models.TextField(blank=True)
    voiced_by = models.CharField(max_length=200, blank=True)
    wanted_by = models.DateField(null=True)
    weight = models.CharField(max_length=20, blank=True)
    agreement = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+")


class Component(models.Model):
    """What a service is made of or stands on: another service, or something with no more than a name. Rows of one
    ``group`` stand in for each other: ``needed`` of them have to work.
    """

    class Role(models.TextChoices):
        ENABLING = "enabling"
        ENHANCING = "enhancing"

    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    service = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    group = models.CharField(max_length=80, blank=True)
    needed = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "service"], condition=models.Q(service__isnull=False), name="component_service_once"
            ),
        ]


class Party(models.Model):
    """An organisation that takes part in delivering a service, in which role, and the one point at which it is reached:
    a person, or an address that is nobody's own (PR1.S4).
    """

    record = models.ForeignKey(Record, models.PROTECT, db_index=False, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    does = models.CharField(max_length=500, blank=True)
    contact = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    contact_point = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "organisation"], name="party_once")]
