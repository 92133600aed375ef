"""An import from its file to its outcome: the file is kept as it came, tried, looked at, confirmed, brought in. The
page, REST and the command go this one way.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterable
from contextlib import nullcontext, suppress
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import ProtectedError, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fettle.edges.transfer.models import ImportRun
from fettle.edges.transfer.outcome import Importer, NothingRead, Outcome, Progress
from fettle.facilities.discussion import media, names
from fettle.facilities.discussion.models import StoredFile
from fettle.facilities.discussion.store import Oversized, store
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.assembly import assembly
from fettle.kernel.clock.wording import BadCalendar
from fettle.kernel.clock.zones import known_zone
from fettle.kernel.errors import FettleError, Invalid, NotSeen, Refusal, TooLarge
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.facts import RegisterChanged

LARGEST = 40_000_000
"""Bytes of a file that comes over the web. The command reads larger ones."""
NO_LIMIT = 1 << 40
SECONDS_BETWEEN = 0.5
GONE = gettext_lazy("The file of this import is not kept: upload it again.")
STOPPED = gettext_lazy(
    "The import stopped at an error that is not the file's fault (%(error)s). What was read until then is in. Tell it "
    "to whoever looks after Fettle; import the file again when it is mended: what is in stays as it is."
)
NOT_TRIED = gettext_lazy(
    "The trial stopped at an error that is not the file's fault (%(error)s). Nothing of the file is in. Tell it to "
    "whoever looks after Fettle, and upload the file again when it is mended."
)
LEFT_BEHIND = gettext_lazy(
    "The process that worked on this file was ended in the middle of it. What was brought in until then stays: import "
    "the file again, the rest will follow."
)
LONGEST_TOLD = 300
MOST_SILENT = timedelta(minutes=15)
"""A run on which no job works, and of which nothing was heard for so long, was left behind by a process that died."""
LOG = logging.getLogger(__name__)
State = ImportRun.State


def importers(actor: Actor) -> list[Importer]:
    """The kinds of file that this actor may import."""
    return [each for each in assembly().importers if may(actor, each.may)]


def importer_of(key: str) -> Importer:
    """Raises Invalid."""
    known = {each.key: each for each in assembly().importers}
    if key not in known:
        raise Invalid({"kind": _("There is no import of “%(kind)s”; there is: %(names)s.") % {
            "kind": key[:60], "names": ", ".join(known)}})  # fmt: skip
    found: Importer = known[key]
    return found


def organisations(actor: Actor, *importers: Importer) -> QuerySet[Organisation]:
    """Whose records the actor may bring in with one of them: those that a scope with its permission reaches."""
    reach, permissions = Q(pk__in=[]), {each.may for each in importers}
    for scope in actor.scopes:
        if permissions & scope.permissions and scope.team_id is None:
            reach |= Q(path__startswith=scope.path)
    return Organisation.objects.filter(reach, active=True).order_by("path")


def visible(actor: Actor) -> QuerySet[ImportRun]:
    """The imports of the kinds that the actor may import, newest first."""
    reach = Q(pk__in=[])
    for each in importers(actor):
        reach |= Q(source=each.key, organisation__in=organisations(actor, each))
    return ImportRun.objects.filter(reach).select_related("organisation", "by", "file").defer("log").order_by("-pk")


def get(actor: Actor, pk: int) -> ImportRun:
    """Raises NotSeen."""
    run = visible(actor).filter(pk=pk).first()
    if run is None:
        raise NotSeen(_("There is no such import here, or it is not for you to see."))
    return run


@transaction.atomic
def take(
    actor: Actor,
    importer: Importer,
    chunks: Iterable[bytes],
    *,
    file_name: str,
    organisation: Organisation,
    zone: str = "UTC",
    most_bytes: int | None = None,
) -> ImportRun:
    """Keep a file as it came, of at most LARGEST bytes unless told otherwise. Raises Forbidden, Invalid, TooLarge."""
    require(actor, importer.may)
    try:
        known_zone(zone)
    except BadCalendar as problem:
        raise Invalid({"time_zone": str(problem)}) from None
    if not organisations(actor, importer).filter(pk=organisation.pk).exists():
        raise Invalid({"organisation": _("You may not import for %(name)s.") % {"name": organisation.name}})
    return ImportRun.objects.create(
        source=importer.key,
        file_name=names.shown(file_name),
        file=_kept(chunks, most_bytes or LARGEST),
        organisation=organisation,
        zone=zone,
        by_id=actor.person_id,
        by_label=actor.label[:200],
    )


def _kept(chunks: Iterable[bytes], most_bytes: int) -> StoredFile:
    try:
        kept = store().keep(chunks, most_bytes)
    except Oversized:
        sentence = _(
            "The file has more than %(most)s MB: cut it in pieces, or import it on the server with the command "
            "“fettle import”."
        )
        raise TooLarge(sentence % {"most": most_bytes // 1_000_000}) from None
    if kept.size == 0:
        raise Invalid({"file": _("The file is empty: choose one with rows.")})
    values = {"size": kept.size, "media_type": media.type_of(kept.start)}
    return StoredFile.objects.get_or_create(sha256=kept.sha256, defaults=values)[0]


def preview(actor: Actor, run: ImportRun, progress: Progress | None = None) -> Outcome | None:
    """Do it all and take it back; what came of it is kept with the run. None when nothing can be read, or it
    stopped.
    """
    outcome = _brought(actor, run, keep=False, progress=progress)
    run.preview, run.log = (outcome.plain(), _lines(outcome)) if outcome else ({}, "")
    if outcome and outcome.is_empty:
        run.problem = _("Not one row of the file can be read.")
    if run.state != State.FAILED:
        run.state = State.UNREADABLE if run.problem else State.TRIED
    run.save(update_fields=["preview", "log", "problem", "state"])
    return outcome


@transaction.atomic
def confirm(actor: Actor, run: ImportRun) -> None:
    """Say yes to what was previewed; ``bring_in`` does it. Raises Forbidden, Refusal."""
    if run.file is None:
        raise Refusal(GONE)
    _move(actor, run, State.CONFIRMED, _("Only an import that was tried can be confirmed: this one is %(state)s."))


@transaction.atomic
def discard(actor: Actor, run: ImportRun) -> None:
    """Say no to it. The file stays, so that the list tells the truth. Raises Forbidden, Refusal."""
    _move(actor, run, State.DISCARDED, _("Only an import that was tried can be discarded: this one is %(state)s."))
    _note(actor, run, "import discarded")


def _move(actor: Actor, run: ImportRun, state: str, refusal: str) -> None:
    require(actor, importer_of(run.source).may)
    held = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if held.state != State.TRIED:
        raise Refusal(refusal % {"state": held.get_state_display()})
    run.state = held.state = state
    run.done = run.of = held.done = held.of = 0
    held.save(update_fields=["state", "done", "of"])


def bring_in(actor: Actor, run: ImportRun, progress: Progress | None = None) -> Outcome | None:
    """Do it for good. None when nothing could be read after all, or it stopped before its end."""
    _note(actor, run, "import begun")
    outcome = _brought(actor, run, keep=True, progress=progress)
    run.finished_at = timezone.now()
    if run.state != State.FAILED:
        run.state = State.DONE if outcome else State.UNREADABLE
    if outcome:
        run.outcome, run.log = outcome.plain(), _lines(outcome)
    run.save(update_fields=["state", "finished_at", "outcome", "log", "problem"])
    return outcome


def tell_left_behind(promised: Collection[int]) -> int:
    """End the runs that are neither among the ``promised``, on which a job works or will, nor heard of. How many."""
    now = timezone.now()
    silent = Q(seen_at__lt=now - MOST_SILENT) | Q(seen_at=None)
    busy = ImportRun.objects.filter(silent, state__in=[State.UPLOADED, State.CONFIRMED])
    left = busy.filter(started_at__lt=now - MOST_SILENT).exclude(pk__in=promised)
    return left.update(state=State.FAILED, problem=str(LEFT_BEHIND), finished_at=now)


def forget(run: ImportRun) -> None:
    """Remove a run of which nothing was kept; its file too, where nothing else is made of it."""
    file = run.file
    run.delete()
    if file:
        drop(file)


def drop(file: StoredFile) -> None:
    """Remove a kept file of which no import and no attachment is made any more; its bytes are swept."""
    if not ImportRun.objects.filter(file=file).exists():
        with suppress(ProtectedError):
            file.delete()


def _brought(actor: Actor, run: ImportRun, *, keep: bool, progress: Progress | None) -> Outcome | None:
    """What the importer made of the file; the sentence of the run where it can read nothing, or stopped at an error of
    ours. A database that is gone is another matter: a job tries again.
    """
    run.problem = ""
    content = content_of(run)
    note = _noted(run)

    def tell(done: int, of: int) -> None:
        note(done, of)
        if progress is not None:
            progress(done, of)

    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            return importer_of(run.source).bring(actor, run, content, keep=keep, progress=tell)
    except (NothingRead, FettleError) as problem:
        run.problem = str(problem)
    except (OperationalError, InterfaceError):
        raise
    except Exception as problem:
        LOG.exception("import %s stopped", run.pk)
        told = " ".join(f"{type(problem).__name__}: {problem}".split())[:LONGEST_TOLD].replace("\x00", "\ufffd")
        run.state, run.problem = State.FAILED, (STOPPED if keep else NOT_TRIED) % {"error": told}
    return None


def content_of(run: ImportRun) -> bytes:
    """Its file as it came. Raises Refusal where it is not kept any more."""
    if run.file is None:
        raise Refusal(GONE)
    with store().open(run.file.sha256) as file:
        return file.read()


def _noted(run: ImportRun) -> Progress:
    """Write down now and then how far it is. Inside a transaction nobody else could read it."""
    last = 0.0

    def note(done: int, of: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last > SECONDS_BETWEEN and not connection.in_atomic_block:
            last = now
            ImportRun.objects.filter(pk=run.pk).update(done=done, of=of, seen_at=timezone.now())

    return note


def zone_of(run: ImportRun) -> ZoneInfo:
    """The zone in which its file tells times."""
    return ZoneInfo(run.zone)


def _lines(outcome: Outcome) -> str:
    """The log. PostgreSQL keeps no NUL."""
    return "\n".join(outcome.listed()).replace("\x00", "\ufffd")


@transaction.atomic
def _note(actor: Actor, run: ImportRun, what: str) -> None:
    after: dict[str, object] = {"kind": run.source, "organisation": run.organisation.name}
    if run.file:
        after["sha256"] = run.file.sha256
    settings.register(actor, RegisterChanged(subject=f"import:{run.pk}", label=run.file_name, what=what, after=after))
