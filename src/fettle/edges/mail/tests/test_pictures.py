"""Pictures from elsewhere: not shown until asked for, fetched by us once for a mail, and only if they are pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from fettle.edges.fetching.client import Limits
from fettle.edges.fetching.tests.servers import PNG, Web
from fettle.edges.mail import actions, elsewhere, jobs, pictures, traces, views
from fettle.edges.mail.models import IncomingMail, Picture
from fettle.edges.mail.reading.markup import cleaned
from fettle.edges.mail.tests.desk import KEEPER, Send, source
from fettle.edges.pages.tests.test_frame import client
from fettle.edges.rest import tokens
from fettle.facilities.discussion.models import StoredFile
from fettle.kernel.errors import NotSeen, Refusal
from fettle.kernel.history.erase import Erasing
from fettle.kernel.settings import actions as settings
from fettle.site.testing.api import Caller
from fettle.site.testing.world import World

SHORT = Limits(seconds=1.0, most_bytes=200_000, redirects=3)
ALL = ("/a.png", "/page.png", "/drawing.svg", "/words.png", "/huge", "/drip", "/to-private", "/b.gif")


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        server.moved = {"/to-private": "http://10.0.0.1/a.png"}
        yield server


def newsletter(send: Send, web: Web, *paths: str, **more: Any) -> IncomingMail:
    images = "".join(f'<img src="{web.url(path)}" alt="{path}">' for path in paths)
    html = f'<p>News</p>{images}<img src="{web.url("/beacon.png")}" width="1" height="1">'
    return send(raw=source(html, headers={"Content-Type": "text/html; charset=utf-8"}, **more))


def page(world: World, mail: IncomingMail, query: str = "", who: str = "agent") -> str:
    return client(world, who).get(f"/operations/mail/in/{mail.pk}/{query}").content.decode()


def body(world: World, mail: IncomingMail, query: str = "", who: str = "agent") -> Any:
    return client(world, who).get(f"/operations/mail/in/{mail.pk}/body{query}")


def get(mail: IncomingMail, web: Web) -> None:
    pictures.get_all(mail.pk, web.reach, SHORT)


def test_nothing_is_fetched_until_somebody_asks(world: World, send: Send, web: Web) -> None:
    mail = newsletter(send, web, "/a.png", "/b.gif")
    text = page(world, mail)
    assert "2 pictures from elsewhere are not shown" in text and "Show pictures" in text
    shown = body(world, mail, "?pictures=2")
    assert "127.0.0.1" not in shown.content.decode() and "pictures.example" not in shown.content.decode()
    assert web.asked == [] and not Picture.objects.exists()


def test_they_are_fetched_once_and_shown_to_whoever_wants_to_see_them(world: World, send: Send, web: Web) -> None:
    mail = newsletter(send, web, *ALL)
    answer = client(world, "agent").post(f"/operations/mail/in/{mail.pk}/", {"do": "pictures"})
    assert answer["Location"] == f"/operations/mail/in/{mail.pk}/?pictures=shown#pictures"
    assert "8 pictures are being fetched" in page(world, mail, "?pictures=shown") and web.asked == []
    for _time in range(2):
        get(mail, web)
    assert sorted(web.paths()) == sorted(ALL), "each once, and what only reports that the mail is read never"
    reasons = dict(Picture.objects.values_list("name", "reason"))
    assert [reasons[elsewhere.name_of(web.url(path))] for path in ALL] == [
        *("", "no_picture", "no_picture", "no_picture", "size", "time", "not_public", ""),
    ]
    assert "2 of 8 pictures from elsewhere are shown" in page(world, mail, "?pictures=shown")
    shown = body(world, mail, "?pictures=2")
    text = shown.content.decode()
    assert text.count("data:image/png;base64,") == 1 and text.count("data:image/gif;base64,") == 1
    assert text.count('src=""') == 7 and "http://" not in text and "svg" not in text.replace("/drawing.svg", "")
    assert "default-src 'none'; img-src data:" in shown["Content-Security-Policy"]
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "data:image" not in body(world, mail).content.decode(), "whoever did not ask does not see them"
    assert "8 pictures from elsewhere are not shown" in page(world, mail)
    client(world, "colleague").post(f"/operations/mail/in/{mail.pk}/", {"do": "pictures"})
    get(mail, web)
    assert len(web.asked) == len(ALL), "a second reader tells the sender nothing"


def test_a_worker_that_died_amid_it_does_not_ask_again(world: World, send: Send, web: Web) -> None:
    mail = newsletter(send, web, "/a.png")
    pictures.ask(mail)
    Picture.objects.update(state="taken")
    get(mail, web)
    assert web.asked == [] and "1 picture is being fetched" in page(world, mail, "?pictures=shown")
    Picture.objects.update(asked_at=timezone.now() - timedelta(minutes=6))
    assert "The picture from elsewhere is not shown" in page(world, mail, "?pictures=shown")


def test_what_was_never_begun_is_promised_again(world: World, send: Send, web: Web) -> None:
    mail = newsletter(send, web, "/a.png")
    pictures.ask(mail)
    Picture.objects.update(asked_at=timezone.now() - timedelta(minutes=6))
    actions.show_pictures(world.actor("agent"), mail.pk)
    assert "1 picture is being fetched" in page(world, mail, "?pictures=shown")


def test_the_administrator_forbids_it_wholly(world: World, send: Send, web: Web) -> None:
    mail = newsletter(send, web, "/a.png")
    pictures.ask(mail)
    settings.redefine(KEEPER, "mail.pictures", value={"fetch": False})
    get(mail, web)
    assert web.asked == []
    with pytest.raises(Refusal, match="switched it off"):
        actions.show_pictures(world.actor("agent"), mail.pk)
    text = page(world, mail, "?pictures=shown")
    assert "the administrator has switched it off" in text and "Show pictures" not in text
    assert client(world, "agent").post(f"/operations/mail/in/{mail.pk}/", {"do": "pictures"}).status_code == 409


def test_a_silent_installation_fetches_nothing(world: World, send: Send, web: Web) -> None:
    mail = newsletter(send, web, "/a.png")
    pictures.ask(mail)
    settings.redefine(world.actor("administrator"), "operations.silence", value={"silent": True})
    get(mail, web)
    with pytest.raises(Refusal, match="silent"):
        actions.show_pictures(world.actor("agent"), mail.pk)
    assert web.asked == []


def test_a_mail_without_any_says_so(world: World, send: Send) -> None:
    mail = send("Hello")
    assert "from elsewhere" not in page(world, mail)
    with pytest.raises(Refusal, match="names no pictures"):
        actions.show_pictures(world.actor("agent"), mail.pk)


@pytest.mark.parametrize("who", ["requester", "stranger"])
def test_only_for_those_who_may_read_the_mail(world: World, send: Send, web: Web, who: str) -> None:
    mail = newsletter(send, web, "/a.png", sender="Requester <requester@example.org>")
    with pytest.raises(NotSeen):
        actions.show_pictures(world.actor(who), mail.pk)
    assert client(world, who).post(f"/operations/mail/in/{mail.pk}/", {"do": "pictures"}).status_code == 404
    assert body(world, mail, "?pictures=1", who).status_code == 404 and not Picture.objects.exists()


def test_over_rest(world: World, send: Send, web: Web) -> None:
    mail = newsletter(send, web, "/a.png", "/page.png")
    call = Caller(Client(), tokens.issue(world.actor("agent"), world.people["agent"], "t", "write")[1])
    place = f"/incoming-mails/{mail.pk}"
    none = {"total": 2, "asked": False, "coming": 0, "there": 0}
    assert call("GET", place).json()["pictures"] == none
    assert call("GET", f"{place}/pictures/1").status_code == 404
    assert call("POST", f"{place}/show-pictures").json()["pictures"] == {**none, "asked": True, "coming": 2}
    get(mail, web)
    assert call("GET", place).json()["pictures"] == {**none, "asked": True, "there": 1}
    first, second = call("GET", f"{place}/pictures").json()
    assert first == {
        "position": 1,
        "source": web.url("/a.png"),
        "there": True,
        "address": f"/api/v1{place}/pictures/1",
    }
    assert not second["there"] and second["address"] is None
    answer = call("GET", f"{place}/pictures/1")
    assert answer.content == PNG and answer["Content-Type"] == "image/png"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert [call("GET", f"{place}/pictures/{at}").status_code for at in (0, 2, 3)] == [404] * 3
    reader = Caller(Client(), tokens.issue(world.actor("agent"), world.people["agent"], "r", "read")[1])
    assert reader("POST", f"{place}/show-pictures").status_code == 403


@pytest.mark.parametrize("way", ["time", "erased"])
def test_they_go_with_the_mail(world: World, send: Send, web: Web, way: str) -> None:
    person = world.people["requester"]
    mail = newsletter(send, web, "/a.png", sender="Requester <requester@example.org>")
    other = newsletter(send, web, "/b.gif")
    for each in (mail, other):
        pictures.ask(each)
        get(each, web)
    assert StoredFile.objects.filter(media_type__startswith="image/").count() == 2
    if way == "time":
        IncomingMail.objects.filter(pk=mail.pk).update(arrived_at=timezone.now() - timedelta(days=500))
        jobs.forget_old.run(timestamp=0)
    else:
        none: frozenset[str] = frozenset()
        traces.their_mails(Erasing(person, "erased", none, none, frozenset({"requester@example.org"}), frozenset()))
    assert list(Picture.objects.values_list("mail_id", flat=True)) == [other.pk]
    assert StoredFile.objects.filter(media_type__startswith="image/").count() == 1


def test_a_content_that_is_gone_is_not_shown(world: World, send: Send, web: Web, settings: Any) -> None:
    mail = newsletter(send, web, "/a.png")
    pictures.ask(mail)
    get(mail, web)
    key = Picture.objects.get().file_id or ""
    (Path(settings.MEDIA_ROOT) / key[:2] / key).unlink()
    assert 'src=""' in body(world, mail, "?pictures=1").content.decode()


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<img src="https://e.example/a.png">', ["https://e.example/a.png"]),
        ('<IMG SRC=https://e.example/a?x=1&amp;y=2 onerror="x()">', ["https://e.example/a?x=1&y=2"]),
        ('<img src="HTTP://E.example/a"><img src="HTTP://E.example/a">', ["HTTP://E.example/a"]),
        ('<img src="cid:1@x"><img src="data:image/png;base64,AA"><img src="//e.example/a"><img src="a.png">', []),
        ('<img src="javascript:x()"><img src="file:///etc/passwd"><img src="ftp://e.example/a">', []),
        ('<p>&lt;img src="https://e.example/a"&gt; src="https://e.example/b"</p>', []),
        ('<img alt="<img src=&quot;https://e.example/a&quot;>">', []),
        ('<img srcset="https://e.example/a 2x" style="background:url(https://e.example/b)">', []),
        ('<table background="https://e.example/a"><tr><td background="https://e.example/b">x</td></tr></table>', []),
        ('<img src="https://e.example/a" width="1" height="1"><img src="https://e.example/b" height="0px">', []),
        ('<svg><image href="https://e.example/a"/></svg><link href="https://e.example/b" rel="stylesheet">', []),
    ],
)
def test_which_pictures_a_mail_names(html: str, found: list[str]) -> None:
    clean = cleaned(html)
    assert elsewhere.pictures(clean) == found
    assert elsewhere.pictures(elsewhere.put(clean, lambda named: "")) == []


@given(st.text(st.sampled_from("<>\"=&;/ img src alt http:cid:e.x'\n"), max_size=60), st.text(max_size=30))
def test_whatever_stands_in_a_mail_no_image_of_it_leads_elsewhere(text: str, more: str) -> None:
    clean = cleaned(f'<img src="https://e.example/{more}" alt="{text}">{text}<img src="http://e.example/b">{more}')
    shown = elsewhere.put(clean, lambda named: "")
    assert elsewhere.pictures(shown) == []
    again = cleaned(shown)
    assert elsewhere.pictures(again) == []


def test_no_more_than_so_many() -> None:
    html = "".join(f'<img src="https://e.example/{at}.png">' for at in range(100))
    assert len(elsewhere.pictures(cleaned(html))) == elsewhere.MOST


def test_a_picture_that_a_mail_names_ten_thousand_times_is_not_read_as_often(
    world: World, send: Send, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has no room on the page, and what is no picture, is looked at once."""
    mail = newsletter(send, web, *["/a.png"] * 30, *["/page.png"] * 30)
    pictures.ask(mail)
    get(mail, web)
    read: list[str] = []

    def content(key: str) -> bytes:
        read.append(key)
        return PNG

    monkeypatch.setattr(pictures, "content", content)
    monkeypatch.setattr(views, "MOST_IMAGE_BYTES", 2 * len(PNG))
    assert body(world, mail, "?pictures=1").content.decode().count("data:image/png") == 2 and len(read) == 3
