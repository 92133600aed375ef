"""One's own page over REST: profile, what one is told of, keys, last tries to sign in, sessions, tokens."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from fettle.administration.people.api import languages
from fettle.edges.notify import actions as notify
from fettle.edges.notify import choices, choosing, times, wording
from fettle.edges.pages import keys
from fettle.edges.rest import bodies, described, given, shapes, things, tokens
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of, person_of, token_of
from fettle.edges.rest.once import once
from fettle.edges.rest.parameters import key_of
from fettle.edges.rest.parties import ONESELF, oneself
from fettle.facilities.documents import queries as documents
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.orgs.models import ApiToken, Person
from fettle.kernel.orgs.signing import attempts, password
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Flag, Line, Number, Option, Text
from fettle.kernel.settings import oneself as profile

OWN = Router(tags=["oneself"])
LAST = 5
MOST_DAYS = 3650


def _options(*codes: str) -> Choice:
    return Choice(lambda: [Option(code, code) for code in codes])


PROFILE = (
    given.Takes("name", "name", Line(200), "Name", needed=True),
    given.Takes("language", "language", Choice(languages), "Language"),
    given.Takes("zone", "zone", Line(60), "Time zone, the organisation's unless given", empty=""),
    given.Takes("theme", "theme", _options("auto", "light", "dark"), "Colours"),
    given.Takes("density", "density", _options("comfortable", "compact"), "Lists"),
    given.Takes("single_keys", "single_keys", Flag(), "Single-key shortcuts"),
    given.Takes("signature", "signature", Text(2000), "Stands below one's answers to users", empty=""),
)
CHOICE = (
    given.Takes("fact", "fact", Line(100), "What happens, as the list names it", needed=True),
    given.Takes("screen", "screen", Flag(), "Be told on screen"),
    given.Takes("mail", "mail", Flag(), "Be told by mail"),
)
WISH = (
    given.Takes("quiet", "quiet", _options(choosing.HOUSE, choosing.NONE, choosing.OWN), "Quiet hours"),
    given.Takes("quiet_from", "quiet_from", choosing.Clock(), "Own ones begin, such as 20:00", empty=None),
    given.Takes("quiet_until", "quiet_until", choosing.Clock(), "Own ones end, such as 07:00", empty=None),
    given.Takes("quiet_weekends", "quiet_weekends", Flag(), "Saturdays and Sundays are quiet, with own ones"),
    given.Takes(
        "mails", "mails", _options(choosing.HOUSE, choosing.AS_THEY_COME, choosing.GATHERED), "Not urgent ones"
    ),
    given.Takes("digest_at", "digest_at", choosing.Clock(), "One's own digest leaves at"),
    given.Takes("digest_days", "digest_days", choosing.Weekdays(), "One's own digest leaves on"),
)
KEYS = (
    given.Takes("action", "action", Line(40), "What the key does, as the list names it", needed=True),
    given.Takes("key", "key", Line(10), "One key; empty is none, null the standard", empty=None),
)
NEW_TOKEN = (
    given.Takes("name", "name", Line(120), "What it is for", needed=True),
    given.Takes("scope", "scope", _options(*tokens.SCOPES), "What it may: no more than what asks for it"),
    given.Takes("days", "days", Number(1, MOST_DAYS), "Valid for so many days; null has no end", empty=None),
)
TOLD = shapes.thing(
    {
        "fact": shapes.TEXT,
        "label": shapes.TEXT,
        "screen": shapes.YES_NO,
        "mail": shapes.YES_NO,
        "urgent": {**shapes.YES_NO, "description": "Waits neither for the end of quiet hours nor for a digest."},
    },
    ["fact", "label", "screen", "mail", "urgent"],
)
KEY = {
    "action": shapes.TEXT,
    "label": shapes.TEXT,
    "group": {"enum": list(keys.GROUPS)},
    "key": shapes.TEXT,
    "standard": shapes.TEXT,
}
CLOCK = shapes.or_null(shapes.TEXT)
_SET = {
    "quiet_from": CLOCK,
    "quiet_until": CLOCK,
    "quiet_weekends": shapes.YES_NO,
    "mails": {"enum": [choosing.HOUSE, choosing.AS_THEY_COME, choosing.GATHERED]},
    "digest_at": CLOCK,
    "digest_days": shapes.listed(shapes.TEXT),
}
HOLDS = tuple(_SET)
WHEN = shapes.thing(
    {
        "quiet": {"enum": [choosing.HOUSE, choosing.NONE, choosing.OWN]},
        **_SET,
        "holds": {**shapes.thing(_SET, _SET), "description": "What holds, be it one's own choice or the house's."},
    },
    ["quiet", *_SET, "holds"],
)
TRY = shapes.thing(
    {"at": shapes.MOMENT, "succeeded": shapes.YES_NO, "address": shapes.or_null(shapes.TEXT)}, ["at", "succeeded"]
)
TOKEN = {
    "id": shapes.WHOLE,
    "name": shapes.TEXT,
    "scopes": shapes.listed(shapes.TEXT),
    "made_at": shapes.MOMENT,
    "expires_at": shapes.or_null(shapes.MOMENT),
    "last_used_at": shapes.or_null(shapes.MOMENT),
}
PAPER = {"number": shapes.TEXT, "title": shapes.TEXT, "effective_on": {"type": "string", "format": "date"}}
MADE = shapes.thing(
    {**TOKEN, "secret": {**shapes.TEXT, "description": "Told here and never again."}}, [*TOKEN, "secret"]
)


def _items(shape: shapes.Schema) -> shapes.Schema:
    return shapes.thing({"items": shapes.listed(shape)}, ["items"])


def adding(router: Router) -> Router:
    """PATCH /me, in the router that shows it: an address belongs to one router."""
    mine = replace(ONESELF, router=router)
    mine.patch("/me", "me_change", "Change one's own profile", _change, PROFILE)
    return router


def _change(actor: Actor, mine: Person, **values: Any) -> Person:
    return profile.change(actor, **values)


def _choices(actor: Actor, mine: Person) -> Answer:
    rows = choices.of(Person.objects.get(pk=mine.pk))
    return Answer({"items": [{**asdict(row), "label": str(row.label)} for row in rows]})


def _choose(actor: Actor, mine: Person, fact: str, **ways: bool) -> None:
    """One line of the list; the others stay."""
    mine = Person.objects.select_for_update().get(pk=mine.pk)
    rows = choices.of(mine)
    if fact not in [row.fact for row in rows]:
        raise Invalid({"fact": _("Nothing of this name is told to anybody: give one of the list.")})
    wanted = {row.fact: {"screen": row.screen, "mail": row.mail} for row in rows}
    wanted[fact] |= ways
    choices.choose(mine, {way: [name for name, by in wanted.items() if not by[way]] for way in wording.WAYS})


def _keys(actor: Actor, mine: Person) -> Answer:
    held = keys.held(Person.objects.get(pk=mine.pk))
    rows = [(each, {"action": each.name, "key": held[each.name]}) for each in keys.actions()]
    return Answer(
        {"items": [{**row, "label": str(a.label), "group": a.group, "standard": a.standard} for a, row in rows]}
    )


def _choose_key(actor: Actor, mine: Person, action: str, key: str | None = None) -> Person:
    """One line of the list; the others stay."""
    try:
        return keys.choose(actor, Person.objects.select_for_update().get(pk=mine.pk), {action: key})
    except Invalid as problem:
        raise Invalid({"key" if action in keys.held(mine) else "action": problem}) from None


def _with_keys(actor: Actor) -> Person:
    keys.works_with_keys(actor)
    return oneself(actor)


def _tries(actor: Actor, mine: Person) -> Answer:
    rows = attempts.of(mine.mail or "")[:LAST]
    return Answer({"items": [{"at": r.at.isoformat(), "succeeded": r.succeeded, "address": r.address} for r in rows]})


def _papers(actor: Actor, mine: Person) -> Answer:
    rows = documents.to_read(actor)
    return Answer({"items": [{"number": r.number, "title": r.title, "effective_on": _day(r)} for r in rows]})


def _day(record: Record) -> str:
    return str(record.item.effective_on.isoformat())


def _sign_out(actor: Actor, mine: Person) -> None:
    password.sign_out_everywhere(mine)


def token(one: ApiToken) -> dict[str, Any]:
    ends, used = one.expires_at, one.last_used_at
    return {
        "id": one.pk,
        "name": one.name,
        "scopes": list(one.scopes),
        "made_at": one.made_at.isoformat(),
        "expires_at": ends.isoformat() if ends else None,
        "last_used_at": used.isoformat() if used else None,
    }


def _tokens(actor: Actor, mine: Person) -> Answer:
    return Answer({"items": [token(one) for one in tokens.of(mine)]})


def _token(actor: Actor, key: str) -> ApiToken:
    found = ApiToken.objects.filter(person=person_of(actor), pk=key_of(key)).first()
    if found is None:
        raise NotSeen(_("You have no such token."))
    return found


def _revoke(actor: Actor, which: ApiToken) -> Person:
    """Ending it twice is no fault."""
    if which.revoked_at is None:
        tokens.revoke(actor, which)
    return oneself(actor)


def _times(actor: Actor, mine: Person) -> Answer:
    mine = Person.objects.select_related("organisation").get(pk=mine.pk)
    own = [times.chosen(mine, what) for what in (times.QUIET, times.DIGEST)]
    holds = choosing.given(*times.of(mine))
    return Answer({**choosing.given(*own), "holds": {name: holds[name] for name in HOLDS}})


def _choose_times(actor: Actor, mine: Person, **values: Any) -> Person:
    """What is not given stays."""
    mine = Person.objects.get(pk=mine.pk)
    own = choosing.given(times.chosen(mine, times.QUIET), times.chosen(mine, times.DIGEST))
    return notify.choose_times(actor, own | values)


TIMES = things.Thing(OWN, oneself, _times, WHEN)
TIMES.get("/me/times", "me_times", "When mails leave for oneself: quiet hours and digest")
TIMES.post(
    "/me/times", "me_choose_times", "Choose quiet hours and digest; what is not given stays", _choose_times, WISH
)
TOLD_OF = things.Thing(OWN, oneself, _choices, _items(TOLD))
TOLD_OF.get("/me/notices", "me_notices", "What one is told of, and by which way")
TOLD_OF.post("/me/notices", "me_choose", "Choose whether one is told of something", _choose, CHOICE)
MY_KEYS = things.Thing(OWN, _with_keys, _keys, _items(shapes.thing(KEY, KEY)))
MY_KEYS.get("/me/keys", "me_keys", "Which single key stands for what on one's own screen", refuses=(404,))
MY_KEYS.post("/me/keys", "me_choose_key", "Give one action another key, none, or its standard", _choose_key, KEYS)
things.Thing(OWN, oneself, _tries, _items(TRY)).get(
    "/me/sign-ins", "me_sign_ins", "The last tries to sign in as oneself, newest first"
)
things.Thing(OWN, oneself, _papers, _items(shapes.thing(PAPER, PAPER))).get(
    "/me/documents", "me_documents", "What is distributed to oneself and not yet confirmed, newest first"
)
TOKENS = things.Thing(OWN, oneself, _tokens, _items(shapes.thing(TOKEN, TOKEN)))
TOKENS.get("/me/tokens", "me_tokens", "One's own tokens that are not revoked, newest first")
replace(TOKENS, find=_token).post("/me/tokens/{token}/revoke", "me_revoke", "End one of one's own tokens", _revoke)
replace(ONESELF, router=OWN).post(
    "/me/sign-out", "me_sign_out", "End all of one's own sessions; tokens stay", _sign_out
)


@OWN.post(
    "/me/tokens",
    response={201: None},
    operation_id="me_make_token",
    summary="Make a token for oneself, no wider than what asks for it",
    openapi_extra=described.operation({201: MADE}, described.WRITING, shapes.taken(NEW_TOKEN), [described.KEY]),
)
def make(request: HttpRequest) -> HttpResponse:
    """The answer alone tells its secret. What is kept for a repeat of the request is the seed, which tells nobody the
    secret, and a repeat by a narrower token is refused before that is looked for.
    """
    actor, by = actor_of(request), token_of(request)
    values = {"scope": "read", "days": None, **given.clean(NEW_TOKEN, bodies.read(request), actor)}
    days = values["days"]
    ends = timezone.now() + timedelta(days=days) if days else None
    tokens.no_wider(actor, values["scope"], ends, by)

    def run() -> Answer:
        seed = tokens.new_seed()
        made, _secret = tokens.issue(actor, oneself(actor), values["name"], values["scope"], ends, by=by, seed=seed)
        return Answer({**token(made), "seed": seed}, 201)

    answer = once(request, actor, run)
    body = dict(answer.body)
    secret = tokens.secret_of(body.pop("seed"))
    return replace(answer, body={**body, "secret": secret}).response()
