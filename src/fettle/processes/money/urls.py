"""Addresses of costs, budgets, and of what adds them up."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.processes.money import printing, views

OF_COSTS = (
    ("", views.cost),
    ("/timeline", views.cost_timeline),
    ("/live", views.cost_live),
    ("/edit", views.cost_edit),
    ("/presence", views.cost_looking),
    ("/link", views.cost_link),
    ("/unlink", views.cost_unlink),
    ("/do/(?P<name>[a-z_]+)", views.cost_step),
)
OF_BUDGETS = (
    ("", views.budget),
    ("/timeline", views.budget_timeline),
    ("/live", views.budget_live),
    ("/edit", views.budget_edit),
    ("/presence", views.budget_looking),
    ("/link", views.budget_link),
    ("/unlink", views.budget_unlink),
    ("/do/(?P<name>[a-z_]+)", views.budget_step),
)

urlpatterns = [
    path("money", views.overview, name="money"),
    re_path(r"^services/(?P<number>SVC-\d{1,12})/cost\.pdf$", printing.pdf, name="service-cost-pdf"),
    path("costs", views.costs, name="costs"),
    path("costs/new", views.new_cost, name="new-cost"),
    *(re_path(rf"^costs/(?P<number>CST-\d{{1,12}}){below}$", view) for below, view in OF_COSTS),
    path("budgets", views.budget_list, name="budgets"),
    path("budgets/new", views.new_budget, name="new-budget"),
    *(re_path(rf"^budgets/(?P<number>BUD-\d{{1,12}}){below}$", view) for below, view in OF_BUDGETS),
]
