"""Calendars that people define, in versions: a clock names the one it counts by, so an old reading stays explained."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Calendar(models.Model):
    """A calendar by its lasting key; what it says stands in its versions."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")

    def __str__(self) -> str:
        return self.name


class CalendarVersion(models.Model):
    """One state of a calendar. It is never changed: the app's database role may add versions and read them."""

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="versions", verbose_name=_("calendar"))
    version = models.PositiveIntegerField(_("version"))
    data = models.JSONField(_("working hours, holidays and special days"))
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    made_by_label = models.CharField(_("made by"), max_length=200)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering: ClassVar = ["calendar", "-version"]
        verbose_name = _("version of a calendar")
        verbose_name_plural = _("versions of calendars")
        constraints: ClassVar = [models.UniqueConstraint(fields=["calendar", "version"], name="one_calendar_version")]

    def __str__(self) -> str:
        return f"{self.calendar} v{self.version}"
