"""Links by which one person answers without signing in. Looking at one changes nothing: mail scanners open every
address. Only an answer spends it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.orgs.signing import secrets
from fettle.processes.surveys.models import Invitation, Key

KEPT = timedelta(days=30)


def make(invitation: Invitation) -> str:
    """The secret of a new link. Earlier ones go on working until the answer is there: a reminder does not break the
    first mail.
    """
    secret, digest = secrets.make()
    now = timezone.now()
    Key.objects.create(
        record_id=invitation.record_id,
        invitation=invitation,
        address=invitation.person.mail or "",
        secret_hash=digest,
        made_at=now,
        expires_at=invitation.expires_at or now,
    )
    return secret


def look(secret: str) -> Key | None:
    """The link, spent or not; None when it is unknown, too old, was sent to an address that is no longer theirs, or its
    person left. Changes nothing.
    """
    found = Key.objects.select_related("invitation__person__organisation", "record")
    key = found.filter(secret_hash=secrets.hashed(secret), expires_at__gt=timezone.now()).first()
    if key is None:
        return None
    person = key.invitation.person
    return key if person.is_active and (person.mail or "") == key.address else None


def actor_of(key: Key) -> Actor:
    """The person of the link, with nothing that a role gives them: it is for one answer alone."""
    return Actor.without_roles(key.invitation.person, Channel.LINK)


def forget(now: datetime) -> int:
    """Delete links that have been of no use for a month."""
    return Key.objects.filter(expires_at__lt=now - KEPT).delete()[0]
