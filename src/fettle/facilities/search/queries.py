"""Searching: what somebody may see, newest thousand first found and then ranked, with the reason of each hit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from fettle.facilities.search.models import SearchDocument
from fettle.facilities.search.words import Query, beginning, fold, match, storable
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import RESTRICTED, may_see_any, visible
from fettle.kernel.assembly import assembly
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.plans import planned_for_these_values
from fettle.kernel.records import numbers
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE, STAFF

MOST_RANKED = 1000
"""Ranking reads every hit; beyond the newest thousand nobody looks."""
EXACT = "external_ref"
"""The field whose whole value finds its record before everything else."""
MANY_ORGANISATIONS = 500

RANK = "ts_rank_cd(vector, {query})"


@dataclass(frozen=True)
class Hit:
    """``why`` is the name of the field that matched, or ``number``, ``message``, ``file``; ``snippet`` the words
    around.
    """

    record: Record
    why: str
    snippet: str

    @property
    def number(self) -> str:
        return self.record.number

    @property
    def title(self) -> str:
        return self.record.title


def search(actor: Actor, text: str, kinds: Sequence[Kind] = (), limit: int = 20) -> list[Hit]:
    """The records that match, best first: of this very number or outside reference before those with the words."""
    text = storable(text).strip()
    found = [Hit(record, why, text) for record, why in _exact(actor, text, kinds)]
    query = Query.of(text)
    if not query.empty and len(found) < limit:
        known = {hit.record.pk for hit in found}
        with planned_for_these_values():  # every record has one word, and hardly any the other
            ranked = _ranked(actor, query, kinds, limit)
        found += [hit for hit in ranked if hit.record.pk not in known]
    return found[:limit]


def _exact(actor: Actor, text: str, kinds: Sequence[Kind]) -> list[tuple[Record, str]]:
    """By number and by the number it has elsewhere; the latter first where the text is no number as we write them."""
    if not text:
        return []
    found: list[tuple[Record, str]] = []
    if number := numbers.guessed(text):
        found += [(record, "number") for record in visible(actor, *kinds).filter(number=number)]
    for kind in kinds or assembly().kinds:
        if EXACT in kind.by_name:
            elsewhere = visible(actor, kind).filter(**{kind.lookup(EXACT): text}).order_by("-pk")[:20]
            found += [(record, EXACT) for record in elsewhere]
    return found if numbers.tidy(text) else sorted(found, key=lambda pair: pair[1] != EXACT)


def _ranked(actor: Actor, query: Query, kinds: Sequence[Kind], limit: int) -> list[Hit]:
    sql, values = _tsquery(query)
    best: dict[int, tuple[float, int]] = {}
    for documents in documents_for(actor, kinds):
        hits = documents.annotate(hit=RawSQL(f"vector @@ ({sql})", values, BooleanField())).filter(hit=True)  # noqa: S611 - constants
        newest = hits.order_by("-record_id").values("pk")[:MOST_RANKED]  # a plain sort would rank every hit first
        ranked = SearchDocument.objects.filter(pk__in=newest).annotate(rank=RawSQL(RANK.format(query=sql), values))  # noqa: S611
        for record_id, rank, pk in ranked.order_by("-rank", "-record_id").values_list("record_id", "rank", "pk")[
            :limit
        ]:
            best.setdefault(record_id, (rank, pk))
    order = sorted(best, key=lambda record_id: (-best[record_id][0], -record_id))[:limit]
    whole = SearchDocument.objects.select_related("record").in_bulk([best[record_id][1] for record_id in order])
    return [_hit(whole[best[record_id][1]], query) for record_id in order]


def any_of(
    actor: Actor, beginnings: Sequence[str], kind: Kind, among: QuerySet[Record], limit: int
) -> list[SearchDocument]:
    """Documents of a kind in which any word begins so, the best first: of sentences few words agree. ``among`` are the
    records that may be found.
    """
    sql, words = "to_tsquery('simple', %s)", " | ".join(beginning(word) for word in map(fold, beginnings) if word)
    found: list[SearchDocument] = []
    for documents in documents_for(actor, (kind,), among) if words else ():
        hits = documents.annotate(hit=RawSQL(f"vector @@ {sql}", [words], BooleanField())).filter(hit=True)  # noqa: S611 - constants
        newest = hits.order_by("-record_id").values("pk")[:MOST_RANKED]
        ranked = SearchDocument.objects.filter(pk__in=newest)
        ranked = ranked.annotate(rank=RawSQL(RANK.format(query=sql), [words]))  # noqa: S611 - constants
        found += ranked.order_by("-rank", "-record_id")[:limit]
    return found[:limit]


def _hit(document: SearchDocument, query: Query) -> Hit:
    matched = match(document.parts, query)
    return Hit(document.record, matched.label, matched.snippet)


def documents_for(
    actor: Actor, kinds: Sequence[Kind], among: QuerySet[Record] | None = None
) -> Iterable[QuerySet[SearchDocument]]:
    """Staff's documents where a staff role reaches the record, everybody's where anything else does; of the records
    ``among`` alone, if that is given.

    What one sees by a role, and what by taking part, are asked for apart: the second begins at the person's few
    records, where both in one statement would match the words of everybody's first. A role of staff that reaches all
    of a kind leaves nothing for another role to add.
    """
    nothing: frozenset[str] = frozenset()
    staff = replace(actor, scopes=_staff(actor, True), anyone=nothing, participant=nothing, member=nothing)
    others = replace(actor, scopes=_staff(actor, False), participant=nothing)
    hidden = any(RESTRICTED in scope.permissions for scope in others.scopes)
    partly = [kind for kind in kinds or assembly().kinds if hidden or not _reaches_all(staff, kind)]
    if staff.scopes:
        documents = SearchDocument.objects.filter(audience=STAFF, record__in=_both(visible(staff, *kinds), among))
        yield _narrowed(documents, staff)
    named = replace(actor, scopes=(), anyone=nothing, member=nothing)
    for seen, all_of_them in ((others, partly), (named, kinds or assembly().kinds)):
        if some := [kind for kind in all_of_them if may_see_any(seen, kind)]:
            yield SearchDocument.objects.filter(audience=EVERYONE, record__in=_both(visible(seen, *some), among))


def _both(seen: QuerySet[Record], among: QuerySet[Record] | None) -> QuerySet[Record, Any]:
    """As one condition: of two the database believes that hardly a record fulfils both, and goes through them twice."""
    return seen if among is None else (seen & among.order_by().select_related(None)).values("pk")


def _reaches_all(staff: Actor, kind: Kind) -> bool:
    """Whether one of the scopes holds for every organisation and team."""
    return any(kind.may.see in s.permissions and s.path.count("/") <= 2 and s.team_id is None for s in staff.scopes)


def _staff(actor: Actor, wanted: bool) -> Any:
    return tuple(scope for scope in actor.scopes if scope.staff is wanted)


def _narrowed(documents: QuerySet[SearchDocument], actor: Actor) -> QuerySet[SearchDocument]:
    """Only the organisations of the actor's scopes, which the index knows; all of them where a scope reaches them
    all.
    """
    paths = {scope.path for scope in actor.scopes}
    if any(path.count("/") <= 2 for path in paths):
        return documents
    below = Q()
    for path in paths:
        below |= Q(path__startswith=path)
    ids = list(Organisation.objects.filter(below).values_list("pk", flat=True)[:MANY_ORGANISATIONS])
    if len(ids) == MANY_ORGANISATIONS:
        return documents
    ours = RawSQL("(ARRAY[search_searchdocument.organisation_id]) && %s::bigint[]", [ids], BooleanField())
    return documents.annotate(ours=ours).filter(ours=True)


def _tsquery(query: Query) -> tuple[str, list[str]]:
    """The query for PostgreSQL. What was typed is a parameter in every place."""
    parts, values = [], []
    if query.whole:
        parts.append("websearch_to_tsquery('simple', %s)")
        values.append(query.whole_joined)
    if query.begins:
        parts.append("to_tsquery('simple', %s)")
        values.append(" | ".join(beginning(word) for word in (query.begins_joined, query.begins) if word))
    return " && ".join(parts), values
