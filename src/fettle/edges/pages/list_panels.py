"""The two panels above a list, each a plain form that asks for the same list anew: which rows, and how shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fettle.edges.filtering import MOMENTS, VIP, own_label, tells_attention
from fettle.edges.pages import columns, filters
from fettle.edges.pages.asked import Asked
from fettle.edges.pages.inputs import shown
from fettle.facilities.tags import queries as tags
from fettle.kernel.access import known
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly
from fettle.kernel.orgs.models import Membership
from fettle.kernel.records.declare import Field
from fettle.kernel.records.values import Choice, Moment, Value

if TYPE_CHECKING:
    from fettle.edges.pages.listing import Listing
    from fettle.edges.pages.register import Found

LISTED = 60
"""So many people, services or organisations stand in a list to choose from; beyond, their name or number is typed."""
Choices = list[tuple[str, Any]]


def layouts(listing: Listing, asked: Asked, current: str) -> list[dict[str, Any]]:
    """The switch between layouts, V to the next; nothing when there is only one. From the first view it leads to the
    whole of a board that begins so.
    """
    whole = listing.board.whole and bool(listing.tabs) and dict(asked.filters) == dict(listing.tabs[0].filters)
    words = {
        "split": (_("Split"), "layout-sidebar-right"),
        "list": (_("List"), "list"),
        "board": (_("Board"), "layout-kanban"),
    }
    following = listing.layouts[(listing.layouts.index(current) + 1) % len(listing.layouts)]
    drawn = [
        {
            "label": words[name][0],
            "icon": words[name][1],
            "url": (asked.filtered({}) if whole and name == "board" else asked).url(layout=name),
            "current": name == current,
            "key": "v" if name == following else "",
        }
        for name in listing.layouts
    ]
    return drawn if len(drawn) > 1 else []


def draw(panel: str, found: Found, layout: str) -> dict[str, Any] | None:
    """The panel that is open, with what its form must carry on."""
    asked = found.asked
    if panel == "filter":
        kept = [("every", "1"), *(pair for pair in asked.pairs() if pair[0] in asked.shown)]
        form: forms.Form = _filter_form(found)
        submit = _("Apply filter")
    elif panel == "display":
        kept = [pair for pair in asked.pairs() if pair[0] not in ("columns", "density", "sort")]
        form = _display_form(found, layout)
        submit = _("Show like this")
    else:
        return None
    title = _("Filter") if panel == "filter" else _("Display")
    return {"name": panel, "title": title, "form": form, "kept": kept, "submit": submit, "close": asked.url()}


def _filter_form(found: Found) -> forms.Form:
    form = forms.Form(auto_id="filter-%s")
    kinds, asked, actor = found.listing.kinds, found.asked, found.actor
    form.fields["q"] = forms.CharField(label=_("Words or number"), required=False)
    form.fields["open"] = _choice(_("Status"), [("true", _("not closed")), ("false", _("closed"))])
    if len({kind.key for kind in kinds}) > 1:
        form.fields["kind"] = _choice(_("Kind"), [(kind.key, capfirst(kind.label)) for kind in kinds])
    flow = kinds[0].flow
    if len(flow.states) > 1 and all(kind.flow is flow for kind in kinds):
        form.fields["state"] = _choice(_("State"), [(state.key, state.label) for state in flow.states])
    form.fields["overdue"] = _choice(_("Time"), [("true", _("overdue"))])
    if tells_attention(kinds, actor):
        form.fields[VIP] = _choice(own_label(VIP), [("true", _("VIP")), ("false", _("not VIP"))])
    for name in MOMENTS:
        form.fields[name] = _typed(own_label(name), Moment())
    for name, item in filters.offered(kinds, actor).items():
        choices = _choices(item, actor)
        label = str(capfirst(item.label))
        form.fields[name] = _choice(label, choices) if choices else _typed(label, item.type)
    for name, value in asked.filters.items():
        if name in form.fields:
            _keep(form.fields[name], value)
            form.initial[name] = _standing(form.fields[name], value, actor)
    return form


def _typed(label: Any, kind: Value) -> forms.CharField:
    """What is typed; a day and a moment are picked by the browser's own means."""
    control = {"moment": "datetime-local", "day": "date"}.get(kind.widget, "text")
    return forms.CharField(label=str(label), required=False, widget=forms.TextInput(attrs={"type": control}))


def _standing(control: forms.Field, value: str, actor: Actor) -> str:
    """A filter's value as its control holds it; what is no moment stays as it is, beside the sentence that says so."""
    if getattr(control.widget, "input_type", "") != "datetime-local":
        return value
    try:
        return str(shown(Moment(), Moment().clean(value, actor), actor))
    except ValueError:
        control.widget.input_type = "text"
        return value


def _choice(label: Any, choices: Choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=str(label), choices=[("", _("any")), *choices], required=False)


def _keep(control: forms.Field, value: str) -> None:
    """A value that the list of choices does not name (two states, a person of elsewhere) is kept as it is."""
    if isinstance(control, forms.ChoiceField) and value not in dict(control.choices):  # type: ignore[arg-type]
        control.choices = [*control.choices, (value, value)]  # type: ignore[misc]


def _choices(item: Field, actor: Actor) -> Choices:
    """What may be chosen, where that is few enough; [] lets one type."""
    kind = item.type
    if isinstance(kind, Choice):
        return [(option.code, option.label) for option in kind.options()]
    if kind.widget == "flag":
        return [("true", _("yes")), ("false", _("no"))]
    if kind.widget == "team":
        teams: Any = known.teams(actor).filter(active=True).order_by("name").values_list("pk", "name")
        own: Choices = [("mine", _("my teams"))] if actor.teams else []
        return [*own, ("none", _("none")), *_few(teams, "team:{}")]
    if kind.widget == "person" and item.name == "assignee":
        return [("me", _("me")), ("none", _("nobody")), *_few(_workers(actor), "person:{}")]
    if kind.widget == "tags":
        offered = tags.seen(actor).filter(into=None).order_by("name", "pk")
        return _few(offered.values_list("pk", "name"), "tag:{}")
    if kind.widget == "organisation":
        return _few(known.organisations(actor).order_by("name").values_list("pk", "name"), "organisation:{}")
    if kind.widget == "record":
        declared = assembly().kind_by_key[kind.kind]  # type: ignore[attr-defined]
        return _few(visible(actor, declared).order_by("title").values_list("number", "title"), "{}")
    return []


def _workers(actor: Actor) -> Any:
    """Who works in the teams that the actor knows."""
    members = Membership.objects.filter(team__in=known.teams(actor).values("pk"), person__is_active=True)
    return members.order_by("person__name").values_list("person_id", "person__name").distinct()


def _few(rows: Any, code: str) -> Choices:
    listed = list(rows[: LISTED + 1])
    return [(code.format(key), name) for key, name in listed] if len(listed) <= LISTED else []


def _display_form(found: Found, layout: str) -> forms.Form:
    form = forms.Form(auto_id="display-%s")
    asked = found.asked
    items = columns.offered(found.listing.kinds, found.actor)
    if layout == "list":
        names = [(name, capfirst(item.label)) for name, item in items.items()]
        control = forms.MultipleChoiceField(
            label=_("Columns"), choices=names, required=False, widget=forms.CheckboxSelectMultiple
        )
        form.fields["columns"] = control
        chosen = asked.shown.get("columns", "")
        form.initial["columns"] = chosen.split(",") if chosen else list(found.listing.columns or items)
    words = {name: str(item.label) for name, item in items.items()} | {"opened_at": _("opened")}
    orders: Choices = [(f"{sign}{name}", f"{words[name]} {arrow}") for name in found.sorts for sign, arrow in SIGNS]
    form.fields["sort"] = forms.ChoiceField(label=_("Sorted by"), choices=orders, required=False)
    form.initial["sort"] = found.sort
    form.fields["density"] = forms.ChoiceField(
        label=_("Density"),
        choices=[("", _("as in my profile")), ("comfortable", _("comfortable")), ("compact", _("compact"))],
        required=False,
    )
    form.initial["density"] = asked.shown.get("density", "")
    return form


SIGNS = (("", "↑"), ("-", "↓"))
