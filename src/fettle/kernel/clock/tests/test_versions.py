"""Versions of calendars: a definition makes one only when it says something new, and the old ones stay readable."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction

from fettle.kernel.clock import queries
from fettle.kernel.clock.actions import define
from fettle.kernel.clock.calendar import working_seconds
from fettle.kernel.clock.models import Calendar, CalendarVersion

pytestmark = pytest.mark.django_db
SHORT = {"zone": "UTC", "week": {"monday": [["09:00", "12:00"]]}}
LONG = {"zone": "UTC", "week": {"monday": [["09:00", "17:00"]]}}
MONDAY = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 6, 2, tzinfo=UTC)


def test_the_same_definition_makes_no_version() -> None:
    first = define("office", "Office", SHORT, "Ada")
    again = define("office", "Office", {**SHORT, "week": {**SHORT["week"], "friday": []}, "holidays": {}}, "Bob")
    assert again == first
    assert (first.version, first.made_by_label) == (1, "Ada")


def test_a_new_definition_makes_the_next_version_and_the_old_one_stays() -> None:
    define("office", "Office", SHORT, "Ada")
    second = define("office", "Office", LONG, "Bob", "longer hours")
    office = Calendar.objects.get(key="office")
    assert queries.latest("office") == second
    assert second.version == 2
    assert [working_seconds(queries.calendar_at(office.pk, version), *MONDAY) // 3600 for version in (1, 2)] == [3, 8]
    assert [version.version for version in queries.versions("office")] == [2, 1]


def test_a_name_can_change_without_a_version() -> None:
    define("office", "Office", SHORT, "Ada")
    define("office", "Head office", SHORT, "Ada")
    assert [calendar.name for calendar in queries.calendars()] == ["Head office"]
    assert CalendarVersion.objects.count() == 1


def test_a_version_that_was_rolled_back_is_not_remembered() -> None:
    office = define("office", "Office", SHORT, "Ada").calendar
    with transaction.atomic():
        define("office", "Office", LONG, "Ada")
        assert queries.calendar_at(office.pk, 2)
        transaction.set_rollback(True)
    with pytest.raises(CalendarVersion.DoesNotExist):
        queries.calendar_at(office.pk, 2)


@pytest.mark.parametrize(
    ("key", "name", "data", "sentence"),
    [
        ("office", "Office", {"zone": "UTC", "week": {}}, "week: there is no working time at all"),
        ("office", "Office", {"zone": "Nowhere"}, "is not a known time zone"),
        ("of fice", "Office", SHORT, "key"),
        ("office", "", SHORT, "name"),
    ],
)
def test_a_bad_definition_leaves_nothing_behind(key: str, name: str, data: dict, sentence: str) -> None:
    with pytest.raises((ValueError, ValidationError)) as refused:
        define(key, name, data, "Ada")
    assert sentence in str(refused.value)
    assert not Calendar.objects.exists()


def test_the_app_may_not_change_a_version() -> None:
    define("office", "Office", SHORT, "Ada")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        CalendarVersion.objects.update(data=LONG)


def test_an_unknown_calendar_has_no_version() -> None:
    assert queries.latest("nowhere") is None
