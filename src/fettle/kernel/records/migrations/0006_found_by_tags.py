"""Records are found by their tags without reading all others. The few that bear some stand in the index alone."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("records", "0005_tags"),
    ]

    operations = [
        migrations.RunSQL(  # what a try left that met a long transaction cannot be used, and is in the way of the next
            "drop index concurrently if exists record_tags", migrations.RunSQL.noop
        ),
        AddIndexConcurrently(
            model_name="record",
            index=GinIndex(fields=["tags"], name="record_tags", condition=models.Q(("tags", []), _negated=True)),
        ),
    ]
