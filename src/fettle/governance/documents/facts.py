"""What happens to a document beside its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF


@dataclass(frozen=True)
class Entered(Fact):
    """A document was put on the register (GR2.A3)."""

    name: ClassVar[str] = "sms_documents.entered"
    words: ClassVar = _("put the document on the register")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class Revised(Fact):
    """Its title, type, owner or confidentiality changed."""

    name: ClassVar[str] = "sms_documents.revised"
    words: ClassVar = _("changed the document's entry in the register")
    audience: ClassVar[str] = STAFF
