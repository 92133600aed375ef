"""Who needs particular attention."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0002_own_keys"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="vip",
            field=models.BooleanField(db_default=False, default=False, verbose_name="needs particular attention"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(condition=models.Q(("vip", True)), fields=["id"], name="person_vip"),
        ),
    ]
