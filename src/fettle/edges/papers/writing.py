"""The page on which a text is written: the newest version to begin with, a preview, and who was faster."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fettle.edges.pages import addresses, prose
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.page import actor_of, show
from fettle.edges.papers.views import back
from fettle.facilities.documents import actions, queries
from fettle.facilities.documents.workflow import NOTE, TEXT
from fettle.kernel.access.ask import require
from fettle.kernel.access.offers import allow
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, Stale
from fettle.kernel.records import Field
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.values import whole

ASKED = [Field(ask.name, ask.type, ask.label, ask.hint, needed=ask.needed) for ask in (TEXT, NOTE)]


def write(*kinds: Kind) -> Callable[..., HttpResponse]:
    """GET shows the newest version to change; POST previews or saves. A refused text comes back whole."""

    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, *kinds)
        require(actor, record.declared.flow.by_verb["write"].may, record)
        allow(actor, record, "write")
        newest = record.versions.order_by("-number").first()
        text = queries.text_of(record, record.item.draft or record.item.in_force)
        form = form_of(ASKED, actor, request.POST or None, {"text": text})
        form.fields["text"].widget.attrs["rows"] = 22
        base, preview = request.POST.get("base", str(newest.number if newest else 0)), ""
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            if request.POST.get("do") == "preview":
                preview = prose.shown(given["text"])
            else:
                try:
                    seen = whole(base)
                    actions.write(actor, record.number, text=given["text"], note=given["note"], base=seen)
                except Invalid as invalid:
                    refuse(form, invalid)
                except Stale as stale:
                    form.add_error(None, str(stale))
                    base = str(newest.number if newest else 0)
                else:
                    messages.success(request, _("Saved as a new version."))
                    return back(record)
        context = {"record": record, "form": form, "base": base, "preview": preview, "back": addresses.of(record)}
        return show(request, "papers/write.html", context, status=422 if form.errors else 200)

    return view
