"""Which page calls which action; what an article brought, one by one and together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fettle.edges.pages import addresses, detail, form, linking, presence, verb
from fettle.edges.pages import listing as lists
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.register import draw
from fettle.edges.papers.wording import standing
from fettle.facilities.documents import actions as texts
from fettle.facilities.documents.workflow import LONGEST, TEXT
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid
from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Text
from fettle.processes.incidents.queries import DESK
from fettle.processes.knowledge import actions, drafting, drawn, rules
from fettle.processes.knowledge.records import ARTICLE, SEE, WRITE

LISTING = lists.list_of(
    ARTICLE,
    tabs=(
        lists.Tab(_("Current"), {"state": "draft,in_review,published"}, empty=_("No article is written yet.")),
        lists.Tab(_("Draft or in review"), {"open": "true"}, empty=_("Nothing is being written.")),
        lists.Tab(_("Withdrawn"), {"state": "withdrawn"}, empty=_("Nothing was withdrawn.")),
    ),
    sort="title",
    columns=("title", "audience", "service", "owner", "in_force"),
    states=lambda: standing,
    drawn=("in_force",),
    make=(_("New article"), "/knowledge/new", WRITE),
)
timeline = detail.older(ARTICLE)
live = detail.live(ARTICLE)
looking = presence.presence(ARTICLE)
link = linking.link(ARTICLE)
unlink = linking.unlink(ARTICLE)
edit = form.edit(ARTICLE, action=actions.revise)
step = verb.verb(ARTICLE, actions={name: act for name, act in texts.VERBS.items() if name != "write"})

FIRST = Field("text", TEXT.type, TEXT.label, TEXT.hint)
MESSAGE = Field("text", Text(LONGEST), _("your reply"), _("Everybody on the record reads it."), needed=True)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The articles, and the way to what they brought."""
    actor = actor_of(request)
    return show(request, "knowledge/listing.html", draw(request, actor, LISTING, LISTING.asked(request, actor)))


@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: HttpRequest) -> HttpResponse:
    """Title, for whom, and the text in one step. ``?of=`` names the solved record from which it is taken over: what
    stands in the form then is to be read through before it is saved.
    """
    actor = actor_of(request)
    require(actor, WRITE)
    of = request.GET.get("of", "")[:20]
    source = _source(actor, of) if of else None
    items = [item for item in ARTICLE.fields if item.register] + [FIRST]
    begun = drafting.from_record(source) if source and request.method != "POST" else {}
    made = form_of(items, actor, request.POST or None, begun)
    made.fields["text"].widget.attrs["rows"] = 16
    if request.method == "POST" and made.is_valid():
        given = {name: value for name, value in made.cleaned_data.items() if value not in (None, "")}
        try:
            record = actions.register(actor, of=source.number if source else "", **given)
        except Invalid as invalid:
            refuse(made, invalid)
        else:
            messages.success(request, _now("%(number)s is recorded.") % {"number": record.number})
            return HttpResponseRedirect(addresses.of(record), status=303)
    context = {
        "title": _("Article from %(number)s") % {"number": source.number} if source else _("New article"),
        "subtitle": _("Read it through: no names, addresses or telephone numbers.") if source else "",
        "submit_label": _("Save as draft"),
        "cancel_url": addresses.of(source) if source else addresses.of_kind(ARTICLE),
        "form": made,
    }
    return show(request, "pages/form.html", context, status=422 if made.errors else 200)


def _source(actor: Actor, number: str) -> Record:
    source = get(actor, number, *DESK)
    require(actor, actions.WORK, source)
    rules.it_is_solved(source.state, source.number)
    return source


@require_POST
def used(request: HttpRequest, number: str) -> HttpResponse:
    """Staff worked with the article on the record ``on``; back to that record."""
    actor = actor_of(request)
    record = actions.use(actor, request.POST.get("on", ""), article=get(actor, number, ARTICLE))
    messages.success(request, _now("Noted: you worked with %(number)s.") % {"number": number})
    return HttpResponseRedirect(addresses.of(record), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def send(request: HttpRequest, number: str) -> HttpResponse:
    """A reply with the article's address, to be read through before it goes out. ``?on=`` is the record."""
    actor = actor_of(request)
    article = get(actor, number, ARTICLE)
    record = get(actor, request.GET.get("on", ""), *DESK)
    require(actor, actions.WORK, record)
    made = form_of([MESSAGE], actor, request.POST or None, {"text": _offer(request, article, record)})
    made.fields["text"].widget.attrs["rows"] = 8
    if request.method == "POST" and made.is_valid():
        actions.send(actor, record.number, article=article, text=made.cleaned_data["text"])
        messages.success(request, _now("Sent."))
        return HttpResponseRedirect(addresses.of(record), status=303)
    rules.they_may_read_it(article)
    context: dict[str, Any] = {
        "title": _("Send %(number)s to the people on it") % {"number": article.number},
        "record": record,
        "state": record.declared.flow.by_state[record.state],
        "submit_label": _("Send reply"),
        "cancel_url": addresses.of(record),
        "form": made,
    }
    return show(request, "pages/verb.html", context, status=422 if made.errors else 200)


def _offer(request: HttpRequest, article: Record, record: Record) -> str:
    """In the language of whoever reads it."""
    reader = record.item.requester
    place = request.build_absolute_uri(drawn.portal_address(article))
    with override(reader.language if reader else "en"):
        return _now("This article may help: “%(title)s”\n%(place)s") % {"title": article.title, "place": place}


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What every article brought; ``?review=late`` those whose review is overdue, ``?owner=me`` one's own."""
    actor = actor_of(request)
    require(actor, SEE)
    return show(request, "knowledge/figures.html", drawn.figures(actor, request.GET))
