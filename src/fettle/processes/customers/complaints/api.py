"""Complaints over REST."""

from django.utils.translation import gettext_lazy as _

from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.kernel.workflow import Ask
from fettle.processes.customers.complaints import actions
from fettle.processes.customers.complaints.records import COMPLAINT

ABOUT = Ask("about", actions.ToAnything(), _("Number of the record that it is about; the two are linked"), needed=False)
complaints = routes(
    COMPLAINT,
    register=actions.register,
    revise=actions.revise,
    also=(ABOUT,),
    first=lambda router: tables.add(router, COMPLAINT),
    verbs=actions.VERBS,
)
