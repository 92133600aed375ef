"""The addresses below each document of a kind. A room puts them among its own."""

from __future__ import annotations

from django.urls import URLPattern, re_path
from django.utils.translation import gettext_lazy as _

from fettle.edges.papers import distribution, views, writing
from fettle.facilities.documents import actions
from fettle.kernel.records.declare import Kind


def below(kind: Kind) -> list[URLPattern]:
    """All pages of its text."""
    remind = distribution.doing(kind, action=actions.remind, news=_("Reminded."), rest=("distribution",))
    acknowledge = distribution.doing(kind, action=actions.acknowledge, news=_("Thank you: it is noted."))
    pages = (
        ("", views.record(kind)),
        ("/do/write", writing.write(kind)),
        ("/versions", views.versions(kind)),
        (r"/versions/(?P<version>\d{1,6})", views.version(kind)),
        ("/compare", views.compare(kind)),
        ("/pdf", views.pdf(kind)),
        ("/used-by", views.used_by(kind)),
        ("/distribution", distribution.distribution(kind)),
        ("/take-off", distribution.take_off(kind)),
        ("/remind", remind),
        ("/acknowledge", acknowledge),
    )
    start = rf"^{kind.path}/(?P<number>{kind.prefix}-\d{{1,12}})"
    return [re_path(rf"{start}{rest}$", view) for rest, view in pages]
