"""The procedures with which a new installation begins: who does what, when. Controlled text, changed on the page of
each definition.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

CUSTOMERS = _(
    "Every organisation that commissions services from us stands in the customer database, with one account manager on our side and at least "
    "one contact on theirs. The customer relationship manager enters it before the first service is agreed, checks once a year that each contact "
    "is still right, and ends the relationship when nothing is agreed any more; what was recorded stays. The account manager holds the service "
    "review when it is due."
)
COMPLAINTS = _(
    "Whoever hears a complaint writes it down at once, also one that seems unfounded; customers complain in the portal as well. The customer "
    "relationship manager names an owner who was not part of what is complained of. The owner speaks with those concerned, answers in time and "
    "in words that the customer understands, and says what is done so that it does not happen again: each measure is a step with an owner and "
    "a day. A complaint is closed when its measures are done. Once a quarter all complaints and what followed from them are looked through with "
    "the complaint report; what comes up again is raised as a problem or an improvement."
)
WAYS = _(
    "Whoever writes a complaint down says by which way it came. The customer relationship manager adds a way when one is opened, and takes one out of "
    "use that nobody uses; what was written down keeps its own."
)
CAME = _(
    "Whoever answers a complaint says whether the customer was right. The answer tells the customer; the outcome is for us, and stands in the "
    "complaint report."
)
