"""Looking into the mailboxes for as long as a worker runs: one worker of all, one thread for each mailbox.

A server with IDLE tells us of new mails at once, and we look every minute all the same; without IDLE every half minute.
A folder of this machine is looked into every few seconds. What goes wrong is written on the mailbox, and tried again
after a pause that grows.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog
from django.db import DatabaseError, close_old_connections, connections, transaction
from django.utils import timezone
from imap_tools import BaseMailBox

from fettle.edges.mail.intake import alone
from fettle.edges.mail.mailboxes import DROP, IMAP, Mailbox, mailbox, mailboxes
from fettle.edges.mail.models import MailboxState
from fettle.edges.mail.sources import drop, imap
from fettle.kernel.settings.read import current

LOOK_SECONDS = 3
IDLE_SECONDS = 60
"""Of one wait; a server that hears nothing for longer than that is asked again."""
WITHOUT_IDLE_SECONDS = 30
LONGEST_PAUSE_SECONDS = 300
STOP_SECONDS = 10
LOCK = "watching"
log = structlog.get_logger(__name__)


@dataclass
class Watch:
    """The thread of a mailbox, and how it was set up when the thread began."""

    mailbox: Mailbox
    thread: threading.Thread
    stop: threading.Event


def begin(stop: threading.Event) -> threading.Thread:
    """Watch in a thread of this process until ``stop``, when no other process does."""
    thread = threading.Thread(target=_keep_watching, args=(stop,), daemon=True, name="mailboxes")
    thread.start()
    return thread


def _keep_watching(stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            with alone(LOCK) as mine:
                if mine:
                    _watch_all(stop)
        except Exception:
            log.warning("watching mailboxes failed, again soon", exc_info=True)
        connections.close_all()
        stop.wait(10 * LOOK_SECONDS)


def silent() -> bool:
    """A copy of an installation takes no mails away from the real one."""
    return bool(current()["operations.silence"]["silent"])


def _watch_all(stop: threading.Event) -> None:
    """A thread for each mailbox in use, begun anew when it ends or the mailbox is set up otherwise."""
    watches: dict[str, Watch] = {}
    try:
        while not stop.wait(LOOK_SECONDS):
            there = {} if silent() else {one.code: one for one in mailboxes() if one.source in (IMAP, DROP)}
            for code, watch in list(watches.items()):
                if there.get(code) != watch.mailbox or not watch.thread.is_alive():
                    watch.stop.set()
                    del watches[code]
            for code in there.keys() - watches.keys():
                watches[code] = _watch(there[code])
    finally:
        for watch in watches.values():
            watch.stop.set()
        for watch in watches.values():
            watch.thread.join(STOP_SECONDS)


def _watch(one: Mailbox) -> Watch:
    stop = threading.Event()
    looking = _stay if one.source == IMAP else _look_at_folder
    thread = threading.Thread(target=_again_and_again, args=(one, looking, stop), daemon=True, name=f"mail {one.code}")
    thread.start()
    return Watch(one, thread, stop)


def _again_and_again(one: Mailbox, looking: Callable[[Mailbox, threading.Event], None], stop: threading.Event) -> None:
    failures = 0
    while not stop.is_set():
        try:
            looking(one, stop)
            failures = 0
        except Exception as problem:
            failures += 1
            if not isinstance(problem, imap.PROBLEMS):
                log.warning("a mailbox could not be looked into", mailbox=one.code, exc_info=True)
            with suppress(DatabaseError):
                _tell(one, imap.told(problem))
        close_old_connections()
        stop.wait(min(LONGEST_PAUSE_SECONDS, 2**failures) if failures else LOOK_SECONDS)
    connections.close_all()


def _look_at_folder(one: Mailbox, stop: threading.Event) -> None:
    drop.take(one)
    _tell(one, "")


def _stay(one: Mailbox, stop: threading.Event) -> None:
    """Signed in, taking what is new whenever the server says so, until it is to stop."""
    with imap.opened(one) as connection:
        while not stop.is_set():
            imap.take(one, connection)
            _tell(one, "")
            close_old_connections()
            _wait(connection, stop)


def _wait(connection: BaseMailBox, stop: threading.Event) -> None:
    """Until the server has news, or it is time to ask."""
    if "IDLE" not in connection.client.capabilities:
        stop.wait(WITHOUT_IDLE_SECONDS)
        return
    until = time.monotonic() + IDLE_SECONDS
    with connection.idle as idle:
        while not stop.is_set() and time.monotonic() < until and not idle.poll(timeout=LOOK_SECONDS):
            pass


@transaction.atomic
def _tell(one: Mailbox, problem: str) -> None:
    """How the mailbox is, for its page and for whoever looks after it."""
    now = timezone.now()
    state, _new = MailboxState.objects.select_for_update().get_or_create(code=one.code)
    state.looked_at = state.looked_at if problem else now
    state.problem_since = (state.problem_since or now) if problem else None
    state.problem = problem
    state.save(update_fields=["looked_at", "problem", "problem_since"])


def look_now(code: str) -> str:
    """Look into one mailbox at once, whoever else watches it: "" or what went wrong."""
    one = mailbox(code)
    if one is None:
        return ""
    try:
        if one.source == IMAP:
            with imap.opened(one) as connection:
                imap.take(one, connection)
        elif one.source == DROP:
            drop.take(one)
    except imap.PROBLEMS as problem:
        _tell(one, imap.told(problem))
        return imap.told(problem)
    _tell(one, "")
    return ""
