from django.apps import AppConfig


class SettingsConfig(AppConfig):
    name = "fettle.kernel.settings"
    label = "definitions"
    default_auto_field = "django.db.models.BigAutoField"
