"""Posting a letter with a link: its address on this installation, and the outbox."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from fettle.administration.signing import mails
from fettle.edges.notify import outbox
from fettle.edges.notify.models import OutgoingMail
from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.orgs.signing import links
from fettle.kernel.settings import people

MOST_TO_STRANGERS_AN_HOUR = 1
"""To whom only others said that the address is theirs, such as a mail that somebody sent in their name."""


def address(secret: str) -> str:
    """The whole address of a link, as it stands in a mail."""
    whole: str = settings.PUBLIC_ADDRESS + reverse("sign-in-by-link", args=[secret])
    return whole


def post(person: Person, purpose: str, secret: str, wish: str = "") -> None:
    """Put the mail with this link into the outbox, inside the caller's transaction."""
    house = Organisation.objects.get(parent=None).name
    subject, text = mails.words(person, purpose, address(secret), house)
    outbox.send(person, subject, text, purpose=str(purpose), wish=wish)


def is_posted(person: Person, purpose: str, wish: str) -> bool:
    """Whether the letter of this wish is in the outbox already."""
    return bool(wish) and OutgoingMail.objects.filter(key=outbox.letter_key(purpose, person, wish)).exists()


def enough(person: Person, purpose: str) -> bool:
    """Whether they got as many letters within this hour as anybody may ask for in their name."""
    if person.may_sign_in:
        return outbox.letters(person, purpose) >= outbox.MOST_LETTERS_AN_HOUR
    return outbox.letters(person, *links.LASTS) >= MOST_TO_STRANGERS_AN_HOUR


@transaction.atomic
def invite(actor: Actor, person: Person) -> str:
    """Invite somebody by mail; the secret is given back, because without mail it is handed over by other ways."""
    secret = people.invite(actor, person)
    post(person, links.Purpose.INVITE, secret)
    return secret
