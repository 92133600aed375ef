from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "fettle.governance.documents"
    label = "sms_documents"
    default_auto_field = "django.db.models.BigAutoField"
