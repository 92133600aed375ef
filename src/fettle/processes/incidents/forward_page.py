"""Forwarding to a supplier on a page: first which one, then what it reads, and at which address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fettle.edges.pages import addresses
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.wording import day_and_clock
from fettle.facilities.discussion import queries as discussion
from fettle.facilities.relationships import contacts
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get, visible
from fettle.kernel.access.references import ToRecord
from fettle.kernel.errors import Invalid, Refusal, Stale
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF, Choice, Flag, Line, Option, Text, whole
from fettle.kernel.settings.choices import options
from fettle.processes.incidents import actions, rules
from fettle.processes.incidents.records import DESK
from fettle.processes.incidents.workflow import UNDONE, WORK

KIND, ACTIVE = "supplier", "active"
SUPPLIER = Field(KIND, ToRecord(KIND, among=(ACTIVE,)), gettext_lazy("supplier"), needed=True)
SUBJECT = Field(
    "subject", Line(200), gettext_lazy("subject"), gettext_lazy("It stands behind our number."), needed=True
)
TEXT = Field(
    "text",
    Text(100_000),
    gettext_lazy("what the supplier reads"),
    gettext_lazy("This and nothing else leaves. Take out what is not for them, such as names of people."),
    needed=True,
)
WAIT = Field("wait", Flag(), gettext_lazy("wait for the supplier from now on"))
GOES_ALONG = "goes_along"
"""What the boxes of files are called: no column bears this name."""
FACTS = ("service", "rank")
"""What stands below the description, with the day, to be left there or taken out: nothing of a person, and no address
of a page.
"""


@once
def forward(request: HttpRequest, number: str) -> HttpResponse:
    """GET asks for the supplier, which ``?supplier=`` names or the one that is waited for is; POST forwards."""
    actor = actor_of(request)
    record = get(actor, number, *DESK)
    require(actor, WORK, record)
    try:
        rules.it_is_not_over_yet(record)
    except Refusal as no:
        return show(request, "incidents/forward.html", _context(record, refusal=str(no)), status=409)
    given = request.POST if request.method == "POST" else request.GET
    named = form_of([SUPPLIER], actor, given if given.get(KIND) or request.method == "POST" else None)
    party = _named(named) if named.is_bound else None if KIND in given else _waited_for(actor, record)
    if party is None:
        status = 422 if named.errors else 200
        return show(request, "incidents/forward.html", _context(record, choosing=named), status=status)
    made = _form(actor, record, party, request.POST if request.method == "POST" else None)
    chosen = [key for each in request.POST.getlist(GOES_ALONG) if (key := whole(each))]
    if request.method == "POST" and made.is_valid() and _done(actor, record, party, made, chosen):
        messages.success(request, _("Forwarded to %(name)s.") % {"name": party.title})
        return HttpResponseRedirect(addresses.of(record), status=303)
    context = _context(record, party=party, form=made, files=_files(actor, record, chosen))
    return show(request, "incidents/forward.html", context, status=422 if made.errors else 200)


def _waited_for(actor: Actor, record: Record) -> Record | None:
    """The supplier that the record waits for, where it can be written to."""
    waited = record.item.supplier_id
    found = visible(actor).filter(kind=KIND, organisation_id=waited, state=ACTIVE).first() if waited else None
    return found if found and contacts.mails(found) else None


def _named(named: forms.Form) -> Record | None:
    """The supplier that was chosen; None with a sentence where there is none, it has no address, or is over."""
    if not named.is_valid():
        return None
    party: Record = named.cleaned_data[KIND]
    try:
        rules.a_supplier_is_active(party)
        rules.it_has_an_address(party, contacts.mails(party))
    except Invalid as invalid:
        refuse(named, invalid)
        return None
    return party


def _form(actor: Actor, record: Record, party: Record, data: Any) -> forms.Form:
    there = contacts.mails(party)
    names = [Option(address, f"{name} · {address}" if name else address) for address, name in there.items()]
    address = Field("address", Choice(lambda: names, tiles=len(names) < 6), gettext_lazy("address"), needed=True)
    first = {"address": next(iter(there)), "subject": record.title, "text": _draft(record)}
    fields = [address, SUBJECT, TEXT, *([WAIT] if _may_wait(record, party) else ())]
    made = form_of(fields, actor, data, first)
    made.fields["text"].widget.attrs["rows"] = 12
    return made


def _may_wait(record: Record, party: Record) -> bool:
    """Whether it may begin to wait for the supplier: it is worked on, and does not wait for them yet."""
    item, reasons = record.item, {each.code for each in options("incidents.pause_reasons") if each.active}
    waits = item.pause_reason == KIND and item.supplier_id == party.organisation_id
    return record.state in UNDONE and KIND in reasons and not waits


def _draft(record: Record) -> str:
    """Title, description and a few facts: nothing that staff alone wrote, and no name that we would add."""
    kind = record.declared
    told = [(kind.by_name[name].label, kind.by_name[name].type.text(kind.value(record, name))) for name in FACTS]
    told.append((kind.by_name["opened_at"].label, day_and_clock(timezone.localtime(record.opened_at))))
    rows = [f"{capfirst(label)}: {said}" for label, said in told if said]
    return "\n\n".join(filter(None, (record.title, record.item.details.strip(), "\n".join(rows))))


def _files(actor: Actor, record: Record, chosen: list[int]) -> list[Mapping[str, Any]]:
    """Those that may go along; what is for staff alone says so."""
    return [
        {
            "id": each.pk,
            "name": each.name,
            "size": filesizeformat(each.file.size),
            "internal": each.audience == STAFF,
            "chosen": each.pk in chosen,
        }
        for each in discussion.attachments(actor, record)
    ]


def _done(actor: Actor, record: Record, party: Record, made: forms.Form, files: list[int]) -> bool:
    given = {name: made.cleaned_data[name] for name in ("address", "subject", "text")}
    then = "wait" if made.cleaned_data.get("wait") else ""
    try:
        actions.forward(actor, record.number, supplier=party, files=files, then=then, **given)
    except Invalid as invalid:
        refuse(made, invalid)
        return False
    except (Refusal, Stale) as no:
        made.add_error(None, str(no))
        return False
    return True


def _context(
    record: Record,
    *,
    choosing: forms.Form | None = None,
    party: Record | None = None,
    form: forms.Form | None = None,
    files: list[Mapping[str, Any]] | None = None,
    refusal: str = "",
) -> dict[str, Any]:
    return {
        "title": _("Forward to a supplier"),
        "record": record,
        "state": record.declared.flow.by_state[record.state],
        "party": party,
        "form": form or choosing,
        "choosing": choosing is not None,
        "files": files or (),
        "goes_along": GOES_ALONG,
        "refusal": refusal,
        "again_url": addresses.of(record, "forward"),
        "cancel_url": addresses.of(record),
    }
