"""A mailbox of the desk, and what becomes of mails to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fettle.edges.mail.mailboxes import Mailbox
    from fettle.edges.mail.models import IncomingMail
    from fettle.edges.mail.tests.desk import Send
    from fettle.site.testing.world import World


@pytest.fixture
def desk(world: World) -> Mailbox:
    """The mailbox of the desk, and a second one for requests."""
    from fettle.edges.mail.mailboxes import of_row
    from fettle.edges.mail.tests.desk import DESK, OTHER, set_up

    set_up(DESK, OTHER)
    return of_row(DESK)


@pytest.fixture
def send(desk: Mailbox) -> Send:
    """Gives a mail to the desk and has it handled; the row as it is then."""
    from fettle.edges.mail import intake
    from fettle.edges.mail.models import IncomingMail
    from fettle.edges.mail.tests.desk import source

    def deliver(*args: Any, box: str = "desk", raw: bytes = b"", **kwargs: Any) -> IncomingMail:
        mail, _new = intake.keep(box, raw or source(*args, **kwargs))
        intake.handle.run(mailbox=box)
        return IncomingMail.objects.select_related("record__organisation", "person", "comment", "entry").get(pk=mail.pk)

    return deliver
