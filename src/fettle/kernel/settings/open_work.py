"""What somebody or a team still has to do: asked before they may leave."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import RESTRICTED, visible
from fettle.kernel.assembly import assembly
from fettle.kernel.orgs.models import Person, Team
from fettle.kernel.records.models import Record


def of_person(person: Person) -> QuerySet[Record]:
    """The open records assigned to a person, the most urgent first; restricted ones too: none is left alone."""
    return _open().filter(assignee=person)


def of_team(team: Team) -> QuerySet[Record]:
    """The open records in a team's queue, the most urgent first."""
    return _open().filter(team=team)


def _open() -> QuerySet[Record]:
    """Open records on which the desk has something to do: one that is solved waits for its user only."""
    reader = Actor.house(gettext_noop("hand-over"), RESTRICTED, *(kind.may.see for kind in assembly().kinds))
    solved = Q(pk__in=[])
    for kind in assembly().kinds:
        solved |= Q(kind=kind.key, state__in=[state.key for state in kind.flow.states if state.shape == "done"])
    return visible(reader).filter(is_open=True).exclude(solved).order_by("rank", "due_at", "pk")
