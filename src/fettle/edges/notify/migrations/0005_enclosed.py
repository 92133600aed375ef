"""Files of a record leave with a mail to a supplier."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notify", "0004_failed_mails"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="enclosed",
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
