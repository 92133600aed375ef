"""Writing down what people say. The room's own action writes the entry that says so."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.facilities.discussion.actions.files import Upload, keep
from fettle.facilities.discussion.models import Comment
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Invalid
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Text

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
