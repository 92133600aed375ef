"""Document: what it is and who owns it. Its text and versions are kept by the facility."""

from __future__ import annotations

from django.db import models

from fettle.facilities.documents.models import Controlled
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


class Document(Controlled):
    """``type`` is a code of the register of types."""

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="sms_document")
    type = models.CharField(max_length=40)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
