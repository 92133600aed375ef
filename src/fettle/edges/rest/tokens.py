"""API tokens: made once, shown once, kept as a hash, narrowed by scopes."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import ApiToken, Person
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.facts import RegisterChanged

SCOPES = ("read", "write", "administer")
"""Each includes those before it."""
PREFIX = "fettle_"
USE_NOTED_EVERY = timedelta(minutes=1)
ACTOR_READS = (
    *(f"person__{name}" for name in ("name", "is_active", "zone", "language", "organisation__zone")),
    "person__organisation_id",
)
"""What ``Actor.of`` reads of a person: every call of the API begins with it, and needs nothing else of them."""


@transaction.atomic
def issue(
    actor: Actor, person: Person, name: str, scope: str = "write", expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A new token of ``person`` and its secret, which nobody can read again. Raises Invalid."""
    if scope not in SCOPES:
        raise Invalid({"scope": _("Give one of: %(names)s.") % {"names": ", ".join(SCOPES)}})
    if not (person.is_active and person.may_sign_in):
        raise Invalid({"person": _("%(name)s cannot sign in, so no token can act for them.") % {"name": person.name}})
    secret = PREFIX + secrets.token_urlsafe(32)
    scopes = list(SCOPES[: SCOPES.index(scope) + 1])
    made = ApiToken.objects.create(
        person=person, name=name, secret_hash=_hash(secret), scopes=scopes, expires_at=expires_at
    )
    _note(actor, made, "token issued")
    return made, secret


@transaction.atomic
def revoke(actor: Actor, token: ApiToken) -> None:
    """End a token for good."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    _note(actor, token, "token revoked")


def of(person: Person) -> Collection[ApiToken]:
    """A person's tokens that are not revoked, newest first."""
    return ApiToken.objects.filter(person=person, revoked_at=None).order_by("-made_at")


def find(secret: str) -> ApiToken | None:
    """The token in force with this secret, its person at hand. Its use is noted at most once a minute."""
    now = timezone.now()
    if not secret.startswith(PREFIX):
        return None
    in_force = Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=now))
    able = Q(person__is_active=True, person__may_sign_in=True)
    tokens = ApiToken.objects.filter(in_force, able, secret_hash=_hash(secret))
    token = tokens.select_related("person__organisation").only("scopes", "last_used_at", *ACTOR_READS).first()
    if token and (token.last_used_at is None or now - token.last_used_at > USE_NOTED_EVERY):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def _hash(secret: str) -> str:
    """Plain SHA-256 is enough: the secret has 256 bits of chance."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _note(actor: Actor, token: ApiToken, what: str) -> None:
    person = token.person
    after: dict[str, object] = {"token": token.name, "scopes": ", ".join(token.scopes)}
    settings.register(actor, RegisterChanged(subject=f"person:{person.pk}", label=person.name, what=what, after=after))
