"""Why targets were missed is a choice, so that it can be counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("levels", "0006_excluded")]

    operations = [
        migrations.AddField(
            model_name="violation",
            name="cause",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
    ]
