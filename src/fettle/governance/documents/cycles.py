"""What is due on documents."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.cycles.declare import Cycle
from fettle.governance.documents.records import DOCUMENT

CYCLES = (Cycle("document.review", _("Review the document"), (DOCUMENT.key,), lead_days=30),)
