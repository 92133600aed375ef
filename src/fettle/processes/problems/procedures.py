"""The procedures with which a new installation begins: who does what, when. Controlled text, changed on the page of
each definition.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

HANDLING = _(
    "Whoever sees that incidents come again, or that a cause is unknown, records a problem at once and links the incidents. The problem manager "
    "looks through what is new every morning, sees that it has a class, a priority and an owner, and that its owner is not alone with it. The owner "
    "writes down what was looked at, names the cause, and records a known error as soon as there is a way round it. What cannot be solved in its time "
    "is escalated: to those who can help, or to those who decide. A problem is closed by the problem manager when its outcome can be seen."
)
KEEPING = _(
    "A known error says how it shows in the words of those who meet it, what causes it, and what helps meanwhile: once for staff, and in plain words for "
    "users where they can help themselves. Its owner reviews it when its day comes: does it still show, does the way round still help? What is solved is "
    "offered no more; what was wrong is removed with a reason. The problem manager looks once a quarter at what was used and what never was."
)
SOURCES = _(
    "Whoever records a problem says how it was found. The problem manager adds a source when one is opened, says whether it finds problems before users "
    "notice them, and takes one out of use that nobody uses; what was recorded keeps its own."
)
PRIORITISATION = _(
    "Impact is what the problem does to those we serve, over all its incidents; urgency is how long that can be borne. Both give the priority, and "
    "the priority says within how many working days it should be solved. What has no days is scheduled: its owner sets the day. A lower priority needs a "
    "reason. Once a quarter the problem manager looks at which targets were missed, and changes the targets or the staffing."
)
CLOSURE = _(
    "A problem is resolved when its cause is removed, or when those who decide accept it as it is. Its outcome is what was seen afterwards: the problem "
    "manager waits until it would have shown again, and then closes it."
)
