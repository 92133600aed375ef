"""Costs are found by the days that bear them, and those of shared components without reading all others."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

BROKEN = "drop index concurrently if exists %s"
"""What a try left that met a long transaction cannot be used, and is in the way of the next."""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("money", "0001_initial")]

    operations = [
        migrations.RunSQL(BROKEN % "cost_bears", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="cost",
            index=models.Index(fields=["until", "begins"], name="cost_bears"),
        ),
        migrations.RunSQL(BROKEN % "cost_shared", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="cost",
            index=models.Index(
                fields=["until"], name="cost_shared", condition=models.Q(("component", ""), _negated=True)
            ),
        ),
    ]
