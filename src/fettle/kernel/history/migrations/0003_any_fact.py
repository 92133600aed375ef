"""An index of all facts of an entry, so that the audit log finds each of them and not only the first."""

import django.contrib.postgres.indexes
import django.db.models
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("history", "0002_erasure"),
    ]

    operations = [
        migrations.RunSQL(  # what a try left that met a long transaction cannot be used, and is in the way of the next
            "drop index concurrently if exists entry_facts", migrations.RunSQL.noop
        ),
        AddIndexConcurrently(
            model_name="entry",
            index=django.contrib.postgres.indexes.GinIndex(
                django.db.models.Func(
                    django.db.models.F("facts"),
                    template="jsonb_path_query_array(%(expressions)s, '$[*].name')",
                    output_field=django.db.models.JSONField(),
                ),
                name="entry_facts",
            ),
        ),
    ]
