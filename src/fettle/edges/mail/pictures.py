"""Pictures from elsewhere: not shown until somebody asks for them, fetched by a worker once for each mail, kept with
the mail and gone with it. The reader's browser opens nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.fetching.client import Limits, NotFetched, fetch
from fettle.edges.fetching.reach import PUBLIC, Reach
from fettle.edges.mail import elsewhere, intake
from fettle.edges.mail.apart import read
from fettle.edges.mail.mailboxes import PICTURES
from fettle.edges.mail.message import Unreadable
from fettle.edges.mail.models import IncomingMail, Picture
from fettle.edges.mail.sources import watching
from fettle.facilities.discussion import media
from fettle.facilities.discussion.models import StoredFile
from fettle.facilities.discussion.store import store
from fettle.kernel.errors import Refusal
from fettle.kernel.jobs import enqueue, task
from fettle.kernel.settings.read import current

State = Picture.State
AT_ONCE = 4
LIMITS = Limits(seconds=10.0, most_bytes=2_000_000, redirects=3)
CUT_OFF = timedelta(minutes=5)
"""After this nobody fetches it any more: a worker ended amid it."""
ACCEPT = ", ".join(sorted(media.IMAGES))


@dataclass(frozen=True)
class Shown:
    """The pictures of a mail: how many it names, how many are on their way, and by name where the content of those that
    are there lies. ``asked``: somebody wanted to see them. ``may``: the administrator allows it.
    """

    total: int = 0
    asked: bool = False
    coming: int = 0
    files: tuple[tuple[str, str], ...] = ()
    may: bool = True

    @property
    def there(self) -> int:
        return len(self.files)


def may_fetch() -> bool:
    return bool(current()[PICTURES.key]["fetch"])


def addresses(mail: IncomingMail) -> list[str]:
    """Those that a mail names, each once; none where it is gone or cannot be read."""
    try:
        with read(intake.original(mail)) as (message, _folder):
            return elsewhere.pictures(message.html)
    except Unreadable:
        return []


def of(mail: IncomingMail, named: Sequence[str]) -> Shown:
    """Where the pictures of a mail stand; ``named`` are their addresses."""
    names = [elsewhere.name_of(each) for each in named]
    if not names or not may_fetch():
        return Shown(len(names), may=may_fetch())
    rows = {row.name: row for row in Picture.objects.filter(mail=mail, name__in=names)}
    late = timezone.now() - CUT_OFF
    coming = [row for row in rows.values() if row.state in (State.ASKED, State.TAKEN) and row.asked_at > late]
    files = tuple((name, rows[name].file_id or "") for name in names if name in rows and rows[name].file_id)
    return Shown(len(names), bool(rows), len(coming), files)


def content(key: str) -> bytes:
    """What was fetched; nothing where it is gone."""
    if not key:
        return b""
    try:
        with store().open(key) as file:
            return file.read()
    except FileNotFoundError:
        return b""


@transaction.atomic
def ask(mail: IncomingMail) -> None:
    """Promise to fetch what was not asked for yet. Raises Refusal."""
    if not may_fetch():
        raise Refusal(_("Pictures from elsewhere are not fetched here: the administrator has switched it off."))
    if watching.silent():
        raise Refusal(_("This installation is silent and fetches nothing: end the silence first."))
    now = timezone.now()
    named = [elsewhere.name_of(each) for each in addresses(mail)]
    if not named:
        raise Refusal(_("This mail names no pictures from elsewhere."))
    rows = [Picture(mail=mail, name=name, asked_at=now) for name in named]
    Picture.objects.bulk_create(rows, ignore_conflicts=True)
    if Picture.objects.filter(mail=mail, state=State.ASKED).update(asked_at=now):
        enqueue(get, mail=mail.pk)


@task("mail.get_pictures", most_seconds=200, attempts=2)
def get(mail: int) -> None:
    """Fetch what was asked for of a mail. Twice does no harm: each picture is taken by one run."""
    get_all(mail)


def get_all(pk: int, reach: Reach = PUBLIC, limits: Limits = LIMITS) -> None:
    """``reach`` is another one in tests alone."""
    if not may_fetch() or watching.silent():
        return
    mail = IncomingMail.objects.filter(pk=pk).first()
    if mail is None:
        return
    named = {elsewhere.name_of(each): each for each in addresses(mail)}
    taken = [row for row in _take(mail) if row.name in named]

    def one(row: Picture) -> bytes | str:
        """The content, or why there is none. Speaks to the web, and to no database."""
        try:
            found = fetch(named[row.name], accept=ACCEPT, limits=limits, reach=reach)
        except NotFetched as problem:
            return problem.reason
        return found if media.type_of(found[: media.ENOUGH]) in media.IMAGES else "no_picture"

    with ThreadPoolExecutor(AT_ONCE) as hands:
        for row, found in zip(taken, hands.map(one, taken), strict=True):
            _settle(row, found)


@transaction.atomic
def _take(mail: IncomingMail) -> list[Picture]:
    rows = list(Picture.objects.select_for_update().filter(mail=mail, state=State.ASKED).order_by("pk"))
    Picture.objects.filter(pk__in=[row.pk for row in rows]).update(state=State.TAKEN)
    return rows


@transaction.atomic
def _settle(row: Picture, found: bytes | str) -> None:
    """Keep what came; nothing where the mail is gone meanwhile."""
    left = Picture.objects.select_for_update().filter(pk=row.pk, state=State.TAKEN)
    if not left:
        return
    if isinstance(found, str):
        left.update(state=State.FAILED, reason=found)
        return
    kept = store().keep([found], LIMITS.most_bytes)
    values = {"size": kept.size, "media_type": media.type_of(kept.start)}
    file, _new = StoredFile.objects.get_or_create(sha256=kept.sha256, defaults=values)
    left.update(state=State.THERE, file=file)
