"""What is asked about acceptance criteria, for pages and REST alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.facilities.discussion import queries as discussion
from fettle.facilities.discussion.models import Attachment
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Line, Option, Text
from fettle.kernel.workflow import Ask


@dataclass(frozen=True)
class ToFile(Choice):
    """One of the files of a record, by its id."""

    def clean(self, raw: Any, actor: Any) -> Any:
        key = super().clean(raw, actor)
        return Attachment.objects.get(pk=int(key))

    def text(self, value: Any) -> str:
        return value.name if value else ""

    def plain(self, value: Any) -> Any:
        return str(value.pk) if value else None


TITLE = Ask("title", Line(200), _("What has to be shown"))
TEXT = Ask("text", Text(5_000), _("How it is shown"), needed=False)
CRITERION = (TITLE, TEXT)
REASON = (Ask("reason", Line(500), _("Reason")),)
WORDS = Ask("evidence", Text(5_000), _("What shows that it is met"))
ADDRESS = Ask("address", Line(500), _("Link"), _("A web address, if there is one"), needed=False)


def evidence(actor: Actor, record: Record) -> Sequence[Ask]:
    """With the files of the package to choose from, where there are any."""
    files = [Option(str(file.pk), file.name) for file in discussion.attachments(actor, record)]
    if not files:
        return (WORDS, ADDRESS)
    of_it = Ask("file", ToFile(lambda: files), _now("File"), _now("One of those attached to the package"), needed=False)
    return (WORDS, ADDRESS, of_it)
