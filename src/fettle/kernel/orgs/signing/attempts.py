"""Lock-out: what slows down whoever guesses passwords, without shutting out the person whose account it is.

Failures are counted by account and by address. An address from which the person signed in before is not stopped by
failures that came from elsewhere, and the mailed link works always.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from fettle.kernel.orgs.models import SignInAttempt
from fettle.kernel.orgs.signing import secrets

WINDOW = timedelta(minutes=15)
MOST_PER_ACCOUNT = 10
MOST_PER_ADDRESS = 50
"""A school stands behind one address: fifty wrong passwords in a quarter of an hour are not people."""
KNOWN_FOR = timedelta(days=60)
KEPT_FOR = timedelta(days=90)


def refused(mail: str, address: str | None) -> bool:
    """Whether a password for this account is not tried from this address now."""
    recent = SignInAttempt.objects.filter(at__gt=timezone.now() - WINDOW, succeeded=False)
    if address and recent.filter(address=address).count() >= MOST_PER_ADDRESS:
        return True
    failures = recent.filter(mail_hash=_key(mail))
    if _is_known(mail, address):
        failures = failures.filter(address=address)
    return failures.count() >= MOST_PER_ACCOUNT


def note(mail: str, address: str | None, succeeded: bool) -> None:
    """Keep one try."""
    SignInAttempt.objects.create(mail_hash=_key(mail), address=address, succeeded=succeeded)


def of(mail: str) -> QuerySet[SignInAttempt]:
    """The tries for one account, newest first: shown to the person and to the administrator."""
    return SignInAttempt.objects.filter(mail_hash=_key(mail)).order_by("-at")


def forget_old() -> int:
    """Remove tries past their retention time; returns how many."""
    return SignInAttempt.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _is_known(mail: str, address: str | None) -> bool:
    since = timezone.now() - KNOWN_FOR
    return bool(address) and of(mail).filter(address=address, succeeded=True, at__gt=since).exists()


def _key(mail: str) -> str:
    return secrets.hashed(mail.strip().lower())
