"""What the list of tags says of each."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Q

from fettle.facilities.tags.models import Tag
from fettle.facilities.tags.queries import bears
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly

COUNT = """
    select coalesce(tag.into_id, tag.id), count(distinct seen.id)
      from ({seen}) seen cross join unnest(seen.tags) borne join tags_tag tag on tag.id = borne
     where coalesce(tag.into_id, tag.id) = any (%s) group by 1
"""


def counts(actor: Actor, tags: Collection[int]) -> dict[int, int]:
    """On how many records that the actor sees each of these tags stands, those merged into it counted with it. One
    statement, which reads tagged records alone.
    """
    if not tags:
        return {}
    kinds = [kind for kind in assembly().kinds if bears(kind)]
    meant = ArraySubquery(Tag.objects.filter(Q(pk__in=tags) | Q(into__in=tags)).values("pk"))
    borne = visible(actor, *kinds).filter(tags__overlap=meant).exclude(tags=[])  # both are said for the index
    rows = borne.order_by().values("id", "tags")
    seen, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(seen=seen), [*values, list(tags)])
        return dict(cursor.fetchall())
