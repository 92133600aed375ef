from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_joined"),
    ]

    operations = [
        migrations.AddField(
            model_name="record",
            name="tags",
            field=ArrayField(base_field=models.BigIntegerField(), blank=True, db_default=[], default=list, size=None),
        ),
    ]
