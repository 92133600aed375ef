"""Answer: what a route says, before it becomes bytes; it can be kept and given again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse, JsonResponse


@dataclass(frozen=True)
class Answer:
    """``body`` is JSON; ``headers`` such as ETag and Location belong to it."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> HttpResponse:
        """As bytes. Nothing of REST may be kept by anybody between us and the caller."""
        response = JsonResponse(self.body, safe=False, status=self.status, headers=dict(self.headers))
        response["Cache-Control"] = "no-store"
        return response


def etag(version: int) -> str:
    """The version of a record as an entity tag."""
    return f'"{version}"'
