"""Erasing somebody: what is replaced by what, and the places it is replaced in (docs/decisions/0007).

The person's row stays, so that every reference and every figure stays; their names and addresses give way to a mark
such as “Erased person 17”. Each floor says what it keeps about people in a ``Trace`` of the assembly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from fettle.kernel.assembly import assembly
from fettle.kernel.orgs.models import Person

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Erasing:
    """One person being erased.

    ``anywhere`` are the words that mean them wherever they stand; ``theirs`` those that mean them only on a record that
    they are on (``records``), because they are one word or somebody else bears the same name. ``mails`` are their
    addresses, old ones too. ``files``: what they attached goes as well.
    """

    person: Person
    mark: str
    anywhere: frozenset[str]
    theirs: frozenset[str]
    mails: frozenset[str]
    records: frozenset[int]
    files: bool = False

    def text(self, text: str, theirs: bool = False) -> str:
        """The text with the mark in place of every word that means them."""
        return (self._near if theirs else self._far).sub(self._marked, text)

    def value(self, value: Any, theirs: bool = False) -> Any:
        """A JSON value whose texts are replaced; keys, numbers and its structure stay."""
        if isinstance(value, str):
            return self.text(value, theirs)
        if isinstance(value, list):
            return [self.value(item, theirs) for item in value]
        if isinstance(value, dict):
            return {key: self.value(item, theirs) for key, item in value.items()}
        return value

    @cached_property
    def _far(self) -> re.Pattern[str]:
        return _whole_words(self.anywhere)

    @cached_property
    def _near(self) -> re.Pattern[str]:
        return _whole_words(self.anywhere | self.theirs)

    def _marked(self, _found: re.Match[str]) -> str:
        return self.mark

    def mentioned(self, rows: QuerySet[M], *columns: str) -> QuerySet[M]:
        """The rows in one of whose columns, text or JSON, a word may stand."""
        text = {f"{column}_as_text": Cast(column, TextField()) for column in columns}
        found = Q(pk__in=[])
        for word in self.anywhere | self.theirs:
            escaped = word.replace("\\", "\\\\").replace('"', '\\"')
            for name in text:
                found |= Q(**{f"{name}__icontains": word})
                if escaped != word:
                    found |= Q(**{f"{name}__icontains": escaped})
        naming: QuerySet[M] = rows.alias(**text).filter(found)
        return naming

    def replace(self, rows: QuerySet[Any], *columns: str, theirs: Callable[[Any], bool] = lambda row: False) -> int:
        """Replace the words in these columns of the rows; returns how many rows changed. ``theirs`` says of a row
        whether it is about the person.
        """
        changed = 0
        for row in self.mentioned(rows, *columns).select_for_update(of=("self",)):
            new = {name: self.value(getattr(row, name), theirs(row)) for name in columns}
            new = {name: value for name, value in new.items() if value != getattr(row, name)}
            if new:
                type(row)._default_manager.filter(pk=row.pk).update(**new)
                changed += 1
        return changed

    def on_their_record(self, row: Model) -> bool:
        """Whether a row with a record belongs to one that the person is on."""
        return row.record_id in self.records  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Trace:
    """What one package keeps about people. ``erase`` replaces or removes it and returns how many rows that were;
    running it again finds nothing.
    """

    key: str
    label: Any
    erase: Callable[[Erasing], int]


@transaction.atomic
def run(erasing: Erasing) -> Mapping[str, int]:
    """Every trace of the assembly, in its order; what each found, by its key."""
    return {trace.key: trace.erase(erasing) for trace in assembly().traces}


def _whole_words(words: frozenset[str]) -> re.Pattern[str]:
    """Matches these words in any case, the longest first, not as parts of longer ones. No words match nothing."""
    if not words:
        return re.compile(r"(?!)")
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
