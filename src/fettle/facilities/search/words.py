"""From texts to words: folding, the query, and why something matched. Pure.

Words are compared without case and accents, and are not stemmed: records mix languages, and names, codes and numbers
must be found as they are written. The last word of a query also finds longer words, so that results come while typing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_QUERY = 300
_TOKEN = re.compile(r"\w+(?:[-_.@]\w+)*")
_HYPHENED = re.compile(r"\b[^\W\d_]+(?:-[^\W\d_]+)+\b")
_OPERATORS = {"or", "and"}


def fold(text: str) -> str:
    """Lower case without accents: “Öffentlich” and “offentlich” are one word, ß is ss."""
    decomposed = text
    for _twice in range(2):  # a letter may decompose into capitals, and those into more
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", decomposed).casefold())
    return "".join(char for char in storable(decomposed) if not unicodedata.combining(char))


def findable(text: str) -> str:
    """A folded text, followed by its hyphened words written as one: “Wi-Fi” is found as wi-fi and as wifi."""
    folded = fold(text)
    return " ".join([folded, *map(_joined, _HYPHENED.findall(folded))])


def _joined(word: str) -> str:
    return word.replace("-", "")


def storable(text: str) -> str:
    """Without the characters that no database takes: NUL and halves of characters."""
    return "".join(char for char in text if char != "\x00" and not "\ud800" <= char <= "\udfff")


@dataclass(frozen=True)
class Query:
    """``whole`` is in the syntax of web searches; ``begins`` the start of a last word, or nothing."""

    whole: str
    begins: str

    @classmethod
    def of(cls, text: str) -> Query:
        """The query a person typed: "quoted phrase", or, -without, last wo…"""
        folded = fold(text[:LONGEST_QUERY]).strip()
        head, _gap, last = folded.rpartition(" ")
        plain = _TOKEN.fullmatch(last) and last not in _OPERATORS and folded.count('"') % 2 == 0
        if not plain or head.split()[-1:] == ["or"]:
            return cls(folded, "")
        return cls(head.strip(), last)

    @property
    def empty(self) -> bool:
        return not _TOKEN.search(self.whole + " " + self.begins)

    @property
    def whole_joined(self) -> str:
        """``whole`` with its hyphened words written as one, as `findable` has written them: PostgreSQL would look for
        a phrase of their parts, which takes longer and misleads it about how many records there are.
        """
        if '"' in self.whole:
            return self.whole
        return " ".join(
            word[:1] + _joined(word[1:]) if _HYPHENED.fullmatch(word.removeprefix("-")) else word
            for word in self.whole.split()
        )

    @property
    def begins_joined(self) -> str:
        """``begins`` written as one, or nothing where it is no hyphened word."""
        return _joined(self.begins) if _HYPHENED.fullmatch(self.begins) else ""

    @property
    def wanted(self) -> list[str]:
        """The words to point at, without those that must not be there."""
        kept = re.sub(r'(?<!\S)-(?:"[^"]*"|\S+)', " ", self.whole)
        words = [word for word in _TOKEN.findall(kept) if word not in _OPERATORS]
        return words + ([self.begins] if self.begins else [])


@dataclass(frozen=True)
class Match:
    """Where a document matched: the label of its part, and the text around the first word found."""

    label: str
    snippet: str


def match(parts: Sequence[Sequence[str]], query: Query, around: int = 80) -> Match:
    """The first part with the most of the wanted words, and a snippet of it."""
    best, found, at = 0, "", -1
    label = ""
    for name, _weight, text in parts:
        folded = fold(text)
        places = [place for word in query.wanted if (place := _place(folded, word)) >= 0]
        if len(places) > best:
            best, label, found, at = len(places), name, text, min(places)
    return Match(label, _snippet(found, at, around) if at >= 0 else "")


def _place(folded: str, word: str) -> int:
    found = re.search(rf"(?<!\w){re.escape(word)}", folded)
    return found.start() if found else -1


def _snippet(text: str, at: int, around: int) -> str:
    """The text around a place, cut at words, on one line. Folding may shift a place by some letters; that is enough."""
    start, end = max(0, at - around), min(len(text), at + around)
    cut = " ".join(text[start:end].split())
    if start > 0:
        cut = "… " + cut.partition(" ")[2]
    return cut + (" …" if end < len(text) else "")


def beginning(word: str) -> str:
    """Words that begin so, in the syntax of ``to_tsquery``."""
    return "'" + word.replace("\\", "").replace("'", "''") + "':*"


def beginnings(word: str) -> str:
    """The same for a word without its hyphens: of a code such as “l147” the number too, since the index splits
    “L-147” and keeps its number with the hyphen as a sign.
    """
    number = re.fullmatch(r"[^\W\d]{0,4}(\d{2,})", word)
    ways = [word, *([number[1], f"-{number[1]}"] if number else ())]
    return " | ".join(beginning(way) for way in dict.fromkeys(ways))
