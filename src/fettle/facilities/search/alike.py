"""Records like a sentence that somebody is typing: few words agree exactly, so beginnings of words are compared.

The newest titles are compared in memory: what is reported again was mostly reported lately.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record

LONGEST, LOOKED_AT = 200, 400
RARE, TELLING = 0.05, 8
"""A word that stands in no more than this part of the titles says enough alone; of others it takes several, with so
many letters together: short words say little.
"""


def stems(typed: str) -> list[str]:
    """The beginnings of the words that were typed: without hyphens, in lower case, without their endings."""
    cleaned = [plain_word(word) for word in typed[:LONGEST].split()]
    return list(dict.fromkeys(word[: max(4, len(word) - 3)] for word in cleaned if len(word) > 2))


def begun_in(beginnings: Iterable[str], text: str) -> list[str]:
    """Those with which a word of the text begins."""
    there = [plain_word(word) for word in text.split()]
    return [beginning for beginning in beginnings if any(word.startswith(beginning) for word in there)]


def plain_word(word: str) -> str:
    return re.sub(r"[\W_]", "", word).casefold()


def alike(actor: Actor, typed: str, kind: Kind, limit: int) -> list[Record]:
    """The newest visible records of a kind whose titles share telling words with it; those with most of them first."""
    rows = list(visible(actor, kind).order_by("-opened_at", "-pk").values_list("pk", "title")[:LOOKED_AT])
    hits = {pk: words for pk, title in rows if (words := begun_in(stems(typed), title))}
    common = [word for words in hits.values() for word in words]
    rare = {word for word in common if common.count(word) <= max(3, RARE * len(rows))}
    worth = [pk for pk, words in hits.items() if len("".join(words)) >= TELLING or rare.intersection(words)]
    best = sorted(worth, key=lambda pk: -len(hits[pk]))[:limit]
    records = visible(actor, kind).in_bulk(best)
    return [records[pk] for pk in best if pk in records]
