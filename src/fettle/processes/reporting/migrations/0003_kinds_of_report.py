from __future__ import annotations

from typing import Any

from django.db import migrations, models


def name_the_layout(apps: Any, schema_editor: Any) -> None:
    """Until now the one with this identifier was the one that could be made."""
    apps.get_model("reporting", "ReportSpecification").objects.filter(identifier="fits").update(layout="fits")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_checking")]

    operations = [
        migrations.AddField(
            model_name="reportspecification",
            name="layout",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="reportspecification",
            name="told_role",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddField(
            model_name="reportspecification",
            name="delivered_until",
            field=models.DateField(null=True),
        ),
        migrations.RunPython(name_the_layout, migrations.RunPython.noop, elidable=True),
    ]
