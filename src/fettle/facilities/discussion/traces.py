"""What conversations keep about somebody."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fettle.facilities.discussion.models import Attachment, Comment, StoredFile
from fettle.kernel.history.erase import Erasing, Trace


def messages(erasing: Erasing) -> int:
    """Their names in what was written. The texts themselves stay: they are the history of the work."""
    return erasing.replace(Comment.objects.all(), "text", "quoted", theirs=erasing.on_their_record)


def file_names(erasing: Erasing) -> int:
    return erasing.replace(Attachment.objects.all(), "name", theirs=erasing.on_their_record)


def files(erasing: Erasing) -> int:
    """If it was asked for, what they attached: its rows now, its bytes with the nightly sweep. A content that somebody
    else attached too stays.
    """
    if not erasing.files:
        return 0
    mine = Attachment.objects.filter(added_by=erasing.person)
    contents = set(mine.values_list("file_id", flat=True))
    gone = mine.delete()[0]
    kept = Attachment.objects.filter(file_id__in=contents).values("file_id")
    StoredFile.objects.filter(pk__in=contents).exclude(pk__in=kept).delete()
    return gone


TRACES: Iterable[Trace] = (
    Trace("messages", _("messages and notes"), messages),
    Trace("files", _("deleted files"), files),
    Trace("file_names", _("names of files"), file_names),
)
