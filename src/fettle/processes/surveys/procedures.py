"""The procedures with which a new installation begins. Controlled text, changed on the page of each definition."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ASKING = _(
    "The customer relationship manager settles with the process managers after which records people are asked, and how many of them. Nobody is "
    "asked so often that they stop answering. Whoever handled a record never rates it, and nobody answers for somebody else. The rule is looked "
    "at once a year, together with the share of those who answer."
)
HANDLING = _(
    "A rating below the threshold opens a follow-up by itself. The account manager, or whoever the customer relationship manager names, speaks with "
    "the person within the days set here, writes down what came of it, and records a complaint where it is one. Once a quarter the satisfaction "
    "report is read with those who work at the desk; ratings are never used to judge single people."
)
SURVEYS = _(
    "Once a year the customer relationship manager asks the contacts of all customers how satisfied they are with what is agreed and how it is "
    "delivered. Questions are drawn up with the account managers, stay the same from year to year where they can be compared, and are answered in "
    "five minutes. Results are gone through in the next review with each customer."
)
