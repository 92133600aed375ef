"""Grant: a role given to a person for an organisation and everything below it, or for one team only."""

from __future__ import annotations

from django.db import models

from fettle.kernel.orgs.models import Organisation, Person, Team


class Grant(models.Model):
    """``role`` is a key of ``site/roles.py``. With ``team`` it covers only records of that team."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("person", "role", "organisation", "team", name="grant_once", nulls_distinct=False)
        ]
