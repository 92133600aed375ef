"""Which page calls which action."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.edges.pages import detail as pages
from fettle.edges.pages import drafts, form, linking, presence, talk, undo, verb, watching
from fettle.edges.pages import peek as peeking
from fettle.kernel.records.values import Text
from fettle.kernel.workflow import Ask, Verb
from fettle.processes.incidents import actions, parts_page
from fettle.processes.incidents.actions import undoing
from fettle.processes.incidents.panels import PANELS, custom_fields
from fettle.processes.incidents.records import DESK
from fettle.processes.incidents.workflow import CONFIRM

FOLLOW_UP = Verb(
    "follow_up",
    _("Record a follow-up"),
    {"closed"},
    None,
    CONFIRM,
    asks=(Ask("details", Text(), _("What came back"), _("The new record keeps requester, service and category.")),),
)

record = pages.detail(*DESK, panels=PANELS)
peek = peeking.peek(*DESK, panels=PANELS)
timeline = pages.older(*DESK, panels=PANELS)
live = pages.live(*DESK)
helping = pages.helping(*DESK)
reply = talk.reply(*DESK, action=actions.reply, panels=PANELS)
note = talk.note(*DESK, action=actions.note, panels=PANELS)
draft = drafts.draft(*DESK)
looking = presence.presence(*DESK)
watch = watching.watch(*DESK)
link = linking.link(*DESK)
unlink = linking.unlink(*DESK)
step = verb.verb(*DESK, actions=actions.VERBS, undone=undoing.VERBS, onward=parts_page.onward)
taken_back = undo.undo(*DESK, action=actions.undo)
edit = form.edit(*DESK, action=actions.revise, further=custom_fields)
follow_up = verb.beside(*DESK, step=FOLLOW_UP, action=actions.follow_up)
