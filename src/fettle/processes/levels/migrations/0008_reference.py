"""An underpinning agreement names the contract at the supplier."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("levels", "0007_cause")]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="reference",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
    ]
