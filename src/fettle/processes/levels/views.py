"""Which page of an agreement calls which action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fettle.edges.pages import addresses, detail, drafts, form, linking, presence, talk, verb
from fettle.edges.pages import listing as lists
from fettle.edges.pages.asking import asked, pressed
from fettle.edges.pages.inputs import refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.panels import Panels, Talk
from fettle.edges.pages.register import draw
from fettle.facilities.relationships.references import ToRelationship
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.access.read import get, visible
from fettle.kernel.errors import Invalid, Refusal, TooLarge
from fettle.kernel.records import numbers
from fettle.processes.levels import actions, asks, rules, talking, version_page
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.workflow import FOLLOW, MANAGE

LISTING = lists.list_of(
    AGREEMENT,
    tabs=(
        lists.Tab(_("In force"), {"state": "in_force"}, empty=_("No agreement is in force yet.")),
        lists.Tab(_("Draft or negotiation"), {"open": "true"}, empty=_("No agreement is being negotiated.")),
        lists.Tab(_("Over"), {"state": "expired,terminated,withdrawn"}, empty=_("No agreement is over.")),
    ),
    sort="title",
    columns=("title", "type", "organisation", "valid_until"),
    make=(_("New agreement"), "/agreements/new", MANAGE),
)
PANELS = Panels(
    talk=Talk(FOLLOW, MANAGE, talking.people, elsewhere=rules.UNREAD, label=_("To the other party")),
    marked=("terms", "exclusions", "measuring", "reporting"),
)
DEFAULT = "/settings/agreement/"
PART = "#promised"


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The register of agreements, with the ways to the pages beside it."""
    actor = actor_of(request)
    context = draw(request, actor, LISTING, LISTING.asked(request, actor))
    place = "agreements" if actor.is_staff else ""
    return show(request, "levels/listing.html", context | {"place": place, "manages": may(actor, MANAGE)})


@require_safe
def record(request: HttpRequest, number: str) -> HttpResponse:
    """The default agreement has a page of its own."""
    if get(actor_of(request), number, AGREEMENT).item.is_default:
        return HttpResponseRedirect(DEFAULT)
    return _record(request, number)


_record = detail.detail(AGREEMENT, panels=PANELS)
timeline = detail.older(AGREEMENT, panels=PANELS)
live = detail.live(AGREEMENT)
looking = presence.presence(AGREEMENT)
link = linking.link(AGREEMENT)
unlink = linking.unlink(AGREEMENT)


def _with(actor: Actor, given: Mapping[str, str]) -> Mapping[str, Any]:
    """A form that begins from the customer or supplier that the address names."""
    number = numbers.tidy(given.get("with", ""))
    kinds = ToRelationship().kinds()
    found = visible(actor, *kinds).filter(number=number).select_related("organisation").first() if number else None
    if found is None:
        return {}
    home, item = found.organisation, found.item
    type_ = "sla" if found.declared.process == "PR7" else "ola" if home.is_member else "ua"
    reached = ", ".join(filter(None, (item.contact.name if item.contact else "", item.contact_point)))
    return {"organisation": home, "type": type_, "contact": reached[:200]}


new = form.form(
    AGREEMENT,
    action=actions.register,
    title=_("New agreement"),
    submit=_("Draw up the agreement"),
    needs=("type",),
    first=_with,
)
edit = form.edit(AGREEMENT, action=actions.revise)
TALK = (
    ("/reply", talk.reply(AGREEMENT, action=talking.reply, panels=PANELS)),
    ("/note", talk.note(AGREEMENT, action=talking.note, panels=PANELS)),
    ("/draft/(?P<mode>reply|note)", drafts.draft(AGREEMENT)),
)
step = verb.verb(AGREEMENT, actions=actions.VERBS)
version = version_page.change
cover = asked(
    AGREEMENT,
    MANAGE,
    _("Cover a service"),
    _("It is covered."),
    lambda actor, record, row: asks.covering(record),
    actions.cover,
    part=PART,
)
exclude = asked(
    AGREEMENT,
    MANAGE,
    _("Exclude something"),
    _("It does not count."),
    lambda actor, record, row: asks.EXCLUDE,
    lambda actor, number, **given: actions.exclude(actor, number, **asks.excluding(given)),
    part=PART,
)
count_again = pressed(AGREEMENT, MANAGE, _("It counts again."), actions.count_again, row="exclusion", part=PART)
uncover = pressed(AGREEMENT, MANAGE, _("It is covered no more."), actions.uncover, row="cover", part=PART)


class Paper(forms.Form):
    """The paper that they signed."""

    file = forms.FileField(label=_("Signed paper"), help_text=_("A scan or a photo. The customer can open it, too."))


@once
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """Keep the paper that the other party signed with its version."""
    actor = actor_of(request)
    record = get(actor, number, AGREEMENT)
    require(actor, MANAGE, record)
    made, status = Paper(request.POST or None, request.FILES or None), 200
    if request.method == "POST":
        status = _kept(made, lambda: actions.keep_paper(actor, number, files=[made.cleaned_data["file"]]))
        if status == 303:
            messages.success(request, _now("The paper is kept."))
            return HttpResponseRedirect(addresses.of(record) + PART, status=303)
    context = {
        "title": _now("Add the signed paper"),
        "record": record,
        "state": record.declared.flow.by_state[record.state],
        "submit_label": _now("Keep the paper"),
        "cancel_url": addresses.of(record) + PART,
        "form": made,
    }
    return show(request, "pages/verb.html", context, status=status)


def _kept(made: Paper, act: Callable[[], object]) -> int:
    if not made.is_valid():
        return 422
    try:
        act()
    except (Invalid, TooLarge) as problem:
        refuse(made, problem if isinstance(problem, Invalid) else Invalid({"file": problem.sentence}))
        return 422
    except Refusal as no:
        made.add_error(None, str(no))
        return 409
    return 303
