"""Agreements over REST: to read, the default agreement and its next version, those with one party with all their steps,
what they cover, their versions and signatures.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from ninja import Router

from fettle.edges.rest import described, given, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.routes import Step, routes
from fettle.edges.transfer import routes as tables
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import audiences, get
from fettle.kernel.access.references import ToCalendar
from fettle.kernel.errors import Invalid
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF, Day, Line, Number, Text, whole
from fettle.kernel.workflow import Ask
from fettle.processes.levels import actions, asks, everybody, lacking_page, overlaps, printing, talking
from fettle.processes.levels.estimates import api as estimating
from fettle.processes.levels.evaluation import api as evaluating
from fettle.processes.levels.exclusions import Exclusions
from fettle.processes.levels.feasible import page
from fettle.processes.levels.models import AgreementVersion, Cover, Signature
from fettle.processes.levels.promises import Promises
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.standing import open_to
from fettle.processes.levels.targets import ROW, Targets
from fettle.processes.levels.workflow import FOLLOW, MANAGE

TARGETS = Ask("targets", Targets(), _("Targets, all of them"), needed=False)
CALENDAR = Ask("calendar", ToCalendar(), _("Working calendar, by key or name"), needed=False)
PROMISES = Ask("promises", Promises(), _("What else is promised, all of it"), needed=False)
EXCLUDED = Ask("excluded", Exclusions(), _("What does not count, all of it"), needed=False)
NEW = (TARGETS, CALENDAR, PROMISES, EXCLUDED)
VERSIONED = tuple(each.name for each in NEW)
OF_DEFAULT = ("terms", "reporting", "exclusions", "measuring", "kept_percent")
WORDS = Ask("text", Text(100_000), _("Text"))
CHANGED = (
    TARGETS,
    CALENDAR,
    PROMISES,
    EXCLUDED,
    Ask("valid_from", Day(), _("First day of the version that is negotiated"), needed=False),
    Ask("valid_until", Day(), _("Its last day"), needed=False),
    Ask("reason", Line(500), _("Reason, for the default agreement"), needed=False),
)
COVERED = {"id": shapes.WHOLE, "service": shapes.TEXT, "component": shapes.TEXT}
SIGNATURE = {
    "side": {"enum": ["ours", "theirs"]},
    "name": shapes.TEXT,
    "function": shapes.TEXT,
    "signed_on": {"type": "string", "format": "date"},
    "paper": {"type": ["integer", "null"], "description": "The attachment that was signed."},
}
DAY = {"type": ["string", "null"], "format": "date"}
VERSION = shapes.thing(
    {
        "version": shapes.WHOLE,
        "made_at": shapes.MOMENT,
        "calendar": shapes.thing({"key": shapes.TEXT, "version": shapes.WHOLE}, ["key", "version"]),
        "targets": shapes.listed(shapes.thing(ROW, ROW)),
        "promises": Promises.json,
        "excluded": Exclusions.json,
        "valid_from": DAY,
        "valid_until": DAY,
        "agreed_at": shapes.or_null(shapes.MOMENT),
        "overlaps": {
            **shapes.listed(shapes.TEXT),
            "description": "For staff: agreements in force that cover the same for the same party at the same time as "
            "the version that is negotiated. While there are any, it is not put in force.",
        },
        "accepted": {**shapes.TEXT, "description": "For staff: why it is agreed though it is not possible."},
        "covers": shapes.listed(shapes.thing(COVERED, COVERED)),
        "signatures": shapes.listed(shapes.thing(SIGNATURE, SIGNATURE)),
    },
    [
        "version",
        "made_at",
        "calendar",
        "targets",
        "promises",
        "excluded",
        "valid_from",
        "valid_until",
        "agreed_at",
        "overlaps",
        "accepted",
        "covers",
        "signatures",
    ],
)


def _register(actor: Actor, *, type: str = "", **values: Any) -> Record:
    """With a type an agreement with one party, without one the default agreement."""
    told = {name: value for name, value in values.items() if value not in (None, "")}
    if type:
        return actions.register(actor, type=type, **told)
    lacking = [name for name in ("targets", "calendar") if name not in told]
    other = [name for name in told if name not in ("title", *VERSIONED, *OF_DEFAULT)]
    if lacking or other:
        wrong = dict.fromkeys(lacking, _now("Give a value.")) | dict.fromkeys(
            other, _now("The default agreement has none: give a type, or leave this out.")
        )
        raise Invalid(wrong)
    return actions.agree_default(actor, calendar=actions.latest(told.pop("calendar")), **told)


def _revise(actor: Actor, number: str, **values: Any) -> Record:
    kept = ("owner", "notice_days", "kept_percent")
    told = {name: value for name, value in values.items() if value is not None or name in kept}
    return actions.revise(actor, number, **told)


def _seen(actor: Actor, number: str) -> Record:
    return get(actor, number, AGREEMENT)


def _managed(actor: Actor, number: str) -> Record:
    record = _seen(actor, number)
    require(actor, AGREEMENT.may.revise, record)
    return record


def _one(actor: Actor, number: str, cover: str) -> tuple[Record, int]:
    return _managed(actor, number), whole(cover, 12) or 0


def _versions(actor: Actor, of: Any) -> Answer:
    record: Record = of[0] if isinstance(of, tuple) else of
    staff = STAFF in audiences(actor, record)
    rows = list(open_to(staff, record.item))
    covers = Cover.objects.filter(version__in=rows).select_related("service").order_by("pk")
    signed = Signature.objects.filter(version__in=rows).order_by("pk")
    numbers = overlaps.of_draft(actor, record, rows) if staff else []
    shown = [
        _shown(each, list(covers), list(signed))
        | {"overlaps": numbers if each.version == record.item.draft else [], "accepted": each.accepted if staff else ""}
        for each in rows
    ]
    return Answer({"items": shown})


def _shown(version: AgreementVersion, covers: list[Cover], signed: list[Signature]) -> dict[str, Any]:
    return {
        "version": version.version,
        "made_at": version.made_at.isoformat(),
        "calendar": {"key": version.calendar.calendar.key, "version": version.calendar.version},
        "targets": version.targets,
        "promises": version.promises,
        "excluded": version.excluded,
        "valid_from": version.valid_from.isoformat() if version.valid_from else None,
        "valid_until": version.valid_until.isoformat() if version.valid_until else None,
        "agreed_at": version.agreed_at.isoformat() if version.agreed_at else None,
        "covers": [
            {"id": row.pk, "service": row.service.number, "component": row.component}
            for row in covers
            if row.version_id == version.pk
        ],
        "signatures": [
            {
                "side": row.side,
                "name": row.name,
                "function": row.function,
                "signed_on": row.signed_on.isoformat(),
                "paper": row.file_id,
            }
            for row in signed
            if row.version_id == version.pk
        ],
    }


def _first(router: Router) -> None:
    """What stands before a number."""
    tables.add(router, AGREEMENT)
    things.Thing(router, everybody.found, everybody.answer, everybody.SHAPE).get(
        "/agreements/default",
        "agreements_default",
        "What the default agreement promises, and for which services of those whom one represents it holds",
    )
    things.Thing(router, lacking_page.found, lacking_page.answer, lacking_page.SHAPE).get(
        "/agreements/gaps", "agreements_gaps", "What agreements do not cover: services, customers, components"
    )
    evaluating.first(router)
    estimating.first(router)


agreements = routes(
    AGREEMENT,
    register=_register,
    revise=_revise,
    verbs=actions.VERBS,
    more=(
        Step("reply", _("Reply"), FOLLOW, talking.reply, (WORDS,)),
        Step("note", _("Note for staff"), MANAGE, talking.note, (WORDS,)),
    ),
    also=NEW,
    revising=CHANGED,
    first=_first,
)
ITEMS = shapes.thing({"items": shapes.listed(VERSION)}, ["items"])
things.Thing(agreements, _seen, _versions, ITEMS).get(
    "/agreements/{number}/versions", "agreements_versions", "What it promised and by which calendar, newest first"
)
things.Thing(agreements, _managed, _versions, ITEMS).post(
    "/agreements/{number}/covers",
    "agreements_cover",
    "The version that is negotiated covers one more service, or one component of it",
    lambda actor, record, **values: actions.cover(actor, record.number, **values),
    map(given.of_ask, asks.COVER),
)
things.Thing(agreements, _one, _versions, ITEMS).post(
    "/agreements/{number}/covers/{cover}/take_away",
    "agreements_uncover",
    "The version that is negotiated covers this no more",
    lambda actor, of: actions.uncover(actor, of[0].number, cover=of[1]),
)
things.Thing(agreements, _managed, _versions, ITEMS).post(
    "/agreements/{number}/paper",
    "agreements_paper",
    "A file on the agreement is the paper that the other party signed",
    lambda actor, record, **values: actions.keep_paper(actor, record.number, **values),
    [given.of_ask(Ask("attachment", Number(1, 10**12), _("Number of the attachment")))],
)
things.Thing(agreements, page.weighed, page.answer, page.SHAPE).get(
    "/agreements/{number}/feasibility",
    "agreements_feasibility",
    "Whether what is agreed below an SLA makes it possible, and if not, what to change",
    [page.COSTS, page.PAGE],
)
agreements.add_api_operation(
    "/agreements/{number}/pdf",
    ["GET"],
    printing.pdf_over_rest,
    operation_id="agreements_pdf",
    summary="An agreement on paper",
    openapi_extra={
        "responses": {
            **described.operation({}, described.READING)["responses"],
            200: {"description": "Done", "content": {"application/pdf": {"schema": {"type": "string"}}}},
        }
    },
)
evaluating.add(agreements)
