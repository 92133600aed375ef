"""Who decides for me while I am away: one's own page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fettle.edges.decisions.asks import DELEGATE
from fettle.edges.decisions.views import form_for, status_of
from fettle.edges.pages.inputs import refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, person_of, show
from fettle.facilities.approvals import delegates as facility
from fettle.kernel.errors import Invalid

PAGE = "/me/delegates/"


@once
def delegates(request: HttpRequest) -> HttpResponse:
    """Those that hold, those to come and those of before; a form for another one."""
    actor = actor_of(request)
    facility.require_staff(actor)
    form = form_for(request, actor, DELEGATE, {"first_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            made = facility.name(actor, **form.cleaned_data)
        except Invalid as invalid:
            refuse(form, invalid)
        else:
            messages.success(request, _("%(name)s may decide for you too.") % {"name": made.delegate.name})
            return HttpResponseRedirect(PAGE, status=303)
    context = {
        "title": _("Delegates"),
        "submit_label": _("Name delegate"),
        "cancel_url": "/me/",
        "form": form,
        "rows": facility.of(person_of(actor)),
        "today": timezone.localdate(),
    }
    return show(request, "decisions/delegates.html", context, status=status_of(form))


@require_POST
def end(request: HttpRequest, key: int) -> HttpResponse:
    """End one of mine; ending it twice is no fault."""
    facility.end(actor_of(request), key)
    messages.success(request, _("They no longer decide for you."))
    return HttpResponseRedirect(PAGE, status=303)
