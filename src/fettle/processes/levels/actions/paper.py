"""The paper that the other party signed, kept with the version that it is of."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from fettle.facilities.discussion import actions as discussion
from fettle.facilities.discussion import queries as talk
from fettle.facilities.discussion.actions.files import Upload, keep
from fettle.facilities.discussion.models import Attachment
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE
from fettle.processes.levels import rules
from fettle.processes.levels.facts import PaperKept
from fettle.processes.levels.models import Signature
from fettle.processes.levels.records import AGREEMENT


@transaction.atomic
def keep_paper(actor: Actor, number: str, *, files: Sequence[Upload] = (), attachment: int | None = None) -> Record:
    """Keep the signed paper: a file that arrives, or one that lies on the agreement already. Both sides read it. Raises
    Invalid, Refusal, TooLarge, Forbidden.
    """
    record = history.lock(actor, number, AGREEMENT)
    require(actor, AGREEMENT.may.revise, record)
    signature = their_newest(record)
    rules.they_signed_it(signature)
    paper, facts = _paper(actor, record, files, attachment)
    Signature.objects.filter(pk=signature.pk).update(file=paper)  # type: ignore[union-attr]
    fact = PaperKept(signature.version.version)  # type: ignore[union-attr]
    history.write(actor, record, fact, *facts, wakes=False)
    return record


def their_newest(record: Record) -> Signature | None:
    """The newest signature of the other party."""
    found = Signature.objects.filter(version__agreement_id=record.pk, side=Signature.Side.THEIRS)
    return found.select_related("version").order_by("-version__version").first()


def _paper(
    actor: Actor, record: Record, files: Sequence[Upload], attachment: int | None
) -> tuple[Attachment, Sequence[Fact]]:
    if files:
        made = keep(actor, record, files[:1], EVERYONE)
        return made[0], discussion.added(made)
    there = talk.attachments(actor, record).filter(pk=attachment or 0, audience=EVERYONE).first()
    if there is None:
        raise Invalid({"attachment": _("Attach the file for everybody on the agreement first, and give its number.")})
    return there, []
