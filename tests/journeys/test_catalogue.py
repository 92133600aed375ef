"""Ordering from the request catalogue in a real browser: a question appears when its condition holds, and only then."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from fettle.kernel.records.models import Record
from fettle.site.testing.house import Hand, House

pytestmark = pytest.mark.browser


def test_a_question_appears_when_its_condition_holds(house: House) -> None:
    page = house.visit("/portal/services/", who="requester", size=(360, 780))
    hand = Hand(page)
    hand.click(page.get_by_role("link", name="An account for somebody new"))
    until = page.get_by_label("Until when?")
    expect(until).to_be_hidden()
    page.get_by_label("Who is it?").select_option("guest")
    expect(until).to_be_visible()
    page.get_by_label("Who is it?").select_option("colleague")
    expect(until).to_be_hidden()
    page.get_by_label("Name of the new person").fill("Ada L.")
    page.get_by_label("First day").fill("2026-12-01")
    hand.click(page.get_by_role("button", name="Order"))
    page.wait_for_url("**/sent")
    record = Record.objects.get(title="Account for Ada L.")
    assert record.item.custom == {"person": "Ada L.", "first_day": "2026-12-01", "who": "colleague"}
    assert hand.clicks == 2
    page.close()


def test_without_scripts_the_condition_stands_beside_the_question(house: House) -> None:
    page = house.visit("/portal/order/new_account", who="requester", scripts=False)
    expect(page.get_by_label("Until when?")).to_be_visible()
    expect(page.get_by_text("Only if “Who is it?”: guest.")).to_be_visible()
    page.get_by_label("Name of the new person").fill("Ben L.")
    page.get_by_label("First day").fill("2026-12-01")
    who = page.get_by_label("Who is it?")
    expect(who).to_have_value("")
    page.get_by_role("button", name="Order").click()
    expect(page.get_by_text("Choose one of them.").last).to_be_visible()
    assert not Record.objects.filter(title="Account for Ben L.").exists(), "nobody ordered what they did not choose"
    who.select_option("colleague")
    page.get_by_role("button", name="Order").click()
    page.wait_for_url("**/sent")
    assert "last_day" not in Record.objects.get(title="Account for Ben L.").item.custom
    page.close()
