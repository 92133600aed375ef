"""Report specifications, the reports and the records behind a figure over REST."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from fettle.edges.rest import described, shapes
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.lists import PAGING, paged
from fettle.edges.rest.parameters import only
from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.kernel.errors import Invalid
from fettle.kernel.records.models import Record
from fettle.processes.reporting import actions, pages, periods, queries
from fettle.processes.reporting.build import build, records_behind
from fettle.processes.reporting.patterns import (
    AGREEMENTS,
    COMPLAINTS,
    FITS,
    INCIDENTS,
    PATTERNS,
    SATISFACTION,
    Named,
    Pattern,
)
from fettle.processes.reporting.records import SPECIFICATION
from fettle.processes.reporting.renderers import files

specifications = routes(
    SPECIFICATION,
    register=actions.register,
    revise=actions.revise,
    first=lambda router: tables.add(router, SPECIFICATION),
    verbs=actions.VERBS,
)
FIGURES = Router(tags=["reports"])
PERIOD = ("from", "to", "zone")
SPLIT = ("by", "member")
DAY = {"type": "string", "format": "date"}
MEASURED = shapes.or_null({"type": "number"})
LINE = shapes.thing(
    {
        "code": shapes.TEXT,
        "label": shapes.TEXT,
        "unit": shapes.TEXT,
        "value": MEASURED,
        "previous": MEASURED,
        "records": shapes.or_null(shapes.TEXT),
        "by": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": MEASURED}},
    },
    ("code", "label", "unit", "value", "previous", "records", "by"),
)
SPAN = {"from": DAY, "to": DAY}
STATE = {"enum": [periods.AHEAD, periods.RUNNING, periods.OVER]}
"""Of a running period the numbers are those to date; of one that has not begun there are none."""


def _shape(pattern: Pattern) -> dict[str, Any]:
    """A report as JSON: a list of measures for each block, and the records that it names."""
    blocks = {part.name: shapes.listed(LINE) for part in pattern.parts}
    lists = [each for part in pattern.parts for each in part.listed]
    period = {**SPAN, "zone": shapes.TEXT, "state": STATE, "previous": shapes.thing(SPAN, SPAN)}
    return shapes.thing(
        {
            "title": shapes.TEXT,
            "organisation": shapes.TEXT,
            "period": shapes.thing(period, SPAN),
            **blocks,
            **{each.name: shapes.listed(_one(each)) for each in lists},
            "opening": shapes.TEXT,
            "closing": shapes.TEXT,
            "sources": shapes.listed(shapes.TEXT),
            "made_at": shapes.MOMENT,
        },
        ("period", *blocks, *(each.name for each in lists)),
    )


def _one(each: Named) -> dict[str, Any]:
    names = ("number", "title", *each.fields, *([each.note] if each.note else []))
    return shapes.thing(dict.fromkeys(names, shapes.TEXT), names)


SHORT = dict.fromkeys(("number", "kind", "title", "state"), shapes.TEXT) | {"opened_at": shapes.MOMENT}
SAID = {
    FITS.key: "The FITS service report of a period",
    INCIDENTS.key: "The incident report of a period",
    COMPLAINTS.key: "The complaint report of a period",
    SATISFACTION.key: "The satisfaction report of a period",
    AGREEMENTS.key: "The agreement report of a period",
}
ASKED = [
    described.query("from", DAY, "The first day."),
    described.query("to", DAY, "The first day that is left out."),
    described.query("zone", shapes.TEXT, "A time zone, such as Europe/Prague; the provider's unless given."),
]
MEMBERS = [
    described.query("by", shapes.TEXT, "A dimension of the figure's “by”, such as priority."),
    described.query(
        "member",
        {"type": "array", "items": shapes.TEXT},
        "With “by”: only the records of these members. A priority is its number, a category or channel its code, a "
        "service or team its id, a location its name, an age 0 to 3; empty for what is not given.",
    ),
]


def _routes(pattern: Pattern) -> None:
    """The report of a period, and the same as a file."""

    def report(request: HttpRequest) -> HttpResponse:
        """Over what the caller may see."""
        only(request.GET, *PERIOD)
        return Answer(build(actor_of(request), _days(request.GET), pattern).data()).response()

    def file(request: HttpRequest) -> HttpResponse:
        """As the page gives it."""
        only(request.GET, *PERIOD, "format")
        ending = request.GET.get("format", "pdf")
        if ending not in files.FILES:
            raise Invalid({"format": _("Give one of: %(names)s.") % {"names": ", ".join(sorted(files.FILES))}})
        return pages.as_file(actor_of(request), pattern, request.GET, ending)

    FIGURES.get(
        f"/reports/{pattern.key}",
        operation_id=f"report_{pattern.key}",
        summary=SAID[pattern.key],
        openapi_extra=described.operation({200: _shape(pattern)}, (401, 403, 405, 422), parameters=ASKED),
    )(report)
    FIGURES.get(
        f"/reports/{pattern.key}/file",
        operation_id=f"report_{pattern.key}_file",
        summary=f"{SAID[pattern.key]} as a file to keep",
        openapi_extra={
            "parameters": [*ASKED, described.query("format", {"enum": sorted(files.FILES), "default": "pdf"})],
            "responses": {
                **described.operation({}, (401, 403, 405, 422))["responses"],
                200: {
                    "description": "Done",
                    "content": {kind.media: {"schema": shapes.TEXT} for kind in files.FILES.values()},
                },
            },
        },
    )(file)


for _pattern in PATTERNS.values():
    _routes(_pattern)


@FIGURES.get(
    "/figures/{code}/records",
    operation_id="figures_records",
    summary="The records behind a figure, newest first",
    openapi_extra=described.operation(
        {200: shapes.paged(shapes.thing(SHORT, SHORT))},
        (401, 403, 404, 405, 422),
        parameters=[*ASKED, *MEMBERS, *described.paging()],
    ),
)
def behind(request: HttpRequest, code: str) -> HttpResponse:
    """``count`` is the value of a figure that counts. The records behind ``previous`` are those of the period before,
    whose days the report names.
    """
    only(request.GET, *PERIOD, *SPLIT, *PAGING)
    actor, split = actor_of(request), (request.GET.get("by", ""), request.GET.getlist("member"))
    _figure, reading = records_behind(actor, code, _days(request.GET), *split)
    return paged(queries.those(actor, reading.records()), "opened_at", request.GET, _short).response()


def _days(given: Mapping[str, str]) -> periods.Days:
    return periods.read(given, queries.provider().zone)


def _short(record: Record) -> dict[str, str]:
    return {name: getattr(record, name) for name in ("number", "kind", "title", "state")} | {
        "opened_at": record.opened_at.isoformat()
    }
