"""Mails over REST for those who run the installation: each with its text and what became of it, the decisions behind
them, and the server they leave by.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from fettle.edges.notify import actions, queries, smtp, tables
from fettle.edges.notify.leaving import withheld
from fettle.edges.notify.models import NotificationDecision, OutgoingMail
from fettle.edges.notify.server import server
from fettle.edges.notify.wording import LATER, WITHHELD
from fettle.edges.rest import described, given, shapes, showing, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.lists import PAGING, paged
from fettle.edges.rest.parameters import key_of, only, words
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import everywhere, require_everywhere
from fettle.kernel.errors import Invalid
from fettle.kernel.records.values import Line, Value, storable

MAILS = Router(tags=["mails"])
STATES = list(OutgoingMail.State.values)
SHORT = {
    "id": shapes.WHOLE,
    "made_at": shapes.MOMENT,
    "address": shapes.TEXT,
    "subject": shapes.TEXT,
    "state": {"enum": STATES},
    "reason": shapes.TEXT,
    "attempts": shapes.WHOLE,
    "leaves_at": {**shapes.or_null(shapes.MOMENT), "description": "The end of the quiet hours it waits or waited for."},
    "number": shapes.or_null(shapes.TEXT),
}
MAIL = shapes.thing(SHORT, SHORT)
DECISION = {
    "id": shapes.WHOLE,
    "at": shapes.MOMENT,
    "person": shapes.or_null(shapes.PERSON),
    "number": shapes.TEXT,
    "words": {**shapes.TEXT, "description": "What happened."},
    "way": {"enum": ["screen", "mail"]},
    "rule": shapes.TEXT,
    "told": shapes.YES_NO,
    "reason": {**shapes.TEXT, "description": "Why not, or why later, in words."},
    "leaves_at": {**shapes.or_null(shapes.MOMENT), "description": "When the mail leaves that is still to leave."},
}
DECIDED = shapes.thing(DECISION, DECISION)
WHOLE = shapes.thing(
    {
        **SHORT,
        "text": {**shapes.or_null(shapes.TEXT), "description": "null for who may not read a link to sign in."},
        "answer": {**shapes.TEXT, "description": "The server's own words."},
        "maybe_twice": shapes.YES_NO,
        "decisions": shapes.listed(DECIDED),
    },
    [*SHORT, "text", "answer", "decisions"],
)
SERVER = shapes.thing(
    {
        "host": shapes.or_null(shapes.TEXT),
        "port": shapes.or_null(shapes.WHOLE),
        "tls": shapes.or_null(shapes.TEXT),
        "user": shapes.or_null(shapes.TEXT),
        "sender": shapes.or_null(shapes.TEXT),
        "has_password": shapes.YES_NO,
        "of_environment": shapes.YES_NO,
        "withheld": {**shapes.TEXT, "description": "Why no mail leaves at all now."},
    },
    ["host", "sender", "has_password", "withheld"],
)
OUTCOME = shapes.thing({"arrived": shapes.YES_NO, "answer": shapes.TEXT}, ["arrived", "answer"])


@dataclass(frozen=True)
class Verbatim(Value):
    """A text kept letter by letter, blanks too."""

    def clean(self, raw: Any, actor: Any) -> str:
        return storable(raw)


PASSWORD = (given.Takes("password", "password", Verbatim(), "The password; null takes it away", empty=""),)
ADDRESS = (given.Takes("address", "address", Line(254), "Whom the test mail is sent to", needed=True),)
Q = described.query("q", {"type": "string", "maxLength": 200}, "Part of an address, or a number.")


@MAILS.get(
    "/mails",
    operation_id="mails_list",
    summary="List: mails that left, wait, failed or were withheld, newest first",
    openapi_extra=described.operation(
        {200: shapes.paged(MAIL)},
        (401, 403, 405, 422),
        parameters=[Q, described.query("state", {"enum": STATES}), *described.paging()],
    ),
)
def mails(request: HttpRequest) -> HttpResponse:
    """Without their texts."""
    actor = actor_of(request)
    only(request.GET, "q", "state", *PAGING)
    state = _one_of("state", request.GET.get("state", ""), STATES)
    return paged(queries.mails(actor, state, words(request.GET)), "id", request.GET, mail, "record").response()


@MAILS.get(
    "/decisions",
    operation_id="decisions_list",
    summary="List: who was told of what, and who was not and why, newest first",
    openapi_extra=described.operation(
        {200: shapes.paged(DECIDED)},
        (401, 403, 405, 422),
        parameters=[
            described.query("q", {"type": "string", "maxLength": 200}, "Part of a name, or a number."),
            described.query("told", shapes.YES_NO),
            *described.paging(),
        ],
    ),
)
def decisions(request: HttpRequest) -> HttpResponse:
    """Every decision that a rule led to."""
    actor = actor_of(request)
    only(request.GET, "q", "told", *PAGING)
    told = {"true": True, "false": False}.get(_one_of("told", request.GET.get("told", ""), ["true", "false"]))
    rows = queries.decisions(actor, told, words(request.GET))
    return paged(rows, "id", request.GET, decision, "entry__record", "person").response()


def _one_of(name: str, value: str, offered: list[str]) -> str:
    if value and value not in offered:
        raise Invalid({name: _("Give one of: %(names)s.") % {"names": ", ".join(offered)}})
    return value


def mail(one: OutgoingMail) -> dict[str, Any]:
    return {
        "id": one.pk,
        "made_at": one.made_at.isoformat(),
        "address": one.address,
        "subject": one.subject,
        "state": one.state,
        "reason": one.reason,
        "attempts": one.attempts,
        "leaves_at": one.leaves_at.isoformat() if one.leaves_at else None,
        "number": one.record.number if one.record else None,
    }


def decision(one: NotificationDecision) -> dict[str, Any]:
    leaves = tables.leaves(one)
    return {
        "id": one.pk,
        "at": one.at.isoformat(),
        "person": showing.person(one.person),
        "number": one.entry.record.number,
        "words": str(one.entry.said()[0].words),
        "way": one.way,
        "rule": one.rule,
        "told": one.told,
        "reason": str((WITHHELD | LATER).get(one.reason, one.reason)),
        "leaves_at": leaves.isoformat() if leaves else None,
    }


def _found(actor: Actor, key: str) -> OutgoingMail:
    return queries.mail(actor, key_of(key))


def _whole(actor: Actor, one: OutgoingMail) -> Answer:
    """A link to sign in is for administrators, as on the page."""
    readable = everywhere(actor, actions.ADMINISTER) or not one.private
    more = {"text": one.body if readable else None, "answer": one.answer, "maybe_twice": one.maybe_twice}
    return Answer({**mail(one), **more, "decisions": [decision(each) for each in queries.decisions_on(actor, one)]})


def _again(actor: Actor, one: OutgoingMail) -> OutgoingMail:
    return actions.send_again(actor, one.pk)


def _administers(actor: Actor) -> None:
    require_everywhere(actor, actions.ADMINISTER)


def _server(actor: Actor, nothing: None) -> Answer:
    there = server()
    names = ("host", "port", "tls", "user", "sender")
    told = {name: getattr(there, name) if there else None for name in names}
    held = withheld()
    more = {
        "has_password": bool(there and there.password),
        "of_environment": bool(there and there.of_environment),
        "withheld": str(WITHHELD[held]) if held else "",
    }
    return Answer({**told, **more})


def _keep_password(actor: Actor, nothing: None, password: str | None = None) -> None:
    if password is None:
        raise Invalid({"password": _("Give a value.")})
    actions.keep_password(actor, password)


def _test(actor: Actor, nothing: None, address: str) -> smtp.Outcome:
    return actions.test_mail(actor, address)


def _tested(actor: Actor, outcome: smtp.Outcome) -> Answer:
    return Answer({"arrived": outcome.fate is smtp.Fate.SENT, "answer": outcome.answer})


ONE = things.Thing(MAILS, _found, _whole, WHOLE)
ONE.get("/mails/{mail}", "mails_show", "Show: a mail with its text and the decisions behind it")
ONE.post("/mails/{mail}/again", "mails_again", "Send what failed or was withheld again", _again)
BY = things.Thing(MAILS, _administers, _server, SERVER)
BY.get("/mail-server", "mail_server", "The mail server in force, without its password")
BY.post("/mail-server/password", "mail_server_password", "Keep the server's password", _keep_password, PASSWORD)
replace(BY, show=_tested, shape=OUTCOME).post(
    "/mail-server/test", "mail_server_test", "Send a test mail now and hear the server's own answer", _test, ADDRESS
)
