"""When a mail leaves that waits for the end of quiet hours or goes with a digest."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("notify", "0002_mailboxes"),
    ]

    operations = [
        migrations.AddField(
            model_name="notificationdecision",
            name="leaves_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="leaves_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(  # what a try left that met a long transaction cannot be used, and is in the way of the next
            "drop index concurrently if exists decision_in_digest", migrations.RunSQL.noop
        ),
        AddIndexConcurrently(
            model_name="notificationdecision",
            index=models.Index(
                fields=["leaves_at", "person"],
                name="decision_in_digest",
                condition=models.Q(("leaves_at__isnull", False)),
            ),
        ),
    ]
