"""What is kept of a controlled text. Versions, approvals and readings are only ever added. The app's database role may
neither change nor delete the latter two; a version's words change only when somebody's personal data are erased.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from fettle.kernel.orgs.models import Person, Team
from fettle.kernel.records.models import Record


class Controlled(models.Model):
    """The columns of a room's model that make its kind a controlled text: numbers of versions.

    ``draft`` is the one being written or in review, ``in_force`` the one that holds. Both may stand side by side.
    """

    draft = models.PositiveIntegerField(null=True)
    in_force = models.PositiveIntegerField(null=True)
    effective_on = models.DateField(null=True)

    class Meta:
        abstract = True


class Version(models.Model):
    """A text as somebody saved it, in Markdown. ``note`` says what is different from the one before."""

    record = models.ForeignKey(Record, models.PROTECT, db_index=False, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    note = models.TextField(blank=True)
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="version_once")]


class Approval(models.Model):
    """Somebody put a version in force."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="approval")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    effective_on = models.DateField()


class Addressee(models.Model):
    """Who is to read the text: exactly one of a person, a team, and a role (a key of ``site/roles.py``)."""

    record = models.ForeignKey(Record, models.PROTECT, db_index=False, related_name="addressees")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("record", "person", "team", "role", name="addressee_once", nulls_distinct=False)
        ]


class Acknowledgement(models.Model):
    """Somebody has read a version and understood it."""

    version = models.ForeignKey(Version, models.PROTECT, db_index=False, related_name="acknowledgements")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="acknowledgement_once")]
