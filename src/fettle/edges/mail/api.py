"""Mails that came in over REST, mailboxes, and the tester."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from fettle.edges.mail import actions, elsewhere, pictures, queries, tables, trying, views, wording
from fettle.edges.mail.mailboxes import MAILBOXES, Mailbox
from fettle.edges.mail.models import IncomingMail, MailboxState
from fettle.edges.notify.mails_api import Verbatim
from fettle.edges.notify.models import Secret
from fettle.edges.rest import described, given, shapes, showing, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.lists import PAGING, paged
from fettle.edges.rest.parameters import key_of, only, words
from fettle.facilities.discussion import media
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require_everywhere
from fettle.kernel.errors import Invalid
from fettle.kernel.records.values import Line, Text
from fettle.kernel.settings.read import current

INCOMING = Router(tags=["incoming mails"])
STATES = list(IncomingMail.State.values)
SHORT = {
    "id": shapes.WHOLE,
    "arrived_at": shapes.MOMENT,
    "mailbox": shapes.TEXT,
    "state": {"enum": STATES},
    "decision": {"enum": ["", *wording.DECISIONS]},
    "sender": shapes.TEXT,
    "sender_name": shapes.TEXT,
    "subject": shapes.TEXT,
    "person": shapes.or_null(shapes.PERSON),
    "number": {**shapes.or_null(shapes.TEXT), "description": "The record that it went to."},
}
MAIL = shapes.thing(SHORT, SHORT)
MORE = {
    "reasons": {"type": "array", "items": shapes.TEXT, "description": "Why, each in a sentence."},
    "message_id": shapes.TEXT,
    "automatic": {**shapes.TEXT, "description": "Why it counts as sent by a machine; empty if it does not."},
    "attempts": shapes.WHOLE,
    "settled_at": shapes.or_null(shapes.MOMENT),
}
PICTURES = {
    **shapes.thing(
        {
            "total": {
                **shapes.WHOLE,
                "description": "How many it names elsewhere, but for those too small to be seen.",
            },
            "asked": {**shapes.YES_NO, "description": "Somebody wanted to see them."},
            "coming": {**shapes.WHOLE, "description": "On their way."},
            "there": {**shapes.WHOLE, "description": "Fetched, and to be had from here."},
        },
        ["total", "asked", "coming", "there"],
    ),
    "description": "Pictures from elsewhere; /incoming-mails/{id}/pictures lists them.",
}
MORE["pictures"] = PICTURES
PICTURE = shapes.thing(
    {
        "position": shapes.WHOLE,
        "source": {**shapes.TEXT, "description": "Where the mail says that it lies; opening it tells the sender."},
        "there": shapes.YES_NO,
        "address": {**shapes.or_null(shapes.TEXT), "description": "Where it is read from here, once it is there."},
    },
    ["position", "source", "there", "address"],
)
WHOLE = shapes.thing({**SHORT, **MORE}, [*SHORT, *MORE])
BOX = shapes.thing(
    {
        "code": shapes.TEXT,
        "label": shapes.TEXT,
        "address": shapes.TEXT,
        "has_password": shapes.YES_NO,
        "looked_at": shapes.or_null(shapes.MOMENT),
        "problem": {**shapes.TEXT, "description": "Why it cannot be looked into, in the server's words."},
        "too_large": {**shapes.WHOLE, "description": "Mails of more than 200 MB, which stay where they are."},
    },
    ["code", "label", "address", "has_password", "looked_at", "problem", "too_large"],
)
OUTCOME = shapes.thing({"works": shapes.YES_NO, "answer": shapes.TEXT}, ["works", "answer"])
TRIAL = shapes.thing(
    {
        "decision": shapes.TEXT,
        "reasons": MORE["reasons"],
        "number": shapes.or_null(shapes.TEXT),
        "sender": shapes.TEXT,
        "subject": shapes.TEXT,
        "text": shapes.TEXT,
        "quoted": shapes.TEXT,
    },
    ["decision", "reasons", "number"],
)
REASON = (given.Takes("reason", "reason", Line(500), "Why nothing is made of it", needed=True),)
PASSWORD = (given.Takes("password", "password", Verbatim(), "The password; null takes it away", empty=""),)
TRIED = (
    given.Takes("mailbox", "mailbox", Line(40), "The mailbox's code", needed=True),
    given.Takes("mail", "mail", Text(500_000), "The mail's source, with all headers", needed=True),
)


@INCOMING.get(
    "/incoming-mails",
    operation_id="incoming_mails_list",
    summary="List: mails that came in and what was decided about them, newest first",
    openapi_extra=described.operation(
        {200: shapes.paged(MAIL)},
        (401, 403, 405, 422),
        parameters=[
            described.query("q", {"type": "string", "maxLength": 200}, "Part of a sender or subject, or a number."),
            described.query("state", {"enum": STATES}),
            *described.paging(),
        ],
    ),
)
def mails(request: HttpRequest) -> HttpResponse:
    """Without their texts, which are on the records."""
    actor = actor_of(request)
    only(request.GET, "q", "state", *PAGING)
    state = request.GET.get("state", "")
    if state and state not in STATES:
        raise Invalid({"state": _("Give one of: %(names)s.") % {"names": ", ".join(STATES)}})
    return paged(
        queries.mails(actor, state, words(request.GET)), "id", request.GET, short, "record", "person"
    ).response()


def short(one: IncomingMail) -> dict[str, Any]:
    return {
        "id": one.pk,
        "arrived_at": one.arrived_at.isoformat(),
        "mailbox": one.mailbox,
        "state": one.state,
        "decision": one.decision,
        "sender": one.sender,
        "sender_name": one.sender_name,
        "subject": one.subject,
        "person": showing.person(one.person),
        "number": one.record.number if one.record else None,
    }


def _found(actor: Actor, key: str) -> IncomingMail:
    return queries.mail(actor, key_of(key))


def _whole(actor: Actor, one: IncomingMail) -> Answer:
    return Answer(
        {
            **short(one),
            "reasons": tables.reasons(one),
            "message_id": one.message_id,
            "automatic": one.automatic,
            "attempts": one.attempts,
            "settled_at": one.settled_at.isoformat() if one.settled_at else None,
            "pictures": _counted(pictures.of(one, pictures.addresses(one))),
        }
    )


def _counted(shown: pictures.Shown) -> dict[str, Any]:
    return {"total": shown.total, "asked": shown.asked, "coming": shown.coming, "there": shown.there}


def _show_pictures(actor: Actor, one: IncomingMail) -> IncomingMail:
    return actions.show_pictures(actor, one.pk)


def _take_in(actor: Actor, one: IncomingMail) -> IncomingMail:
    return actions.take_in(actor, one.pk)


def _set_aside(actor: Actor, one: IncomingMail, reason: str) -> IncomingMail:
    return actions.set_aside(actor, one.pk, reason=reason)


ONE = things.Thing(INCOMING, _found, _whole, WHOLE)
ONE.get("/incoming-mails/{incoming}", "incoming_mails_show", "Show: a mail, what was decided about it and why")
ONE.post("/incoming-mails/{incoming}/take-in", "incoming_mails_take_in", "Read it and decide about it anew", _take_in)
ONE.post("/incoming-mails/{incoming}/set-aside", "incoming_mails_set_aside", "Make nothing of it", _set_aside, REASON)


ONE.post(
    "/incoming-mails/{incoming}/show-pictures",
    "incoming_mails_show_pictures",
    "Have the pictures that it names elsewhere fetched, once, which tells the sender that it is read",
    _show_pictures,
)


@INCOMING.get(
    "/incoming-mails/{incoming}/pictures",
    operation_id="incoming_mails_pictures",
    summary="The pictures that a mail names elsewhere, and those of them that are to be had from here",
    openapi_extra=described.operation({200: shapes.listed(PICTURE)}, described.READING),
)
def named(request: HttpRequest, incoming: str) -> HttpResponse:
    """In the order of the mail, each once."""
    actor = actor_of(request)
    only(request.GET)
    mail = _found(actor, incoming)
    addresses = pictures.addresses(mail)
    there = dict(pictures.of(mail, addresses).files)
    rows = [(at, each, elsewhere.name_of(each) in there) for at, each in enumerate(addresses, start=1)]
    place = f"/api/v1/incoming-mails/{mail.pk}/pictures/"
    return Answer(
        [
            {"position": at, "source": each, "there": here, "address": f"{place}{at}" if here else None}
            for at, each, here in rows
        ]
    ).response()


@INCOMING.get(
    "/incoming-mails/{incoming}/pictures/{picture}",
    operation_id="incoming_mails_picture",
    summary="A picture that was fetched, as what its bytes are",
    openapi_extra={
        "responses": {
            **described.operation({}, described.READING)["responses"],
            200: {
                "description": "Done",
                "content": {kind: {"schema": {"type": "string"}} for kind in sorted(media.IMAGES)},
            },
        }
    },
)
def content(request: HttpRequest, incoming: str, picture: str) -> HttpResponse:
    """Only for those who may read the mail, and only where it is a picture."""
    actor = actor_of(request)
    only(request.GET)
    return views.picture(actor, key_of(incoming), key_of(picture))


@INCOMING.get(
    "/incoming-mails/{incoming}/original",
    operation_id="incoming_mails_original",
    summary="The mail as it came, byte for byte",
    openapi_extra={
        "responses": {
            **described.operation({}, described.READING)["responses"],
            200: {"description": "Done", "content": {"application/octet-stream": {"schema": {"type": "string"}}}},
        }
    },
)
def original(request: HttpRequest, incoming: str) -> HttpResponse:
    """Always as a download, for those who look after all mails."""
    actor = actor_of(request)
    only(request.GET)
    return views.as_it_came(actor, key_of(incoming))


@INCOMING.get(
    "/mailboxes",
    operation_id="mailboxes_list",
    summary="The mailboxes and how each is; their set-up is the setting mail.mailboxes",
    openapi_extra=described.operation({200: shapes.listed(BOX)}, (401, 403, 405)),
)
def boxes(request: HttpRequest) -> HttpResponse:
    """Without passwords."""
    actor = actor_of(request)
    only(request.GET)
    require_everywhere(actor, queries.ADMINISTER)
    found = [actions.known(actor, row["code"]) for row in current()[MAILBOXES.key]]
    return Answer([_shown(box) for box in found]).response()


def _shown(box: Mailbox) -> dict[str, Any]:
    state = MailboxState.objects.filter(pk=box.code).first()
    return {
        "code": box.code,
        "label": box.label,
        "address": box.address,
        "has_password": Secret.objects.filter(pk=box.secret).exists(),
        "looked_at": state.looked_at.isoformat() if state and state.looked_at else None,
        "problem": state.problem if state else "",
        "too_large": len(state.too_large) if state else 0,
    }


def _box(actor: Actor, box: Mailbox) -> Answer:
    return Answer(_shown(box))


def _password(actor: Actor, box: Mailbox, password: str | None = None) -> None:
    if password is None:
        raise Invalid({"password": _("Give a value.")})
    actions.keep_password(actor, box.code, password)


def _try(actor: Actor, box: Mailbox) -> str:
    return actions.try_out(actor, box.code)


def _look(actor: Actor, box: Mailbox) -> str:
    return actions.look(actor, box.code)


def _outcome(actor: Actor, answer: str) -> Answer:
    return Answer({"works": not answer, "answer": answer})


BOX_THING = things.Thing(INCOMING, actions.known, _box, BOX)
BOX_THING.get("/mailboxes/{mailbox}", "mailboxes_show", "One mailbox and how it is")
BOX_THING.post("/mailboxes/{mailbox}/password", "mailboxes_password", "Keep its password", _password, PASSWORD)
TRY = replace(BOX_THING, show=_outcome, shape=OUTCOME)
TRY.post("/mailboxes/{mailbox}/try", "mailboxes_try", "Sign in and look into its folder; nothing is taken in", _try)
TRY.post("/mailboxes/{mailbox}/look", "mailboxes_look", "Take in what is new now", _look)


def _tester(actor: Actor) -> None:
    require_everywhere(actor, queries.DECIDE)


def _attempt(actor: Actor, nothing: None, mailbox: str, mail: str) -> trying.Trial:
    return trying.attempt(actor, mailbox, mail.encode())


def _tried(actor: Actor, trial: trying.Trial) -> Answer:
    record = trial.verdict.record if trial.verdict else None
    body: dict[str, Any] = {
        "decision": trial.decision,
        "reasons": list(trial.reasons),
        "number": record.number if record else None,
    }
    if trial.message:
        said = trial.message
        body |= {"sender": said.sender.mail, "subject": said.subject, "text": said.said, "quoted": said.quoted}
    return Answer(body)


things.Thing(INCOMING, _tester, _tried, TRIAL).post(
    "/mail-tester", "mail_tester", "What would happen if this mail arrived now; nothing is kept", _attempt, TRIED
)
