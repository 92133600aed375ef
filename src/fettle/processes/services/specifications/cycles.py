"""What is due on specifications."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.cycles.declare import Cycle
from fettle.processes.services.specifications.records import SPECIFICATION

CYCLES = (Cycle("specification.review", _("Review the specification"), (SPECIFICATION.key,), lead_days=30),)
