"""The jobs package as a Django application."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "fettle.kernel.jobs"
    label = "jobs"
