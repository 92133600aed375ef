"""The environment of a test run. It is made here because Django reads its settings before any fixture runs."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from django.test import Client

    from fettle.site.testing.api import Caller
    from fettle.site.testing.world import World

WORKER = "PYTEST_XDIST_WORKER" in os.environ  # started by the main process, whose environment it has

if not WORKER:
    for name in [*filter(lambda name: name.startswith("FETTLE_"), os.environ), "DATABASE_URL"]:
        if name not in ("FETTLE_MUST_RUN", "FETTLE_CLOCK_CASES"):
            os.environ.pop(name, None)
    os.environ["FETTLE_DATA"] = tempfile.mkdtemp(prefix="fettle-test-")
    os.environ["FETTLE_SECRET_KEY"] = "a key for tests only"
    Path(os.environ["FETTLE_DATA"]).chmod(0o755)  # started by root, the database runs as another account
os.environ["DJANGO_SETTINGS_MODULE"] = "fettle.site.settings"
os.environ["PYTHONPATH"] = str(Path(__file__).parent / "src")  # processes that tests start run the code under test

# A machine that is busy makes examples slowly: that says nothing about a law.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

pytest_plugins = [
    "fettle.site.testing.inhabited",
    "fettle.site.testing.database",
    "fettle.site.testing.groups",
    "fettle.site.testing.browser",
    "fettle.site.testing.answering",
    "fettle.site.testing.installation",
]


def pytest_configure() -> None:
    import django

    django.setup()


@pytest.fixture(scope="session", autouse=True)
def django_test_environment(django_test_environment: None) -> None:
    """Django's, but pages are drawn as everywhere: no test asks for the contexts of templates, and to copy each of them
    is dear.
    """
    from django.template.base import Template
    from django.test import utils

    Template._render = utils._TestState.saved_data.template_render  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def _fast_passwords() -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _readers_settings() -> Iterator[None]:
    """Language and zone are those of the installation again: what a test leaves behind is nobody else's."""
    from django.utils import timezone, translation

    translation.deactivate()
    timezone.deactivate()
    yield
    translation.deactivate()
    timezone.deactivate()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    if not WORKER:
        shutil.rmtree(os.environ["FETTLE_DATA"], ignore_errors=True)


@pytest.fixture
def caller(world: World) -> Callable[..., Caller]:
    """``caller("agent")`` or ``caller("agent", "read")`` calls the API as somebody of the world."""
    from fettle.site.testing.api import caller_of

    return partial(caller_of, world)


@pytest.fixture
def as_(world: World) -> Callable[[str], Client]:
    """``as_("agent")`` is a browser in which somebody of the world is signed in."""
    from django.test import Client

    def browser(who: str) -> Client:
        client = Client()
        client.force_login(world.people[who], backend="fettle.kernel.orgs.signing.password.Backend")
        return client

    return browser
