"""The notices that wait for somebody are found by whom they were sent to."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("levels", "0012_looked_at")]

    operations = [
        migrations.AddIndex(
            model_name="violation",
            index=models.Index(
                fields=["told"],
                condition=Q(told__isnull=False, acknowledged_at=None),
                name="violation_to_acknowledge",
            ),
        ),
    ]
