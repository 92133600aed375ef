"""What people do with notices and mails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.notify import choosing, leaving, queries, server, smtp, times
from fettle.edges.notify.models import NotificationDecision, OutgoingMail, Secret
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require_everywhere
from fettle.kernel.errors import NotSeen, Refusal
from fettle.kernel.orgs.models import Person
from fettle.kernel.settings import actions as settings

ADMINISTER = "notify.administer"


def mark_read(actor: Actor, *ids: int) -> int:
    """Mark one's own notices as read, all of them without ids. Returns how many were unread."""
    mine = queries.of(actor).filter(read_at=None)
    return (mine.filter(pk__in=ids) if ids else mine).update(read_at=timezone.now())


def mark_unread(actor: Actor, pk: int) -> None:
    """Keep a notice for later."""
    queries.of(actor).filter(pk=pk).update(read_at=None)


@transaction.atomic
def choose_times(actor: Actor, values: Mapping[str, Any]) -> Person:
    """Keep when mails leave for oneself, and let what waits leave by it. Raises Invalid."""
    person = Person.objects.select_related("organisation").select_for_update(of=("self",)).get(pk=actor.person_id or 0)
    others = {name: value for name, value in person.notices.items() if name not in (times.QUIET, times.DIGEST)}
    person.notices = others | choosing.kept(values)
    person.save(update_fields=["notices"])
    at = times.leaves(person, timezone.now()).at
    NotificationDecision.objects.filter(person=person, leaves_at__isnull=False).update(leaves_at=at)
    held = OutgoingMail.objects.filter(person=person, state=OutgoingMail.State.WAITING, attempts=0)
    for mail in held.filter(leaves_at__gt=timezone.now()).select_for_update():
        mail.leaves_at = mail.next_at = times.end_of_quiet(person, timezone.now())
        mail.save(update_fields=["leaves_at", "next_at"])
        leaving.send_later(mail, mail.next_at)
    return person


@transaction.atomic
def send_again(actor: Actor, pk: int) -> OutgoingMail:
    """Send what failed or was withheld. Raises Forbidden, NotSeen, Refusal."""
    require_everywhere(actor, ADMINISTER)
    mail = OutgoingMail.objects.select_for_update().filter(pk=pk).first()
    if mail is None:
        raise NotSeen(_("There is no such mail."))
    if mail.state not in (OutgoingMail.State.FAILED, OutgoingMail.State.WITHHELD):
        raise Refusal(_("Only what failed or was withheld can be sent again."))
    if leaving.withheld():
        raise Refusal(_("Nothing can leave now: set up a mail server, or end the silence."))
    mail.state, mail.reason, mail.made_at = OutgoingMail.State.WAITING, "", timezone.now()
    mail.next_at, mail.ended_at, mail.leaves_at = mail.made_at, None, None
    mail.save(update_fields=["state", "reason", "made_at", "next_at", "ended_at", "leaves_at"])
    leaving.send_later(mail)
    return mail


@transaction.atomic
def keep_password(actor: Actor, password: str) -> None:
    """Keep the mail server's password; the history says that it changed, never what it is. Empty: none."""
    require_everywhere(actor, ADMINISTER)
    if password:
        Secret.objects.update_or_create(key=server.PASSWORD, defaults={"value": password})
    else:
        Secret.objects.filter(key=server.PASSWORD).delete()
    settings.redefine(actor, "notify.mail", reason=_("The password was changed."))


def test_mail(actor: Actor, address: str) -> smtp.Outcome:
    """Send one mail now and tell the server's own answer. Raises Forbidden, Refusal."""
    require_everywhere(actor, ADMINISTER)
    there = server.server()
    if there is None:
        raise Refusal(_("No mail server is set up: give its name and a sender address first."))
    now = timezone.now()
    mail = OutgoingMail(
        address=address,
        subject=_("Test mail"),
        body=_("This mail shows that the mail server works."),
        message_id=f"<test.{int(now.timestamp() * 1000)}@{server.domain()}>",
    )
    return smtp.deliver(mail, there)
