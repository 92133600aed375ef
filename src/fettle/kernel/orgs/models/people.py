"""Person and Membership. A person exists as soon as somebody names them; signing in is a further matter."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from fettle.kernel.orgs.models.parties import Organisation, Team


class People(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        """By e-mail address, whatever its letters' case. Raises Person.DoesNotExist."""
        return self.get(mail__iexact=username)


class Person(AbstractBaseUser):
    """Somebody. Without ``mail`` (imported labels, walk-ins) or without ``may_sign_in`` there is no account, only a
    name. ``vip``: needs particular attention; for staff alone.
    """

    name = models.CharField(_("name"), max_length=200)
    mail = models.EmailField(_("e-mail"), null=True, blank=True, unique=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="people", verbose_name=_("organisation")
    )
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    place = models.CharField(_("room or place"), max_length=120, blank=True)
    source_key = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)
    may_sign_in = models.BooleanField(_("may sign in"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    demo = models.BooleanField(default=False, editable=False)
    vip = models.BooleanField(_("needs particular attention"), default=False, db_default=False)

    language = models.CharField(_("language"), max_length=8, default="en")
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    theme = models.CharField(_("theme"), max_length=8, default="auto")
    density = models.CharField(_("density"), max_length=12, default="comfortable")
    single_keys = models.BooleanField(_("single-key shortcuts"), default=True)
    own_keys = models.JSONField(_("own keys"), default=dict, db_default={}, blank=True)
    signature = models.TextField(_("signature"), blank=True)
    notices = models.JSONField(_("notifications"), default=dict, blank=True)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    added_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "mail"
    REQUIRED_FIELDS = ["name"]
    objects = People()

    class Meta:
        ordering = ("name", "pk")
        indexes = [
            models.Index(fields=["name"], name="person_by_name"),
            models.Index(fields=["id"], name="person_vip", condition=models.Q(vip=True)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with "sign out everywhere"."""
        return f"{super().get_session_auth_hash()}.{self.session_epoch}"

    @property
    def settled_zone(self) -> str:
        """The time zone this person reads times in."""
        return self.zone or self.organisation.zone

    def get_full_name(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.mail = self.mail.strip().lower() if self.mail else None
        super().save(*args, **kwargs)


class Membership(models.Model):
    """A person works in a team."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    leads = models.BooleanField(_("leads the team"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "team"], name="membership_once")]
