from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "fettle.processes.services"
    label = "services"
    default_auto_field = "django.db.models.BigAutoField"
