from django.apps import AppConfig


class ClockConfig(AppConfig):
    """Calendars in versions; the clocks themselves have no table."""

    name = "fettle.kernel.clock"
    label = "clock"
    default_auto_field = "django.db.models.BigAutoField"
