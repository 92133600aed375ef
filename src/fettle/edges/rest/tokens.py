"""API tokens: made once, shown once, kept as a hash, narrowed by scopes."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from fettle.kernel import columns as columns_of
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Forbidden, Invalid, WhoMay
from fettle.kernel.orgs.models import ApiToken, Organisation, Person
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.facts import RegisterChanged

SCOPES = ("read", "write", "administer")
"""Each includes those before it."""
PREFIX = "fettle_"
USE_NOTED_EVERY = timedelta(minutes=1)
ROWS: dict[str, type[Model]] = {"token": ApiToken, "person": Person, "home": Organisation}
"""What is read of who calls, by the alias of its table: every call of the API begins with it."""
IN_FORCE = """
    FROM orgs_apitoken token
    JOIN orgs_person person ON person.id = token.person_id
    JOIN orgs_organisation home ON home.id = person.organisation_id
   WHERE token.secret_hash = %s AND token.revoked_at IS NULL AND (token.expires_at IS NULL OR token.expires_at > %s)
     AND person.is_active AND person.may_sign_in
"""
M = TypeVar("M", bound=Model)


@transaction.atomic
def issue(
    actor: Actor,
    person: Person,
    name: str,
    scope: str = "write",
    expires_at: datetime | None = None,
    *,
    by: ApiToken | None = None,
    seed: str = "",
) -> tuple[ApiToken, str]:
    """A new token of ``person`` and its secret, which nobody can read again. ``by`` is the token that asks for it,
    ``seed`` what its secret is made of (``secret_of``), by chance unless given. Raises Invalid, Forbidden.
    """
    if scope not in SCOPES:
        raise Invalid({"scope": _("Give one of: %(names)s.") % {"names": ", ".join(SCOPES)}})
    no_wider(actor, scope, expires_at, by)
    if not (person.is_active and person.may_sign_in):
        raise Invalid({"person": _("%(name)s cannot sign in, so no token can act for them.") % {"name": person.name}})
    secret = secret_of(seed or new_seed())
    scopes = list(SCOPES[: SCOPES.index(scope) + 1])
    made = ApiToken.objects.create(
        person=person, name=name, secret_hash=_hash(secret), scopes=scopes, expires_at=expires_at
    )
    _note(actor, made, "token issued")
    return made, secret


def no_wider(actor: Actor, scope: str, expires_at: datetime | None, by: ApiToken | None) -> None:
    """A token makes none that may more than itself, nor one that outlives it. Raises Forbidden, Invalid."""
    if actor.token_scopes is not None and scope not in actor.token_scopes:
        sentence = _("This token cannot make one that may more than itself: sign in, or give a narrower scope.")
        raise Forbidden(sentence, WhoMay(scope, scope=scope))
    if by and by.expires_at and (expires_at is None or expires_at > by.expires_at):
        day = timezone.localtime(by.expires_at, actor.tzinfo).date().isoformat()
        raise Invalid({"days": _("This token ends on %(day)s, and none that it makes lasts longer.") % {"day": day}})


def new_seed() -> str:
    """256 bits of chance."""
    return secrets.token_urlsafe(32)


def secret_of(seed: str) -> str:
    """The secret that follows from a seed and the key of this installation: so an answer can be given again although
    no secret is kept.
    """
    digest = salted_hmac("rest.token", seed, algorithm="sha256").digest()
    return PREFIX + base64.urlsafe_b64encode(digest).decode().rstrip("=")


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
    with connection.cursor() as cursor:
        cursor.execute(_in_force(), [_hash(secret), now])
        row = cursor.fetchone()
    if row is None:
        return None
    token, row = _first(ApiToken, row)
    token.person, row = _first(Person, row)
    token.person.organisation, _rest = _first(Organisation, row)
    if token.last_used_at is None or now - token.last_used_at > USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


@cache
def _in_force() -> str:
    """Asked in every request, so it is put together once."""
    columns = ", ".join(columns_of.listed(model, alias) for alias, model in ROWS.items())
    return f"SELECT {columns} {IN_FORCE}"


def _first(model: type[M], row: Sequence[Any]) -> tuple[M, Sequence[Any]]:
    """The object that a row begins with, and the rest of the row."""
    width = len(model._meta.concrete_fields)
    return columns_of.read(model, row[:width]), row[width:]


def _hash(secret: str) -> str:
    """Plain SHA-256 is enough: the secret has 256 bits of chance."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _note(actor: Actor, token: ApiToken, what: str) -> None:
    person = token.person
    after: dict[str, object] = {"token": token.name, "scopes": ", ".join(token.scopes)}
    settings.register(actor, RegisterChanged(subject=f"person:{person.pk}", label=person.name, what=what, after=after))
