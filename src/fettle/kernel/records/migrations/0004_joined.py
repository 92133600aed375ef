"""A person may be on a record for as long as one of theirs is merged into it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_parts_before_people"),
    ]

    operations = [
        migrations.AlterField(
            model_name="participant",
            name="part",
            field=models.CharField(
                choices=[
                    ("requester", "Requester"),
                    ("affected", "Affected"),
                    ("watcher", "Watcher"),
                    ("named", "Named"),
                    ("joined", "Joined"),
                ],
                max_length=12,
            ),
        ),
    ]
