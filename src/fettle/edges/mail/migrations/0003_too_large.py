from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0002_pictures")]

    operations = [migrations.AddField("mailboxstate", "too_large", models.JSONField(default=list))]
