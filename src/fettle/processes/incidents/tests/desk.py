"""Addresses and rows that the tests of the desk's pages share."""

from __future__ import annotations

from fettle.kernel.records.models import Record

HX = {"HTTP_HX_REQUEST": "true"}
"""Of a request that asks for a part of a page."""


def page(record: Record, *rest: str) -> str:
    return "/" + "/".join((record.declared.path, record.number, *rest))


def fresh(record: Record) -> Record:
    return Record.objects.select_related("incident", "organisation").get(pk=record.pk)
