"""The forms about people, teams and organisations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fettle.administration import choices
from fettle.administration.people import queries
from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.settings import territory


class _Placed(forms.Form):
    """A form with a choice among the organisations that the actor administers."""

    where = "organisation"
    """The field that names the place."""
    permission = territory.ADMINISTER
    """For which places it may be chosen."""

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        if self.where in self.fields:
            found = (party.organisation for party in queries.tree(actor, self.permission))
            offered = [organisation for organisation in found if organisation.active]
            self.fields[self.where].choices = choices.tree(offered)  # type: ignore[attr-defined]
        if "language" in self.fields:
            self.fields["language"].choices = choices.languages()  # type: ignore[attr-defined]

    def _organisation(self) -> Organisation:
        return territory.organisations(self.actor, self.permission).get(pk=self.cleaned_data[self.where])


class PersonForm(_Placed):
    """What an administrator writes about somebody."""

    name = forms.CharField(label=_("Name"), max_length=200)
    mail = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput,
        help_text=_("Links and messages go there. Without one, this is only a name on records."),
    )
    organisation = forms.ChoiceField(label=_("Organisation"))
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    place = forms.CharField(label=_("Room or place"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language"))
    zone = forms.ChoiceField(label=_("Time zone"), required=False)
    may_sign_in = forms.BooleanField(
        label=_("May sign in"), required=False, help_text=_("By password or by a link sent to the address.")
    )
    vip = forms.BooleanField(
        label=_("Needs particular attention (VIP)"),
        required=False,
        help_text=_("Marked for staff on what is recorded for this person. Nobody else is told, the person neither."),
    )

    def __init__(self, actor: Actor, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        if person is not None:
            kwargs["initial"] = {name: getattr(person, name) for name in self.base_fields} | {
                "organisation": str(person.organisation_id)
            }
        self.where = "organisation"
        super().__init__(actor, *args, **kwargs)
        self.fields["zone"].choices = [("", _("as the organisation")), *choices.zones()]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        return {**self.cleaned_data, "organisation": self._organisation(), "mail": self.cleaned_data["mail"] or None}


class AttentionForm(forms.Form):
    """Whether somebody needs particular attention."""

    vip = PersonForm.base_fields["vip"]


class OrganisationForm(_Placed):
    """A party: what it is for us, its language and its zone."""

    where = "parent"

    name = forms.CharField(label=_("Name"), max_length=200)
    parent = forms.ChoiceField(label=_("Part of"))
    is_provider = forms.BooleanField(label=_("Provides services"), required=False)
    is_customer = forms.BooleanField(label=_("Customer"), required=False)
    is_supplier = forms.BooleanField(label=_("Supplier"), required=False)
    is_member = forms.BooleanField(label=_("Member of the federation"), required=False)
    language = forms.ChoiceField(label=_("Language"))
    zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Its people read times in it unless they choose another.")
    )
    active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def __init__(self, actor: Actor, *args: Any, party: Organisation | None = None, **kwargs: Any) -> None:
        if party is not None:
            kwargs["initial"] = {name: getattr(party, name) for name in self.base_fields if name != "parent"}
        super().__init__(actor, *args, **kwargs)
        self.fields["zone"].choices = choices.zones()  # type: ignore[attr-defined]
        del self.fields["active" if party is None else "parent"]

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        values = dict(self.cleaned_data)
        return values | ({"parent": self._organisation()} if "parent" in values else {})


class TeamForm(_Placed):
    """A team of an organisation."""

    permission = territory.TEAMS
    name = forms.CharField(label=_("Name"), max_length=120)
    organisation = forms.ChoiceField(label=_("Organisation"))
    mail = forms.EmailField(label=_("E-mail address"), required=False, help_text=_("Of the whole team."))
    active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def __init__(self, actor: Actor, *args: Any, team: Team | None = None, **kwargs: Any) -> None:
        if team is not None:
            kwargs["initial"] = {"name": team.name, "mail": team.mail, "active": team.active}
        super().__init__(actor, *args, **kwargs)
        del self.fields["active" if team is None else "organisation"]

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        values = dict(self.cleaned_data)
        return values | ({"organisation": self._organisation()} if "organisation" in values else {})


class RoleForm(forms.Form):
    """A role for a part of the tree, or for one team."""

    role = forms.ChoiceField(label=_("Role"))
    organisation = forms.ChoiceField(label=_("For"), help_text=_("And everything below it."))
    team = forms.ChoiceField(label=_("Only for the team"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        offered = [party.organisation for party in queries.tree(actor) if party.organisation.active]
        self.fields["role"].choices = choices.roles()  # type: ignore[attr-defined]
        self.fields["organisation"].choices = choices.tree(offered)  # type: ignore[attr-defined]
        self.fields["team"].choices = choices.teams(list(territory.teams(actor).filter(active=True)))  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        return {
            "role": given["role"],
            "organisation": territory.organisations(self.actor).get(pk=given["organisation"]),
            "team": territory.teams(self.actor).get(pk=given["team"]) if given["team"] else None,
        }


class ImportForm(forms.Form):
    """A CSV file of people."""

    file = forms.FileField(
        label=_("CSV file"), help_text=_("The first line names the columns. At most 1 MB, in UTF-8.")
    )


class WhyForm(forms.Form):
    """Whose view of which record is to be explained."""

    person = forms.CharField(label=_("Person"), help_text=_("An e-mail address."))
    number = forms.CharField(label=_("Record"), help_text=_("A number such as INC-000123."))
