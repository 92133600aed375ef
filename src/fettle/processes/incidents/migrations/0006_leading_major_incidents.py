"""Who leads a major incident, where they meet, and when those affected hear of it next."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("incidents", "0005_found_by_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="leads",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="incident",
            name="meeting",
            field=models.CharField(blank=True, db_default="", max_length=500),
        ),
        migrations.AddField(
            model_name="incident",
            name="meeting_place",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="incident",
            name="next_update_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="incident",
            name="update_minutes",
            field=models.SmallIntegerField(null=True),
        ),
        migrations.RunSQL(  # what a try left that met a long transaction cannot be used, and is in the way of the next
            "drop index concurrently if exists incident_major", migrations.RunSQL.noop
        ),
        AddIndexConcurrently(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("major", ""), _negated=True), fields=["next_update_at"], name="incident_major"
            ),
        ),
    ]
