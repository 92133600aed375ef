"""People who use a running server over HTTP, page by page and form by form, each with one role."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Mapping
from html import unescape
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from fettle.kernel.access.models import Grant
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.settings.models import Setting
from fettle.site.testing.forms import Form, Forms
from fettle.site.testing.world import World

PASSWORD = "correct horse battery"
SECONDS = 60


class Visitor:
    """Somebody who is signed in. What they cannot open or send is an AssertionError."""

    def __init__(self, server: str, mail: str) -> None:
        self.server = server
        self._web = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.send("/sign-in/", mail=mail, password=PASSWORD)

    def fetch(self, address: str, **query: str) -> bytes:
        """A page or file as it came."""
        return self._ask(f"{address}?{urlencode(query)}" if query else address)[1]

    def read(self, address: str, **query: str) -> str:
        """A page, its entities resolved so that a test can look for words."""
        return unescape(self.fetch(address, **query).decode())

    def data(self, address: str, **query: str) -> Any:
        return json.loads(self.fetch(address, **query))

    def send(self, address: str, /, **values: str) -> str:
        """Open the page, fill these values into the form that asks for them, and send it. Where that led to; a form
        that is refused answers 422.
        """
        self._came = address, self.fetch(address)
        return self.go_on(**values)

    def upload(self, address: str, file: tuple[str, bytes], /, **values: str) -> str:
        """Open the page, choose a file (its name and content) in the form that asks for these values, and send it."""
        form, sent = self._form(address, self.fetch(address), values), SimpleUploadedFile(*file)
        given = encode_multipart(BOUNDARY, {**form.values, **values, "file": sent})
        headers = {"Referer": self.server + address, "Content-Type": MULTIPART_CONTENT}
        return self._ask(form.action or address, given, **headers)[0]

    def take(self, address: str, words: str) -> bytes:
        """Open the page and follow the link with these words, a file for example."""
        links = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', self.fetch(address).decode(), re.DOTALL)
        found = [unescape(to) for to, inside in links if unescape(re.sub(r"<[^>]+>", "", inside)).strip() == words]
        assert found, f"{address} has no link {words!r}"
        return self.fetch(found[0])

    def press(self, address: str, action: str) -> str:
        """Open the page and press the button of a form that asks nothing, known by where it goes."""
        forms = [form for form in Forms(self.fetch(address).decode()).found if form.action == action]
        assert forms, f"{address} has no form for {action}"
        return self._ask(action, urlencode(forms[0].values).encode(), Referer=self.server + address)[0]

    def go_on(self, **values: str) -> str:
        """Fill in the page that came back from the last send, and send it again: after "Add row", for example."""
        address, page = self._came
        form = self._form(address, page, values)
        given = urlencode({**form.values, **values}).encode()
        self._came = self._ask(form.action or address, given, Referer=self.server + address)
        return self._came[0]

    def _form(self, address: str, page: bytes, values: Mapping[str, str]) -> Form:
        forms = [form for form in Forms(page.decode()).found if form.method == "post"]
        fitting = [form for form in forms if all(form.takes(*each) for each in values.items())]
        assert fitting, f"{address} has no form for {sorted(values)}, only {[sorted(form.names) for form in forms]}"
        return fitting[-1]

    def _ask(self, address: str, body: bytes | None = None, **headers: str) -> tuple[str, bytes]:
        request = urllib.request.Request(self.server + address, body, headers)
        try:
            with self._web.open(request, timeout=SECONDS) as answer:
                return urlsplit(answer.url).path, answer.read()
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"{address} answered {refused.code}: {refused.read()[:3000]!r}") from None


class Visits:
    """``visits.as_("agent")`` is somebody who has that role and no other, ``as_("requester")`` somebody of the world
    without one. ``facts`` and ``state`` look behind the pages.
    """

    def __init__(self, world: World, server: str) -> None:
        self.world, self.server = world, server
        self._known: dict[str, Visitor] = {}

    def as_(self, role: str) -> Visitor:
        if role not in self._known:
            self._known[role] = Visitor(self.server, self._mail(role))
        return self._known[role]

    def _mail(self, role: str) -> str:
        if role == "requester":
            return str(self.world.people["requester"].mail)
        mail = f"{role}@roles.example.org"
        person = orgs.add_person(role.replace("_", " ").title(), self.world.provider, mail, may_sign_in=True)
        person.set_password(PASSWORD)
        person.save()
        Grant.objects.create(person=person, role=role, organisation=self.world.provider)
        return mail

    @property
    def this_year(self) -> dict[str, str]:
        """A period with everything that a test has just done, as reports ask for it."""
        year = timezone.localdate().year
        return {"from": f"{year}-01-01", "to": f"{year + 1}-01-02"}

    @staticmethod
    def setting(key: str) -> str:
        """The number of a setting's record."""
        return str(Setting.objects.get(key=key).record.number)

    @staticmethod
    def facts(number: str) -> set[str]:
        """The names of all that happened to a record."""
        return {fact["name"] for entry in Entry.objects.filter(record__number=number) for fact in entry.facts}
