"""What the scripts add, pressed and typed as people do, against the gallery."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from fettle.edges.pages.keys import Keys

from .gallery import serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    with serve.serving() as address:
        yield address


@pytest.fixture
def queue(page: Page, gallery: str) -> Page:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{gallery}/queue")
    return page


@pytest.fixture
def record(page: Page, gallery: str) -> Page:
    serve.Handler.posted.clear()
    page.goto(f"{gallery}/record")
    return page


def test_j_and_k_move_and_x_selects(queue: Page) -> None:
    queue.keyboard.press("j")
    queue.keyboard.press("j")
    expect(queue.locator("#row-INC-020436")).to_have_class("is-unread is-current")
    queue.keyboard.press("x")
    queue.keyboard.press("j")
    queue.keyboard.press("j")
    queue.keyboard.press("Shift+X")
    expect(queue.locator("[data-selected-count]")).to_have_text("3 selected")
    expect(queue.locator(".x-bulk")).to_be_visible()
    queue.keyboard.press("k")
    expect(queue.locator("#row-INC-020429 a[data-open]")).to_be_focused()


def test_space_previews_and_closing_returns_the_focus(queue: Page) -> None:
    queue.keyboard.press("j")
    queue.keyboard.press("Space")
    expect(queue.locator("#peek h2")).to_have_text("Wi-Fi down in Library, floors 2–4")
    queue.locator("[data-peek-close]").click()
    expect(queue.locator("#row-INC-020431 a[data-open]")).to_be_focused()


def test_sorting_swaps_the_list_keeps_the_page_and_forgets_the_selection(queue: Page) -> None:
    queue.evaluate("window.sameDocument = true")
    queue.locator("#row-INC-020436 .x-pick").check()
    queue.get_by_role("link", name="Time left").click()
    queue.wait_for_url("**/queue?sort=-left")
    assert queue.evaluate("window.sameDocument") is True
    expect(queue.locator(".x-pick:checked")).to_have_count(0)
    expect(queue.locator("#register")).to_have_count(1)
    expect(queue.locator("#status")).to_have_text("31 records · sorted by time left")


def test_single_keys_stay_out_of_fields_and_can_be_switched_off(queue: Page) -> None:
    queue.keyboard.press("f")
    field = queue.locator(".x-menu-panel input[name=text]")
    field.fill("")
    field.press_sequentially("jxc?")
    expect(field).to_have_value("jxc?")
    expect(queue.locator(".is-current")).to_have_count(0)
    queue.keyboard.press("Escape")
    expect(queue.locator("summary[data-key=f]")).to_be_focused()
    queue.evaluate("document.documentElement.dataset.keys = 'off'")
    queue.keyboard.press("j")
    expect(queue.locator(".is-current")).to_have_count(0)


def own(page: Page, **chosen: str) -> None:
    """The page as it comes to a reader with keys of their own."""
    mine = Keys(chosen)
    given = {"ownKeys": mine.pressed, "ownGoes": mine.gone}
    page.evaluate("given => Object.assign(document.documentElement.dataset, given)", given)


def strike(page: Page, *keys: str, **more: bool) -> None:
    """Keys of any keyboard, as ``event.key`` names them."""
    for key in keys:
        given = {"key": key, "bubbles": True, "cancelable": True, **more}
        page.evaluate("given => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', given))", given)


def test_own_keys_take_the_place_of_the_standard_ones(queue: Page) -> None:
    own(queue, next="ö", previous="j", select="")
    strike(queue, "ö", "ö")
    expect(queue.locator("#row-INC-020436")).to_have_class("is-unread is-current")
    queue.keyboard.press("x")
    expect(queue.locator(".x-pick:checked")).to_have_count(0)
    queue.keyboard.press("k")
    expect(queue.locator("#row-INC-020436")).to_have_class("is-unread is-current")
    queue.keyboard.press("j")
    expect(queue.locator("#row-INC-020436.is-current")).to_have_count(0)
    queue.keyboard.press("f")
    expect(queue.locator(".x-menu-panel select[name=team]")).to_be_focused()


def test_own_keys_lead_to_places_and_digits_to_views(queue: Page) -> None:
    own(queue, go="ä", go_i="ü")
    queue.evaluate("""window.gone = []; document.addEventListener("click", (event) => {
        event.preventDefault(); event.stopPropagation(); gone.push(event.target.dataset.go) }, true)""")
    for pressed in ("gi", "äi", "äü", "ä1"):
        strike(queue, *pressed)
    strike(queue, "ä")
    strike(queue, "Shift", "2", shiftKey=True)  # as on a French keyboard, whose digits need Shift
    assert queue.evaluate("gone") == ["i", "1", "2"]


def test_what_a_keyboard_needs_shift_or_altgr_for(record: Page) -> None:
    note = record.locator("#text-note")
    own(record, note="/", filter_too="")
    strike(record, "/", modifierAltGraph=True)
    strike(record, "Dead", "n")
    strike(record, "N", shiftKey=True)
    expect(note).not_to_be_focused()
    strike(record, "/", shiftKey=True)  # Shift 7 of a German keyboard
    expect(note).to_be_focused()


def test_palette_opens_by_ctrl_k_and_returns_the_focus(queue: Page) -> None:
    queue.keyboard.press("j")
    queue.keyboard.press("Control+k")
    box = queue.get_by_role("combobox", name="Search or run a command")
    chosen = queue.locator("#palette-list").get_by_role("option", selected=True)
    expect(box).to_be_focused()
    expect(chosen).to_contain_text("INC-020431")
    queue.keyboard.press("ArrowDown")
    expect(chosen).to_contain_text("CHG-000311")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    queue.keyboard.press("Escape")
    expect(queue.locator("#row-INC-020431 a[data-open]")).to_be_focused()


def test_question_mark_shows_the_sheet(queue: Page) -> None:
    queue.keyboard.press("?")
    expect(queue.get_by_role("dialog", name="Shortcuts")).to_be_visible()


def test_note_key_brings_the_note_in_front(record: Page) -> None:
    record.keyboard.press("n")
    expect(record.locator("#text-note")).to_be_focused()
    expect(record.locator("[data-side=reply]")).to_be_hidden()


def test_a_refused_reply_shows_what_came_and_carries_the_token(record: Page) -> None:
    record.locator("#text-reply").fill("We are on it.")
    record.locator("#text-reply").press("Control+Enter")
    expect(record.locator(".x-composer-warn")).to_contain_text("1 new entry arrived while you were writing")
    expect(record.locator("[data-side=reply] [name=seen]")).to_have_value("12")
    _, body, headers = next(p for p in serve.Handler.posted if p[0] == "/reply")
    assert headers["X-CSRFToken"] == "t"
    assert "We are on it." in body


def test_a_draft_is_saved_with_the_server_and_brought_back_by_the_browser(record: Page) -> None:
    record.locator("#text-reply").fill("Half a thought")
    expect(record.locator("[data-side=reply] [data-draft-state]")).to_contain_text("Saved", timeout=4000)
    assert any(path == "/draft/reply" and "Half+a+thought" in body for path, body, _ in serve.Handler.posted)
    record.evaluate("window.onbeforeunload = null")
    record.reload()
    expect(record.locator("#text-reply")).to_have_value("Half a thought")


def test_a_draft_that_the_server_refuses_says_so(record: Page) -> None:
    record.keyboard.press("n")
    record.locator("#text-note").fill("Not kept there")
    expect(record.locator("[data-side=note] [data-draft-state]")).to_have_text(
        "Not saved. Your text is kept in this browser.", timeout=4000
    )


def test_news_is_offered_and_never_moves_the_page(record: Page) -> None:
    before = record.locator("#timeline > li").count()
    record.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(record.locator("#live button")).to_have_text("1 new. Show")
    assert record.locator("#timeline > li").count() == before
    expect(record.locator("[data-side=reply] [data-send=enter]")).to_have_text("Read 1 new first")
    record.locator("#live button").click()
    assert record.locator("#timeline > li").count() == before + 1


def test_a_clock_turns_late_by_itself(record: Page) -> None:
    clock = record.locator(".x-sla.is-warn").first
    clock.evaluate("c => c.dataset.due = new Date(Date.now() - 125000).toISOString()")
    record.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    late = record.locator(".x-sla.is-late").nth(1)
    expect(late).to_contain_text("overdue by −0:02")


def test_picking_a_person_by_three_letters(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}/form")
    box = page.get_by_role("combobox", name="Requester")
    box.fill("ter")
    expect(page.get_by_role("option", name="Teresa Almeida")).to_be_visible()
    box.press("Enter")
    expect(page.locator("input[name=requester]")).to_have_value("7")
    expect(box).to_have_value("Teresa Almeida")
    box.press("Backspace")
    expect(page.locator("input[name=requester]")).to_have_value("")


def test_portal_answers_while_typing(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}/portal")
    page.get_by_role("searchbox").fill("typed")
    expect(page.locator("#answers .is-last")).to_contain_text("send “typed” to the service desk")
