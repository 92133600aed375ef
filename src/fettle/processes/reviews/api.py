"""Reviews over REST."""

from django.http import HttpRequest, HttpResponse

from fettle.edges.rest import described
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.parameters import only
from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.kernel.access.read import get
from fettle.processes.reviews import actions
from fettle.processes.reviews.paper import on_paper
from fettle.processes.reviews.records import REVIEW

reviews = routes(
    REVIEW,
    register=actions.register,
    revise=actions.revise,
    first=lambda router: tables.add(router, REVIEW),
    verbs=actions.VERBS,
)


def _paper(request: HttpRequest, number: str) -> HttpResponse:
    only(request.GET)
    actor = actor_of(request)
    return on_paper(actor, get(actor, number, REVIEW))


reviews.add_api_operation(
    "/reviews/{number}/pdf",
    ["GET"],
    _paper,
    operation_id="reviews_pdf",
    summary="The review on paper",
    openapi_extra={
        "responses": {
            **described.operation({}, described.READING)["responses"],
            200: {"description": "Done", "content": {"application/pdf": {"schema": {"type": "string"}}}},
        },
    },
)
