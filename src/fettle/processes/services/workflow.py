"""A service is live or retired here; proposal, design and transition come with service portfolio management."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records.values import Line
from fettle.kernel.workflow import Ask, State, Verb, Workflow

REASON = Ask("reason", Line(500), _("Reason"))

FLOW = Workflow(
    states=(
        State("live", _("Live"), _("Working"), shape="done", open=False),
        State("retired", _("Retired"), _("No longer offered"), shape="closed", open=False),
    ),
    verbs=(
        Verb("retire", _("Retire service"), "live", "retired", may="services.manage", asks=(REASON,), icon="archive"),
        Verb("revive", _("Bring back"), "retired", "live", may="services.manage", asks=(REASON,), icon="arrow-back-up"),
    ),
)
