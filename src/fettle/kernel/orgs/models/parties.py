"""Organisation and Team: the parties of service delivery."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A party: the provider, a customer, a supplier or a federation member, in one tree.

    ``path`` is ``/1/4/``: the ids from the root down to this one, so that "it and everything below" is one prefix.
    There is one root, the provider (or the federation) whose management system this is.
    """

    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    path = models.TextField(unique=True, editable=False)
    is_provider = models.BooleanField(_("provider"), default=False)
    is_customer = models.BooleanField(_("customer"), default=False)
    is_supplier = models.BooleanField(_("supplier"), default=False)
    is_member = models.BooleanField(_("federation member"), default=False)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    language = models.CharField(_("language"), max_length=8, default="en")
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ("name",)
        indexes = [models.Index(fields=["path"], name="organisation_below", opclasses=["text_pattern_ops"])]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="organisation_once"),
            models.UniqueConstraint(
                fields=["parent"], condition=models.Q(parent=None), nulls_distinct=False, name="organisation_one_root"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """People of one organisation who share a queue. A team is not an organisation."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="teams")
    name = models.CharField(_("name"), max_length=120)
    mail = models.EmailField(_("e-mail"), blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="team_once")]

    def __str__(self) -> str:
        return self.name
