"""A demand is recorded, taken up by a service or an agreement, met; or declined with a reason."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToRecord
from fettle.kernel.records.values import Line
from fettle.kernel.workflow import Ask, State, Verb, Workflow
from fettle.processes.services.workflow import MANAGE, REASON

NEW, TAKEN_UP, MET, DECLINED = "new", "taken_up", "met", "declined"

FLOW = Workflow(
    states=(
        State(NEW, _("New"), shape="new"),
        State(TAKEN_UP, _("Taken up"), shape="half"),
        State(MET, _("Fulfilled"), shape="done", open=False),
        State(DECLINED, _("Declined"), shape="stop", open=False),
    ),
    verbs=(
        Verb(
            "take_up",
            _("Take up"),
            NEW,
            TAKEN_UP,
            may=MANAGE,
            asks=(
                Ask(
                    "service",
                    ToRecord("service"),
                    _("service"),
                    _("The one that is proposed for it, or that is to change."),
                    needed=False,
                ),
                Ask(
                    "agreement",
                    ToRecord("agreement"),
                    _("agreement"),
                    _("The one whose targets come from it. A service, an agreement or both."),
                    needed=False,
                ),
            ),
            primary=True,
            icon="check",
        ),
        Verb(
            "meet",
            _("Note as met"),
            TAKEN_UP,
            MET,
            may=MANAGE,
            asks=(Ask("remark", Line(500), _("By what it is met")),),
            primary=True,
            icon="check",
        ),
        Verb("decline", _("Decline"), (NEW, TAKEN_UP), DECLINED, may=MANAGE, asks=(REASON,), icon="x"),
        Verb("reopen", _("Reopen"), (MET, DECLINED), NEW, may=MANAGE, asks=(REASON,), icon="arrow-back-up"),
    ),
)
