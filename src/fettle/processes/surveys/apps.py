from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "fettle.processes.surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"
