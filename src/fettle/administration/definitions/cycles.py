"""What is due on settings: that somebody reads the procedure again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.cycles.declare import Cycle
from fettle.kernel.settings.records import SETTING

CYCLES = (Cycle("setting.review", _("Review the procedure"), (SETTING.key,), lead_days=30),)
