"""What is due on documents."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.cycles.declare import Cycle
from fettle.facilities.documents.workflow import REVIEW
from fettle.governance.documents.records import DOCUMENT

CYCLES = (Cycle(REVIEW, _("Review the document"), (DOCUMENT.key,), lead_days=30),)
