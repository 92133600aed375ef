"""Handing a letter over to the mail server, as a job of its own that is repeated when it fails."""

from __future__ import annotations

from django.core.mail import send_mail

from fettle.kernel.jobs import enqueue, task
from fettle.kernel.orgs.models import Person


@task("administration.post", most_seconds=60)
def post(to: str, subject: str, text: str) -> None:
    send_mail(subject, text, None, [to])


def send(person: Person, subject: str, text: str) -> None:
    """Promise the mail in the caller's transaction."""
    enqueue(post, to=person.mail, subject=subject, text=text)
