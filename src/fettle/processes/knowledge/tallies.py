"""Counting what comes of articles: one row a day, added to in the database, so that nobody's count is lost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import QuerySet, Sum
from django.utils import timezone

from fettle.kernel.records.models import Record
from fettle.processes.knowledge.models import Tally

SHOWN, HELPED, FAILED, USED = Tally.What.SHOWN, Tally.What.HELPED, Tally.What.FAILED, Tally.What.USED
ADD = """
    INSERT INTO knowledge_tally (article_id, day, what, times) VALUES (%s, %s, %s, 1)
    ON CONFLICT (article_id, day, what) DO UPDATE SET times = knowledge_tally.times + 1
"""


def add(article: int, what: str, day: date | None = None) -> None:
    """Once more today. Two at the same moment come one after the other."""
    with connection.cursor() as cursor:
        cursor.execute(ADD, [article, day or timezone.localdate(), str(what)])


def of(articles: Iterable[int]) -> dict[int, dict[str, int]]:
    """All that was ever counted, by article: every kind of count, 0 where there was none."""
    found: dict[int, dict[str, int]] = {pk: dict.fromkeys(Tally.What.values, 0) for pk in articles}
    rows = Tally.objects.filter(article_id__in=list(found)).values_list("article_id", "what").annotate(Sum("times"))
    for article, what, times in rows:
        found[article][what] = times
    return found


def sums(articles: QuerySet[Record]) -> dict[str, int]:
    """The same of all of these together."""
    rows = Tally.objects.filter(article__in=articles.order_by().values("pk")).values_list("what").annotate(Sum("times"))
    return dict.fromkeys(Tally.What.values, 0) | dict(rows)
