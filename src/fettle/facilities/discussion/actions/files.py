"""Attaching files and taking them away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.facilities.discussion import media, names, queries
from fettle.facilities.discussion.facts import FileAdded, FileWithdrawn
from fettle.facilities.discussion.models import Attachment, Comment, StoredFile
from fettle.facilities.discussion.store import Oversized, store
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import audiences
from fettle.kernel.errors import Forbidden, Invalid, Refusal, TooLarge, WhoMay
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE
from fettle.kernel.settings.read import current


class Upload(Protocol):
    """A file that arrives: Django's uploaded files answer this."""

    @property
    def name(self) -> str | None: ...

    def chunks(self) -> Iterator[bytes]: ...


@transaction.atomic
def attach(actor: Actor, number: str, files: Sequence[Upload], *, audience: str = EVERYONE) -> Record:
    """Put files on a record, for everyone on it or for staff. One entry tells of all of them. Raises Invalid,
    TooLarge.
    """
    record = history.lock(actor, number)
    require(actor, record.declared.may.to_follow, record)
    if audience not in audiences(actor, record):
        require(actor, record.declared.may.revise, record)
    if not files:
        raise Invalid({"files": _("Choose a file first.")})
    facts = added(keep(actor, record, files, audience))
    history.write(actor, record, *facts, audience=audience, wakes=False)
    return record


@transaction.atomic
def withdraw(actor: Actor, number: str, attachment: int, *, reason: str) -> Record:
    """Take a file away, with a reason: one's own, or anybody's for those who may revise the record. Raises Invalid,
    Forbidden, Refusal where something rests on it.
    """
    record = history.lock(actor, number)
    found = queries.attachments(actor, record).filter(pk=attachment).first()
    if found is None:
        raise Invalid({"attachment": _("There is no such file on this record any more.")})
    if not queries.may_take_away(actor, record, found):
        require(actor, record.declared.may.revise, record)
    if actor.token_scopes is not None and "write" not in actor.token_scopes:
        raise Forbidden(_("This token may only read."), WhoMay(record.declared.may.to_follow, scope="write"))
    if why := queries.why_it_stays(found):
        raise Refusal(why, rule="something_rests_on_it")
    if not reason.strip():
        raise Invalid({"reason": _("Say why the file is taken away.")})
    found.withdrawn_at = timezone.now()
    found.save(update_fields=["withdrawn_at"])
    fact = FileWithdrawn(attachment=found.pk, file_name=found.name, reason=reason.strip()[:500])
    history.write(actor, record, fact, audience=found.audience, wakes=False)
    return record


def keep(
    actor: Actor, record: Record, files: Sequence[Upload], audience: str, comment: Comment | None = None
) -> list[Attachment]:
    """Store the contents and their rows, in the caller's transaction; what a rollback leaves in the store is swept
    later. Raises Invalid, TooLarge.
    """
    if not files:
        return []
    limits = current()["discussion.files"]
    there = record.attachments.filter(withdrawn_at=None).count()
    if there + len(files) > limits["most_per_record"]:
        sentence = _("A record takes at most %(count)s files: take one away first.")
        raise Invalid({"files": sentence % {"count": limits["most_per_record"]}})
    return [_keep(actor, record, file, audience, comment, limits["most_megabytes"]) for file in files]


def _keep(
    actor: Actor, record: Record, file: Upload, audience: str, comment: Comment | None, megabytes: int
) -> Attachment:
    name = names.shown(file.name or "")
    try:
        kept = store().keep(file.chunks(), megabytes * 1_000_000)
    except Oversized:
        sentence = _("“%(name)s” is larger than %(most)s MB: make it smaller or send a link.")
        raise TooLarge(sentence % {"name": name, "most": megabytes}) from None
    if kept.size == 0:
        raise Invalid({"files": _("“%(name)s” is empty.") % {"name": name}})
    stored, _new = StoredFile.objects.get_or_create(
        sha256=kept.sha256, defaults={"size": kept.size, "media_type": media.type_of(kept.start)}
    )
    return Attachment.objects.create(
        record=record, comment=comment, file=stored, name=name, audience=audience, added_by_id=actor.person_id
    )


def added(attachments: Sequence[Attachment]) -> list[FileAdded]:
    """The facts that tell of these files."""
    return [FileAdded(attachment=each.pk, file_name=each.name) for each in attachments]
