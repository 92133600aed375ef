"""Complaints over REST."""

from django.utils.translation import gettext_lazy as _

from fettle.edges.rest.routes import Step, routes
from fettle.edges.transfer import routes as tables
from fettle.kernel.access.references import ToAnything
from fettle.kernel.records.values import Text
from fettle.kernel.workflow import Ask
from fettle.processes.customers.complaints import actions, talking
from fettle.processes.customers.complaints.records import COMPLAINT
from fettle.processes.customers.complaints.workflow import FOLLOW, WORK

ABOUT = Ask("about", ToAnything(), _("Number of the record that it is about; the two are linked"), needed=False)
WORDS = Ask("text", Text(100_000), _("Text"))
TALK = (
    Step("reply", _("Reply"), FOLLOW, talking.reply, (WORDS,)),
    Step("note", _("Note for staff"), WORK, talking.note, (WORDS,)),
)
complaints = routes(
    COMPLAINT,
    register=actions.register,
    revise=actions.revise,
    also=(ABOUT,),
    first=lambda router: tables.add(router, COMPLAINT),
    verbs=actions.VERBS,
    more=TALK,
)
