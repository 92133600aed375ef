"""The procedures of risk management with which a new installation begins: who does what, when."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ASSESSING = _(
    "Whoever sees a risk notes it. A process manager describes cause and consequence, gives it an owner, and judges how likely it is "
    "and how bad it would be, once without measures and once with those that are planned. The matrix gives the level; the level says how often the "
    "risk is looked at again. It is assessed anew at each review, after an incident that it explains, and when what it is about changes."
)
ACCEPTING = _(
    "A risk is treated by avoiding, reducing or transferring it: each measure is a step with an owner and a day. What costs more than it is "
    "worth is accepted, with a reason and until a day, by somebody who may do so and did not note the risk. When the day comes near the owner "
    "is told; when it has passed the risk is open again."
)
