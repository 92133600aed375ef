"""The procedures with which a new installation begins: who does what, when. Controlled text, changed on the page of
each definition.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PORTFOLIO = _(
    "Every service stands in the portfolio from the day on which it is proposed until it is retired, and keeps its number. The service "
    "portfolio manager keeps it; each service has an owner who answers for what is written about it. A new service is proposed, weighed, "
    "designed and brought into use by a package. While the first portfolio is built, services that are provided already are added as live; "
    "then this is switched off. The list of what is missing is looked at once a month."
)
SPECIFYING = _(
    "The owner of a service writes its specification before it goes live and reviews it once a year; somebody else approves it. A service is "
    "described completely when the fields that are asked for here have a value and its specification is in force."
)
PACKAGES = _(
    "For each new service, and for each change of a live one that users will notice, the owner draws up a package: why, what is required, how "
    "it is built, who does what by when, how people are told and trained, the way back, and the criteria by which it is accepted. Whoever "
    "answers for service management approves it. What changes afterwards is a new version and is approved anew."
)
ACCEPTANCE = _(
    "A service goes live when each criterion is shown to be met: in words, with a link or a file, by whoever saw it. A criterion is waived "
    "only with a reason, by somebody who may approve packages, and is looked at again in the first review of the service."
)
PARTIES = _(
    "The service portfolio manager keeps the map of the organisations that take part in delivering each service: members of the federation, "
    "groups inside, suppliers. Each has a broad role and one contact point, which is tried twice a year."
)
APPROVALS = _(
    "A package is approved by somebody who neither wrote it nor submits it. Who that is follows from what it costs and whom it reaches."
)
DEMANDS = _(
    "Whoever hears what a customer asks for writes it down, and how much it matters to those who ask, in their words. The service portfolio manager "
    "goes through what is new once a month with the customer relationship manager: it is proposed as a service, taken into an agreement or declined "
    "with a reason that the customer is told."
)
CRITICALITY = _(
    "A service is of high criticality when many cannot work without it, or when harm follows within a day. The service level manager settles it "
    "with the service owners and the customers once a year; agreements for the components of the most critical services are made first."
)
