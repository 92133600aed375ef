"""A form that makes something and is sent twice, by a second click or by loading the answer again, makes it once: the
second sending gets what the first one led to. Steps of a workflow need none of this: what is done cannot be done again.

Each drawing of a form carries a word of its own (``{% once %}``). Who sends the same content with the same word again
means the first sending; other content is another wish, also from the same drawing of the form.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.pages.models import Sent
from fettle.edges.pages.page import actor_of, person_of, wants_fragment
from fettle.kernel.jobs import task

FIELD, UNREAD = "once", ("csrfmiddlewaretoken",)
KEPT = timedelta(hours=48)
PLACES = ("Location", "HX-Redirect", "Content-Location")
"""Where an answer says what it led to."""
View = Callable[..., HttpResponse]


def once(view: View) -> View:
    """A view whose POST has its effect once, whatever it raises or refuses: then it was not sent yet. The second of two
    at the same moment waits for the first.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or not request.POST.get(FIELD):
            return view(request, *args, **kwargs)
        person = person_of(actor_of(request))
        try:
            return _kept(request, person, lambda: view(request, *args, **kwargs))
        except BaseException:
            list(messages.get_messages(request))  # taken off: what they say was done is taken back
            raise

    return guarded


@transaction.atomic
def _kept(request: HttpRequest, person: int, run: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of ``run``, or the way to what an earlier one led to."""
    sent, new = Sent.objects.get_or_create(person_id=person, content=_content(request))
    if not new:
        return _led_to(request, sent.place)
    answer = run()
    sent.place = next((answer[name] for name in PLACES if name in answer), "")
    if answer.status_code < 400 and sent.place:
        sent.save(update_fields=["place"])
    else:
        sent.delete()  # refused, or only asked for more
    return answer


def _content(request: HttpRequest) -> str:
    """A digest of where something was sent and of all that was sent there, files too."""
    digest = hashlib.sha256(request.path.encode())
    for name, values in sorted(request.POST.lists()):
        if name not in UNREAD:
            digest.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name, file.size)).encode())
            for piece in file.chunks():
                digest.update(piece)
            file.seek(0)
    return digest.hexdigest()


def _led_to(request: HttpRequest, place: str) -> HttpResponse:
    messages.success(request, _("This was sent already: here it is."))
    if wants_fragment(request):
        return HttpResponse(headers={"HX-Redirect": place})
    return HttpResponseRedirect(place, status=303)


@task("pages.forget_sent", most_seconds=300, cron="41 * * * *")
def forget_sent(timestamp: int) -> None:
    """Delete what was sent more than 48 hours ago. ``timestamp``: the planned moment in Unix seconds."""
    Sent.objects.filter(sent_at__lt=timezone.now() - KEPT).delete()
