"""The tables of the mail pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from fettle.edges.notify import choices
from fettle.edges.notify.models import NotificationDecision, OutgoingMail
from fettle.edges.notify.wording import WAYS, WHO, WITHHELD
from fettle.edges.pages import addresses
from fettle.edges.pages.lists import Cell, Column, Row, Table, Tone
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
    said = str(WITHHELD.get(mail.reason, mail.reason)) if mail.reason else mail.answer
    return f"{said} ({_('possibly sent before')})" if mail.maybe_twice else said


def decisions(rows: Sequence[NotificationDecision]) -> Table:
    """Every decision: who was told of what, and who was not and why."""
    columns = [
        Column(_("When"), "name"),
        Column(_("Person"), "date"),
        Column(_("Record"), "number"),
        Column(_("What happened")),
        Column(_("Way"), "figure"),
        Column(_("Rule"), "text"),
        Column(_("Told, or why not"), "text"),
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
        Cell("text", words.get(one.rule, one.rule)),
        Cell("tag", _("told"), tone="green") if one.told else Cell("text", str(WITHHELD.get(one.reason, one.reason))),
    ]
    return Row(str(one.pk), cells)


def _number(record: Record | None) -> Cell:
    return Cell("number", record.number, url=addresses.of(record)) if record else Cell("text")
