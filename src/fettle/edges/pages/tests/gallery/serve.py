"""The gallery: every component with made content, drawn by Django and served under the real policy.

`python -m fettle.edges.pages.tests.gallery.serve` shows it on http://127.0.0.1:8766/queue while one changes the look.
`?theme=dark` and `?density=compact` show it as a reader with that setting.
"""

from __future__ import annotations

import dataclasses
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import fettle

HERE = Path(__file__).parent
SOURCE = Path(fettle.__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "frame-src 'self'; object-src 'none'"
)


def draw(name: str, theme: str = "light", density: str = "comfortable") -> str:
    """One page of the gallery as HTML. Raises KeyError for a name that it has not."""
    from . import content

    template, context = {page: (template, context) for page, template, context in content.pages()}[name]
    return render(template, context | {"shell": dataclasses.replace(context["shell"], theme=theme, density=density)})


def render(template: str, context: dict[str, Any]) -> str:
    from django.template import Context, Engine

    engine = Engine(
        dirs=[str(HERE / "templates"), str(SOURCE / "edges/pages/templates")],
        libraries={
            "cells": "fettle.edges.pages.templatetags.cells",
            "look": "fettle.edges.pages.templatetags.look",
            "i18n": "django.templatetags.i18n",
        },
    )
    return engine.get_template(template).render(Context(context))


class Handler(BaseHTTPRequestHandler):
    posted: list[tuple[str, str, dict[str, str]]] = []
    """(path, body, headers) of every POST, for tests that look at what a script sent."""

    def do_GET(self) -> None:
        from . import content

        url = urlsplit(self.path)
        if found := content.answers().get(url.path):
            return self.answer(render(*found).encode(), "text/html; charset=utf-8")
        if url.path.startswith("/static/"):
            file = SOURCE / url.path.removeprefix("/")
            return (
                self.answer(file.read_bytes(), mimetypes.guess_type(file.name)[0] or "font/woff2")
                if file.is_file()
                else self.answer(b"", "text/plain", 404)
            )
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        try:
            page = draw(url.path.removeprefix("/"), query.get("theme", "light"), query.get("density", "comfortable"))
        except KeyError:
            return self.answer(b"", "text/plain", 404)
        return self.answer(page.encode(), "text/html; charset=utf-8")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode(errors="replace")
        self.posted.append((self.path, body, dict(self.headers.items())))
        if self.path == "/reply":
            return self.answer(draw_composer().encode(), "text/html; charset=utf-8", 409)
        return self.do_GET()

    def answer(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Content-Security-Policy": POLICY,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """The terminal stays free for the tests."""


def draw_composer() -> str:
    """The composer with a message that came meanwhile: the answer to a send that was too early."""
    from . import content

    news = dataclasses.replace(content.COMPOSER, news=content.COMPOSER_NEWS.news, seen=12)
    return render("components/composer.html", {"composer": news, "csrf_token": "t"})


@contextmanager
def serving(port: int = 0) -> Iterator[str]:
    """The address of a running gallery; stops when left."""
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    import django
    from django.conf import settings

    settings.configure(
        STATIC_URL="/static/",
        USE_TZ=True,
        TIME_ZONE="Europe/Berlin",
        INSTALLED_APPS=["fettle.edges.pages"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    )
    django.setup()
    with serving(8766) as address:
        print(address)
        threading.Event().wait()
