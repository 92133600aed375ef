from django.apps import AppConfig


class TagsConfig(AppConfig):
    name = "fettle.facilities.tags"
    label = "tags"
    default_auto_field = "django.db.models.BigAutoField"
