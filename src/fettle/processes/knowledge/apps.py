from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "fettle.processes.knowledge"
    label = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"
