"""What an item stands on is broken, and its journey fails: a sample here, all of it in check-long.

For each registered item every page that it names is hidden; a verb can be taken no more; what happens is written under
another name. A journey that passes all the same shows nothing of its item.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from fettle.governance.coverage import register
from fettle.kernel.assembly import assembly
from fettle.site.testing import breaking
from fettle.site.testing.visitor import Visits

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[2]
HIDE, VERB, FACT = "hidden", "no verb", "no fact"


def cases() -> Iterator[pytest.ParameterSet]:
    """(how, item, what is broken); the first of each process and way belongs to the sample."""
    sampled: set[tuple[str, str]] = set()
    for row in register.rows():
        if row.covered is None:
            continue
        broken = [(HIDE, screen) for screen in row.covered.screens]
        broken += [(VERB, screen) for screen in row.covered.screens if breaking.STEP.search(screen)]
        broken += [(FACT, row.covered.record)] if row.covered.record in assembly().fact_by_name else []
        for how, what in broken:
            group = (row.item.process, how)
            marks = [pytest.mark.long] if group in sampled else []
            sampled.add(group)
            yield pytest.param(how, row.item.id, what, id=f"{row.item.id}-{how.replace(' ', '-')}-{what}", marks=marks)


@cache
def journeys(process: str) -> ModuleType:
    spec = spec_from_file_location(f"journeys_{process}", ROOT / register.journeys_of(process))
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("how", "item", "what"), list(cases()))
def test_a_broken_item_fails_its_journey(
    visits: Visits, monkeypatch: pytest.MonkeyPatch, how: str, item: str, what: str
) -> None:
    journey = getattr(journeys(item.partition(".")[0]), register.covered()[item].test)
    if how == HIDE:
        breaking.hide(what, monkeypatch)
        expected = " answered 404"
    elif how == VERB:
        assert breaking.break_verb(what, monkeypatch)
        expected = " answered 409| has no form "
    else:
        assert breaking.rename_fact(what, monkeypatch)
        expected = ""
    with pytest.raises(AssertionError, match=expected):
        journey(visits)
