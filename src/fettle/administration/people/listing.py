"""People, teams and organisations as the shapes that tables and lists draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from fettle.administration.people import queries
from fettle.edges.pages import attention, lists, records
from fettle.edges.transfer.cells import written
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person, Team
from fettle.kernel.settings import wording
from fettle.kernel.settings.facts import RegisterChanged

PER_PAGE = 50
TONES: dict[str, lists.Tone] = {"active": "green", "invited": "amber", "named": "", "inactive": "red", "erased": ""}


def state_words() -> dict[str, str]:
    return {
        "active": _("Active"),
        "invited": _("Never signed in"),
        "named": _("Name only"),
        "inactive": _("Deactivated"),
        "erased": _("Erased"),
    }


def people(rows: list[Person]) -> lists.Table:
    """The table of people: name, address, organisation, roles, state, last sign-in."""
    roles, words = queries.roles_of(rows), state_words()
    columns = [
        lists.Column(_("Name"), "name"),
        lists.Column(_("E-mail address"), "text"),
        lists.Column(_("Organisation"), "text"),
        lists.Column(_("Roles"), "text"),
        lists.Column(_("State"), "state"),
        lists.Column(_("Last sign-in"), "time"),
    ]
    return lists.Table(
        _("People"),
        columns,
        [
            lists.Row(
                str(person.pk),
                [
                    lists.Cell("link", person.name, url=reverse("person", args=[person.pk])),
                    lists.Cell("text", person.mail),
                    lists.Cell("text", person.organisation.name),
                    lists.Cell("text", ", ".join(roles.get(person.pk, ()))),
                    lists.Cell("chips", [lists.Tag(words[state], TONES[state]), *tags]),
                    lists.Cell("moment", person.last_login),
                ],
            )
            for person in rows
            for state in [queries.state_of(person)]
            for tags in [[attention.tag()] if person.vip else []]
        ],
    )


def teams(rows: Iterable[Team]) -> lists.Table:
    """The table of teams."""
    columns = [
        lists.Column(_("Team"), "name"),
        lists.Column(_("Organisation"), "text"),
        lists.Column(_("E-mail address"), "text"),
        lists.Column(_("Members"), "figure", end=True),
        lists.Column(_("State"), "state"),
    ]
    return lists.Table(
        _("Teams"),
        columns,
        [
            lists.Row(
                str(team.pk),
                [
                    lists.Cell("link", team.name, url=reverse("team", args=[team.pk])),
                    lists.Cell("text", team.organisation.name),
                    lists.Cell("text", team.mail),
                    lists.Cell("text", team.members, end=True),  # type: ignore[attr-defined]
                    lists.Cell(
                        "tag", _("Active") if team.active else _("Retired"), tone="green" if team.active else ""
                    ),
                ],
            )
            for team in rows
        ],
    )


def exported_teams(rows: QuerySet[Team]) -> Iterator[list[str | int | float]]:
    """The head, then a row for each team; its people by name, those who lead it once more."""
    yield ["name", "organisation", "mail", "active", "members", "leads"]
    for team in rows.prefetch_related("memberships__person"):
        members = sorted(team.memberships.all(), key=lambda each: each.person.name)
        named = ["; ".join(each.person.name for each in some) for some in (members, [m for m in members if m.leads])]
        yield [written(value) for value in (team.name, team.organisation.name, team.mail, team.active, *named)]


def nobody() -> lists.Empty:
    return lists.Empty(
        _("Nobody matches. Take a word away, or add the person."), reverse("add-person"), _("Add person"), "users"
    )


def facts_of(person: Person) -> list[lists.Cell]:
    """What is known about somebody, as label and value."""
    language = translation.get_language_info(person.language)["name_translated"]
    return [
        lists.Cell("text", person.mail, label=_("E-mail")),
        lists.Cell("text", person.organisation.name, label=_("Organisation")),
        lists.Cell("text", person.phone, label=_("Phone")),
        lists.Cell("text", person.place, label=_("Place")),
        lists.Cell("text", language, label=_("Language")),
        lists.Cell("text", person.settled_zone, label=_("Time zone")),
        lists.Cell("yesno", person.may_sign_in, label=_("Signs in")),
        lists.Cell("full", person.last_login, label=_("Last sign-in")),
        *([lists.Cell("tag", _("VIP"), label=_("Attention"), tone="violet")] if person.vip else ()),
    ]


def pager(request: HttpRequest, page: Page[Any]) -> lists.Pager:
    """Which rows are shown, and the addresses of the pages beside this one with the same search."""

    def address(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return "?" + query.urlencode()

    return lists.Pager(
        page.start_index(),
        page.end_index(),
        page.paginator.count,
        address(page.previous_page_number()) if page.has_previous() else "",
        address(page.next_page_number()) if page.has_next() else "",
    )


def history(entries: Iterable[Entry], *only: str) -> list[records.Event]:
    """The register's entries about one thing, as events of a timeline; of these values ``only``, if any are named."""
    return [
        records.Event(
            f"e{entry.pk}",
            entry.happened_at,
            _("%(who)s: %(what)s") % {"who": entry.who, "what": wording.what(fact)},
            "history",
            wording.changes({name: pair for name, pair in fact.changed().items() if not only or name in only}),
        )
        for entry in entries
        for fact in entry.said()
        if isinstance(fact, RegisterChanged)
    ]
