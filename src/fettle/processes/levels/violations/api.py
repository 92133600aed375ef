"""Violations over REST. An evaluation notes them, so nothing registers one."""

from django.utils.translation import gettext_lazy as _

from fettle.edges.rest.routes import Step, routes
from fettle.edges.transfer import routes as tables
from fettle.kernel.records.values import Text
from fettle.kernel.workflow import Ask
from fettle.processes.levels import talking
from fettle.processes.levels.violations import actions
from fettle.processes.levels.violations.records import VIOLATION
from fettle.processes.levels.violations.workflow import FOLLOW, WORK

WORDS = Ask("text", Text(100_000), _("Text"))
violations = routes(
    VIOLATION,
    revise=actions.revise,
    verbs=actions.VERBS,
    more=(
        Step("reply", _("Reply"), FOLLOW, talking.reply_on_violation, (WORDS,)),
        Step("note", _("Note for staff"), WORK, talking.note_on_violation, (WORDS,)),
    ),
    first=lambda router: tables.add(router, VIOLATION),
)
