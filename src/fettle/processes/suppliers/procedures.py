"""The procedures with which a new installation begins. Controlled texts, changed on the pages of their definitions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SUPPLIERS = _(
    "Every party outside that delivers something on which a service stands is in the supplier database, with somebody on our side who looks after"
    " it and at least one contact on theirs. Members of a federation and groups inside that deliver to us are treated alike. The supplier "
    "relationship manager enters it before anything is agreed, notes what it offers, and ends the relationship when nothing is bought any more; "
    "what was recorded stays. What it delivered is reviewed when the review is due."
)
RATING = _(
    "Whoever looks after a supplier rates it each quarter, and before each review, with those who work with what it delivers. Five points: better "
    "than agreed; three: as agreed; one: far from it. A rating of two or less says why in the remark. Criteria and weights are changed once a year."
)
PERFORMANCE = _(
    "The scorecard is read before each review: what was measured from tickets, complaints and agreements first, then the rating. Where a rating is "
    "not enough, or an agreement was not kept twice, the supplier relationship manager plans a review with the supplier on the day; what is agreed "
    "there are steps with an owner and a day. What does not get better within a quarter is escalated by the way that is agreed."
)
