"""Addresses of configuration items, of their relations, and of how far a failure reaches."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.edges.pages import detail, form, linking, presence, verb
from fettle.processes.configuration import actions, views
from fettle.processes.configuration.records import ITEM
from fettle.processes.configuration.structure import views as structure

BELOW = (
    ("", detail.detail(ITEM, panels=views.PANELS)),
    ("/timeline", detail.older(ITEM, panels=views.PANELS)),
    ("/live", detail.live(ITEM)),
    ("/edit", form.edit(ITEM, action=actions.revise, further=views.further)),
    ("/presence", presence.presence(ITEM)),
    ("/link", linking.link(ITEM)),
    ("/unlink", linking.unlink(ITEM)),
    ("/do/(?P<name>[a-z_]+)", verb.verb(ITEM, actions=actions.VERBS)),
    ("/relations/add", structure.add),
    (r"/relations/(?P<row>\d{1,12})/change", structure.change),
    (r"/relations/(?P<row>\d{1,12})/remove", structure.remove),
    ("/components/add", structure.bind),
    (r"/components/(?P<bound>\d{1,12})/unbind", structure.unbind),
    ("/relations", structure.all_relations),
    ("/impact", structure.impact),
)
OF_SERVICES = (("/relations", structure.all_relations), ("/impact", structure.impact))

urlpatterns = [
    path("items", views.listing, name="items"),
    path("items/new", views.new, name="new-item"),
    *(re_path(rf"^items/(?P<number>CI-\d{{1,12}}){below}$", view) for below, view in BELOW),
    *(re_path(rf"^services/(?P<number>SVC-\d{{1,12}}){below}$", view) for below, view in OF_SERVICES),
]
