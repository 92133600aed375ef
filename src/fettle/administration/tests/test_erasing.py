"""The page and the route on which somebody's personal data is erased."""

from __future__ import annotations

import pytest

from fettle.kernel.history.models import Erasure
from fettle.kernel.orgs.models import Person
from fettle.kernel.settings import people
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


@pytest.fixture
def gone(world: World) -> Person:
    """Somebody who left."""
    admin = world.actor("administrator")
    person = people.add(admin, name="Ludmila Ferrer (guest)", organisation=world.school, mail="ferrer@example.org")
    people.deactivate(admin, person)
    return person


def test_it_is_shown_first_and_happens_with_the_name_typed(world: World, as_, gone: Person) -> None:
    browser, page = as_("administrator"), f"/people/{gone.pk}/erase/"
    assert page in browser.get(f"/people/{gone.pk}/").content.decode()
    seen = browser.post(page, {"reason": "asked by letter", "preview": ""})
    assert "ferrer@example.org" in seen.content.decode() and not Erasure.objects.exists()
    wrong = browser.post(page, {"reason": "asked by letter", "typed": "Ludmila", "erase": ""})
    assert wrong.status_code == 422 and not Erasure.objects.exists()
    done = browser.post(
        page, {"reason": "asked by letter", "typed": "Ludmila Ferrer (guest)", "erase": ""}, follow=True
    )
    text = done.content.decode()
    assert f"Erased person {gone.pk}" in text and "Ferrer" not in text and "personal data erased" in text
    assert "Activate again" not in text and "Edit person" not in text


def test_it_needs_a_reason_and_somebody_who_left(world: World, as_, gone: Person) -> None:
    browser = as_("administrator")
    assert browser.post(f"/people/{gone.pk}/erase/", {"reason": "", "preview": ""}).status_code == 422
    there = world.people["requester"]
    refused = browser.post(f"/people/{there.pk}/erase/", {"reason": "asked", "preview": ""})
    assert refused.status_code == 422 and "still active" in refused.content.decode()
    assert f"/people/{there.pk}/erase/" not in browser.get(f"/people/{there.pk}/").content.decode()


def test_only_who_may_erase_opens_the_page(world: World, as_, gone: Person) -> None:
    for who in ("agent", "manager", "auditor", "requester"):
        assert as_(who).get(f"/people/{gone.pk}/erase/").status_code == 403


def test_over_rest_it_is_counted_done_and_done_once(world: World, gone: Person) -> None:
    caller = caller_of(world, "administrator")
    path = f"/people/person:{gone.pk}/erase"
    assert caller("POST", path, body={}).status_code == 422
    seen = caller("POST", path, body={"reason": "asked", "preview": True}).json()
    assert seen["found"]["person"] == 1 and not Erasure.objects.exists()
    done = caller("POST", path, body={"reason": "asked"}).json()
    assert done == {**seen, "preview": False}
    assert caller("POST", path, body={"reason": "asked"}).json()["found"] == {}
    assert caller("POST", f"/people/{world.people['agent'].pk}/erase", body={"reason": "asked"}).status_code == 409
    assert caller("POST", "/people/person:0/erase", body={"reason": "asked"}).status_code == 404
    assert caller_of(world, "administrator", "write")("POST", path, body={"reason": "x"}).status_code == 403
