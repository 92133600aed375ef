"""Every address of the site, read top to bottom. Each room brings its own."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from fettle.edges.pages import short
from fettle.edges.rest.api import description, nothing_here
from fettle.site.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", short.home, name="home"),
    path("api/v1/", nothing_here),
    path("api/v1/openapi.json", description(api)),
    path("api/v1/", api.urls),
    re_path("^api/(?P<rest>.*)$", nothing_here),
    path("portal/", include("fettle.portal.urls")),
    path("", include("fettle.facilities.discussion.urls")),
    path("", include("fettle.edges.notify.urls")),
    path("", include("fettle.edges.mail.urls")),
    path("", include("fettle.edges.operations.urls")),
    path("", include("fettle.edges.duties.urls")),
    path("", include("fettle.edges.decisions.urls")),
    path("", include("fettle.edges.steps.urls")),
    path("", include("fettle.edges.risks.urls")),
    path("", include("fettle.edges.tags.urls")),
    path("", include("fettle.edges.pages.urls")),
    path("", include("fettle.processes.incidents.urls")),
    path("", include("fettle.processes.announcements.urls")),
    path("", include("fettle.processes.problems.urls")),
    path("", include("fettle.processes.knowledge.urls")),
    path("", include("fettle.processes.services.urls")),
    path("", include("fettle.processes.configuration.urls")),
    path("", include("fettle.processes.customers.urls")),
    path("", include("fettle.processes.suppliers.urls")),
    path("", include("fettle.processes.reviews.urls")),
    path("", include("fettle.processes.surveys.urls")),
    path("", include("fettle.processes.levels.urls")),
    path("", include("fettle.processes.money.urls")),
    path("", include("fettle.edges.pages.list_urls")),
    path("", include("fettle.edges.transfer.urls")),
    path("", include("fettle.administration.urls")),
    path("", include("fettle.processes.reporting.urls")),
    path("", include("fettle.governance.urls")),
    re_path(r"^(?P<number>[A-Za-z]{2,4}-\d{1,12})$", short.record, name="short"),
]

handler400 = "fettle.edges.pages.errors.malformed"
handler403 = "fettle.edges.pages.errors.refused"
handler404 = "fettle.edges.pages.errors.not_found"
handler500 = "fettle.edges.pages.errors.failed"
