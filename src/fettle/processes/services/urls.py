"""Addresses of services, of what is planned for them, and of what they are made of."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.edges.papers import urls as papers
from fettle.processes.services import views
from fettle.processes.services.demands import views as demands
from fettle.processes.services.packages import views as packages
from fettle.processes.services.packages.records import PACKAGE
from fettle.processes.services.specifications import views as specifications
from fettle.processes.services.specifications.records import SPECIFICATION
from fettle.processes.services.structure import views as structure

BELOW = (
    ("", views.record),
    ("/timeline", views.timeline),
    ("/live", views.live),
    ("/edit", views.edit),
    ("/presence", views.looking),
    ("/link", views.link),
    ("/unlink", views.unlink),
    ("/do/(?P<name>[a-z_]+)", views.step),
    ("/map", structure.map_of),
    (r"/components/(?P<component>\d{1,12})/change", structure.change_component),
    (r"/components/(?P<component>\d{1,12})/remove", structure.remove_component),
    ("/parties/add", structure.add_party),
    (r"/parties/(?P<party>\d{1,12})/change", structure.change_party),
    (r"/parties/(?P<party>\d{1,12})/remove", structure.remove_party),
)
OF_PACKAGES = (
    ("/timeline", packages.timeline),
    ("/live", packages.live),
    ("/edit", packages.edit),
    ("/presence", packages.looking),
    ("/link", packages.link),
    ("/unlink", packages.unlink),
    ("/do/(?P<name>[a-z_]+)", packages.step),
    ("/criteria/add", packages.add),
    (r"/criteria/(?P<criterion>\d{1,12})/change", packages.change),
    (r"/criteria/(?P<criterion>\d{1,12})/evidence", packages.evidence),
    (r"/criteria/(?P<criterion>\d{1,12})/waive", packages.waive),
    (r"/criteria/(?P<criterion>\d{1,12})/reopen", packages.reopen),
    (r"/criteria/(?P<criterion>\d{1,12})/take-away", packages.take_away),
)
OF_SPECIFICATIONS = (
    ("/timeline", specifications.timeline),
    ("/live", specifications.live),
    ("/edit", specifications.edit),
    ("/presence", specifications.looking),
    ("/link", specifications.link),
    ("/unlink", specifications.unlink),
    ("/do/(?P<name>[a-z_]+)", specifications.step),
)
OF_DEMANDS = (
    ("", demands.record),
    ("/timeline", demands.timeline),
    ("/live", demands.live),
    ("/edit", demands.edit),
    ("/presence", demands.looking),
    ("/link", demands.link),
    ("/unlink", demands.unlink),
    ("/do/(?P<name>[a-z_]+)", demands.step),
)

urlpatterns = [
    path("services", views.listing, name="services"),
    path("services/new", views.new, name="new-service"),
    path("services/propose", views.propose, name="propose-service"),
    path("services/parties", structure.all_parties, name="service-parties"),
    path("services/completeness", structure.completeness, name="service-completeness"),
    re_path(
        r"^services/(?P<number>SVC-\d{1,12})/components/add$", structure.add_component, name="service-components-add"
    ),
    *(re_path(rf"^services/(?P<number>SVC-\d{{1,12}}){below}$", view) for below, view in BELOW),
    path("packages", packages.listing, name="packages"),
    path("packages/new", packages.new, name="new-package"),
    *papers.below(PACKAGE),
    *(re_path(rf"^packages/(?P<number>SDP-\d{{1,12}}){below}$", view) for below, view in OF_PACKAGES),
    path("specifications", specifications.listing, name="specifications"),
    path("specifications/new", specifications.new, name="new-specification"),
    *papers.below(SPECIFICATION),
    *(re_path(rf"^specifications/(?P<number>SSP-\d{{1,12}}){below}$", view) for below, view in OF_SPECIFICATIONS),
    path("demands", demands.listing, name="demands"),
    path("demands/new", demands.new, name="new-demand"),
    *(re_path(rf"^demands/(?P<number>DEM-\d{{1,12}}){below}$", view) for below, view in OF_DEMANDS),
]
