"""Reads of conversations: always by a record that came through the read door, and by audience."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fettle.facilities.discussion import media, names
from fettle.facilities.discussion.models import Attachment, Comment
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import NotSeen
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record

STAYS = "discussion.stays"
"""The slot for what keeps a file where it is: functions of a file, giving the sentence that says so, or ""."""
SERVED = (Participant.Part.REQUESTER, Participant.Part.AFFECTED, Participant.Part.JOINED)


def comments(actor: Actor, record: Record) -> QuerySet[Comment]:
    """What was said on a visible record and this actor may read, oldest first."""
    found = Comment.objects.filter(record_id=record.pk, audience__in=audiences(actor, record))
    return found.select_related("author").order_by("pk")


def attachments(actor: Actor, record: Record) -> QuerySet[Attachment]:
    """The files on a visible record that this actor may open, oldest first."""
    found = Attachment.objects.filter(record_id=record.pk, audience__in=audiences(actor, record), withdrawn_at=None)
    return found.select_related("file", "added_by").order_by("pk")


def attachment(actor: Actor, pk: int) -> Attachment:
    """One file by its id. Raises NotSeen when it is not there, was taken away, or is not for this actor."""
    found = Attachment.objects.filter(pk=pk).values_list("record_id", flat=True).first()
    record = visible(actor).select_related("organisation").filter(pk=found).first() if found else None
    file = attachments(actor, record).filter(pk=pk).first() if record else None
    if file is None:
        raise NotSeen(_("There is no such file, or it is not for you to see."))
    return file


def may_take_away(actor: Actor, record: Record, file: Attachment) -> bool:
    """One's own file, or anybody's for those who may revise the record."""
    own = file.added_by_id is not None and file.added_by_id == actor.person_id
    return own or may(actor, record.declared.may.revise, record)


def why_it_stays(file: Attachment) -> str:
    """What rests on a file, so that nobody takes it away; "" where nothing does."""
    return next((why for slot in assembly().slots.get(STAYS, ()) if (why := slot(file))), "")


def watchers(record: Record) -> QuerySet[Person]:
    """Who watches a visible record."""
    rows = Participant.objects.filter(record_id=record.pk, part=Participant.Part.WATCHER)
    return Person.objects.filter(pk__in=rows.values("person_id"))


def people(record: Record) -> tuple[list[str], list[str]]:
    """The people on the record whom we serve, by name: who reads a reply, and who has no way to, because neither an
    e-mail address nor a sign-in is known.
    """
    columns = [f"person__{name}" for name in ("name", "pk", "mail", "may_sign_in")]
    named = Participant.objects.filter(record_id=record.pk, part__in=SERVED)
    reading: dict[int, str] = {}
    cannot: dict[int, str] = {}
    for name, pk, mail, signs_in in named.order_by(*columns[:2]).values_list(*columns):
        (reading if mail or signs_in else cannot)[pk] = name
    return list(reading.values()), list(cannot.values())


def watches(actor: Actor, record: Record) -> bool:
    """Whether the actor watches it."""
    return actor.person_id is not None and watchers(record).filter(pk=actor.person_id).exists()


def address(file: Attachment) -> str:
    """Where a file is saved from; add ``?show`` to look at it."""
    return reverse("file", args=[file.pk, names.in_address(file.name)])


def preview(file: Attachment) -> str:
    """How a page can show the file: ``image``, ``pdf``, ``text``, or "" when it can only be saved."""
    kind = file.file.media_type
    if kind not in media.INLINE:
        return ""
    return "image" if kind in media.IMAGES else "pdf" if kind == "application/pdf" else "text"
