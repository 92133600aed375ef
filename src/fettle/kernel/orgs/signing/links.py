"""Links that let one person in, once, for a while.

Looking at a link changes nothing: mail scanners open every address. Only ``use`` spends it.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from fettle.kernel.orgs.models import Person, SignInLink
from fettle.kernel.orgs.signing import secrets

Purpose = SignInLink.Purpose
LASTS = {
    Purpose.FIRST: timedelta(hours=24),
    Purpose.INVITE: timedelta(hours=24),
    Purpose.SIGN_IN: timedelta(minutes=60),
    Purpose.RESET: timedelta(minutes=60),
}


@transaction.atomic
def make(person: Person | None, purpose: Purpose) -> str:
    """The secret of a new link. An older unused one for the same purpose ends with it."""
    SignInLink.objects.filter(person=person, purpose=purpose, used_at=None).delete()
    secret, digest = secrets.make()
    SignInLink.objects.create(
        person=person, purpose=purpose, secret_hash=digest, expires_at=timezone.now() + LASTS[purpose]
    )
    return secret


def look(secret: str) -> SignInLink | None:
    """The link, if it could be used now. Changes nothing."""
    link = SignInLink.objects.select_related("person").filter(**_open(secret)).first()
    if link and link.person and not link.person.is_active:
        return None
    return link


@transaction.atomic
def use(secret: str) -> SignInLink | None:
    """Spend the link; None when it is unknown, spent, too old, or its person is no longer active.

    Whoever uses a link has proved that the address is theirs, so a person who was only named can sign in from now on.
    """
    link = look(secret)
    if link is None or not SignInLink.objects.filter(**_open(secret)).update(used_at=timezone.now()):
        return None
    if link.person and not link.person.may_sign_in:
        link.person.may_sign_in = True
        link.person.save(update_fields=["may_sign_in"])
    return link


def end_all(person: Person) -> None:
    """No link of this person works any more: their address changed, or they left."""
    SignInLink.objects.filter(person=person, used_at=None).delete()


def _open(secret: str) -> dict[str, object]:
    return {"secret_hash": secrets.hashed(secret), "used_at": None, "expires_at__gt": timezone.now()}
