"""Editors read and answer readers' messages: a take-down request is theirs to act on. Only administrators delete one.

Moderators do not see them: nothing in their work needs a reader's e-mail address.
"""

from django.db import migrations

RIGHTS = {"view_enquiry": "Can view message", "change_enquiry": "Can change message"}


def permissions(apps):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="home", model="enquiry"
    )
    Permission = apps.get_model("auth", "Permission")
    return [
        Permission.objects.get_or_create(content_type=content_type, codename=codename, defaults={"name": name})[0]
        for codename, name in RIGHTS.items()
    ]


def give(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="Editors"):
        group.permissions.add(*permissions(apps))


def take(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="Editors"):
        group.permissions.remove(*permissions(apps))


class Migration(migrations.Migration):
    dependencies = [("home", "0003_law_note_and_closing_picture")]

    operations = [migrations.RunPython(give, take)]
