"""The pages of teams and organisations."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fettle.administration.definitions import procedure
from fettle.administration.guard import needs
from fettle.administration.page import refuse, show
from fettle.administration.people import listing, queries
from fettle.administration.people.forms import OrganisationForm, TeamForm
from fettle.edges.pages.once import once
from fettle.edges.pages.widgets import Picker
from fettle.edges.transfer.tables import as_file
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.references import ToPerson
from fettle.kernel.errors import FettleError
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.settings import parties, territory
from fettle.kernel.settings.register import REGISTER


class MemberForm(forms.Form):
    """Somebody for a team."""

    person = forms.CharField(label=gettext_lazy("Person"), widget=Picker(reverse_lazy("pick-people")))  # type: ignore[arg-type]
    leads = forms.BooleanField(label=gettext_lazy("Leads the team"), required=False)


@require_GET
@needs(territory.TEAMS)
def teams(request: HttpRequest, actor: Actor) -> HttpResponse:
    context = {"table": listing.teams(queries.teams(actor)), "procedure": procedure.of(actor, REGISTER.key)}
    return show(request, "teams.html", {**context, "people": may(actor, territory.ADMINISTER)})


@require_GET
@needs(territory.TEAMS)
def export_teams(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The list as CSV, with who is in each team and who leads it."""
    return as_file(listing.exported_teams(queries.teams(actor)), "teams")


@require_http_methods(["GET", "POST"])
@once
@needs(territory.TEAMS)
def add_team(request: HttpRequest, actor: Actor) -> HttpResponse:
    form = TeamForm(actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            team = parties.add_team(actor, **form.values())
        except FettleError as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Team added"))
            return redirect("team", team.pk)
    context = {"form": form, "title": _("Add team"), "back": "teams"}
    return show(request, "party_form.html", context, 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(territory.TEAMS)
def team(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """One team: name, address, members, history."""
    row = territory.team(actor, key)
    form = TeamForm(actor, request.POST or None, team=row)
    if request.method == "POST" and form.is_valid():
        try:
            parties.change_team(actor, row, **form.values())
        except FettleError as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Team saved"))
            return redirect("team", key)
    return _team_page(request, actor, row, form, MemberForm(prefix="member"))


def _team_page(request: HttpRequest, actor: Actor, row: Team, form: TeamForm, member_form: MemberForm) -> HttpResponse:
    context = {
        "team": row,
        "form": form,
        "member_form": member_form,
        "people": may(actor, territory.ADMINISTER),
        "members": row.memberships.select_related("person").order_by("-leads", "person__name"),
        "history": listing.history(queries.history_of(actor, f"team:{row.pk}")),
    }
    return show(request, "team.html", context, 422 if form.errors or member_form.errors else 200)


@require_POST
@needs(territory.TEAMS)
def join(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """Add a member, or change whether they lead."""
    row, form = territory.team(actor, key), MemberForm(request.POST, prefix="member")
    if form.is_valid():
        try:
            person = ToPerson().clean(form.cleaned_data["person"], actor)
            parties.join(actor, person, row, form.cleaned_data["leads"])
        except (ValueError, FettleError) as problem:
            form.add_error("person", str(problem))
        else:
            messages.success(request, _("Member saved"))
            return redirect("team", key)
    return _team_page(request, actor, row, TeamForm(actor, team=row), form)


def _member(actor: Actor, key: int, person: int) -> Person:
    """Somebody of the team, or whom the actor administers. Raises NotSeen."""
    found = Person.objects.filter(pk=person, memberships__team=territory.team(actor, key)).first()
    return found or territory.person(actor, person)


@require_POST
@needs(territory.TEAMS)
def leave(request: HttpRequest, actor: Actor, key: int, person: int) -> HttpResponse:
    parties.leave(actor, _member(actor, key, person), territory.team(actor, key))
    messages.success(request, _("Member removed"))
    return redirect("team", key)


@require_GET
@needs(territory.ADMINISTER)
def organisations(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The tree."""
    context = {"parties": queries.tree(actor), "procedure": procedure.of(actor, REGISTER.key)}
    return show(request, "organisations.html", context)


@require_http_methods(["GET", "POST"])
@once
@needs(territory.ADMINISTER)
def add_organisation(request: HttpRequest, actor: Actor) -> HttpResponse:
    first = territory.organisations(actor).first()
    initial = {"zone": first.zone, "language": first.language, "parent": request.GET.get("below")} if first else {}
    form = OrganisationForm(actor, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            party = parties.add_organisation(actor, **form.values())
        except FettleError as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Organisation added"))
            return redirect("organisation", party.pk)
    context = {"form": form, "title": _("Add organisation"), "back": "organisations"}
    return show(request, "party_form.html", context, 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(territory.ADMINISTER)
def organisation(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """One organisation, and its history."""
    party = territory.organisation(actor, key)
    form = OrganisationForm(actor, request.POST or None, party=party)
    if request.method == "POST" and form.is_valid():
        try:
            parties.change_organisation(actor, party, **form.values())
        except FettleError as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Organisation saved"))
            return redirect("organisation", key)
    context = {
        "party": party,
        "form": form,
        "parts": Organisation.objects.filter(parent=party).order_by("name"),
        "history": listing.history(queries.history_of(actor, f"organisation:{key}")),
    }
    return show(request, "organisation.html", context, 422 if form.errors else 200)
