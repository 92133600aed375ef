"""One change to many records, looked at before it is made: the preview does everything and takes it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from fettle.edges.rest import bodies, described, given, problems, shapes
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.once import once
from fettle.kernel.access import read
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import FettleError, Invalid
from fettle.kernel.records.declare import Kind

if TYPE_CHECKING:
    from fettle.edges.rest.routes import Step

MOST = 200
"""Records of one bulk change."""
REVISE = "revise"
Change = Callable[..., Any]


def add(router: Router, kind: Kind, steps: Sequence[Step], revise: Change | None, fields: list[given.Takes]) -> None:
    """POST /<path>/bulk: a verb, or ``revise`` with fields, for up to 200 numbers."""
    known: dict[str, tuple[Change, list[given.Takes], bool]] = {
        step.name: (step.action, [given.of_ask(ask) for ask in step.asks], False) for step in steps if not step.makes
    }
    if revise:
        known[REVISE] = (revise, fields, True)

    def change_many(request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        body = bodies.read(request)

        @transaction.atomic
        def run() -> Answer:
            numbers, name, preview = _wish(body, known)
            action, takes, partly = known[name]
            values = given.clean(takes, body.get("values") or {}, actor, partly=partly)
            values = values if partly else {key: value for key, value in values.items() if value is not None}
            if partly and not values:
                raise Invalid({"values": _("Give at least one field to change.")})
            items = _each(actor, kind, numbers, action, values, preview)
            done = sum(item["status"] == 200 for item in items)
            return Answer({"preview": preview, "done": done, "refused": len(items) - done, "items": items})

        return once(request, actor, run).response()

    router.add_api_operation(
        f"/{kind.path}/bulk",
        ["POST"],
        change_many,
        operation_id=f"{kind.path}_bulk",
        summary=f"Change many: {kind.plural}",
        openapi_extra=described.operation({200: RESULT}, described.WRITING, _body(list(known)), [described.KEY]),
    )


def _wish(body: dict[str, Any], known: dict[str, Any]) -> tuple[list[str], str, bool]:
    """Numbers, verb and preview of a body. Raises Invalid."""
    numbers, name, preview = body.get("numbers"), body.get("verb"), body.get("preview", True)
    wrong = {key: _("There is no such field here: remove it.") for key in body.keys() - BODY_NAMES}
    if (
        not isinstance(numbers, list)
        or not all(isinstance(one, str) for one in numbers)
        or not 0 < len(numbers) <= MOST
    ):
        wrong["numbers"] = _("Give a list of 1 to %(most)s numbers.") % {"most": MOST}
    if not isinstance(name, str) or name not in known:
        wrong["verb"] = _("Give one of: %(names)s.") % {"names": ", ".join(known)}
    if not isinstance(preview, bool):
        wrong["preview"] = _("Give true or false.")
    if not isinstance(body.get("values", {}), dict):
        wrong["values"] = _("Send an object: {…}.")
    if wrong:
        raise Invalid(wrong)
    return list(dict.fromkeys(numbers or [])), str(name), bool(preview)


def _each(
    actor: Actor, kind: Kind, numbers: list[str], action: Change, values: dict[str, Any], preview: bool
) -> list[dict[str, Any]]:
    """Each in its own savepoint, in ascending order, so that two bulk changes never wait for each other in a ring."""
    outcome = {number: _one(actor, kind, number, action, values, preview) for number in sorted(numbers)}
    return [outcome[number] for number in numbers]


def _one(
    actor: Actor, kind: Kind, number: str, action: Change, values: dict[str, Any], preview: bool
) -> dict[str, Any]:
    try:
        with transaction.atomic():
            action(actor, read.get(actor, number, kind).number, **values)
            transaction.set_rollback(preview)
    except FettleError as error:
        return {"number": number[:40], "status": error.status, "detail": problems.said(error)}
    return {"number": number, "status": 200, "detail": ""}


BODY_NAMES = {"numbers", "verb", "values", "preview"}
RESULT = shapes.thing(
    {
        "preview": shapes.YES_NO,
        "done": shapes.WHOLE,
        "refused": shapes.WHOLE,
        "items": shapes.listed(
            shapes.thing(
                {"number": shapes.TEXT, "status": shapes.WHOLE, "detail": shapes.TEXT}, ["number", "status", "detail"]
            )
        ),
    },
    ["preview", "done", "refused", "items"],
)


def _body(names: list[str]) -> shapes.Schema:
    numbers = {**shapes.listed(shapes.TEXT), "minItems": 1, "maxItems": MOST}
    properties = {
        "numbers": numbers,
        "verb": {"enum": names},
        "values": {"type": "object", "description": "What the verb asks for, or the fields to revise."},
        "preview": {**shapes.YES_NO, "default": True, "description": "Only say what would happen."},
    }
    return shapes.thing(properties, ["numbers", "verb"], closed=True)
