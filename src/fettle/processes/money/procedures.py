"""The procedures with which a new installation begins. Controlled texts, changed on the pages of their definitions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MONEY = _(
    "Whoever orders or pays for a service enters the cost on the day on which it is committed, and notes it as spent once the invoice is paid. What "
    "was entered wrongly is withdrawn with a reason and entered again. The service portfolio manager draws up the budgets before the financial "
    "year begins, the SMS manager approves them; both look each month at what is spent and committed."
)
SHARES = _(
    "A component that several services share is paid for once and split over them. Equal parts are the rule; where they would be unjust, the service "
    "portfolio manager agrees weights with the service owners, such as users or devices, and looks at them when the budgets are drawn up."
)
PRICES = _(
    "Where customers pay for a service, its price, the unit and the day from which it holds are agreed with them first and entered here. A new price "
    "is a new row; the old one gets its last day."
)
