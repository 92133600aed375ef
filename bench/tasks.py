"""How long the commonest tasks of three people take: of an end user, an agent, and a technician alone.

The page's own time is measured; a trained hand takes ``LETTER`` for each letter or key and ``CLICK`` for each click.
How many clicks there are is counted by tests/journeys/test_clicks.py too.
"""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Locator, Page

from bench.place import Place

LETTER, CLICK = 0.2, 1.3
"""Seconds."""
END_USER, AGENT, TECHNICIAN = "classmate", "agent", "technician"


@dataclass
class Hand:
    """Somebody at a page, and the seconds that their hand took."""

    page: Page
    took: float = 0

    def click(self, place: Locator) -> None:
        place.click()
        self.took += CLICK

    def write(self, text: str) -> None:
        """Where the cursor stands."""
        self.page.locator("input:focus, textarea:focus").wait_for(state="attached")
        self.page.keyboard.type(text)
        self.took += LETTER * len(text)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.took += LETTER

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name).first


@dataclass(frozen=True)
class Task:
    """``does`` what one does from ``begins``, an address in which {number} stands for a record made by ``made``."""

    who: str
    begins: str
    does: Callable[[Hand], None]
    most: float
    made: Callable[[Asking], str] = lambda _ask: ""


@dataclass(frozen=True)
class Asking:
    """The interface for programs, as the agent."""

    place: Place

    def __call__(self, path: str, body: dict[str, Any]) -> Any:
        headers = {"Authorization": f"Bearer {self.place.token}", "Content-Type": "application/json"}
        address = f"http://localhost:{self.place.port}/api/v1{path}"
        with urllib.request.urlopen(urllib.request.Request(address, json.dumps(body).encode(), headers)) as answer:
            return json.load(answer)

    def reported(self, title: str) -> str:
        """A report of the end user."""
        return str(self("/incidents", {"title": title, "requester": "classmate@example.org"})["number"])


def asked(ask: Asking) -> str:
    """A report of the end user that waits for what they say."""
    number = ask.reported("The clock of the gym is slow")
    ask(f"/incidents/{number}/take", {})
    ask(f"/incidents/{number}/reply", {"text": "By how much?"})
    ask(f"/incidents/{number}/wait", {"pause_reason": "requester"})
    return number


def _solved(ask: Asking) -> str:
    number = ask.reported("The bell rings twice")
    ask(f"/incidents/{number}/take", {})
    ask(f"/incidents/{number}/resolve", {"resolution": "Set anew.", "closure_code": "solved"})
    return number


def _open(ask: Asking) -> str:
    return ask.reported("The mail refuses my password")


def _taken(ask: Asking) -> str:
    number = _open(ask)
    ask(f"/incidents/{number}/take", {})
    return number


def _reports(hand: Hand) -> None:
    hand.page.locator("#q").focus()
    hand.write("The projector in B-104 stays dark")
    hand.click(hand.page.locator(".x-answer.is-last"))
    hand.click(hand.button("Send message"))
    hand.page.wait_for_url("**/sent")


def _orders(hand: Hand) -> None:
    hand.page.locator("#q").focus()
    hand.write("install a program")
    hand.click(hand.page.locator(".x-answer").filter(has_text="A program from the list"))
    hand.click(hand.page.get_by_label("Which program?"))
    hand.write("Maps")
    hand.press("Tab")
    hand.write("A-012")
    hand.click(hand.button("Order"))
    hand.page.wait_for_url("**/sent")


def _answers(hand: Hand) -> None:
    hand.click(hand.page.locator("[aria-labelledby=answer] textarea").first)
    hand.write("By about ten minutes.")
    hand.click(hand.button("Send message"))
    hand.page.locator(".x-timeline").get_by_text("By about ten minutes.").wait_for()


def _confirms(hand: Hand) -> None:
    hand.click(hand.button("Yes, it is solved"))
    hand.button("Yes, it is solved").wait_for(state="detached")


def _takes_and_answers(hand: Hand) -> None:
    hand.click(hand.button("Take it"))
    hand.click(hand.page.locator("#text-reply"))
    hand.write("I look at it at once and write again.")
    hand.click(hand.button("Send reply to"))
    hand.page.locator("#timeline .x-message").first.get_by_text("I look at it at once").wait_for()


def _solves(hand: Hand) -> None:
    hand.click(hand.page.locator("#articles").get_by_role("button", name=re.compile("Used this article")).first)
    hand.click(hand.page.get_by_role("link", name="Resolve"))
    hand.write("Unlocked it, as the article says.")
    hand.click(hand.button("Resolve"))
    hand.page.locator("#record-head").get_by_text("Resolved").first.wait_for()


def _passes_on(hand: Hand) -> None:
    hand.press("a")
    hand.page.wait_for_url("**/do/hand_over*")
    hand.page.get_by_label("Team").select_option(label="Network team")
    hand.took += 2 * CLICK
    hand.click(hand.page.get_by_label("Reason"))
    hand.write("The directory refuses it.")
    hand.click(hand.button("Hand over"))
    hand.page.locator("#record-head").get_by_text("Assigned").first.wait_for()


def _noted(hand: Hand, sentence: str) -> None:
    hand.press("c")
    hand.page.locator("#form [role=combobox]:focus").wait_for()
    hand.write("Classmate")
    hand.press("Tab")
    hand.write(sentence)


def _notes(hand: Hand) -> None:
    _noted(hand, "The tap in the lab drips")
    hand.press("Control+Enter")
    hand.page.get_by_role("heading", name="The tap in the lab drips").wait_for()


def _notes_and_solves(hand: Hand) -> None:
    _noted(hand, "The mouse has no battery")
    hand.click(hand.button("Save and solve"))
    hand.page.wait_for_url("**/do/resolve*")
    hand.write("Put a new one in.")
    hand.click(hand.button("Resolve"))
    hand.click(hand.button("Close"))
    hand.page.locator("#record-head").get_by_text("Closed").first.wait_for()


def _takes_the_next(hand: Hand) -> None:
    hand.click(hand.page.get_by_role("link", name=re.compile("^Unassigned")))
    hand.page.wait_for_url(re.compile("assignee=none"))
    hand.click(hand.page.locator("tbody tr").first.locator(".x-cell-status"))
    hand.click(hand.page.locator("#peek").get_by_role("button", name="Take it"))
    hand.page.locator("#toasts [data-toast]").first.wait_for()


TASKS = {
    "end user: report a fault": Task(END_USER, "/portal/", _reports, 20),
    "end user: order from the catalogue": Task(END_USER, "/portal/", _orders, 20),
    "end user: answer a question": Task(END_USER, "/portal/requests/{number}", _answers, 20, asked),
    "end user: confirm the solution": Task(END_USER, "/portal/requests/{number}", _confirms, 10, _solved),
    "agent: take and answer": Task(AGENT, "/incidents/{number}", _takes_and_answers, 20, _open),
    "agent: solve with an article": Task(AGENT, "/incidents/{number}", _solves, 20, _taken),
    "agent: pass on to another team": Task(AGENT, "/incidents/{number}", _passes_on, 20, _taken),
    "technician: note a fault": Task(TECHNICIAN, "/", _notes, 20),
    "technician: note, solve and close": Task(TECHNICIAN, "/", _notes_and_solves, 30),
    "technician: take what is due next": Task(TECHNICIAN, "/", _takes_the_next, 10),
}


def seconds(browser: Browser, place: Place, task: Task) -> float:
    """What it takes, from the page on which it begins."""
    number = task.made(Asking(place))
    address = f"http://localhost:{place.port}"
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=address)
    context.add_cookies([{"name": "fettle-session", "value": place.sessions[task.who], "url": address}])
    page = context.new_page()
    page.goto(task.begins.replace("{number}", number), wait_until="networkidle")
    hand, begun = Hand(page), time.monotonic()
    task.does(hand)
    took = time.monotonic() - begun + hand.took
    context.close()
    return took
