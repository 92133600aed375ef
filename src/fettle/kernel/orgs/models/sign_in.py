"""Ways in: mailed links, the record of attempts (lock-out), API tokens. Secrets are stored hashed only."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from fettle.kernel.orgs.models.people import Person


class SignInLink(models.Model):
    """A link in a mail or on the console: single use, bound to a person and a purpose, expiring."""

    class Purpose(models.TextChoices):
        FIRST = "first"
        INVITE = "invite"
        SIGN_IN = "sign_in"
        RESET = "reset"

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="links")
    purpose = models.CharField(max_length=10, choices=Purpose)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class SignInAttempt(models.Model):
    """One try to sign in, kept for lock-out and for the administrator; removed after its retention time."""

    mail_hash = models.CharField(max_length=64)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    succeeded = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["mail_hash", "at"], name="attempt_by_mail"),
            models.Index(fields=["address", "at"], name="attempt_by_address"),
        ]


class ApiToken(models.Model):
    """A bearer token of one person. ``scopes`` narrow what the person may: read, write, administer."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=120)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=20))
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
