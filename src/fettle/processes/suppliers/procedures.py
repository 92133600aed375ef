"""The procedure with which a new installation begins. Controlled text, changed on the page of its definition."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SUPPLIERS = _(
    "Every party outside that delivers something on which a service stands is in the supplier database, with somebody on our side who looks after"
    " it and at least one contact on theirs. Members of a federation and groups inside that deliver to us are treated alike. The supplier "
    "relationship manager enters it before anything is agreed, notes what it offers, and ends the relationship when nothing is bought any more; "
    "what was recorded stays. What it delivered is reviewed when the review is due."
)
