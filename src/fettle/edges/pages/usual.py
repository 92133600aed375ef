"""The pages that a record of any kind has, at the addresses that they have everywhere. A room adds its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.urls import URLPattern, re_path

from fettle.edges.pages import detail, form, linking, presence, verb
from fettle.edges.pages.panels import Panels
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record

Action = Callable[..., Record]
Below = tuple[str, Callable[..., HttpResponse]]
"""What stands behind the number in an address, and the view there."""


def pages(
    kind: Kind, *more: Below, revise: Action, verbs: Mapping[str, Action], panels: Panels = detail.NOTHING
) -> list[URLPattern]:
    """Reading it, its story, changing it, who else has it open, its links, its verbs; then what is of this kind alone.
    ``panels``: how its fields stand beside the story.
    """
    every: tuple[Below, ...] = (
        ("", detail.detail(kind, panels=panels)),
        ("/timeline", detail.older(kind, panels=panels)),
        ("/live", detail.live(kind)),
        ("/edit", form.edit(kind, action=revise)),
        ("/presence", presence.presence(kind)),
        ("/link", linking.link(kind)),
        ("/unlink", linking.unlink(kind)),
        ("/do/(?P<name>[a-z_]+)", verb.verb(kind, actions=verbs)),
    )
    start = rf"^{kind.path}/(?P<number>{kind.prefix}-\d{{1,12}})"
    return [re_path(f"{start}{below}$", view) for below, view in (*every, *more)]
