"""Addresses of operations."""

from django.urls import path

from fettle.edges.operations import views

urlpatterns = [
    path("health", views.machine, name="health"),
    path("operations/jobs/", views.jobs, name="jobs"),
    path("operations/health/", views.health, name="health-page"),
    path("operations/audit/", views.audit, name="audit"),
    path("operations/audit/export", views.audit_export, name="audit-export"),
    path("about/", views.about, name="about"),
]
