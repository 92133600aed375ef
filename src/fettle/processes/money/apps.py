from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "fettle.processes.money"
    label = "money"
    default_auto_field = "django.db.models.BigAutoField"
