"""Mails as files in a folder, one for each mailbox: for mail servers that hand over by a program, and for what is
brought in by hand.

Whoever writes a file there writes it under a name that begins with a dot and renames it when it is whole; for those
who do not, a file is left alone while it was changed just now.
"""

from __future__ import annotations

import time
from itertools import islice
from pathlib import Path

import structlog
from django.conf import settings

from fettle.edges.mail import intake
from fettle.edges.mail.mailboxes import Mailbox
from fettle.edges.mail.models import MailboxState

STILL_SECONDS = 2.0
LEFT = ".too-large-"
"""Begins the name that a file has from then on."""
AT_ONCE = 500
"""Files of one look; the rest is the next one's."""
log = structlog.get_logger(__name__)


def folder(mailbox: Mailbox) -> Path:
    """Made when it is first looked into. The code of a mailbox holds letters, digits and hyphens only."""
    found: Path = settings.MAIL_DROP / mailbox.code
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found


def take(mailbox: Mailbox) -> int:
    """Keep what lies there and remove it; returns how many mails were new. A folder inside, a link or a hidden file is
    left alone; one that cannot be read or removed stops no other. Raises OSError for the first of those, at the end.
    What is too large for a mail gets another name, and is written on the mailbox for as long as it is there.
    """
    new, problem = 0, None
    whole = (path for path in sorted(folder(mailbox).iterdir()) if not path.name.startswith("."))
    for path in islice(whole, AT_ONCE):
        try:
            new += _take(mailbox, path)
        except OSError as first:
            problem = problem or first
    _tell_of_large(mailbox)
    if problem:
        raise problem
    return new


def _tell_of_large(mailbox: Mailbox) -> None:
    there = sorted(path.name for path in folder(mailbox).glob(f"{LEFT}*"))
    told = MailboxState.objects.filter(pk=mailbox.code).values_list("too_large", flat=True).first() or []
    if told != there:
        MailboxState.objects.update_or_create(code=mailbox.code, defaults={"too_large": there})


def _take(mailbox: Mailbox, path: Path) -> bool:
    """Whether it was a new mail."""
    if path.is_symlink() or not path.is_file() or _fresh(path):
        return False
    if path.stat().st_size > intake.MOST_BYTES:
        log.warning("too large for a mail", file=path.name)
        path.rename(path.with_name(f"{LEFT}{path.name}"))
        return False
    new = intake.keep(mailbox.code, path.read_bytes())[1]
    path.unlink()
    return new


def _fresh(path: Path) -> bool:
    """Whether somebody may still be writing it."""
    return 0 <= time.time() - path.stat().st_mtime < STILL_SECONDS
