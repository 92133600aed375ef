"""Configuration item, its relations to items and services, and which components of services are which items. Title,
organisation and supporting team of an item stand on its record.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


class Item(models.Model):
    """``type`` is a code of the settings; ``attributes`` holds what is noted of it, by the codes of its type."""

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="configuration_item")
    type = models.CharField(max_length=40)
    description = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    attributes = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["type"], name="item_type"),
            GinIndex(fields=["attributes"], opclasses=["jsonb_path_ops"], name="item_attributes"),
        ]


class Relation(models.Model):
    """How two items, or an item and a service, hang together. ``type`` is a code of the settings and reads from source
    to target. Role, group and the number needed are said of whichever end a failure passes to, as with the components
    of a service.
    """

    class Role(models.TextChoices):
        ENABLING = "enabling"
        ENHANCING = "enhancing"

    source = models.ForeignKey(Record, models.PROTECT, db_index=False, related_name="+")
    target = models.ForeignKey(Record, models.PROTECT, db_index=False, related_name="+")
    type = models.CharField(max_length=40)
    role = models.CharField(max_length=10, choices=Role, default=Role.ENABLING)
    group = models.CharField(max_length=80, blank=True)
    needed = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "type", "target"], include=["role", "group", "needed"], name="relation_once"
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="relation_two_ends"),
        ]
        indexes = [
            models.Index(fields=["target", "type"], include=["source", "role", "group", "needed"], name="relation_to")
        ]
        # Both are read by themselves: an impact looks at thousands of relations and needs no more of them.


class Binding(models.Model):
    """A component of a service that is no more than a name there is this item. It goes when the component goes."""

    component = models.OneToOneField("services.Component", models.CASCADE, primary_key=True, related_name="+")
    item = models.ForeignKey(Record, models.PROTECT, related_name="+")
