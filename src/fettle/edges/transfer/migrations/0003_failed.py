# A run that stopped before its end is told as such.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transfer", "0002_runs")]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="seen_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="importrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("uploaded", "being tried"),
                    ("tried", "waits for confirmation"),
                    ("confirmed", "being imported"),
                    ("done", "imported"),
                    ("unreadable", "not readable"),
                    ("discarded", "discarded"),
                    ("failed", "stopped before its end"),
                ],
                default="uploaded",
                max_length=12,
            ),
        ),
    ]
