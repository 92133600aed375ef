"""What people do with notices and mails."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.notify import leaving, queries, server, smtp
from fettle.edges.notify.models import OutgoingMail, Secret
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require_everywhere
from fettle.kernel.errors import NotSeen, Refusal
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
    mail.next_at, mail.ended_at = mail.made_at, None
    mail.save(update_fields=["state", "reason", "made_at", "next_at", "ended_at"])
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
