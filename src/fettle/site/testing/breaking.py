"""Breaking what a journey stands on: the page is gone, the verb leaves no state, the fact has another name."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.handlers.base import BaseHandler
from django.http import Http404, HttpRequest
from django.urls import ResolverMatch, resolve

from fettle.kernel.assembly import assembly

NUMBERED = re.compile(r"\{([A-Z]{2,4})\}")
STEP = re.compile(r"\{([A-Z]{2,4})\}/do/(\w+)$")


def matched(screen: str) -> ResolverMatch:
    """What answers at a screen of the register. Raises Resolver404 when nothing does."""
    return resolve(NUMBERED.sub(r"\1-000001", screen))


def hide(screen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody finds the page any more, whatever number stands in its address."""
    gone, usual = _place(matched(screen)), BaseHandler.resolve_request

    def resolve_request(handler: BaseHandler, request: HttpRequest) -> Any:
        if _place(resolve(request.path)) == gone:
            raise Http404
        return usual(handler, request)

    monkeypatch.setattr(BaseHandler, "resolve_request", resolve_request)


def _place(match: ResolverMatch) -> tuple[Any, ...]:
    kept = {name: value for name, value in match.kwargs.items() if name != "number"}
    return match.route, *sorted(kept.items())


def break_verb(screen: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """The verb of the screen can be taken in no state. False where the screen is none of a verb."""
    step = STEP.search(screen)
    if step is None:
        return False
    flow = next(kind.flow for kind in assembly().kinds if kind.prefix == step[1])
    verb = flow.by_verb[step[2]]
    broken = type(verb)(**{**vars(verb), "sources": frozenset()})
    monkeypatch.setitem(flow.by_verb, verb.name, broken)
    return True


def rename_fact(name: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """What happens is written under another name. False for what is no fact."""
    fact = assembly().fact_by_name.get(name)
    if fact is not None:
        monkeypatch.setattr(fact, "name", f"{name}_broken")
    return fact is not None
