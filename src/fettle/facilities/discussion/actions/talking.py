"""Writing down what people say. The room's own action writes the entry that says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.facilities.discussion.actions.files import Upload, added, keep
from fettle.facilities.discussion.facts import Forwarded, Noted, Replied, SupplierAnswered
from fettle.facilities.discussion.models import Attachment, Comment
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences
from fettle.kernel.errors import Invalid
from fettle.kernel.history.facts import Fact
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE, STAFF, Text

WORDS = Text(100_000)


def write_down(
    actor: Actor, record: Record, text: str, audience: str, files: Sequence[Upload] = (), quoted: str = ""
) -> Comment:
    """Keep the text and its files, in the transaction of the action that will write the entry. ``quoted`` is what the
    text repeats of others. Raises Invalid, TooLarge.
    """
    try:
        words = WORDS.clean(text, actor)
    except ValueError as problem:
        raise Invalid({"text": str(problem)}) from None
    if not words:
        raise Invalid({"text": _("Write something first.")})
    comment = Comment.objects.create(
        record=record, author_id=actor.person_id, audience=audience, text=words, quoted=quoted, at=timezone.now()
    )
    keep(actor, record, files, audience, comment)
    return comment


def replied(
    actor: Actor, record: Record, text: str, files: Sequence[Upload] = (), quoted: str = ""
) -> tuple[bool, list[Fact]]:
    """Keep a message to everyone on the record: whether staff wrote it, and the facts of its entry, which is for
    everyone. Raises Invalid, TooLarge.
    """
    by_staff = STAFF in audiences(actor, record)
    comment = write_down(actor, record, text, EVERYONE, files, quoted)
    return by_staff, [Replied(comment=comment.pk, by_staff=by_staff), *_files(comment, files)]


def noted(actor: Actor, record: Record, text: str, files: Sequence[Upload] = (), quoted: str = "") -> list[Fact]:
    """Keep a note for staff: the facts of its entry, which is for staff. Raises Invalid, TooLarge."""
    comment = write_down(actor, record, text, STAFF, files, quoted)
    return [Noted(comment=comment.pk), *_files(comment, files)]


def forwarded(actor: Actor, record: Record, text: str, enclosed: Sequence[Attachment], **whereto: Any) -> list[Fact]:
    """Keep what is written to a supplier as a note for staff: the facts of its entry, which is for staff. ``whereto``
    are further values of ``Forwarded``. Raises Invalid.
    """
    comment = write_down(actor, record, text, STAFF)
    names = ", ".join(each.name for each in enclosed)
    files = tuple(each.pk for each in enclosed)
    return [Forwarded(comment=comment.pk, files=files, enclosed=names, **whereto)]


def supplier_answered(
    actor: Actor, record: Record, text: str, files: Sequence[Upload] = (), quoted: str = "", **whence: Any
) -> list[Fact]:
    """Keep a supplier's answer as a note for staff, likewise. ``whence`` are further values of ``SupplierAnswered``.
    Raises Invalid, TooLarge.
    """
    comment = write_down(actor, record, text, STAFF, files, quoted)
    return [SupplierAnswered(comment=comment.pk, **whence), *_files(comment, files)]


def _files(comment: Comment, files: Sequence[Upload]) -> Sequence[Fact]:
    return added(list(comment.attachments.all())) if files else ()
