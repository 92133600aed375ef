"""The tables of the mail pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.notify import choices
from fettle.edges.notify.models import NotificationDecision, OutgoingMail
from fettle.edges.notify.wording import LATER, WAYS, WHO, WITHHELD
from fettle.edges.pages import addresses
from fettle.edges.pages.lists import Cell, Column, Row, Table, Tone
from fettle.edges.pages.wording import day_and_clock
from fettle.kernel.assembly import assembly
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current

TONES: dict[str, Tone] = {"failed": "red", "withheld": "amber", "sent": "green"}


def mails(rows: Sequence[OutgoingMail]) -> Table:
    """The log: when, to whom, about what, and what became of it."""
    columns = [
        Column(_("Written"), "name"),
        Column(_("State"), "time"),
        Column(_("To"), "text"),
        Column(_("Record"), "number"),
        Column(_("Subject")),
        Column(_("Why, or the server's answer")),
    ]
    return Table(_("Mails"), columns, [_mail(mail) for mail in rows])


def _mail(mail: OutgoingMail) -> Row:
    cells = [
        Cell("full", mail.made_at),
        Cell("tag", mail.get_state_display(), tone=TONES.get(mail.state, "")),
        Cell("text", mail.address),
        _number(mail.record),
        Cell("link", mail.subject, url=reverse("mail", args=[mail.pk])),
        Cell("text", became(mail)),
    ]
    return Row(str(mail.pk), cells)


def became(mail: OutgoingMail) -> str:
    """One sentence: why it was withheld, or what the server said, and whether it may have gone out twice."""
    said = str(WITHHELD.get(mail.reason, mail.reason)) if mail.reason else mail.answer or later(mail)
    return f"{said} ({_('possibly sent before')})" if mail.maybe_twice else said


def later(mail: OutgoingMail) -> str:
    """That it waits for the end of quiet hours, and until when."""
    moment = _until(mail)
    when = {"why": LATER["quiet"], "moment": day_and_clock(timezone.localtime(moment))} if moment else None
    return _("%(why)s; leaves on %(moment)s") % when if when else ""


def told(one: NotificationDecision) -> str:
    """Why somebody was not told, or is told later; nothing when they were told."""
    if not one.told:
        return str(WITHHELD.get(one.reason, one.reason))
    return str(LATER.get(one.reason, one.reason)) if leaves(one) else ""


def leaves(one: NotificationDecision) -> datetime | None:
    """When the mail leaves that is still to leave."""
    return one.leaves_at or (_until(one.mail) if one.mail else None)


def _until(mail: OutgoingMail) -> datetime | None:
    waits = mail.state == OutgoingMail.State.WAITING and mail.leaves_at and mail.leaves_at > timezone.now()
    return mail.leaves_at if waits else None


def decisions(rows: Sequence[NotificationDecision]) -> Table:
    """Every decision: who was told of what, and who was not and why."""
    columns = [
        Column(_("When"), "name"),
        Column(_("Person"), "date"),
        Column(_("Record"), "number"),
        Column(_("What happened"), "text"),
        Column(_("Way"), "figure"),
        Column(_("Told, or why not")),
        Column(_("Leaves"), "date"),
        Column(_("Rule"), "text"),
    ]
    words = {row["code"]: _rule(row) for row in current()["notify.rules"]}
    return Table(_("Decisions"), columns, [_decision(one, words) for one in rows])


def _rule(row: dict[str, Any]) -> str:
    """What a rule tells of, and whom."""
    known = row["fact"].partition(":")[0] in assembly().fact_by_name
    what = choices.label(row["fact"]) if known else row["fact"]
    return f"{what}: {WHO.get(row['who'], row['who'])}"


def _decision(one: NotificationDecision, words: dict[str, str]) -> Row:
    cells = [
        Cell("full", one.at),
        Cell("text", one.person.name),
        _number(one.entry.record),
        Cell("text", str(one.entry.said()[0].words)),
        Cell("text", str(WAYS.get(one.way, one.way))),
        Cell("text", why) if (why := told(one)) else Cell("tag", _("told"), tone="green"),
        Cell("full", at) if (at := leaves(one)) else Cell("text"),
        Cell("text", words.get(one.rule, one.rule)),
    ]
    return Row(str(one.pk), cells)


def _number(record: Record | None) -> Cell:
    return Cell("number", record.number, url=addresses.of(record)) if record else Cell("text")
