"""What a review calls its fields in another language, where one English word has two meanings."""

from __future__ import annotations

from django.utils import translation

from fettle.processes.levels import version_form
from fettle.processes.reviews.records import REVIEW
from fettle.processes.services.records import SERVICE


def test_minutes_of_a_review_are_no_span_of_time() -> None:
    with translation.override("de"):
        labels = {field.name: str(field.label) for field in REVIEW.fields}
    assert (labels["minutes"], labels["relationship"]) == ("Protokoll", "mit")


def test_support_hours_are_called_the_same_of_a_service_and_of_an_agreement() -> None:
    with translation.override("de"):
        of_service = next(str(field.label) for field in SERVICE.fields if field.name == "calendar")
        assert str(version_form.FIELDS[0].label) == of_service == translation.gettext("Support hours")
