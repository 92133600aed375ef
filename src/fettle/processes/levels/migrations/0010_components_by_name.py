"""What is agreed for a component that several services name is found by its name."""

import django.db.models.functions.text
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("levels", "0009_accepted")]

    operations = [
        migrations.RunSQL(  # what a try left that met a long transaction cannot be used, and is in the way of the next
            "drop index concurrently if exists cover_component", migrations.RunSQL.noop
        ),
        AddIndexConcurrently(
            model_name="cover",
            index=models.Index(
                django.db.models.functions.text.Lower("component"),
                condition=models.Q(("component", ""), _negated=True),
                name="cover_component",
            ),
        ),
    ]
