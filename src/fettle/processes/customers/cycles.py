"""What is due on customers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.relationships import rhythm
from fettle.processes.customers.records import CUSTOMER, IMPORTANCES

REVIEW = "customer.review"
CYCLES = (rhythm.cycle(REVIEW, _("Review the relationship with the customer"), CUSTOMER.key, IMPORTANCES),)
