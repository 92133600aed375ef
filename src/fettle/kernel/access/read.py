"""The one read door. Screens, API, export, search, counts, mails and history all start at ``visible``."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import _token_allows, covers, is_top
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import NotSeen
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records import numbers
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.records.values import EVERYONE, STAFF
from fettle.kernel.records.whole import whole

if TYPE_CHECKING:
    from fettle.kernel.records.declare import Kind

RESTRICTED = "restricted.see"
"""Sees restricted records, besides the people named on them."""
KEPT = 256
"""So many conditions of readers are kept, put together."""
NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING
"""Always true, and no part of the statement; an empty Q would vanish from an "or" instead of deciding it."""


def visible(actor: Actor, *kinds: Kind) -> QuerySet[Record]:
    """The records this actor may see, of these kinds (none named: of all). Nothing else in the house selects records
    for somebody.
    """
    return _seen(actor.standing, tuple(kind.key for kind in kinds or assembly().kinds)).all()


@lru_cache(maxsize=KEPT)
def _seen(actor: Actor, kinds: tuple[str, ...]) -> QuerySet[Record]:
    """Never asked itself: a page starts from it five times, and to put the condition together took a tenth of its time.
    It follows from the actor's standing alone, which is read from the database for every request.
    """
    alike: dict[tuple[Any, ...], list[Kind]] = {}
    for kind in map(assembly().kind_by_key.__getitem__, kinds):
        apart = kind.key if kind.served is not None else ""
        alike.setdefault((apart, kind.public_in, *_ways(actor, kind.may.see)), []).append(kind)
    condition = NOTHING
    for some in alike.values():
        condition |= Q(kind__in=[kind.key for kind in some]) & _reach(actor, some[0])
    return Record.objects.filter(condition)


def may_see_any(actor: Actor, kind: Kind) -> bool:
    """Whether there is a way at all by which this actor sees records of the kind: asks no database."""
    return any(_ways(actor, kind.may.see))


def _ways(actor: Actor, see: str) -> tuple[bool, ...]:
    """By which of all ways the actor holds a permission: kinds that are seen by the same ways share a condition."""
    held = (see in scope.permissions for scope in actor.scopes)
    return see in actor.anyone, see in actor.participant, see in actor.member, *held


def _reach(actor: Actor, kind: Kind) -> Q:
    """What the actor's scopes, and the records that name them, let them see of the kinds with the permission of this
    one. Said as shortly as it can be: every statement of the house repeats it, and the database plans what it says.
    """
    see = kind.may.see
    if not _token_allows(actor, see):
        return NOTHING
    everybody = see in actor.anyone
    everywhere, whole, open_to_me = everybody and not kind.public_in and kind.served is None, NOTHING, NOTHING
    if everybody and not everywhere:
        open_to_me |= _served(kind, Q(state__in=kind.public_in) if kind.public_in else EVERYTHING)
    for scope in actor.scopes:
        if see not in scope.permissions:
            continue
        part = _below(scope.path)
        if scope.team_id is not None:
            part &= Q(team_id=scope.team_id)
        if not scope.staff:
            part = _served(kind, part)
        if RESTRICTED in scope.permissions:
            whole |= part
        elif part == EVERYTHING:
            everywhere = True
        else:
            open_to_me |= part
    if see in actor.member:
        open_to_me |= _served(kind, Q(organisation_id__in=actor.lineage))
    reach = whole | (Q(restricted=False) if everywhere else Q(restricted=False) & open_to_me)
    if see not in actor.participant:
        return reach
    named = _named_on(actor, everywhere)
    return reach | (named if everywhere else _served(kind, named))


def _served(kind: Kind, part: Q) -> Q:
    """Of what somebody sees who does not work for us there, what is for those we serve."""
    return part if kind.served is None else part & kind.served


def states_seen(actor: Actor, kind: Kind) -> tuple[str, ...]:
    """The states in which this actor may ever see a record of the kind."""
    if kind.public_in and not any(_ways(actor, kind.may.see)[1:]):
        return kind.public_in
    return tuple(kind.flow.by_state)


def _named_on(actor: Actor, everywhere: bool) -> Q:
    """Records that name the actor; of restricted ones those that name them for it. Where all others are seen
    ``everywhere`` the latter are all there is to add. Each is one step in an index, from the record or from the person.
    """
    if actor.person_id is None:
        return NOTHING
    mine = Participant.objects.filter(person_id=actor.person_id)
    for_it = Q(Exists(mine.filter(record_id=OuterRef("pk"), part=Participant.Part.NAMED)))
    return for_it if everywhere else Q(pk__in=mine.values("record_id")) & (Q(restricted=False) | for_it)


def staff_reads(actor: Actor, kind: Kind) -> Q:
    """Of the visible records of a kind, those whose staff fields this actor reads too. Whoever filters or sorts by such
    a field sees no others, so that nothing is learned by asking.
    """
    reach = NOTHING
    for scope in actor.scopes:
        if scope.staff and kind.may.see in scope.permissions:
            part = _below(scope.path)
            if scope.team_id is not None:
                part &= Q(team_id=scope.team_id)
            if part == EVERYTHING:
                return EVERYTHING
            reach |= part
    return reach


def _below(path: str) -> Q:
    """Organisations below a path. The one root stands for everything and costs nothing: no join, no list."""
    if is_top(path):
        return EVERYTHING
    return Q(organisation_id__in=Organisation.objects.filter(path__startswith=path).values("pk"))


def get(actor: Actor, number: str, *kinds: Kind) -> Record:
    """One record with its organisation, by number. Raises NotSeen when it does not exist or may not be seen."""
    return _whole(actor, number, kinds, held=False)


def hold(actor: Actor, number: str, *kinds: Kind) -> Record:
    """The same, and its row is held until the transaction ends."""
    return _whole(actor, number, kinds, held=True)


def state(actor: Actor, number: str, *kinds: Kind) -> str:
    """The state of a record, "" where ``get`` would raise NotSeen."""
    kind, asked = _named(number, kinds)
    if kind is None:
        return ""
    return visible(actor, kind).filter(number=asked).order_by().values_list("state", flat=True).first() or ""


def _named(number: str, kinds: tuple[Kind, ...]) -> tuple[Kind | None, str]:
    """The kind of which a record with this number is, None for one that is not asked for; and the number as it is
    stored.
    """
    asked = numbers.tidy(number) or ""
    kind = assembly().kind_by_prefix.get(asked.partition("-")[0])
    return (kind if not kinds or kind in kinds else None), asked


def _whole(actor: Actor, number: str, kinds: tuple[Kind, ...], *, held: bool) -> Record:
    """The key is what the read door gives, and holds; what it is the key of is read after that."""
    kind, asked = _named(number, kinds)
    record = None
    if kind is not None:
        found = visible(actor, kind).filter(number=asked).order_by()
        found = found.select_for_update(of=("self",)) if held else found
        key = found.values_list("pk", flat=True).first()
        record = None if key is None else whole(kind.key).first(key)
    if record is None:
        raise NotSeen(_("There is no %(number)s here, or it is not for you to see.") % {"number": number[:40]})
    return record


def audiences(actor: Actor, record: Record) -> frozenset[str]:
    """Whose words this actor may read on a record that they see: everyone's, and staff's when a staff scope covers
    it.
    """
    see = record.declared.may.see
    staff = any(scope.staff and see in scope.permissions and covers(scope, record) for scope in actor.scopes)
    return frozenset({EVERYONE, STAFF}) if staff else frozenset({EVERYONE})
