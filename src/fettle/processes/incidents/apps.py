from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "fettle.processes.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"
