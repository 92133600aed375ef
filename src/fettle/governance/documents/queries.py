"""Reads of the register of documents."""

from __future__ import annotations

from django.db.models import QuerySet

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record
from fettle.kernel.settings.records import SETTING


def procedures(actor: Actor) -> QuerySet[Record]:
    """The settings with a procedure: controlled texts too, kept beside the data that they explain."""
    return visible(actor, SETTING).exclude(setting__procedure="").select_related("setting").order_by("title")
