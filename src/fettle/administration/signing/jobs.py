"""Work behind the sign-in page. Whether an address is known is found out here, never while somebody waits."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from fettle.administration.signing import letters
from fettle.edges.notify import outbox
from fettle.kernel.jobs import task
from fettle.kernel.orgs.models import Person, SignInLink
from fettle.kernel.orgs.signing import attempts, links


@task("administration.mail_link", most_seconds=30)
def mail_link(mail: str, purpose: str, wish: str = "") -> None:
    """Mail a link to the person with this address. For an unknown address, or somebody who left, nothing happens.
    ``wish`` is one press of the button: run twice, it is still one letter. Who got enough of them keeps the last one:
    a new link would end it.
    """
    person = Person.objects.select_related("organisation").filter(mail=mail.strip().lower(), is_active=True).first()
    if person is None:
        return
    with transaction.atomic():
        outbox.hold([person.mail or ""])
        if not letters.is_posted(person, purpose, wish) and not letters.enough(person, purpose):
            secret = links.make(person, links.Purpose(purpose))
            letters.post(person, purpose, secret, wish)


@task("administration.forget_ways_in", most_seconds=120, cron="40 3 * * *")
def forget_ways_in(timestamp: int = 0) -> None:
    """Remove tries to sign in after 90 days, and links a month after they ended."""
    attempts.forget_old()
    SignInLink.objects.filter(expires_at__lt=timezone.now() - timedelta(days=30)).delete()
