"""The rows of a definition as choices, each under the name that its reader knows.

An installation keeps its settings in one language. A label that it was shipped with and that nobody has changed since
says the same in every language of the house, so it is shown in the reader's; one that somebody wrote is shown as it was
written.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import override

from fettle.kernel.assembly import assembly
from fettle.kernel.records.values import Option
from fettle.kernel.settings.read import current


def options(key: str) -> list[Option]:
    """The rows of a table as choices; a row that is not in use is shown on old records and no longer offered."""
    return [Option(row["code"], label(key, row), row.get("active") is not False) for row in current()[key]]


def label_of(key: str, code: str) -> str:
    """The label of one row; the code itself when nobody defined it."""
    return next((label(key, row) for row in current()[key] if row["code"] == code), code)


def label(key: str, row: Mapping[str, Any], name: str = "label") -> str:
    """The label of a row of this definition, in the reader's language while it is the one that it was shipped with;
    ``name`` is the column where it stands.
    """
    return str(_shipped(key, name).get((row["code"], row[name]), row[name]))


@cache
def _shipped(key: str, name: str) -> dict[tuple[str, str], Any]:
    """The label by code, under what it says in each language."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for row in assembly().definition_by_key[key].default:
                found[row["code"], str(row[name])] = row[name]
    return found
