"""REST as a Django application."""

from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "fettle.edges.rest"
    label = "rest"
    default_auto_field = "django.db.models.BigAutoField"
