from django.apps import AppConfig


class LevelsConfig(AppConfig):
    name = "fettle.processes.levels"
    label = "levels"
    default_auto_field = "django.db.models.BigAutoField"
