"""What mails that came in keep about somebody."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fettle.edges.mail.jobs import drop_contents
from fettle.edges.mail.models import IncomingMail, Picture
from fettle.kernel.history.erase import Erasing, Trace


def their_mails(erasing: Erasing) -> int:
    """Mails that they sent: that there was one and what was decided stays; the mail as it came, its sender and its
    words go.
    """
    theirs = IncomingMail.objects.filter(Q(person=erasing.person) | Q(sender__in=erasing.mails))
    rows = theirs.exclude(sender="", sender_name=erasing.mark)
    pictures = Picture.objects.filter(mail__in=rows)
    files = {
        *rows.exclude(file=None).values_list("file_id", flat=True),
        *pictures.exclude(file=None).values_list("file_id", flat=True),
    }
    pictures.delete()
    count = rows.update(
        file=None,
        sender="",
        sender_name=erasing.mark,
        subject=erasing.mark,
        message_id="",
        content="",
    )
    drop_contents(files)
    return count


def named_in_mails(erasing: Erasing) -> int:
    """Their names in mails of others, as far as they are kept as text; the mails as they came go after their time."""
    return erasing.replace(
        IncomingMail.objects.all(),
        "subject",
        "reasons",
        theirs=lambda mail: mail.record_id in erasing.records,
    )


TRACES: Iterable[Trace] = (
    Trace("mails_from_them", _("mails from them"), their_mails),
    Trace("named_in_mails", _("mails of others that name them"), named_in_mails),
)
