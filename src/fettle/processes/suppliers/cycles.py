"""What is due on suppliers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.relationships import rhythm
from fettle.processes.suppliers.records import IMPORTANCES, SUPPLIER

REVIEW = "supplier.review"
CYCLES = (rhythm.cycle(REVIEW, _("Review the relationship with the supplier"), SUPPLIER.key, IMPORTANCES),)
