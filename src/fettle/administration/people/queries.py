"""What the pages about people read. All of it starts at the organisations that the actor administers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly
from fettle.kernel.history.models import Entry
from fettle.kernel.history.timeline import timeline
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.settings import territory
from fettle.kernel.settings.records import SETTING

STATES = ("active", "invited", "named", "inactive", "erased")
"""May sign in and did; may but never did; only a name; left; left and their personal data is erased."""


def people(actor: Actor, words: str = "", state: str = "", team: int | None = None) -> QuerySet[Person]:
    """The people that match, by name."""
    found = territory.people(actor)
    for word in words.split()[:6]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(mail__icontains=word)
            | Q(organisation__name__icontains=word)
            | Q(place__icontains=word)
        )
    if state == "inactive":
        found = found.filter(is_active=False, erasure=None)
    elif state == "erased":
        found = found.exclude(erasure=None)
    elif state == "named":
        found = found.filter(is_active=True, may_sign_in=False)
    elif state == "invited":
        found = found.filter(is_active=True, may_sign_in=True, last_login=None)
    elif state == "active":
        found = found.filter(is_active=True, may_sign_in=True)
    if team is not None:
        found = found.filter(memberships__team_id=team)
    return found.order_by("name", "pk")


def state_of(person: Person) -> str:
    """One of STATES."""
    if not person.is_active:
        return "erased" if hasattr(person, "erasure") else "inactive"
    if not person.may_sign_in:
        return "named"
    return "active" if person.last_login else "invited"


def grants_of(person: Person) -> list[tuple[Grant, str]]:
    """The roles of somebody with their names, by name."""
    roles = assembly().role_by_key
    rows = Grant.objects.filter(person=person).select_related("organisation", "team")
    return sorted(((g, str(roles[g.role].label) if g.role in roles else g.role) for g in rows), key=lambda row: row[1])


def roles_of(people: list[Person]) -> dict[int, list[str]]:
    """The names of the roles of several people, in one query."""
    roles = assembly().role_by_key
    found: dict[int, list[str]] = {}
    for person_id, role in Grant.objects.filter(person__in=people).values_list("person_id", "role").distinct():
        found.setdefault(person_id, []).append(str(roles[role].label) if role in roles else role)
    return {key: sorted(names) for key, names in found.items()}


def history_of(actor: Actor, subject: str) -> list[Entry]:
    """The entries of the register about one person, team or organisation, the newest first, at most fifty."""
    record = visible(actor, SETTING).filter(setting__key="kernel.register").first()
    if record is None:
        return []
    return list(timeline(actor, record).filter(facts__contains=[{"data": {"subject": subject}}])[:50])


def marks_of(actor: Actor, person: Person) -> list[Entry]:
    """Those in which somebody was marked as needing particular attention, or no longer."""
    record = visible(actor, SETTING).filter(setting__key="kernel.register").first()
    if record is None:
        return []
    changed = Q()
    for vip in (True, False):
        told = {"subject": f"person:{person.pk}", "before": {"vip": not vip}, "after": {"vip": vip}}
        changed |= Q(facts__contains=[{"data": told}])
    return list(timeline(actor, record).filter(changed)[:50])


@dataclass(frozen=True)
class Party:
    """An organisation in the tree, with what it holds. ``depth`` 0 is the top of what the actor administers."""

    organisation: Organisation
    depth: int
    people: int
    teams: int


def tree(actor: Actor, permission: str = territory.ADMINISTER) -> list[Party]:
    """The organisations from the top down."""
    rows = list(
        territory.organisations(actor, permission).annotate(
            member_count=Count("people", filter=Q(people__is_active=True), distinct=True),
            team_count=Count("teams", filter=Q(teams__active=True), distinct=True),
        )
    )
    top = min((row.path.count("/") for row in rows), default=0)
    names = {row.pk: row.name.casefold() for row in rows}

    def place(row: Organisation) -> list[str]:
        """Each below its parent, siblings by name."""
        return [names.get(int(part), "") for part in row.path.strip("/").split("/")]

    return [Party(row, row.path.count("/") - top, row.member_count, row.team_count) for row in sorted(rows, key=place)]


def teams(actor: Actor) -> QuerySet[Team]:
    """The teams by name, with the number of their members."""
    members = Count("memberships", filter=Q(memberships__person__is_active=True))
    return territory.teams(actor).annotate(members=members).order_by("-active", "name")
