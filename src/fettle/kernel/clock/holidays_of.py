"""Proposes public holidays as plain rows. They are frozen into a calendar's data and never computed again, because the
package that knows them learns something new with every release."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from unicodedata import combining, normalize

import holidays

from fettle.kernel.clock.countries import NAMES
from fettle.kernel.clock.wording import BadCalendar, unknown_country, unknown_subdivision


class Holiday(NamedTuple):
    day: date
    name: str


def countries() -> dict[str, tuple[str, ...]]:
    """The countries that are known (ISO 3166 codes of two letters), each with the codes of its parts."""
    known = holidays.list_supported_countries(include_aliases=False)
    return {code: tuple(parts) for code, parts in sorted(known.items()) if len(code) == 2}


def names() -> dict[str, str]:
    """The known countries by code, with their names in the reader's language, by name."""
    named = ((code, str(NAMES.get(code, code))) for code in countries())
    return dict(sorted(named, key=lambda pair: _sorted_as(pair[1])))


def _sorted_as(name: str) -> str:
    """Letters with marks stand beside those without: Österreich at O."""
    return "".join(letter for letter in normalize("NFKD", name) if not combining(letter)).casefold()


def propose(country: str, years: Iterable[int], subdivision: str = "", language: str = "") -> list[Holiday]:
    """The public holidays of a country, or of one part of it, in order of date.

    `language` is one of the package's, such as en_US, or its first part; the country's own is used when it has no names
    in that one. Raises BadCalendar for a country or subdivision that is not known.
    """
    known = countries()
    if country not in known:
        raise BadCalendar(unknown_country(country))
    if subdivision and subdivision not in known[country]:
        raise BadCalendar(unknown_subdivision(subdivision, country))
    kind = type(holidays.country_holidays(country))
    spoken = [each for each in kind.supported_languages if language and each.partition("_")[0] == language]
    names = language if language in kind.supported_languages else next(iter(spoken), kind.default_language)
    found = kind(subdiv=subdivision or None, years=sorted(set(years)), language=names)
    return [Holiday(day, str(name)) for day, name in sorted(found.items())]
