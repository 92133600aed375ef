"""Answered: the answer to a POST that came with an Idempotency-Key."""

from __future__ import annotations

from django.db import models

from fettle.kernel.orgs.models import Person


class Answered(models.Model):
    """Kept in the transaction of the effect, so that both exist or neither. A second POST of the person with the key
    gets the same answer, if ``asked`` (a hash of method, path and body) is the same. ``body`` is JSON as text,
    which keeps its order.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=64)
    status = models.SmallIntegerField(default=0)
    body = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="answered_once")]
        indexes = [models.Index(fields=["made_at"], name="answered_by_age")]
