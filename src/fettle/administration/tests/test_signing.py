"""Signing in: one answer for everybody who fails, links that work once, and a lock that keeps only guessers out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from fettle.administration.signing import letters as letters_of
from fettle.administration.signing.jobs import mail_link
from fettle.kernel.orgs.models import SignInAttempt, SignInLink
from fettle.kernel.orgs.signing import attempts, links, secrets
from fettle.site.testing.world import World

RIGHT = "correct horse battery"


def sign_in(client: Client, mail: str, password: str, **more: str):
    return client.post("/sign-in/", {"mail": mail, "password": password}, **more)


def bare(html: str) -> str:
    """The page without what differs from load to load, and without what was typed."""
    html = re.sub(r'(csrfmiddlewaretoken" value|csrf-token" content)="[^"]*"', "", html)
    return re.sub(r"[\w.+-]+@[\w.-]+", "MAIL", html)


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password hash that is computed, by whatever road."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    seen: list[str] = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *a, **k: (seen.append("x"), real(self, *a, **k))[1])
    return seen


def failures(world: World) -> dict[str, tuple[str, str]]:
    """Every way to fail: address and password."""
    inactive, nameless, unset = (world.people[who] for who in ("stranger", "classmate", "auditor"))
    inactive.is_active = False
    nameless.may_sign_in = False
    unset.set_unusable_password()
    for person in (inactive, nameless, unset):
        person.save()
    locked = world.people["manager"]
    for _each in range(attempts.MOST_PER_ACCOUNT):
        attempts.note(locked.mail, "198.51.100.7", False)
    return {
        "unknown": ("nobody@example.org", RIGHT),
        "wrong": ("agent@example.org", "wrong"),
        "inactive": (inactive.mail, RIGHT),
        "name only": (nameless.mail, RIGHT),
        "no password": (unset.mail, RIGHT),
        "locked": (locked.mail, RIGHT),
    }


def test_every_failure_answers_alike_and_computes_one_hash(world: World, hashes: list[str]) -> None:
    answers, costs = {}, {}
    for name, (mail, password) in failures(world).items():
        hashes.clear()
        response = sign_in(Client(), mail, password)
        answers[name] = (response.status_code, bare(response.content.decode()))
        costs[name] = len(hashes)
    assert len(set(answers.values())) == 1
    assert set(costs.values()) == {1}, costs


def test_a_right_password_enters_with_a_new_session_key(world: World) -> None:
    client = Client()
    client.get("/sign-in/")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies["fettle-session"] = before
    response = sign_in(client, " Agent@Example.org ", RIGHT)
    assert response.status_code == 302
    assert client.session.session_key != before and client.session["_auth_user_id"]


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_a_foreign_page(world: World, target: str) -> None:
    response = Client().post("/sign-in/", {"mail": "agent@example.org", "password": RIGHT, "next": target})
    assert response["Location"] == "/"


def test_guessing_from_elsewhere_does_not_lock_the_person_out(world: World) -> None:
    home, elsewhere = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "198.51.100.9"}
    assert sign_in(Client(), "agent@example.org", RIGHT, **home).status_code == 302
    for _each in range(attempts.MOST_PER_ACCOUNT):
        sign_in(Client(), "agent@example.org", "guess", **elsewhere)
    assert sign_in(Client(), "agent@example.org", RIGHT, **elsewhere).status_code == 422
    assert sign_in(Client(), "agent@example.org", RIGHT, **home).status_code == 302


def test_the_lock_opens_again(world: World) -> None:
    for _each in range(attempts.MOST_PER_ACCOUNT):
        attempts.note("agent@example.org", "198.51.100.9", False)
    assert attempts.refused("agent@example.org", "198.51.100.9")
    SignInAttempt.objects.update(at=timezone.now() - attempts.WINDOW - timedelta(seconds=1))
    assert not attempts.refused("agent@example.org", "198.51.100.9")


def test_one_address_cannot_try_many_accounts(world: World) -> None:
    for number in range(attempts.MOST_PER_ADDRESS):
        attempts.note(f"person{number}@example.org", "198.51.100.9", False)
    assert attempts.refused("agent@example.org", "198.51.100.9")
    assert not attempts.refused("agent@example.org", "192.0.2.1")


def test_asking_for_a_link_says_the_same_to_everybody(world: World, letters) -> None:
    asked = {
        mail: Client().post("/sign-in/link/", {"mail": mail}) for mail in ("agent@example.org", "nobody@example.org")
    }
    assert len({(r.status_code, bare(r.content.decode())) for r in asked.values()}) == 1
    assert [mail.address for mail in letters()] == ["agent@example.org"]


def link_in(mail: object) -> str:
    return re.search(r"http\S+(/sign-in/link/\S+)", mail.body)[1]


def test_a_job_that_runs_twice_mails_one_link(world: World, letters) -> None:
    """A worker died between the work and our record of it."""
    for wish in ("first", "first", "second"):
        mail_link.run("requester@example.org", "sign_in", wish)
    assert len(letters()) == 2


def test_a_mailed_link_signs_in_once_and_looking_does_not_spend_it(world: World, letters) -> None:
    Client().post("/sign-in/link/", {"mail": "requester@example.org"})
    address = link_in(letters()[0])
    for _scanner in range(5):
        assert Client().get(address).status_code == 200
    client = Client()
    assert client.post(address).status_code == 302
    assert client.session["_auth_user_id"] == str(world.people["requester"].pk)
    assert Client().post(address).status_code == 410


def test_a_link_ends_with_its_time(world: World) -> None:
    secret = links.make(world.people["agent"], links.Purpose.SIGN_IN)
    SignInLink.objects.update(expires_at=timezone.now())
    assert links.look(secret) is None and links.use(secret) is None


def test_links_are_stored_hashed_and_last_as_long_as_they_say(world: World) -> None:
    secret = links.make(world.people["agent"], links.Purpose.SIGN_IN)
    row = SignInLink.objects.get()
    assert row.secret_hash == secrets.hashed(secret) != secret
    assert row.expires_at - timezone.now() <= timedelta(minutes=60)
    links.make(world.people["agent"], links.Purpose.INVITE)
    invitation = SignInLink.objects.get(purpose="invite")
    assert timedelta(hours=23) < invitation.expires_at - timezone.now() <= timedelta(hours=24)


def test_a_newer_link_ends_the_older_one(world: World) -> None:
    old = links.make(world.people["agent"], links.Purpose.RESET)
    new = links.make(world.people["agent"], links.Purpose.RESET)
    assert links.use(old) is None and links.use(new) is not None


def test_somebody_who_was_only_named_claims_their_requests(world: World, letters) -> None:
    person = world.people["requester"]
    person.may_sign_in = False
    person.set_unusable_password()
    person.save()
    Client().post("/sign-in/link/", {"mail": person.mail})
    client = Client()
    client.post(link_in(letters()[0]))
    person.refresh_from_db()
    assert person.may_sign_in and client.session["_auth_user_id"] == str(person.pk)


def test_a_reset_lets_one_choose_and_ends_other_sessions(world: World, letters, as_) -> None:
    other = as_("agent")
    assert other.get("/me/").status_code == 200
    Client().post("/sign-in/reset/", {"mail": "agent@example.org"})
    client = Client()
    assert client.post(link_in(letters()[0]))["Location"] == "/me/password/"
    assert client.post("/me/password/", {"password": "short"}).status_code == 422
    assert client.post("/me/password/", {"password": "a wholly new sentence"}).status_code == 302
    assert client.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302
    assert sign_in(Client(), "agent@example.org", "a wholly new sentence").status_code == 302


def test_the_old_password_is_asked_for_without_a_link(world: World, as_) -> None:
    client = as_("agent")
    wish = {"old": "wrong", "password": "a wholly new sentence"}
    assert client.post("/me/password/", wish).status_code == 422
    assert client.post("/me/password/", {**wish, "old": RIGHT}).status_code == 302


def test_sign_out_everywhere_keeps_this_session(world: World, as_) -> None:
    here, there = as_("agent"), as_("agent")
    here.post("/me/sessions/")
    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302


def test_a_deactivated_person_has_no_session(world: World, as_) -> None:
    client = as_("agent")
    world.people["agent"].is_active = False
    world.people["agent"].save()
    assert client.get("/me/").status_code == 302


def test_mails_speak_the_persons_language_and_name_the_house(world: World, letters) -> None:
    Client().post("/sign-in/reset/", {"mail": "agent@example.org"})
    mail = letters()[0]
    assert "Northfield IT" in mail.subject and "Agent" in mail.body
    assert letters_of.address("x").startswith("http")


def test_hashes_of_the_product_are_slow_ones() -> None:
    from fettle.site.settings import PASSWORD_HASHERS

    assert PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert make_password("x")
