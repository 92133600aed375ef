"""Idempotency-Key: however often a POST is repeated, its effect and its answer exist once."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import person_of
from fettle.edges.rest.models import Answered
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Forbidden, Invalid, WhoMay
from fettle.kernel.jobs import task

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=48)
GOOD = re.compile(r"[\x21-\x7e]{1,200}")


def once(request: HttpRequest, actor: Actor, run: Callable[[], Answer], content: bytes | None = None) -> Answer:
    """``run`` in one transaction, so that what it locks stays locked until it has written; with a key, in that of the
    key and unless it ran before. A concurrent repeat waits at the row for the first.

    What fails leaves no trace, so it may be tried again with the same key. ``content`` is what is compared, the
    body unless given. Raises Forbidden for a token that may only read, Invalid for another wish under a used key.
    """
    if actor.token_scopes is not None and "write" not in actor.token_scopes:
        raise Forbidden(_("This token may only read: take one that may write."), WhoMay("write", scope="write"))
    key = request.headers.get(HEADER)
    if key is None:
        with transaction.atomic():
            return run()
    if not GOOD.fullmatch(key):
        raise Invalid({HEADER: _("Give 1 to 200 visible ASCII characters.")})
    return _kept(person_of(actor), key, _hash(request, request.body if content is None else content), run)


@transaction.atomic
def _kept(person: int, key: str, asked: str, run: Callable[[], Answer]) -> Answer:
    """The answer that was given under this key, or that of ``run``."""
    kept, new = Answered.objects.select_for_update().get_or_create(person_id=person, key=key, defaults={"asked": asked})
    if not new:
        if kept.asked != asked:
            raise Invalid({HEADER: _("This key was used for another request: take a new one.")})
        return Answer(json.loads(kept.body), kept.status, kept.headers)
    answer = run()
    kept.status, kept.body, kept.headers = answer.status, json.dumps(answer.body), dict(answer.headers)
    kept.save(update_fields=["status", "body", "headers"])
    return answer


def _hash(request: HttpRequest, content: bytes) -> str:
    where = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(where + content).hexdigest()


@task("rest.forget_answers", most_seconds=300, cron="37 * * * *")
def forget_answers(timestamp: int) -> None:
    """Delete answers after 48 hours. ``timestamp``: the planned moment in Unix seconds."""
    Answered.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
