"""The API itself: routers put together, problems explained, shapes described. ``site/api.py`` says which routers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Router
from ninja.openapi.schema import OpenAPISchema

from fettle import __version__
from fettle.edges.rest import described, problems, shapes, sign_in
from fettle.edges.rest.reading import API

DESCRIPTION = (
    "Everything the screens do. Records are named by their numbers. A change needs the ETag of what was read; a POST "
    "may carry an Idempotency-Key; every failure is application/problem+json. Sign in with a token: "
    "Authorization: Bearer …, made with `fettle token EMAIL`."
)


class Api(NinjaAPI):
    """NinjaAPI that describes the shapes of the kinds, in English whatever the reader's language is."""

    shapes: dict[str, shapes.Schema]

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        with override("en"):
            kwargs.setdefault("path_prefix", f"{API}/".lstrip("/"))
            schema = super().get_openapi_schema(*args, **kwargs)
        schema["components"]["schemas"].update(self.shapes)
        schema["components"]["responses"] = described.problems()
        return schema


def assemble(routers: Iterable[Router], kinds: dict[str, shapes.Schema]) -> Api:
    """The API of these routers; ``kinds`` are the shapes of the records they show."""
    api = Api(
        title="Fettle",
        version=__version__,
        description=DESCRIPTION,
        auth=sign_in.WAYS,
        docs_url=None,
        openapi_url=None,
        urls_namespace="api",
    )
    api.shapes = {"Problem": shapes.PROBLEM, "Entry": shapes.ENTRY, **kinds}
    problems.explain(api)
    for router in routers:
        api.add_router("", router)
    return api


def description(api: Api) -> Callable[[HttpRequest], HttpResponse]:
    """The view that gives the OpenAPI text, to everybody."""

    @csrf_exempt
    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        return JsonResponse(api.get_openapi_schema())

    return view


@csrf_exempt  # below /api/ sign_in alone asks for the token of a page: a wrong address is wrong whoever asks
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Every other address below ``/api/``."""
    return problems.problem(request, 404, _("There is nothing here: see /api/v1/openapi.json."))
