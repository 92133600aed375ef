"""Addresses of agreements."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.processes.levels import lacking_page, printing, views
from fettle.processes.levels.estimates import page as estimating
from fettle.processes.levels.evaluation import page as evaluating
from fettle.processes.levels.evaluation import printing as evaluation_paper
from fettle.processes.levels.feasible import page
from fettle.processes.levels.violations import views as violations

BELOW = (
    ("", views.record),
    ("/timeline", views.timeline),
    ("/live", views.live),
    ("/edit", views.edit),
    ("/presence", views.looking),
    ("/link", views.link),
    ("/unlink", views.unlink),
    ("/do/(?P<name>[a-z_]+)", views.step),
    ("/version", views.version),
    ("/pdf", printing.pdf),
    ("/paper", views.paper),
    ("/feasibility", page.feasibility),
    ("/covers/add", views.cover),
    ("/evaluation", evaluating.evaluation),
    ("/evaluation/records", evaluating.behind),
    ("/evaluation/pdf", evaluation_paper.pdf),
    ("/measure", evaluating.measure),
    ("/evaluate", evaluating.confirm),
    ("/following", evaluating.follow),
    ("/exclusions/add", views.exclude),
    (r"/exclusions/(?P<exclusion>\d{1,12})/remove", views.count_again),
    (r"/covers/(?P<cover>\d{1,12})/remove", views.uncover),
    *views.TALK,
)
OF_SERVICES = (
    ("/estimates", estimating.of_service),
    ("/estimates/new", estimating.new),
    (r"/estimates/(?P<estimate>\d{1,12})/withdraw", estimating.withdraw),
)
OF_VIOLATIONS = (
    ("", violations.record),
    ("/timeline", violations.timeline),
    ("/live", violations.live),
    ("/edit", violations.edit),
    ("/presence", violations.looking),
    ("/link", violations.link),
    ("/unlink", violations.unlink),
    ("/do/(?P<name>[a-z_]+)", violations.step),
    *violations.TALK,
)

urlpatterns = [
    path("agreements", views.listing, name="agreements"),
    path("agreements/gaps", lacking_page.gaps, name="agreement-gaps"),
    path("agreements/gaps/customers", lacking_page.customers, name="agreement-gaps-customers"),
    path("agreements/gaps/customers/export", lacking_page.export, name="agreement-gaps-customers-export"),
    path("agreements/evaluations", evaluating.everything, name="agreement-evaluations"),
    path("agreements/estimates", estimating.everything, name="agreement-estimates"),
    path("agreements/estimates/export", estimating.export, name="agreement-estimates-export"),
    path("agreements/new", views.new, name="new-agreement"),
    *(re_path(rf"^agreements/(?P<number>AGR-\d{{1,12}}){below}$", view) for below, view in BELOW),
    *(re_path(rf"^services/(?P<number>SVC-\d{{1,12}}){below}$", view) for below, view in OF_SERVICES),
    path("violations", violations.listing, name="violations"),
    *(re_path(rf"^violations/(?P<number>VIO-\d{{1,12}}){below}$", view) for below, view in OF_VIOLATIONS),
]
