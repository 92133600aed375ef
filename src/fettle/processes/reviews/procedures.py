"""The procedures with which a new installation begins. Controlled texts, changed on the pages of their definitions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

CUSTOMERS = _(
    "The account manager plans the review when it is due and sends the agenda a week before. "
    "Both sides go through what was delivered since the last review, complaints, what was agreed last time, and what will be needed. The minutes are "
    "written within three working days and sent to everybody who took part. Each thing agreed is a step with an owner and a day; the review is "
    "closed when all of them are done. Demands that come up are recorded as demands."
)
SUPPLIERS = _(
    "Whoever looks after a supplier plans the review when it is due, rates what it delivered by the criteria, and sends the agenda a week before. "
    "Both sides go through the scorecard, what was agreed last time, and what will be needed. The minutes are written within three working days "
    "and sent to everybody who took part. Each thing agreed is a step with an owner and a day; the review is closed when all of them are done."
)
AGENDA = _(
    "## To talk about\n\n- what went well, and what did not\n- what will change on their side, and on ours\n- what is needed next\n- whether what is "
    "agreed still fits"
)
