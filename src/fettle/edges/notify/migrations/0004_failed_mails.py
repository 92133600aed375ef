"""Mails that failed are counted on the health page and looked for in the log: they are found without reading all others."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("notify", "0003_quiet_hours_and_digest"),
    ]

    operations = [
        migrations.RunSQL(  # what a try left that met a long transaction cannot be used, and is in the way of the next
            "drop index concurrently if exists mail_failed", migrations.RunSQL.noop
        ),
        AddIndexConcurrently(
            model_name="outgoingmail",
            index=models.Index(fields=["-id"], name="mail_failed", condition=models.Q(("state", "failed"))),
        ),
    ]
