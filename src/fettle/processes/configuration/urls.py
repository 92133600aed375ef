"""Addresses of configuration items."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.edges.pages import detail, form, linking, presence, verb
from fettle.processes.configuration import actions, views
from fettle.processes.configuration.records import ITEM

BELOW = (
    ("", detail.detail(ITEM, panels=views.PANELS)),
    ("/timeline", detail.older(ITEM, panels=views.PANELS)),
    ("/live", detail.live(ITEM)),
    ("/edit", form.edit(ITEM, action=actions.revise, further=views.further)),
    ("/presence", presence.presence(ITEM)),
    ("/link", linking.link(ITEM)),
    ("/unlink", linking.unlink(ITEM)),
    ("/do/(?P<name>[a-z_]+)", verb.verb(ITEM, actions=actions.VERBS)),
)

urlpatterns = [
    path("items", views.listing, name="items"),
    path("items/new", views.new, name="new-item"),
    *(re_path(rf"^items/(?P<number>CI-\d{{1,12}}){below}$", view) for below, view in BELOW),
]
