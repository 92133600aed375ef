"""The tables of incoming mails and mailboxes."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from fettle.edges.mail import wording
from fettle.edges.mail.mailboxes import FIELDS, NONE, Mailbox, of_row
from fettle.edges.mail.models import IncomingMail, MailboxState
from fettle.edges.pages import addresses
from fettle.edges.pages.lists import Cell, Column, Row, Table, Tone
from fettle.kernel.settings.declare import Row as Kept

TONES: dict[str, Tone] = {"held": "amber", "quarantined": "red", "done": "green"}


def mails(rows: Sequence[IncomingMail], names: dict[str, str]) -> Table:
    """The log. What it is about comes first: on a narrow screen that is what one sees."""
    columns = [
        Column(_("Subject")),
        Column(_("From"), "text"),
        Column(_("State"), "name"),
        Column(_("What was done"), "text"),
        Column(_("Record"), "number"),
        Column(_("Mailbox"), "name"),
        Column(_("Arrived"), "name"),
    ]
    return Table(_("Mails that came in"), columns, [_mail(mail, names) for mail in rows])


def _mail(mail: IncomingMail, names: dict[str, str]) -> Row:
    record = mail.record
    cells = [
        Cell("link", mail.subject or wording.lost_subject(), url=reverse("incoming-mail", args=[mail.pk])),
        Cell("text", mail.sender_name or mail.sender or "–"),
        Cell("tag", mail.get_state_display(), tone=TONES.get(mail.state, "")),
        Cell("text", str(wording.DECISIONS.get(mail.decision, ""))),
        Cell("number", record.number, url=addresses.of(record)) if record else Cell("text"),
        Cell("text", names.get(mail.mailbox, mail.mailbox)),
        Cell("full", mail.arrived_at),
    ]
    return Row(str(mail.pk), cells)


def reasons(mail: IncomingMail) -> list[str]:
    """Why it was decided so, each in a sentence."""
    return [wording.reason(code, values) for code, values in mail.reasons]


def boxes(rows: Sequence[Kept], states: dict[str, MailboxState]) -> Table:
    """The mailboxes, and how each is."""
    columns = [
        Column(_("Mailbox"), "name"),
        Column(_("Address")),
        Column(_("Makes"), "name"),
        Column(_("Mails come from"), "name"),
        Column(_("How it is")),
        Column(_("Looked into"), "name"),
    ]
    return Table(_("Mailboxes"), columns, [_box(row, of_row(row), states.get(row["code"])) for row in rows])


def _box(row: Kept, box: Mailbox, state: MailboxState | None) -> Row:
    fields = {field.name: field for field in FIELDS}
    label, tone = how_it_is(box, state)
    cells = [
        Cell("link", box.label, url=reverse("mailbox", args=[box.code])),
        Cell("text", box.address),
        Cell("text", fields["route"].type.text(box.route)),
        Cell("text", fields["source"].type.text(box.source)),
        Cell("tag", label, tone=tone),
        Cell("full", state.looked_at if state else None),
    ]
    return Row(box.code, cells)


def how_it_is(box: Mailbox, state: MailboxState | None) -> tuple[str, Tone]:
    """In two or three words, with a colour where somebody has to do something."""
    if not box.active:
        return _("Not in use"), ""
    if box.source == NONE:
        return _("Only written from"), ""
    if state is None or (state.looked_at is None and not state.problem):
        return _("Not looked into yet"), "amber"
    if state.problem:
        return _("Cannot be looked into"), "red"
    return (_("Some mails are too large"), "amber") if state.too_large else (_("Working"), "green")
