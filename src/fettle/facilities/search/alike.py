"""Records like a sentence that somebody is typing: few words agree exactly, so beginnings of words are compared.

Each word asks the index by itself for the records in which one begins so; the fewer there are, the more it tells. Of
those with most, letters by threes are compared as well: they forgive a slip of the finger. The newest titles are
compared in memory, for what was reported a moment ago is not in the index yet.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from math import log
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from fettle.facilities.search.queries import documents_for
from fettle.facilities.search.words import beginnings, fold
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.plans import planned_for_these_values
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record

NO_LETTER = re.compile(r"[^\w\s]|_")
LONGEST, LOOKED_AT = 200, 400
RARE, TELLING = 0.05, 8
"""A word that stands in no more than this part of the titles says enough alone; of others it takes several, with so
many letters together: short words say little.
"""
MOST_WORDS, MOST_HITS, COMPARED = 12, 1000, 80
"""So many words are asked for; one that stands in so many records says nothing; so many are compared by letters."""
WORD = object()
"""Stands for a word where a statement is put together."""
HITS = "SELECT %%s::int, array_agg(record_id) FROM (%s) AS hits HAVING count(*) > 0"
Found = Mapping[str, frozenset[int]]
"""The records by the beginning of a word that stands in them."""


def stems(typed: str) -> list[str]:
    """The beginnings of the words that were typed: without hyphens, in lower case, without their endings."""
    cleaned = [plain_word(word) for word in typed[:LONGEST].split()]
    return list(dict.fromkeys(word[: max(4, len(word) - 3)] for word in cleaned if len(word) > 2))


def begun_in(beginnings: Iterable[str], text: str) -> list[str]:
    """Those with which a word of the text begins."""
    there = plain_words(text)
    return [beginning for beginning in beginnings if f" {beginning}" in there]


def plain_word(word: str) -> str:
    return NO_LETTER.sub("", word).casefold()


def plain_words(text: str) -> str:
    """Its words, each between spaces."""
    return f" {' '.join(NO_LETTER.sub('', text).casefold().split())} "


def alike(actor: Actor, typed: str, kind: Kind, limit: int) -> list[Record]:
    """The visible records of a kind that share telling words with it, the most alike first."""
    words = stems(typed)[:MOST_WORDS]
    if not words:
        return []
    newest = list(visible(actor, kind).order_by("-opened_at", "-pk").values_list("pk", "title")[:LOOKED_AT])
    found = _together(_in_titles(words, newest), _in_documents(actor, kind, words))
    scores = _scores(found, _worth(found, newest))
    best = sorted(scores, key=lambda pk: (-scores[pk], -pk))[:COMPARED]
    records = visible(actor, kind).select_related(kind.accessor).in_bulk(best)
    close = {pk: scores[pk] + closeness(typed, records[pk].title, _told(records[pk])) for pk in best if pk in records}
    return [records[pk] for pk in sorted(close, key=lambda pk: (-close[pk], -pk))[:limit]]


def _told(record: Record) -> str:
    return str(getattr(record.item, "details", ""))


def _in_titles(words: Sequence[str], rows: Iterable[tuple[int, str]]) -> Found:
    hits: dict[str, set[int]] = defaultdict(set)
    for pk, title in rows:
        for word in begun_in(words, title):
            hits[word].add(pk)
    return {word: frozenset(pks) for word, pks in hits.items()}


def _in_documents(actor: Actor, kind: Kind, words: Sequence[str]) -> Found:
    """Asked in one statement, each word with its number in the sequence. What somebody may see is put together once
    and stands there for each word, because each word is planned for itself.
    """
    texts: list[str] = []
    values: list[Any] = []
    for text, asked in _asking(actor, kind):
        for at, word in enumerate(words):
            texts.append(HITS % text)
            values += [at, *(beginnings(fold(word)) if value is WORD else value for value in asked)]
    found: dict[str, set[int]] = {word: set() for word in words}
    if texts:
        with planned_for_these_values(), connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(texts), values)
            for at, pks in cursor.fetchall():
                found[words[at]].update(pks)
    return {word: frozenset(pks) for word, pks in found.items() if 0 < len(pks) < MOST_HITS}


def _asking(actor: Actor, kind: Kind) -> Iterator[tuple[str, Sequence[Any]]]:
    """The statements that give the records of one word, with their values; that word is WORD."""
    begins = RawSQL("vector @@ to_tsquery('simple', %s)", [WORD], BooleanField())
    for documents in documents_for(actor, [kind]):
        hits = documents.annotate(hit=begins).filter(hit=True).order_by().values("record_id")[:MOST_HITS]
        with suppress(EmptyResultSet):  # they see nothing here
            yield hits.query.sql_with_params()


def _together(one: Found, other: Found) -> Found:
    return {word: one.get(word, frozenset()) | other.get(word, frozenset()) for word in {*one, *other}}


def _worth(found: Found, newest: Sequence[tuple[int, str]]) -> set[int]:
    """The records that share enough with it to be shown."""
    many = MOST_HITS if len(newest) == LOOKED_AT else len(newest)
    rare = {word for word, pks in found.items() if len(pks) <= max(3, RARE * many)}
    letters: dict[int, int] = defaultdict(int)
    worth: set[int] = set()
    for word, pks in found.items():
        worth |= pks if word in rare else frozenset()
        for pk in pks:
            letters[pk] += len(word)
    return worth | {pk for pk, count in letters.items() if count >= TELLING}


def _scores(found: Found, worth: set[int]) -> dict[int, float]:
    """By the words that a record shares with it: one that stands in few records counts most."""
    scores: dict[int, float] = defaultdict(float)
    most = max((len(pks) for pks in found.values()), default=1)
    for pks in found.values():
        telling = log(1 + 2 * most / len(pks))
        for pk in pks & worth:
            scores[pk] += telling
    return scores


def closeness(typed: str, title: str, told: str) -> float:
    """From 0 to 6: how many letters by threes two texts share, in the title and in all."""
    asked, named = threes(typed), threes(title)
    if not asked or not named:
        return 0
    whole = plain_words(f"{title} {told[: LONGEST * 4]}")
    shared = sum(three in whole for three in asked)
    return 4 * 2 * len(asked & named) / (len(asked) + len(named)) + 2 * shared / len(asked)


def threes(text: str) -> set[str]:
    """The letters of each word by threes, its beginning and end among them."""
    return {
        padded[at : at + 3] for word in plain_words(text).split() if (padded := f" {word} ") for at in range(len(word))
    }
