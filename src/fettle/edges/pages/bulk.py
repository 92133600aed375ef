"""One action on many records: selected, previewed, confirmed, done one record at a time through the same actions.

"All in this view" is a signed filter with its count, never "all": what was filtered when the box was ticked is what is
counted again, and another count stops everything.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fettle.edges.pages import addresses, bulk_run, lists
from fettle.edges.pages.asked import Asked
from fettle.edges.pages.inputs import form_of
from fettle.edges.pages.page import show
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.records.declare import Field, Kind
from fettle.kernel.records.models import Record
from fettle.kernel.workflow import Verb

if TYPE_CHECKING:
    from fettle.edges.pages.listing import Listing
    from fettle.edges.pages.register import Found

SAMPLE = 10
LEFT_OUT = 20
"""Of those left out the preview names so many; the rest it counts."""


@dataclass(frozen=True)
class Acts:
    """What a room lets one do to many records: verb → action, in the order of the bar. In the slot "bulk". ``undo``
    takes back one entry of a record, for the verbs in ``undone``. ``steps`` are those that no workflow has.
    """

    key: str
    kinds: tuple[Kind, ...]
    actions: Mapping[str, Callable[..., Record]]
    undo: Callable[..., Record] | None = None
    undone: Collection[str] = frozenset()
    steps: Mapping[str, Verb] = field(default_factory=dict)

    def verb(self, name: str) -> Verb:
        """Raises Invalid for a verb that is not done in bulk."""
        if name not in self.actions:
            raise Invalid({"action": _("Choose what to do with the selected records.")})
        return self.steps.get(name) or self.kinds[0].flow.by_verb[name]

    def take_back(self, actor: Actor, number: str, entry: int, name: str) -> None:
        """Take back what that verb did to a record. Raises Refusal."""
        if self.undo is None or name not in self.undone:
            raise Refusal(_("This cannot be taken back: take the step that fits now."))
        self.undo(actor, number, entry=entry)


def acts_of(key: str) -> Acts:
    found: Acts = next(acts for acts in assembly().slots["bulk"] if acts.key == key)
    return found


def offered(actor: Actor, key: str) -> list[Verb]:
    """The verbs of the bar that this actor's roles carry somewhere."""
    acts = acts_of(key)
    return [verb for name in acts.actions if may(actor, (verb := acts.verb(name)).may)]


def bar(found: Found, verbs: Sequence[Verb]) -> lists.Bulk:
    from fettle.edges.pages.register import MOST, PAGE

    named = [(verb.name, str(verb.label)) for verb in verbs]
    if not PAGE < found.total <= MOST:
        return lists.Bulk(named)
    label = _("All %(count)s in this view") % {"count": found.total}
    return lists.Bulk(named, label, _seal(found.actor, found.asked, count=found.total))


def _seal(actor: Actor, asked: Asked, **more: Any) -> str:
    whole = {"who": actor.person_id, "path": asked.path, "filter": asked.canonical, **more}
    return signing.dumps(whole, salt="bulk", compress=True)


def _open(actor: Actor, asked: Asked, token: str) -> dict[str, Any]:
    """What was signed for this person and list. Raises Refusal for anything else."""
    try:
        whole: dict[str, Any] = signing.loads(token, salt="bulk", max_age=86_400)
    except signing.BadSignature:
        whole = {}
    if whole.get("who") != actor.person_id or whole.get("path") != asked.path:
        raise Refusal(_("This selection is too old, or not yours: select the records again."))
    return whole


def answer(request: HttpRequest, actor: Actor, listing: Listing, asked: Asked) -> HttpResponse:
    """The preview of what is selected, or after it the doing."""
    acts = acts_of(listing.bulk)
    verb = acts.verb(request.POST.get("action", ""))
    require(actor, verb.may)
    if token := request.POST.get("plan"):
        return _run(request, actor, listing, asked, verb, _open(actor, asked, token))
    plan: dict[str, Any] = {"at": timezone.now().isoformat()}
    if token := request.POST.get("whole"):
        sealed = _open(actor, asked, token)
        plan |= {"filter": sealed["filter"], "count": sealed["count"], "picks": None}
    else:
        picks = sorted(set(request.POST.getlist("pick")))
        plan |= {"filter": asked.canonical, "count": len(picks), "picks": picks}
    if not plan["count"]:
        messages.error(request, _("Select at least one record."))
        return HttpResponseRedirect(asked.here(), status=303)
    return _preview(request, actor, listing, asked, verb, plan)


def _selected(actor: Actor, listing: Listing, plan: Mapping[str, Any]) -> list[Record]:
    """The records of the plan as they are now, the oldest number first."""
    from fettle.edges.pages.register import Found

    if plan["picks"] is not None:
        found = visible(actor, *listing.kinds).filter(number__in=plan["picks"])
    else:
        found = Found(actor, listing, Asked(listing.path, dict(plan["filter"]))).records
    return list(found.order_by("id").only("number", "kind", "title", "state"))


def _differs(request: HttpRequest, asked: Asked, verb: Verb, plan: Mapping[str, Any], now: int) -> HttpResponse:
    """Another number than was confirmed: nothing is done, and both are shown."""
    question = _("You selected %(was)s records, but now there are %(now)s. Nothing was changed.") % {
        "was": plan["count"],
        "now": now,
    }
    context = {"title": verb.label, "question": question, "back": asked.here()}
    return show(request, "pages/bulk_differs.html", context, status=409)


def _preview(
    request: HttpRequest,
    actor: Actor,
    listing: Listing,
    asked: Asked,
    verb: Verb,
    plan: dict[str, Any],
    form: Any = None,
) -> HttpResponse:
    """The first ten and the total, who is left out and why, and what the verb asks for."""
    rows = _selected(actor, listing, plan)
    if len(rows) != plan["count"]:
        return _differs(request, asked, verb, plan, len(rows))
    ready = [row for row in rows if row.state in verb.sources]
    left = [row for row in rows if row.state not in verb.sources]
    label = _button(verb, len(ready))
    sealed = _seal(actor, asked, **{**plan, "filter": plan["filter"]}) if ready else ""
    context = {
        "title": label if ready else verb.label,
        "question": _question(len(rows), len(left)),
        "confirm_label": label if ready else "",
        "confirm_url": asked.here(),
        "cancel_url": asked.here(),
        "form": form or form_of(asks(verb), actor),
        "sample": [{"url": addresses.of(row), "number": row.number, "title": row.title} for row in ready[:SAMPLE]],
        "total": len(ready),
        "skipped": [{"number": row.number, "reason": _why(row)} for row in left[:LEFT_OUT]],
        "more_skipped": max(0, len(left) - LEFT_OUT),
        "hidden": [("plan", sealed), ("action", verb.name)],
    }
    return show(request, "pages/bulk_confirm.html", context, status=422 if form is not None else 200)


def asks(verb: Verb) -> list[Field]:
    return [Field(ask.name, ask.type, ask.label, ask.hint, needed=ask.needed) for ask in verb.asks]


def _button(verb: Verb, count: int) -> str:
    return ngettext("%(verb)s: %(count)s record", "%(verb)s: %(count)s records", count) % {
        "verb": verb.label,
        "count": count,
    }


def _question(total: int, left: int) -> str:
    if not left:
        return _("Each record is changed by itself, by the same rules as on its page.")
    return _("%(left)s of the %(total)s selected records are left out.") % {"left": left, "total": total}


def _why(row: Record) -> str:
    state = row.declared.flow.by_state[row.state].label
    return _("is “%(state)s”: not possible now") % {"state": state}


def _run(
    request: HttpRequest, actor: Actor, listing: Listing, asked: Asked, verb: Verb, plan: dict[str, Any]
) -> HttpResponse:
    rows = _selected(actor, listing, plan)
    if len(rows) != plan["count"]:
        return _differs(request, asked, verb, plan, len(rows))
    form = form_of(asks(verb), actor, request.POST)
    if not form.is_valid():
        return _preview(request, actor, listing, asked, verb, plan, form)
    values = {ask.name: form.cleaned_data[ask.name] for ask in verb.asks}
    plain = {ask.name: bulk_run.plain(ask, values[ask.name]) for ask in verb.asks if values[ask.name] not in (None, "")}
    numbers = [row.number for row in rows if row.state in verb.sources]
    looked = datetime.fromisoformat(plan["at"])
    run = bulk_run.begin(actor, listing.bulk, verb, plain, numbers, looked, asked.here())
    if run.ended_at is None or run.refused:
        return HttpResponseRedirect(f"/bulk/{run.pk}", status=303)
    messages.success(request, _button(verb, run.done), extra_tags=bulk_run.undo_url(run))
    return HttpResponseRedirect(asked.here(), status=303)
